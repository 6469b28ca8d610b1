"""Finding in an archive held in memory: filters, repeats, odd questions."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from index import tokens
from index.filters import Filters
from index.glossary import Entry, Glossary
from index.lexical import Lexical
from index.query import SearchQuery
from index.retriever import ArchiveRetriever, documents_of, fused, without_repeats
from index.table import TokenBatch
from index.vocabulary import Vocabulary


class WordTable:
    """Each word a direction of its own, by its number."""

    dimension = 512

    def __init__(self) -> None:
        self._place: dict[str, int] = {}

    def tokens(self, text: str) -> list[str]:
        return tokens.words(tokens.fold(text))

    def token_vectors(self, names: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(names), self.dimension), np.float32)
        for i, word in enumerate(names):
            vectors[i, self._place.setdefault(word, len(self._place)) % self.dimension] = 1
        return vectors

    def weights(self, names: Sequence[str]) -> np.ndarray:
        return np.ones(len(names), np.float32)

    def distinct(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, list[str]]:
        found = [self.tokens(text) for text in texts]
        names = sorted({word for words in found for word in words})
        ids = np.array([names.index(word) for words in found for word in words], np.int32)
        return ids, np.cumsum([0, *map(len, found)]).astype(np.int32), names

    def batch(self, texts: Sequence[str]) -> TokenBatch:
        ids, offsets, names = self.distinct(texts)
        ones = self.weights(names)
        return TokenBatch(ids, offsets, names, self.token_vectors(names), ones, ones)

    def directions(self, sums: np.ndarray) -> np.ndarray:
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return self.directions(np.array([self.token_vectors(self.tokens(t)).sum(axis=0) for t in texts]))


class WordEmbedding(BaseEmbedding):
    _table: WordTable = PrivateAttr()

    def __init__(self, table: WordTable, **options: Any) -> None:
        super().__init__(**options)
        self._table = table

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._table.embed([text])[0].tolist()

    _get_query_embedding = _get_text_embedding

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Likes:
    """A sentence encoder that likes some passages, as far as a list goes."""

    def __init__(self, likeness: dict[str, float]) -> None:
        self._likeness = likeness
        self.asked: list[str] = []

    def likeness(self, question: str, ids: Sequence[str], usual: Sequence[str]) -> dict[str, float]:
        self.asked.append(question)
        assert set(usual) >= set(ids)
        return {one: like for one, like in self._likeness.items() if one in ids}


class MemoryArchive:
    """Passages in a list; the word index is the real one."""

    generation = 1
    sentences: "Likes | None" = None

    def __init__(self, nodes: list[TextNode], table: WordTable, folder: Path) -> None:
        self._nodes = {node.node_id: node for node in nodes}
        self._vectors = table.embed([node.text for node in nodes])
        self._lexical = Lexical.create(folder)
        self._lexical.add(nodes)
        self._lexical.commit()

    @property
    def vocabulary(self) -> Vocabulary:
        return self._lexical.vocabulary

    def passages(self, ids: Sequence[str]) -> list[TextNode]:
        return [self._nodes[i] for i in ids if i in self._nodes]

    def passage_ids(self, filters: Filters) -> list[str]:
        return self._lexical.ids(filters)

    def search_vectors(
        self, vector: Sequence[float], k: int, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        found = zip(self._nodes, (self._vectors @ np.array(vector, np.float32)).tolist(), strict=True)
        return sorted(((i, s) for i, s in found if ids is None or i in ids), key=lambda hit: -hit[1])[:k]

    def search_words(
        self, query: str | SearchQuery, k: int, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        return self._lexical.search(query, k, ids=ids)


def passage(name: str, text: str, language: str = "ru", date: str | None = None) -> TextNode:
    metadata = {"document": f"{name}.txt", "title": "", "kind": "report", "language": language, "date": date}
    return TextNode(id_=name, text=text, metadata=metadata)


LONG = "совет сообществ долины собрался в навдизе и решил открыть центр помощи семьям"
PASSAGES = [
    passage("первая", LONG, date="2024-04-19"),
    passage("вторая", LONG + " снова", date="2024-04-20"),
    passage("третья", "протокол сессии в байсаре", date="2022-12-08"),
    passage("uz", "kengash navdizda yig‘ildi", "uz", "2024-04-21"),
    passage("en", "the osce came to navdiz", "en"),
]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> ArchiveRetriever:
    table = WordTable()
    archive = MemoryArchive(PASSAGES, table, tmp_path_factory.mktemp("store") / "lexical")
    glossary = Glossary([Entry((("ru", "ОБСЕ"), ("en", "OSCE")))])
    return ArchiveRetriever(archive, WordEmbedding(table), table, glossary=glossary)  # type: ignore[arg-type]


def names(hits: Sequence[NodeWithScore]) -> list[str]:
    return [hit.node.node_id for hit in hits]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("протокол сессии", "третья"),
        ("ghjnjrjk ctccbb", "третья"),
        ("протакол сесии", "третья"),
        ("протокол сессии в Baysara", "третья"),
        ("что делала ОБСЕ", "en"),
        ("Kengash qayerda yig'ildi", "uz"),
        ("открыли центр семьям", "первая"),
    ],
)
def test_the_right_passage_comes_first(retriever: ArchiveRetriever, question: str, first: str) -> None:
    assert names(retriever.search(question))[0] == first


def test_repeats_follow_the_others_and_say_what_they_repeat(retriever: ArchiveRetriever) -> None:
    hits = retriever.search("совет сообществ долины в навдизе", 5)
    assert names(hits)[0] == "первая"
    repeated = next(hit for hit in hits if hit.node.node_id == "вторая")
    assert names(hits)[-1] == "вторая"
    assert repeated.node.metadata["repeats"] == "первая"
    assert "repeats" not in PASSAGES[1].metadata
    assert "вторая" not in names(retriever.search("совет сообществ долины в навдизе", 2))


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(languages=("uz",)), {"uz"}),
        (Filters(date_from="2024-04-20"), {"вторая", "uz"}),
        (Filters(documents=("третья.txt", "en.txt")), {"третья", "en"}),
        (Filters(kinds=("minutes",)), set()),
    ],
)
def test_filters_hold_in_both_searches(retriever: ArchiveRetriever, filters: Filters, left: set[str]) -> None:
    hits = retriever.search("совет навдиз kengash протокол osce", 10, filters)
    assert set(names(hits)) == left


@pytest.mark.parametrize(
    "question", ["", " ", "🙂🙂🙂", "?!", "\x00", "щ" * 100_000, "zxqvbn pklmrt", "會議"]
)
def test_nothing_asked_finds_nothing(retriever: ArchiveRetriever, question: str) -> None:
    assert retriever.search(question) == []


@pytest.mark.parametrize(
    "question", ["а", "z", "слово " * 20_000, "щы" * 50_000, "会議 совет kengash 🙂 osce"]
)
def test_odd_questions_come_back_in_time(retriever: ArchiveRetriever, question: str) -> None:
    start = time.process_time()  # the clock on the wall is another's on a busy machine
    hits = retriever.search(question)
    assert time.process_time() - start < 1.0
    assert all(np.isfinite(hit.score or 0.0) for hit in hits)


def test_what_both_searches_find_comes_before_what_one_does() -> None:
    assert fused([["a", "b", "c"], ["c", "d", "a"]]) == ["a", "c", "b", "d"]
    assert fused([[], []]) == []


def test_in_llamaindex_place(retriever: ArchiveRetriever) -> None:
    assert names(retriever.retrieve("протокол сессии"))[0] == "третья"


class Reversing(BaseNodePostprocessor):
    """The last first."""

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle is not None
        assert query_bundle.query_str == "протокол сессии в байсаре"  # mended
        return nodes[::-1]


def test_a_reranker_has_the_last_word(tmp_path: Path) -> None:
    table = WordTable()
    archive = MemoryArchive(PASSAGES[2:], table, tmp_path / "lexical")
    parts: Any = (archive, WordEmbedding(table), table)
    plain = names(ArchiveRetriever(*parts).search("протакол сессии в байсаре"))
    assert (
        names(ArchiveRetriever(*parts, reranker=Reversing()).search("протакол сессии в байсаре"))
        == plain[::-1]
    )


def test_documents_come_in_the_order_of_their_best_passage() -> None:
    hits = [
        NodeWithScore(node=TextNode(text=str(score), metadata={"document": name}), score=score)
        for name, score in (("b", 0.4), ("a", 0.9), ("b", 0.7), ("a", 0.1))
    ]
    assert list(documents_of(hits)) == [("a", 0.9), ("b", 0.7)]


def test_passages_of_few_words_in_common_are_no_repeats() -> None:
    hits = [
        (NodeWithScore(node=node, score=1.0), frozenset(map(hash, node.text.split())))
        for node in PASSAGES[1:4]
    ]
    assert [hit.node.node_id for hit in without_repeats(hits, 3)] == ["вторая", "третья", "uz"]


@pytest.mark.parametrize(
    ("likeness", "first"),
    [
        ({}, "третья"),
        ({"en": 0.1}, "третья"),
        ({"en": 30.0, "uz": 1.0}, "en"),  # other words, or another language, for the same thing
        ({"uz": 15.0, "третья": -15.0}, "uz"),
    ],
)
def test_a_sentence_encoder_speaks_with_the_words(tmp_path, likeness, first):
    table = WordTable()
    archive = MemoryArchive(PASSAGES, table, tmp_path / "lexical")
    archive.sentences = Likes(likeness)
    found = ArchiveRetriever(archive, WordEmbedding(table), table).search("протакол сесии")
    assert names(found)[0] == first
    assert archive.sentences.asked == ["протокол сессии"]  # as it was mended
