import gzip
import json
from itertools import islice

import pytest

from eval.benchmarks.growth import write_growth
from eval.benchmarks.invented import invented, pools, questions
from eval.benchmarks.one import Measured, measure
from eval.benchmarks.peers import as_markdown, table
from eval.benchmarks.systems import SYSTEMS
from eval.questions import Question

SENTENCES = {
    "ru": [
        "Вчера Лола Айматова открыла в Навдизе третий форум женщин.",
        "На заседании приняли 11 решений, среди них бюджет на 2024 год.",
    ],
    "uz": ["Kengash majlisida 143 kishi qatnashdi va to‘rtta qaror qabul qilindi."],
}


def test_invented_documents_are_the_same_for_the_same_seed():
    first, again = (list(islice(invented(SENTENCES), 20)) for _ in range(2))
    assert first == again
    assert [one.text.text for one in islice(invented(SENTENCES, seed=3), 20)] != [o.text.text for o in first]
    assert len({one.name for one in first}) == 20
    assert {one.metadata.language for one in first} == {"ru", "uz"}


def test_blocks_of_an_invented_document_cover_its_text():
    for one in islice(invented(SENTENCES), 5):
        parts = [one.text.text[block.start : block.end] for block in one.text.blocks]
        assert "\n\n".join(parts) == one.text.text
        assert parts[0] == one.metadata.title
        assert one.text.blocks[0].kind == "heading"


def test_names_and_numbers_are_new_and_keep_their_script():
    text = " ".join(one.text.text for one in islice(invented(SENTENCES), 30))
    assert text.count("Айматова") == 0
    assert text.count("открыла") > 10
    assert text.count(" 2024 ") < 5


def test_sentences_come_from_training_text(tmp_path):
    rows = [
        {
            "query": "?",
            "passage": "Совет собрался в Навдизе и принял решение.",
            "lang_q": "ru",
            "lang_p": "ru",
        },
        {"a": "The Council met and took a decision.", "b": "Кеңес жиналып, шешім қабылдады.", "lang_a": "en"},
    ]
    rows[1]["lang_b"] = "kk"
    with gzip.open(tmp_path / "pairs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(row) for row in rows))
    assert pools(tmp_path, tmp_path) == {
        "ru": ["Совет собрался в Навдизе и принял решение."],
        "en": ["The Council met and took a decision."],
        "kk": ["Кеңес жиналып, шешім қабылдады."],
    }


def test_questions_are_short_and_the_same_each_time():
    asked = questions(SENTENCES, 50)
    assert asked == questions(SENTENCES, 50)
    assert all(1 <= len(text.split()) <= 8 for text in asked)


def test_the_table_has_a_row_a_figure_and_a_column_a_system():
    asked = [
        Question("q1", "Когда?", "ru", kind="paraphrase", gold={"a": 1}),
        Question("q2", "When?", "en", tags=("cross-lingual",), gold={"b": 1}),
    ]
    runs = {
        "one": Measured(10, 2.0, 1.0, 2.0, 300.0, {"q1": ["a", "a", "b"], "q2": ["a"]}),
        "two": Measured(20, 1.0, 1.5, 2.5, 100.0, {"q1": ["b", "a"], "q2": ["b"]}),
    }
    rows = table(runs, asked)
    assert [rows[name]["hit@1"] for name in rows] == ["0.500", "0.500"]
    assert [rows[name]["hit@5 cross-lingual"] for name in rows] == ["0 / 1", "1 / 1"]
    assert [rows[name]["passages a second"] for name in rows] == ["5", "20"]
    assert rows["one"]["hit@5 kk"] == "–"
    lines = as_markdown(rows).splitlines()
    assert lines[0] == "| | one | two |"
    assert {line.count("|") for line in lines} == {4}


def test_a_system_is_warmed_up_and_then_measured(tmp_path, monkeypatch):
    made = []

    class Echo:
        """Finds every document, the one named in the question first."""

        def read(self, texts, folder):
            self.names = list(texts)
            made.append(self)

        def index(self, store):
            return len(self.names)

        def search(self, question):
            return sorted(self.names, key=lambda name: name not in question)

    monkeypatch.setitem(SYSTEMS, "echo", Echo)
    measured = measure("echo", tmp_path, {"a.txt": "А", "b.txt": "Б"}, {"q": "где b.txt?"})
    assert [len(one.names) for one in made] == [1, 2]
    assert measured.documents == {"q": ["b.txt", "a.txt"]}
    assert measured.passages == 2
    assert measured.megabytes > 10


@pytest.fixture
def grown():
    step = {"passages": 1000, "seconds": 2.0, "processor": 3.0, "disk": 5.0, "memory": 300.0}
    names = ["no filter", "language", "kind", "dates", "language, kind and dates", "answer"]
    times = {name: {"p50": 1.0, "p95": 2.0 + place} for place, name in enumerate(names)}
    asked = {"opened": 0.5, "times": times, "memory": 200.0}
    small = {"bare": step, "build": {**step, "seconds": 4.0}, "ask": asked}
    return {1000: small, 10000: {**small, "bare": {**step, "passages": 10000}}}


def test_growth_is_written_as_page_table_and_json(grown, tmp_path):
    text = write_growth(grown, tmp_path)
    assert "| archive to bare | 0.50 | 0.05 |" in text
    assert "| archive to bare, by processor time | 1.00 | 0.10 |" in text
    assert "| answer, p50 / p95 ms | 1.0 / 7.0 | 1.0 / 7.0 |" in text
    page = (tmp_path / "growth.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert json.loads((tmp_path / "growth.json").read_text(encoding="utf-8"))["1000"]["ask"]["opened"] == 0.5
