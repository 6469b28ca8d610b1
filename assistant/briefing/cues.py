"""What the sentences of a section are told by."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from index.analysis import analyse


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("assistant.briefing").joinpath("cues.toml").read_text("utf-8"))


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of that name, to be searched in `plain` text."""
    return re.compile(_table()[name])


def plain(text: str) -> str:
    """Small letters, ё as е, on one line."""
    return " ".join(text.lower().replace("ё", "е").split())


def tells(text: str, name: str) -> bool:
    """Whether a text holds a cue."""
    return cue(name).search(plain(text)) is not None


@cache
def generic_stems() -> frozenset[str]:
    """Stems of words that name no topic."""
    words = _table()["titles"]["generic"]
    return frozenset(stem for language in ("ru", "en", "uz", "kk") for stem in analyse(words, language))
