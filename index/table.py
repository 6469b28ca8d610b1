"""The built-in model: a table of token vectors, read and used with numpy alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import tokens as words
from index.sums import sums
from index.tensors import mapped, save
from index.token_memory import TokenMemory
from index.words import WordList, WordNumbers
from index.words import pack as pack_words
from index.words import sort as sort_words

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

MODEL_FOLDER = Path(__file__).parent / "model"
WEIGHTS_FILE = "model.safetensors"
WORDS_FILE = "words.safetensors"
"""Where the words of the weights file stand in the order in which they are found."""
_SORTED = ("checksums", "places", "numbers")
CONFIG_FILE = "config.json"
SPREAD = 2.8
"""Standard deviations of a row that 4 bits span on either side."""
MAX_NUMBER = 4
"""Numbers of this many digits or more weigh alike."""


@dataclass(frozen=True)
class TokenBatch:
    """The tokens of some texts, with the vectors of each distinct token once."""

    ids: Ints
    """[total] rows of `vectors`, text after text, in reading order."""
    offsets: Ints
    """[texts + 1] where each text starts in `ids`."""
    tokens: list[str]
    """[distinct] the tokens themselves."""
    vectors: Floats
    """[distinct, dim] unit rows."""
    weights: Floats
    """[distinct] weight of the unit row in a text's sum."""
    rarity: Floats
    """[distinct] 0..1, how much a match of the token says."""


@dataclass(frozen=True)
class Weights:
    """What the weights file holds."""

    tokens: Sequence[str]
    """In the order of rows."""
    row_of: Mapping[str, int]
    """Row of each token."""
    forms: Mapping[str, int]
    """Row of inflected forms whose lemma has a row (spares the dictionary)."""
    aliases: Mapping[str, int]
    """Row of the commonest token of each romanised form: for unseen spellings and inflections of it."""
    rows: NDArray[np.uint8]
    """[tokens, dim / 2] directions, packed."""
    length: Floats
    """[tokens] length of the row as packed."""
    weight: Floats
    """[tokens] weight of the unit row in a text's sum."""
    rarity: Floats
    """[tokens] 0..1."""
    pieces: NDArray[np.uint8]
    """[buckets, dim / 2], packed."""
    piece_scale: Floats
    """[buckets] step of the bucket's row."""
    number_weight: Floats
    """[MAX_NUMBER] weight of a number by its digits."""
    number_rarity: Floats
    """[MAX_NUMBER]."""
    mean: Floats
    """[dim] mean of many texts' unit sums, taken off each."""
    unseen_weight: float
    """Factor on the length of an unseen word's vector, which gives its weight."""
    unseen_rarity: float
    fingerprint: str = ""
    """Their digest as it was saved: working it out reads all of them. Empty for new ones."""

    def save(self, folder: Path) -> None:
        """Write the weights file and its description."""
        folder.mkdir(parents=True, exist_ok=True)
        tensors: dict[str, NDArray[Any]] = {
            "tokens": pack_words(self.tokens),
            "forms": pack_words(self.forms),
            "form_rows": np.fromiter(self.forms.values(), np.int32, len(self.forms)),
            "aliases": pack_words(self.aliases),
            "alias_rows": np.fromiter(self.aliases.values(), np.int32, len(self.aliases)),
            "rows": self.rows,
            "length": self.length.astype(np.float32),
            "weight": self.weight.astype(np.float16),
            "rarity": self.rarity.astype(np.float16),
            "pieces": self.pieces,
            "piece_scale": self.piece_scale.astype(np.float16),
            "mean": self.mean.astype(np.float32),
            "number_weight": self.number_weight.astype(np.float32),
            "number_rarity": self.number_rarity.astype(np.float32),
        }
        save(tensors, folder / WEIGHTS_FILE)
        sorted_words: dict[str, NDArray[Any]] = {}
        for name, numbers in (("tokens", self.row_of), ("forms", self.forms), ("aliases", self.aliases)):
            parts = sort_words(list(numbers), numbers.values())
            sorted_words |= {f"{name}.{part}": held for part, held in zip(_SORTED, parts, strict=True)}
        save(sorted_words, folder / WORDS_FILE)
        config = {
            "dimension": 2 * int(self.rows.shape[1]),
            "tokens": len(self.tokens),
            "buckets": len(self.pieces),
            "unseen_weight": self.unseen_weight,
            "unseen_rarity": self.unseen_rarity,
            "fingerprint": self.digest(),
        }
        (folder / CONFIG_FILE).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Weights":
        """Read what `save` wrote; FileNotFoundError where there is none."""
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        tensors = mapped(folder / WEIGHTS_FILE)
        found = mapped(folder / WORDS_FILE)

        def words(name: str) -> WordNumbers:
            return WordNumbers(WordList(tensors[name]), *(found[f"{name}.{part}"] for part in _SORTED))

        return cls(
            tokens=WordList(tensors["tokens"]),
            row_of=words("tokens"),
            forms=words("forms"),
            aliases=words("aliases"),
            rows=tensors["rows"],
            length=tensors["length"],
            weight=tensors["weight"].astype(np.float32),
            rarity=tensors["rarity"].astype(np.float32),
            pieces=tensors["pieces"],
            piece_scale=tensors["piece_scale"].astype(np.float32),
            mean=tensors["mean"],
            number_weight=tensors["number_weight"],
            number_rarity=tensors["number_rarity"],
            unseen_weight=config["unseen_weight"],
            unseen_rarity=config["unseen_rarity"],
            fingerprint=config["fingerprint"],
        )

    def digest(self) -> str:
        """Short name of these very weights."""
        digest = hashlib.sha256(np.ascontiguousarray(self.rows).data)
        digest.update(np.ascontiguousarray(self.pieces).data)
        return digest.hexdigest()[:12]


def pack(rows: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """Rows [n, dim] as 4-bit numbers, two to a byte, and the step of each row.

    The step comes from the row's spread, not its largest number: few clipped numbers cost less than
    coarse steps.
    """
    step = np.maximum(rows.std(axis=1) * SPREAD / 8, 1e-12)
    levels = np.clip(np.floor(rows / step[:, None]) + 8, 0, 15).astype(np.uint8)
    return levels[:, 0::2] | levels[:, 1::2] << 4, step.astype(np.float32)


def unpack(packed: NDArray[np.uint8]) -> Floats:
    """[n, dim] numbers of packed rows, in steps."""
    rows = np.empty((len(packed), 2 * packed.shape[1]), np.float32)
    rows[:, 0::2] = packed & 15
    rows[:, 1::2] = packed >> 4
    rows -= 7.5
    return rows


def unit(vectors: Floats) -> Floats:
    """Rows at length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


def number_vectors(numbers: Sequence[str], dimension: int) -> Floats:
    """[numbers, dim] unit vectors that belong to each number alone: numbers match exactly or not at all."""
    noise = b"".join(hashlib.shake_128(digits.encode()).digest(dimension) for digits in numbers)
    rows = np.frombuffer(noise, np.uint8).reshape(len(numbers), dimension)
    return unit(rows.astype(np.float32) - 127.5)


class TokenTable:
    """Vectors of words in one space for Russian, English, Uzbek, Kazakh, Kyrgyz and Tajik.

    The language of a text is not asked for. Every word has a vector: a word without a row takes that of a
    known word with the same romanised form or stem, or gets one from the pieces of that form. Safe to share
    between threads.
    """

    def __init__(self, weights: Weights):
        self._weights = weights
        self._rows = weights.row_of
        self._memory = TokenMemory(self._rows, weights.forms, weights.aliases)

    @classmethod
    def load(cls, folder: Path = MODEL_FOLDER) -> "TokenTable":
        """Read a model folder as `save` writes it; FileNotFoundError where there is none."""
        return cls(Weights.load(folder))

    def save(self, folder: Path) -> None:
        """Write `model.safetensors`, `words.safetensors` and `config.json` into a folder."""
        self._weights.save(folder)

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return 2 * int(self._weights.rows.shape[1])

    @cached_property
    def fingerprint(self) -> str:
        """Short name of these very weights: vectors of another fingerprint cannot be compared with theirs."""
        return self._weights.fingerprint or self._weights.digest()

    def tokens(self, text: str) -> list[str]:
        """Tokens of a text in reading order: lemmas, word forms, numbers."""
        memory = self._remember()
        return [self._name(found, memory) for found in self._ids(text, memory)]

    def batch(self, texts: Sequence[str]) -> TokenBatch:
        """Tokens of many texts at once, each distinct one looked up once."""
        ids, offsets, distinct, names = self._read(texts)
        found = self._look_up(names, distinct)
        return TokenBatch(ids, offsets, names, found.unit, found.weight, found.rarity)

    def distinct(self, texts: Sequence[str]) -> tuple[Ints, Ints, list[str]]:
        """`ids`, `offsets` and `tokens` of a batch, for those who have the vectors already."""
        ids, offsets, _, names = self._read(texts)
        return ids, offsets, names

    def embed(self, texts: Sequence[str]) -> Floats:
        """[texts, dim] unit vectors; zero for a text without words.

        A vector is the weighted sum of the text's token vectors, less what is common to all texts.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        ids, offsets, distinct, names = self._read(texts)
        found = self._look_up(names, distinct)
        # Rows stay as they are packed: bringing each to length 1 first would cost more than the sum.
        factors = (found.weight / found.length)[ids]
        return self.directions(sums(found.rows, factors, ids, offsets))

    def directions(self, sums: Floats) -> Floats:
        """[texts, dim] unit vectors of weighted sums of token vectors, as `embed` gives them."""
        found = unit(sums)
        return unit(found - self._weights.mean * found.any(axis=1, keepdims=True))

    def token_vectors(self, tokens: Sequence[str]) -> Floats:
        """[tokens, dim] unit vectors of tokens as `tokens` gives them."""
        return self._look_up(tokens).unit

    def weights(self, tokens: Sequence[str]) -> Floats:
        """[tokens] weight of each unit vector in a text's sum."""
        return self._look_up(tokens).weight

    def rarity(self, tokens: Sequence[str]) -> Floats:
        """[tokens] 0..1: near 0 for words found everywhere, near 1 for rare ones."""
        return self._look_up(tokens).rarity

    def _remember(self) -> TokenMemory:
        if self._memory.full:
            self._memory = TokenMemory(self._rows, self._weights.forms, self._weights.aliases)
        return self._memory

    def _ids(self, text: str, memory: TokenMemory) -> list[int]:
        folded = words.fold(text)
        chunks = memory.foreign_chunks if words.is_foreign(folded) else memory.russian_chunks
        return list(chain.from_iterable(map(chunks.__getitem__, folded.split())))

    def _name(self, found: int, memory: TokenMemory) -> str:
        known = len(self._rows)
        return self._weights.tokens[found] if found < known else memory.unseen[found - known]

    def _read(self, texts: Sequence[str]) -> tuple[Ints, Ints, Ints, list[str]]:
        """Places of tokens among the distinct ones, where each text starts; the distinct ids and names."""
        memory = self._remember()
        found = [self._ids(text, memory) for text in texts]
        offsets = np.zeros(len(found) + 1, np.int32)
        np.cumsum([len(ids) for ids in found], out=offsets[1:])
        flat = np.array(list(chain.from_iterable(found)), np.int32)
        place = np.zeros(len(self._rows) + len(memory.unseen), np.int32)
        place[flat] = 1
        distinct = np.flatnonzero(place).astype(np.int32)
        place[distinct] = np.arange(len(distinct), dtype=np.int32)
        return place[flat], offsets, distinct, [self._name(i, memory) for i in distinct.tolist()]

    def _look_up(self, tokens: Sequence[str], ids: Ints | None = None) -> "_Found":
        """What is known of tokens; ids spare the search for those who have them."""
        held = self._weights
        known = len(self._rows)
        if ids is None:
            ids = np.array([self._rows.get(token, known) for token in tokens], np.int32)
        found = _Found.empty(len(tokens), self.dimension)
        in_table = np.flatnonzero(ids < known)
        rows = ids[in_table]
        found.fill(in_table, unpack(held.rows[rows]), held.length[rows], held.weight[rows], held.rarity[rows])
        others = np.flatnonzero(ids >= known).tolist()
        numbers = [place for place in others if tokens[place][:1].isdigit()]
        if numbers:
            vectors = number_vectors([tokens[place] for place in numbers], self.dimension)
            sizes = np.array([min(len(tokens[place]), MAX_NUMBER) - 1 for place in numbers])
            found.fill(numbers, vectors, 1.0, held.number_weight[sizes], held.number_rarity[sizes])
        unseen = [place for place in others if not tokens[place][:1].isdigit()]
        if unseen:
            vectors = self._from_pieces([tokens[place] for place in unseen])
            length = np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
            found.fill(unseen, vectors, length, length * held.unseen_weight, held.unseen_rarity)
        return found

    def _from_pieces(self, tokens: Sequence[str]) -> Floats:
        """[tokens, dim] sums of the pieces of words' romanised forms."""
        held = self._weights
        found = [words.piece_ids(token, len(held.pieces)) for token in tokens]
        counts = np.array([len(buckets) for buckets in found])
        flat = np.array(list(chain.from_iterable(found)))
        distinct, places = np.unique(flat, return_inverse=True)
        shares = held.piece_scale[flat] / np.sqrt(np.repeat(counts, counts))
        starts = np.concatenate([[0], np.cumsum(counts)])
        return sums(unpack(held.pieces[distinct]), shares, places, starts)


@dataclass(frozen=True)
class _Found:
    """What is known of some tokens: rows [n, dim] of any length, their lengths, weights and rarity [n]."""

    rows: Floats
    length: Floats
    weight: Floats
    rarity: Floats

    @classmethod
    def empty(cls, count: int, dimension: int) -> "_Found":
        return cls(np.empty((count, dimension), np.float32), *np.empty((3, count), np.float32))

    def fill(
        self,
        places: Sequence[int] | NDArray[np.int64],
        rows: Floats,
        length: Floats | float,
        weight: Floats,
        rarity: Floats | float,
    ) -> None:
        self.rows[places] = rows
        self.length[places] = length
        self.weight[places] = weight
        self.rarity[places] = rarity

    @property
    def unit(self) -> Floats:
        return self.rows / self.length[:, None]
