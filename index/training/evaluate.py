"""How well a table finds, on development sets."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index.table import TokenTable
from index.training.data import RetrievalSet

Floats = NDArray[np.float32]
BLOCK = 512
"""Question words compared with all passages at a time."""


def sum_scores(table: TokenTable, questions: Sequence[str], passages: Sequence[str]) -> Floats:
    """[questions, passages] cosine of the texts' sums."""
    return table.embed(questions) @ table.embed(passages).T


def interaction_scores(table: TokenTable, questions: Sequence[str], passages: Sequence[str]) -> Floats:
    """[questions, passages] best match of each question word, weighted by rarity."""
    asked, given = table.batch(questions), table.batch(passages)
    filled = np.flatnonzero(np.diff(given.offsets))
    starts = given.offsets[:-1][filled]
    best = np.zeros((len(asked.tokens), len(passages)), np.float32)
    for start in range(0, len(asked.tokens), BLOCK):
        similar = np.maximum(asked.vectors[start : start + BLOCK] @ given.vectors.T, 0)
        best[start : start + BLOCK, filled] = np.maximum.reduceat(similar[:, given.ids], starts, axis=1)
    shape = (len(questions), len(asked.tokens))
    weights = csr_array((asked.rarity[asked.ids], asked.ids, asked.offsets), shape=shape)
    totals = np.maximum(np.asarray(weights.sum(axis=1)), 1e-9)
    return np.asarray(weights @ best / totals[:, None], dtype=np.float32)


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
