"""`documents` and `ingest --watch`: versions, undo, near copies."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.watch import Watch
from tests.ui.conftest import Kengash

RELEASE = """Совет сообществ Долины провёл форум женщин

29 ноября 2024 года

В Доме культуры Навдиза прошёл форум женщин. В нём приняли участие {count} человек из пяти городов. Форум \
открыла председатель Совета, которая рассказала о работе с семьями, вернувшимися в долину, и о школе матерей.

Участницы обсудили план работы и приняли семь рекомендаций, среди которых обучение посредников.
"""


@pytest.fixture
def store(tmp_path: Path, kengash: Kengash) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    (files / "release.txt").write_text(RELEASE.format(count=86), "utf-8")
    (files / "reprint.txt").write_text("(Перепечатано.)\n\n" + RELEASE.format(count=88), "utf-8")
    (files / "anjuman.txt").write_text("Ayollar anjumani Navdizda bo‘lib o‘tdi.", "utf-8")
    assert kengash("ingest", files, "--store", tmp_path / "store").exit_code == 0
    return tmp_path / "store"


def told(kengash: Kengash, *words: object) -> dict[str, Any]:
    result = kengash(*words, "--json")
    assert result.exit_code == 0, result.output
    parsed: dict[str, Any] = json.loads(result.stdout)
    return parsed


def test_near_copies_and_where_they_differ(kengash: Kengash, store: Path) -> None:
    listed = {one["document"]: one for one in told(kengash, "documents", "--store", store)["documents"]}
    assert listed["release.txt"]["near_duplicates"] == ["reprint.txt"]
    assert {listed[name]["same_group"] for name in ("release.txt", "reprint.txt")} == {"release.txt"}
    assert (listed["anjuman.txt"]["near_duplicates"], listed["anjuman.txt"]["same_group"]) == ([], None)
    assert listed["release.txt"]["badly_read"] is False
    shown = told(kengash, "documents", "show", "release.txt", "--store", store)
    (difference,) = shown["contradictions"]
    assert (difference["other"], difference["here"], difference["there"]) == ("reprint.txt", "86", "88")
    assert shown["text"][difference["start"] : difference["end"]] == difference["quote"]
    human = kengash("documents", "--store", store).stdout
    assert "о том же: reprint.txt" in human
    assert "«86» — «88»" in kengash("documents", "show", "release.txt", "--store", store).stdout


def test_versions_are_listed_and_shown(kengash: Kengash, store: Path) -> None:
    file = store.parent / "files" / "release.txt"
    file.write_text(RELEASE.format(count=90), "utf-8")
    assert kengash("ingest", file.parent, "--store", store).exit_code == 0
    versions = told(kengash, "documents", "versions", "release.txt", "--store", store)["versions"]
    assert [(one["version"], one["ended"], one["until"] is None) for one in versions] == [
        (1, "replaced", False),
        (2, None, True),
    ]
    for number, count in ((1, 86), (2, 90)):
        words = ("documents", "show", "release.txt", "--version", number, "--store", store)
        assert f"{count} человек" in told(kengash, *words)["text"]
        assert f"{count} человек" in kengash(*words).stdout
    human = kengash("documents", "versions", "release.txt", "--store", store).stdout.splitlines()
    assert (len(human), human[1].startswith("2. сейчас:")) == (2, True)
    refused = kengash("documents", "show", "release.txt", "--version", 3, "--store", store)
    assert refused.exit_code == 1
    assert "kengash documents versions" in refused.stderr


def test_what_was_taken_out_can_be_brought_back(kengash: Kengash, store: Path) -> None:
    assert told(kengash, "documents", "remove", "anjuman.txt", "--store", store) == {"removed": "anjuman.txt"}
    again = kengash("ingest", store.parent / "files", "--store", store)
    assert "kengash documents restore" in again.stdout
    assert told(kengash, "ingest", store.parent / "files", "--store", store)["left_out"] == 1
    restored = told(kengash, "documents", "restore", "anjuman.txt", "--store", store)
    assert (restored["document"], restored["status"]) == ("anjuman.txt", "indexed")
    assert kengash("documents", "restore", "anjuman.txt", "--store", store).exit_code == 1
    assert kengash("documents", "restore", "нет.txt", "--store", store).exit_code == 1


def test_a_file_that_broke_is_told_in_the_list(kengash: Kengash, store: Path) -> None:
    (store.parent / "files" / "anjuman.txt").write_text("", "utf-8")
    assert kengash("ingest", store.parent / "files", "--store", store).exit_code == 3
    human = kengash("documents", "--store", store).stdout
    assert "осталось прежнее" in human
    listed = told(kengash, "documents", "--store", store)["documents"]
    assert [(one["status"], one["reason"]) for one in listed if one["document"] == "anjuman.txt"] == [
        ("indexed", "empty")
    ]
    shown = told(kengash, "documents", "show", "anjuman.txt", "--store", store)
    assert (shown["status"], shown["reason"]) == ("indexed", "empty")
    assert "anjumani" in shown["text"]
    assert "осталось прежнее" in kengash("documents", "show", "anjuman.txt", "--store", store).stdout
    whole = told(kengash, "documents", "show", "release.txt", "--store", store)
    assert (whole["status"], whole["reason"]) == ("indexed", None)


@pytest.mark.parametrize("as_json", [False, True])
def test_a_watch_tells_of_each_change_and_ends_cleanly(
    kengash: Kengash, store: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    files = store.parent / "files"
    (files / "empty.txt").write_text("", "utf-8")

    def run(watch: Watch, stop: object, report: Any) -> None:
        for name in ("", "новый.txt"):
            if name:
                (files / name).write_text("Совет утвердил план.", "utf-8")
                assert watch.look() is None
            report(watch.look())
        raise KeyboardInterrupt

    monkeypatch.setattr(Watch, "run", run)
    words = ("ingest", files, "--watch", "--store", store, *(["--json"] if as_json else []))
    result = kengash(*words)
    assert result.exit_code == 0, result.output
    if as_json:
        reports = [json.loads(line) for line in result.stdout.splitlines()]
        assert [(one["added"], len(one["refused"])) for one in reports] == [(0, 1), (1, 0)]
    else:
        assert result.stderr.count("empty.txt") == 1
        assert "Слежение закончено." in result.stderr


@pytest.mark.parametrize(("seconds", "told"), [("0", True), ("120", False)])
def test_an_ingest_tells_what_is_still_to_be_read(kengash: Kengash, tmp_path, monkeypatch, seconds, told):
    monkeypatch.setenv("KENGASH_INDEX__ENCODER_SECONDS", seconds)
    monkeypatch.setattr("index.reader.FIRST", 1)
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in {
        "ru.txt": "Совет собрался в четверг.",
        "uz.txt": "Kengash payshanba kuni yig‘ildi.",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    result = kengash("ingest", folder, "--store", tmp_path / "store")
    assert result.exit_code == 0
    assert ("kengash serve" in result.stdout) is told
