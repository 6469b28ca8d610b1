"""Sums of token vectors, the two ways."""

import numpy as np
import pytest

from index import sums as module
from index.sums import sums


@pytest.mark.parametrize(
    "lengths", [[], [0], [3], [0, 2, 0], [1] * 50, [5000, 0, 1], [2000, 2000, 2000, 96, 4096, 1, 0]]
)
def test_few_and_many_are_the_same_but_for_rounding(monkeypatch, lengths):
    random = np.random.default_rng(len(lengths))
    vectors = random.normal(size=(300, 64)).astype(np.float32)
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
    places = random.integers(0, 300, offsets[-1]).astype(np.int32)
    factors = random.random(offsets[-1]).astype(np.float32)
    few = sums(vectors, factors, places, offsets)
    monkeypatch.setattr(module, "FEW", -1)
    many = sums(vectors, factors, places, offsets)
    assert few.dtype == many.dtype == np.float32
    assert few.shape == many.shape == (len(lengths), 64)
    assert np.allclose(few, many, rtol=1e-5, atol=1e-4)


def test_each_text_for_itself():
    vectors = np.array([[1, 0], [0, 1]], np.float32)
    factors, places = np.array([1, 2, 3], np.float32), np.array([0, 1, 1], np.int32)
    found = sums(vectors, factors, places, np.array([0, 2, 2, 3], np.int32))
    assert found.tolist() == [[1, 2], [0, 0], [0, 3]]
