"""What the system does to a store: no room, no right, a damaged catalogue."""

import errno
import shutil
import sys
from pathlib import Path

import pytest
import store_fakes
from store_fakes import (
    assert_whole,
    found_by_words,
    ingest,
    open_archive,
    write_files,
)

from index.backup import damaged_aside
from index.lexical import Lexical
from index.vectors import Vectors
from ingest.errors import KengashError

FILES = {
    "решение.txt": "Совет утвердил план.",
    "qaror.txt": "Kengash rejani tasdiqladi.",
    "report.txt": "The council approved the plan.",
    "шешім.txt": "Кеңес жоспарды бекітті.",
    **{f"{number}.txt": f"Документ номер {number}. " * 50 for number in range(8)},
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


@pytest.fixture
def files(tmp_path):
    return write_files(tmp_path / "files", FILES)


def held(archive):
    return {document.name: archive.text(document.name).text for document in archive.documents()}


@posix
@pytest.mark.parametrize("room", [0, 20_000, 60_000, 100_000, 120_000, 140_000, 200_000, 400_000])
def test_a_full_disk_loses_nothing(processes, tmp_path, files, room):
    """A process whose files may not grow past so many bytes fails as on a full disk."""
    before = write_files(tmp_path / "before", {name: FILES[name] for name in list(FILES)[:3]})
    with open_archive(tmp_path / "store") as archive:
        ingest(archive, before)
    child = processes.Process(
        target=store_fakes.ingest_without_room, args=(tmp_path / "store", files, room, tmp_path / "told")
    )
    child.start()
    child.join(120)
    assert child.exitcode == 0
    assert (tmp_path / "told").read_text() in {"done", "store-unusable"}
    with open_archive(tmp_path / "store") as archive:
        assert set(held(archive)) >= set(list(FILES)[:3])
        report = ingest(archive, before, files)
        assert report.refused == []
        assert set(held(archive).values()) == set(FILES.values())
        assert archive.check() == []
        assert_whole(archive)


@pytest.mark.parametrize(
    ("part", "method"), [(Vectors, "open"), (Vectors, "write"), (Vectors, "drop"), (Lexical, "add")]
)
def test_a_missing_right_is_told_and_costs_nothing(tmp_path, files, monkeypatch, part, method):
    with open_archive(tmp_path / "store") as archive:
        ingest(archive, files)
    write_files(files, {"решение.txt": "Совет отклонил план."})

    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "store" / "chroma"))

    with monkeypatch.context() as patch:
        patch.setattr(part, method, refuse)
        with pytest.raises(KengashError) as caught, open_archive(tmp_path / "store") as archive:
            ingest(archive, files)
    assert caught.value.code == "store-unusable"
    assert caught.value.values == {"path": str(tmp_path / "store" / "chroma"), "detail": "Permission denied"}
    with open_archive(tmp_path / "store") as archive:
        ingest(archive, files)
        assert found_by_words(archive, "отклонил") == ["решение.txt"]
        assert archive.check() == []
        assert_whole(archive)


def damage(store):
    for path in store.glob("catalog.sqlite3*"):
        path.unlink()
    (store / "catalog.sqlite3").write_bytes("Протокол. ".encode() * 999)


def test_a_damaged_catalogue_gives_way_to_a_backup(tmp_path, files):
    store, file = tmp_path / "store", tmp_path / "backup.zip"
    with open_archive(store) as archive:
        ingest(archive, files)
        archive.backup(file)
    damage(store)
    with damaged_aside(store), open_archive(store) as archive:
        archive.restore(file)
    with open_archive(store) as archive:
        assert held(archive) == FILES
        assert archive.check() == []
    assert (store / "catalog.sqlite3.damaged").read_bytes().startswith("Протокол".encode())


def test_a_damaged_catalogue_stays_where_the_backup_is_bad(tmp_path):
    store, file = tmp_path / "store", tmp_path / "backup.zip"
    store.mkdir()
    damage(store)
    before = (store / "catalog.sqlite3").read_bytes()
    file.write_bytes(b"no zip")
    with (
        pytest.raises(KengashError, match="bad-backup"),
        damaged_aside(store),
        open_archive(store) as archive,
    ):
        archive.restore(file)
    assert (store / "catalog.sqlite3").read_bytes() == before
    assert not list(store.glob("*.damaged"))


def test_a_sound_catalogue_stays_where_it_is(tmp_path, files):
    with open_archive(tmp_path / "store") as archive:
        ingest(archive, files)
    with damaged_aside(tmp_path / "store"), open_archive(tmp_path / "store") as archive:
        assert held(archive) == FILES
    with damaged_aside(tmp_path / "nowhere"):
        assert not Path(tmp_path / "nowhere").exists()


@pytest.mark.parametrize("known_to_the_index", [True, False])
def test_what_a_killed_writer_left_among_the_words_does_not_stop_the_next(
    tmp_path, files, known_to_the_index
):
    """A file of deletions whose commit never came has the very name that the next one wants."""
    store, later = tmp_path / "store", tmp_path / "later"
    with open_archive(store) as archive:
        ingest(archive, files)
    shutil.copytree(store, later)
    with open_archive(later) as archive:
        archive.remove("report.txt")
    left = list((later / "lexical").rglob("*.del"))
    left += (later / "lexical").rglob(".managed.json") if known_to_the_index else []
    assert left
    for path in left:
        shutil.copy(path, store / path.relative_to(later))
    with open_archive(store) as archive:
        with archive.catalog.note() as note:
            note.set(writing=1)
        try:
            archive.remove("report.txt")
        except KengashError as error:
            assert (error.code, known_to_the_index) == ("store-unusable", False)
    with open_archive(store) as archive:
        with archive.writing():
            pass
        assert archive.check() == []
        assert found_by_words(archive, "approved") == []
        assert_whole(archive)
