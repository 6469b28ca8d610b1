"""The tables of `claims.toml`: approximations, quantifiers, opposites, corrections."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Compiled patterns; all languages at once, for a pattern of one hardly occurs in another."""

    about: re.Pattern[str]
    """Right before or behind a number that is not exact."""
    over: re.Pattern[str]
    under: re.Pattern[str]
    instead: re.Pattern[str]
    """Right before a value that a correction takes back."""
    corrects: re.Pattern[str]
    """A text that says it corrects an earlier one."""
    moved: re.Pattern[str]
    """A text that tells of another day in the place of the first."""
    rightly: re.Pattern[str]
    """Beside the value that a correction puts in place of another."""
    weekdays: tuple[re.Pattern[str], ...]
    """Monday to Sunday, as texts date by them."""
    ahead: re.Pattern[str]
    """A text that speaks of what is planned."""
    planned: re.Pattern[str]
    """A text that tells what had been planned before."""
    all: re.Pattern[str]
    some: re.Pattern[str]
    people: re.Pattern[str]
    """Words for people as a unit of count."""
    of_them: re.Pattern[str]
    """Before a number that is a part of the one named before."""
    bounds: re.Pattern[str]
    """Words behind "not" that do not deny: not less than, not only."""
    sides: dict[str, re.Pattern[str]]
    """How one may vote."""
    roles: dict[str, re.Pattern[str]]
    """Offices by their names in any language."""
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


STEMS = ("corrects", "moved", "rightly", "ahead", "planned", "some", "people")
"""Patterns of the beginnings of words."""


@cache
def claim_words() -> ClaimWords:
    """The table, compiled once."""
    table = tomllib.loads(files("assistant.claims").joinpath("claims.toml").read_text("utf-8"))

    def either(words: str, whole: bool = False) -> re.Pattern[str]:
        end = r"(?!\w)" if whole else ""
        return re.compile(rf"(?<!\w)(?:{words}){end}", re.I)

    return ClaimWords(
        **{
            name: either(table[name], whole=name not in STEMS)
            for name in (
                "about",
                "over",
                "under",
                "instead",
                "corrects",
                "moved",
                "rightly",
                "ahead",
                "planned",
                "all",
                "some",
                "people",
                "of_them",
                "bounds",
            )
        },
        weekdays=tuple(either(words, whole=True) for words in table["weekdays"].values()),
        sides={name: either(words) for name, words in table["sides"].items()},
        roles={name: either(words) for name, words in table["roles"].items()},
        opposites=tuple((either(row["one"]), either(row["other"])) for row in table["opposites"]),
    )
