"""Words by which things are recognised, for each language, as patterns."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from ingest.document import Language

Sort = Literal[
    "noun", "verb", "planned", "moved", "by_itself", "founding", "regular", "statistics", "pronoun", "days",
    "ended", "letter",
]  # fmt: skip

FOLDED = str.maketrans("ёЁ’ʻʼ'`´", "еЕ‘‘‘‘‘‘")
NEVER = re.compile(r"(?!)")


def folded(text: str) -> str:
    """Small letters, one е, one apostrophe; as long as the text."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(FOLDED)


@cache
def table() -> dict[str, dict[str, str]]:
    """The words as they are listed."""
    loaded: dict[str, dict[str, str]] = tomllib.loads(
        files("ingest.findings").joinpath("words.toml").read_text("utf-8")
    )
    return loaded


@cache
def pattern(sort: Sort, language: Language) -> re.Pattern[str]:
    """Finds words of a sort in folded text; in a language without a list, nothing."""
    stems = table()[sort].get(language, "").split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(stem_pattern, stems))})") if stems else NEVER


@cache
def ordered(sort: Sort, language: Language) -> tuple[re.Pattern[str], ...]:
    """A pattern for each word of a sort, in the order of the list."""
    stems = table()[sort].get(language, "").split()
    return tuple(re.compile(rf"(?<!\w){stem_pattern(stem)}") for stem in stems)


def stem_pattern(stem: str) -> str:
    """A listed beginning of a word as a pattern."""
    ends = stem.endswith("$")
    words = re.escape(stem.removesuffix("$")).replace("_", r"\w*\s+")
    return words + (r"(?!\w)" if ends else "")
