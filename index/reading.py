"""Passages as token ids, read once and kept: most candidates of one question are those of another."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from llama_index.core.schema import TextNode
from numpy.typing import NDArray

from index import tokens
from index.analysis import variants
from index.analysis.calendar import MONTHS
from index.context import context_of
from index.sums import sums
from index.table import TokenTable

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

MOST_TOKENS = 200_000
"""Distinct tokens kept, half a kilobyte each, before the memory starts afresh."""
MOST_PASSAGES = 20_000
"""Passages kept, some three kilobytes each."""

MONTH, NUMBER, YEAR = 1, 2, 4
"""Flags of a token."""


@dataclass(frozen=True)
class Passages:
    """Some passages, ready to be matched."""

    ids: list[str]
    """[passages] node ids."""
    texts: list[str]
    """[passages]."""
    languages: NDArray[np.str_]
    """[passages]."""
    running: Ints
    """Places in `vectors` of the tokens of all texts in order, then of all contexts (titles and the like)."""
    offsets: Ints
    """[2 passages + 1] where each text, then each context, starts in `running`."""
    vectors: Floats
    """[distinct, dim] unit vectors of the distinct tokens."""
    kinds: NDArray[np.uint8]
    """[distinct] flags."""
    sums: Floats
    """[passages, dim] unit vectors of context and text together."""
    contexts: Floats
    """[passages, dim] unit vectors of the context alone."""
    lexicon: "Lexicon"
    places: Ints
    """[lexicon] place in `vectors` of each token of the lexicon, -1 for those not met here."""

    def __len__(self) -> int:
        return len(self.ids)

    def forms(self, term: str) -> Ints:
        """Places in `vectors` of the tokens that are forms of a search term."""
        rows = [row for row in self.lexicon.rows_of_term.get(term, ()) if row < len(self.places)]
        found = self.places[rows]
        return found[found >= 0]


@dataclass(frozen=True, slots=True)
class _Read:
    text: Ints
    context: Ints
    whole: NDArray[np.float16]
    above: NDArray[np.float16]


class Lexicon:
    """Tokens met so far with their vectors; rows are only ever added."""

    def __init__(self, table: TokenTable) -> None:
        self._table = table
        self._rows: dict[str, int] = {}
        self.vectors = np.zeros((1024, table.dimension), np.float16)
        self.weights = np.zeros(1024, np.float32)
        self.kinds = np.zeros(1024, np.uint8)
        self.rows_of_term: dict[str, list[int]] = defaultdict(list)
        self.passages: OrderedDict[str, _Read] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, names: Sequence[str]) -> Ints:
        """Rows of tokens, made for those that have none yet."""
        new = [name for name in names if name not in self._rows]
        if new:
            self._add(new)
        return np.array([self._rows[name] for name in names], np.int32)

    def _add(self, new: Sequence[str]) -> None:
        first, end = len(self._rows), len(self._rows) + len(new)
        if end > len(self.weights):
            room = max(end, 2 * len(self.weights)) - len(self.weights)
            self.vectors = np.pad(self.vectors, ((0, room), (0, 0)))
            self.weights = np.pad(self.weights, (0, room))
            self.kinds = np.pad(self.kinds, (0, room))
        self.vectors[first:end] = self._table.token_vectors(new)
        self.weights[first:end] = self._table.weights(new)
        for row, name in enumerate(new, first):
            word = name.removeprefix(tokens.FOREIGN)
            self.kinds[row] = _kind(word)
            for term in variants(word):
                self.rows_of_term[term].append(row)
            self._rows[name] = row


def _kind(word: str) -> int:
    if not word[:1].isdigit():
        return MONTH if word in MONTHS else 0
    return NUMBER | YEAR if len(word) == 4 and word[:2] in {"19", "20"} else NUMBER


class PassageReader:
    """Reads passages for matching and remembers them by id; safe to share between threads.

    An id must always stand for the same passage, as it does in the archive.
    """

    def __init__(self, table: TokenTable) -> None:
        self._table = table
        self._lexicon = Lexicon(table)
        self._lock = threading.Lock()

    def read(self, nodes: Sequence[TextNode]) -> Passages:
        """Token vectors of passages and of what stands above them."""
        with self._lock:
            if len(self._lexicon) > MOST_TOKENS:
                self._lexicon = Lexicon(self._table)
            read = self._remember(nodes)
            lexicon = self._lexicon
            size = len(lexicon)
            vectors, kinds = lexicon.vectors, lexicon.kinds
        runs = [*(one.text for one in read), *(one.context for one in read)]
        rows = np.concatenate(runs) if runs else np.zeros(0, np.int32)
        met = np.zeros(size, np.bool_)
        met[rows] = True
        distinct = np.flatnonzero(met)
        places = np.full(size, -1, np.int32)
        places[distinct] = np.arange(len(distinct), dtype=np.int32)
        dimension = vectors.shape[1]
        return Passages(
            ids=[node.node_id for node in nodes],
            texts=[node.text for node in nodes],
            languages=np.array([str(node.metadata.get("language") or "und") for node in nodes], np.str_),
            running=places[rows],
            offsets=np.cumsum([0, *map(len, runs)]).astype(np.int32),
            vectors=vectors[distinct].astype(np.float32),
            kinds=kinds[distinct],
            sums=np.array([one.whole for one in read], np.float32).reshape(-1, dimension),
            contexts=np.array([one.above for one in read], np.float32).reshape(-1, dimension),
            lexicon=lexicon,
            places=places,
        )

    def words(self, nodes: Sequence[TextNode]) -> list[frozenset[int]]:
        """The distinct words of each passage, as numbers that compare within one call."""
        with self._lock:
            return [frozenset(one.text.tolist()) for one in self._remember(nodes)]

    def _remember(self, nodes: Sequence[TextNode]) -> list[_Read]:
        known = self._lexicon.passages
        self._learn([node for node in nodes if node.node_id not in known])
        read = [known[node.node_id] for node in nodes]
        for node in nodes:
            known.move_to_end(node.node_id)
        while len(known) > max(MOST_PASSAGES, len(nodes)):
            known.popitem(last=False)
        return read

    def _learn(self, nodes: Sequence[TextNode]) -> None:
        if not nodes:
            return
        lexicon, count = self._lexicon, len(nodes)
        texts = [node.text for node in nodes] + [context_of(node.metadata) for node in nodes]
        ids, offsets, names = self._table.distinct(texts)
        rows = lexicon.rows(names)
        weighted = lexicon.vectors[rows] * lexicon.weights[rows, None]
        summed = sums(weighted, np.ones(len(ids), np.float32), ids, offsets)
        whole = self._table.directions(summed[:count] + summed[count:]).astype(np.float16)
        above = self._table.directions(summed[count:]).astype(np.float16)
        running = rows[ids]
        for i, node in enumerate(nodes):
            text = running[offsets[i] : offsets[i + 1]]
            context = running[offsets[count + i] : offsets[count + i + 1]]
            lexicon.passages[node.node_id] = _Read(text, context, whole[i], above[i])
