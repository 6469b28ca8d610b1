"""Sentences are read by the ingest where there is time, else while the page runs."""

import threading
from pathlib import Path

import pytest

from index.archive import Archive
from index.ingestion import Ingestion
from index.reading_on import reading_on
from index.settings import IndexSettings
from ingest.errors import KengashError

TEXTS = {
    "a.txt": "Совет утвердил бюджет на новый год единогласно.",
    "b.txt": "The council opened a library in the old mill.",
    "c.txt": "Kengash yangi ko‘prik qurilishini ma’qulladi.",
    "d.txt": "Кеңес мектептерге көмек көрсетуді шешті.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def taken_in(store: Path, folder: Path, settings: IndexSettings) -> Archive:
    archive = Archive.open(store, settings)
    Ingestion(archive, sentences=True).run([folder])
    return archive


@pytest.mark.parametrize(
    ("settings", "left"),
    [
        (IndexSettings(), 0),
        (IndexSettings(encoder_seconds=0), 0),  # a first few are read in any case, and these are all
        (IndexSettings(encoder="none"), 0),
    ],
)
def test_an_ingest_reads_what_there_is_time_for(tmp_path, folder, settings, left):
    with taken_in(tmp_path / "store", folder, settings) as archive:
        assert len(archive.unread_sentences()) == left
        assert (archive.sentences is None) == (settings.encoder == "none")


def test_more_than_there_is_time_for_is_left(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("index.reader.FIRST", 1)
    monkeypatch.setattr("index.reader.AT_ONCE", 1)
    with taken_in(tmp_path / "store", folder, IndexSettings(encoder_seconds=0)) as archive:
        assert len(archive.unread_sentences()) == 3
        assert archive.read_sentences() == 0
        assert archive.unread_sentences() == []


def test_what_is_taken_out_is_forgotten(tmp_path, folder):
    with taken_in(tmp_path / "store", folder, IndexSettings()) as archive:
        gone = archive.passages_of("a.txt")[0].node_id
        archive.remove("a.txt")
        assert archive.unread_sentences() == []
        assert archive.sentences is not None
        assert archive.sentences.missing([gone]) == [gone]


def test_the_rest_is_read_while_the_process_does_something_else(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("index.reader.FIRST", 1)
    monkeypatch.setattr("index.reader.AT_ONCE", 1)
    with taken_in(tmp_path / "store", folder, IndexSettings(encoder_seconds=0)) as archive:
        done = threading.Event()
        unread = archive.unread_sentences

        def watched() -> list[str]:
            left = unread()
            if not left:
                done.set()
            return left

        monkeypatch.setattr(archive, "unread_sentences", watched)
        with reading_on(lambda: archive, look=0.0):
            assert done.wait(60)
        assert unread() == []


def test_a_store_that_cannot_be_written_stops_nobody(tmp_path, folder, monkeypatch):
    with taken_in(tmp_path / "store", folder, IndexSettings()) as archive:
        tried = threading.Event()

        def full() -> list[str]:
            tried.set()
            raise KengashError("store-unusable", path="store", detail="No space left on device")

        monkeypatch.setattr(archive, "unread_sentences", full)
        with reading_on(lambda: archive, look=0.0):
            assert tried.wait(60)
