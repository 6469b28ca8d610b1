import json
import re

import pytest
from fake_assistant import FakeAssistant, FakeChecker, FakeDifference, FakeVerdict, answer

from eval.questions import Claim, Question
from eval.report import markdown, write_report
from eval.run import evaluate

SCRIPT = "<script>alert('Совет')</script> | $x$ & [https://example.org]"
QUESTIONS = [
    Question(
        f"q{n}",
        f"{SCRIPT} {n}" if n % 2 else f"Қашан? {n}",
        "kk" if n % 3 else "ru",
        kind="lookup-date" if n < 40 else SCRIPT,
        gold={"устав.docx": 1},
        gold_mode="all",
        answers=("18 мая",),
    )
    for n in range(46)
] + [Question("none", "2027-yilda kim?", "uz", kind="unanswerable", gold_mode="none")]


@pytest.fixture
def evaluation():
    documents = {q.text: ["устав.docx", SCRIPT] if i % 3 else [SCRIPT] for i, q in enumerate(QUESTIONS)}
    replies = {
        q.text: answer(q.text, "18 мая" if i % 4 else SCRIPT, "устав.docx", confidence=i / 50)
        for i, q in enumerate(QUESTIONS)
        if i % 5
    }
    verdicts = {"Навдиз": FakeVerdict("refuted", [FakeDifference(SCRIPT)], explanation=SCRIPT)}
    claims = [Claim("c1", "Навдиз", "ru", "supported", gold_documents=("устав.docx",))]
    return evaluate(FakeChecker(documents, replies, verdicts=verdicts), QUESTIONS, claims, split="check")


def test_the_page_stands_alone_and_escapes_what_it_shows(evaluation, tmp_path):
    page = write_report(evaluation, tmp_path / "report").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page
    assert not re.search(r"(src|href|xmlns)\s*=\s*[\"'](?!#)", page)
    assert not re.search(r"@import|url\((?!['\"]?#)", page)
    assert page.count("<svg") == 7


def test_every_failure_is_listed(evaluation, tmp_path):
    write_report(evaluation, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(evaluation.failures) > 30
    assert page.count('class="miss"') == len(evaluation.failures)
    assert (tmp_path / "report.md").read_text(encoding="utf-8").count("\n- **") == len(evaluation.failures)


def test_the_json_is_the_evaluation(evaluation, tmp_path):
    write_report(evaluation, tmp_path)
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["retrieval"]["hit@1"] == evaluation.retrieval.hit_at_1
    assert len(told["failures"]) == len(evaluation.failures)


def test_markdown_tables_keep_their_columns(evaluation, tmp_path):
    write_report(evaluation, tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    tables = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    assert len(tables) == 10
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1


def test_an_evaluation_of_nothing_is_reported(tmp_path):
    page = write_report(evaluate(FakeAssistant(), []), tmp_path).read_text(encoding="utf-8")
    assert "Nothing." in page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Устав", "Устав"),
        ("a|b", "a\\|b"),
        ("<b>*o‘zbek*</b>", "\\<b\\>\\*o‘zbek\\*\\</b\\>"),
        ("две\nстроки", "две строки"),
    ],
)
def test_markdown_shows_text_as_it_is(text, expected):
    assert markdown(text) == expected
