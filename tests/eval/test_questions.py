import gzip
import json
from pathlib import Path

import pytest

from eval.questions import (
    Question,
    beir_name,
    conversations,
    load_beir,
    load_claims,
    load_events,
    load_questions,
    load_terms,
    of_split,
    write_corpus,
)
from ingest.errors import KengashError

SAMPLE = Path(__file__).parents[2] / "eval" / "sample"


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_the_sample_loads_whole():
    questions = load_questions(SAMPLE / "questions.jsonl")
    assert len(questions) == 260
    assert sum(not q.answerable for q in questions) == 40
    assert {q.split for q in questions} == {"tune", "check"}
    assert len(load_claims(SAMPLE / "claims.jsonl")) == 100
    assert len(load_events(SAMPLE / "events.jsonl")) == 60
    assert len(load_terms(SAMPLE / "glossary.jsonl")) == 27


def test_a_question_keeps_its_fields(tmp_path):
    row = {
        "id": "q1",
        "lang": "uz",
        "question": "Forum qachon bo‘ldi?",
        "kind": "lookup-date",
        "tags": ["cross-lingual", "lookup-date"],
        "gold_docs": ["a.txt", "b.txt"],
        "gold_mode": "all",
        "answers": ["7 октября / 2021-10-07"],
        "answers_mode": "all",
        "split": "tune",
    }
    (question,) = load_questions(lines(tmp_path / "q.jsonl", row))
    assert question == Question(
        id="q1",
        text="Forum qachon bo‘ldi?",
        language="uz",
        kind="lookup-date",
        tags=("cross-lingual", "lookup-date"),
        gold={"a.txt": 1, "b.txt": 1},
        gold_mode="all",
        answers=("7 октября / 2021-10-07",),
        answers_mode="all",
        split="tune",
    )
    assert question.groups == ("lookup-date", "cross-lingual")


def test_a_term_is_known_by_every_name():
    council = load_terms(SAMPLE / "glossary.jsonl")[0]
    assert council.names == (
        "Совет сообществ Долины",
        "ССД",
        "VCC",
        "VJK",
        "АҚК",
        "Valley Communities Council",
        "Vodiy jamoalari kengashi",
        "Алқап қауымдастықтары кеңесі",
    )


def test_halves_share_what_has_no_half():
    questions = [
        Question("a", "?", "ru", split="tune"),
        Question("b", "?", "ru", split="check"),
        Question("c", "?", "ru"),
    ]
    assert [q.id for q in of_split(questions, "check")] == ["b", "c"]
    assert [q.id for q in of_split(questions, None)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("previous", "expected"),
    [
        ({"a": None, "b": None}, {}),
        ({"a": None, "b": "a"}, {"a": "a", "b": "a"}),
        ({"a": None, "b": "a", "c": "b", "d": "a"}, {"a": "a", "b": "a", "c": "a", "d": "a"}),
        ({"b": "gone", "c": "b"}, {"b": "b", "c": "b"}),
        ({"a": "b", "b": "a"}, {"a": "b", "b": "a"}),
    ],
    ids=["single", "pair", "chain", "first turn missing", "ring"],
)
def test_a_chain_is_one_conversation(previous, expected):
    questions = [Question(id_, "?", "ru", previous=before) for id_, before in previous.items()]
    assert conversations(questions) == expected


@pytest.mark.parametrize("packed", [False, True])
def test_a_beir_folder_loads_plain_and_gzipped(tmp_path, packed):
    def put(name: str, text: str) -> None:
        path = tmp_path / (f"{name}.gz" if packed else name)
        path.parent.mkdir(exist_ok=True)
        if packed:
            path.write_bytes(gzip.compress(text.encode()))
        else:
            path.write_text(text, encoding="utf-8")

    put("corpus.jsonl", '{"_id": "d/1", "title": "Устав", "text": "Совет"}\n{"_id": "d2", "text": "Kengash"}')
    put("queries.jsonl", '{"_id": "q1", "text": "Совет?"}\n{"_id": "q2", "text": "?"}')
    put("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td/1\t2\nq1\td2\t0\nq2\td2\t0")
    beir = load_beir(tmp_path)
    assert dict(beir.documents) == {"d%2F1.txt": "Устав\n\nСовет", "d2.txt": "Kengash"}
    (question,) = beir.questions
    assert (question.id, question.gold, question.answerable) == ("q1", {"d%2F1.txt": 2}, True)
    assert [q.id for q in load_questions(tmp_path)] == ["q1"]
    write_corpus(beir, tmp_path / "files")
    assert (tmp_path / "files" / beir_name("d/1")).read_text(encoding="utf-8") == "Устав\n\nСовет"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("not json", "JSON"),
        ("[1]", "JSON"),
        ('{"id": "q1"}', "question"),
        ('{"question": "Когда?"}', "id"),
    ],
)
def test_a_broken_set_is_named(tmp_path, text, missing):
    path = tmp_path / "q.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KengashError) as caught:
        load_questions(path)
    assert caught.value.code == "bad-question-set"
    assert caught.value.values["missing"] == missing


def test_a_missing_file_and_an_unknown_verdict_are_named(tmp_path):
    with pytest.raises(KengashError, match="bad-question-set"):
        load_questions(tmp_path / "none.jsonl")
    with pytest.raises(KengashError, match="verdict"):
        load_claims(lines(tmp_path / "c.jsonl", {"id": "c", "claim": "Да", "verdict": "perhaps"}))
    with pytest.raises(KengashError, match=r"corpus\.jsonl|qrels"):
        load_beir(tmp_path)
