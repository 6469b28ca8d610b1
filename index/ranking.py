"""Passages in the order in which they answer a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PrivateAttr

from index.interaction import Matches, QueryTokens, match, read_query
from index.query import SearchQuery, plain_query
from index.reading import Floats, PassageReader, Passages
from index.table import TokenTable
from index.wanted import held, wanted

_HALF = 5
"""Place behind which the word search counts less than half."""
_VERBATIM = 0.95
"""Match from which on a word is the word itself."""
_TOP, _FEW, _NOTHING, _MOST_LIFT = 0.02, 10, 0.05, 2.5
"""Of a language's matches: the share that is its best; passages with which it is half trusted; the least
that a best match can be; the largest factor on them."""


class RankingWeights(BaseModel):
    """What counts how much; tuned on the tuning half of the sample's questions."""

    model_config = ConfigDict(frozen=True)

    # Of a question's words
    number: float = 3.5
    """Factor on the weight of numbers."""
    at_large: float = 1.0
    """Exponent of a word's rarity in texts at large."""
    in_archive: float = 0.5
    """Exponent of its rarity in this archive."""
    matched: float = 0.75
    """Match from which on a passage begins to count as having a word, for the rarity in the archive."""
    # Of a match
    context: float = 1.0
    """In the title, the heading or the date, against one in the passage's own text."""
    same_word: float = 0.7
    """Another form of the same word, where the table has the two far apart."""
    other_name: float = 0.7
    """Another name of the thing asked, against the name asked."""
    least: float = 0.45
    """Match that one word at least must reach in one passage at least, or nothing is found."""
    across: float = 0.6
    """Share of the way by which matches in each language are brought to where the best of all are."""
    # Of what a score is made of
    passage: float = 3.5
    """Words met anywhere in the passage."""
    window: float = 7.0
    """Words met in one stretch of it."""
    whole: float = 5.5
    """Cosine of the question and the passage as wholes."""
    above: float = 3.2
    """Cosine of the question and what stands above the passage."""
    words: float = 0.6
    """Place in the word search: 1 for the first, a half for the fifth or so, 0 where it was not found."""
    word_for_word: float = 0.8
    """The same, times the share of the question that the passage has word for word. Most of the weight is
    here: a passage in the question's own language has some of its words whatever it is about."""
    holds: float = 0.8
    """The passage holds what is asked for: a date, a number, a person."""
    sentences: float = 1.4
    """A deviation by which a sentence encoder finds the passage more like the question than usual."""


def rarity_in_archive(met: Floats, matched: float) -> Floats:
    """[words] soft idf: the fewer passages of `met` [words, passages] have a word, the more it tells."""
    count = met.shape[1]
    having = np.clip((met - matched) / (1 - matched), 0, 1).sum(axis=1)
    return np.asarray(np.log(1 + (count - having + 0.5) / (having + 0.5)), np.float32)


def importance(asked: QueryTokens, usual: Matches, weights: RankingWeights) -> Floats:
    """[words] share of each word in the score; they sum to 1 (0 where there are none)."""
    own = [weights.number if word.text[:1].isdigit() else 1.0 for word in asked.words]
    found = (
        np.array(own, np.float32)
        * rarity_in_archive(usual.passage, weights.matched) ** weights.in_archive
        * (asked.word_rarity + 0.05) ** weights.at_large
    )
    return np.asarray(found / max(float(found.sum()), 1e-9), np.float32)


def lifts(met: Floats, languages: NDArray[np.str_], weight: float) -> dict[str, Floats]:
    """For each language, the factors [words] that bring its best matches near to the best of all.

    A word and its translation resemble each other less than two forms of the word do, so that passages in the
    question's own language would crowd out the others. `met` is [words, passages]; languages with few
    passages lean on all the others. `weight` is the share of the way to go.
    """
    best = _best(met)
    found = {}
    for language in np.unique(languages).tolist():
        own = met[:, languages == language]
        trust = own.shape[1] / (own.shape[1] + _FEW)
        reached = trust * _best(own) + (1 - trust) * best
        lift = np.minimum(best / np.maximum(reached, _NOTHING), _MOST_LIFT)
        found[language] = np.asarray(1 + weight * (lift - 1), np.float32)
    return found


def _best(met: Floats) -> Floats:
    """[words] mean of the highest matches."""
    count = max(1, int(_TOP * met.shape[1]))
    return np.asarray(np.sort(met, axis=1)[:, -count:].mean(axis=1), np.float32)


def rank(
    query: SearchQuery,
    passages: Passages,
    table: TokenTable,
    weights: RankingWeights,
    background: Passages | None = None,
    words: Mapping[str, float] | None = None,
    likeness: Mapping[str, float] | None = None,
) -> Floats:
    """[passages] scores of passages for a question, higher is better; comparable across document languages.

    `background` is a sample of the archive, from which a word's rarity and what passages usually score are
    learnt (the passages themselves serve where it is missing); `words` the BM25 scores by passage id and
    `likeness` what a sentence encoder finds, in deviations. All are minus infinity where no passage has
    anything of what is asked.
    """
    if not len(passages):
        return np.zeros(0, np.float32)
    background = background or passages
    asked = read_query(query, table)
    shares = {"context": weights.context, "same_word": weights.same_word, "other_name": weights.other_name}
    usual = match(asked, background, **shares)
    share = importance(asked, usual, weights)
    matches = match(asked, passages, **shares)
    if matches.passage.max(initial=0.0) < weights.least:
        return np.full(len(passages), -np.inf, np.float32)
    lift = lifts(
        np.hstack((usual.passage, matches.passage)),
        np.concatenate((background.languages, passages.languages)),
        weights.across,
    )
    scores = _meaning(asked, matches, passages, share, lift, weights)
    scores = scores - float(_meaning(asked, usual, background, share, lift, weights).mean())
    scores = scores + weights.holds * held(wanted(query.text), passages)
    if words:
        place = {passage: i for i, passage in enumerate(sorted(words, key=lambda i: -words[i]))}
        early = np.array(
            [_HALF / (_HALF + place[i]) if i in place else 0.0 for i in passages.ids], np.float32
        )
        verbatim = share @ (matches.passage > _VERBATIM)
        scores = scores + early * (weights.words + weights.word_for_word * verbatim)
    if likeness:
        like = np.array([likeness.get(passage, 0.0) for passage in passages.ids], np.float32)
        scores = scores + weights.sentences * like
    return np.asarray(scores, np.float32)


def _meaning(
    asked: QueryTokens,
    matches: Matches,
    passages: Passages,
    share: Floats,
    lift: Mapping[str, Floats],
    weights: RankingWeights,
) -> Floats:
    """[passages] weighted sum of what the words and the wholes have in common."""
    languages, own = np.unique(passages.languages, return_inverse=True)
    shares = np.stack([share * lift[language] for language in languages.tolist()], axis=1)[:, own]
    best = np.zeros(len(passages), np.float32)
    np.maximum.at(best, matches.owner, (shares[:, matches.owner] * matches.window).sum(axis=0))
    return np.asarray(
        weights.passage * (shares * matches.passage).sum(axis=0)
        + weights.window * best
        + weights.whole * (passages.sums @ asked.whole)
        + weights.above * (passages.contexts @ asked.whole),
        np.float32,
    )


@dataclass
class UnderstoodQuestion(QueryBundle):
    """A question with what an archive makes of it; a plain one is ranked without."""

    query: SearchQuery | None = None
    """Its words with what they may have been meant as, and other names in it."""
    background: Passages | None = None
    """A sample of the archive."""
    likeness: Mapping[str, float] = field(default_factory=dict)
    """By passage, how much more than usual a sentence encoder finds it like the question, in deviations."""


class LateInteraction(BaseNodePostprocessor):
    """Ranks passages by late interaction over the built-in table, in LlamaIndex's place for it.

    With an `UnderstoodQuestion`, the scores that passages come with are those of the word search (0 or None
    where it did not find them); else they are not looked at. Safe to share between threads.
    """

    weights: RankingWeights = RankingWeights()
    _table: TokenTable = PrivateAttr()
    _reader: PassageReader = PrivateAttr()

    def __init__(self, table: TokenTable, weights: RankingWeights | None = None, **options: Any) -> None:
        super().__init__(**{"weights": weights or RankingWeights(), **options})
        self._table = table
        self._reader = PassageReader(table)

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex keeps the class."""
        return "LateInteraction"

    @property
    def reader(self) -> PassageReader:
        """What is remembered of passages read."""
        return self._reader

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not nodes:
            return nodes
        passages = [node.node for node in nodes if isinstance(node.node, TextNode)]
        query, background, words = plain_query(query_bundle.query_str), None, {}
        like: Mapping[str, float] = {}
        if isinstance(query_bundle, UnderstoodQuestion):
            query, background = query_bundle.query or query, query_bundle.background
            words = {hit.node.node_id: hit.score for hit in nodes if hit.score}
            like = query_bundle.likeness
        read = self._reader.read(passages)
        scores = rank(query, read, self._table, self.weights, background, words, like)
        found = np.flatnonzero(np.isfinite(scores)).tolist()
        order = sorted(found, key=lambda i: (-scores[i], passages[i].node_id))
        return [NodeWithScore(node=passages[i], score=float(scores[i])) for i in order]
