import json
from dataclasses import dataclass, field

import pytest
from fake_assistant import FakeAssistant, FakeChecker, FakeDifference, FakeHit, FakeVerdict, answer

from eval.questions import Claim, GoldEvent, GoldTerm, Question
from eval.run import evaluate

WHEN = Question(
    "q1", "Когда?", "ru", kind="lookup-date", gold={"a.txt": 1}, answers=("18 мая",), split="tune"
)
WHERE = Question(
    "q2", "А где?", "ru", kind="follow-up", gold={"a.txt": 1}, answers=("Навдиз",), previous="q1"
)
WHO = Question(
    "q3",
    "Who chaired?",
    "en",
    kind="lookup-who",
    tags=("cross-lingual",),
    gold={"b.txt": 1, "c.txt": 1},
    gold_mode="all",
    answers=("Lola Aymatova",),
    split="check",
)
NEVER = Question("q4", "2027-yilda kim?", "uz", kind="unanswerable", gold_mode="none")
ALL = [WHEN, WHERE, WHO, NEVER]


@pytest.fixture
def assistant():
    return FakeAssistant(
        hits={"Когда?": ["a.txt", "b.txt"], "Who chaired?": ["a.txt", "a.txt", "b.txt"]},
        answers={
            "Когда?": answer("Когда?", "18 мая 2021 года", "a.txt", "b.txt"),
            "А где?": answer("А где?", "в Байсаре", "b.txt", confidence=0.3),
            "2027-yilda kim?": answer("2027-yilda kim?", "Lola Aymatova", "a.txt", confidence=0.5),
        },
    )


def test_finding_leaves_out_follow_ups_and_what_has_no_answer(assistant):
    retrieval = evaluate(assistant, ALL).retrieval
    assert retrieval.n == 2
    assert retrieval.hit_at_1 == 0.5
    assert retrieval.hit_at_5 == 1.0
    assert retrieval.mrr_at_10 == pytest.approx((1 + 1 / 2) / 2)
    assert retrieval.all_found == 0.5
    assert set(retrieval.by_kind) == {"lookup-date", "lookup-who", "cross-lingual"}
    assert retrieval.by_language["ru"].counts == {"hit@1": 1, "hit@5": 1}
    assert retrieval.by_language["ru"].intervals is None
    assert retrieval.most_common.hit_at_1 == 0.5


def test_answers_are_scored_over_the_answerable(assistant):
    answers = evaluate(assistant, ALL).answers
    assert (answers.n, answers.unanswerable) == (3, 1)
    assert answers.short_answer_correct == pytest.approx(1 / 3)
    assert answers.answered == pytest.approx(2 / 3)
    assert answers.abstained_when_answerable == pytest.approx(1 / 3)
    assert answers.abstained_when_unanswerable == 0.0
    assert answers.citation_precision == pytest.approx((1 / 2 + 0) / 2)
    assert answers.citation_recall == 0.5
    assert (answers.first_turns.n, answers.follow_ups.n, answers.direct.n) == (2, 1, 3)
    assert answers.most_common == 1.0


def test_follow_ups_are_turns_of_their_conversation(assistant):
    evaluate(assistant, ALL)
    (first, when), (second, where), *alone = assistant.turns
    assert (when, where) == ("Когда?", "А где?")
    assert first == second
    assert alone == [(None, "Who chaired?"), (None, "2027-yilda kim?")]
    evaluate(assistant, ALL)
    assert assistant.turns[4][0] != first


def test_a_split_measures_its_half(assistant):
    assert evaluate(assistant, ALL, split="check").retrieval.n == 1
    assert evaluate(assistant, [WHEN], split="check").retrieval is None


def test_claims_are_checked_where_the_assistant_can(assistant):
    claims = [
        Claim("c1", "Да", "ru", "supported"),
        Claim("c2", "18 марта", "ru", "refuted", wrong_part="18 марта", correct="18 мая", differs_in="date"),
        Claim("c3", "Lola", "en", "refuted", wrong_part="Lola", correct="Elena", differs_in="person"),
        Claim("c4", "Kim?", "uz", "not_enough_info"),
    ]
    assert evaluate(assistant, [WHEN], claims).claims is None
    checker = FakeChecker(
        verdicts={
            "Да": FakeVerdict("supported"),
            "18 марта": FakeVerdict("refuted", [FakeDifference("18 марта 2021")], [FakeHit("a.txt")]),
            "Lola": FakeVerdict("refuted", [FakeDifference("chair")]),
            "Kim?": FakeVerdict("supported"),
        }
    )
    measured = evaluate(checker, [], claims)
    assert measured.claims.accuracy == 0.75
    assert measured.claims.macro_f1 == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert measured.claims.differences_found == 0.5
    assert measured.claims.most_common == {"accuracy": 0.5, "macro_f1": pytest.approx((2 * 2 / 6) / 3)}
    assert [f.id for f in measured.failures] == ["c3", "c4"]
    assert measured.latency_ms.check.n == 4


def test_failures_say_what_came_instead(assistant):
    failures = {(f.part, f.id): f for f in evaluate(assistant, ALL).failures}
    assert set(failures) == {
        ("retrieval", "q3"),
        ("answer", "q2"),
        ("abstention", "q3"),
        ("abstention", "q4"),
    }
    missed = failures["retrieval", "q3"]
    assert missed.found_documents == ("a.txt", "b.txt")
    assert missed.wanted_documents == ("b.txt", "c.txt")
    assert failures["answer", "q2"].found == ("в Байсаре", "в Байсаре [1].")


def test_calibration_compares_confidence_with_being_right(assistant):
    calibration = evaluate(assistant, ALL).calibration
    assert [(b.n, b.confidence, b.right) for b in calibration.bins] == [(1, 0.3, 0), (1, 0.5, 0), (1, 0.9, 1)]
    assert calibration.error == pytest.approx((0.3 + 0.5 + 0.1) / 3)


def test_json_has_the_fields_scripts_rely_on(assistant):
    told = json.loads(evaluate(assistant, ALL).model_dump_json())
    assert {"hit@1", "hit@5", "recall@10", "mrr@10", "ndcg@10", "by_kind", "by_language"} <= set(
        told["retrieval"]
    )
    assert {
        "short_answer_correct",
        "citation_precision",
        "citation_recall",
        "answered",
        "abstained_when_unanswerable",
        "abstained_when_answerable",
    } <= set(told["answers"])
    assert {"p50", "p95"} <= set(told["latency_ms"])
    assert "samples" not in told["latency_ms"]["ask"]


def test_a_large_group_has_intervals(assistant):
    many = [
        Question(f"q{n}", "Когда?", "kk", kind="count", gold={"a.txt": 1}, answers=("18 мая",))
        for n in range(30)
    ]
    group = evaluate(assistant, many).retrieval.by_language["kk"]
    assert group.counts is None
    assert group.intervals["hit@1"] == (1.0, 1.0)


def test_progress_counts_every_call(assistant):
    seen = []
    evaluate(assistant, ALL, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 6) for n in range(1, 7)]


@dataclass(frozen=True)
class Quote:
    document: str
    quote: str
    date: str | None = None


@dataclass(frozen=True)
class Entry:
    """An event and a term at once."""

    date: str = "2021-10-07"
    date_end: str | None = None
    title: str = "Первая сессия Совета"
    status: str = "held"
    term: str = "Совет сообществ Долины"
    abbreviations: tuple[str, ...] = ("ССД",)
    names: dict[str, list[str]] = field(default_factory=dict)
    definition: str | None = None
    citations: tuple[Quote, ...] = ()


class FakeHistorian(FakeAssistant):
    def timeline(self):
        return [Entry(citations=(Quote("b.txt", "Вчера прошла первая сессия Совета", "2021-10-08"),))]

    def glossary(self):
        return [Entry()]


def test_events_and_terms_are_measured_where_there_are_any(assistant):
    events = [GoldEvent("2021-10-07", "Сессия", ("a.txt",))]
    terms = [GoldTerm(("VCC", "ССД"), ("a.txt",))]
    assert evaluate(assistant, [], events=events, terms=terms).timeline is None
    measured = evaluate(FakeHistorian(), [], events=events, terms=terms)
    assert (measured.timeline.recall, measured.timeline.precision) == (0.0, 1.0)
    assert (measured.glossary.recall, measured.glossary.precision) == (1.0, 1.0)
    assert [f.part for f in measured.failures] == ["timeline"]
