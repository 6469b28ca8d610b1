"""From the trained student to the weights that are shipped."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_array

from index import tokens as words
from index.table import MAX_NUMBER, Floats, Weights, pack, unit, unpack
from index.training.student import Student
from index.training.vocabulary import Vocabulary

BLOCK = 8192
FLATTENING = 0.4
"""How far the directions in which texts vary most are drawn in: 0 leaves them, 1 makes all alike. The topics
that most texts share take up the first directions; what tells one text from the next lies in the others."""
SHIPPED = 384
"""Numbers of a vector that are kept of those the student has."""


def compile_weights(student: Student, vocabulary: Vocabulary, prose: list[NDArray[np.int64]]) -> Weights:
    """Every token's parts summed into one row of 4-bit numbers.

    The space is evened out by `prose` (ids) and cut to the directions that words and prose need most.
    """
    count = len(vocabulary.tokens)
    with torch.no_grad():
        blocks = [
            student.vectors(student.look_up(torch.arange(i, min(i + BLOCK, count))))
            for i in range(0, count, BLOCK)
        ]
        vectors = torch.cat([*blocks, student.number_vectors]).numpy()
        weight = np.exp(student.log_weight[:, 0].numpy())
        rarity = np.exp(student.log_rarity[:, 0].numpy())
        pieces = student.piece.numpy()
    sums = text_sums(vectors * weight[:, None], prose)
    shape = flatten(sums)
    weighted = unit(vectors[:count] @ shape) * weight[:count, None]
    shape = shape @ principal([weighted, unit(sums @ shape)], SHIPPED)
    vectors = vectors[:count] @ shape
    lengths = np.linalg.norm(vectors, axis=1)
    rare = vocabulary.probability < 1e-5
    top = float(np.quantile(rarity[:count], 0.999))
    numbers = list(student.ids)[count:]
    sizes = np.array([min(len(n), MAX_NUMBER) - 1 for n in numbers])
    place = {token: i for i, token in enumerate(vocabulary.tokens)}
    rows, _ = pack(vectors)
    piece_rows, piece_scale = pack(pieces @ shape)
    return Weights(
        tokens=vocabulary.tokens,
        row_of=place,
        forms={form: place[lemma] for form, lemma in vocabulary.forms.items()},
        aliases=aliases(vocabulary),
        rows=rows,
        length=np.linalg.norm(unpack(rows), axis=1),
        weight=(weight[:count] * lengths).astype(np.float32),
        rarity=np.clip(rarity[:count] / top, 0, 1).astype(np.float32),
        pieces=piece_rows,
        piece_scale=piece_scale,
        mean=unit(sums @ shape).mean(axis=0),
        number_weight=np.array([weight[count:][sizes == k].mean() for k in range(MAX_NUMBER)], np.float32),
        number_rarity=np.array(
            [rarity[count:][sizes == k].mean() / top for k in range(MAX_NUMBER)], np.float32
        ),
        unseen_weight=float(np.median(weight[:count][rare])),
        unseen_rarity=float(np.median(rarity[:count][rare]) / top),
    )


def text_sums(weighted: Floats, texts: list[NDArray[np.int64]]) -> Floats:
    """[texts, dim] unit sums of weighted token vectors."""
    offsets = np.cumsum([0] + [len(ids) for ids in texts])
    flat = np.concatenate(texts)
    counts = csr_array((np.ones(len(flat), np.float32), flat, offsets), shape=(len(texts), len(weighted)))
    return unit(counts @ weighted)


def flatten(sums: Floats) -> Floats:
    """[dim, dim] symmetric map that draws in the directions in which the sums vary most."""
    variance, directions = np.linalg.eigh(np.cov(sums.T))
    spread = np.sqrt(np.maximum(variance, 1e-6 * variance.mean()))
    scale = (spread / spread.mean()) ** -FLATTENING
    return np.asarray((directions * scale) @ directions.T, dtype=np.float32)


def principal(samples: Sequence[Floats], dimension: int) -> Floats:
    """[dim, dimension] orthogonal directions that keep most of all samples [n, dim], alike in importance."""
    shared = sum(rows.T @ rows / np.sum(rows**2) for rows in samples)
    return np.asarray(np.linalg.eigh(shared)[1][:, ::-1][:, :dimension], dtype=np.float32)


def aliases(vocabulary: Vocabulary) -> dict[str, int]:
    """Row of the most frequent token of each romanised form that is long enough to be telling."""
    found: dict[str, int] = {}
    for row in np.argsort(vocabulary.probability, kind="stable").tolist():
        roman = words.romanise(vocabulary.tokens[row].removeprefix(words.FOREIGN))
        if len(roman) >= words.MIN_STEM:
            found[roman] = row
    places = {token: row for row, token in enumerate(vocabulary.tokens)}
    for form, lemma in vocabulary.forms.items():
        # Tokens are written with е for ё, names in Latin script are not: Мирзиёев, Mirziyoyev.
        if form != lemma and form.replace("ё", "е") == lemma:
            found.setdefault(words.romanise(form), places[lemma])
    return found
