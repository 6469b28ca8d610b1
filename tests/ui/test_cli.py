"""The command through its runner: fields, exit codes, refusals."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import SAMPLE, SEED, Kengash

CONTRACT = {
    "ask": {
        "id",
        "question",
        "language",
        "answer",
        "short_answer",
        "values",
        "abstained",
        "confidence",
        "citations",
        "question_understood_as",
        "mode",
        "took_ms",
    },
    "citation": {"n", "document", "title", "date", "page", "quote", "start", "end"},
    "search": {"id", "query", "results", "took_ms"},
    "result": {"document", "title", "date", "language", "page", "text", "score", "start", "end"},
    "ingest": {
        "added",
        "replaced",
        "removed",
        "unchanged",
        "refused",
        "duplicates",
        "passages",
        "seconds",
    },
    "document": {
        "document",
        "title",
        "date",
        "date_source",
        "language",
        "kind",
        "pages",
        "passages",
        "status",
        "reason",
    },
}
DAMAGED = {
    "binary.txt": "not-what-it-says",
    "cut_xml.docx": "corrupt",
    "empty.txt": "empty",
    "password_protected.pdf": "encrypted",
    "renamed_zip.docx": "not-what-it-says",
    "truncated.pdf": "truncated",
    "unknown_type.xyz": "unknown-type",
    "zero_pages.pdf": "no-pages",
}


def ask(kengash: Kengash, store: Path, question: str, *more: object) -> dict[str, Any]:
    result = kengash("ask", question, "--json", "--store", store, "--today", "2026-06-01", *more)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_the_seed_answers_with_the_care_it_asks_for(kengash: Kengash, seed_store: Path) -> None:
    answer = ask(kengash, seed_store, "Когда прошла конференция?")
    assert answer["short_answer"].startswith("27 ноября")
    assert "год в документе не назван" in answer["short_answer"]
    assert answer["values"][0]["value"] == "--11-27"

    organisers = ask(kengash, seed_store, "Кто организовал мероприятие?")["short_answer"]
    for name in ("Институтом стратегических", "Контртеррористическим", "Региональным центром", "ОБСЕ"):
        assert name in organisers

    began = ask(kengash, seed_store, "Когда начала работу платформа Совета?")
    assert began["values"][0]["value"] == "--05"

    bodies = ask(kengash, seed_store, "Из каких организаций были выступающие эксперты?")["answer"]
    assert "Атлантической инициативы" in bodies

    assert ask(kengash, seed_store, "Сколько человек участвовало?")["abstained"]


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("Who organised the conference?", "en", "ОБСЕ"),
        ("Konferensiya qayerda bo'lib o'tdi?", "uz", "Ташкент"),
    ],
)
def test_the_seed_is_found_from_other_languages(
    kengash: Kengash, seed_store: Path, question: str, language: str, told: str
) -> None:
    answer = ask(kengash, seed_store, question)
    assert answer["language"] == language
    assert told in answer["short_answer"]


def test_a_date_that_is_corrected_gives_the_year(kengash: Kengash, seed_store: Path) -> None:
    edited = kengash("documents", "edit", SEED.name, "--date", "2024-11-28", "--store", seed_store)
    assert edited.exit_code == 0, edited.output
    answer = ask(kengash, seed_store, "Когда прошла конференция?")
    assert answer["values"][0]["value"] == "2024-11-27"
    assert answer["short_answer"] == "27 ноября 2024 года (в документе: «27 ноября текущего года»)"
    shown = json.loads(kengash("documents", "show", SEED.name, "--json", "--store", seed_store).stdout)
    assert (shown["date"], shown["date_source"]) == ("2024-11-28", "user")


def test_answers_and_results_have_the_fields_of_the_contract(kengash: Kengash, seed_store: Path) -> None:
    answer = ask(kengash, seed_store, "Кто организовал мероприятие?")
    assert set(answer) == CONTRACT["ask"] | {"notes"}
    assert all(set(citation) == CONTRACT["citation"] for citation in answer["citations"])
    found = json.loads(kengash("search", "махалля", "--json", "--store", seed_store).stdout)
    assert set(found) == CONTRACT["search"]
    assert found["results"]
    assert all(set(result) == CONTRACT["result"] for result in found["results"])
    listed = json.loads(kengash("documents", "--json", "--store", seed_store).stdout)
    assert all(CONTRACT["document"] <= set(row) for row in listed["documents"])


def test_every_damaged_file_is_refused_by_name_and_the_rest_goes_in(
    kengash: Kengash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KENGASH_INGEST__OCR", "false")  # as where Tesseract is not installed
    result = kengash(
        "ingest", SAMPLE / "archive", SAMPLE / "damaged", "--json", "--store", tmp_path / "store"
    )
    assert result.exit_code == 3
    report = json.loads(result.stdout)
    assert CONTRACT["ingest"] <= set(report)
    refused = {Path(row["path"]).name: row["reason"] for row in report["refused"]}
    scans = {"scan_letter_nordwell_2023-02.pdf", "scan_rasporyazhenie_2021_09_01.pdf"}
    assert {name: reason for name, reason in refused.items() if name not in scans} == DAMAGED
    assert all(refused[name] == "no-text-layer" for name in scans)
    assert all(row["message"] for row in report["refused"])
    # 58 are in: one of them as a copy of another, which is noted and not indexed twice.
    assert report["added"] + len(report["duplicates"]) == 58
    again = json.loads(kengash("ingest", SAMPLE / "archive", "--json", "--store", tmp_path / "store").stdout)
    assert (again["added"], again["replaced"], again["removed"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["ingest", "нет-такой-папки"], 1, "нет-такой-папки"),
        (["ask", "кто?", "--from", "вчера"], 2, "--from"),
        (["ask", "кто?", "--language", "xx"], 2, "--language"),
        (["ask", "кто?", "--kind", "poem"], 2, "--kind"),
        (["ask"], 2, "--input"),
        (["ask", "кто?", "--input", "a.jsonl"], 2, "--input"),
        (["search", "кто?", "-k", "0"], 2, "-k"),
        (["ask", "кто?", "--nonsense"], 2, "--nonsense"),
        (["documents", "show", "нет.docx"], 1, "нет.docx"),
        (["documents", "edit", SEED.name], 2, "--title"),
        (["ask", "--input", "нет.jsonl"], 1, "нет.jsonl"),
    ],
)
def test_bad_input_is_one_message_and_the_exit_code_of_the_contract(
    kengash: Kengash, seed_store: Path, words: list[str], code: int, told: str
) -> None:
    result = kengash(*words, "--store", seed_store)
    assert result.exit_code == code, result.output
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_empty_store_says_what_to_do(kengash: Kengash, tmp_path: Path) -> None:
    result = kengash("ask", "кто?", "--store", tmp_path / "nothing")
    assert result.exit_code == 1
    assert "kengash ingest" in result.stderr


def test_an_empty_folder_is_refused(kengash: Kengash, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = kengash("ingest", tmp_path / "empty", "--store", tmp_path / "store")
    assert result.exit_code == 1
    assert "empty" in result.stderr


def test_many_questions_come_back_in_order_and_bad_lines_are_named(
    kengash: Kengash, seed_store: Path, tmp_path: Path
) -> None:
    lines = tmp_path / "questions.jsonl"
    lines.write_text(
        "\n".join(
            [
                json.dumps({"id": "q1", "text": "Когда прошла конференция?", "conversation": "c"}),
                "{not json",
                json.dumps({"id": "q2", "text": "А кто её организовал?", "conversation": "c"}),
                json.dumps({"id": "q3", "text": "кто?", "filters": {"language": "en"}}),
            ]
        ),
        "utf-8",
    )
    result = kengash("ask", "--input", lines, "--store", seed_store)
    assert result.exit_code == 3
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["q1", None, "q2", "q3"]
    assert rows[1]["error"] == "bad-input-line"
    assert "ОБСЕ" in rows[2]["short_answer"]
    assert "Когда прошла конференция?" in rows[2]["question_understood_as"]
    assert rows[3]["abstained"]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "x", "text": "кто?", "filters": "abc"}',
        '{"id": "x", "text": "кто?", "filters": {"from": "вчера"}}',
        '{"id": "x", "text": "кто?", "filters": {"language": "zz"}}',
        '{"id": "x", "text": "кто?", "filters": {"colour": "red"}}',
        '{"id": "x", "text": "кто?", "conversation": [1]}',
        '{"id": "x", "text": 5}',
        '{"id": "x"}',
    ],
)
def test_bad_lines_are_answered_by_their_error(kengash: Kengash, seed_store: Path, line: str) -> None:
    good = json.dumps({"id": "y", "text": "Кто организовал мероприятие?"})
    result = kengash("ask", "--input", "-", "--store", seed_store, stdin=f"{line}\n{good}\n")
    assert result.exit_code == 3
    bad, right = (json.loads(row) for row in result.stdout.splitlines())
    assert (bad["id"], bad["error"]) == ("x", "bad-input-line")
    assert right["id"] == "y"


def test_half_a_character_is_no_failure(kengash: Kengash, seed_store: Path) -> None:
    result = kengash(
        "ask", "--input", "-", "--store", seed_store, stdin='{"id": 1, "text": "кто \\ud800 там"}\n'
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["id"] == 1


def test_options_before_the_word_hold_for_it(kengash: Kengash, seed_store: Path, tmp_path: Path) -> None:
    listed = kengash("documents", "--store", seed_store, "--json", "list")
    assert [row["document"] for row in json.loads(listed.stdout)["documents"]] == [SEED.name]
    elsewhere = kengash("documents", "--store", tmp_path / "none", "remove", SEED.name)
    assert elsewhere.exit_code == 1
    assert kengash("documents", "show", SEED.name, "--store", seed_store).exit_code == 0


@pytest.mark.parametrize("today", ["junk", "--11-27"])
def test_bad_settings_are_named(
    kengash: Kengash, seed_store: Path, monkeypatch: pytest.MonkeyPatch, today: str
) -> None:
    monkeypatch.setenv("KENGASH_TODAY", today)
    result = kengash("ask", "кто?", "--store", seed_store)
    assert result.exit_code == 1
    assert "today" in result.stderr


def test_a_conversation_goes_on_in_the_next_process(kengash: Kengash, seed_store: Path) -> None:
    ask(kengash, seed_store, "Когда прошла конференция?", "--conversation", "c1")
    then = ask(kengash, seed_store, "А кто её организовал?", "--conversation", "c1")
    assert "Когда прошла конференция?" in then["question_understood_as"]
    other = ask(kengash, seed_store, "А кто её организовал?", "--conversation", "c2")
    assert other["question_understood_as"] == "А кто её организовал?"


def test_doctor_says_what_is_there(kengash: Kengash, seed_store: Path) -> None:
    result = kengash("doctor", "--json", "--store", seed_store)
    checks = {check["name"]: check for check in json.loads(result.stdout)["checks"]}
    assert result.exit_code == 0, result.output
    assert checks["consistent"]["ok"]
    assert "1" in checks["store"]["message"]
    assert all({"name", "ok", "message", "remedy"} <= set(check) for check in checks.values())


def test_documents_are_listed_and_shown_for_a_reader(kengash: Kengash, seed_store: Path) -> None:
    listed = kengash("documents", "--store", seed_store)
    assert listed.exit_code == 0, listed.output
    assert SEED.name in listed.stdout
    assert "сообщение" in listed.stdout
    shown = kengash("documents", "show", SEED.name, "--store", seed_store)
    assert "В Ташкенте обсудили участие местных сообществ" in shown.stdout


def test_backup_and_restore(kengash: Kengash, seed_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    assert kengash("backup", file, "--store", seed_store).exit_code == 0
    restored = tmp_path / "elsewhere"
    assert kengash("restore", file, "--store", restored).exit_code == 0
    before = ask(kengash, seed_store, "Кто организовал мероприятие?")
    after = ask(kengash, restored, "Кто организовал мероприятие?")
    assert after["citations"] == before["citations"]


def test_every_help_has_an_example(kengash: Kengash) -> None:
    for command in ("serve", "ingest", "search", "ask", "doctor", "reindex", "backup", "restore"):
        result = kengash(command, "--help")
        assert result.exit_code == 0
        assert f"kengash {command}" in result.stdout


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/v1", "http://127.0.0.1:port/v1"])
def test_doctor_says_whether_the_language_model_answers(
    kengash: Kengash, seed_store: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("KENGASH_LLM__ADDRESS", address)
    monkeypatch.setenv("KENGASH_LLM__MODEL", "qwen")
    checks = json.loads(kengash("doctor", "--json", "--store", seed_store).stdout)["checks"]
    found = next(check for check in checks if check["name"] == "language-model")
    assert found["ok"] is False
    assert address in found["message"]
    assert found["remedy"]
