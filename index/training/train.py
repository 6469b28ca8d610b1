"""The training loop."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import normalize

from index.training import losses, teacher
from index.training.data import Pair, same_meaning
from index.training.student import Ragged, RowAdam, Rows, Student
from index.training.vocabulary import Vocabulary, text_keys, texts_by_language

log = logging.getLogger(__name__)
Ids = NDArray[np.int64]

CACHE = Path(".cache/teacher")
MAX_TOKENS = 80
SHARES = {
    "docs_php_par": 0.4,
    "docs_php_ru_en": 0.3,
    "docs_php_xling": 0.3,
    "l10n_aosp_settings": 0.6,
}
"""Share of a source that one pass sees: manuals and interface texts outnumber prose."""


PROSE = ("ntrex128", "ntrex_headline_xling", "tatoeba", "tico19_ru_en", "xwmt_turkic")
PROSE_TEXTS = 3000
"""Texts taken of each language."""


@dataclass(frozen=True)
class Recipe:
    """What may be turned."""

    passes: int = 3
    batch: int = 1024
    scale: float = 20.0
    rate: float = 2e-3
    interaction_scale: float = 20.0
    interaction_weight: float = 1.0
    group: int = 128
    groups: int = 4
    """Groups of each batch that are also trained by late interaction."""
    alone: float = 0.5
    """Share of the pairs that are held against pairs of their own source, which are harder to tell apart."""
    seed: int = 0


@dataclass(frozen=True)
class Encoded:
    """Pairs as token ids, and the teacher's vectors of their English sides."""

    left: list[Ids]
    right: list[Ids]
    meaning: Ids
    asks: NDArray[np.bool_]
    source: NDArray[np.int64]
    """[pairs] number of the source."""
    share: NDArray[np.float64]
    """[pairs] chance of being in a pass."""
    taught: NDArray[np.float32]
    """[sentences, 384]"""
    left_taught: Ids
    """[pairs] row of `taught`, -1 where the left side is not English."""
    right_taught: Ids
    prose: list[Ids]
    """Texts of every language alike, in news and everyday prose: what the space is measured by."""


def encode(pairs: list[Pair], vocabulary: Vocabulary) -> tuple[Student, Encoded]:
    """A fresh student for the vocabulary, and the pairs in its ids."""
    has_row = set(vocabulary.tokens)
    keys = {
        text: [token for token in text_keys(text, has_row) if token in has_row or token[0].isdigit()]
        for text in {text for pair in pairs for text in (pair.left, pair.right)}
    }
    pairs = [pair for pair in pairs if keys[pair.left] and keys[pair.right]]
    numbers = sorted({token for found in keys.values() for token in found if token[0].isdigit()})
    english = np.zeros((len(vocabulary.tokens), 384), np.float32)
    english_words = [i for i in range(len(vocabulary.tokens)) if vocabulary.is_english[i]]
    english[english_words] = teacher.teach([vocabulary.tokens[i] for i in english_words], CACHE)
    student = Student(vocabulary, numbers, english)
    sentences = sorted(
        {
            text
            for pair in pairs
            for text, language in ((pair.left, pair.left_language), (pair.right, pair.right_language))
            if language == "en" and not (pair.asks and text == pair.right)
        }
    )
    row = {text: number for number, text in enumerate(sentences)}

    def ids(text: str) -> Ids:
        return np.array([student.ids[token] for token in keys[text][:MAX_TOKENS]], np.int64)

    cache = {text: ids(text) for pair in pairs for text in (pair.left, pair.right)}
    return student, Encoded(
        [cache[pair.left] for pair in pairs],
        [cache[pair.right] for pair in pairs],
        np.array(same_meaning(pairs)),
        np.array([pair.asks for pair in pairs]),
        np.unique([pair.source for pair in pairs], return_inverse=True)[1],
        np.array([SHARES.get(pair.source, 1.0) for pair in pairs]),
        teacher.teach(sentences, CACHE),
        np.array([row.get(pair.left, -1) for pair in pairs]),
        np.array([row.get(pair.right, -1) for pair in pairs]),
        [cache[text] for text in _prose(pairs)],
    )


def _prose(pairs: list[Pair]) -> list[str]:
    found = texts_by_language([pair for pair in pairs if pair.source in PROSE])
    return [
        text
        for language in sorted(found)
        for text in Random(0).sample(sorted(found[language]), min(PROSE_TEXTS, len(found[language])))
    ]


def batches(data: Encoded, recipe: Recipe, random: np.random.Generator) -> Iterator[Ids]:
    """Every pair once (or its source's share), questions apart from translations, in random order."""
    found = []
    drawn = random.random(len(data.share)) < data.share
    for kind in (np.flatnonzero(~data.asks & drawn), np.flatnonzero(data.asks & drawn)):
        order = random.permutation(kind)
        alone = random.random(len(order)) < recipe.alone
        sorted_by_source = order[alone][np.argsort(data.source[order[alone]], kind="stable")]
        for part in (order[~alone], sorted_by_source):
            cuts = range(0, len(part) - recipe.batch // 2, recipe.batch)
            found += [part[cut : cut + recipe.batch] for cut in cuts]
    random.shuffle(found)
    yield from found


class Trainer:
    """Holds the student and its optimisers."""

    def __init__(self, student: Student, data: Encoded, recipe: Recipe):
        self.student = student
        self.data = data
        self.recipe = recipe
        maps = [m.weight for m in (student.of_russian, student.of_english, student.of_teacher)]
        self.of_rows = RowAdam(recipe.rate)
        self.of_maps = torch.optim.Adam(maps)

    def run(self) -> Iterator[int]:
        """Train; yields the number of each pass that ended."""
        torch.manual_seed(self.recipe.seed)
        for number in range(self.recipe.passes):
            started, total, count = time.monotonic(), np.zeros(3), 0
            random = np.random.default_rng((self.recipe.seed, number))
            planned = list(batches(self.data, self.recipe, random))
            for k, batch in enumerate(planned):
                done = (number + k / len(planned)) / self.recipe.passes
                rate = self.recipe.rate * (1 - done)
                parts = self.step(batch, rate)
                total += [float(part.detach()) for part in parts]
                count += 1
            log.info(
                "pass %d: losses %s, %.0f s", number, (total / count).round(3), time.monotonic() - started
            )
            yield number

    def step(self, batch: Ids, rate: float) -> list[Tensor]:
        """One step of both optimisers; the parts of the loss."""
        self.of_rows.rate = self.of_maps.param_groups[0]["lr"] = rate
        self.of_maps.zero_grad()
        rows, parts = self.loss(batch)
        torch.autograd.backward(torch.stack(parts).sum())
        self.of_rows.step(rows.gradients(self.student))
        self.of_maps.step()
        return parts

    def loss(self, batch: Ids) -> tuple[Rows, list[Tensor]]:
        """Contrast of the sums, closeness to the teacher, contrast of late interaction."""
        left = Ragged.of([self.data.left[i] for i in batch])
        right = Ragged.of([self.data.right[i] for i in batch])
        distinct, places = torch.unique(torch.cat([left.ids, right.ids]), return_inverse=True)
        rows = self.student.look_up(distinct)
        vectors = self.student.vectors(rows)
        weights = torch.exp(rows.log_weight)[:, 0]
        split = len(left.ids)
        a = self.student.texts(vectors, weights, places[:split], left.offsets)
        b = self.student.texts(vectors, weights, places[split:], right.offsets)
        meaning = torch.from_numpy(self.data.meaning[batch])
        sums = losses.contrast(a, b, meaning, self.recipe.scale)
        taught = a.new_zeros(())
        for side, given in ((a, self.data.left_taught[batch]), (b, self.data.right_taught[batch])):
            known = np.flatnonzero(given >= 0)
            if len(known) > 64:
                target = normalize(
                    self.student.of_teacher(torch.from_numpy(self.data.taught[given[known]])), dim=-1
                )
                scores = self.recipe.scale * side[known] @ target.T
                alike = meaning[known][:, None] == meaning[known][None, :]
                alike.fill_diagonal_(False)
                taught = taught + torch.nn.functional.cross_entropy(
                    scores.masked_fill(alike, losses.IMPOSSIBLE), torch.arange(len(known))
                )
        late = a.new_zeros(())
        if self.recipe.groups:
            directions = normalize(vectors, dim=-1)
            rarity = torch.exp(rows.log_rarity)[:, 0]
            for group in range(self.recipe.groups):
                cut = slice(group * self.recipe.group, (group + 1) * self.recipe.group)
                members = range(len(batch))[cut]
                if len(members) < 2:
                    continue
                lefts = [places[left.offsets[i] : left.offsets[i + 1]] for i in members]
                rights = [places[split + right.offsets[i] : split + right.offsets[i + 1]] for i in members]
                late = late + self._late(directions, rarity, lefts, rights, meaning[cut])
                if not self.data.asks[batch[0]]:
                    late = late + self._late(directions, rarity, rights, lefts, meaning[cut])
            late = late * self.recipe.interaction_weight / self.recipe.groups
        return rows, [sums, taught, late]

    def _late(
        self, directions: Tensor, rarity: Tensor, asked: list[Tensor], given: list[Tensor], meaning: Tensor
    ) -> Tensor:
        ask_words, ask_places = torch.unique(torch.cat(asked), return_inverse=True)
        rows = torch.repeat_interleave(torch.arange(len(asked)), torch.tensor([len(a) for a in asked]))
        has = torch.zeros(len(asked), len(ask_words)).index_put((rows, ask_places), torch.ones(()))
        weights = has * rarity[ask_words]
        weights = weights / weights.sum(1, keepdim=True)
        given_words, given_places = torch.unique(torch.cat(given), return_inverse=True)
        lengths = torch.tensor([len(g) for g in given])
        starts = lengths.cumsum(0) - lengths
        steps = torch.minimum(torch.arange(int(lengths.max()))[None, :], lengths[:, None] - 1)
        passages = given_places[starts[:, None] + steps]
        scores = losses.interaction(directions[ask_words], weights, directions[given_words], passages)
        return losses.contrast_scores(self.recipe.interaction_scale * scores, meaning)
