"""Numbers in a text, in digits and in words, with their scale and what they count."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import cast

from assistant.question import AskedLanguage, folded, patterns
from ingest.morphology import dictionary

BLANKS = "[ \u00a0\u202f]"
GROUP = "[ \u00a0\u202f,]"
DIGITS = re.compile(
    rf"(?<![\w.,/№#-])\d{{1,3}}(?:{GROUP}\d{{3}})+(?!\d)|(?<![\w/№#])\d+(?:[.,]\d+)?(?![\w/]*/)"
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’‘ʻʼ`][^\W\d_]+)*")
BEFORE_IDENTIFIER = re.compile(
    r"(?:№|#|\bNo\.?|\bст\.?|стат(?:ь[яеию]|ь[её]й|ей|ьям|ьях)|пункт\w*|решени\w+|распоряжени\w+|\bРГ-|WG-"
    r"|телефон\w*|стр\.|page|article|\bтел\.?)\s*$",
    re.I,
)
CLAUSE_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=[^\W\d_])")
"""The number of a clause or of an item, at the start of a line."""
PERCENT = re.compile(r"\s*(?:%|процент\w*|per ?cent|foiz\w*|пайыз\w*|фоиз\w*)")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text, with its scale and the words it counts."""

    start: int
    end: int
    """Behind the number, its scale and up to two words of its unit."""
    value: float
    unit_start: int
    """Where the counted words begin."""


@cache
def tables() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Number words by language, and scales."""
    table = tomllib.loads(files("assistant").joinpath("numbers.toml").read_text("utf-8"))
    return table["words"], table["scales"]


@lru_cache(maxsize=20_000)
def find_numbers(text: str, language: str) -> tuple[NumberMention, ...]:
    """Numbers in digits and in words; identifiers (article 9, № 3/2021, clause 4.2.) are left out.

    Remembered, for the same sentences come back often.
    """
    _, scales = tables()
    found: list[NumberMention] = []
    clause = CLAUSE_NUMBER.match(text)
    first = clause.end() if clause else 0
    spans: list[tuple[int, int, float]] = []
    for match in DIGITS.finditer(text, first):
        if BEFORE_IDENTIFIER.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        spans.append((match.start(), match.end(), parse_digits(match.group())))
    spans += in_words(text, language)
    for start, end, value in sorted(spans):
        if found and start < found[-1].unit_start:
            continue
        factor, behind = scaled(text, end, scales)
        found.append(NumberMention(start, unit_end(text, behind, language), value * factor, behind))
    return tuple(found)


def in_words(text: str, language: str) -> list[tuple[int, int, float]]:
    """Numbers in words, start, end and value: "двадцать одна" is one number, as is "uch yuz"."""
    known = tables()[0].get(language, {})
    found: list[tuple[int, int, float]] = []
    last = 0.0
    for match in spelt_numbers(text, known):
        value = known[folded(match.group())]
        start, end, whole = found[-1] if found else (0, -1, 0.0)
        beside = found and text[end : match.start()] in (" ", "-", "\u00a0", " and ")
        if beside and last >= TEN and value < magnitude(last):
            found[-1] = (start, match.end(), whole + value)
        elif beside and value == HUNDRED and last < TEN:
            found[-1] = (start, match.end(), whole - last + last * value)
            value = last * value
        else:
            found.append((match.start(), match.end(), value))
        last = value
    return found


PART = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`][^\W\d_]+)*")


def spelt_numbers(text: str, known: dict[str, float]) -> Iterator[re.Match[str]]:
    """Number words; of a word with hyphens its parts, where all of them are numbers."""
    for word in WORD.finditer(text):
        parts = list(PART.finditer(text, *word.span()))
        if all(folded(part.group()) in known for part in parts):
            yield from parts


TEN, HUNDRED = 10, 100


def magnitude(value: float) -> float:
    """What a number word must stay under to be added to one of this value: ten behind tens."""
    return HUNDRED if value >= HUNDRED else TEN


def scaled(text: str, end: int, scales: dict[str, float]) -> tuple[float, int]:
    """The scale behind a number (тысяч, mln) and where it ends; 1 and `end` where there is none."""
    blanks = len(text[end:]) - len(text[end:].lstrip())
    word = WORD.match(text, end + blanks)
    if word is None or word.group().lower() not in scales:
        return 1.0, end
    return scales[word.group().lower()], word.end() + (text[word.end() : word.end() + 1] == ".")


def parse_digits(digits: str) -> float:
    """The value of a number as written: blanks group, a comma or point divides."""
    plain = re.sub(BLANKS, "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    return float(plain.replace(",", "."))


def unit_end(text: str, end: int, language: str) -> int:
    """The end of the words counted: a per cent sign, or up to two words, none a verb or a small word."""
    percent = PERCENT.match(text, end)
    if percent:
        return percent.end()
    small = patterns().stopwords.get(cast(AskedLanguage, language), frozenset())
    for place in range(2):
        blank = re.match(BLANKS, text[end:])
        word = WORD.match(text, end + 1) if blank else None
        if word is None or folded(word.group()) in small:
            break
        if counts_nothing(word.group(), language, place):
            break
        end = word.end()
    return end


VERB_ENDING = {
    "uz": re.compile(r"(?:di|dilar|gan|ganlar|adi|adilar|ди|дилар|ган|адилар|ади)$"),
    "kk": re.compile(r"(?:[дт][ыі]|[ғг][ае]н|[қк][ае]н|[ае]ды|[ае]ді|йды|йді)$"),
}


def counts_nothing(word: str, language: str, place: int) -> bool:
    """Whether a word behind a number is a verb rather than what is counted; `place` is 0 right behind it."""
    if language == "ru":
        return dictionary().parse(word)[0].tag.POS in ("VERB", "PRTS", "INFN", "GRND", "ADVB", "NPRO")
    ending = VERB_ENDING.get(language)
    return place > 0 and ending is not None and ending.search(word.lower()) is not None


def digits_of(value: float) -> str:
    """A number in plain digits."""
    return str(int(value)) if value == int(value) else str(value)
