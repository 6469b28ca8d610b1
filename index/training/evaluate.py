"""How well a table finds, on development sets."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.table import TokenTable
from index.training.data import RetrievalSet

Floats = NDArray[np.float32]


def sum_scores(table: TokenTable, questions: Sequence[str], passages: Sequence[str]) -> Floats:
    """[questions, passages] cosine of the texts' sums."""
    return table.embed(questions) @ table.embed(passages).T


def interaction_scores(table: TokenTable, questions: Sequence[str], passages: Sequence[str]) -> Floats:
    """[questions, passages] best match of each distinct question word, weighted by rarity."""
    asked, given = table.batch(questions), table.batch(passages)
    scores = np.zeros((len(questions), len(passages)), np.float32)
    starts = given.offsets[:-1]
    filled = np.flatnonzero(np.diff(given.offsets))
    for row in range(len(questions)):
        ids = np.unique(asked.ids[asked.offsets[row] : asked.offsets[row + 1]])
        if not len(ids):
            continue
        similar = np.maximum(asked.vectors[ids] @ given.vectors.T, 0)
        weights = asked.rarity[ids] / asked.rarity[ids].sum()
        best = np.maximum.reduceat(similar[:, given.ids], starts[filled], axis=1)
        scores[row, filled] = weights @ best
    return scores


def hits(scores: Floats, relevant: Sequence[set[int]]) -> float:
    """Share of questions whose first passage is right."""
    return float(np.mean([int(row.argmax()) in right for row, right in zip(scores, relevant, strict=True)]))


def ndcg(scores: Floats, relevant: Sequence[set[int]], depth: int = 10) -> float:
    """Normalised discounted cumulative gain at `depth`, every relevant passage of gain 1."""
    discounts = 1 / np.log2(np.arange(depth) + 2)
    gains = []
    for row, right in zip(scores, relevant, strict=True):
        order = np.argsort(-row, kind="stable")[:depth]
        got = float(sum(discounts[place] for place, passage in enumerate(order) if int(passage) in right))
        gains.append(got / float(discounts[: min(depth, len(right))].sum()))
    return float(np.mean(gains))


def figures(table: TokenTable, sets: Sequence[RetrievalSet]) -> list[dict[str, str | float]]:
    """For each set: hit@1 and nDCG@10 of the sums, of late interaction, of both (interaction twice)."""
    rows: list[dict[str, str | float]] = []
    for one in sets:
        sums = sum_scores(table, one.questions, one.passages)
        late = interaction_scores(table, one.questions, one.passages)
        row: dict[str, str | float] = {"set": one.name}
        for name, scores in (("sum", sums), ("late", late), ("both", sums + 2 * late)):
            row[f"{name} hit@1"] = round(hits(scores, one.relevant), 3)
            row[f"{name} nDCG@10"] = round(ndcg(scores, one.relevant), 3)
        rows.append(row)
    return rows
