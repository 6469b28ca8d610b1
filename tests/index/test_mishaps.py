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
