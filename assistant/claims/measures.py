"""What a number measures: people, time, length, a share. Unlike measures never contradict each other."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Measure:
    """A kind of measure and how many of its base a unit is, the same in every language."""

    kind: str
    factor: float = 1.0


@cache
def table() -> tuple[tuple[Measure, re.Pattern[str]], ...]:
    """The units of `measures.toml`, compiled once."""
    read = tomllib.loads(files("assistant.claims").joinpath("measures.toml").read_text("utf-8"))
    return tuple(
        (Measure(kind, row.get("factor", 1.0)), re.compile(rf"\s*(?:{row['words']})", re.I))
        for kind, rows in read.items()
        for row in rows
    )


@lru_cache(maxsize=20_000)
def measure_of(text: str) -> Measure | None:
    """The measure that a text begins with; None where its first word is no known unit."""
    return next((measure for measure, words in table() if words.match(text)), None)
