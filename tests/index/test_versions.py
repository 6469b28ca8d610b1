"""What documents were before: kept, shown, brought back."""

import sqlite3

import pytest
from sqlalchemy import create_engine
from store_fakes import (
    ParagraphParser,
    assert_whole,
    found_by_meaning,
    found_by_words,
    ingest,
    open_archive,
    read_text,
    write_files,
)

from index.catalog import Catalog
from index.ingestion import Ingestion
from index.migrations import MIGRATIONS, migrate
from ingest.document import ExtractedText
from ingest.errors import KengashError

FILES = {
    "решение.txt": "date: 2024-05-17\nkind: minutes\n\nСовет выделил девять грантов.",
    "qaror.txt": "date: 2023\nlanguage: uz\n\nKengash to‘qqizta grant ajratdi.",
    "қарор.txt": "language: uz\n\nКенгаш тўққизта грант ажратди.",
    "report.txt": "date: 2025-02\nlanguage: en\n\nThe council awarded nine grants.",
    "шешім.txt": "language: kk\n\nКеңес тоғыз грант бөлді.",
    "прочее.txt": "Другой документ.",
}
SECOND = "date: 2024-05-20\nkind: correction\n\nСовет выделил десять грантов."


@pytest.fixture
def files(tmp_path):
    return write_files(tmp_path / "files", FILES)


@pytest.fixture
def archive(tmp_path, files):
    with open_archive(tmp_path / "store") as archive:
        ingest(archive, files)
        yield archive


def summary(archive, name):
    return [(v.number, v.document.date, v.document.kind, v.ended) for v in archive.versions(name)]


def test_what_was_replaced_can_still_be_seen(archive, files):
    assert summary(archive, "решение.txt") == [(1, "2024-05-17", "minutes", None)]
    write_files(files, {"решение.txt": SECOND})
    ingest(archive, files)
    write_files(files, {"решение.txt": SECOND.replace("десять", "одиннадцать")})
    ingest(archive, files)
    assert summary(archive, "решение.txt") == [
        (1, "2024-05-17", "minutes", "replaced"),
        (2, "2024-05-20", "correction", "replaced"),
        (3, "2024-05-20", "correction", None),
    ]
    texts = [archive.text("решение.txt", version=number).text for number in (1, 2, 3)]
    assert [text.split()[-2] for text in texts] == ["девять", "десять", "одиннадцать"]
    assert texts[2] == archive.text("решение.txt").text
    assert all(version.until for version in archive.versions("решение.txt")[:2])
    assert found_by_words(archive, "десять") == []
    assert_whole(archive)


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_version_that_there_is_not_is_named(archive, number):
    with pytest.raises(KengashError) as caught:
        archive.text("решение.txt", version=number)
    assert caught.value.code == "no-version"
    assert caught.value.values == {"document": "решение.txt", "version": number, "versions": 1}
    with pytest.raises(KengashError) as caught:
        archive.versions("нет.txt")
    assert caught.value.code == "no-document"


def test_the_same_text_in_other_bytes_is_no_version(archive, files):
    def same(path):
        parsed = read_text(path)
        return type(parsed)(
            ExtractedText(parsed.text.text.rstrip(), parsed.text.blocks), parsed.metadata, parsed.sha256
        )

    write_files(files, {"прочее.txt": FILES["прочее.txt"] + "\n\n"})
    report = Ingestion(archive, ParagraphParser(), read=same).run([files])
    assert report.replaced == 1
    assert len(archive.versions("прочее.txt")) == 1


def test_versions_follow_a_file_that_moves(archive, files):
    write_files(files, {"решение.txt": SECOND})
    ingest(archive, files)
    write_files(files, {"решение.txt": None, "2024/решение.txt": SECOND})
    ingest(archive, files)
    assert [one[0] for one in summary(archive, "2024/решение.txt")] == [1, 2]
    assert "девять" in archive.text("2024/решение.txt", version=1).text
    with pytest.raises(KengashError):
        archive.versions("решение.txt")


@pytest.mark.parametrize("name", list(FILES))
def test_what_was_taken_out_stays_out_and_comes_back(archive, files, name):
    archive.edit(name, title="Исправлено", access="staff")
    before = archive.document(name)
    archive.remove(name)
    assert summary(archive, name)[0][3] == "removed"
    assert [version.document.name for version in archive.taken_out()] == [name]
    report = ingest(archive, files)
    assert (report.left_out, report.added, report.unchanged) == (1, 0, 5)
    assert archive.restore_document(name) == before
    assert archive.document(name).title == "Исправлено"
    assert found_by_meaning(archive, FILES[name], 1) == [name]
    assert archive.taken_out() == []
    assert summary(archive, name)[0][3] is None
    report = ingest(archive, files)
    assert (report.left_out, report.added, report.unchanged) == (0, 0, 6)
    write_files(files, {name: FILES[name] + "\n\nЕщё абзац."})
    ingest(archive, files)
    assert archive.document(name).title == "Исправлено"
    assert_whole(archive)


def test_what_was_taken_out_comes_back_when_given_by_itself_or_changed(archive, files):
    archive.remove("report.txt")
    archive.remove("прочее.txt")
    assert ingest(archive, files / "report.txt").added == 1
    write_files(files, {"прочее.txt": "Другой документ, исправленный."})
    report = ingest(archive, files)
    assert (report.added, report.left_out) == (1, 0)
    assert len(archive.versions("прочее.txt")) == 2
    assert_whole(archive)


def test_what_went_with_its_file_stays_when_brought_back(archive, files):
    write_files(files, {"решение.txt": None})
    assert ingest(archive, files).removed == 1
    archive.restore_document("решение.txt")
    assert found_by_words(archive, "выделил") == ["решение.txt"]
    assert ingest(archive, files).removed == 0
    write_files(files, {"решение.txt": FILES["решение.txt"]})
    report = ingest(archive, files)
    assert [one.same_as for one in report.duplicates] == ["решение.txt"]
    assert found_by_words(archive, "выделил") == ["решение.txt"]
    assert_whole(archive)


def test_what_is_there_or_never_was_cannot_be_brought_back(archive):
    for name, code in (("решение.txt", "document-present"), ("нет.txt", "no-document")):
        with pytest.raises(KengashError) as caught:
            archive.restore_document(name)
        assert (caught.value.code, caught.value.values) == (code, {"document": name})


def test_a_file_that_can_no_longer_be_read_keeps_what_it_held(archive, files):
    read = []

    def reading(path):
        read.append(path.name)
        return read_text(path)

    ingestion = Ingestion(archive, ParagraphParser(), read=reading)
    write_files(files, {"решение.txt": "", "report.txt": "", "новый.txt": ""})
    for _ in range(2):
        report = ingestion.run([files])
        refused = sorted(one.path.rpartition("/")[2] for one in report.refused)
        assert refused == ["report.txt", "новый.txt", "решение.txt"]
        assert (report.added, report.replaced, report.removed) == (0, 0, 0)
        kept = archive.document("решение.txt")
        assert (kept.status, kept.reason, kept.passages) == ("indexed", "empty", 2)
        assert found_by_words(archive, "выделил") == ["решение.txt"]
        assert archive.document("новый.txt").status == "refused"
    assert len(read) == 1  # the three are the same bytes
    write_files(files, {"решение.txt": FILES["решение.txt"], "report.txt": FILES["report.txt"] + " Ten."})
    report = ingestion.run([files])
    assert [one.path.rpartition("/")[2] for one in report.refused] == ["новый.txt"]
    assert (report.replaced, report.unchanged) == (1, 5)
    assert [archive.document(name).reason for name in ("решение.txt", "report.txt")] == [None, None]
    assert_whole(archive)


def test_a_text_that_cannot_be_cut_costs_one_file(archive, files):
    class Stumbling(ParagraphParser):
        def passages(self, name, parsed_text, metadata):
            if name == "новый.txt":
                raise IndexError(name)
            return super().passages(name, parsed_text, metadata)

    write_files(files, {"новый.txt": "Новый документ.", "ещё.txt": "И ещё один."})
    report = Ingestion(archive, Stumbling(), read=read_text).run([files])
    assert [(one.path.rpartition("/")[2], one.reason) for one in report.refused] == [("новый.txt", "corrupt")]
    assert report.added == 1
    assert_whole(archive)


def test_a_store_of_the_first_version_is_migrated(tmp_path):
    path = tmp_path / "catalog.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine, MIGRATIONS[:1])
    engine.dispose()
    with sqlite3.connect(path) as raw:
        for number, confidence in ((1, "91 62"), (2, None)):
            properties = f'{{"ocr:confidence": "{confidence}"}}' if confidence else "{}"
            raw.execute(
                "INSERT INTO documents VALUES (?, ?, NULL, ?, 'x', 1, 1, 'Приказ', NULL, NULL, NULL, NULL, "
                "'ru', 'order', 'everyone', 2, 0, 'indexed', NULL, '{}', '2024-01-01')",
                (number, f"{number}.pdf", f"/a/{number}.pdf"),
            )
            raw.execute("INSERT INTO texts VALUES (?, 'Приказ', '[]', '[]', ?)", (number, properties))
    catalog = Catalog(path)
    first, second = catalog.documents()
    assert (first.ocr_confidence, first.badly_read, first.title) == (62, True, "Приказ")
    assert (second.ocr_confidence, second.badly_read) == (None, False)
    with catalog.change() as change:
        change.remove("1.pdf")
    assert [one.name for one in catalog.documents()] == ["2.pdf"]
    catalog.close()


@pytest.mark.parametrize("name", ["решение.txt", "новый.txt"])
def test_what_could_not_be_read_for_a_moment_is_read_the_next_time(archive, files, name):
    """A drive that goes while its files are read, and is back."""

    def gone(path):
        raise OSError(5, "Input/output error")

    write_files(files, {name: "Новый текст решения."})
    report = Ingestion(archive, ParagraphParser(), read=gone).run([files])
    assert [(one.path.rpartition("/")[2], one.reason) for one in report.refused] == [(name, "unreadable")]
    assert found_by_words(archive, "девять") == ["решение.txt"]
    report = ingest(archive, files)
    assert report.refused == []
    assert archive.document(name).reason is None
    assert found_by_words(archive, "текст решения")[0] == name
    assert_whole(archive)
