"""What near copies tell otherwise: a figure, a date or a name in sentences that are equal but for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein, Opcode, Opcodes

from ingest.dates import DateMention, PartialDate, assume_year, find_dates
from ingest.dates.tokens import for_language, tokens
from ingest.document import ExtractedText, Language, Metadata, Span
from ingest.sentences import block_spans

DifferenceKind = Literal["number", "date", "name"]

ALIKE = 60.0
"""Likeness of two sentences by words, in per cent, from which they are versions of one; what a correction
adds in brackets still passes."""
LEAST_WORDS = 4
"""Words that both must share."""
LONGEST = 3
"""Words in which they may differ at one place: what differs in more says something else."""
MOST_SENTENCES = 500
"""Sentences of a text that are compared; reports that differ everywhere are no copies."""

SOON = timedelta(days=4)
"""A correction comes sooner than the next event that the same words would do for."""
_NUMBERS = frozenset({"cardinal", "ten"})
_WORD = re.compile(r"\d+(?:[\s.,]\d+)*|[^\W\d_]+(?:['‘’ʻʼ-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two texts tell otherwise; spans are of the sentences, in code points."""

    kind: DifferenceKind
    here: str
    """The words at that place, such as «11» or «17 сентября»."""
    there: str
    quote: Span
    other_quote: Span


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A difference between two documents, each with its quote."""

    kind: DifferenceKind
    document: str
    quote: str
    start: int
    """Offsets of the quote in the document's text, in code points."""
    end: int
    here: str
    other: str
    """Name of the other document."""
    other_quote: str
    other_start: int
    other_end: int
    there: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    text: str
    spans: tuple[Span, ...]
    """Of its words, in the sentence."""
    words: tuple[str, ...]

    def phrase(self, start: int, end: int) -> str:
        """Words as they stand."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


def find_differences(
    one: ExtractedText, about: Metadata, other: ExtractedText, about_other: Metadata
) -> list[Difference]:
    """Where two near copies differ in a figure, a date or a name, in the order of the first."""
    left, right = _sentences(one), _sentences(other)
    known = {sentence.words for sentence in right} & {sentence.words for sentence in left}
    left = [sentence for sentence in left if sentence.words not in known][:MOST_SENTENCES]
    right = [sentence for sentence in right if sentence.words not in known][:MOST_SENTENCES]
    if not left or not right:
        return []
    likeness = process.cdist(
        [" ".join(sentence.words) for sentence in left],
        [" ".join(sentence.words) for sentence in right],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=ALIKE,
    )
    found: list[Difference] = []
    for sentence, scores in zip(left, likeness, strict=True):
        best = int(scores.argmax())
        if scores[best] >= ALIKE:
            found += _between(sentence, about, right[best], about_other)
    return [] if _of_another_event(found, about, about_other) else found


def _of_another_event(found: Sequence[Difference], about: Metadata, about_other: Metadata) -> bool:
    """Whether two events are told by one pattern: another day and another place or person, or a day that is
    as long before the day of its document."""
    if {"date", "name"} <= {difference.kind for difference in found}:
        return True
    for difference in found:
        if difference.kind == "date":
            here, there = _told_on(difference.here, about), _told_on(difference.there, about_other)
            if here is None or there is None:
                continue
            (told, published), (other_told, other_published) = here, there
            between = abs(published - other_published)
            if between >= SOON and published - told == other_published - other_told:
                return True
    return False


def _told_on(words: str, about: Metadata) -> tuple[date, date] | None:
    """The day that words mean, and the day of their document; None where either is no day."""
    published = PartialDate.parse(about.date) if about.date else None
    days = published.span() if published else None
    for mention in find_dates(words, about.language, published):
        told = assume_year(mention, published).span() if published else None
        if days and told and days[0] == days[1] and told[0] == told[1]:
            return told[0], days[0]
    return None


def _between(one: _Sentence, about: Metadata, other: _Sentence, about_other: Metadata) -> list[Difference]:
    codes = Levenshtein.opcodes(one.words, other.words)
    shared = sum(code.src_end - code.src_start for code in codes if code.tag == "equal")
    if shared < LEAST_WORDS:
        return []
    found = []
    for code in _replaced(codes):
        here, there = one.phrase(code.src_start, code.src_end), other.phrase(code.dest_start, code.dest_end)
        values = _value(here, about.language), _value(there, about_other.language)
        if values[0] == values[1] is not None:
            continue
        kind = _kind(here, there, first=0 in (code.src_start, code.dest_start))
        kind = "number" if None not in values else kind
        if kind is None:
            continue
        day, other_day = _date_at(one, code.src_start, about), _date_at(other, code.dest_start, about_other)
        if day is not None and other_day is not None:
            if _agree(day, about, other_day, about_other):
                continue
            kind, here, there = "date", day.text, other_day.text
        difference = Difference(kind, here, there, one.span, other.span)
        if difference not in found:
            found.append(difference)
    return found


def _replaced(codes: Opcodes) -> list[Opcode]:
    """Places at which a few words stand for a few others, between words that both have."""
    found = []
    for number, code in enumerate(codes):
        beside = [codes[n].tag == "equal" for n in (number - 1, number + 1) if 0 <= n < len(codes)]
        short = max(code.src_end - code.src_start, code.dest_end - code.dest_start) <= LONGEST
        if code.tag == "replace" and short and any(beside):
            found.append(code)
    return found


def _value(words: str, language: Language) -> int | None:
    """The number that digits or a word stand for; None for anything else."""
    cut = for_language(tokens(words), language)
    told = [token.value for token in cut or () if token.role in _NUMBERS]
    digits = re.sub(r"\s", "", words)
    return int(digits) if digits.isdecimal() else told[0] if len(told) == len(cut or ()) == 1 else None


def _kind(here: str, there: str, first: bool) -> DifferenceKind | None:
    if all(any(c.isdigit() for c in words) for words in (here, there)):
        return "number"
    # A name in another case is the same name; a sentence's first word has its capital from there.
    if not first and here[:1].isupper() and there[:1].isupper() and fuzz.ratio(here, there) < 60:
        return "name"
    months = [find_dates(words) for words in (f"1 {here}", f"1 {there}")]
    return "date" if all(months) else None


def _date_at(sentence: _Sentence, word: int, about: Metadata) -> DateMention | None:
    """The date that a word belongs to."""
    at = sentence.spans[word][0]
    published = PartialDate.parse(about.date) if about.date else None
    for mention in find_dates(sentence.text, about.language, published):
        if mention.start <= at < mention.end:
            return mention
    return None


def _agree(day: DateMention, about: Metadata, other: DateMention, about_other: Metadata) -> bool:
    """Whether two dates may be one, or each is the day of its document; «вчера» says so in other words."""
    if day.relative or other.relative or day.iso() == other.iso():
        return True
    return _is_day_of(about, day.iso()) and _is_day_of(about_other, other.iso())


def _is_day_of(about: Metadata, iso: str) -> bool:
    return about.date is not None and bool(iso) and about.date.endswith(iso.lstrip("-"))


def _sentences(text: ExtractedText) -> list[_Sentence]:
    found = []
    for start, end in block_spans(text.text, text.blocks):
        sentence = text.text[start:end]
        spans = tuple(match.span() for match in _WORD.finditer(sentence))
        if len(spans) >= LEAST_WORDS:
            words = tuple(re.sub(r"\s", "", sentence[a:b].casefold()) for a, b in spans)
            found.append(_Sentence((start, end), sentence, spans, words))
    return found
