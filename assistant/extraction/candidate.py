"""A span that may be the short answer, and how close it stands to the words of the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answer import ValueKind
from assistant.evidence import Asked, Sentence
from assistant.question import folded

DECAY = 3.0
"""Words after which a match counts 1/e."""
CONTEXT = 0.35
"""What a match outside the sentence (title, heading, the sentence before) counts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence that may be the answer."""

    sentence: Sentence
    start: int
    """Within the sentence."""
    end: int
    kind: ValueKind
    value: str
    """ISO date, digits, or the text itself."""
    score: float

    @property
    def text(self) -> str:
        """The span as the document words it."""
        return self.sentence.text[self.start : self.end]


def closeness(sentence: Sentence, start: int, end: int, asked: Asked) -> float:
    """How well the words around a span speak of the question, 0 to 1.

    For each word of the question its best match outside the span, fading with the distance in words.
    """
    if not sentence.words or not asked.tokens:
        return 0.0
    inside = [k for k, (a, b) in enumerate(sentence.words) if a < end and b > start]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    position = np.arange(len(sentence.words))
    distance = np.where(
        position < first, first - position, np.where(position > last, position - last, np.inf)
    )
    faded = sentence.match * np.exp(-(distance - 1) / DECAY)
    best = np.maximum(faded.max(axis=1, initial=0.0), CONTEXT * sentence.context)
    return float(best @ asked.weights)


def repeats_question(sentence: Sentence, start: int, end: int, asked: Asked) -> bool:
    """Whether a span only says again what the question said."""
    inside = [k for k, (a, b) in enumerate(sentence.words) if a < end and b > start]
    if not inside:
        return True
    heavy = asked.weights > 0.02
    said = sentence.match[heavy][:, inside].max(axis=0, initial=0.0) > 0.85
    return bool(said.mean() > MOSTLY)


SCORE_SHARE = 1.0
MOSTLY = 0.6
"""Share of a span's words from which it says the question again."""


def scored(sentence: Sentence, start: int, end: int, asked: Asked, bonus: float = 0.0) -> float:
    """A candidate's score: its sentence's, its neighbours', and what its kind adds."""
    return SCORE_SHARE * sentence.score + closeness(sentence, start, end, asked) + bonus


ERA_BONUS = 0.25
NOW = re.compile(
    r"\b(?:сейчас|теперь|нынешн\w+|текущ\w+|последн\w+|ныне|после (?:измен|поправ)\w+"
    r"|now|current\w*|present|latest|today)\b"
    r"|hozir|ҳозир|қазір|соңғы"
)
FIRST = re.compile(
    r"\b(?:перв\w+|первоначальн\w+|изначальн\w+|прежн\w+|сначала|original\w*|initial\w*|at first)\b"
    r"|dastlab|дастлаб|бастапқы"
)


def of_its_time(candidates: Sequence[Candidate], question: str) -> list[Candidate]:
    """Candidates, later documents' raised where it is asked how it is now, earlier ones' where how it was."""
    text = folded(question)
    said = [
        (match.start(), late)
        for late, words in ((True, NOW), (False, FIRST))
        for match in words.finditer(text)
    ]
    dates = sorted({one.sentence.date for one in candidates if one.sentence.date})
    if not said or len(dates) < len(("early", "late")):
        return list(candidates)
    late = max(said)[1]
    rank = {date: at / (len(dates) - 1) for at, date in enumerate(dates)}
    return [
        replace(one, score=one.score + ERA_BONUS * (place if late else 1 - place))
        if (place := rank.get(one.sentence.date or "")) is not None
        else one
        for one in candidates
    ]
