"""Finding passages: by words and by meaning, ranked once."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.filters import Filters
from index.glossary import Glossary
from index.query import SearchQuery, understand
from index.ranking import LateInteraction, RankingWeights, UnderstoodQuestion
from index.reading import Passages
from index.table import TokenTable
from index.vocabulary import Vocabulary

BACKGROUND = 250
"""Passages from which the ranking learns what is usual in an archive."""
_FUSION = 20
"""Added to a rank before it is turned over: how much less the second place counts than the first."""
SAME_TEXT = 0.8
"""Share of words in common from which a passage only repeats a better one."""


class Searchable(Protocol):
    """What the retriever needs of an archive."""

    @property
    def generation(self) -> int:
        """Grows with every change."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """Words of the passages."""
        ...

    def passages(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages of these ids; unknown ones are left out."""
        ...

    def passage_ids(self, filters: Filters) -> list[str]:
        """Ids of the passages that filters let through."""
        ...

    def search_vectors(
        self, vector: Sequence[float], k: int, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Nearest passages: (id, cosine)."""
        ...

    def search_words(
        self, query: str | SearchQuery, k: int, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Best passages by words: (id, BM25)."""
        ...

    @property
    def sentences(self) -> "Likening | None":
        """What a sentence encoder makes of the passages, where there is one."""
        ...


class Likening(Protocol):
    """What the retriever needs of sentence vectors."""

    def likeness(self, question: str, ids: Sequence[str], usual: Sequence[str]) -> Mapping[str, float]:
        """How much more than usual each passage is like the question, in deviations."""
        ...


@dataclass(frozen=True)
class _Known:
    """What was learnt of one generation of an archive."""

    generation: int
    ids: Sequence[str]
    background: Passages | None


class ArchiveRetriever(BaseRetriever):
    """Passages for a question, best first; LlamaIndex's place for search.

    Safe to share between threads. Scores compare within one question; near-repeats of a better passage are
    moved behind the others, with the better one's id in their metadata under `repeats`.
    """

    def __init__(
        self,
        archive: Searchable,
        embedding: BaseEmbedding,
        table: TokenTable,
        *,
        k: int = 10,
        candidates: int = 100,
        filters: Filters | None = None,
        glossary: Glossary | None = None,
        weights: RankingWeights | None = None,
        reranker: BaseNodePostprocessor | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._archive = archive
        self._embedding = embedding
        self._ranking = LateInteraction(table, weights)
        self._reranker = reranker
        self._k = k
        self._candidates = candidates
        self._filters = filters or Filters()
        self._glossary = glossary
        self._known: _Known | None = None
        self._lock = threading.Lock()

    def search(self, text: str, k: int | None = None, filters: Filters | None = None) -> list[NodeWithScore]:
        """At most `k` passages for a question among those the filters let through."""
        limits = self._filters if filters is None else filters
        ids = self._archive.passage_ids(limits) if limits else None
        if ids is not None and not ids:
            return []
        query = understand(text, self._archive.vocabulary, self._glossary)
        if not query.words:
            return []
        known = self._learnt()
        found = self._candidates_for(query, ids)
        sentences = self._archive.sentences
        like = (
            sentences.likeness(query.text, [hit.node.node_id for hit in found], known.ids)
            if sentences
            else {}
        )
        question = UnderstoodQuestion(query.text, query=query, background=known.background, likeness=like)
        ranked = self._ranking.postprocess_nodes(found, question)
        if self._reranker is not None:
            ranked = self._reranker.postprocess_nodes(ranked, question)
        words = self._ranking.reader.words([hit.node for hit in ranked if isinstance(hit.node, TextNode)])
        return without_repeats(zip(ranked, words, strict=True), self._k if k is None else k)

    def usual(self) -> Passages | None:
        """A sample of the archive's passages; None where it has none."""
        return self._learnt().background

    def _candidates_for(self, query: SearchQuery, ids: Sequence[str] | None) -> list[NodeWithScore]:
        """The passages found by either search, with their BM25 (0 for those found by meaning alone)."""
        vector = self._embedding.get_query_embedding(query.text)
        while True:
            generation = self._archive.generation
            words = dict(self._archive.search_words(query, self._candidates, ids))
            near = self._archive.search_vectors(vector, self._candidates, ids) if any(vector) else []
            found = fused([list(words), [passage for passage, _ in near]])[: self._candidates]
            nodes = self._archive.passages(found)
            # A passage found may have been replaced before it was read.
            if len(nodes) == len(found) or generation == self._archive.generation:
                return [NodeWithScore(node=node, score=words.get(node.node_id, 0.0)) for node in nodes]

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return self.search(query_bundle.query_str)

    def _learnt(self) -> _Known:
        """What is usual in the archive, from a sample: ids are random, so the first in order are one."""
        generation = self._archive.generation
        known = self._known
        if known is None or known.generation != generation:
            with self._lock:
                ids = sorted(self._archive.passage_ids(Filters()))[:BACKGROUND]
                nodes = self._archive.passages(ids)
                known = _Known(generation, ids, self._ranking.reader.read(nodes) if nodes else None)
                self._known = known
        return known


def fused(lists: Sequence[Sequence[str]]) -> list[str]:
    """Ids of several lists in one, by the sum of their reciprocal ranks (ties by first appearance)."""
    score: dict[str, float] = defaultdict(float)
    for ids in lists:
        for place, passage in enumerate(ids):
            score[passage] += 1 / (_FUSION + place)
    return sorted(score, key=lambda passage: -score[passage])


def without_repeats(ranked: Iterable[tuple[NodeWithScore, frozenset[int]]], k: int) -> list[NodeWithScore]:
    """The first `k` passages, given with their words; repeats of a better one come last, marked."""
    kept: list[tuple[NodeWithScore, frozenset[int]]] = []
    repeats: list[NodeWithScore] = []
    for hit, words in ranked:
        if len(kept) >= k:
            break
        better = next((other for other, others in kept if _same(words, others)), None)
        if better is None:
            kept.append((hit, words))
        else:
            marked = hit.node.model_copy(
                update={"metadata": {**hit.node.metadata, "repeats": better.node.node_id}}
            )
            repeats.append(NodeWithScore(node=marked, score=hit.score))
    return [*(hit for hit, _ in kept), *repeats][:k]


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one) and len(one & other) >= SAME_TEXT * max(len(one), len(other))


def documents_of(ranked: Sequence[NodeWithScore]) -> Iterator[tuple[str, float]]:
    """(document, score of its best passage), best first, each document once."""
    seen: set[str] = set()
    for hit in sorted(ranked, key=lambda h: -(h.score or 0.0)):
        document = str(hit.node.metadata.get("document"))
        if document not in seen:
            seen.add(document)
            yield document, hit.score or 0.0
