"""What one file does to its reader or its name costs that file alone."""

import os
import socket
import struct
import sys
import zlib
from pathlib import Path

import pytest
from lxml import etree
from store_fakes import ParagraphParser, assert_whole, ingest, open_archive, read_text, write_files

from index.ingestion import Ingestion
from ingest.file import read_file
from ingest.readers.txt import TxtReader
from ingest.workers import ReadPool

FILES = {"протокол.txt": "Совет утвердил план работы.", "report.txt": "The council approved the plan."}
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "store") as archive:
        yield archive


def refused(report):
    return [(Path(one.path).name, one.reason, one.values.get("cause")) for one in report.refused]


@pytest.mark.parametrize(
    ("error", "reason", "cause"),
    [
        (ValueError("x"), "corrupt", "ValueError"),
        (UnicodeError("x"), "corrupt", "UnicodeError"),
        (KeyError("x"), "corrupt", "KeyError"),
        (IndexError("x"), "corrupt", "IndexError"),
        (AttributeError("x"), "corrupt", "AttributeError"),
        (TypeError("x"), "corrupt", "TypeError"),
        (ZeroDivisionError("x"), "corrupt", "ZeroDivisionError"),
        (RecursionError("x"), "corrupt", "nesting"),
        (struct.error("x"), "corrupt", "error"),
        (zlib.error("x"), "corrupt", "error"),
        (etree.SerialisationError("x"), "corrupt", "SerialisationError"),
        (OSError(28, "No space left on device"), "unreadable", "No space left on device"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
@pytest.mark.parametrize("way", ["read", "files", "pool"])
def test_an_error_nobody_foresaw_costs_one_file(archive, tmp_path, monkeypatch, way, error, reason, cause):
    files = write_files(tmp_path / "files", {**FILES, "bad.txt": "bad"})

    def fail(path):
        if path.name == "bad.txt":
            raise error
        return read_text(path)

    extract = TxtReader.extract

    def fail_inside(self, data):
        if data == b"bad":
            raise error
        return extract(self, data)

    if way == "read":
        report = Ingestion(archive, ParagraphParser(), read=fail).run([files])
    else:
        monkeypatch.setattr(TxtReader, "extract", fail_inside)
        with ReadPool(workers=1) as pool:
            read_all = pool.read_all if way == "pool" else None
            report = Ingestion(archive, ParagraphParser(), read_all=read_all).run([files])
    assert refused(report) == [("bad.txt", reason, cause)]
    assert report.added == 2
    assert_whole(archive)


@posix
@pytest.mark.parametrize("name", ["pipe.txt", "pipe.pdf", "pipe.zip", "metadata.csv"])
@pytest.mark.parametrize("way", ["files", "pool"])
def test_a_pipe_is_not_waited_on(archive, tmp_path, name, way):
    files = write_files(tmp_path / "files", FILES)
    os.mkfifo(files / name)
    with ReadPool(workers=1) as pool:
        read_all = pool.read_all if way == "pool" else None
        report = Ingestion(archive, ParagraphParser(), read_all=read_all).run([files])
    assert refused(report) == ([] if name == "metadata.csv" else [(name, "unreadable", "not-a-file")])
    assert report.added == 2


@posix
def test_a_socket_is_no_file(archive, tmp_path, monkeypatch):
    files = write_files(tmp_path / "files", FILES)
    monkeypatch.chdir(files)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        report = Ingestion(archive, ParagraphParser()).run([files])
    assert refused(report) == [("s.txt", "unreadable", "not-a-file")]
    assert report.added == 2


@posix
@pytest.mark.parametrize("prune", [False, True])
@pytest.mark.parametrize("name", [b"\xcf\xf0\xee\xf2\xee\xea\xee\xeb.txt", b"\xff/report.txt"])
def test_a_name_that_is_no_text_costs_one_file(archive, tmp_path, name, prune):
    files = write_files(tmp_path / "files", FILES)
    bad = files / os.fsdecode(name)
    try:
        bad.parent.mkdir(exist_ok=True)
        bad.write_text("Кенгаш режани тасдиқлади.")
    except OSError:
        pytest.skip("the file system takes text alone")
    report = ingest(archive, files, prune=prune)
    assert refused(report) == [(Path(os.fsencode(bad).decode("utf-8", "replace")).name, "unreadable", "name")]
    assert report.added == 2
    assert ingest(archive, bad, prune=prune).refused == report.refused
    assert ingest(archive, bad.parent if bad.parent != files else bad, prune=prune).added == 0
    assert archive.catalog.folders() == [str(files)]
    assert_whole(archive)


def changed_in_between(name: str, what: str):
    """Reading during which a file changes, or goes, for good."""

    def read(path):
        if path.name == name and what:
            path.write_text(what, "utf-8")
        elif path.name == name:
            path.unlink()
        return read_file(path)

    return read


@pytest.mark.parametrize(
    ("what", "held", "lost"),
    [
        ("Совет перенёс форум на 3 декабря 2024 года.", {"а.txt": "перенёс", "б.txt": "утвердил"}, []),
        ("", {"б.txt": "утвердил"}, ["а.txt"]),
    ],
)
def test_a_copy_is_taken_in_where_the_file_it_is_of_changes_meanwhile(archive, tmp_path, what, held, lost):
    text = "Совет утвердил план работы на 2025 год."
    files = write_files(tmp_path / "files", {"а.txt": text, "б.txt": text, "в.txt": text})
    report = Ingestion(archive, read=changed_in_between("а.txt", what)).run([files])
    read = {one.name: archive.text(one.name).text for one in archive.documents() if one.status == "indexed"}
    assert read.keys() == held.keys()
    assert all(words in read[name] for name, words in held.items())
    assert [(Path(one.path).name, one.same_as) for one in report.duplicates] == [("в.txt", "б.txt")]
    assert [name for name, _, _ in refused(report)] == lost
    assert_whole(archive)
    again = Ingestion(archive).run([files], prune=True)
    assert (again.added, again.replaced, again.refused) == (0, 0, [])


@pytest.mark.parametrize("depth", ["", "2024"])
def test_what_a_folder_holds_that_cannot_be_listed_is_not_gone(archive, tmp_path, monkeypatch, depth):
    many = {f"{number}.txt": f"Протокол номер {number}." for number in range(9)}
    files = write_files(tmp_path / "files", {**many, "2024/отчёт.txt": "Отчёт о форуме женщин."})
    assert ingest(archive, files).added == 10
    listed = os.scandir

    def fail(path):
        if Path(path) == files / depth:
            raise OSError(5, "Input/output error", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", fail)
    report = ingest(archive, files, prune=True)
    assert [(one.path, one.reason, one.values["cause"]) for one in report.refused] == [
        (str(files / depth), "unreadable", "Input/output error")
    ]
    assert report.removed == 0
    assert len(archive.documents()) == 10
    monkeypatch.undo()
    assert ingest(archive, files).unchanged == 10
