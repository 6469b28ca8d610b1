"""What the model is trained to do, as differentiable functions of vectors."""

from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

IMPOSSIBLE = -1e4


def contrast(left: Tensor, right: Tensor, meaning: Tensor, scale: float) -> Tensor:
    """Each left row should be nearest its own right row, and the other way round (unit rows, [pairs, dim]).

    `meaning` [pairs]: rows with the same number mean the same and are not held against each other.
    """
    return contrast_scores(scale * left @ right.T, meaning)


def contrast_scores(scores: Tensor, meaning: Tensor) -> Tensor:
    """The same of scores [pairs, pairs] already scaled."""
    alike = meaning[:, None] == meaning[None, :]
    alike.fill_diagonal_(False)
    scores = scores.masked_fill(alike, IMPOSSIBLE)
    target = torch.arange(len(scores))
    return cross_entropy(scores, target) + cross_entropy(scores.T, target)


class _BestMatch(torch.autograd.Function):
    """Largest entry of each row among each passage's columns; the gradient goes to that entry alone."""

    @staticmethod
    def forward(context: Any, similar: Tensor, passages: Tensor) -> Tensor:
        best, place = similar[:, passages].max(dim=2)
        columns = passages.expand(len(similar), -1, -1).gather(2, place[:, :, None])[:, :, 0]
        context.save_for_backward(columns)
        context.width = similar.shape[1]
        return best

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (columns,) = context.saved_tensors
        spread = gradient.new_zeros(len(gradient), context.width)
        return spread.scatter_add_(1, columns, gradient), None


def interaction(asked: Tensor, ask_weights: Tensor, given: Tensor, passages: Tensor) -> Tensor:
    """Late interaction of every question with every passage, [questions, passages].

    asked [a, dim], given [g, dim]: unit rows of the distinct question words and passage words.
    ask_weights [questions, a]: weight of each word in each question, rows sum to 1.
    passages [passages, longest]: which rows of `given` each passage has, padded with its own.
    """
    best: Tensor = _BestMatch.apply(asked @ given.T, passages)  # type: ignore[no-untyped-call]
    return ask_weights @ best
