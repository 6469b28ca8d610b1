"""The sentences that may answer a question, each weighed word by word against it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol, cast

import numpy as np
from llama_index.core.schema import NodeWithScore, TextNode
from numpy.typing import NDArray

from assistant.question import Question, folded, patterns
from index.analysis import name_key, variants
from index.analysis.function_words import FUNCTION_WORDS
from index.ranking import lifts
from ingest.document import Language, Span
from ingest.passages import HEADING_DIVIDER
from ingest.sentences import sentence_spans

WORD = re.compile(r"[^\W\d_]+(?:['’‘ʻʼ`][^\W\d_]+)*|\d+")
Matrix = NDArray[np.float32]
Keys = frozenset[str]


class Words(Protocol):
    """What evidence needs of a model: a vector and a rarity for every word, seen before or not."""

    def tokens(self, text: str) -> list[str]:
        """The words of a text in the model's form, in order."""

    def token_vectors(self, tokens: Sequence[str]) -> Matrix:
        """Unit rows, one a token."""

    def rarity(self, tokens: Sequence[str]) -> Matrix:
        """0 (everywhere) to 1 (rare), one a token."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of a document, with how each of its words matches each word of the question."""

    document: str
    title: str
    date: str | None
    language: Language
    kind: str
    page: int | None
    heading: str
    table_header: str
    """Cells of the header above a table's row, divided as in the row; empty elsewhere."""
    start: int
    """Offset in the document's extracted text."""
    text: str
    words: tuple[Span, ...]
    """Spans within `text`."""
    match: Matrix
    """Shape (words of the question, words): cosine, negatives 0."""
    coverage: float
    """Share of the question that the sentence itself speaks of, 0 to 1."""
    score: float
    """Coverage with context (title, heading, neighbours) and the passage's rank."""
    passage: float
    """The passage's score in the search."""
    context: Matrix = field(repr=False)
    """Shape (words of the question): best match in title, heading and the sentence before."""
    full: float = 0.0
    """Coverage with context, 0 to 1."""
    behind: float = 0.0
    """The passage's score less the best passage's."""
    is_heading: bool = False
    """Whether it is the title or a heading of its document."""
    meant: float = 0.0
    """How much more than the other sentences it is like the question as a whole, in deviations; 0 where no
    sentence encoder has read it."""

    @property
    def end(self) -> int:
        """Offset behind the sentence in the document's extracted text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The words of a question with their weights."""

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    """Each token's word as it was first typed, folded."""
    vectors: Matrix
    weights: Matrix
    """Sum 1; words that ask (who, when) and words repeated from the question before weigh little."""
    keys: tuple[Keys, ...] = ()
    """Stems and sound of each word: what shares one is the same word, however far its vector."""
    names: tuple[tuple[tuple[int, ...], tuple[str, ...]], ...] = ()
    """Rows that are a name, and the tokens of another name of the same thing."""


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[Span, ...]:
    """Spans of the words of a text; digits and letters part."""
    return tuple((match.start(), match.end()) for match in WORD.finditer(text))


def aligned_tokens(text: str, spans: Sequence[Span], words: Words) -> list[str]:
    """One model token a span. Where the model cuts the text otherwise, word by word."""
    tokens = words.tokens(text)
    if len(tokens) == len(spans):
        return tokens
    return [next(iter(words.tokens(text[start:end])), "") for start, end in spans]


ASKING_WEIGHT = 0.1
EARLIER_WEIGHT = 0.5
NUMBER_WEIGHT = 2.0


SAME_WORD = 0.95
"""What another form or spelling of the word asked counts."""
OTHER_NAME = 0.85
"""What another name of the thing asked counts."""
SHORTEST_SOUND = 5
"""Letters from which on a word is told by its sound in another script."""


@lru_cache(maxsize=100_000)
def keys_of(word: str) -> Keys:
    """Stems of a folded word, and its sound in any script."""
    if not word or word[0].isdigit():
        return frozenset((word,))
    sound = name_key(word) if len(word) >= SHORTEST_SOUND else ""
    return frozenset((*variants(word), *((f"~{sound}",) if len(sound) >= SHORTEST_SOUND - 1 else ())))


def asked(
    question: Question,
    words: Words,
    rarity_here: Callable[[Matrix], Matrix] | None = None,
    names: Iterable[tuple[str, str]] = (),
) -> Asked:
    """Weigh the words of a question: rare ones much, numbers double, asking ones hardly.

    `rarity_here` tells how rare words are in the archive asked, from their vectors; `names` are names in
    the question with another name of the same thing.
    """
    own, earlier = question.mended, question.earlier
    weights: dict[str, float] = {}
    first: dict[str, str] = {}
    for text, factor in ((own, 1.0), (earlier, EARLIER_WEIGHT)):
        spans = words_of(text)
        tokens = aligned_tokens(text, spans, words)
        rarities = words.rarity(tokens) if tokens else ()
        stops = patterns().stopwords[question.language] | patterns().stopwords["ru"] | FUNCTION_WORDS
        for (start, end), token, rarity in zip(spans, tokens, rarities, strict=True):
            word = folded(text[start:end])
            weight = factor * float(rarity)
            if word in stops:
                weight *= ASKING_WEIGHT
            if word.isdigit():
                weight *= NUMBER_WEIGHT
            weights[token] = max(weights.get(token, 0.0), weight)
            first.setdefault(token, word)
    tokens_ = tuple(token for token in weights if token)
    values = np.array([weights[token] for token in tokens_], np.float32)
    vectors = words.token_vectors(tokens_) if tokens_ else np.zeros((0, 1), np.float32)
    if rarity_here is not None and tokens_:
        values = values * rarity_here(vectors)
    total = float(values.sum())
    typed = tuple(first[token] for token in tokens_)
    others = []
    for name, other in names:
        spelt = {folded(name[start:end]) for start, end in words_of(name)}
        rows = tuple(row for row, word in enumerate(typed) if word in spelt)
        known = tuple(words.tokens(other))
        if rows and known:
            others.append((rows, known))
    return Asked(
        tokens_,
        typed,
        vectors,
        values / total if total > 0 else values,
        tuple(keys_of(word) for word in typed),
        tuple(others),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence before it is weighed."""

    node: TextNode
    passage: float
    start: int
    text: str
    before: str
    header: str = ""
    """The table's header, for a row."""

    @property
    def language(self) -> Language:
        """Of its document."""
        return cast(Language, self.node.metadata.get("language") or "und")


CELL_DIVIDER = " | "
SCORE_SCALE = 0.05
"""Brings the search's scores, in deviations from what is usual, to where coverage lies: below 1."""


@lru_cache(maxsize=20_000)
def spans_of(line: str, language: Language) -> tuple[Span, ...]:
    """Sentences of a line; remembered, for the same passages come back often."""
    return tuple(sentence_spans(line, language))


def sentences_of(hits: Sequence[NodeWithScore]) -> list[Place]:
    """The sentences of the passages found, each once though passages overlap."""
    seen: set[tuple[str, int]] = set()
    places = []
    for hit in hits:
        node = cast(TextNode, hit.node)
        language = cast(Language, node.metadata.get("language") or "und")
        base = node.start_char_idx or 0
        before = ""
        header = node.metadata.get("table_header") or ""
        row_before = bool(header)
        offset = 0
        for line in node.text.splitlines(keepends=True):
            if CELL_DIVIDER in line and not row_before:
                header = line.strip()
            row_before = CELL_DIVIDER in line or (row_before and not line.strip())
            for start, end in spans_of(line, language):
                text = line[start:end].strip()
                begin = base + offset + start + (len(line[start:end]) - len(line[start:end].lstrip()))
                key = (node.metadata["document"], begin)
                if text and key not in seen:
                    seen.add(key)
                    places.append(Place(node, SCORE_SCALE * (hit.score or 0.0), begin, text, before, header))
                before = text
            offset += len(line)
    return places


CONTEXT_SHARE = 0.8
HEADING_PENALTY = 0.4
"""A heading names what the sentences under it tell."""
PASSAGE_WEIGHT = 1.0
"""What it costs a sentence that its passage was found behind the first."""


Likeness = Mapping[str, Sequence[tuple[Span, float]]]
"""By passage, spans in its text and how like the question each is, in deviations."""
MEANT_WEIGHT = 0.1
"""A deviation by which a sentence as a whole is more like the question than the others."""


def weigh(
    hits: Sequence[NodeWithScore], asked: Asked, words: Words, likeness: Likeness | None = None
) -> list[Sentence]:
    """All sentences of the hits, best first. One matrix product for all of them."""
    places = sentences_of(hits)
    if not places or not asked.tokens:
        return []
    texts: list[str] = []
    for place in places:
        texts += [place.text, context_of(place)]
    spans = [words_of(text) for text in texts]
    tokens = [aligned_tokens(text, span, words) for text, span in zip(texts, spans, strict=True)]
    vocabulary = sorted({token for row in tokens for token in row})
    at = {token: k for k, token in enumerate(vocabulary)}
    vectors = words.token_vectors(vocabulary)
    cosine = np.maximum(asked.vectors @ vectors.T, 0.0).astype(np.float32)
    best_passage = max(place.passage for place in places)
    raise_same_words(cosine, asked, vocabulary)
    others = [name_scores(name, asked, vocabulary, vectors, words) for _, name in asked.names]
    matches, around = [], []
    for k in range(len(places)):
        columns = [at[token] for token in tokens[2 * k]]
        match = cosine[:, columns]
        for (rows, _), score in zip(asked.names, others, strict=True):
            raise_name(match, rows, score[:, columns])
        matches.append(match)
        around.append(cosine[:, [at[token] for token in tokens[2 * k + 1]]].max(axis=1, initial=0.0))
    lifted = lifts_of(places, matches, around) if asked.keys else {}
    sentences = []
    for k, place in enumerate(places):
        match, near = matches[k], around[k]
        lift = lifted.get(place.language)
        if lift is not None:
            match, near = np.minimum(match * lift[:, None], 1.0), np.minimum(near * lift, 1.0)
        here = match.max(axis=1, initial=0.0)
        coverage = float(here @ asked.weights)
        full = float(np.maximum(here, CONTEXT_SHARE * near) @ asked.weights)
        meta = place.node.metadata
        meant = meant_by(place, likeness) if likeness else 0.0
        sentences.append(
            Sentence(
                document=meta["document"],
                title=meta.get("title") or meta["document"],
                date=meta.get("date"),
                language=place.language,
                kind=meta.get("kind") or "other",
                page=meta.get("page"),
                heading=meta.get("heading") or "",
                table_header=place.header if CELL_DIVIDER in place.text else "",
                start=place.start,
                text=place.text,
                words=spans[2 * k],
                match=match,
                coverage=coverage,
                score=full
                + PASSAGE_WEIGHT * (place.passage - best_passage)
                + MEANT_WEIGHT * meant
                - HEADING_PENALTY * is_heading(place),
                passage=place.passage,
                context=near,
                full=full,
                behind=place.passage - best_passage,
                is_heading=is_heading(place),
                meant=meant,
            )
        )
    return sorted(sentences, key=lambda sentence: -sentence.score)


def meant_by(place: Place, likeness: Likeness) -> float:
    """How like the question a sentence is; 0 where that is not known."""
    start = place.start - (place.node.start_char_idx or 0)
    end = start + len(place.text)
    spans = likeness.get(place.node.node_id, ())
    return max((like for (a, b), like in spans if a < end and start < b), default=0.0)


ACROSS = 0.6
"""Share of the way by which matches in each language are brought to where the best of all are."""


def lifts_of(
    places: Sequence[Place], matches: Sequence[Matrix], around: Sequence[Matrix]
) -> dict[str, Matrix]:
    """For each language, the factors [words] that bring its best matches near to the best of all.

    A word and its translation resemble each other less than two forms of the word do.
    """
    met = np.stack(
        [
            np.maximum(match.max(axis=1, initial=0.0), near)
            for match, near in zip(matches, around, strict=True)
        ],
        axis=1,
    )
    return lifts(met, np.array([place.language for place in places]), ACROSS)


def raise_same_words(cosine: Matrix, asked: Asked, vocabulary: Sequence[str]) -> None:
    """Let words meet that are one by their stem or sound; `cosine` is [words asked, vocabulary]."""
    rows_of: dict[str, list[int]] = {}
    for row, keys in enumerate(asked.keys):
        for key in keys:
            rows_of.setdefault(key, []).append(row)
    for column, token in enumerate(vocabulary):
        for key in keys_of(token):
            for row in rows_of.get(key, ()):
                cosine[row, column] = max(cosine[row, column], SAME_WORD)


def name_scores(
    name: Sequence[str], asked: Asked, vocabulary: Sequence[str], vectors: Matrix, words: Words
) -> Matrix:
    """[tokens of a name, vocabulary] match."""
    found: Matrix = np.maximum(words.token_vectors(name) @ vectors.T, 0.0)
    raise_same_words(found, replace(asked, keys=tuple(keys_of(token) for token in name)), vocabulary)
    return found


WHOLE_NAME = 0.8
"""Least match of the worst word of another name."""


def raise_name(match: Matrix, rows: Sequence[int], name: Matrix) -> None:
    """Let a name be met by another name of the thing, where all words of that stand in the sentence."""
    if not name.shape[1] or float(name.max(axis=1).min()) < WHOLE_NAME:
        return
    for column in {int(best) for best in name.argmax(axis=1)}:
        match[list(rows), column] = np.maximum(match[list(rows), column], OTHER_NAME)


def is_heading(place: Place) -> bool:
    """Whether a sentence is the title or a heading of its document."""
    meta = place.node.metadata
    headings = (meta.get("title") or "", *(meta.get("heading") or "").split(HEADING_DIVIDER))
    return place.text in headings


def context_of(place: Place) -> str:
    """What a reader knows on reaching the sentence: title, headings, table header, the sentence before."""
    meta = place.node.metadata
    header = place.header if CELL_DIVIDER in place.text else None
    parts = (meta.get("title"), meta.get("heading"), header, meta.get("date"), place.before)
    return " \n ".join(str(part) for part in parts if part)
