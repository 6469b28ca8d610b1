"""Late interaction, on a table of vectors small enough to read."""

from collections.abc import Sequence

import numpy as np
import pytest
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index import tokens
from index.interaction import WINDOW, match, read_query
from index.query import NameSpan, QueryWord, SearchQuery, plain_query
from index.ranking import (
    LateInteraction,
    RankingWeights,
    UnderstoodQuestion,
    lifts,
    rank,
    rarity_in_archive,
)
from index.reading import PassageReader, Passages
from index.table import TokenBatch

SAME = [
    ("конференция", "conference", "konferensiya"),
    ("дом", "здание", "building", "bino"),
    ("глава", "head"),
]


class FakeTable:
    """Every word has a direction of its own, shared by words of the same meaning."""

    dimension = 256

    def __init__(self) -> None:
        self._place: dict[str, int] = {}
        for place, words in enumerate(SAME):
            self._place.update(dict.fromkeys(words, place))

    def tokens(self, text: str) -> list[str]:
        return tokens.words(tokens.fold(text))

    def token_vectors(self, names: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(names), self.dimension), np.float32)
        for i, word in enumerate(names):
            vectors[i, self._place.setdefault(word, max(self._place.values()) + 1)] = 1
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


def read(table: FakeTable, nodes: Sequence[TextNode]) -> Passages:
    return PassageReader(table).read(nodes)  # type: ignore[arg-type]


def passage(text: str, language: str = "ru", **about: str) -> TextNode:
    return TextNode(text=text, metadata={"language": language, **about})


def best(question: str, *passages: TextNode, weights: RankingWeights | None = None) -> str:
    table = FakeTable()
    scores = rank(plain_query(question), read(table, passages), table, weights or RankingWeights())  # type: ignore[arg-type]
    return passages[int(scores.argmax())].text


ABOUT = passage("вчера прошла конференция в навдизе")
OTHER = passage("в навдизе открыли дом ремёсел")


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("конференция в навдизе", ABOUT),
        ("conference навдизе", ABOUT),
        ("building навдизе", OTHER),
        ("кто и где открыли", OTHER),
    ],
)
def test_meaning_and_words_decide(question: str, right: TextNode) -> None:
    assert best(question, ABOUT, OTHER) == right.text


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    common = [passage(f"совет решил вопрос номер {word}") for word in "один два три четыре пять".split()]
    rare = passage("барсук спит")
    assert best("совет решил барсук", *common, rare) == rare.text


def test_a_number_counts_double() -> None:
    assert best("протокол 1147", passage("протокол встречи"), passage("линия 1147")) == "линия 1147"


def test_the_title_speaks_for_its_passages() -> None:
    titled = passage("собрались гости", title="Конференция")
    assert best("конференция", passage("собрались соседи"), titled) == titled.text


def test_words_close_together_beat_words_far_apart() -> None:
    near = "устав изменили " + "слово " * 4 * WINDOW
    far = "устав " + "слово " * 4 * WINDOW + " изменили"
    assert best("устав изменили", passage(far), passage(near)) == near


def test_a_mended_word_and_another_name_count_almost_as_the_word() -> None:
    table = FakeTable()
    query = SearchQuery(
        "конфиренция обсе",
        (
            QueryWord("конфиренция", (), (("конференция", 0.9),)),
            QueryWord("обсе", ()),
        ),
        (NameSpan(1, 2, ("osce", "организация по безопасности")),),
    )
    asked = read_query(query, table)  # type: ignore[arg-type]
    nodes = [
        passage("конференция"),
        passage("osce", "en"),
        passage("организация по безопасности"),
        passage("дом"),
    ]
    met = match(asked, read(table, nodes), context=1, same_word=1, other_name=0.95).passage
    assert met == pytest.approx(np.array([[0.9, 0, 0, 0], [0, 0.95, 0.95, 0]]))


def test_best_matches_have_one_column_for_each_passage_however_long() -> None:
    table = FakeTable()
    nodes = [passage(""), passage("дом"), passage("слово " * (3 * WINDOW) + "дом"), passage("🙂")]
    asked = read_query(plain_query("дом"), table)  # type: ignore[arg-type]
    matches = match(asked, read(table, nodes), context=1, same_word=1, other_name=1)
    assert matches.passage.tolist() == [[0, 1, 1, 0]]
    assert np.bincount(matches.owner).tolist() == [1, 1, 4, 1]
    assert matches.window[0][matches.owner == 2].tolist() == [0, 0, 1, 1]


def test_soft_idf_falls_with_the_passages_that_match() -> None:
    met = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]], np.float32)
    everywhere, once, never, vaguely = rarity_in_archive(met, 0.55).tolist()
    assert everywhere < once < never == vaguely


MET = np.array([[0.9] * 60 + [0.5] * 60, [0.8] * 120], np.float32)
LANGUAGES = np.array(["ru"] * 60 + ["en"] * 60)


def test_matches_are_lifted_to_the_best_of_all_languages() -> None:
    found = lifts(MET, LANGUAGES, 1.0)
    assert found["ru"] == pytest.approx([1, 1])
    assert found["en"][0] == pytest.approx(0.9 / 0.5, rel=0.15)
    assert found["en"][1] == pytest.approx(1)
    assert lifts(MET, LANGUAGES, 0.5)["en"][0] == pytest.approx((1 + found["en"][0]) / 2)
    assert lifts(MET, LANGUAGES, 0.0)["en"] == pytest.approx([1, 1])


def test_a_language_met_once_is_lifted_little_and_one_without_a_match_not_without_end() -> None:
    once = lifts(MET[:, :61], LANGUAGES[:61], 1.0)["en"]
    assert 1 < once[0] < 1.1
    nothing = np.array([[1.0] * 60 + [0.0] * 60], np.float32)
    assert lifts(nothing, LANGUAGES, 1.0)["en"] == pytest.approx([2.5])


def test_the_word_search_counts_most_where_the_question_stands_word_for_word() -> None:
    table = FakeTable()
    nodes = [passage("конференция в навдизе"), passage("навдиз и дом"), passage("навдиз и сад")]
    passages = read(table, nodes)

    def gain(question: str, found: int) -> float:
        query, words = plain_query(question), {nodes[found].node_id: 3.0}
        weights = RankingWeights()
        plain = rank(query, passages, table, weights)  # type: ignore[arg-type]
        return float((rank(query, passages, table, weights, None, words) - plain)[found])  # type: ignore[arg-type]

    weights = RankingWeights()
    assert gain("навдиз", 1) == pytest.approx(weights.words + weights.word_for_word, rel=1e-3)
    assert weights.words < gain("навдиз барсук", 1) < gain("навдиз", 1)


@pytest.mark.parametrize("question", ["дом", "дом " + "xyz " * 1000, "дом 会議 building"])
def test_any_question_gives_finite_scores(question: str) -> None:
    nodes = [ABOUT, OTHER, passage(""), passage("en", "en")]
    table = FakeTable()
    scores = rank(plain_query(question), read(table, nodes), table, RankingWeights())  # type: ignore[arg-type]
    assert scores.shape == (4,)
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("question", ["", "🙂", "щ", "xyz " * 1000, "會議"])
def test_where_nothing_asked_is_met_nothing_scores(question: str) -> None:
    table = FakeTable()
    scores = rank(plain_query(question), read(table, [ABOUT, OTHER]), table, RankingWeights())  # type: ignore[arg-type]
    assert scores.tolist() == [-np.inf, -np.inf]


def test_no_passages_no_scores() -> None:
    table = FakeTable()
    assert rank(plain_query("дом"), read(table, []), table, RankingWeights()).shape == (0,)  # type: ignore[arg-type]


def test_a_passage_is_read_once() -> None:
    class Counting(FakeTable):
        asked = 0

        def tokens(self, text: str) -> list[str]:
            self.asked += 1
            return super().tokens(text)

    table = Counting()
    reader = PassageReader(table)  # type: ignore[arg-type]
    first = reader.read([ABOUT, OTHER])
    asked = table.asked
    again = reader.read([OTHER, ABOUT])
    assert table.asked == asked
    assert again.ids == first.ids[::-1]
    one, other, same = reader.words([OTHER, ABOUT, OTHER])
    assert one == same != other
    assert table.asked == asked
    assert np.allclose(again.sums, first.sums[::-1])


def test_in_llamaindex_place() -> None:
    ranking = LateInteraction(FakeTable())  # type: ignore[arg-type]
    hits = [NodeWithScore(node=node, score=0.0) for node in (OTHER, ABOUT)]
    ranked = ranking.postprocess_nodes(hits, QueryBundle("конференция"))
    assert [hit.node.get_content() for hit in ranked] == [ABOUT.text, OTHER.text]
    assert (ranked[0].score or 0) > (ranked[1].score or 0)


def test_an_understood_question_brings_its_words_and_the_word_search() -> None:
    ranking = LateInteraction(FakeTable())  # type: ignore[arg-type]
    query = SearchQuery("building", (QueryWord("building", (), (("дом", 0.9),)),))
    question = UnderstoodQuestion("bilding", query=query, background=ranking.reader.read([ABOUT, OTHER]))
    by_words = [NodeWithScore(node=ABOUT, score=0.0), NodeWithScore(node=OTHER, score=4.2)]
    alone = [NodeWithScore(node=ABOUT), NodeWithScore(node=OTHER)]
    found, without = (ranking.postprocess_nodes(nodes, question) for nodes in (by_words, alone))
    assert found[0].node == without[0].node == OTHER
    assert (found[0].score or 0) > (without[0].score or 0)
