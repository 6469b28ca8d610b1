"""The model while it learns: a token's vector sums what is known of it and what is learned."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import embedding_bag, normalize

from index import tokens as words
from index.table import number_vectors
from index.training.vocabulary import RARE, Vocabulary

DIMENSION = 512
"""Wider than what is shipped: room in which the two sources of prior knowledge do not have to share."""
BUCKETS = 1 << 16


@dataclass(frozen=True)
class Ragged:
    """Lists of token ids end to end."""

    ids: Tensor
    """[total]"""
    offsets: Tensor
    """[texts + 1]"""

    @classmethod
    def of(cls, lists: list[NDArray[np.int64]]) -> "Ragged":
        """Join lists."""
        offsets = np.zeros(len(lists) + 1, np.int64)
        np.cumsum([len(ids) for ids in lists], out=offsets[1:])
        return cls(torch.from_numpy(np.concatenate(lists)), torch.from_numpy(offsets))


class Student(nn.Module):
    """Ids: the vocabulary's tokens in order, then the numbers given."""

    def __init__(self, vocabulary: Vocabulary, numbers: list[str], english: NDArray[np.float32]):
        """`english` [tokens, 384]: the teacher's vectors of English words, zero for others."""
        super().__init__()
        self.ids = {token: i for i, token in enumerate([*vocabulary.tokens, *numbers])}
        self.words = len(vocabulary.tokens)
        count = len(self.ids)
        self.number_vectors = torch.from_numpy(number_vectors(numbers, DIMENSION))
        self.russian = torch.from_numpy(vocabulary.russian)
        self.english = torch.from_numpy(english)
        piece_ids = [words.piece_ids(token, BUCKETS) for token in vocabulary.tokens]
        lengths = np.array([len(found) for found in piece_ids])
        self.piece_ids = torch.from_numpy(np.concatenate(piece_ids).astype(np.int64))
        self.piece_starts = torch.from_numpy(np.concatenate([[0], np.cumsum(lengths)]))
        self.piece_norms = torch.from_numpy(1 / np.sqrt(lengths)).float()
        self.of_russian = nn.Linear(300, DIMENSION, bias=False)
        self.of_english = nn.Linear(384, DIMENSION, bias=False)
        self.of_teacher = nn.Linear(384, DIMENSION, bias=False)
        nn.init.orthogonal_(self.of_english.weight)
        self.of_teacher.weight.data = self.of_english.weight.data.clone()
        self.own = torch.zeros(self.words, DIMENSION)
        self.piece = torch.randn(BUCKETS, DIMENSION) * 0.004
        start = torch.full((count, 1), 0.7)
        start[: self.words, 0] = torch.from_numpy(RARE / (RARE + vocabulary.probability))
        self.log_weight = start.log()
        self.log_rarity = start.log()

    def look_up(self, ids: Tensor) -> "Rows":
        """The rows that distinct sorted ids touch: what a step of training changes, and nothing else."""
        split = int(torch.searchsorted(ids, self.words))
        known = ids[:split]
        starts = self.piece_starts[known]
        lengths = self.piece_starts[known + 1] - starts
        offsets = lengths.cumsum(0) - lengths
        flat = torch.arange(int(lengths.sum())) - torch.repeat_interleave(offsets - starts, lengths)
        buckets, places = torch.unique(self.piece_ids[flat], return_inverse=True)
        return Rows(ids, known, ids[split:] - self.words, buckets, places, offsets, self)

    def vectors(self, rows: "Rows") -> Tensor:
        """[ids, DIMENSION] of the ids looked up."""
        pieces = embedding_bag(rows.piece_places, rows.pieces, rows.piece_offsets, mode="sum")
        found = (
            self.of_russian(self.russian[rows.known])
            + self.of_english(self.english[rows.known])
            + rows.own
            + pieces * self.piece_norms[rows.known, None]
        )
        return torch.cat([found, self.number_vectors[rows.numbers]])

    def texts(self, vectors: Tensor, weights: Tensor, places: Tensor, offsets: Tensor) -> Tensor:
        """[texts, DIMENSION] unit sums; `places` [total] index into `vectors` and their `weights`."""
        summed = embedding_bag(places, vectors, offsets[:-1], mode="sum", per_sample_weights=weights[places])
        return normalize(summed, dim=-1)


class Rows:
    """The rows of a student's tables that some ids touch, as leaves that collect gradients."""

    def __init__(
        self,
        ids: Tensor,
        known: Tensor,
        numbers: Tensor,
        buckets: Tensor,
        piece_places: Tensor,
        piece_offsets: Tensor,
        student: Student,
    ):
        self.ids, self.known, self.numbers, self.buckets = ids, known, numbers, buckets
        self.piece_places, self.piece_offsets = piece_places, piece_offsets
        self.own = student.own[known].requires_grad_()
        self.pieces = student.piece[buckets].requires_grad_()
        self.log_weight = student.log_weight[ids].requires_grad_()
        self.log_rarity = student.log_rarity[ids].requires_grad_()

    def gradients(self, student: Student) -> list[tuple[Tensor, Tensor, Tensor]]:
        """(table, distinct rows, their gradient) of each table the loss reached."""
        found = [
            (student.own, self.known, self.own.grad),
            (student.piece, self.buckets, self.pieces.grad),
            (student.log_weight, self.ids, self.log_weight.grad),
            (student.log_rarity, self.ids, self.log_rarity.grad),
        ]
        return [(table, rows, gradient) for table, rows, gradient in found if gradient is not None]


class RowAdam:
    """Adam that moves only the rows a step touched, and only their moments (as torch's SparseAdam, whose
    sparse tensors cost more than the rest of the step)."""

    def __init__(self, rate: float, first: float = 0.9, second: float = 0.999):
        self.rate, self.first, self.second = rate, first, second
        self.steps = 0
        self._moments: dict[int, tuple[Tensor, Tensor]] = {}

    def step(self, gradients: list[tuple[Tensor, Tensor, Tensor]]) -> None:
        """Move each table's rows against their gradient."""
        self.steps += 1
        correction = (1 - self.second**self.steps) ** 0.5 / (1 - self.first**self.steps)
        for table, rows, gradient in gradients:
            mean, square = self._moments.setdefault(
                id(table), (torch.zeros_like(table), torch.zeros_like(table))
            )
            m = mean[rows].lerp_(gradient, 1 - self.first)
            v = square[rows].mul_(self.second).addcmul_(gradient, gradient, value=1 - self.second)
            mean[rows] = m
            square[rows] = v
            table.index_add_(0, rows, m.div_(v.sqrt_().add_(1e-8)), alpha=-self.rate * correction)
