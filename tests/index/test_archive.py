import shutil
import sqlite3
import threading

import numpy as np
import pytest
from store_fakes import (
    WordEmbedding,
    assert_whole,
    documents_of,
    found_by_meaning,
    found_by_words,
    ingest,
    open_archive,
    write_files,
)

from index.batch import Batch
from index.filters import Filters
from ingest.errors import KengashError

FILES = {
    "протокол.txt": "date: 2024-05-17\nkind: minutes\n\nСовет утвердил план работы.\n\nДоклад о форуме.",
    "bayonnoma.txt": "date: 2023\nlanguage: uz\nkind: minutes\n\nKengash ish rejasini tasdiqladi.",
    "баённома.txt": "language: uz\n\nКенгаш иш режасини тасдиқлади.",
    "report.txt": "date: 2025-02\nlanguage: en\nkind: report\n\nThe council approved the work plan.",
    "хаттама.txt": "date: 2024-12-01\nlanguage: kk\n\nКеңес жұмыс жоспарын бекітті.",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    write_files(folder / "files", {**FILES, "копия.txt": FILES["report.txt"], "пусто.txt": ""})
    with open_archive(folder / "store") as archive:
        ingest(archive, folder / "files")
    return folder


@pytest.fixture
def store(filled, tmp_path):
    shutil.copytree(filled / "store", tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def archive(store):
    with open_archive(store) as archive:
        yield archive


def codes(archive):
    return sorted(error.code for error in archive.check())


def test_empty_archive_finds_nothing_and_needs_no_model(tmp_path):
    with open_archive(tmp_path / "new" / "store", embedding=object()) as archive:
        assert archive.documents() == archive.passage_ids() == archive.search_words("план", 5) == []
        assert archive.search_vectors([0.0] * 64, 5) == []
        assert "план" not in archive.vocabulary
        assert not (archive.folder / "chroma").exists()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(date_from="2024-06-01", date_to="2024-12-31"), {"хаттама.txt"}),
        (Filters(date_from="2023-03-01", date_to="2023-03-31"), {"bayonnoma.txt"}),
        (Filters(languages=("uz",)), {"bayonnoma.txt", "баённома.txt"}),
        (Filters(kinds=("minutes",), date_to="2023-12-31"), {"bayonnoma.txt"}),
        (Filters(documents=("report.txt", "протокол.txt")), {"report.txt", "протокол.txt"}),
        (Filters(languages=("tg",)), set()),
    ],
)
def test_filters_hold_in_both_searches(archive, filters, expected):
    ids = archive.passage_ids(filters)
    vector = archive.embedding.get_query_embedding("план")
    assert set(documents_of(archive, archive.search_vectors(vector, 50, ids))) == expected
    text = "план rejasini режасини plan жоспарын"
    assert set(documents_of(archive, archive.search_words(text, 50, ids))) == expected
    assert set(documents_of(archive, archive.search_words(text, 50, filters=filters))) == expected


def test_undated_documents_are_counted(archive):
    assert archive.undated(Filters(date_from="2020-01-01")) == 1
    assert archive.undated(Filters(languages=("uz",))) == 0


def test_unknown_documents_are_named(archive):
    for ask in (archive.document, archive.text, archive.passages_of, archive.remove, archive.edit):
        with pytest.raises(KengashError) as caught:
            ask("нет.txt")
        assert (caught.value.code, caught.value.values) == ("no-document", {"document": "нет.txt"})
    with pytest.raises(KengashError) as caught:
        archive.text("пусто.txt")
    assert caught.value.code == "no-text"


def test_edit_changes_what_is_shown_and_filtered(archive):
    before = archive.document("баённома.txt")
    edited = archive.edit(
        "баённома.txt", title="Баённома № 3", date="2022-10", kind="minutes", access="staff"
    )
    assert archive.document("баённома.txt") == edited
    assert (edited.title, edited.date, edited.date_source) == ("Баённома № 3", "2022-10", "user")
    assert (edited.kind, edited.access, edited.sha256) == ("minutes", "staff", before.sha256)
    filters = Filters(date_from="2022-10-05", date_to="2022-10-06")
    hits = archive.search_words("режасини", 5, filters=filters)
    assert documents_of(archive, hits) == ["баённома.txt"]
    assert archive.passages([hits[0][0]])[0].metadata["title"] == "Баённома № 3"
    archive.edit("баённома.txt", date="")
    assert (archive.document("баённома.txt").date, archive.document("баённома.txt").title) == (
        None,
        "Баённома № 3",
    )
    assert archive.search_words("режасини", 5, filters=filters) == []
    assert_whole(archive)


def test_edit_refuses_what_is_no_date(archive):
    with pytest.raises(KengashError) as caught:
        archive.edit("report.txt", date="май 2024")
    assert caught.value.code == "bad-date"
    assert archive.document("report.txt").date == "2025-02"


def test_remove(archive):
    archive.remove("протокол.txt")
    assert found_by_words(archive, "форуме") == []
    assert "протокол.txt" not in found_by_meaning(archive, "Доклад о форуме")
    assert_whole(archive)


def test_a_copy_takes_the_place_of_what_is_removed(archive, filled):
    archive.remove("report.txt")
    taken = archive.document("копия.txt")
    assert taken.path == str(filled / "files" / "копия.txt")
    assert found_by_words(archive, "council") == ["копия.txt"]
    archive.remove("копия.txt")
    assert found_by_words(archive, "council") == []
    assert_whole(archive)


def test_other_model_is_refused_until_reindexed(store):
    with open_archive(store, embedding=WordEmbedding(model_name="other")) as archive:
        assert len(archive.documents()) == 6
        assert found_by_words(archive, "council") == ["report.txt"]
        with pytest.raises(KengashError) as caught:
            found_by_meaning(archive, "council")
        assert caught.value.code == "other-model"
        assert caught.value.values == {"stored": "WordEmbedding:words", "configured": "WordEmbedding:other"}
        with pytest.raises(KengashError, match="other-model"):
            archive.edit("report.txt", title="x")
        assert codes(archive) == ["other-model", "writing-unfinished"]
        reports = []
        assert archive.reindex(lambda done, total: reports.append((done, total))) == archive.catalog.count()
        assert reports[0] == (0, archive.catalog.count())
        assert reports[-1] == (archive.catalog.count(),) * 2
        assert found_by_meaning(archive, "The council approved the work plan.", 1) == ["report.txt"]
        assert codes(archive) == []
    with open_archive(store) as archive, pytest.raises(KengashError, match="other-model"):
        found_by_meaning(archive, "council")


def test_a_handle_open_before_reindexing_goes_on(archive, store):
    with open_archive(store) as other:
        other.reindex()
    assert found_by_meaning(archive, "The council approved the work plan.", 1) == ["report.txt"]
    assert len(list((store / "chroma").iterdir())) == 1
    assert len(list((store / "lexical").iterdir())) == 1


@pytest.mark.parametrize("part", ["chroma", "lexical"])
@pytest.mark.parametrize("damage", ["gone", "spoilt"])
def test_what_is_damaged_is_made_anew_when_opened(store, part, damage):
    shutil.rmtree(store / part) if damage == "gone" else spoil(store / part)
    with open_archive(store) as archive:
        assert found_by_words(archive, "council") == ["report.txt"]
        assert found_by_meaning(archive, "The council approved the work plan.", 1) == ["report.txt"]
        assert_whole(archive)
        assert codes(archive) == []


def spoil(folder):
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".lock":
            path.write_bytes(b"spoilt" * 2000)


def test_passages_out_of_step_are_put_right(archive):
    ids = archive.catalog.ids_of(["report.txt", "протокол.txt"])
    stray = archive.passages(ids)[0].model_copy(update={"id_": "stray"})
    indexes = archive._handles
    indexes.vectors.drop(ids)
    indexes.words.delete(ids[:1])
    indexes.words.add([stray])
    indexes.words.commit()
    assert [
        (error.values["part"], error.values["missing"], error.values["extra"]) for error in archive.check()
    ] == [
        ("vectors", len(ids), 0),
        ("words", 1, 1),
    ]
    assert "stray" not in {one for one, _ in archive.search_words("council план", 50)}
    with archive.writing():
        pass
    assert codes(archive) == []
    assert_whole(archive)


def test_hits_that_the_catalogue_does_not_know_make_room_for_others(archive):
    node = archive.passages_of("report.txt")[-1]
    strays = [node.model_copy(update={"id_": f"stray-{n}"}) for n in range(10)]
    vector = archive.embedding.get_text_embedding(node.text)
    archive._handles.vectors.write(strays, np.array([vector] * 10, np.float32))
    hits = archive.search_vectors(vector, 3)
    assert len(hits) == 3
    assert documents_of(archive, hits)[0] == "report.txt"


def test_backup_and_restore(archive, store, tmp_path):
    with sqlite3.connect(store / "people.sqlite3") as people:
        people.execute("CREATE TABLE conversations (id TEXT)")
        people.execute("INSERT INTO conversations VALUES ('c1')")
    archive.edit("report.txt", title="Corrected")
    archive.backup(tmp_path / "backup.zip")
    reader = open_archive(store)
    archive.remove("протокол.txt")
    archive.edit("report.txt", title="Changed again")
    with sqlite3.connect(store / "people.sqlite3") as people:
        people.execute("DELETE FROM conversations")
    for target in (store, tmp_path / "new"):
        with open_archive(target) as restored:
            restored.restore(tmp_path / "backup.zip")
            assert restored.document("report.txt").title == "Corrected"
            assert found_by_words(restored, "форуме") == ["протокол.txt"]
            assert_whole(restored)
            assert codes(restored) == []
        with sqlite3.connect(target / "people.sqlite3") as people:
            assert people.execute("SELECT id FROM conversations").fetchall() == [("c1",)]
    assert found_by_words(reader, "форуме") == ["протокол.txt"]
    assert found_by_meaning(reader, "Доклад о форуме.", 1) == ["протокол.txt"]
    reader.close()
    assert not list(store.glob("tmp*"))


def test_what_is_no_backup_changes_nothing(archive, tmp_path):
    for content in (b"", b"no zip", b"PK\x05\x06" + b"\0" * 18):
        (tmp_path / "bad.zip").write_bytes(content)
        with pytest.raises(KengashError) as caught:
            archive.restore(tmp_path / "bad.zip")
        assert caught.value.code == "bad-backup"
    assert len(archive.documents()) == 6


def test_threads_share_an_archive_that_is_written_to(archive):
    errors, stop = [], threading.Event()

    def search():
        try:
            while not stop.is_set():
                assert found_by_meaning(archive, "The council approved the work plan.", 1) == ["report.txt"]
                assert "протокол.txt" in found_by_words(archive, "совет утвердил")
        except Exception as error:  # noqa: BLE001 - handed to the thread that judges
            errors.append(error)

    threads = [threading.Thread(target=search, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(5):
        archive.edit("хаттама.txt", title=f"Хаттама {number}")
    archive.reindex()
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert_whole(archive)


def test_what_is_ingested_while_threads_search_is_found_at_once(tmp_path):
    with open_archive(tmp_path / "store") as archive:
        errors, stop = [], threading.Event()

        def search():
            try:
                while not stop.is_set():
                    found_by_meaning(archive, "документ", 100)
            except Exception as error:  # noqa: BLE001 - handed to the thread that judges
                errors.append(error)

        threads = [threading.Thread(target=search, daemon=True) for _ in range(3)]
        for thread in threads:
            thread.start()
        for round_ in range(3):
            files = {f"{round_}-{number}.txt": f"Документ {round_} {number}." for number in range(6)}
            ingest(archive, write_files(tmp_path / "files", files))
            assert len(found_by_meaning(archive, "документ", 100)) == 6 * (round_ + 1)
            assert len(found_by_words(archive, "документ", 100)) == 6 * (round_ + 1)
        stop.set()
        for thread in threads:
            thread.join()
        assert errors == []


def test_threads_of_a_reader_swap_to_what_another_wrote(archive, store):
    errors = []
    vector = archive.embedding.get_query_embedding("The council approved the work plan.")

    def search():
        try:
            for _ in range(20):
                assert archive.search_vectors(vector, 3)
        except Exception as error:  # noqa: BLE001 - handed to the thread that judges
            errors.append(error)

    threads = [threading.Thread(target=search, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    with open_archive(store) as other:
        for number in range(4):
            other.edit("хаттама.txt", title=f"Хаттама {number}")
    for thread in threads:
        thread.join()
    assert errors == []
    hits = archive.search_words("бекітті", 1)
    assert archive.passages([hits[0][0]])[0].metadata["title"] == "Хаттама 3"


def test_an_error_while_writing_leaves_no_lock_and_is_put_right(archive, monkeypatch):
    monkeypatch.setattr(archive, "_step", lambda name: 1 / 0 if name == "catalog.begin" else None)
    with pytest.raises(ZeroDivisionError):
        archive.edit("report.txt", title="Never")
    monkeypatch.undo()
    assert codes(archive) == ["out-of-step", "out-of-step", "writing-unfinished"]
    archive.edit("report.txt", title="Now")
    assert codes(archive) == []
    assert_whole(archive)


def test_nothing_to_do_makes_no_generation(archive):
    generation = archive.generation
    archive.commit(Batch())
    assert archive.generation == generation
    assert not archive.refresh()
