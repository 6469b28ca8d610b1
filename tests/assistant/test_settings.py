"""Settings: the example file is what the product reads, and what it does not know is named."""

import re
from pathlib import Path

import pytest

from assistant.settings import Settings, load_settings
from ingest.errors import KengashError

EXAMPLE = Path("kengash.example.toml").read_text("utf-8")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "kengash.toml"


def test_every_line_of_the_example_is_a_setting(elsewhere: Path) -> None:
    elsewhere.write_text(re.sub(r"(?m)^# (?=\w+ = |\[\w+\])", "", EXAMPLE), "utf-8")
    settings = load_settings()
    assert settings.llm is not None
    assert settings.llm.address == "http://localhost:11434/v1"
    defaults = Settings.model_construct()
    assert (settings.ingest, settings.index, settings.assistant) == (
        defaults.ingest,
        defaults.index,
        defaults.assistant,
    )


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ('languge = "ru"', "languge"),
        ("[ingest]\npassage_word = 90", "ingest.passage_word"),
        ('[index]\nmodel = "e5"', "index.model"),
        ("[assistant]\npassages = 0", "assistant.passages"),
        ('[llm]\naddress = "localhost:11434"\nmodel = "m"', "llm.address"),
        ('[llm]\naddress = "http://localhost"', "llm.model"),
        ('today = "завтра"', "today"),
        ("language = \ntoday = 1", "line 1"),
    ],
)
def test_what_is_wrong_is_named(elsewhere: Path, written: str, named: str) -> None:
    elsewhere.write_text(written, "utf-8")
    with pytest.raises(KengashError) as caught:
        load_settings()
    assert caught.value.code == "bad-settings"
    assert named in str(caught.value.values["detail"])


def test_the_environment_beats_the_file_and_the_call_beats_both(elsewhere, monkeypatch) -> None:
    elsewhere.write_text('language = "kk"\ntoday = "2024-01-01"\n', "utf-8")
    monkeypatch.setenv("KENGASH_LANGUAGE", "uz")
    monkeypatch.setenv("KENGASH_TODAY", "2025-01-01")
    monkeypatch.setenv("KENGASH_LLM__ADDRESS", "http://127.0.0.1:8080/v1")
    monkeypatch.setenv("KENGASH_LLM__MODEL", "m")
    settings = load_settings(today="2026-06-01")
    assert (settings.language, settings.today) == ("uz", "2026-06-01")
    assert settings.llm is not None
    assert settings.llm.model == "m"


def test_a_key_is_never_shown() -> None:
    llm = {"address": "http://127.0.0.1/v1", "model": "m", "key": "sk-secret"}
    assert "sk-secret" not in repr(load_settings(llm=llm))
    with pytest.raises(KengashError) as caught:
        load_settings(llm={"model": "m", "key": "sk-secret"})
    assert caught.value.values["detail"] == "llm.address"
