"""What cannot be restored, written or opened changes nothing."""

import os
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest
from store_fakes import assert_whole, documents_of, ingest, open_archive, write_files

from index.backup import no_new_store
from ingest.errors import KengashError

FILES = {
    "протокол.txt": "date: 2024-05-17\n\nСовет утвердил план работы.",
    "bayonnoma.txt": "language: uz\n\nKengash ish rejasini tasdiqladi.",
}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packed")
    with open_archive(folder / "store") as archive:
        ingest(archive, write_files(folder / "files", FILES))
        archive.backup(folder / "backup.zip")
    return folder / "backup.zip"


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "store") as archive:
        ingest(archive, write_files(tmp_path / "own", {"report.txt": "The council approved the plan."}))
        yield archive


def repacked(packed, folder, spoil):
    """The backup after `spoil` changed its unpacked folder, or after the members it gives back are added."""
    with zipfile.ZipFile(packed) as source:
        source.extractall(folder / "in")
    added = spoil(folder / "in") or {}
    with zipfile.ZipFile(folder / "spoilt.zip", "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted((folder / "in").rglob("*")):
            target.write(path, path.relative_to(folder / "in").as_posix())
        for name, data in added.items():
            target.writestr(name, data)
    return folder / "spoilt.zip"


def state(**values):
    def spoil(folder):
        with closing(sqlite3.connect(folder / "catalog.sqlite3")) as catalog, catalog:
            for key, value in values.items():
                catalog.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    return spoil


def replaced(data, name="catalog.sqlite3"):
    return lambda folder: (folder / name).write_bytes(data) and None


def other_database(folder):
    (folder / "catalog.sqlite3").unlink()
    with closing(sqlite3.connect(folder / "catalog.sqlite3")) as catalog, catalog:
        catalog.execute("CREATE TABLE notes (text TEXT)")


SPOILT = {
    "absolute": state(words="/etc"),
    "above": state(vectors="../own"),
    "above by a number": state(words="lexical/../../own"),
    "the other's": state(words="chroma/1"),
    "the store itself": state(vectors=""),
    "not there": state(words="lexical/99"),
    "no number": state(generation="many"),
    "no SQLite": replaced(b"This is no database at all." * 100),
    "nothing": replaced(b""),
    "another's": other_database,
    "people no SQLite": replaced(b"This is no database at all." * 100, "people.sqlite3"),
    "half": lambda folder: os.truncate(folder / "catalog.sqlite3", 8192),
    "no catalogue": lambda folder: (folder / "catalog.sqlite3").unlink(),
    "no folder": lambda folder: shutil.rmtree(folder / "lexical"),
    "climbs": lambda folder: {"../own/report.txt": "mine"},
    "climbs inside": lambda folder: {"chroma/1/../../../own/report.txt": "mine"},
    "rooted": lambda folder: {"/own/report.txt": "mine"},
    "backslashes": lambda folder: {"..\\own\\report.txt": "mine"},
    "a file over a folder": lambda folder: {"lexical/1/meta.json/x": "mine"},
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_no_sound_backup_changes_nothing(archive, packed, tmp_path, spoil):
    file = repacked(packed, tmp_path, spoil)
    before = listing(archive.folder)
    with pytest.raises(KengashError) as caught:
        archive.restore(file)
    assert (caught.value.code, caught.value.values) == ("bad-backup", {"path": str(file)})
    assert listing(archive.folder) == before
    assert (tmp_path / "own" / "report.txt").read_text() == "The council approved the plan."
    assert documents_of(archive, archive.search_words("council", 3)) == ["report.txt"]
    assert_whole(archive)


def test_the_users_own_names_come_along(archive, tmp_path):
    names = "ru,en,uz_latn,uz_cyrl,kk,unverified\nСовет,Council,Kengash,Кенгаш,Кеңес,\n"
    (archive.folder / "glossary.csv").write_text(names, "utf-8")
    archive.backup(tmp_path / "copy.zip")
    with open_archive(tmp_path / "elsewhere") as other:
        other.restore(tmp_path / "copy.zip")
        assert (other.folder / "glossary.csv").read_text("utf-8") == names


def test_what_unfolds_without_end_is_no_backup(archive, packed, tmp_path, monkeypatch):
    monkeypatch.setattr("index.backup._SMALL", 2**20)
    monkeypatch.setattr("index.backup.MAX_RATIO", 1)
    with pytest.raises(KengashError, match="bad-backup"):
        archive.restore(repacked(packed, tmp_path, lambda folder: {"lexical/1/zeros": bytes(2**21)}))
    assert_whole(archive)


def test_indexes_that_cannot_be_opened_are_made_anew(archive, packed, tmp_path):
    def spoil(folder):
        (folder / "lexical" / "1" / "meta.json").write_text("nothing")

    archive.restore(repacked(packed, tmp_path, spoil))
    assert documents_of(archive, archive.search_words("rejasini", 3)) == ["bayonnoma.txt"]
    assert_whole(archive)


@pytest.mark.parametrize("made", [False, True])
def test_a_failed_restore_makes_no_store(tmp_path, made):
    store, file = tmp_path / "new", tmp_path / "bad.zip"
    file.write_bytes(b"no zip")
    if made:
        write_files(store, {"заметки.txt": "моё"})
    with pytest.raises(KengashError, match="bad-backup"), no_new_store(store), open_archive(store) as archive:
        archive.restore(file)
    assert listing(tmp_path) == (["bad.zip", "new", "new/заметки.txt"] if made else ["bad.zip"])


@pytest.mark.parametrize("name", ["no/dir/b.zip", "folder"])
def test_a_backup_that_cannot_be_written_is_told(archive, tmp_path, name):
    (tmp_path / "folder").mkdir()
    before = listing(tmp_path)
    with pytest.raises(KengashError) as caught:
        archive.backup(tmp_path / name)
    assert caught.value.code == "backup-unwritable"
    assert caught.value.values["path"] == str(tmp_path / name)
    assert caught.value.values["detail"]
    assert listing(tmp_path) == before


def test_a_pipe_is_no_backup(archive, tmp_path):
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(KengashError, match="bad-backup"):
        archive.restore(tmp_path / "pipe.zip")


def is_file(store):
    store.write_text("Протокол")


def folder_in_the_way(name):
    def spoil(store):
        (store / name).mkdir(parents=True)

    return spoil


def no_catalogue(store):
    write_files(store, {"catalog.sqlite3": "Протокол заседания совета. " * 99})


@pytest.mark.parametrize(
    ("spoil", "below", "code"),
    [
        (is_file, "", "store-unusable"),
        (is_file, "below", "store-unusable"),
        (folder_in_the_way("catalog.sqlite3"), "", "store-unusable"),
        (folder_in_the_way("writer.lock"), "", "store-unusable"),
        (no_catalogue, "", "catalog-damaged"),
    ],
)
def test_a_store_that_cannot_be_used_is_told(tmp_path, spoil, below, code):
    spoil(tmp_path / "store")
    with (
        pytest.raises(KengashError) as caught,
        open_archive(tmp_path / "store" / below) as archive,
        archive.writing(),
    ):
        pass
    assert caught.value.code == code
    assert caught.value.values["detail"]
    assert code == "catalog-damaged" or caught.value.values["path"] == str(tmp_path / "store" / below)


def listing(folder):
    """What is there, but for what SQLite and the lock keep beside their files."""
    kept = ("-wal", "-shm", "writer.lock")
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.name.endswith(kept)
    )
