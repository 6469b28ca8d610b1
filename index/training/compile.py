"""From the trained student to the weights that are shipped."""

import numpy as np
import torch

from index import tokens as words
from index.table import MAX_NUMBER, Weights, pack, unpack
from index.training.student import Student
from index.training.vocabulary import Vocabulary

BLOCK = 8192


def compile_weights(student: Student, vocabulary: Vocabulary) -> Weights:
    """Every token's parts summed into one row of 4-bit numbers."""
    count = len(vocabulary.tokens)
    with torch.no_grad():
        blocks = [
            student.vectors(student.look_up(torch.arange(i, min(i + BLOCK, count))))
            for i in range(0, count, BLOCK)
        ]
        vectors = torch.cat(blocks).numpy()
        weight = np.exp(student.log_weight[:, 0].numpy())
        rarity = np.exp(student.log_rarity[:, 0].numpy())
        pieces = student.piece.numpy()
    lengths = np.linalg.norm(vectors, axis=1)
    rare = vocabulary.probability < 1e-5
    top = float(np.quantile(rarity[:count], 0.999))
    numbers = list(student.ids)[count:]
    sizes = np.array([min(len(n), MAX_NUMBER) - 1 for n in numbers])
    place = {token: i for i, token in enumerate(vocabulary.tokens)}
    rows, _ = pack(vectors)
    piece_rows, piece_scale = pack(pieces)
    return Weights(
        tokens=vocabulary.tokens,
        forms={form: place[lemma] for form, lemma in vocabulary.forms.items()},
        aliases=aliases(vocabulary),
        rows=rows,
        length=np.linalg.norm(unpack(rows), axis=1),
        weight=(weight[:count] * lengths).astype(np.float32),
        rarity=np.clip(rarity[:count] / top, 0, 1).astype(np.float32),
        pieces=piece_rows,
        piece_scale=piece_scale,
        number_weight=np.array([weight[count:][sizes == k].mean() for k in range(MAX_NUMBER)], np.float32),
        number_rarity=np.array(
            [rarity[count:][sizes == k].mean() / top for k in range(MAX_NUMBER)], np.float32
        ),
        unseen_weight=float(np.median(weight[:count][rare])),
        unseen_rarity=float(np.median(rarity[:count][rare]) / top),
    )


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
