"""Fitting the weights of confidence."""

import numpy as np

from eval.calibration import Observed, fitted, scaled, threshold


def test_weights_keep_their_sign_and_part_the_two_kinds() -> None:
    drawn = np.random.default_rng(0)
    target = np.repeat([0.0, 1.0], 50)
    rows = np.stack([target + drawn.normal(0, 0.3, 100), drawn.normal(0, 1, 100)], axis=1)
    weights = fitted(rows, target, np.ones(100), [False, True])
    assert weights[1] > 0.5
    assert weights[2] <= 0
    sure = 1 / (1 + np.exp(-(rows @ weights[1:] + weights[0])))
    assert ((sure > 0.5) == (target > 0.5)).mean() > 0.9


def test_confidence_is_brought_to_the_chance_of_being_right() -> None:
    rows = np.linspace(-2, 2, 200).reshape(-1, 1)
    right = (np.random.default_rng(1).uniform(size=200) < 1 / (1 + np.exp(-2 * rows[:, 0]))).astype(float)
    seen = Observed(rows, np.ones(200), np.ones(200), right)
    weights = scaled(np.array([1.0, 5.0]), seen)
    sure = 1 / (1 + np.exp(-(rows @ weights[1:] + weights[0])))
    assert abs(sure.mean() - right.mean()) < 0.02
    assert 1 < weights[1] < 3.5


def test_the_threshold_lies_between_the_two_kinds() -> None:
    sure = np.array([0.1, 0.2, 0.3, 0.6, 0.7, 0.9])
    assert 0.3 < threshold(sure, np.array([0.0, 0, 0, 1, 1, 1])) <= 0.6
