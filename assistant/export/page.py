"""A page to be written in one format or another: plain blocks of text, nothing that runs or loads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation
from assistant.brief import Brief
from assistant.texts import say
from ingest.dates import format_date
from ingest.document import LANGUAGES, Language

BlockKind = Literal["title", "heading", "label", "strong", "paragraph", "item", "source", "quote"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; the text is shown as it stands, whatever marks are in it."""

    kind: BlockKind
    text: str


def answer_page(answers: Sequence[Answer], language: str) -> list[Block]:
    """The turns of a conversation, or a single answer: each question with its answer and its sources.

    `language` is that of the labels.
    """
    blocks = [Block("title", say("export_title", language))] if len(answers) > 1 else []
    for answer in answers:
        blocks.append(Block("heading" if len(answers) > 1 else "title", flat(answer.question)))
        if answer.question_understood_as not in ("", answer.question):
            understood = say("export_understood", language, question=flat(answer.question_understood_as))
            blocks.append(Block("paragraph", understood))
        if answer.short_answer:
            blocks.append(Block("strong", flat(answer.short_answer)))
        blocks += [Block("paragraph", flat(text)) for text in (answer.answer, *answer.notes)]
        blocks += sources(answer.citations, language)
    return blocks


def brief_page(brief: Brief) -> list[Block]:
    """A brief: its sections with numbered lines, the sources of all of them at the end."""
    blocks = [Block("title", flat(brief.title))]
    cited: dict[int, Citation] = {}
    for section in brief.sections:
        blocks.append(Block("heading", flat(section.title)))
        for line in section.lines:
            marks = "".join(f" [{citation.n}]" for citation in line.citations)
            blocks.append(Block("item", flat(line.text) + marks))
            cited |= {citation.n: citation for citation in line.citations}
    return blocks + sources([cited[n] for n in sorted(cited)], brief.language)


def sources(citations: Iterable[Citation], language: str) -> list[Block]:
    """The numbered sources, each with title, file, date, page and the quote."""
    blocks: list[Block] = []
    for citation in citations:
        page = say("export_page", language, page=citation.page) if citation.page else ""
        date = dated(citation.date, language) if citation.date else say("export_undated", language)
        names = flat(citation.title), flat(citation.document)
        about = " · ".join(part for part in (*names, date, page) if part)
        blocks += [Block("source", f"[{citation.n}] {about}"), Block("quote", f"«{flat(citation.quote)}»")]
    return [Block("label", say("export_sources", language)), *blocks] if blocks else []


def dated(iso: str, language: str) -> str:
    """A date, or two with `/` between them, in words of the language; as it is where it cannot be read."""
    known: Language = next((one for one in LANGUAGES if one == language), "ru")
    try:
        return format_date(iso, known)
    except ValueError:
        return iso


def flat(text: str) -> str:
    """On one line, without characters that no file format takes."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
