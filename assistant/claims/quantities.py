"""Whether two numbers may be one: roundings, approximations and bounds understood."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.claims.measures import Measure, measure_of
from assistant.claims.ordinals import ORDINAL, ordinals
from assistant.claims.words import claim_words
from assistant.extraction.numbers import WORD, NumberMention, digits_of, find_numbers, tables, unit_end
from assistant.question import folded
from ingest.document import Span

ROUNDING = 0.025
"""A round number stands for what is this near to it, as a share of it."""
ABOUT = 0.1
"""So does one that says it is not exact."""
BEYOND = 0.35
"""How far beyond "more than" a number may lie and still be what was meant."""
UNIT = 24
"""Code points behind a number in which its unit stands."""
NEAR = 14
"""Code points before and behind a number in which it may say how exact it is."""
IDENTIFIER = re.compile(
    r"(?:№|#|\bNo\.?)\s*(\d+(?:[-/]\d+)*)|(\d+)-(?:son|сон|сонли|sonli|стать\w+|modda\w*|бап\w*)\b"
    r"|\b(?:стать[яеюи]|ст\.|article|пункт\w*)\s+(\d+)|(?<!\w)(?:РГ|WG|ИГ|IG|ЖТ)-(\d+)",
    re.I,
)
COUNTED = re.compile(r"([^\W\d_]+(?:['’‘ʻʼ`][^\W\d_]+)*?)(?:ta|tasi|tadan|та|таси|тадан)(?![\w'’‘ʻʼ`])", re.I)
"""An Uzbek number word with its counting ending: toʻqqizta, beshta."""
HALVES = re.compile(
    r"(?<!\w)(?:пол(?=год|час|тон|метр|миллион)|half an? (?=\w)|yarim (?=\w)|ярим (?=\w)|жарты (?=\w))", re.I
)
AND_A_HALF = re.compile(r"\s+(?:and a half|с половиной|yarim|ярим|жарым)(?!\w)", re.I)
ENUMERATOR = re.compile(r"\d{1,3}(?:[.)](?=\s)|\s*\|)")
"""A number at the beginning of a line that counts the line."""
YEAR_LIKE = re.compile(r"1[0-9]\d\d|20\d\d")
UNEVEN = 0.1
"""How far measures in different units may lie apart and still be one: six weeks, a month and a half."""
CURRENCY = re.compile(r"(USD|EUR|GBP|RUB|UZS|KZT|SRN|сум\w*|сарын\w*|долл\w*|saryns?)\s*$", re.I)
FACTORS = (1e3, 1e6, 1e-3, 1e-6)
"""What a table's numbers may be counted in, unsaid in its rows."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text with how exactly it is meant."""

    start: int
    end: int
    """Behind the number, its scale and its unit."""
    unit_start: int
    text: str
    value: float
    low: float
    high: float
    """The values it may stand for, inclusive."""
    bound: Literal["over", "under", ""] = ""
    """Whether it is said to be the least or the most."""
    taken_back: bool = False
    """The text says that this is not the value."""
    instead: str = ""
    """What a correction says is right, where this is the value that it takes back."""
    currency: Span | None = None
    """A currency before the number: USD 150,000."""
    name: str | None = None
    """For an identifier (№ 3/2021), the identifier; its value says nothing."""
    measure: Measure | None = None
    """What it counts, where that is a known unit."""

    @property
    def year_like(self) -> bool:
        """Whether it may be a year that is read as no date: 1387."""
        return self.name is None and self.measure is None and YEAR_LIKE.fullmatch(self.text) is not None

    @property
    def units(self) -> tuple[Span, ...]:
        """Spans of the words that say what is counted; empty ones where there is none."""
        behind = (self.unit_start, self.end)
        return (behind,) if self.currency is None else (behind, self.currency)


def quantities(text: str, language: str, taken: list[Span]) -> list[Quantity]:
    """Numbers and identifiers of a text, in order, outside the spans `taken` (its dates)."""
    found = [
        identified
        for match in IDENTIFIER.finditer(text)
        if free(match.start(), match.end(), taken)
        for identified in [identifier(match, text)]
    ]
    spans = [*taken, *((quantity.start, quantity.end) for quantity in found)]
    for start, end, value in ordinals(text):
        if free(start, end, spans):
            found.append(Quantity(start, end, end, text[start:end], 0.0, 0.0, 0.0, name=f"{value}{ORDINAL}"))
            spans.append((start, end))
    line = ENUMERATOR.match(text)
    if line is not None:
        spans.append(line.span())
    numbers: list[Quantity] = []
    for number in (*find_numbers(text, language), *worded(text, language)):
        if free(number.start, number.unit_start, spans):
            numbers.append(quantity_of(number, text, language))
            spans.append((number.start, numbers[-1].unit_start))
    return sorted([*found, *numbers], key=lambda quantity: quantity.start)


def worded(text: str, language: str) -> list[NumberMention]:
    """Numbers in words that are written into others: toʻqqizta, полгода, half a year."""
    found = []
    if language == "uz":
        known = tables()[0].get(language, {})
        for match in COUNTED.finditer(text):
            value = known.get(folded(match.group(1)))
            if value is not None:
                found.append(
                    NumberMention(match.start(), unit_end(text, match.end(), language), value, match.end())
                )
    for match in HALVES.finditer(text):
        word = WORD.match(text, match.end())
        if word is not None and measure_of(word.group()) is not None:
            found.append(NumberMention(match.start(), word.end(), 0.5, match.end()))
    return found


def free(start: int, end: int, spans: list[Span]) -> bool:
    """Whether a span overlaps none of the others."""
    return not any(start < b and a < end for a, b in spans)


def identifier(match: re.Match[str], text: str) -> Quantity:
    """A number that names a thing rather than counts."""
    start, end = match.span()
    name = next(group for group in match.groups() if group)
    return Quantity(start, end, end, text[start:end], 0.0, 0.0, 0.0, name=name)


def quantity_of(number: NumberMention, text: str, language: str) -> Quantity:
    """A number with the range that the words around it give it."""
    words = claim_words()
    before = text[max(0, number.start - NEAR) : number.start]
    behind = text[number.unit_start : number.unit_start + NEAR]
    around = f"{before}\n{behind}"
    value, unit_start = number.value, number.unit_start
    half = AND_A_HALF.match(text, unit_start)
    if half is not None:
        value, unit_start = value + 0.5, half.end()
    low = high = value
    bound: Literal["over", "under", ""] = ""
    if words.over.search(around):
        low, high, bound = value, value * (1 + BEYOND), "over"
    elif words.under.search(before):
        low, high, bound = value * (1 - BEYOND), value, "under"
    elif words.about.search(around):
        low, high = value * (1 - ABOUT), value * (1 + ABOUT)
    elif is_round(value):
        low, high = value * (1 - ROUNDING), value * (1 + ROUNDING)
    taken_back = any(not before[match.end() :].strip() for match in words.instead.finditer(before))
    return Quantity(
        number.start,
        max(number.end, unit_end(text, unit_start, language)) if half else number.end,
        unit_start,
        text[number.start : unit_start],
        value,
        low,
        high,
        bound,
        taken_back,
        currency=currency_before(text, number.start),
        measure=measure_of(text[unit_start : unit_start + UNIT]),
    )


def currency_before(text: str, start: int) -> Span | None:
    """The currency right before a number, if there is one."""
    match = CURRENCY.search(text, max(0, start - NEAR), start)
    return match.span(1) if match else None


def is_round(value: float) -> bool:
    """Whether a number of three digits or more ends in noughts after its first two."""
    whole = digits_of(value)
    return "." not in whole and len(whole) >= 3 and not whole[2:].strip("0") and whole != "0"


def agree(one: Quantity, other: Quantity, table: bool = False) -> bool:
    """Whether both may be one number; in a `table`, thousands and millions may go unsaid."""
    if one.name or other.name:
        return one.name == other.name
    if one.measure and other.measure and one.measure.kind == other.measure.kind:
        if one.measure.factor != other.measure.factor:
            mine, its = one.value * one.measure.factor, other.value * other.measure.factor
            return abs(mine - its) <= UNEVEN * max(mine, its)
    elif one.measure and other.measure:
        return False
    if one.bound and one.bound == other.bound:
        return abs(one.value - other.value) <= ROUNDING * other.value
    if one.low <= other.high and other.low <= one.high:
        # Two rounded numbers side by side are two numbers: at least one must lie in the other's range.
        return one.low <= other.value <= one.high or other.low <= one.value <= other.high
    return table and any(
        abs(one.value * factor - other.value) <= ROUNDING * other.value / 10 for factor in FACTORS
    )


def shown(quantity: Quantity, text: str) -> str:
    """A quantity with its unit, as the text words it."""
    return text[quantity.start : quantity.end].strip()
