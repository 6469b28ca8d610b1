"""The words and letters that terms are told by."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.document import Language
from ingest.language import detect_language

CAPITAL = "A-ZА-ЯЁЎҚҒҲӘІҢӨҮҰҺ"
SMALL = "a-zа-яёўқғҳәіңөүұһ"
APOSTROPHE = "’‘ʻʼ'`"
FOLD_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHE, "‘"))
# Two capitals at least: ССД, UNRCCA, O‘zMU, РГ-4, КТУ ООН.
_LETTER = rf"[{CAPITAL}{SMALL}0-9][{APOSTROPHE}]?"
ONE_SHORT = rf"[{CAPITAL}][{APOSTROPHE}]?(?:{_LETTER}){{0,8}}?[{CAPITAL}](?:[-–]\d{{1,3}})?"
SHORT = rf"{ONE_SHORT}(?:[ \u00a0]{ONE_SHORT}){{0,2}}"
SHORT_ALONE = re.compile(rf"(?<![\w-]){SHORT}(?![\w{APOSTROPHE}-])")
ROMAN = re.compile(r"(?=.)(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})|[ІХ]+")
NUMBERED = re.compile(rf"({ONE_SHORT})[-–](\d{{1,3}})")
WORD = re.compile(rf"[^\W_]+(?:[{APOSTROPHE}-][^\W_]+)*")
QUOTES = '«»“”„"'
LONGEST_NAME = 14
"""Words of a name."""


@cache
def words() -> dict[str, Any]:
    """The table of words."""
    return tomllib.loads(files("ingest.findings.terms").joinpath("words.toml").read_text("utf-8"))


def folded(text: str) -> str:
    """Small letters and one kind of apostrophe."""
    return text.lower().translate(FOLD_APOSTROPHES)


@cache
def later() -> re.Pattern[str]:
    """What stands before a short name in brackets, with its dash or colon."""
    cues = "|".join(line for line in words()["later"].split("\n") if line)
    return re.compile(rf"(?:{cues})(?![^\W\d_])\s*(?:[-–—:,]|по тексту|также)*\s*", re.I)


@cache
def called() -> re.Pattern[str]:
    """What may stand behind it."""
    return re.compile(rf"\s*(?:{words()['called']})\s*$", re.I)


@cache
def language_cues() -> dict[Language, re.Pattern[str]]:
    """A language named before a name."""
    return {
        language: re.compile(rf"(?:на\s+|in\s+)?(?:{cues})(?:\s+языке?)?\.?\s*(?:[-–—:]\s*)?(?=\S)", re.I)
        for language, cues in words()["language"].items()
    }


@cache
def other_languages() -> re.Pattern[str]:
    """Says that names in other languages follow."""
    return re.compile(words()["other_languages"]["any"], re.I)


@cache
def small_words() -> frozenset[str]:
    """Words that an abbreviation passes over."""
    return frozenset(words()["small"]["all"].split())


@cache
def institution_stems(language: Language) -> tuple[str, ...]:
    """Head nouns of institutions; Russian ones where the language has none."""
    table = words()["institution"]
    return tuple(table.get(language, table["ru"]).split())


LONGEST_ENDING = 4


def is_institution(word: str, language: Language) -> bool:
    """Whether a word is a head noun of institutions, give or take an ending."""
    small, stems = folded(word), institution_stems(language)
    return small.startswith(stems) and any(
        small.startswith(stem) and len(small) <= len(stem) + LONGEST_ENDING for stem in stems
    )


def announces(text: str) -> bool:
    """Whether a heading or a header announces terms."""
    return any(word.startswith(_announcing()) for word in WORD.findall(folded(text)))


@cache
def _announcing() -> tuple[str, ...]:
    return tuple(words()["announce"].split())


def is_short(text: str) -> bool:
    """Whether a text is an abbreviation, and no number in Roman figures."""
    if SHORT_ALONE.fullmatch(text) is None or ROMAN.fullmatch(text):
        return False
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and sum(c.isupper() for c in letters) * 2 >= len(letters)


LATIN = re.compile(r"[A-Za-z]")
CYRILLIC = re.compile(r"[\u0400-\u052f]")
KAZAKH = re.compile("[әіңөүұһ]", re.I)
UZBEK_CYRILLIC = re.compile("[ўҳ]", re.I)
UZBEK = re.compile(rf"[og][{APOSTROPHE}]|\w+(?:lari|ning|ligi|shi|chasi)\b|\bva\b", re.I)


def language_of(name: str, language: Language) -> Language:
    """The language of a name in a text of `language`: its own where the script and the letters agree."""
    latin, cyrillic = len(LATIN.findall(name)), len(CYRILLIC.findall(name))
    if latin > cyrillic:
        if language == "en" and not UZBEK.search(name):
            return "en"
        if language == "uz" and not re.search(r"\b(?:of|for|and|the)\b", name):
            return "uz"
        found = detect_language(name)
        return "uz" if UZBEK.search(name) or found == "uz" else "en"
    if language in ("kk", "ky", "tg") or (language == "uz" and cyrillic):
        return language
    if UZBEK_CYRILLIC.search(name):
        return "uz"
    if KAZAKH.search(name):
        return "kk"
    return "ru"
