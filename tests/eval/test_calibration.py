"""Fitting the weights of confidence."""

import numpy as np

from eval.calibration import fitted


def test_weights_keep_their_sign_and_part_the_two_kinds() -> None:
    drawn = np.random.default_rng(0)
    target = np.repeat([0.0, 1.0], 50)
    rows = np.stack([target + drawn.normal(0, 0.3, 100), drawn.normal(0, 1, 100)], axis=1)
    weights = fitted(rows, target, np.ones(100), [False, True])
    assert weights[1] > 1
    assert weights[2] <= 0
    sure = 1 / (1 + np.exp(-(rows @ weights[1:] + weights[0])))
    assert ((sure > 0.5) == (target > 0.5)).mean() > 0.9
