"""Russian words: what they are forms of."""

from functools import cache
from typing import Any


@cache
def dictionary() -> Any:
    """The process's one dictionary, loaded when first asked for: a third of a second, 15 MB or so."""
    # Texts in other languages do not wait for it. Left to find its words, it would look through all packages.
    import pymorphy3  # noqa: PLC0415
    import pymorphy3_dicts_ru  # noqa: PLC0415

    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path())
