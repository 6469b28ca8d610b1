"""How sure an answer is, and when to refuse: decided from the evidence alone, before any model is asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.evidence import Asked, Matrix, Sentence
from assistant.extraction.dates import dates_in, dates_of, reference_of
from assistant.ordinals import ordinals_agree
from assistant.question import Question, Wanted, folded
from assistant.short import ShortAnswer
from index.analysis import variants
from index.vocabulary import Vocabulary
from ingest.dates import DateMention, PartialDate

THRESHOLD = 0.12
"""Below this confidence the assistant says that the archive does not tell."""

NEEDS_SPAN: frozenset[Wanted] = frozenset({"date", "number", "yes-no"})
"""Kinds of answer that a sentence without such a span cannot give."""

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Features:
    """What confidence is decided by; each from 0 to 1 unless told otherwise."""

    worst: float
    """The match of the heavy word that is matched worst."""
    held: float
    """The least of what names, years and dates say: one that is another's is enough against."""
    names: float
    """How well the names in the question are met by the sentence and its context; 1 where it has none."""
    closeness: float
    """What the span stands near, as its extractor scored it; 0 without a span. May pass 1."""
    passage: float
    """The passage's score in the search, against the usual of the archive."""
    dates: float
    """1 the question's date is the evidence's, 0 it is another's, 0.5 nothing is said."""
    span: float
    """1 where the kind of answer asked for was found."""
    strange: float
    """1 where the question names something that no document names."""
    clash: float
    """1 where `held` is low: names, years or place in a row are another's."""


DOCUMENT_SHARE = 0.7
"""What a name elsewhere in the document counts."""
HEAVY = 0.12
"""Share of a question's weight from which a word is heavy."""
MET = 0.55
"""Cosine from which on a word counts as touched."""

CLASH = 0.5
"""Agreement of names and times under which the evidence is about something else."""

# Logistic weights, fitted on the tuning halves of three archives by eval/calibration.
BIAS = -9.32
WEIGHTS = Features(
    worst=1.01,
    held=2.35,
    names=2.7,
    closeness=0.86,
    passage=2.57,
    dates=2.31,
    span=0.0,
    strange=-3.3,
    clash=-2.33,
)


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
    named = [span for mention in dates_of(around, "und", reference) if (span := mention.span())]
    if named:
        return 0.9 if any(overlap(one, other) for one in spans for other in named) else 0.0
    if here:
        return 0.0
    reference = reference_of(sentence)
    written = reference.span() if reference else None
    if written is None:
        return 0.5
    return 0.8 if any(overlap(one, written) for one in spans) else 0.1


def features(
    question: Question,
    ranked: Sequence[Sentence],
    asked: Asked,
    short: ShortAnswer | None,
    strange: bool = False,
) -> Features:
    """What the sentences read tell of an answer's chance to be right; at least one is needed.

    `strange` tells that the question names something that no document names.
    """
    sentence = short.sentence if short is not None else ranked[0]
    own = sentence.match.max(axis=1, initial=0.0)
    met = np.maximum(own, sentence.context)
    heavy = asked.weights >= min(HEAVY, float(asked.weights.max(initial=0.0)))
    same = [s for s in ranked if s.document == sentence.document]
    around = np.max([np.maximum(s.match.max(axis=1, initial=0.0), s.context) for s in same] or [met], axis=0)
    names = names_met(question, asked, np.maximum(met, DOCUMENT_SHARE * around))
    years, dates = years_met(question, sentence), dates_agree(question.dates, sentence)
    told = f"{sentence.text} {sentence.heading} {sentence.title}"
    ordinal = ordinals_agree(question.mended, told)
    return Features(
        worst=float(met[heavy].min(initial=1.0)),
        held=min(names, years, dates, ordinal),
        names=names,
        closeness=short.score - sentence.score if short is not None else 0.0,
        passage=sentence.passage,
        dates=dates,
        span=float(short is not None),
        strange=float(strange),
        clash=float(min(names, years, dates, ordinal) < CLASH),
    )


NAME = re.compile(r"(?<=[\s(«\"“])[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][\w’‘ʻʼ'-]+|(?<=[«\"“])[\w’‘ʻʼ'-]+")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def names_met(question: Question, asked: Asked, met: Matrix) -> float:
    """The worst match among the question's capitalised words, 1 where it has none."""
    named = {part for match in NAME.finditer(question.text) for part in folded(match.group()).split("-")}
    return min((float(met[row]) for row, word in enumerate(asked.words) if word in named), default=1.0)


def strangers(question: Question, vocabulary: Vocabulary) -> list[str]:
    """Names in a question that no document has, in any script or spelling."""
    words = {part for match in NAME.finditer(question.mended) for part in folded(match.group()).split("-")}
    return [
        word
        for word in sorted(words)
        if len(word) > 3
        and word.isalpha()
        and not any(term in vocabulary for term in variants(word))
        and not vocabulary.same_sound(word)
        and not vocabulary.names(word)
    ]


def years_met(question: Question, sentence: Sentence) -> float:
    """Whether the years that a question names are the sentence's."""
    years = set(YEAR.findall(question.text))
    if not years:
        return 1.0
    if years & set(
        YEAR.findall(f"{sentence.text} {sentence.heading} {sentence.title} {sentence.table_header}")
    ):
        return 1.0
    reference = reference_of(sentence)
    return 0.5 if reference is not None and str(reference.year) in years else 0.0


def confidence(found: Features) -> float:
    """Chance of being right, 0 to 1: logistic in the features."""
    z = BIAS + sum(getattr(WEIGHTS, name) * getattr(found, name) for name in Features.__slots__)
    return float(1 / (1 + np.exp(-z)))
