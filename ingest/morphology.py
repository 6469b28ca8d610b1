"""Russian words: what they are forms of."""

from functools import cache
from typing import Any


@cache
def dictionary() -> Any:
    """The process's one dictionary, loaded when first asked for: a third of a second, 15 MB or so."""
    import pymorphy3  # noqa: PLC0415 - texts in other languages do not wait for it

    return pymorphy3.MorphAnalyzer()
