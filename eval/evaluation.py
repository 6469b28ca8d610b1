"""What a measurement says: figures with their intervals, and the failures behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from eval.metrics import Interval

Part = Literal["retrieval", "answer", "citation", "abstention", "claim", "timeline", "glossary"]
"""What a failure is one of."""
Intervals = dict[str, Interval]
"""Bootstrap 95 % interval of each figure."""

JSON = "report.json"
"""The file that an evaluation is kept in, in the folder of its report."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)


class Ranking(_Model):
    """How well documents are found, over the questions of one group."""

    n: int
    """Questions in the group."""
    hit_at_1: float = Field(alias="hit@1")
    hit_at_5: float = Field(alias="hit@5")
    recall_at_10: float = Field(alias="recall@10")
    mrr_at_10: float = Field(alias="mrr@10")
    ndcg_at_10: float = Field(alias="ndcg@10")
    all_found: float | None = None
    """Over questions that need every gold document: the share of them among the first ten."""
    counts: dict[str, int] | None = None
    """Questions hit, in place of intervals, where the group is too small for rates."""
    intervals: Intervals | None = None


class Retrieval(Ranking):
    """Finding documents, over first-turn questions that the archive can answer."""

    by_kind: dict[str, Ranking]
    by_language: dict[str, Ranking]
    most_common: Ranking | None = None
    """What the same list for every question gets: the documents that are gold most often."""


class AnswerGroup(_Model):
    """How good the answers are, over the answerable questions of one group."""

    n: int
    short_answer_correct: float
    right_anywhere: float
    """The right answer stands in the short answer, the reply or its quotes."""
    answered: float
    citation_precision: float | None
    """Over the answered ones; None where none is."""
    citation_recall: float | None
    most_common: float | None = None
    """Short answers right if every question of a kind got that kind's commonest answer."""
    counts: dict[str, int] | None = None
    intervals: Intervals | None = None


class Answers(AnswerGroup):
    """Answering, over all questions; follow-ups in their conversations."""

    unanswerable: int
    """Questions that the archive cannot answer; every figure but the next one leaves them out."""
    abstained_when_unanswerable: float | None
    abstained_when_answerable: float
    direct: AnswerGroup | None
    """Lookups, lists, counts, definitions, yes-no, dates, tables, follow-ups: what has a short answer."""
    first_turns: AnswerGroup | None
    follow_ups: AnswerGroup | None
    by_kind: dict[str, AnswerGroup]
    by_language: dict[str, AnswerGroup]


class ClaimGroup(_Model):
    """How many verdicts are right, over the claims of one group."""

    n: int
    accuracy: float
    counts: dict[str, int] | None = None
    intervals: Intervals | None = None


class Claims(ClaimGroup):
    """Checking claims."""

    macro_f1: float
    differences_found: float | None
    """Over refuted claims: a difference named covers half of the wrong part."""
    most_common: dict[str, float]
    """Accuracy and macro-F1 of giving every claim the commonest verdict."""
    by_kind: dict[str, ClaimGroup]
    by_language: dict[str, ClaimGroup]


class Timeline(_Model):
    """The events of the archive against a list of them."""

    n: int
    """Events in the list."""
    found: int
    """Events that the archive gave."""
    recall: float
    precision: float
    dates_right: float
    """Of the list's events that were found, those whose date is exactly the same."""
    statuses_right: float
    intervals: Intervals


class Glossary(_Model):
    """The terms of the archive against a list of them."""

    n: int
    found: int
    recall: float
    precision: float
    intervals: Intervals


class Milliseconds(_Model):
    """Times of one kind of call, in milliseconds."""

    n: int
    p50: float
    p95: float
    samples: tuple[float, ...] = Field(default=(), exclude=True)


class Latency(_Model):
    """Times of a question answered, and of each kind of call."""

    p50: float
    p95: float
    search: Milliseconds | None = None
    ask: Milliseconds | None = None
    check: Milliseconds | None = None


class Bin(_Model):
    """Answers given with a confidence in one range."""

    low: float
    high: float
    n: int
    confidence: float
    """Mean confidence stated."""
    right: float
    """Share of them that were right."""


class Calibration(_Model):
    """Whether stated confidence is the chance of being right, over replies that did not abstain."""

    n: int
    error: float
    """Expected calibration error: mean distance of confidence and share right, weighted by bin."""
    bins: list[Bin]


class Failure(_Model):
    """One thing that went wrong, with what came instead."""

    part: Part
    id: str
    language: str
    groups: tuple[str, ...]
    text: str
    """The question, claim, event or term."""
    wanted: tuple[str, ...]
    wanted_documents: tuple[str, ...]
    found: tuple[str, ...]
    """The answer, verdict or passages that came instead."""
    found_documents: tuple[str, ...]


class Evaluation(_Model):
    """Everything measured in one run; a part that was not measured is None."""

    split: str | None
    retrieval: Retrieval | None = None
    answers: Answers | None = None
    claims: Claims | None = None
    timeline: Timeline | None = None
    glossary: Glossary | None = None
    latency_ms: Latency
    calibration: Calibration | None = None
    failures: list[Failure] = []


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that one run is compared with another by."""

    name: str
    """The way to it in the JSON form: `retrieval.hit@1`."""
    value: float
    interval: Interval


def figures(evaluation: Evaluation) -> Iterator[Figure]:
    """The headline figures of an evaluation that have an interval, latency aside."""
    for part in ("retrieval", "answers", "claims", "timeline", "glossary"):
        model = getattr(evaluation, part)
        if model is None or model.intervals is None:
            continue
        values = model.model_dump(by_alias=True)
        for name, interval in model.intervals.items():
            yield Figure(f"{part}.{name}", values[name], interval)
