"""The words of the page and of every error, in four languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from ingest.errors import KengashError

InterfaceLanguage = Literal["ru", "en", "uz", "kk"]
INTERFACE_LANGUAGES: tuple[InterfaceLanguage, ...] = get_args(InterfaceLanguage)
DEFAULT_LANGUAGE: InterfaceLanguage = "ru"


class Texts:
    """Sentences of one language by key (`table.name` of its file)."""

    def __init__(self, language: InterfaceLanguage, sentences: Mapping[str, str]) -> None:
        self.language = language
        self.sentences = sentences

    @classmethod
    def load(cls, language: str) -> "Texts":
        """The texts of a language; of the default one where there is no such language."""
        known: InterfaceLanguage = next(
            (one for one in INTERFACE_LANGUAGES if one == language), DEFAULT_LANGUAGE
        )
        return _load(known)

    def __call__(self, key: str, **values: object) -> str:
        """A sentence filled in; KeyError where the key or one of its values is missing."""
        return self.sentences[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self.sentences

    def error(self, error: KengashError) -> str:
        """What is wrong and what to do about it."""
        key = f"error.{error.code}"
        if key not in self:
            return self("error.unknown", code=error.code)
        return self.sentences[key].format_map(_Values(error.values))


class _Values(dict[str, Any]):
    """Values of an error: one that is missing reads as an ellipsis, for an error must always be told."""

    def __missing__(self, key: str) -> str:
        return "…"


def error_message(code: str, language: str, **values: object) -> str:
    """The message of an error's code in a language."""
    return Texts.load(language).error(KengashError(code, **values))


@cache
def _load(language: InterfaceLanguage) -> Texts:
    file = files("ui.texts").joinpath(f"{language}.toml")
    tables: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    flat = {f"{table}.{name}": words for table, rows in tables.items() for name, words in rows.items()}
    return Texts(language, flat)
