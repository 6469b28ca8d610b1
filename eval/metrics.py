"""Retrieval metrics and their uncertainty: pure functions of qrels and results.

`qrels[query][document]` is a grade above 0, `results[query][document]` a score.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from ir_measures import RR, R, Success, calc_aggregate, iter_calc, nDCG
from numpy.typing import NDArray

Qrels = Mapping[str, Mapping[str, int]]
Results = Mapping[str, Mapping[str, float]]
Interval = tuple[float, float]

MEASURES: dict[str, Any] = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "recall@10": R @ 10,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}
CUT = 10
SMALL = 30
"""A group with fewer members is reported as counts: its rate would say more about chance than about us."""
DRAWS = 2000
SEED = 20260601


def in_order(documents: Iterable[str]) -> dict[str, float]:
    """Scores for documents ranked by their best passage: the first mention of each counts, 1, 1/2, 1/3, …"""
    return {document: 1 / rank for rank, document in enumerate(dict.fromkeys(documents), start=1)}


def ranked(scores: Mapping[str, float]) -> list[str]:
    """Documents by falling score. Ties go by id, or two runs that found the same would differ by accident."""
    return sorted(scores, key=lambda document: (-scores[document], document))


def per_query(qrels: Qrels, results: Results) -> dict[str, dict[str, float]]:
    """Every measure for every judged query; a query without results scores 0."""
    figures = {query: dict.fromkeys(MEASURES, 0.0) for query in qrels}
    names = {measure: name for name, measure in MEASURES.items()}
    for metric in iter_calc(list(names), qrels, _untied(qrels, results)):
        figures[metric.query_id][names[metric.measure]] = float(metric.value)
    return figures


def aggregate(qrels: Qrels, results: Results) -> dict[str, float]:
    """Every measure over all judged queries, as ir-measures averages it; 0 where nothing is judged."""
    if not qrels:
        return dict.fromkeys(MEASURES, 0.0)
    figures = calc_aggregate(list(MEASURES.values()), qrels, _untied(qrels, results))
    return {name: float(figures[measure]) for name, measure in MEASURES.items()}


def share_found(gold: Iterable[str], scores: Mapping[str, float], cut: int = CUT) -> float:
    """The share of the gold documents among the first `cut`."""
    wanted = set(gold)
    return len(wanted & set(ranked(scores)[:cut])) / len(wanted) if wanted else 0.0


def mean(values: Sequence[float]) -> float:
    """The mean, 0 of nothing."""
    return float(np.mean(values)) if len(values) else 0.0


def interval(values: Sequence[float]) -> Interval:
    """Bootstrap 95 % interval of the mean (percentile method, seeded)."""
    return interval_of(np.asarray(values, dtype=np.float64), lambda drawn: drawn.mean(axis=1))


def interval_of(
    rows: NDArray[Any], statistic: Callable[[NDArray[Any]], NDArray[np.float64]], draws: int = DRAWS
) -> Interval:
    """Bootstrap 95 % interval of a statistic.

    `rows` is [n, …], one row a question; `statistic` gets [draws, n, …] and gives [draws].
    """
    if not len(rows):
        return (0.0, 0.0)
    drawn = np.random.default_rng(SEED).integers(len(rows), size=(draws, len(rows)))
    low, high = np.quantile(statistic(rows[drawn]), [0.025, 0.975])
    return (float(low), float(high))


def macro_f1(gold: Sequence[str], given: Sequence[str], classes: Sequence[str]) -> float:
    """The mean over the classes of each one's F1; a class in neither list counts 0."""
    order = {name: number for number, name in enumerate(classes)}
    pairs = np.array([[order[g], order.get(v, -1)] for g, v in zip(gold, given, strict=True)], dtype=np.int64)
    return float(macro_f1_of(pairs.reshape(1, -1, 2), len(classes))[0])


def macro_f1_of(pairs: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """Macro-F1 of each draw: `pairs` is [draws, n, 2] with the gold class and the one given (-1: neither)."""
    gold, given = pairs[..., 0], pairs[..., 1]
    scores = []
    for number in range(classes):
        hits = ((gold == number) & (given == number)).sum(axis=1)
        size = (gold == number).sum(axis=1) + (given == number).sum(axis=1)
        scores.append(np.divide(2 * hits, size, out=np.zeros(len(pairs)), where=size > 0))
    return np.asarray(np.mean(scores, axis=0), dtype=np.float64)


def _untied(qrels: Qrels, results: Results) -> dict[str, dict[str, float]]:
    # Libraries break ties each in their own way, so none is left to them.
    return {query: in_order(ranked(results.get(query, {}))) for query in qrels}
