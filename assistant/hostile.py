"""Orders to a program in the text of a document: they are told from what the document tells."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from assistant.question import folded


@cache
def words() -> dict[str, re.Pattern[str]]:
    """The table of `hostile.toml`, compiled."""
    rows = tomllib.loads(files("assistant").joinpath("hostile.toml").read_text("utf-8"))
    return {key: re.compile(pattern.replace("\n", "")) for key, pattern in rows.items()}


@lru_cache(maxsize=50_000)
def orders(text: str) -> bool:
    """Whether a sentence orders whoever answers questions to do something; it then answers none."""
    text = folded(text)
    if words()["orders"].search(text):
        return True
    return bool(words()["programs"].search(text) and words()["orders_of_program"].search(text))
