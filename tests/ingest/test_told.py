from pathlib import Path

import pytest

from ingest.document import Metadata
from ingest.folder import find_files
from ingest.told import NOTHING, BadRow, Told, ToldTables

FOUND = Metadata("Найденное", "ru", "other", "2020", "file-name")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("file,title,date\nмай.txt,О бюджете,2024-05-17\n", Told("О бюджете", "2024-05-17")),
        ("file;date;kind\nмай.txt;17.05.2024;Minutes\n", Told(date="2024-05-17", kind="minutes")),
        ("Date,File\n17 мая 2024 года,май.txt\n", Told(date="2024-05-17")),
        ("file,date\nмай.txt,2024\n", Told(date="2024")),
        ("\ufefffile,language,access\nмай.txt,uz,staff\n", Told(language="uz", access="staff")),
        ("file,title,note\nмай.txt,,не для нас\n", NOTHING),
        ("file,title\nиюнь.txt,Другое\n", NOTHING),
    ],
)
def test_any_columns_in_any_order(tmp_path: Path, table: str, told: Told) -> None:
    (tmp_path / "metadata.csv").write_text(table, "utf-8")
    tables = ToldTables()
    assert tables.about(tmp_path / "май.txt") == told
    assert not tables.problems


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("title,date\nО бюджете,2024\n", (1, "file", "")),
        ("file,date\nа.txt,вчера\nмай.txt,2024\n", (2, "date", "вчера")),
        ("file,date\nа.txt,2024-13-40\nмай.txt,2024\n", (2, "date", "2024-13-40")),
        ("file,kind\nа.txt,poem\nмай.txt,other\n", (2, "kind", "poem")),
        ("file,language\nмай.txt,ru\n\nа.txt,xx\n", (4, "language", "xx")),
        ("file,access\nа.txt,никто\n", (2, "access", "никто")),
        ("file,title\n,О чём-то\n", (2, "file", "")),
    ],
)
def test_a_malformed_row_is_named_and_the_rest_holds(
    tmp_path: Path, table: str, problem: tuple[int, str, str]
) -> None:
    (tmp_path / "metadata.csv").write_text(table, "utf-8")
    tables = ToldTables()
    told = tables.about(tmp_path / "май.txt")
    assert tables.problems == [BadRow(tmp_path / "metadata.csv", *problem)]
    assert (told != NOTHING) == ("май.txt" in table)


def test_what_is_told_overrules_what_was_found() -> None:
    told = Told("О бюджете", "2024-05", kind="plan", access="staff")
    assert told.apply(FOUND) == Metadata("О бюджете", "ru", "plan", "2024-05", "user")
    assert NOTHING.apply(FOUND) == FOUND


def test_the_nearest_table_up_to_the_root_tells(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "metadata.csv").write_text("file,title\n2024/май.txt,Сверху\n2024/июнь.txt,Сверху\n", "utf-8")
    (tmp_path / "2024/metadata.csv").write_text("file,title\nмай.txt,Рядом\n", "utf-8")
    tables = ToldTables()
    assert tables.about(tmp_path / "2024/май.txt", tmp_path).title == "Рядом"
    assert tables.about(tmp_path / "2024/июнь.txt", tmp_path).title == "Сверху"
    assert tables.about(tmp_path / "2024/июнь.txt", tmp_path / "2024").title is None


def test_the_table_is_no_document(tmp_path: Path) -> None:
    for name in ("metadata.csv", "бюджет.csv"):
        (tmp_path / name).write_text("file,title\n", "utf-8")
    assert [file.name for file in find_files([tmp_path])] == ["бюджет.csv"]
