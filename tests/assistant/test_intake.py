"""Taking documents in while questions are asked."""

import threading
from pathlib import Path

from assistant.intake import watching
from assistant.opening import open_assistant
from assistant.settings import load_settings
from index.report import IngestReport
from ingest.errors import KengashError


def test_an_assistant_sees_what_is_put_into_a_watched_folder(tmp_path: Path) -> None:
    settings = load_settings(store=tmp_path / "store", today="2026-06-01")
    files = tmp_path / "files"
    files.mkdir()
    (files / "план.txt").write_text("Совет сообществ утвердил план работы на 2025 год.", "utf-8")
    reports: list[IngestReport] = []
    failures: list[KengashError] = []
    done = threading.Semaphore(0)

    def report(one: IngestReport) -> None:
        reports.append(one)
        done.release()

    assistant = open_assistant(settings)
    assert assistant.search("план работы", 5) == []
    with watching(settings, [files], report, failures.append):
        assert done.acquire(timeout=120)
        assert [found.document for found in assistant.search("план работы", 5)] == ["план.txt"]
        text = "Форум женщин прошёл 27 ноября 2024 года в Доме культуры Навдиза."
        (files / "форум.txt").write_text(text, "utf-8")
        assert done.acquire(timeout=120)
        assert assistant.search("форум женщин", 5)[0].document == "форум.txt"
    assert [one.added for one in reports] == [1, 1]
    assert failures == []
