"""What a question takes for granted, held against what the documents say."""

from collections.abc import Sequence

import numpy as np

from assistant.confidence import dates_agree
from assistant.evidence import Asked, Sentence
from assistant.extraction.dates import dates_in
from assistant.extraction.names import names_in
from assistant.question import Question, folded
from ingest.names import find_names

STRONG = 0.8
"""Share of the rest of a question that a sentence and its context must speak of to contradict it."""
UNMET = 0.5
"""Match under which a name is not the one that the sentence has."""
OTHER_TIME = 0.15
"""Agreement of dates up to which a sentence speaks of another time."""


def contradicted(question: Question, sentences: Sequence[Sentence], asked: Asked) -> Sentence | None:
    """The sentence that tells all the question takes for granted but for a place, a person or a date.

    None where no sentence comes near, or all agrees.
    """
    for sentence in sentences[:3]:
        for rows in (*names_taken(question, asked), *years_taken(question, asked)):
            met = np.maximum(sentence.match.max(axis=1, initial=0.0), sentence.context)
            if float(met[rows].max(initial=0.0)) >= UNMET:
                continue
            rest = np.delete(np.arange(len(met)), rows)
            weight = float(asked.weights[rest].sum())
            if weight <= 0 or float(met[rest] @ asked.weights[rest]) / weight < STRONG:
                continue
            if tells_another(question, sentence, rows, asked):
                return sentence
    return None


def names_taken(question: Question, asked: Asked) -> list[list[int]]:
    """Rows of each place, person and body that a question names."""
    found = []
    for name in find_names(question.mended, question.language):
        spelt = {folded(word) for word in name.text.strip('«»"“”').split()}
        rows = [row for row, word in enumerate(asked.words) if word in spelt]
        if rows and name.kind in ("place", "person"):
            found.append(rows)
    return found


def years_taken(question: Question, asked: Asked) -> list[list[int]]:
    """Rows of the words of each date that a question names."""
    found = []
    for mention in question.dates:
        spelt = {folded(word) for word in mention.text.split()}
        rows = [row for row, word in enumerate(asked.words) if word in spelt]
        if rows:
            found.append(rows)
    return found


def tells_another(question: Question, sentence: Sentence, rows: Sequence[int], asked: Asked) -> bool:
    """Whether a sentence has a thing of the same kind in place of the one that the question names."""
    words = {asked.words[row] for row in rows}
    kinds = {
        name.kind
        for name in find_names(question.mended, question.language)
        if words & {folded(word) for word in name.text.split()}
    }
    if kinds:
        return any(name.kind in kinds for name in names_in(sentence.text, sentence.language))
    return bool(dates_in(sentence)) and dates_agree(question.dates, sentence) <= OTHER_TIME
