"""A text as tokens that a grammar of dates can read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ingest.dates.mention import Open, Precision
from ingest.dates.partial import PartialDate
from ingest.dates.words import Word, meanings, particles
from ingest.document import Language


@dataclass(frozen=True, slots=True)
class Point:
    """What a stretch of tokens was understood to mean, before its place in the text is told."""

    first: PartialDate
    last: PartialDate | None = None
    precision: Precision = "day"
    relative: bool = False
    inferred: bool = False
    open: Open | None = None
    part: str = ""
    """`early`, `middle` or `late` in it."""


class Token(NamedTuple):
    """A word, a number, a sign, or (after parsing) a date."""

    role: str
    start: int
    end: int
    value: int = 0
    case: str = ""
    capital: bool = False
    point: Point | None = None


_LETTER = r"[^\W\d_]"
# What a word may hold behind its first letters: accents, apostrophes, a soft hyphen, a line's hyphen.
_TAIL = rf"(?:[\u0300-\u036f]+{_LETTER}*|(?:['‘’ʻʼ`´\u00ad]|[-‐]\n[ ]*){_LETTER}+)*"


def _numeric(pattern: str) -> str:
    """A date in digits with the same separator throughout, not inside a longer row of numbers."""
    ways = (
        rf"(?<!\d)(?<!\d{sep})" + pattern.replace("~", sep) + rf"(?!\d|{sep}\d)" for sep in (r"\.", "/", "-")
    )
    return "|".join(ways)


_ISO = _numeric(r"(?:19|20)\d\d~\d\d?~\d\d?")
_DAY_FIRST = _numeric(r"\d\d?~\d\d?~(?:19|20)\d\d")
_TOKEN = re.compile(
    rf"""
    (?P<word>{_LETTER}{{2,}}{_TAIL})
  | (?P<iso>{_ISO})
  | (?P<dmy>{_DAY_FIRST})
  | (?P<dmyy>(?<!\d\.)\d\d\.\d\d\.\d\d(?!\d|\.\d))
  | (?P<my>(?<!\d\.)(?:0[1-9]|1[0-2])\.(?:19|20)\d\d(?!\d|\.\d))
  | (?P<q>(?<!\w)[QqHh][1-4](?!\w))
  | (?P<sy>(?<!\w)[стп]\.[ ]?г\.)
  | (?P<decimal>\d+(?:[.,]\d{{1,3}})+(?!\d))
  | (?P<number>\d+)
  | (?P<letter>{_LETTER}{_TAIL})
  | (?P<stop>\n[^\S\n]*\n|\f)
  | (?P<sign>[^\w\s])
    """,
    re.VERBOSE,
)

_SIGNS = {
    ",": "comma",
    ".": "dot",
    "/": "slash",
    "«": "quote",
    "»": "quote",
    '"': "quote",
    "“": "quote",
    "”": "quote",
    "„": "quote",
    "(": "bracket",
    "№": "hash",
    "#": "hash",
    "-": "dash",
    "‐": "dash",
    "‑": "dash",
    "–": "dash",
    "—": "dash",
    "−": "dash",
}
_SILENT = frozenset({"word", "other", *_SIGNS.values()})
_THIS_YEAR = {"с": 0, "т": 0, "п": -1}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut up, before a language is chosen."""

    tokens: list[Token]
    words: list[tuple[int, Mapping[Language, Word]]]
    """Places of the words that mean something in a language, with what they mean; few words do."""

    @property
    def only_words(self) -> bool:
        """Whether no token tells anything of a date by itself."""
        return all(token.role in _SILENT for token in self.tokens)


def tokens(text: str) -> Tokens:
    """Cut a text into tokens; roles of words are left to `for_language`."""
    found: list[Token] = []
    words = []
    told = True
    for match in _TOKEN.finditer(text):
        kind, raw = match.lastgroup or "sign", match.group()
        if kind in ("word", "letter"):
            meaning = meanings(raw)
            if meaning:
                words.append((len(found), meaning))
            elif not told:
                continue  # of words that mean nothing, the first stands for all in a row
            told = bool(meaning)
            found.append(Token("word", *match.span(), 0, "", raw[0].isupper()))
            continue
        told = True
        start, end = match.span()
        if kind == "number":
            found.append(_number(raw, start, end))
        elif kind == "sign":
            found.append(Token(_SIGNS.get(raw, "other"), start, end))
        elif kind == "sy":
            found.append(Token("adverb_year", start, end, _THIS_YEAR[raw[0]]))
        elif kind == "q":
            found.append(Token("q" if raw[0] in "Qq" else "h", start, end, int(raw[1])))
        elif kind in ("iso", "dmy", "dmyy", "my"):
            found.append(_digits(kind, raw, start, end))
        else:
            found.append(Token("other", start, end))
    return Tokens(found, words)


def _number(raw: str, start: int, end: int) -> Token:
    value = int(raw) if len(raw) <= 4 and raw.isascii() else 0
    if len(raw) <= 2 and 1 <= value <= 31:
        return Token("num12" if value <= 12 else "num31", start, end, value)
    if len(raw) == 4 and 1900 <= value <= 2100:
        return Token("num_year", start, end, value)
    return Token("number", start, end, value)


def _digits(kind: str, raw: str, start: int, end: int) -> Token:
    """A date in digits: day first, unless only month first makes a date."""
    numbers = [int(digits) for digits in re.findall(r"\d+", raw)]
    if kind == "iso":
        date = PartialDate.build(*numbers)
    elif kind == "my":
        date = PartialDate.build(numbers[1], numbers[0])
    else:
        day, month, year = numbers
        year += 2000 if kind == "dmyy" else 0
        date = (
            PartialDate.build(year, month, day)
            or ("/" in raw and PartialDate.build(year, day, month))
            or None
        )
    if date is None:
        return Token("other", start, end)
    point = Point(date, precision="month" if kind == "my" else "day")
    return Token("digits_short" if kind in ("dmyy", "my") else "digits", start, end, point=point)


def for_language(cut: Tokens, language: Language) -> list[Token] | None:
    """The tokens with what its words mean in this language; None where no word means anything."""
    told = [(place, meaning[language]) for place, meaning in cut.words if language in meaning]
    if all(word.role in particles() for _, word in told) and not (
        told and any(token.role == "num_year" for token in cut.tokens)
    ):
        return None
    roles = list(cut.tokens)
    for place, word in told:
        roles[place] = roles[place]._replace(role=word.role, value=word.value, case=word.case)
    return roles
