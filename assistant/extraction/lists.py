"""What are: a bullet list under its introduction, or an enumeration within a sentence."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from assistant.evidence import CELL_DIVIDER, Asked, Matrix, Sentence
from assistant.extraction.candidate import CONTEXT, Candidate, scored
from assistant.extraction.names import coordinated, names_in
from assistant.question import Question
from ingest.document import Block, ExtractedText, Language, Span
from ingest.passages import HEADING_DIVIDER

TextOf = Callable[[str], ExtractedText]
"""The extracted text of a document by its name."""


class Listed(Protocol):
    """What is needed of a reading to look for lists."""

    @property
    def question(self) -> Question:
        """What was asked."""
        ...

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Best first."""
        ...

    @property
    def asked(self) -> Asked:
        """The question's words."""
        ...

    def text_of(self, document: str) -> ExtractedText:
        """A document's extracted text."""
        ...

    def meets(self, text: str) -> Matrix:
        """Best match of each word of the question in a text."""
        ...


AND = "и|а также|and|va|hamda|ва|ҳамда|және"
SEPARATOR = re.compile(rf"\s*(?:;|,\s)\s*(?:(?:{AND})\s+)?|\s+(?:{AND})\s+")
BULLET_BONUS = 0.5
COLON_BONUS = 0.25
ENUMERATION_BONUS = 0.1
TABLE_BONUS = 0.3
NOUN_BONUS = 0.35
"""What naming the things asked for gains."""
FIGURES_PENALTY = 0.3
"""What a column of mere figures loses where names are to be listed."""
CONTENTS = re.compile(r"содержание|оглавление|contents|mundarija|мундарижа|мазмұны", re.I)
HEADING_SHARE = 0.85
ITEMS_SHARE = 0.6
NEAR_SHARE = 0.5
"""What the words right above a list count once more."""
LONGEST_ITEM = 14
"""Words of an item within a sentence."""
CLAUSE = re.compile(r",\s+(?:что|чтобы|если|когда|который|которая|которые|that|which|because|agar|chunki)\b")
MAX_DOCUMENTS = 6
FAR_SHARE, FURTHEST = 0.7, 0.6
"""What it costs a list that the sentences which answer best stand elsewhere."""
BESIDE, BESIDE_COST = 300, 0.15
"""Code points from a list within which a sentence still speaks of it, and what it counts less."""
MAX_ITEMS_READ = 1500
"""Code points of a list that are compared with the question."""


def list_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Enumerations behind a colon, and runs of names."""
    candidates = []
    for sentence in sentences:
        met = np.maximum(sentence.match.max(axis=1, initial=0.0), CONTEXT * sentence.context)
        bonus = NOUN_BONUS * noun_met(question, asked, met)
        candidates += [replace(one, score=one.score + bonus) for one in enumerations(sentence, asked)]
    return candidates


def enumerations(sentence: Sentence, asked: Asked) -> list[Candidate]:
    """Enumerations of two items and more within one sentence."""
    found = []
    colon = re.search(r":\s+", sentence.text)
    if colon:
        end = len(sentence.text.rstrip(".!? "))
        if is_enumeration(sentence.text[colon.end() : end]):
            score = scored(sentence, colon.end(), end, asked, COLON_BONUS)
            found.append(
                Candidate(sentence, colon.end(), end, "list", sentence.text[colon.end() : end], score)
            )
    language: Language = sentence.language
    done = 0
    for name in names_in(sentence.text, language):
        if name.start < done:
            continue
        one = Candidate(sentence, name.start, name.end, name.kind, name.text, 0.0)
        start, end, count = coordinated(one, (name.kind,))
        if count >= 2:
            score = scored(sentence, start, end, asked, ENUMERATION_BONUS)
            found.append(Candidate(sentence, start, end, "list", sentence.text[start:end], score))
            done = end
    return found


def is_enumeration(text: str) -> bool:
    """Whether a text behind a colon is a list, and not a clause with a comma."""
    items = items_of(text)
    joined_last = ";" in text or re.search(rf"\s(?:{AND})\s", text) is not None
    short = all(len(item.split()) <= LONGEST_ITEM for item in items)
    return short and (len(items) >= 3 or (len(items) == 2 and joined_last)) and not CLAUSE.search(text)


def items_of(text: str) -> list[str]:
    """The items of an enumeration; semicolons divide before commas do."""
    if ";" in text:
        return [item.strip() for item in text.split(";") if item.strip()]
    return [item for item in SEPARATOR.split(text) if item and item.strip()]


@dataclass(frozen=True, slots=True)
class Group:
    """Items that stand together, under what introduces them."""

    introduction: Span
    """The line before the items; empty at their start where there is none."""
    heading: str
    items: tuple[Span, ...]
    header: tuple[str, ...] = ()
    """Header cells, where the items are rows of a table."""


NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]|[а-яa-z]\)|[•▪●◦‣·*–—-])\s+")
MARK = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]|[а-яa-z]\)|[•▪●◦‣·*–—-])\s+")
MAX_ITEMS = 15


def groups_of(text: ExtractedText) -> list[Group]:
    """Bullet lists, numbered paragraphs and tables of a document, two items and more each."""
    found: list[Group] = []
    headings: list[Block] = []
    run: list[Block] = []
    run_kind = ""
    before: Block | None = None

    def close() -> None:
        rows = bool(run) and run[0].kind == "table-row"
        items = run[1:] if rows else run
        if 2 <= len(items) <= MAX_ITEMS:
            spans = tuple((block.start, block.end) for block in items)
            header = tuple(text.text[run[0].start : run[0].end].split(CELL_DIVIDER)) if rows else ()
            start = (before.start, before.end) if before else (spans[0][0], spans[0][0])
            above = HEADING_DIVIDER.join(text.text[b.start : b.end] for b in headings)
            found.append(Group(start, above, spans, header))
        run.clear()

    for block in text.blocks:
        words = text.text[block.start : block.end]
        kind = "list-item" if block.kind == "paragraph" and NUMBERED.match(words) else block.kind
        if run and kind != run_kind:
            close()
        if kind in ("list-item", "table-row"):
            run.append(block)
            run_kind = kind
            continue
        if kind == "heading":
            headings = [*(above for above in headings if above.level < block.level), block]
        before = block if kind == "paragraph" else None
    close()
    return found


def list_blocks(reading: "Listed") -> Iterator[tuple[float, Group, Sentence]]:
    """Lists of the documents found, each with its score and a sentence of its document."""
    best = max((sentence.passage for sentence in reading.sentences), default=0.0)
    first: dict[str, Sentence] = {}
    for sentence in reading.sentences:
        known = first.get(sentence.document)
        if known is None or sentence.passage > known.passage:
            first[sentence.document] = sentence
    for sentence in list(first.values())[:MAX_DOCUMENTS]:
        text = reading.text_of(sentence.document)
        title = reading.meets(sentence.title)
        for group in groups_of(text):
            heading = group.heading.split(HEADING_DIVIDER)[-1]
            if CONTENTS.search(heading):
                continue
            line = last_line(text.text[slice(*group.introduction)])
            near = reading.meets(" ".join((line, heading, *group.header)))
            items = reading.meets(" ".join(text.text[a:b] for a, b in group.items)[:MAX_ITEMS_READ])
            above = np.maximum(reading.meets(group.heading), title)
            met: Matrix = np.max(np.stack((near, HEADING_SHARE * above, ITEMS_SHARE * items)), axis=0)
            score = float((met + NEAR_SHARE * near) @ reading.asked.weights)
            score += NOUN_BONUS * noun_met(reading.question, reading.asked, near)
            bonus = TABLE_BONUS if group.header else BULLET_BONUS
            far = behind(group, sentence.document, reading.sentences)
            score += bonus - FAR_SHARE * far
            # As good as its own best sentence, when it is held against others.
            own = replace(sentence, score=reading.sentences[0].score - far)
            yield score + sentence.passage - best, group, own


def behind(group: Group, document: str, sentences: Sequence[Sentence]) -> float:
    """How far the best sentence in or beside a list stands behind the best of all, up to `FURTHEST`."""
    start, end = group.introduction[0], group.items[-1][1]
    own = [
        one.score - BESIDE_COST * (not start <= one.start < end)
        for one in sentences
        if one.document == document and start - BESIDE <= one.start < end + BESIDE
    ]
    return min(FURTHEST, sentences[0].score - max(own)) if own else FURTHEST


def noun_met(question: Question, asked: Asked, match: Matrix) -> float:
    """How well what the question wants listed is named; 0.5 where it does not say."""
    nouns = (question.listed or "").split()
    rows = [row for row, word in enumerate(asked.words) if word in nouns]
    return max((float(match[row]) for row in rows), default=0.5)


def last_line(text: str) -> str:
    """What introduces a list: the last sentence of the paragraph before it."""
    parts = re.split(r"(?<=[.!?])\s+", text.strip())
    return parts[-1] if parts else ""


def item_text(text: str, span: Span, column: int | None) -> str:
    """An item without its mark, or one cell of a row."""
    words = text[slice(*span)].strip()
    if column is not None:
        cells = words.split(CELL_DIVIDER)
        return cells[min(column, len(cells) - 1)].strip()
    return MARK.sub("", words).rstrip(";., ").strip()


def column_asked(group: Group, reading: "Listed", text: str) -> int | None:
    """The column of a table whose header the question names, the first where none is; None for a list."""
    if not group.header:
        return None
    shares = [float(reading.meets(cell) @ reading.asked.weights) for cell in group.header]
    rows = [text[slice(*span)].split(CELL_DIVIDER) for span in group.items]
    for column in range(len(shares)):
        cells = [row[column] for row in rows if column < len(row)]
        if sum(not any(letter.isalpha() for letter in cell) for cell in cells) > len(cells) / 2:
            shares[column] -= FIGURES_PENALTY
    return int(np.argmax(shares))
