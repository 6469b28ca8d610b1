import pytest
from fake_assistant import FakeAssistant, answer

from eval.baseline import compare, store
from eval.questions import Question
from eval.run import evaluate
from ingest.errors import KengashError

QUESTIONS = [
    Question(f"q{n}", f"Когда? {n}", "ru", kind="lookup-date", gold={"a.txt": 1}, answers=("18 мая",))
    for n in range(40)
]


def measured(found: int, answered: int = 40, split=None):
    """An assistant that finds, and answers, the first so many questions."""
    return evaluate(
        FakeAssistant(
            {q.text: ["a.txt"] for q in QUESTIONS[:found]},
            {q.text: answer(q.text, "18 мая", "a.txt") for q in QUESTIONS[:answered]},
        ),
        QUESTIONS,
        split=split,
    )


@pytest.fixture
def baseline(tmp_path):
    path = tmp_path / "baseline.json"
    store(measured(30, 35), path)
    return path


@pytest.mark.parametrize(
    ("found", "answered", "fallen"),
    [
        (30, 35, set()),
        (27, 33, set()),
        (40, 40, set()),
        (20, 35, {"hit@1", "hit@5", "recall@10", "mrr@10", "ndcg@10"}),
        (30, 25, {"short_answer_correct", "right_anywhere", "answered", "abstained_when_answerable"}),
    ],
    ids=["same", "within chance", "better", "finds less", "answers less"],
)
def test_only_a_fall_beyond_chance_counts(baseline, found, answered, fallen):
    falls = compare(measured(found, answered), baseline)
    assert {fall.name.split(".")[1] for fall in falls} == fallen


def test_a_figure_that_is_gone_has_fallen(baseline):
    falls = compare(measured(30, 0), baseline)
    assert {fall.name for fall in falls if fall.now is None} == {
        "answers.citation_precision",
        "answers.citation_recall",
    }


def test_another_half_and_a_missing_baseline_are_refused(baseline, tmp_path):
    with pytest.raises(KengashError, match="other-split"):
        compare(measured(30, split="check"), baseline)
    with pytest.raises(KengashError, match="no-baseline"):
        compare(measured(30), tmp_path / "none.json")
