"""Folders watched while others read."""

import shutil
import threading

import pytest
from store_fakes import assert_whole, found_by_words, ingest, open_archive, write_files

from index.report import IngestReport
from index.watch import PATIENCE, Watch, Watcher, look_at
from ingest.errors import KengashError

FILES = {
    "решение.txt": "Совет утвердил план.",
    "qaror.txt": "Kengash rejani tasdiqladi.",
    "report.txt": "The council approved the plan.",
    "шешім.txt": "Кеңес жоспарды бекітті.",
}


@pytest.fixture
def files(tmp_path):
    return write_files(tmp_path / "files", FILES)


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "store") as archive:
        yield archive


def watching(archive, *paths):
    return Watch(paths, lambda: ingest(archive, *paths))


def look_until_taken(watch):
    """The second look finds that a change has come to rest."""
    assert watch.look() is None
    return watch.look()


def counts(report):
    return report.added, report.replaced, report.removed, report.unchanged


def test_what_is_there_is_taken_in_at_once_and_then_what_changes(archive, files):
    watch = watching(archive, files)
    assert counts(watch.look()) == (4, 0, 0, 0)
    assert watch.look() is None
    write_files(files, {"новое.txt": "Совет провёл форум.", "report.txt": "The council rejected the plan."})
    assert counts(look_until_taken(watch)) == (1, 1, 0, 3)
    assert found_by_words(archive, "форум") == ["новое.txt"]
    write_files(files, {"новое.txt": None})
    assert counts(look_until_taken(watch)) == (0, 0, 1, 4)
    (files / "решение.txt").rename(files / "план.txt")
    assert counts(look_until_taken(watch)) == (0, 0, 0, 4)
    assert found_by_words(archive, "утвердил") == ["план.txt"]
    write_files(files, {"metadata.csv": "file,title\nplan.txt,План\n"})
    assert counts(look_until_taken(watch)) == (0, 0, 0, 4)
    assert watch.look() is None
    assert_whole(archive)


def test_a_drive_that_is_not_there_costs_nothing(archive, files):
    watch = watching(archive, files)
    watch.look()
    away = files.with_name("away")
    files.rename(away)
    assert [one.reason for one in look_until_taken(watch).refused] == ["folder-missing"]
    assert watch.look() is None
    files.mkdir()  # the empty folder that a drive is mounted in
    assert watch.look() is None
    assert len(archive.documents()) == 4
    files.rmdir()
    away.rename(files)
    assert counts(look_until_taken(watch)) == (0, 0, 0, 4)
    shutil.rmtree(files)
    assert [one.reason for one in look_until_taken(watch).refused] == ["folder-missing"]
    assert len(archive.documents()) == 4


def test_a_file_that_is_being_copied_is_waited_for():
    looks = [{"a": (size, size)} for size in (1, 2, 3, 4, 4, 4)]
    taken = []
    watch = Watch([], lambda: taken.append(1) or IngestReport(), lambda _: looks.pop(0))
    assert [watch.look() is not None for _ in range(6)] == [True, False, False, False, True, False]


def test_a_file_that_never_rests_is_taken_in_some_day():
    sizes = iter(range(100))
    watch = Watch([], IngestReport, lambda _: {"log.txt": (next(sizes), 0)})
    taken = [watch.look() is not None for _ in range(2 * PATIENCE + 3)]
    assert taken == [True, *[False] * PATIENCE, True, *[False] * PATIENCE, True]


def test_another_writer_is_waited_for(archive, files, tmp_path):
    watch = watching(archive, files)
    with open_archive(tmp_path / "store") as other, other.writing("ingest"):
        assert watch.look() is None
        assert watch.look() is None
    assert counts(watch.look()) == (4, 0, 0, 0)


def test_other_failures_are_told():
    def fail():
        raise KengashError("other-model", stored="a", configured="b")

    with pytest.raises(KengashError):
        Watch([], fail, lambda _: {"a": (1, 1)}).look()


def test_a_look_leaves_out_what_is_not_there(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    assert look_at([tmp_path, tmp_path / "нет"]) == {}


def test_a_watcher_works_beside_its_process(archive, files, tmp_path):
    """A reader of the same process sees what the watcher takes in."""
    done = threading.Event()
    reports, failures = [], []

    def report(one):
        reports.append(one)
        done.set()

    with open_archive(tmp_path / "store") as reader:
        assert found_by_words(reader, "утвердил") == []
        with Watcher(watching(archive, files), report, failures.append, every=0.01):
            assert done.wait(60)
            assert found_by_words(reader, "утвердил") == ["решение.txt"]
            done.clear()
            write_files(files, {"форум.txt": "Совет провёл форум."})
            assert done.wait(60)
            assert found_by_words(reader, "форум") == ["форум.txt"]
    assert [one.added for one in reports] == [4, 1]
    assert failures == []


def test_a_watcher_goes_on_after_a_failure():
    again = threading.Event()
    failures = []

    def fail():
        if failures:
            again.set()
        raise KengashError("store-unusable", path="store", detail="No space left on device")

    with Watcher(Watch([], fail, lambda _: {"a": (1, 1)}), failed=failures.append, every=0.001):
        assert again.wait(60)
    assert {error.code for error in failures} == {"store-unusable"}
