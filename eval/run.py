"""One measurement: every question searched and asked, every claim checked, and the figures of it all."""

import time
from collections.abc import Callable, Sequence
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable
from uuid import uuid4

import numpy as np

from assistant.answer import Answer
from eval import outcomes
from eval.evaluation import Evaluation, Failure, Glossary, Latency, Milliseconds, Timeline
from eval.failures import failures
from eval.glossary import Term, score_glossary
from eval.outcomes import Asked, Checked, Found
from eval.questions import Claim, GoldEvent, GoldTerm, Question, Split, conversations, of_split
from eval.scoring import names_difference, score_answer
from eval.timeline import Event, score_timeline

PASSAGES = 50
"""Passages asked of a search, so that ten documents are among them."""
WARM_UP = "kengash"
"""Asked before the clock runs: models load once, and not at the first question's cost."""

Progress = Callable[[int, int], None]
"""Told how many of how many calls are done."""


class Hit(Protocol):
    """A passage found."""

    @property
    def document(self) -> str:
        """The document's name in the archive."""

    @property
    def text(self) -> str:
        """The passage."""


class Difference(Protocol):
    """Where a claim and the documents part."""

    @property
    def claimed(self) -> str:
        """The part of the claim that is objected to."""


class Cited(Protocol):
    """A citation, as far as measuring needs it."""

    @property
    def document(self) -> str:
        """The document's name in the archive."""


class Verdict(Protocol):
    """What a check gives."""

    @property
    def verdict(self) -> str:
        """`supported`, `refuted` or `not_enough_info`."""

    @property
    def differences(self) -> Sequence[Difference]:
        """Empty unless refuted."""

    @property
    def citations(self) -> Sequence[Cited]:
        """The evidence."""

    @property
    def explanation(self) -> str:
        """Why, in words."""


class Assistant(Protocol):
    """What is measured."""

    def search(self, query: str, k: int, /) -> Sequence[Hit]:
        """The k best passages, best first."""

    def ask(self, question: str, conversation: str | None = None, /) -> Answer:
        """An answer; calls with the same conversation are its turns."""


@runtime_checkable
class Checker(Protocol):
    """An assistant that checks claims, too."""

    def check(self, claim: str, /) -> Verdict:
        """A verdict on the claim."""


@runtime_checkable
class Chronicler(Protocol):
    """An assistant that has a timeline, too."""

    def timeline(self) -> Sequence[Event]:
        """Every event of the archive."""


@runtime_checkable
class Lexicographer(Protocol):
    """An assistant that has a glossary, too."""

    def glossary(self) -> Sequence[Term]:
        """Every term of the archive."""


def evaluate(
    assistant: Assistant,
    questions: Sequence[Question],
    claims: Sequence[Claim] = (),
    events: Sequence[GoldEvent] = (),
    terms: Sequence[GoldTerm] = (),
    *,
    split: Split | None = None,
    progress: Progress = lambda done, total: None,
) -> Evaluation:
    """Measure an assistant.

    First-turn questions that the archive can answer are searched; every question that has accepted
    answers, or no answer at all, is asked, follow-ups in their conversation and in the order given.
    Claims, events and terms are measured where the assistant has such a thing. `split` limits questions and
    claims to one half.
    """
    chosen, statements = of_split(questions, split), of_split(claims, split)
    searches = [q for q in chosen if q.answerable and q.previous is None]
    asks = [q for q in chosen if q.answers or not q.answerable]
    check = assistant.check if isinstance(assistant, Checker) else None
    clock = _Clock(progress, len(searches) + len(asks) + (len(statements) if check else 0))
    # Conversations of their own: an assistant measured twice must not remember the first time.
    run = uuid4().hex
    talks = {question: f"{run}-{first}" for question, first in conversations(chosen).items()}

    assistant.search(WARM_UP, 1)
    found: list[Found] = []
    asked: list[Asked] = []
    checked: list[Checked] = []
    for question in searches:
        hits = clock.timed("search", assistant.search, question.text, PASSAGES)
        found.append(Found(question, tuple(h.document for h in hits), tuple(h.text for h in hits)))
    for question in asks:
        answer = clock.timed("ask", assistant.ask, question.text, talks.get(question.id))
        asked.append(Asked(question, answer, score_answer(question, answer)))
    if check:
        checked = [_checked(claim, clock.timed("check", check, claim.text)) for claim in statements]

    timeline, events_wrong = _listed(events, assistant)
    glossary, terms_wrong = _termed(terms, assistant)
    return Evaluation(
        split=split,
        retrieval=outcomes.retrieval(found),
        answers=outcomes.answers(asked),
        claims=outcomes.claims(checked),
        timeline=timeline,
        glossary=glossary,
        latency_ms=clock.latency(),
        calibration=outcomes.calibration(asked),
        failures=[*failures(found, asked, checked), *events_wrong, *terms_wrong],
    )


def _listed(gold: Sequence[GoldEvent], assistant: Assistant) -> tuple[Timeline | None, list[Failure]]:
    if not gold or not isinstance(assistant, Chronicler):
        return None, []
    return score_timeline(gold, assistant.timeline())


def _termed(gold: Sequence[GoldTerm], assistant: Assistant) -> tuple[Glossary | None, list[Failure]]:
    if not gold or not isinstance(assistant, Lexicographer):
        return None, []
    return score_glossary(gold, assistant.glossary())


def _checked(claim: Claim, verdict: Verdict) -> Checked:
    claimed = tuple(difference.claimed for difference in verdict.differences)
    return Checked(
        claim=claim,
        verdict=verdict.verdict,
        claimed=claimed,
        difference_named=names_difference(claim, claimed),
        documents=tuple(dict.fromkeys(citation.document for citation in verdict.citations)),
        explanation=verdict.explanation,
    )


_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Clock:
    """Times calls by kind and tells how far the run is."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self._samples: dict[str, list[float]] = {}

    def timed(self, kind: str, call: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        start = time.perf_counter()
        result = call(*args, **kwargs)
        self._samples.setdefault(kind, []).append((time.perf_counter() - start) * 1000)
        self._done += 1
        self._progress(self._done, self._total)
        return result

    def latency(self) -> Latency:
        kinds = {kind: _milliseconds(samples) for kind, samples in self._samples.items()}
        whole = kinds.get("ask") or kinds.get("search") or kinds.get("check") or _milliseconds([0.0])
        return Latency(p50=whole.p50, p95=whole.p95, **kinds)


def _milliseconds(samples: Sequence[float]) -> Milliseconds:
    p50, p95 = np.percentile(samples, [50, 95])
    return Milliseconds(n=len(samples), p50=float(p50), p95=float(p95), samples=tuple(samples))
