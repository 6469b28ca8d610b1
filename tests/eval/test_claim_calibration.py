"""Fitting the weights of verdicts: told from made-up conclusions, and written as they are read."""

import tomllib

import numpy as np
import pytest

from assistant.claims.options import FEATURES
from eval.claim_calibration import Judged, Observed, figures, fitted, judged, scale_of, written
from eval.questions import Claim

WIDTH = len(FEATURES)
OWN, LACK, BIAS = (FEATURES.index(name) for name in ("own", "lack", "bias"))


def conclusion(own: float) -> np.ndarray:
    """The features of one conclusion: all that matters is how much of the claim is said."""
    row = np.zeros(WIDTH)
    row[BIAS], row[OWN], row[LACK] = 1.0, own, 1.0 - own
    return row


def observed(name: str, verdict: str, supported: list[float], refuted: list[float]) -> Observed:
    claim = Claim(id=name, text=name, language="ru", verdict=verdict, wrong_part="x")  # type: ignore[arg-type]
    return Observed(
        claim,
        np.array([conclusion(own) for own in supported]).reshape(-1, WIDTH),
        np.array([conclusion(own) for own in refuted]).reshape(-1, WIDTH),
        np.array([own == max(refuted) for own in refuted], bool),
    )


ROWS = [
    row
    for k in range(20)
    for row in (
        observed(f"s{k}", "supported", [0.2, 0.9], [0.1]),
        observed(f"r{k}", "refuted", [0.1], [0.3, 0.9]),
        observed(f"n{k}", "not_enough_info", [0.2, 0.1], [0.2]),
        observed(f"m{k}", "not_enough_info", [0.1], []),
    )
]


def test_the_deciding_conclusion_is_found_by_fitting() -> None:
    weights = fitted(ROWS, scale_of(ROWS))
    results = [judged(row, weights) for row in ROWS]
    assert all(result.verdict == result.claim.verdict for result in results)
    assert all(result.named for result in results if result.claim.verdict == "refuted")
    assert weights[0, OWN] >= 0 >= weights[0, LACK]


def test_weights_are_written_as_they_are_read() -> None:
    weights = np.zeros((2, WIDTH))
    weights[0, OWN], weights[1, LACK] = 1.234, -0.5
    assert tomllib.loads(written(weights)) == {"supported": {"own": 1.23}, "refuted": {"lack": -0.5}}


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        (("supported", "refuted", "not_enough_info"), "accuracy 1.000"),
        (("refuted", "refuted", "not_enough_info"), "true called refuted 1"),
        (("supported", "supported", "not_enough_info"), "wrong part named 0.000"),
    ],
)
def test_figures(verdicts: tuple[str, ...], told: str) -> None:
    results = [
        Judged(row.claim, verdict, verdict == "refuted")  # type: ignore[arg-type]
        for row, verdict in zip(ROWS, verdicts, strict=False)
    ]
    assert told in figures(results)
