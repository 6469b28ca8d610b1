"""What came back for each question and claim, and the figures made of it."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from assistant.answer import Answer
from eval import metrics
from eval.evaluation import (
    AnswerGroup,
    Answers,
    Bin,
    Calibration,
    ClaimGroup,
    Claims,
    Intervals,
    Ranking,
    Retrieval,
)
from eval.questions import VERDICTS, Claim, Question
from eval.scoring import AnswerScore, is_right, most_common_answers

BINS = 5
"""Calibration is read from so few answers that narrow bins would show noise."""

_LOOKUPS = ("lookup-date", "lookup-place", "lookup-who", "lookup-number", "lookup-org")
_DIRECT = frozenset(
    (*_LOOKUPS, "list", "count", "definition", "yes-no", "relative-date", "table-lookup", "follow-up")
)


@dataclass(frozen=True, slots=True)
class Found:
    """A search and its passages, best first."""

    question: Question
    documents: tuple[str, ...]
    """Of each passage; a document stands where its best passage does."""
    texts: tuple[str, ...]

    @property
    def ranking(self) -> tuple[str, ...]:
        """Each document once."""
        return tuple(dict.fromkeys(self.documents))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its answer and how that did."""

    question: Question
    answer: Answer
    score: AnswerScore


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and the verdict on it."""

    claim: Claim
    verdict: str
    claimed: tuple[str, ...]
    """The parts of the claim that the verdict objects to."""
    difference_named: bool
    documents: tuple[str, ...]
    explanation: str

    @property
    def right(self) -> bool:
        """Whether the verdict is the right one."""
        return self.verdict == self.claim.verdict


_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)


def grouped(items: Iterable[_T], keys: Callable[[_T], Iterable[_K]]) -> dict[_K, list[_T]]:
    """Items under each of their keys, largest group first."""
    groups: dict[_K, list[_T]] = {}
    for item in items:
        for key in keys(item):
            groups.setdefault(key, []).append(item)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def retrieval(found: Sequence[Found]) -> Retrieval | None:
    """Figures of searches; None of none."""
    if not found:
        return None
    whole = _ranking(found)
    guess = [document for document, _ in _commonest(d for f in found for d in sorted(f.question.gold))]
    guessed = [Found(f.question, tuple(guess[: metrics.CUT]), ()) for f in found]
    return Retrieval(
        **(whole.model_dump(by_alias=True) | {"intervals": _ranking_intervals(found)}),
        by_kind={k: _ranking(g) for k, g in grouped(found, lambda f: f.question.groups).items()},
        by_language={k: _ranking(g) for k, g in grouped(found, lambda f: [f.question.language]).items()},
        most_common=_ranking(guessed),
    )


def answers(asked: Sequence[Asked]) -> Answers | None:
    """Figures of answers; None where no question asked has an answer."""
    answerable = [a for a in asked if a.question.answerable]
    without = [a.score.abstained for a in asked if not a.question.answerable]
    guesses = most_common_answers([a.question for a in answerable])
    if not answerable:
        return None

    def group(members: Sequence[Asked], full: bool = False) -> AnswerGroup:
        return _answer_group(members, guesses, full)

    def some(members: Sequence[Asked]) -> AnswerGroup | None:
        return group(members) if members else None

    whole = group(answerable, full=True)
    intervals = dict(whole.intervals or {})
    refused = [a.score.abstained for a in answerable]
    intervals["abstained_when_answerable"] = metrics.interval(refused)
    if without:
        intervals["abstained_when_unanswerable"] = metrics.interval(without)
    return Answers(
        **(whole.model_dump() | {"intervals": intervals}),
        unanswerable=len(without),
        abstained_when_unanswerable=_mean_or_none(without),
        abstained_when_answerable=metrics.mean(refused),
        direct=some([a for a in answerable if _DIRECT.intersection(a.question.groups)]),
        first_turns=some([a for a in answerable if a.question.previous is None]),
        follow_ups=some([a for a in answerable if a.question.previous is not None]),
        by_kind={k: group(g) for k, g in grouped(answerable, lambda a: a.question.groups).items()},
        by_language={k: group(g) for k, g in grouped(answerable, lambda a: [a.question.language]).items()},
    )


def claims(checked: Sequence[Checked]) -> Claims | None:
    """Figures of verdicts; None of none."""
    if not checked:
        return None
    gold = [c.claim.verdict for c in checked]
    given = [c.verdict for c in checked]
    guess = _commonest(gold)[0][0]
    named = [c.difference_named for c in checked if c.claim.verdict == "refuted"]
    number: dict[str, int] = {verdict: i for i, verdict in enumerate(VERDICTS)}
    pairs = np.array([[number[g], number.get(v, -1)] for g, v in zip(gold, given, strict=True)])
    intervals: Intervals = {
        "accuracy": metrics.interval([c.right for c in checked]),
        "macro_f1": metrics.interval_of(pairs, lambda drawn: metrics.macro_f1_of(drawn, len(VERDICTS))),
    }
    if named:
        intervals["differences_found"] = metrics.interval(named)
    return Claims(
        n=len(checked),
        accuracy=metrics.mean([c.right for c in checked]),
        intervals=intervals,
        macro_f1=metrics.macro_f1(gold, given, VERDICTS),
        differences_found=_mean_or_none(named),
        most_common={
            "accuracy": gold.count(guess) / len(gold),
            "macro_f1": metrics.macro_f1(gold, [guess] * len(gold), VERDICTS),
        },
        by_kind={k: _claim_group(g) for k, g in grouped(checked, lambda c: c.claim.groups).items()},
        by_language={k: _claim_group(g) for k, g in grouped(checked, lambda c: [c.claim.language]).items()},
    )


def calibration(asked: Sequence[Asked]) -> Calibration | None:
    """How confidence compares with being right, over replies that did not abstain; None of none.

    A reply with a short answer is right when that is; one without, when the answer stands anywhere in it.
    """
    given = [a for a in asked if not a.score.abstained]
    if not given:
        return None
    confidence = np.clip([a.answer.confidence for a in given], 0.0, 1.0)
    right = np.array([_right(a) for a in given])
    bin_of = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            n=int(here.sum()),
            confidence=float(confidence[here].mean()),
            right=float(right[here].mean()),
        )
        for number in range(BINS)
        if (here := bin_of == number).any()
    ]
    error = sum(b.n * abs(b.confidence - b.right) for b in bins) / len(given)
    return Calibration(n=len(given), error=error, bins=bins)


def _right(asked: Asked) -> bool:
    score = asked.score
    return score.short_answer_right if asked.answer.short_answer else score.right_anywhere


def _commonest(items: Iterable[_T]) -> list[tuple[_T, int]]:
    return sorted(Counter(items).items(), key=lambda counted: (-counted[1], str(counted[0])))


def _mean_or_none(values: Sequence[float]) -> float | None:
    return metrics.mean(values) if values else None


def _judged(found: Sequence[Found]) -> tuple[metrics.Qrels, metrics.Results]:
    qrels = {f.question.id: f.question.gold for f in found}
    return qrels, {f.question.id: metrics.in_order(f.documents) for f in found}


def _ranking(found: Sequence[Found]) -> Ranking:
    qrels, results = _judged(found)
    per_query = list(metrics.per_query(qrels, results).values())
    shares = [
        metrics.share_found(f.question.gold, results[f.question.id])
        for f in found
        if f.question.gold_mode == "all"
    ]
    small = len(found) < metrics.SMALL
    return Ranking(
        n=len(found),
        **{name: metrics.mean([query[name] for query in per_query]) for name in metrics.MEASURES},
        all_found=_mean_or_none(shares),
        counts={name: round(sum(query[name] for query in per_query)) for name in ("hit@1", "hit@5")}
        if small
        else None,
        intervals=None if small else _ranking_intervals(found),
    )


def _ranking_intervals(found: Sequence[Found]) -> Intervals:
    per_query = list(metrics.per_query(*_judged(found)).values())
    return {name: metrics.interval([query[name] for query in per_query]) for name in metrics.MEASURES}


def _answer_group(members: Sequence[Asked], guesses: Mapping[str, str], full: bool) -> AnswerGroup:
    columns: dict[str, list[float]] = {
        "short_answer_correct": [a.score.short_answer_right for a in members],
        "right_anywhere": [a.score.right_anywhere for a in members],
        "answered": [not a.score.abstained for a in members],
        "citation_precision": [a.score.citation_precision for a in members if not a.score.abstained],
        "citation_recall": [a.score.gold_cited for a in members if not a.score.abstained],
    }
    small = len(members) < metrics.SMALL and not full
    lucky = [is_right(a.question, guesses.get(a.question.kind, "")) for a in members]
    return AnswerGroup(
        n=len(members),
        short_answer_correct=metrics.mean(columns["short_answer_correct"]),
        right_anywhere=metrics.mean(columns["right_anywhere"]),
        answered=metrics.mean(columns["answered"]),
        citation_precision=_mean_or_none(columns["citation_precision"]),
        citation_recall=_mean_or_none(columns["citation_recall"]),
        most_common=metrics.mean(lucky),
        counts={
            name: sum(map(bool, columns[name]))
            for name in ("short_answer_correct", "right_anywhere", "answered", "citation_recall")
        }
        if small
        else None,
        intervals=None if small else {name: metrics.interval(v) for name, v in columns.items() if v},
    )


def _claim_group(members: Sequence[Checked]) -> ClaimGroup:
    right = [c.right for c in members]
    small = len(members) < metrics.SMALL
    return ClaimGroup(
        n=len(members),
        accuracy=metrics.mean(right),
        counts={"accuracy": sum(right)} if small else None,
        intervals=None if small else {"accuracy": metrics.interval(right)},
    )
