"""The short answer: the best span for the kind of answer asked for, worded in the asker's language."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Value, ValueKind
from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate
from assistant.extraction.dates import date_candidates, dates_in
from assistant.extraction.definitions import definition_candidates
from assistant.extraction.lists import TextOf, bullets_under, list_candidates
from assistant.extraction.names import coordinated, name_candidates
from assistant.extraction.numbers import number_candidates
from assistant.extraction.polarity import agrees
from assistant.extraction.reasons import reason_candidates
from assistant.question import Question, Wanted
from assistant.texts import say
from ingest.dates.wording import format_date

MAX_SHORT = 400
"""Code points of a short answer; a longer span is cut to its sentence's citation alone."""


@dataclass(frozen=True, slots=True, eq=False)
class ShortAnswer:
    """A short answer with the sentence that carries it."""

    text: str
    values: tuple[Value, ...]
    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All that an extractor may look at."""

    question: Question
    sentences: Sequence[Sentence]
    asked: Asked
    text_of: TextOf


def best(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate of the highest score; the first found among equals."""
    return max(candidates, key=lambda candidate: candidate.score, default=None)


def short_date(reading: Reading) -> ShortAnswer | None:
    """A date in the asker's words, with the document's own beside it where they differ."""
    found = best(date_candidates(reading.question, reading.sentences, reading.asked))
    if found is None:
        return None
    mention = next(m for m in dates_in(found.sentence) if m.start == found.start)
    language = reading.question.language
    date = format_date(found.value, language)
    words = found.text
    known = mention.first.year is not None
    if not known:
        text = say("date_without_year", language, date=date, words=words)
    elif mention.inferred:
        text = say("date_inferred", language, date=date, words=words)
    elif mention.relative or words.strip() != date:
        text = say("date_as_written", language, date=date, words=words)
    else:
        text = date
    return ShortAnswer(
        text, (Value(kind="date", text=words, value=found.value),), found.sentence, found.score
    )


def short_name(reading: Reading) -> ShortAnswer | None:
    """A name, with those that share its part in the sentence."""
    question = reading.question
    found = best(name_candidates(question, reading.sentences, reading.asked))
    if found is None:
        return None
    kinds: tuple[ValueKind, ...] = ("place",) if question.wanted == "place" else ("person", "organisation")
    start, end, count = (
        coordinated(found, kinds) if question.wanted != "place" else (found.start, found.end, 1)
    )
    text = found.sentence.text[start:end]
    kind: ValueKind = "list" if count > 1 else found.kind
    return ShortAnswer(text, (Value(kind=kind, text=text, value=text),), found.sentence, found.score)


def short_number(reading: Reading) -> ShortAnswer | None:
    """A number with its unit, as the document words it."""
    found = best(number_candidates(reading.question, reading.sentences, reading.asked))
    if found is None:
        return None
    value = Value(kind="number", text=found.text, value=found.value)
    return ShortAnswer(found.text, (value,), found.sentence, found.score)


def short_list(reading: Reading) -> ShortAnswer | None:
    """The bullets under the best sentence, or the best enumeration in one."""
    for sentence in reading.sentences[:3]:
        bullets = bullets_under(sentence, reading.text_of)
        if len(bullets) > 1:
            whole = reading.text_of(sentence.document).text
            items = [whole[block.start : block.end].strip().rstrip(";.,") for block in bullets]
            text = "; ".join(items)
            values = tuple(Value(kind="list", text=item, value=item) for item in items)
            return ShortAnswer(text, values, sentence, sentence.score)
    return spanned(
        reading, list_candidates(reading.question, reading.sentences, reading.asked, reading.text_of)
    )


def short_definition(reading: Reading) -> ShortAnswer | None:
    """What the term is explained by."""
    return spanned(reading, definition_candidates(reading.question, reading.sentences, reading.asked))


def short_reason(reading: Reading) -> ShortAnswer | None:
    """The clause that gives the reason."""
    return spanned(reading, reason_candidates(reading.sentences, reading.asked))


def spanned(reading: Reading, candidates: Sequence[Candidate]) -> ShortAnswer | None:
    """The best candidate's own words."""
    found = best(candidates)
    if found is None or len(found.text) > MAX_SHORT:
        return None
    return ShortAnswer(
        found.text, (Value(kind=found.kind, text=found.text, value=found.value),), found.sentence, found.score
    )


def short_yes_no(reading: Reading) -> ShortAnswer | None:
    """Yes where the best sentence affirms what the question asks, no where one of the two denies."""
    if not reading.sentences:
        return None
    sentence = reading.sentences[0]
    question = reading.question
    yes = agrees(question.text, question.language, clause(sentence, reading.asked), sentence.language)
    text = say("yes" if yes else "no", question.language)
    value = Value(kind="yes-no", text=sentence.text, value="yes" if yes else "no")
    return ShortAnswer(text, (value,), sentence, sentence.score)


CLAUSE = re.compile(r"[,;:—–]\s+|\s+(?:но|а|однако|but|while|lekin|ammo|бірақ|ал)\s+")


def clause(sentence: Sentence, asked: Asked) -> str:
    """The part of a sentence between commas that speaks most of the question."""
    starts = [0, *(match.end() for match in CLAUSE.finditer(sentence.text)), len(sentence.text)]
    parts = list(pairwise(starts))

    def coverage(part: tuple[int, int]) -> float:
        inside = [k for k, (a, _) in enumerate(sentence.words) if part[0] <= a < part[1]]
        return float(sentence.match[:, inside].max(axis=1, initial=0.0) @ asked.weights) if inside else 0.0

    start, end = max(parts, key=coverage)
    return sentence.text[start:end]


EXTRACTORS: dict[Wanted, Callable[[Reading], ShortAnswer | None]] = {
    "date": short_date,
    "place": short_name,
    "person": short_name,
    "organisation": short_name,
    "number": short_number,
    "list": short_list,
    "definition": short_definition,
    "reason": short_reason,
    "yes-no": short_yes_no,
}


def short_answer(reading: Reading) -> ShortAnswer | None:
    """The short answer, or None where the question asks for none or the sentences hold none."""
    extract = EXTRACTORS.get(reading.question.wanted)
    return extract(reading) if extract else None
