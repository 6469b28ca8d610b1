"""The command's words, in the language of the settings."""

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from ui.texts import DEFAULT_LANGUAGE, INTERFACE_LANGUAGES, Texts

CONFIG_FILE = Path("kengash.toml")


@cache
def command_texts() -> Texts:
    """The texts in the language that KENGASH_LANGUAGE or kengash.toml names.

    Help is written before any settings are read, so this looks for the one value it needs.
    """
    named = os.environ.get("KENGASH_LANGUAGE")
    if named is None and CONFIG_FILE.is_file():
        try:
            named = tomllib.loads(CONFIG_FILE.read_text("utf-8")).get("language")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
            named = None  # the command that reads the settings says what is wrong with them
    language = next((one for one in INTERFACE_LANGUAGES if one == named), DEFAULT_LANGUAGE)
    file = files("ui.texts").joinpath("command", f"{language}.toml")
    return Texts(language, tomllib.loads(file.read_text("utf-8")))
