"""The Ask section: what a visitor does, and what the page shows then. No Gradio here."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from assistant.answer import Answer
from assistant.export.write import answer_docx, answer_markdown
from index.filters import Filters
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web import source
from ui.web.cards import announcement, kinds_of, next_html, turn_card, welcome
from ui.web.files import DOCX, MARKDOWN, File
from ui.web.filtering import latest
from ui.web.markup import number, told_html
from ui.web.service import Service
from ui.web.source import Pane
from ui.web.talk import Talk, Turn
from ui.web.tools import COMMENT, REASONS, REASONS_TO_REFUSE

log = logging.getLogger(__name__)

PACE = 0.1
"""Seconds between two snapshots of a growing answer: nobody reads faster, and each is drawn anew."""
KEY = "ask"
"""What the citations of a turn go by: `ask-0`."""


def ask(service: Service, question: str, talk: Talk, filters: Filters, texts: Texts) -> Iterator[Talk]:
    """The talk as it grows: the question, the first of its answer, then more of it, the last of it whole."""
    turn, drawn = Turn(question.strip(), filtered=bool(filters)), -PACE
    talk = talk.asked(turn)
    yield talk
    try:
        for answer in service.stream(turn.question, conversation=talk.id, filters=filters):
            turn = replace(turn, answer=answer)
            if time.monotonic() >= drawn + PACE:
                yield talk.with_last(with_kinds(turn, answer, service))
                drawn = time.monotonic()
        if turn.answer is not None:
            turn = with_terms(with_kinds(turn, turn.answer, service), turn.answer, service)
        yield talk.with_last(replace(turn, complete=True))
    except KengashError as error:
        yield talk.with_last(replace(turn, error=texts.error(error)))
    except Exception:
        log.exception("an answer failed")
        yield talk.with_last(replace(turn, error=texts("error.unexpected")))


def with_kinds(turn: Turn, answer: Answer, service: Service) -> Turn:
    """A turn with the kinds of the documents that its answer cites."""
    kinds = kinds_of((citation.document for citation in answer.citations), service)
    return replace(turn, documents=tuple(kinds.items()))


def with_terms(turn: Turn, answer: Answer, service: Service) -> Turn:
    """A turn with the known terms in its answer; without them where they cannot be had."""
    if answer.abstained:
        return turn
    with suppress(KengashError):
        return replace(turn, terms=tuple(service.explain(answer.answer)))
    return turn


def next_questions(talk: Talk, service: Service, texts: Texts) -> str:
    """Questions to ask after the last answer; none where the visitor has gone on, or none can be had."""
    turn = talk.turns[-1] if talk.turns else None
    if turn is None or turn.answer is None or not turn.complete:
        return ""
    with suppress(KengashError):
        return next_html(service.suggest(turn.answer), len(talk.turns) - 1, texts)
    return ""


def interrupted(talk: Talk) -> Talk:
    """The talk after its last answer was stopped."""
    return talk.with_last(replace(talk.turns[-1], stopped=True)) if talk.running else talk


def rated(service: Service, talk: Talk, wanted: Mapping[str, object]) -> Talk:
    """The talk after a visitor said whether an answer is right; kept only for an answer that there is."""
    position = number(wanted.get("turn"))
    turn = talk.turns[position] if 0 <= position < len(talk.turns) else None
    if turn is None or turn.answer is None or wanted.get("good") not in {"yes", "no"}:
        return talk
    good, reason = wanted["good"] == "yes", str(wanted.get("reason", ""))
    known = reason if reason in (*REASONS, *REASONS_TO_REFUSE) else ""
    comment = str(wanted.get("comment", ""))[:COMMENT].strip()
    service.rate(talk.id, turn.question, turn.answer, good, "" if good else known, "" if good else comment)
    return talk.with_turn(position, replace(turn, good=good))


EXPORTS: dict[str, tuple[str, str, Callable[[Sequence[Answer], str], str | bytes]]] = {
    "docx": ("docx", DOCX, answer_docx),
    "markdown": ("md", MARKDOWN, answer_markdown),
}
"""Ending, type and writer of each format."""


def exported(talk: Talk, wanted: Mapping[str, object], texts: Texts) -> File | None:
    """An answer as a file; None where there is no such answer or format."""
    position, form = number(wanted.get("turn")), EXPORTS.get(str(wanted.get("to")))
    turn = talk.turns[position] if 0 <= position < len(talk.turns) else None
    if turn is None or turn.answer is None or form is None:
        return None
    ending, kind, write = form
    return File(f"{texts('ask.file')}.{ending}", kind, write([turn.answer], texts.language))


def past_html(talk: Talk, texts: Texts) -> str:
    """Every turn but the last: it does not change while an answer grows."""
    return "".join(turn_card(turn, position, texts) for position, turn in enumerate(talk.turns[:-1]))


def current_html(talk: Talk, service: Service, texts: Texts) -> str:
    """The last turn, or the welcome before the first."""
    if talk.turns:
        told = told_html(announcement(talk.turns[-1], texts))
        return turn_card(talk.turns[-1], len(talk.turns) - 1, texts) + told
    return welcome(service.examples(texts.language), latest(service), texts)


def opened(talk: Talk, pane: Pane | None, wanted: Mapping[str, object]) -> Pane | None:
    """The pane after a click in the talk: at a citation of it, or as any click opens it."""
    if wanted.get("do") == "cite":
        turn = str(wanted.get("of")).removeprefix(f"{KEY}-")
        return pane_of(talk, number(turn), number(wanted.get("n"))) or pane
    return source.opened(pane, wanted)


def pane_of(talk: Talk, turn: int, n: int) -> Pane | None:
    """The pane at a citation; None where there is no such citation."""
    citation = talk.citation(turn, n)
    answer = talk.turns[turn].answer if citation is not None else None
    if citation is None or answer is None:
        return None
    return Pane(citation.document, tuple(answer.citations), n, f"{KEY}-{turn}")
