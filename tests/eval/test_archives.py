import json

import pytest

from assistant.settings import load_settings
from eval.archives import measure

CORPUS = {
    "ustav": ("Устав Совета", "Совет образован 18 мая 2021 года. Кворум — четыре города."),
    "forum": ("Ayollar forumi", "Forum Navdiz shahrida o‘tdi. Unda 143 kishi qatnashdi."),
    "fair": ("Job fair", "The First Step job fair was held in Baysara on 21 September 2023."),
}
QUERIES = {
    "q1": ("Когда образован Совет?", "ustav"),
    "q2": ("Forum qaysi shaharda o‘tdi?", "forum"),
    "q3": ("When was the job fair held?", "fair"),
}


@pytest.fixture
def beir(tmp_path):
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)

    def put(name, rows):
        (folder / name).write_text("\n".join(rows), encoding="utf-8")

    put(
        "corpus.jsonl",
        [json.dumps({"_id": i, "title": title, "text": text}) for i, (title, text) in CORPUS.items()],
    )
    put("queries.jsonl", [json.dumps({"_id": i, "text": text}) for i, (text, _) in QUERIES.items()])
    put("qrels/test.tsv", [f"{i}\t{document}\t1" for i, (_, document) in QUERIES.items()])
    return folder


def test_a_beir_folder_is_measured_on_its_own_corpus(beir, tmp_path):
    store = tmp_path / "store"
    evaluation = measure(load_settings(store=store), beir)
    assert evaluation.retrieval.n == 3
    assert evaluation.retrieval.hit_at_1 == 1.0
    assert evaluation.answers is None
    assert not store.exists()


def test_a_question_file_is_asked_of_the_settings_store(tmp_path):
    questions = tmp_path / "questions.jsonl"
    row = {"id": "q", "question": "Когда?", "gold_docs": ["a.txt"], "answers": ["18 мая"]}
    questions.write_text(json.dumps(row), encoding="utf-8")
    evaluation = measure(load_settings(store=tmp_path / "store"), questions)
    assert evaluation.retrieval.hit_at_5 == 0.0
    assert evaluation.answers.abstained_when_answerable == 1.0
