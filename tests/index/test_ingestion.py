import json
import zipfile
from pathlib import Path

import pytest
from store_fakes import (
    SMALL,
    ParagraphParser,
    assert_whole,
    found_by_meaning,
    found_by_words,
    ingest,
    open_archive,
    read_text,
    write_files,
)

from index.archive import Archive
from index.filters import Filters
from index.ingestion import Ingestion, Progress
from ingest.errors import KengashError
from ingest.file import read_file

NEWS = {
    "2024/форум.txt": "date: 2024-11-27\n\nФорум женщин прошёл в Навдизе.\n\nПриняли участие сорок человек.",
    "2024/anjuman.txt": "date: 2024-05\nlanguage: uz\n\nAyollar anjumani bo‘lib o‘tdi.",
    "анжуман.txt": "date: 2023\nlanguage: uz\n\nХотин-қизлар анжумани бўлиб ўтди.",
    "grants.txt": "date: 2022-03-01\nlanguage: en\nkind: report\n\nThe council awarded nine grants.",
    "кеңес.txt": "language: kk\n\nКеңес мүшелері бас қосты.",
    "minutes.txt": "date: 2021-12-08\nkind: minutes\n\nПротокол заседания.\n\nРешили: утвердить план.",
}


@pytest.fixture
def news(tmp_path):
    return write_files(tmp_path / "news", NEWS)


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "store") as archive:
        yield archive


def names(archive):
    return {document.name for document in archive.documents()}


def counts(report):
    return report.added, report.replaced, report.removed, report.unchanged


def test_everything_new_is_added_and_found(archive, news):
    report = ingest(archive, news)
    assert counts(report) == (6, 0, 0, 0)
    assert report.passages == sum(document.passages for document in archive.documents()) == 14
    assert report.refused == report.duplicates == []
    assert names(archive) == set(NEWS)
    assert found_by_words(archive, "форум женщин")[0] == "2024/форум.txt"
    assert found_by_meaning(archive, "Кеңес мүшелері бас қосты.")[0] == "кеңес.txt"
    assert_whole(archive)


def test_report_is_the_contract(archive, news):
    write_files(news, {"copy.txt": NEWS["grants.txt"], "empty.txt": ""})
    data = json.loads(ingest(archive, news).model_dump_json())
    assert list(data) == [
        "added",
        "replaced",
        "removed",
        "unchanged",
        "left_out",
        "refused",
        "duplicates",
        "passages",
        "unread",
        "seconds",
    ]
    assert data["refused"] == [{"path": str(news / "empty.txt"), "reason": "empty", "values": {}}]
    assert len(data["duplicates"]) == 1


def test_unchanged_files_are_not_read_again(archive, news):
    ingest(archive, news)
    generation = archive.generation

    def never(path):
        raise AssertionError(path)

    again = Ingestion(archive, ParagraphParser(), read=never)
    assert counts(again.run([news])) == (0, 0, 0, 6)
    assert archive.generation == generation + 1  # that the folder was gone through
    (news / "grants.txt").touch()
    assert counts(again.run([news])) == (0, 0, 0, 6)
    assert counts(again.run([news / "grants.txt"])) == (0, 0, 0, 1)


def test_changed_file_is_replaced(archive, news):
    ingest(archive, news)
    write_files(
        news, {"grants.txt": "language: en\n\nThe council awarded eleven scholarships.\n\nNext year more."}
    )
    assert counts(ingest(archive, news)) == (0, 1, 0, 5)
    assert found_by_words(archive, "scholarships") == ["grants.txt"]
    assert found_by_words(archive, "nine") == []
    assert_whole(archive)


def test_gone_file_is_removed_and_only_from_the_folder_given(archive, news, tmp_path):
    other = write_files(tmp_path / "other", {"отчёт.txt": "Отчёт за год."})
    ingest(archive, news, other)
    write_files(news, {"minutes.txt": None})
    write_files(other, {"отчёт.txt": None})
    assert counts(ingest(archive, news)) == (0, 0, 1, 5)
    assert names(archive) == set(NEWS) - {"minutes.txt"} | {"отчёт.txt"}
    assert found_by_words(archive, "протокол") == []
    assert_whole(archive)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"minutes.txt": None, "кеңес.txt": None}, "folder-shrunk"),
        (dict.fromkeys(NEWS), "folder-empty"),
        (None, "folder-missing"),
    ],
)
def test_folder_that_lost_much_is_left_alone_until_told(archive, news, change, reason):
    ingest(archive, news)
    if change is None:
        news.rename(news.with_name("elsewhere"))
    else:
        write_files(news, change)
    report = ingest(archive, news)
    assert [(one.path, one.reason, one.values["known"]) for one in report.refused] == [(str(news), reason, 6)]
    assert names(archive) == set(NEWS)
    left = 6 - (len(change) if change else 6)
    report = ingest(archive, news, prune=True)
    assert counts(report) == (0, 0, 6 - left, left)
    assert len(names(archive)) == left
    assert_whole(archive)


def test_a_fifth_may_go(archive, tmp_path):
    folder = write_files(tmp_path / "f", {f"{i}.txt": f"Документ {i}." for i in range(10)})
    ingest(archive, folder)
    write_files(folder, {"1.txt": None, "2.txt": None})
    assert counts(ingest(archive, folder)) == (0, 0, 2, 8)
    write_files(folder, {"3.txt": None, "4.txt": None})
    assert [one.reason for one in ingest(archive, folder).refused] == ["folder-shrunk"]


def test_files_moved_inside_a_folder_are_not_lost(archive, news):
    ingest(archive, news)
    before = archive.document("grants.txt")
    for name in ("grants.txt", "minutes.txt", "кеңес.txt"):
        (news / "old").mkdir(exist_ok=True)
        (news / name).rename(news / "old" / name)
    assert counts(ingest(archive, news)) == (0, 0, 0, 6)
    after = archive.document("old/grants.txt")
    assert (after.sha256, after.added_at, after.path) == (
        before.sha256,
        before.added_at,
        str(news / "old/grants.txt"),
    )
    assert found_by_words(archive, "nine grants") == ["old/grants.txt"]
    assert archive.passage_ids(Filters(documents=("grants.txt",))) == []
    assert_whole(archive)


def test_missing_path_is_named_and_others_go_on(archive, news, tmp_path):
    report = ingest(archive, tmp_path / "nowhere", news)
    assert [(one.path, one.reason) for one in report.refused] == [(str(tmp_path / "nowhere"), "not-found")]
    assert report.added == 6


def test_broken_link_is_refused(archive, news):
    (news / "link.txt").symlink_to(news / "nowhere.txt")
    report = Ingestion(archive, ParagraphParser(), read=read_file).run([news])
    assert [(one.path, one.reason) for one in report.refused] == [(str(news / "link.txt"), "unreadable")]


def test_refused_file_is_listed_and_not_tried_until_it_changes(archive, tmp_path):
    folder = write_files(tmp_path / "f", {"пусто.txt": "", "тоже.txt": "", "есть.txt": "Слова."})
    report = ingest(archive, folder)
    assert (report.added, [one.reason for one in report.refused]) == (1, ["empty", "empty"])
    assert [(d.name, d.status, d.reason, d.passages) for d in archive.documents()] == [
        ("есть.txt", "indexed", None, 1),
        ("пусто.txt", "refused", "empty", 0),
        ("тоже.txt", "refused", "empty", 0),
    ]
    read = []
    again = Ingestion(archive, ParagraphParser(), read=lambda path: read.append(path) or read_text(path))
    report = again.run([folder])
    assert (read, report.unchanged, [one.reason for one in report.refused]) == ([], 1, ["empty", "empty"])
    write_files(folder, {"пусто.txt": "Теперь с текстом."})
    report = again.run([folder])
    assert (len(read), counts(report), len(report.refused)) == (1, (0, 1, 0, 1), 1)
    assert archive.document("пусто.txt").reason is None
    assert_whole(archive)


def test_copies_are_noted_and_take_the_place_of_what_goes(archive, news):
    write_files(news, {"копия.txt": NEWS["minutes.txt"], "я-копия.txt": NEWS["minutes.txt"]})
    report = ingest(archive, news)
    assert [(one.path, one.same_as) for one in report.duplicates] == [
        (str(news / "копия.txt"), "minutes.txt"),
        (str(news / "я-копия.txt"), "minutes.txt"),
    ]
    assert (report.added, names(archive)) == (6, set(NEWS))
    report = ingest(archive, news)
    assert (counts(report), len(report.duplicates)) == ((0, 0, 0, 6), 2)
    write_files(news, {"minutes.txt": None})
    report = ingest(archive, news)
    assert [(one.path, one.same_as) for one in report.duplicates] == [
        (str(news / "я-копия.txt"), "копия.txt")
    ]
    assert names(archive) == set(NEWS) - {"minutes.txt"} | {"копия.txt"}
    assert found_by_words(archive, "протокол") == ["копия.txt"]
    write_files(news, {"копия.txt": "Совсем другое."})
    report = ingest(archive, news)
    assert (report.added, report.replaced, report.duplicates) == (1, 1, [])
    assert found_by_words(archive, "протокол") == ["я-копия.txt"]
    assert found_by_words(archive, "совсем") == ["копия.txt"]
    assert_whole(archive)


def test_a_document_that_becomes_a_copy_is_absorbed(archive, news):
    ingest(archive, news)
    write_files(news, {"grants.txt": NEWS["minutes.txt"]})
    report = ingest(archive, news)
    assert (report.replaced, [one.same_as for one in report.duplicates]) == (1, ["minutes.txt"])
    assert names(archive) == set(NEWS) - {"grants.txt"}
    assert_whole(archive)


def test_two_files_change_places(archive, news):
    ingest(archive, news)
    write_files(news, {"grants.txt": NEWS["minutes.txt"], "minutes.txt": NEWS["grants.txt"]})
    ingest(archive, news)
    assert names(archive) == set(NEWS)
    assert found_by_words(archive, "awarded") == ["minutes.txt"]
    assert_whole(archive)


def test_one_file_is_moved_over_another(archive, news):
    ingest(archive, news)
    (news / "grants.txt").rename(news / "minutes.txt")
    ingest(archive, news)
    assert names(archive) == set(NEWS) - {"grants.txt"}
    assert found_by_words(archive, "awarded") == ["minutes.txt"]
    assert found_by_words(archive, "протокол") == []
    assert_whole(archive)


def test_same_name_in_two_folders(archive, tmp_path):
    first = write_files(tmp_path / "пресса", {"a.txt": "Первый."})
    second = write_files(tmp_path / "протоколы", {"a.txt": "Второй."})
    third = write_files(tmp_path / "архив" / "протоколы", {"a.txt": "Третий."})
    for folder in (first, second, third, first, second):
        report = ingest(archive, folder)
    assert report.unchanged == 1
    assert names(archive) == {"a.txt", "протоколы/a.txt", "архив/протоколы/a.txt"}


def test_file_given_by_itself_then_with_its_folder(archive, news):
    ingest(archive, news / "grants.txt")
    assert names(archive) == {"grants.txt"}
    assert archive.document("grants.txt").root is None
    assert ingest(archive, news).added == 5
    assert archive.document("grants.txt").root == str(news)
    assert names(archive) == set(NEWS)


def test_what_a_user_put_right_survives_a_new_version(archive, news):
    ingest(archive, news)
    archive.edit("minutes.txt", title="Протокол № 7", date="2021-12", access="staff")
    write_files(news, {"minutes.txt": "date: 2020-01-01\n\nПротокол, исправленный."})
    ingest(archive, news)
    document = archive.document("minutes.txt")
    assert (document.title, document.date, document.date_source) == ("Протокол № 7", "2021-12", "user")
    assert (document.access, document.kind) == ("staff", "other")
    assert_whole(archive)


def test_progress_ends_at_its_total(archive, news):
    steps: list[Progress] = []
    ingest(archive, news, progress=steps.append)
    reading = [step for step in steps if step.stage == "reading"]
    assert [step.done for step in reading] == list(range(7))
    assert {step.total for step in reading} == {6}
    assert str(news / "кеңес.txt") in {step.path for step in reading}


def test_real_parts_together(tmp_path):
    texts = {
        "ru.txt": "Форум женщин\n\n27 ноября 2024 года\n\nВ Навдизе прошёл форум женщин.\n",
        "uz.txt": "Ayollar anjumani\n\n2024-yil 27-noyabr kuni Navdizda ayollar anjumani bo‘lib o‘tdi.\n",
        "en.txt": "Women's forum\n\nOn 27 November 2024 a forum of women was held in Navdiz.\n",
        "broken.pdf": "no pdf at all",
    }
    folder = write_files(tmp_path / "f", texts)
    with Archive.open(tmp_path / "store", SMALL) as archive:
        report = Ingestion(archive).run([folder])
        assert (report.added, len(report.refused)) == (3, 1)
        assert {document.name: document.date for document in archive.documents()}["ru.txt"] == "2024-11-27"
        assert found_by_words(archive, "форум женщин")[0] == "ru.txt"
        assert set(found_by_meaning(archive, "женский форум")) == {"ru.txt", "uz.txt", "en.txt"}
        assert_whole(archive)


def test_second_writer_is_told_who_writes(archive, news, tmp_path):
    with open_archive(tmp_path / "store") as other, archive.writing("ingest"):
        with pytest.raises(KengashError) as caught:
            ingest(other, news)
        assert caught.value.code == "locked"
        assert caught.value.values["command"] == "ingest"


def test_files_in_a_zip_are_documents_and_follow_it(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    with zipfile.ZipFile(folder / "letters.zip", "w") as package:
        package.writestr("may.txt", "Совет собрался в мае.")
        package.writestr("june.txt", "Совет собрался в июне.")
    ingestion = Ingestion(archive, ParagraphParser(), read=read_file)
    assert ingestion.run([folder]).added == 2
    assert {one.name for one in archive.catalog.documents()} == {
        "letters.zip/may.txt",
        "letters.zip/june.txt",
    }
    again = ingestion.run([folder])
    assert (again.unchanged, again.added, again.removed) == (2, 0, 0)
    with zipfile.ZipFile(folder / "letters.zip", "w") as package:
        package.writestr("may.txt", "Совет собрался в мае.")
    pruned = ingestion.run([folder], prune=True)
    assert (pruned.unchanged, pruned.removed) == (1, 1)


def test_a_table_beside_the_files_overrules_what_was_found(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()
    (folder / "may.txt").write_text("Совет собрался в мае.", "utf-8")
    table = folder / "metadata.csv"
    table.write_text("file,title,date,access\nmay.txt,О бюджете,2024-05-17,staff\nx.txt,,вчера,\n", "utf-8")
    ingestion = Ingestion(archive, ParagraphParser(), read=read_file)
    first = ingestion.run([folder])
    (document,) = archive.documents()
    assert (document.title, document.date, document.date_source, document.access) == (
        "О бюджете",
        "2024-05-17",
        "user",
        "staff",
    )
    assert [(one.path, one.reason, one.values["row"]) for one in first.refused] == [
        (str(table), "bad-metadata-row", 3)
    ]
    table.write_text("file,title\nmay.txt,О бюджете и отчёте\n", "utf-8")
    again = ingestion.run([folder])
    assert (again.unchanged, again.refused) == (1, [])
    assert archive.document("may.txt").title == "О бюджете и отчёте"
