"""The verdict: what the likeliest conclusions weigh against each other and against not knowing."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.claims.options import FEATURES, Option, Stand
from assistant.claims.verdict import VerdictKind
from assistant.evidence import Matrix

SURE = 0.55
"""Chance below which nothing is called refuted: a true claim called false costs most."""
STANDS: tuple[Stand, ...] = ("supported", "refuted")


@cache
def weights() -> dict[Stand, Matrix]:
    """The fitted weight of each feature for either conclusion; not knowing weighs 0."""
    table = tomllib.loads(files("assistant.claims").joinpath("weights.toml").read_text("utf-8"))
    return {
        stand: np.array([table[stand].get(name, 0.0) for name in FEATURES], np.float32) for stand in STANDS
    }


def ranked(options: Sequence[Option], stand: Stand) -> list[tuple[Option, float]]:
    """The options of a stand with their weights, weightiest first."""
    chosen = [option for option in options if option.stand == stand]
    if not chosen:
        return []
    scores = np.array([option.features for option in chosen]) @ weights()[stand]
    return [(chosen[k], float(scores[k])) for k in np.argsort(-scores, kind="stable")]


def chances(options: Sequence[Option]) -> dict[VerdictKind, float]:
    """The chance of each verdict: a softmax over the best option of each stand; they sum to 1."""
    scores: dict[VerdictKind, float] = {"not_enough_info": 0.0}
    for stand in STANDS:
        first = ranked(options, stand)[:1]
        scores[stand] = first[0][1] if first else -np.inf
    highest = max(scores.values())
    exponents = {verdict: float(np.exp(score - highest)) for verdict, score in scores.items()}
    total = sum(exponents.values())
    return {verdict: value / total for verdict, value in exponents.items()}


def verdict_of(chance: Mapping[VerdictKind, float]) -> VerdictKind:
    """The likeliest verdict, and a refutation only where it is sure."""
    likeliest = max(chance, key=lambda verdict: chance[verdict])
    return "not_enough_info" if likeliest == "refuted" and chance[likeliest] < SURE else likeliest
