"""Folders that are watched while the page is open."""

import threading
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import load_settings
from ui.web import serving

FIRST = "Совет сообществ Долины утвердил план работы на 2025 год."
LATER = "Форум женщин прошёл 27 ноября 2024 года в Доме культуры Навдиза."


def test_a_served_folder_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(store=tmp_path / "store", today="2026-06-01", language="ru")
    files = tmp_path / "files"
    files.mkdir()
    (files / "план.txt").write_text(FIRST, "utf-8")
    (files / "пустой.txt").write_text("", "utf-8")
    lines: list[str] = []
    taken_in = threading.Event()
    threads = threading.active_count()

    def say(line: str) -> None:
        lines.append(line)
        if line.startswith("Добавлено 1"):
            taken_in.set()

    def launch(desk: serving.Desk, **_: Any) -> None:
        assert [one.name for one in desk.documents() if one.status == "indexed"] == ["план.txt"]
        (files / "форум.txt").write_text(LATER, "utf-8")
        assert taken_in.wait(timeout=120)
        (answer,) = list(desk.stream("Когда прошёл форум женщин?"))[-1:]
        assert answer.short_answer == "27 ноября 2024 года"
        assert [one.document for one in answer.citations] == ["форум.txt"]
        raise KeyboardInterrupt

    monkeypatch.setattr(serving, "launch", launch)
    with pytest.raises(KeyboardInterrupt):
        serving.run(settings, host="127.0.0.1", port=0, documents=[files], say=say)
    assert [line for line in lines if "пустой.txt" in line] == [lines[1]]  # told once
    assert threading.active_count() == threads
