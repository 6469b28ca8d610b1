import math

import numpy as np
import pytest

from eval import metrics

A, B, C = "a.txt", "b.txt", "c.txt"


@pytest.mark.parametrize(
    ("gold", "scores", "expected"),
    [
        ({A: 1}, {A: 2.0, B: 1.0}, (1, 1, 1, 1, 1)),
        ({B: 1}, {A: 2.0, B: 1.0}, (0, 1, 1, 1 / 2, 1 / math.log2(3))),
        ({A: 1, C: 1}, {A: 3.0, B: 2.0, C: 1.0}, (1, 1, 1, 1, 1.5 / (1 + 1 / math.log2(3)))),
        ({A: 1, C: 1}, {B: 2.0, C: 1.0}, (0, 1, 1 / 2, 1 / 2, (1 / math.log2(3)) / (1 + 1 / math.log2(3)))),
        ({A: 1}, {}, (0, 0, 0, 0, 0)),
        ({B: 1}, {A: 1.0, B: 1.0}, (0, 1, 1, 1 / 2, 1 / math.log2(3))),
        ({A: 1}, {B: 1.0, A: 1.0}, (1, 1, 1, 1, 1)),
    ],
    ids=["first", "second", "both of two", "one of two", "nothing found", "tie lost by id", "tie won by id"],
)
def test_measures_worked_by_hand(gold, scores, expected):
    (figures,) = metrics.per_query({"q": gold}, {"q": scores}).values()
    assert tuple(figures[name] for name in metrics.MEASURES) == pytest.approx(expected)


def test_hits_end_at_five_and_recall_at_ten():
    documents = {f"d{rank:02}": 1.0 / rank for rank in range(1, 13)}
    sixth, eleventh = metrics.per_query(
        {"q6": {"d06": 1}, "q11": {"d11": 1}}, {"q6": documents, "q11": documents}
    ).values()
    assert (sixth["hit@5"], sixth["recall@10"], sixth["mrr@10"]) == pytest.approx((0, 1, 1 / 6))
    assert (eleventh["recall@10"], eleventh["mrr@10"], eleventh["ndcg@10"]) == (0, 0, 0)


def test_aggregate_is_the_mean_over_judged_queries():
    qrels = {"q1": {A: 1}, "q2": {B: 1}, "unsearched": {C: 1}}
    figures = metrics.aggregate(qrels, {"q1": {A: 1.0}, "q2": {A: 2.0, B: 1.0}, "unjudged": {A: 1.0}})
    assert figures["hit@1"] == pytest.approx(1 / 3)
    assert figures["mrr@10"] == pytest.approx((1 + 1 / 2 + 0) / 3)
    assert metrics.aggregate({}, {}) == dict.fromkeys(metrics.MEASURES, 0.0)


def test_a_document_stands_where_its_best_passage_does():
    assert metrics.ranked(metrics.in_order([B, A, B, C, A])) == [B, A, C]


@pytest.mark.parametrize(
    ("gold", "cut", "expected"),
    [([A, B], 10, 1.0), ([A, B], 1, 0.5), ([A, "d.txt"], 10, 0.5), ([], 10, 0.0)],
)
def test_share_of_gold_found(gold, cut, expected):
    assert metrics.share_found(gold, {A: 3.0, B: 2.0, C: 1.0}, cut) == expected


@pytest.mark.parametrize(
    ("gold", "given", "expected"),
    [
        ("yes no no", "yes no no", 1.0),
        ("yes yes no no", "yes yes yes yes", (2 * 2 / 6 + 0) / 2),
        ("yes no", "no yes", 0.0),
        ("yes no", "yes maybe", (1 + 0) / 2),
    ],
)
def test_macro_f1_worked_by_hand(gold, given, expected):
    assert metrics.macro_f1(gold.split(), given.split(), ["yes", "no"]) == pytest.approx(expected)


def test_interval_holds_the_mean_and_is_the_same_each_time():
    values = [1.0] * 60 + [0.0] * 40
    low, high = metrics.interval(values)
    assert low < 0.6 < high
    assert high - low == pytest.approx(2 * 1.96 * math.sqrt(0.6 * 0.4 / 100), abs=0.03)
    assert metrics.interval(values) == (low, high)
    assert metrics.interval([1.0] * 10) == (1.0, 1.0)
    assert metrics.interval([]) == (0.0, 0.0)


def test_interval_of_another_statistic_draws_whole_rows():
    rows = np.array([[1, 10], [1, 10], [1, 10]])
    assert metrics.interval_of(rows, lambda drawn: drawn[..., 1].mean(axis=1)) == (10.0, 10.0)
