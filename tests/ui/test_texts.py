"""All four languages say the same things."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from ingest.document import LANGUAGES, Kind
from ingest.errors import KengashError, Refusal, RefusalReason
from ui.texts import INTERFACE_LANGUAGES, Texts, error_message


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_same_keys_and_placeholders_as_russian(language: str) -> None:
    russian, other = Texts.load("ru").sentences, Texts.load(language).sentences
    assert {key: placeholders(words) for key, words in other.items()} == {
        key: placeholders(words) for key, words in russian.items()
    }
    assert all(words.strip() == words and words for words in other.values())


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_every_code_that_is_a_closed_set_has_words(language: str) -> None:
    texts = Texts.load(language)
    for reason in get_args(RefusalReason):
        assert texts.error(Refusal(reason)) and "…" not in texts.error(Refusal(reason))
    assert all(f"kind.{kind}" in texts for kind in get_args(Kind))
    assert all(f"language.{one}" in texts for one in (*LANGUAGES, "und"))
    assert all(len(texts(f"date.{key}").split()) == 12 for key in ("months", "months_alone"))


def test_unknown_language_is_russian_and_unknown_code_is_told() -> None:
    assert Texts.load("xx").language == "ru"
    assert "never-heard-of" in error_message("never-heard-of", "en")


def test_a_missing_value_does_not_hide_the_error() -> None:
    assert Texts.load("en").error(KengashError("no-archive")) == (
        "There is no archive in … yet. Add documents: kengash ingest FOLDER"
    )


def test_a_missing_key_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Texts.load("ru")("page.nowhere")


ROOT = Path(__file__).parents[2]
RAISED = re.compile(r'(?:KengashError|Refusal|usage_error)\(\s*"([a-z-]+)"')


def raised_codes() -> set[str]:
    sources = [
        path
        for layer in ("ingest", "index", "assistant", "eval", "ui")
        for path in (ROOT / layer).rglob("*.py")
    ]
    return {code for path in sources for code in RAISED.findall(path.read_text("utf-8"))}


def test_every_code_in_the_source_has_words() -> None:
    codes = raised_codes()
    assert {"locked", "bad-settings", "empty"} <= codes
    assert codes - {"unknown"} <= {
        key.removeprefix("error.") for key in Texts.load("ru").sentences if key.startswith("error.")
    }
