"""What is kept of people's opinions."""

import json
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation
from assistant.people import People
from eval.feedback import question_row
from eval.questions import load_questions


def answer(question: str, short: str | None, abstained: bool = False) -> Answer:
    cited = Citation(
        n=1, document="ustav.docx", title="Устав", date="2021", page=None, quote="Слова", start=0, end=5
    )
    return Answer(
        question=question,
        language="ru",
        answer="Нет." if abstained else "Слова. [1]",
        short_answer=short,
        values=[],
        abstained=abstained,
        confidence=0.5,
        citations=[] if abstained else [cited, cited.model_copy(update={"n": 2})],
        question_understood_as=question,
    )


@pytest.mark.parametrize(
    ("question", "abstained", "good", "kind", "gold", "mode"),
    [
        ("Когда принят устав?", False, True, "other", ["ustav.docx"], "any"),
        ("Ustav qachon qabul qilingan?", False, False, "to-review", [], "any"),
        ("Сколько стоит луна?", True, True, "unanswerable", [], "none"),
        ("Жиын қашан өтті?", True, False, "to-review", [], "any"),
        ("Who paid?", True, None, "to-review", [], "any"),
    ],
)
def test_an_opinion_becomes_a_line_of_a_question_set(
    tmp_path: Path,
    question: str,
    abstained: bool,
    good: bool | None,
    kind: str,
    gold: list[str],
    mode: str,
) -> None:
    people = People(tmp_path)
    people.add_feedback(
        "c1", question, answer(question, None if abstained else "18 мая", abstained), good, "source"
    )
    kept = People(tmp_path).feedback()
    row = question_row(kept[0])
    assert (row["question"], row["kind"], row["gold_docs"], row["gold_mode"]) == (question, kind, gold, mode)
    assert row["answers"] == (["18 мая"] if gold else [])
    (tmp_path / "set.jsonl").write_text(json.dumps(row), "utf-8")
    assert load_questions(tmp_path / "set.jsonl")[0].gold_mode == mode


def test_a_later_opinion_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    people = People(tmp_path)
    refused = answer("Кто?", None, abstained=True)
    people.add_feedback("c1", "Кто?", refused, None)
    people.add_feedback("c2", "Кто?", refused, None)
    people.add_feedback("c1", "Кто?", refused, False, "refused", "в протоколе есть")
    kept = people.feedback()
    assert [(one.conversation, one.opinion, one.comment) for one in kept] == [
        ("c1", "bad", "в протоколе есть"),
        ("c2", "refused", ""),
    ]
