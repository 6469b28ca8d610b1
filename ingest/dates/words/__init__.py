"""The words by which each language tells dates: one table a language, and how a word is looked up in it.

Notation of the tables. A cell lists forms divided by spaces; `a{b,c}` stands for `ab ac`, `a|b` for
alternatives in an ordered list. Marks after a form: `янв.` is an abbreviation, a month only beside a number;
`may?` is another word as well, a month only in company (a preposition, a number, a year); `ноябрьский~` is a
month unless it is a name (capitalised); `осенью!` tells a season without a year; `:case` gives the case.
`suffix` is what may follow any form, its named groups the cases that matter to grammar: `at` (in May), `from`
(from May), `to` (to May), `upto` (until May), `with` (with May: never a date).
`fold` makes letters equal that people without the right keyboard confuse. Apostrophes are dropped everywhere.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from unicodedata import normalize

from ingest.document import Language

LANGUAGES: tuple[Language, ...] = ("ru", "en", "uz", "kk", "ky", "tg")


class Word(NamedTuple):
    """What a word can mean in a date."""

    role: str
    value: int = 0
    """Number of the month, weekday or season; the number counted; years or days from the reference."""
    case: str = ""


_MARKS = {".": "_short", "?": "_doubtful", "~": "_adjective", "!": "_bare"}
# Words that take no suffix: with one they are others (осында, here).
_WHOLE = ("relative",)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4}
# Uzbek apostrophes, accents, soft hyphens and the hyphen at a line's end.
_DROPPED = re.compile(r"['‘’ʻʼ`´\u0300-\u036f\u00ad]|[-‐]?\n\s*")


def fold(word: str) -> str:
    """The form in which words are compared: composed, lower case, without accents and apostrophes."""
    return _DROPPED.sub("", normalize("NFC", word).casefold())


def _expand(cell: str) -> Iterator[tuple[str, str, str]]:
    """Forms of a cell with their mark and case."""
    for item in cell.split():
        form, _, case = item.partition(":")
        mark = form[-1] if form[-1] in _MARKS else ""
        stem, brace, rest = form.removesuffix(mark).partition("{")
        for ending in rest.removesuffix("}").split(",") if brace else [""]:
            yield stem + ending, _MARKS.get(mark, ""), case


class Vocabulary:
    """The date words of one language."""

    def __init__(self, language: Language) -> None:
        table = load(language)
        self.language = language
        self._scripts = {"both": {"cyrillic", "latin"}}.get(table["script"], {table["script"]})
        letters = table.get("transliterate", {}).get("letters", "")
        self._transliterate = str.maketrans(dict(_pairs(letters)))
        self._fold = str.maketrans(dict(_pairs(table.get("fold", ""))))
        self._suffix = re.compile(table.get("suffix", ""))
        self._words: dict[str, Word] = {}
        for role, value, cell in _cells(table):
            for form, mark, case in _expand(cell):
                self._words[self._key(form)] = Word(role + mark, value, case)
        self._starts = {form[:2] for form in self._words}

    def look_up(self, folded: str, script: str) -> Word | None:
        """The longest form that begins the word and leaves a suffix, with the suffix' case."""
        if folded in _ROMAN:
            return Word("roman", _ROMAN[folded])
        if script not in self._scripts:
            return None
        word = self._key(folded)
        if word in self._words:
            return self._words[word]
        if word[:2] not in self._starts:
            return None
        for length in range(len(word) - 1, 1, -1):
            known = self._words.get(word[:length])
            suffix = known and self._suffix.fullmatch(word, length)
            if known and suffix and known.role not in _WHOLE and not known.role.endswith("_short"):
                return known._replace(case=suffix.lastgroup or known.case or "other")
        return None

    def _key(self, word: str) -> str:
        return fold(word).translate(self._transliterate).translate(self._fold)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for pair in text.split():
        letter, _, other = pair.partition("=")
        yield letter, other


def _cells(table: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Role, value and forms of every cell of a table."""
    numbers = table["numbers"]
    for role in ("months", "weekdays", "seasons", "relative"):
        for value, cell in table[role].items():
            yield role.removesuffix("s"), int(value), cell
    for unit, cell in table["units"].items():
        yield f"unit_{unit}".replace("-", "_"), 0, cell
    for unit, cells in table["adverbs"].items():
        for value, cell in cells.items():
            yield f"adverb_{unit}", int(value), cell
    for role, factor in (("cardinals", 1), ("ordinals", 1), ("tens", 10)):
        for position, cell in enumerate(_items(numbers.get(role, "")), 1):
            yield role.removesuffix("s"), position * factor, cell
    yield "ordinal", 20, numbers.get("twentieth", "")
    yield "ordinal", 30, numbers.get("thirtieth", "")
    for role, cell in table["particles"].items():
        yield role.replace("-", "_"), 0, cell


def _items(text: str) -> list[str]:
    """An ordered list: spaces divide items, `|` the forms of one."""
    return [item.replace("|", " ") for item in text.split()]


@cache
def load(language: Language) -> dict[str, Any]:
    """The table of a language."""
    return tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))


def likely(language: Language, text: str) -> bool:
    """Whether a text whose language is not known may hold this one.

    Kyrgyz and Tajik name the months as Russian does: they are tried only where their own letters occur.
    """
    letters = load(language).get("letters", "")
    return not letters or any(letter in text for letter in letters)


@cache
def particles() -> frozenset[str]:
    """The roles of words that help to tell a date but tell none where there is no number."""
    names = {role.replace("-", "_") for language in LANGUAGES for role in load(language)["particles"]}
    return frozenset(names - {"eve"} | {"roman"})


@cache
def _vocabularies() -> tuple[Vocabulary, ...]:
    return tuple(Vocabulary(language) for language in LANGUAGES)


@lru_cache(maxsize=1 << 16)
def meanings(word: str) -> Mapping[Language, Word]:
    """What the word can mean in a date, by language; empty for nearly all words."""
    folded = fold(word)
    script = "latin" if "a" <= folded[:1] <= "z" else "cyrillic" if "а" <= folded[:1] <= "ӿ" else ""
    found = ((names.language, names.look_up(folded, script)) for names in _vocabularies())
    return {language: meaning for language, meaning in found if meaning}
