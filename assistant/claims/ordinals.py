"""Which one in a row: the second session, birinchi o‘rin, 19-я сессия. Such numbers name, not count."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.question import folded

ORDINAL = "th"
"""Ends the name of an ordinal, so that it is never taken for a decision's number."""
WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`][^\W\d_]+)*")
DIGITS = re.compile(
    r"(?<![\w.,/№-])(\d{1,3})(?:-?(?:й|я|е|ая|ый|ой|го|му|м|х|ю|ую)(?!\w)|(?:st|nd|rd|th)(?!\w)"
    r"|-(?=(?:sessiya|сессия|o.rin|ўрин|орын|majlis|мажлис|отырыс|forum|форум|konferen|конферен)\w*))",
    re.I,
)


@cache
def stems() -> tuple[tuple[re.Pattern[str], int], ...]:
    """Ordinals in words by language, as patterns of whole words, and their values."""
    table = tomllib.loads(files("assistant.claims").joinpath("ordinals.toml").read_text("utf-8"))
    return tuple(
        (re.compile(f"(?:{'|'.join(words)})", re.I), value)
        for value, words in ((int(key), list(row.values())) for key, row in table.items())
    )


def ordinals(text: str) -> list[tuple[int, int, int]]:
    """The ordinals of a text: (start, end, value), in order."""
    found = [(m.start(), m.end(), int(m.group(1))) for m in DIGITS.finditer(text)]
    for match in WORD.finditer(text):
        word = folded(match.group())
        value = next((value for words, value in stems() if words.fullmatch(word)), None)
        if value is not None:
            found.append((*match.span(), value))
    return sorted(found)
