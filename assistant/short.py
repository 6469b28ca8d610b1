"""The short answer: the best span for the kind of answer asked for, worded in the asker's language."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from assistant.answer import Value, ValueKind
from assistant.evidence import CELL_DIVIDER, Asked, Matrix, Sentence, Words, keys_of, words_of
from assistant.extraction.amounts import number_candidates, units
from assistant.extraction.candidate import Candidate, of_its_time
from assistant.extraction.codes import code_asked, code_candidates
from assistant.extraction.dates import date_candidates, dates_in
from assistant.extraction.definitions import definition_candidates
from assistant.extraction.lists import (
    Group,
    TextOf,
    column_asked,
    item_text,
    list_blocks,
    list_candidates,
)
from assistant.extraction.names import coordinated, name_candidates, names_in
from assistant.extraction.nominative import nominative, person_nominative
from assistant.extraction.numbers import digits_of, find_numbers
from assistant.extraction.places import ADDRESS, place_candidates, town_before
from assistant.extraction.polarity import agrees, but_clause
from assistant.extraction.reasons import reason_candidates
from assistant.extraction.roles import with_role
from assistant.extraction.series import series
from assistant.extraction.tables import best_cell, extreme, is_row, unit_of_column
from assistant.extraction.uzbek import is_cyrillic, latin
from assistant.question import Question, Wanted, folded
from assistant.texts import say
from ingest.dates.wording import format_date
from ingest.document import ExtractedText

MAX_LIST = 1200
"""Code points of a list given as the short answer."""
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
    texts: TextOf
    words: Words

    def text_of(self, document: str) -> ExtractedText:
        """A document's extracted text."""
        return self.texts(document)

    def meets(self, text: str) -> Matrix:
        """Best match of each word of the question in a text, 0 to 1."""
        tokens = self.words.tokens(text)
        if not tokens:
            return np.zeros(len(self.asked.tokens), np.float32)
        found: Matrix = (self.asked.vectors @ self.words.token_vectors(tokens).T).max(axis=1)
        return np.maximum(found, 0.0)


def carries(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence holds a date or a number where the question asks for one."""
    if question.wanted == "date":
        return bool(dates_in(sentence))
    if question.wanted in ("number", "count"):
        code = code_asked(question.mended)
        if code is not None:
            return code.written.search(sentence.text) is not None
        return bool(find_numbers(sentence.text, sentence.language))
    return False


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


def in_script(text: str, sentence: Sentence, question: Question) -> str:
    """Words of an Uzbek document in the letters that the asker writes Uzbek in."""
    if question.language == sentence.language == "uz" and not is_cyrillic(question.text):
        return latin(text)
    return text


def short_name(reading: Reading) -> ShortAnswer | None:
    """A name, with those that share its part in the sentence."""
    question = reading.question
    candidates = name_candidates(question, reading.sentences, reading.asked)
    if question.wanted == "place":
        candidates += place_candidates(question, reading.sentences, reading.asked)
    found = best(of_its_time(candidates, question.text))
    if found is None:
        return None
    kinds: tuple[ValueKind, ...] = ("place",) if question.wanted == "place" else ("person", "organisation")
    start, end, count = (
        coordinated(found, kinds) if question.wanted != "place" else (found.start, found.end, 1)
    )
    sentence = found.sentence
    words = sentence.text[start:end]
    kind: ValueKind = "list" if count > 1 else found.kind
    plain = words
    if found.kind == "person" and count == 1:
        plain = person_nominative(words) if sentence.language == "ru" else words
        start, end = with_role(sentence.text, start, end, sentence.language)
    text = in_script(sentence.text[start:end].replace(words, plain), sentence, question)
    if ADDRESS.fullmatch(words.strip(" ,.")):
        whole = reading.text_of(sentence.document).text
        town = town_before(whole, sentence.start + start, sentence.language)
        text = f"{town}, {text}" if town else text
    if question.wanted == "place" and sentence.language == "ru":
        text = ", ".join(nominative(part) for part in text.split(", "))
    return ShortAnswer(text, (Value(kind=kind, text=words, value=words),), sentence, found.score)


def short_number(reading: Reading) -> ShortAnswer | None:
    """A number with its unit, as the document words it; parts that are numbered through are counted."""
    code = best(of_its_time(code_candidates(reading), reading.question.text))
    if code is not None:
        return spanned(reading, [code])
    found = best(of_its_time(number_candidates(reading), reading.question.text))
    parts = series(reading) if found is None or not counts(found, reading.question) else None
    if parts is not None:
        whole = reading.text_of(parts.sentence.document).text
        last = replace(parts.sentence, start=parts.start, text=whole[parts.start : parts.end])
        count = str(parts.count)
        return ShortAnswer(count, (Value(kind="number", text=count, value=count),), last, last.score)
    if found is None:
        return None
    value = Value(kind="number", text=found.text, value=found.value)
    text = in_script(with_smaller(found), found.sentence, reading.question)
    if not any(letter.isdigit() for letter in text):
        text = f"{text} ({found.value})"
    unit = unit_of_column(found.sentence, found.start) if text.strip()[-1:].isdigit() else ""
    text = f"{text} {unit}".strip()
    return ShortAnswer(text, (value,), found.sentence, found.score)


def counts(found: Candidate, question: Question) -> bool:
    """Whether a number stands beside the noun that a question counts."""
    words = (question.counted or "").split()[:1]
    keys = {key for word in words for key in keys_of(word)}
    return any(not keys.isdisjoint(keys_of(folded(found.text[a:b]))) for a, b in words_of(found.text))


SMALLER = re.compile(r"\s+(?:(?:and|и|va|ва|және)\s+)?")


def with_smaller(found: Candidate) -> str:
    """A time with the minutes behind its hours: two hours and twenty minutes."""
    time = next(unit.written for unit in units() if unit.name == "time")
    text = found.sentence.text
    for number in find_numbers(text, found.sentence.language):
        if number.start > found.end and SMALLER.fullmatch(text[found.end : number.start]):
            both = time.search(found.text) and time.search(text[number.unit_start : number.end])
            return text[found.start : number.end] if both else found.text
    return found.text


def short_extreme(reading: Reading) -> ShortAnswer | None:
    """The row of a table with the most or the least, where the question asks for that."""
    found = extreme(reading)
    if found is None:
        return None
    whole = reading.text_of(found.sentence.document).text
    row = replace(found.sentence, start=found.start, text=whole[found.start : found.end])
    text = in_script(f"{found.label} — {found.figure}", row, reading.question)
    return ShortAnswer(
        text, (Value(kind="text", text=found.label, value=found.label),), row, found.sentence.score
    )


def short_cell(reading: Reading) -> ShortAnswer | None:
    """The cell that the question is about, where its best sentence is a row of a table."""
    row = next((one for one in reading.sentences if not one.is_heading), None)
    cell = best_cell(reading, row) if row is not None and is_row(row) else None
    if row is None or cell is None:
        return None
    kind: ValueKind = "text"
    value = Value(kind=kind, text=cell.text, value=cell.text)
    words = cell.text.strip()
    unit = unit_of_column(row, cell.start) if words[-1:].isdigit() else ""
    return ShortAnswer(in_script(f"{words} {unit}".strip(), row, reading.question), (value,), row, row.score)


def short_list(reading: Reading) -> ShortAnswer | None:
    """The list whose introduction or heading speaks of the question, or an enumeration in a sentence."""
    listed = max(list_blocks(reading), key=lambda found: found[0], default=None)
    inline = best(list_candidates(reading.question, reading.sentences, reading.asked))
    if listed is not None and (inline is None or listed[0] >= inline.score):
        score, group, sentence = listed
        whole = reading.text_of(sentence.document).text
        column = column_asked(group, reading, whole)
        items = list(dict.fromkeys(item_text(whole, span, column) for span in group.items))
        text = "; ".join(items)
        if len(text) <= MAX_LIST:
            values = tuple(Value(kind="list", text=item, value=item) for item in items)
            return ShortAnswer(text, values, quoted(sentence, whole, group), score)
    return spanned(reading, [inline] if inline else [])


def quoted(sentence: Sentence, whole: str, group: Group) -> Sentence:
    """A list with its introduction as one passage to cite."""
    start = group.introduction[0] if group.introduction[0] < group.introduction[1] else group.items[0][0]
    return replace(sentence, start=start, text=whole[start : group.items[-1][1]])


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
        in_script(found.text, found.sentence, reading.question),
        (Value(kind=found.kind, text=found.text, value=found.value),),
        found.sentence,
        found.score,
    )


def short_yes_no(reading: Reading) -> ShortAnswer | None:
    """Yes where the best sentence affirms what the question asks, no where one of the two denies."""
    if not reading.sentences:
        return None
    sentence = reading.sentences[0]
    question = reading.question
    told = f"{clause(sentence, reading.asked)} {but_clause(sentence.text)}"
    yes = agrees(question.text, question.language, told, sentence.language)
    if yes and told_of_another(question, sentence):
        yes = False
    text = say("yes" if yes else "no", question.language)
    value = Value(kind="yes-no", text=sentence.text, value="yes" if yes else "no")
    return ShortAnswer(text, (value,), sentence, sentence.score)


def told_of_another(question: Question, sentence: Sentence) -> bool:
    """Whether a sentence has another place, person or number where the question names one."""
    around = f"{sentence.text} {sentence.heading} {sentence.title}"
    told = {key for a, b in words_of(around) for key in keys_of(folded(around[a:b]))}
    here = {name.kind for name in names_in(sentence.text, sentence.language)}
    for name in names_in(question.text, question.language):
        said = [keys_of(folded(name.text[a:b])) for a, b in words_of(name.text)]
        if (
            name.kind in ("place", "person")
            and name.kind in here
            and all(told.isdisjoint(keys) for keys in said)
        ):
            return True
    numbers = {digits_of(number.value) for number in find_numbers(sentence.text, sentence.language)}
    years = {str(mention.first.year) for mention in question.dates}
    asked = {digits_of(number.value) for number in find_numbers(question.text, question.language)} - years
    return bool(asked and numbers) and numbers.isdisjoint(asked)


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
    "count": short_number,
    "list": short_list,
    "definition": short_definition,
    "reason": short_reason,
    "yes-no": short_yes_no,
}


WHOLE_SENTENCE: frozenset[Wanted] = frozenset(
    {"passage", "reason", "definition", "person", "organisation", "place", "list", "count"}
)
"""Kinds of question that the sentence itself answers where nothing in it stands out."""
LOOSE: frozenset[Wanted] = frozenset({"list", "person", "organisation", "place", "reason", "definition"})
"""Kinds of question that the best sentence answers better than a span far from it."""
FAR = 0.4
ALONE = 0.8
"""The same for a date: as far ahead, a sentence speaks of the question alone."""
LONGEST_SENTENCE = 300
"""Code points of a sentence that still makes a short answer."""


def short_answer(reading: Reading) -> ShortAnswer | None:
    """The short answer, or None where the question asks for none or the sentences hold none."""
    most = short_extreme(reading)
    if most is not None:
        return most
    named = reading.question.wanted == "passage" and code_asked(reading.question.mended) is not None
    extract = short_number if named else EXTRACTORS.get(reading.question.wanted)
    found = extract(reading) if extract else None
    if found is not None and reading.question.wanted == "date" and far_behind(found.sentence, reading, ALONE):
        # "When is it open?" may be answered by "on weekdays", and no date that stands elsewhere.
        return short_sentence(replace(reading, question=replace(reading.question, wanted="passage"))) or found
    if found is None or (reading.question.wanted in LOOSE and far_behind(found.sentence, reading)):
        return short_cell(reading) or short_sentence(reading) or found
    return found


def far_behind(sentence: Sentence, reading: Reading, far: float = FAR) -> bool:
    """Whether another sentence, one that makes an answer as it stands, speaks far more of the question."""
    first = whole_sentence(reading)
    return (
        first is not None
        and sentence.score < first.score - far
        and not (sentence.document == first.document and sentence.start <= first.start < sentence.end)
    )


def whole_sentence(reading: Reading) -> Sentence | None:
    """The best sentence that is no heading, None where the best stands in a table."""
    first = next((one for one in reading.sentences if not one.is_heading), None)
    return None if first is None or CELL_DIVIDER in first.text else first


def short_sentence(reading: Reading) -> ShortAnswer | None:
    """The best sentence as it stands, where the question is of a kind that it answers."""
    best_one = whole_sentence(reading)
    if best_one is None or reading.question.wanted not in WHOLE_SENTENCE:
        return None
    if len(best_one.text) > LONGEST_SENTENCE:
        return None
    text = " ".join(in_script(best_one.text, best_one, reading.question).split())
    return ShortAnswer(
        text, (Value(kind="text", text=best_one.text, value=best_one.text),), best_one, best_one.score
    )
