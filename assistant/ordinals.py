"""Which one in a row a text speaks of: the second session, uchinchi forum, 3-я конференция."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.question import folded


@cache
def table() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """Each number with how it is said."""
    rows = tomllib.loads(files("assistant").joinpath("ordinals.toml").read_text("utf-8"))
    return tuple((int(number), re.compile(rf"(?<!\w)(?:{words})")) for number, words in rows.items())


def ordinals(text: str) -> frozenset[int]:
    """The places in a row that a text names, up to the tenth."""
    text = folded(text)
    return frozenset(number for number, words in table() if words.search(text))


def ordinals_agree(asked: str, told: str) -> float:
    """1 where a text names the place asked for or none is asked, 0 where it names others, else 0.5."""
    wanted = ordinals(asked)
    if not wanted:
        return 1.0
    named = ordinals(told)
    if wanted & named:
        return 1.0
    return 0.0 if named else 0.5
