import sqlite3

import pytest
from store_fakes import ParagraphParser, assert_whole, open_archive, read_text, write_files

from index.ingestion import Ingestion
from index.knowledge import survey
from ingest.file import ParsedFile
from ingest.findings import find

NEWS = "title: Новости\ndate: 2024-11-28\nkind: letter\n\nВчера в Ташкенте состоялся форум молодёжи."
ORDER = (
    "title: Тема\ndate: 2024-03-01\nkind: letter\n\nДиректором центра 12 февраля назначена Гульнора Каримова."
)


def read(path):
    """A file with what it tells."""
    parsed = read_text(path)
    return ParsedFile(parsed.text, parsed.metadata, parsed.sha256, find(parsed.text, parsed.metadata))


@pytest.fixture
def archive(tmp_path):
    folder = write_files(tmp_path / "files", {"news.txt": NEWS, "order.txt": ORDER})
    with open_archive(tmp_path / "store") as opened:
        Ingestion(opened, ParagraphParser(), read=read).run([folder])
        yield opened


def days(archive):
    return [(told.document.name, told.day, told.what.title) for told in archive.knowledge.events()]


TOLD = [
    ("news.txt", "2024-11-27", "В Ташкенте состоялся форум молодёжи"),
    ("order.txt", "2024-02-12", "Директором центра назначена Гульнора Каримова"),
]


def test_what_ingestion_found_is_read_again(archive, tmp_path):
    assert days(archive) == TOLD
    (role,) = archive.knowledge.roles()
    assert (role.what.person, role.what.act, role.day) == ("Гульнора Каримова", "takes", "2024-02-12")
    assert archive.text("order.txt").text[role.what.start : role.what.end] == role.what.quote
    assert archive.knowledge.of("order.txt").roles == (role.what,)
    assert survey(archive.catalog) == 0
    with open_archive(tmp_path / "store") as other:
        assert days(other) == TOLD


def test_a_corrected_date_moves_what_was_told_by_it(archive):
    assert days(archive) == TOLD
    archive.edit("news.txt", date="2023-05-10")
    assert days(archive)[0] == ("news.txt", "2023-05-09", "В Ташкенте состоялся форум молодёжи")
    assert survey(archive.catalog) == 0


def test_a_store_that_was_never_surveyed_is_surveyed_when_asked(archive, tmp_path):
    with sqlite3.connect(tmp_path / "store" / "catalog.sqlite3") as catalog:
        catalog.execute("DELETE FROM findings")
        catalog.execute("DELETE FROM surveys")
    with open_archive(tmp_path / "store") as other:
        assert days(other) == TOLD
        assert other.knowledge.numbers() == []
    archive.reindex()
    assert survey(archive.catalog) == 0
    assert_whole(archive)


def test_what_is_taken_out_tells_nothing(archive):
    assert len(archive.knowledge.events()) == 2
    archive.remove("news.txt")
    assert days(archive) == TOLD[1:]
    assert archive.knowledge.of("news.txt").events == ()


def test_another_process_sees_what_was_taken_in(archive, tmp_path):
    with open_archive(tmp_path / "store") as reader:
        assert len(reader.knowledge.events()) == 2
        more = write_files(tmp_path / "more", {"третий.txt": NEWS.replace("форум", "съезд")})
        Ingestion(archive, ParagraphParser(), read=read).run([more])
        assert [told.document.name for told in reader.knowledge.events()].count("третий.txt") == 1
