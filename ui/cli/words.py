"""The command's words, in the language of the settings."""

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

CONFIG_FILE = Path("kengash.toml")
LANGUAGES = ("ru", "en", "uz", "kk")


class CommandTexts:
    """Sentences by key, filled in by name."""

    def __init__(self, language: str) -> None:
        self.language = language
        file = files("ui.texts").joinpath("command", f"{language}.toml")
        self._sentences: dict[str, str] = tomllib.loads(file.read_text("utf-8"))

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key; KeyError where there is none."""
        sentence = self._sentences[key]
        return sentence.format(**values) if values else sentence


@cache
def command_texts() -> CommandTexts:
    """The texts in the language that KENGASH_LANGUAGE or kengash.toml names; Russian otherwise.

    Help is written before any settings are read, so this looks for the one value it needs.
    """
    language = os.environ.get("KENGASH_LANGUAGE")
    if language is None and CONFIG_FILE.is_file():
        try:
            language = tomllib.loads(CONFIG_FILE.read_text("utf-8")).get("language")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            language = None  # the command that reads the settings says what is wrong with them
    return CommandTexts(language if language in LANGUAGES else "ru")
