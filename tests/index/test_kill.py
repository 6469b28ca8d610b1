"""Writers that are killed and readers beside writers: forks of a process that has imported everything."""

import shutil
import signal

import pytest
import store_fakes
from store_fakes import (
    assert_whole,
    found_by_meaning,
    found_by_words,
    ingest,
    open_archive,
    write_files,
)

BEFORE = {
    "стоит.txt": "Документ, который не меняется.\n\nВторой абзац неизменного.",
    "меняется.txt": "Прежний текст решения.\n\nПрежний конец.",
    "уходит.txt": "Этот файл уберут.",
    "едет.txt": "Этот файл переедет.\n\nВместе с этим абзацем.",
    "anjuman.txt": "Ayollar anjumani bo‘lib o‘tdi.",
    "копия.txt": "Этот файл уберут.",
    "report.txt": "Nine grants were awarded.",
}
CHANGE = {
    "меняется.txt": "Новый текст решения.\n\nНовый конец.\n\nИ ещё абзац.",
    "уходит.txt": None,
    "едет.txt": None,
    "сюда/едет.txt": BEFORE["едет.txt"],
    "новый-1.txt": "Первый новый документ.",
    "новый-2.txt": "Второй новый документ.\n\nС двумя абзацами.",
    "новый-3.txt": "Үшінші жаңа құжат.",
}
AFTER = {name: text for name, text in {**BEFORE, **CHANGE}.items() if text is not None}
MOVES = {"сюда/едет.txt": "едет.txt", "копия.txt": "уходит.txt"}
"""Documents that stay, under another name."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder ingested as it was, then changed."""
    folder = tmp_path_factory.mktemp("prepared")
    write_files(folder / "files", BEFORE)
    with open_archive(folder / "store") as archive:
        ingest(archive, folder / "files")
        assert_whole(archive)
    write_files(folder / "files", CHANGE)
    return folder


def run(processes, target, *args):
    process = processes.Process(target=target, args=args)
    process.start()
    process.join()
    return process.exitcode


def steps_of_an_ingest(processes, prepared, folder):
    shutil.copytree(prepared / "store", folder / "dry")
    assert (
        run(
            processes, store_fakes.ingest_and_note_steps, folder / "dry", prepared / "files", folder / "steps"
        )
        == 0
    )
    return (folder / "steps").read_text().split()


def assert_each_old_or_new(archive):
    """What a reader may find after an interruption at any point."""
    held = {document.name: archive.text(document.name).text for document in archive.documents()}
    for name, text in held.items():
        assert text in (BEFORE.get(name), AFTER.get(name))
    for name, text in BEFORE.items():
        if AFTER.get(name) == text and name != "копия.txt":
            assert held[name] == text
    assert ("едет.txt" in held) != ("сюда/едет.txt" in held)
    assert ("уходит.txt" in held) != ("копия.txt" in held)
    assert "меняется.txt" in held
    for query in (
        "текст решения",
        "неизменного",
        "абзацем",
        "Ayollar anjumani",
        "nine grants",
        "новый документ",
    ):
        for found in (found_by_words(archive, query), found_by_meaning(archive, query)):
            assert set(found) <= set(held)
    assert "стоит.txt" in found_by_words(archive, "неизменного")
    assert "меняется.txt" in found_by_words(archive, "текст решения")
    assert found_by_meaning(archive, BEFORE["report.txt"], 1) == ["report.txt"]
    assert found_by_meaning(archive, "Этот файл переедет.", 1)[0] in ("едет.txt", "сюда/едет.txt")


def test_killed_at_any_step_of_an_ingest(processes, prepared, tmp_path):
    steps = steps_of_an_ingest(processes, prepared, tmp_path)
    assert len(steps) >= 20
    assert {"vectors.write", "words.commit", "catalog.commit", "vectors.drop", "checkpoint.switch"} <= set(
        steps
    )
    for number, step in enumerate(steps):
        store = tmp_path / f"{number}-{step}"
        shutil.copytree(prepared / "store", store)
        killed = run(processes, store_fakes.ingest_until_killed, store, prepared / "files", number)
        assert killed == -signal.SIGKILL
        with open_archive(store) as archive:
            assert_each_old_or_new(archive)  # a reader, before anyone puts anything right
            with archive.writing():
                pass
            assert archive.check() == []
            assert_whole(archive)
            assert_each_old_or_new(archive)
            ingest(archive, prepared / "files")
            held = {document.name: archive.text(document.name).text for document in archive.documents()}
            assert held == AFTER
            assert archive.check() == []
        shutil.rmtree(store)


def test_killed_again_while_putting_it_right(processes, prepared, tmp_path):
    steps = steps_of_an_ingest(processes, prepared, tmp_path)
    first = steps.index("catalog.commit")
    for number in range(5):
        store = tmp_path / str(number)
        shutil.copytree(prepared / "store", store)
        assert (
            run(processes, store_fakes.ingest_until_killed, store, prepared / "files", first)
            == -signal.SIGKILL
        )
        assert (
            run(processes, store_fakes.ingest_until_killed, store, prepared / "files", number)
            == -signal.SIGKILL
        )
        with open_archive(store) as archive:
            assert_each_old_or_new(archive)
            ingest(archive, prepared / "files")
            assert {document.name for document in archive.documents()} == set(AFTER)
            assert archive.check() == []
            assert_whole(archive)


def test_killed_at_any_step_of_reindexing(processes, prepared, tmp_path):
    for number in range(4):
        store = tmp_path / str(number)
        shutil.copytree(prepared / "store", store)
        assert run(processes, store_fakes.reindex_until_killed, store, number) == -signal.SIGKILL
        with open_archive(store) as archive:
            assert archive.check() == [] or [e.code for e in archive.check()] == ["writing-unfinished"]
            assert found_by_meaning(archive, BEFORE["report.txt"], 1) == ["report.txt"]
            assert archive.reindex() == archive.catalog.count() > 0
            assert_whole(archive)
            assert archive.check() == []


def test_reader_sees_what_a_writer_in_another_process_does(processes, tmp_path):
    files = write_files(tmp_path / "files", {f"{n}.txt": f"Документ номер {n}." for n in range(10)})
    with open_archive(tmp_path / "store") as reader:
        assert found_by_words(reader, "документ") == found_by_meaning(reader, "документ") == []
        assert run(processes, store_fakes.ingest_in, tmp_path / "store", files) == 0
        assert len(found_by_words(reader, "документ")) == len(found_by_meaning(reader, "документ")) == 10
        write_files(files, {"новый.txt": "Совершенно новый протокол."})
        assert run(processes, store_fakes.ingest_in, tmp_path / "store", files) == 0
        assert found_by_words(reader, "протокол") == ["новый.txt"]
        assert found_by_meaning(reader, "совершенно новый протокол", 1) == ["новый.txt"]
        write_files(files, {"новый.txt": None})
        assert run(processes, store_fakes.ingest_in, tmp_path / "store", files) == 0
        assert found_by_words(reader, "протокол") == []
        assert "новый.txt" not in found_by_meaning(reader, "совершенно новый протокол", 20)
        assert len(found_by_meaning(reader, "документ", 20)) == 10


def test_reader_goes_on_while_a_writer_writes(processes, tmp_path):
    files = write_files(tmp_path / "files", {f"{n}.txt": f"Документ номер {n}." for n in range(40)})
    with open_archive(tmp_path / "store") as reader:
        writer = processes.Process(target=store_fakes.ingest_in, args=(tmp_path / "store", files))
        writer.start()
        # Each search for itself: a look may show the words as they are a moment later than the vectors.
        by_words, by_meaning = [0], [0]
        while writer.is_alive():
            by_words.append(len(found_by_words(reader, "документ", 100)))
            by_meaning.append(len(found_by_meaning(reader, "документ", 100)))
        assert by_words == sorted(by_words)
        assert by_meaning == sorted(by_meaning)
        writer.join()
        assert writer.exitcode == 0
        assert len(found_by_meaning(reader, "документ", 100)) == 40
