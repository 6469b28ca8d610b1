"""Which sentence answers: the signs that speak for one, and how much each counts."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from assistant.confidence import dates_agree
from assistant.evidence import CELL_DIVIDER, Sentence
from assistant.extraction.dates import dates_in
from assistant.hostile import orders
from assistant.question import Question
from assistant.short import carries
from assistant.standing import standing


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a sentence, each about 0 to 1."""

    full: float
    """Share of the question that it speaks of with its context: title, heading, the sentence before."""
    passage: float
    """How far its passage was found behind the first, 0 or less."""
    heading: float
    """1 for a heading: it names what the sentences under it tell."""
    dates: float
    """Whether it speaks of the time asked: 0.5 it does, -0.5 of another, 0 nothing is said or asked."""
    earlier: float
    """1 where the document answered the turn before, 0.5 where it was cited besides."""
    standing: float
    """From -1, announced only, to 1, corrected."""
    carries: float
    """1 where it holds a date or number that is asked for."""
    meant: float
    """How much more than the other sentences it is like the question as a whole, in deviations."""
    stamp: float
    """1 where little but a date stands in it: when the text was written, or brought up to date."""


WEIGHTS = Signs(
    full=1.0,
    passage=0.6,
    heading=-0.4,
    dates=0.35,
    earlier=0.4,
    standing=0.3,
    carries=0.3,
    meant=0.1,
    stamp=-0.4,
)
STAMP_WORDS = 2
"""Words beside its dates that a stamp has at most."""
READ = 72
"""Sentences that are looked at closely."""


def best_sentences(
    sentences: Sequence[Sentence],
    question: Question,
    earlier: Sequence[str],
) -> list[Sentence]:
    """The sentences that may answer, best first."""
    # What orders the reader about answers nobody's question.
    top = [sentence for sentence in sentences[:READ] if not orders(sentence.text)]
    if not top:
        return []
    ranked = []
    for sentence in top:
        signs = Signs(
            full=sentence.full,
            passage=sentence.behind,
            heading=float(sentence.is_heading),
            dates=dates_agree(question.dates, sentence) - 0.5 if question.dates else 0.0,
            earlier=cited_before(sentence.document, earlier),
            standing=standing(question, sentence),
            carries=float(carries(question, sentence)),
            meant=sentence.meant,
            stamp=float(question.wanted == "date" and is_stamp(sentence)),
        )
        ranked.append(replace(sentence, score=score(signs)))
    return sorted(ranked, key=lambda sentence: -sentence.score)


def is_stamp(sentence: Sentence) -> bool:
    """Whether a line says little but a date: «Обновлено 20 января 2025 года», “Tashkent, 5 May 2024”."""
    if CELL_DIVIDER in sentence.text:
        return False
    dates = [(mention.start, mention.end) for mention in dates_in(sentence)]
    others = [start for start, _ in sentence.words if not any(begin <= start < end for begin, end in dates)]
    return bool(dates) and len(others) <= STAMP_WORDS


def cited_before(document: str, earlier: Sequence[str]) -> float:
    """1 for the first of the documents cited in the turn before, 0.5 for the others."""
    if document not in earlier:
        return 0.0
    return 1.0 if document == earlier[0] else 0.5


def score(signs: Signs) -> float:
    """Weighted sum."""
    return float(sum(getattr(WEIGHTS, sign.name) * getattr(signs, sign.name) for sign in fields(Signs)))
