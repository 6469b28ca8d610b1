"""How sure an answer is, and when to refuse: decided from the evidence alone, before any model is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.evidence import Asked, Sentence
from assistant.extraction.dates import dates_in
from assistant.question import Question, Wanted
from assistant.short import ShortAnswer
from ingest.dates import DateMention, PartialDate, find_dates

THRESHOLD = 0.5
"""Below this confidence the assistant says that the archive does not tell."""

NEEDS_SPAN: frozenset[Wanted] = frozenset({"date", "number", "yes-no"})
"""Kinds of answer that a sentence without such a span cannot give."""

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Features:
    """What confidence is decided by; each from 0 to 1."""

    coverage: float
    """How much of the question the sentence and its context speak of."""
    weakest: float
    """The match of the heavy word of the question that is matched worst."""
    dates: float
    """1 the question's date is the evidence's, 0 it is another's, 0.5 nothing is said."""
    numbers: float
    """Share of the question's numbers found in the evidence; 1 where it has none."""
    span: float
    """1 where the kind of answer asked for was found."""


HEAVY = 0.08
"""Share of a question's weight from which a word has to be met."""

# Logistic weights, fitted on the tuning half of the sample's questions by eval/calibration.
BIAS = -6.0
WEIGHTS = Features(coverage=7.0, weakest=2.0, dates=2.0, numbers=1.0, span=1.5)


def heavy_matches(sentence: Sentence, asked: Asked) -> np.ndarray:
    """The best match of each heavy word of the question, in the sentence or its context."""
    best = np.maximum(sentence.match.max(axis=1, initial=0.0), sentence.context)
    heavy = asked.weights >= min(HEAVY, float(asked.weights.max(initial=0.0)))
    matches: np.ndarray = best[heavy]
    return matches


def document_span(sentence: Sentence) -> Span | None:
    """First and last day that a sentence's document may be dated."""
    return PartialDate.parse(sentence.date).span() if sentence.date else None


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans of days share one."""
    return one[0] <= other[1] and other[0] <= one[1]


def dates_agree(wanted: Sequence[DateMention], sentence: Sentence) -> float:
    """Whether a sentence speaks of the time that the question names: 1 it does, 0 of another, 0.5 unknown."""
    spans = [span for mention in wanted if (span := mention.span())]
    if not wanted:
        return 1.0
    if not spans:
        own = dates_in(sentence)
        return 1.0 if any(a.overlaps(b) for a in wanted for b in own) else 0.5
    here = [span for mention in dates_in(sentence) if (span := mention.span())]
    if any(overlap(one, other) for one in spans for other in here):
        return 1.0
    around = f"{sentence.title}\n{sentence.heading}"
    reference = PartialDate.parse(sentence.date) if sentence.date else None
    named = [span for mention in find_dates(around, None, reference) if (span := mention.span())]
    if named:
        return 0.9 if any(overlap(one, other) for one in spans for other in named) else 0.0
    if here:
        return 0.0
    written = document_span(sentence)
    if written is None:
        return 0.5
    return 0.8 if any(overlap(one, written) for one in spans) else 0.1


def features(question: Question, sentence: Sentence, asked: Asked, short: ShortAnswer | None) -> Features:
    """What the best sentence tells of an answer's chance to be right."""
    best = np.maximum(sentence.match.max(axis=1, initial=0.0), 0.8 * sentence.context)
    matches = heavy_matches(sentence, asked)
    text = sentence.text + sentence.title + sentence.heading
    digits = "".join(letter for letter in text if letter.isalnum())
    return Features(
        coverage=float(best @ asked.weights),
        weakest=float(matches.min()) if matches.size else 0.0,
        dates=dates_agree(question.dates, sentence),
        numbers=sum(number in digits for number in question.numbers) / len(question.numbers)
        if question.numbers
        else 1.0,
        span=float(short is not None),
    )


def confidence(found: Features) -> float:
    """Chance of being right, 0 to 1: logistic in the features."""
    z = BIAS + sum(getattr(WEIGHTS, name) * getattr(found, name) for name in Features.__slots__)
    return float(1 / (1 + np.exp(-z)))
