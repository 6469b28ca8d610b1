"""The sentences of what a search found, read once for all claims that are checked against them."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from llama_index.core.schema import NodeWithScore, TextNode
from numpy.typing import NDArray

from assistant.claims.frame import squashed
from assistant.claims.parts import Claim
from assistant.evidence import (
    CELL_DIVIDER,
    CONTEXT_SHARE,
    HEADING_PENALTY,
    SAME_WORD,
    SCORE_SCALE,
    Asked,
    Matrix,
    Place,
    Sentence,
    Words,
    aligned_tokens,
    context_of,
    is_heading,
    keys_of,
    sentences_of,
    words_of,
)
from ingest.document import Language, Span

SENTENCES = 36
"""Sentences aligned, best first."""
EXACT = 0.95
"""Cosine from which two words are one."""
BESIDE = 800
"""Code points around a sentence in which the rest of what it tells may stand."""
MOST_WORDS, MOST_PASSAGES = 100_000, 5000
"""Distinct words and passages that are remembered."""

Ids = NDArray[np.int64]
Key = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A sentence of a passage with the numbers of its words."""

    place: Place
    words: tuple[Span, ...]
    here: Ids
    """Its words; never empty."""
    around: Ids
    """Those of its title, heading, table header and the sentence before; 0 stands for no word."""
    heading: bool


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A sentence to align, with what stands beside it."""

    sentence: Sentence
    beside: Matrix
    """Best match of each word of the claim in the sentences around: a paragraph and the next."""


class Reader:
    """Reads passages into words, remembering both. Safe for many threads."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._ids: dict[str, int] = {"": 0}
        self._by_key: dict[str, list[int]] = {}
        self._vectors: list[Matrix] = []
        self._lines: dict[Key, tuple[Line, ...]] = {}

    def pool(self, hits: Sequence[NodeWithScore]) -> "Pool":
        """The sentences of some hits, each once though passages overlap."""
        with self._lock:
            if len(self._ids) > MOST_WORDS or len(self._lines) > MOST_PASSAGES:
                self._forget()
            seen: set[tuple[str, int]] = set()
            lines, scores = [], []
            for hit in hits:
                for line in self._read(hit):
                    key = (line.place.node.metadata["document"], line.place.start)
                    if key not in seen:
                        seen.add(key)
                        lines.append(line)
                        scores.append(SCORE_SCALE * (hit.score or 0.0))
            return Pool(lines, scores, self)

    def _read(self, hit: NodeWithScore) -> tuple[Line, ...]:
        node = cast(TextNode, hit.node)
        meta = node.metadata
        key = (node.node_id, meta.get("title"), meta.get("date"), meta.get("kind"))
        if key not in self._lines:
            self._lines[key] = tuple(self._lines_of(hit))
        return self._lines[key]

    def _lines_of(self, hit: NodeWithScore) -> Iterator[Line]:
        for place in sentences_of([hit]):
            spans = words_of(place.text)
            if not spans:
                continue
            context = context_of(place)
            here = self._numbered(aligned_tokens(place.text, spans, self._words))
            around = self._numbered(["", *aligned_tokens(context, words_of(context), self._words)])
            yield Line(place, spans, here, around, is_heading(place))

    def _numbered(self, tokens: Sequence[str]) -> Ids:
        new = [token for token in dict.fromkeys(tokens) if token not in self._ids]
        if new:
            vectors = self._words.token_vectors(new)
            if not self._vectors:
                self._vectors.append(np.zeros_like(vectors[0]))
            self._vectors += list(vectors)
            for token in new:
                number = self._ids[token] = len(self._ids)
                for key in keys_of(token):
                    self._by_key.setdefault(key, []).append(number)
        return np.array([self._ids[token] for token in tokens], np.int64)

    def vectors(self, ids: Ids) -> Matrix:
        """Unit rows, one a word."""
        return np.array([self._vectors[number] for number in ids], np.float32)

    @property
    def by_key(self) -> Mapping[str, Sequence[int]]:
        """The words of each stem and sound; a pool keeps those that it was numbered with."""
        return self._by_key


class Pool:
    """The sentences of some hits with the vectors of their words."""

    def __init__(self, lines: Sequence[Line], scores: Sequence[float], reader: Reader) -> None:
        self.lines = lines
        self._by_key = reader.by_key
        self._passages = np.array(scores, np.float32)
        if not lines:
            return
        every = np.concatenate([part for line in lines for part in (line.here, line.around)])
        self._ids, columns = np.unique(every, return_inverse=True)
        self._vectors = reader.vectors(self._ids)
        lengths = np.array([len(part) for line in lines for part in (line.here, line.around)])
        self._starts = np.r_[0, np.cumsum(lengths)[:-1]]
        self._columns = columns
        self._lengths = lengths
        self._documents = np.array([line.place.node.metadata["document"] for line in lines])
        self._languages = np.array([line.place.language for line in lines])
        self._offsets = np.array([line.place.start for line in lines])
        self._asking = np.array([line.place.text.endswith("?") for line in lines])
        self._headings = np.array([line.heading for line in lines])

    def texts(self) -> Iterator[tuple[str, Language]]:
        """Every sentence with its language."""
        for line in self.lines:
            yield line.place.text, line.place.node.metadata.get("language") or "und"

    def cosines(self, asked: Asked) -> Matrix:
        """Shape (words asked, words of the pool): cosine, negatives 0, one word's forms nearly 1."""
        found: Matrix = np.maximum(asked.vectors @ self._vectors.T, 0.0).astype(np.float32)
        for row, keys in enumerate(asked.keys):
            same = {number for key in keys for number in self._by_key.get(key, ())}
            if same:
                numbers = np.fromiter(same, np.int64)
                at = np.searchsorted(self._ids, numbers)
                at[at == len(self._ids)] = 0
                at = at[self._ids[at] == numbers]
                found[row, at] = np.maximum(found[row, at], SAME_WORD)
        return found

    def chosen(self, claim: Claim) -> list[Chosen]:
        """The sentences to align: the best of the search, and the best for what the claim is about.

        A wrong number or name draws the search to the sentences that hold it, away from those that refute it.
        """
        if not self.lines or not claim.asked.tokens:
            return []
        cosines = self.cosines(claim.asked)
        best = np.maximum.reduceat(cosines[:, self._columns], self._starts, axis=1)
        here, near = best[:, ::2], best[:, 1::2]
        full = np.maximum(here, CONTEXT_SHARE * near).T @ claim.asked.weights
        # A word and its translation resemble each other less than two forms of the word do.
        same = self._languages == claim.language
        said, around = (
            np.where(same, squashed(part), squashed(part, same_language=False)) for part in (here, near)
        )
        spoken = np.maximum(said, CONTEXT_SHARE * around).T @ claim.asked.weights
        rank = self._passages - self._passages.max() - HEADING_PENALTY * self._headings
        score = full + rank
        topic = (said + np.maximum(said, around)).T @ claim.topic
        order = np.argsort(-(spoken + rank), kind="stable")
        numbers = [list(part.rows) for part in claim.parts if part.kind == "number" and part.rows]
        holds = np.zeros(len(self.lines), bool)
        for rows in numbers:
            holds |= here[rows].max(axis=0) > EXACT
        # A question tells nothing.
        order, by_topic = (
            ranks[~self._asking[ranks]] for ranks in (order, np.argsort(-topic, kind="stable"))
        )
        picked = (
            *order[: SENTENCES // 2],
            *by_topic[: SENTENCES // 2],
            *order[holds[order]][: SENTENCES // 4],
        )
        return [
            Chosen(
                self._sentence(int(k), cosines, here[:, k], near[:, k], float(full[k]), float(score[k])),
                self._beside(int(k), here),
            )
            for k in dict.fromkeys(picked)
        ]

    def _beside(self, k: int, here: Matrix) -> Matrix:
        close = (self._documents == self._documents[k]) & (np.abs(self._offsets - self._offsets[k]) <= BESIDE)
        best: Matrix = here[:, close].max(axis=1)
        return best

    def _sentence(
        self, k: int, cosines: Matrix, here: Matrix, near: Matrix, full: float, score: float
    ) -> Sentence:
        line = self.lines[k]
        place, meta = line.place, line.place.node.metadata
        start = self._starts[2 * k]
        columns = self._columns[start : start + self._lengths[2 * k]]
        return Sentence(
            document=meta["document"],
            title=meta.get("title") or meta["document"],
            date=meta.get("date"),
            language=meta.get("language") or "und",
            kind=meta.get("kind") or "other",
            page=meta.get("page"),
            heading=meta.get("heading") or "",
            table_header=place.header if CELL_DIVIDER in place.text else "",
            start=place.start,
            text=place.text,
            words=line.words,
            match=cosines[:, columns],
            coverage=full,
            score=score,
            passage=float(self._passages[k]),
            context=near,
            full=full,
            behind=float(self._passages[k] - self._passages.max()),
            is_heading=line.heading,
        )
