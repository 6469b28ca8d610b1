"""Checking claims against an archive."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from llama_index.core.schema import NodeWithScore

from assistant.claims.alignment import EXACT, STEM_LETTERS, Around, align, roman, same_stem
from assistant.claims.judging import (
    Reading,
    best_refute,
    best_support,
    chances,
    features,
    read,
    verdict_of,
    weighed_up,
)
from assistant.claims.parts import Claim, take_apart
from assistant.claims.splitting import MAX_CLAIM, claims_in, is_binary
from assistant.claims.verdict import Difference, PlacedVerdict, Verdict, VerdictKind
from assistant.composition import compose
from assistant.evidence import Matrix, Sentence, Words, aligned_tokens, weigh, words_of
from assistant.extraction.names import names_in
from assistant.texts import say
from index.filters import Filters
from index.glossary import Glossary
from index.query import understand
from index.vocabulary import Vocabulary
from ingest.dates import DateMention, PartialDate
from ingest.document import Span
from ingest.errors import KengashError
from ingest.names import NameMention

PASSAGES = 24
"""Passages read for a claim: evidence against it may stand far down."""
SENTENCES = 36
"""Sentences aligned, best first."""
CITED = 2
REMEMBERED = 5000
"""Sentences whose dates, numbers and names are kept."""
ABBREVIATION = re.compile(r"(?<!\w)[A-ZА-ЯЁЎҚҒҲӘІҢӨҮҰҺ]{2}[\w-]{0,8}")

Find = Callable[[str, int, Filters], list[NodeWithScore]]
NO_FILTERS = Filters()


class RememberedWords:
    """A model whose cutting of texts is remembered: many claims meet the same sentences."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._tokens = lru_cache(maxsize=4 * REMEMBERED)(words.tokens)

    def tokens(self, text: str) -> list[str]:
        """The words of a text in the model's form; not to be changed."""
        return self._tokens(text)

    def token_vectors(self, tokens: Sequence[str]) -> Matrix:
        """Unit rows, one a token."""
        return self._words.token_vectors(tokens)

    def rarity(self, tokens: Sequence[str]) -> Matrix:
        """0 (everywhere) to 1 (rare), one a token."""
        return self._words.rarity(tokens)


class Checker:
    """Checks claims with what a search finds."""

    def __init__(
        self,
        find: Find,
        words: Words,
        vocabulary: Callable[[], Vocabulary],
        glossary: Glossary,
        today: Callable[[], PartialDate],
    ) -> None:
        self._find = find
        self._words: Words = RememberedWords(words)
        self._vocabulary = vocabulary
        self._glossary = glossary
        self._today = today
        self._read: dict[tuple[str, int, str, str | None, str, str], Around] = {}

    def check(self, text: str, filters: Filters = NO_FILTERS, language: str | None = None) -> Verdict:
        """The verdict on one claim.

        Raises:
            KengashError: `empty-claim` where there is no word in it, `claim-too-long` with `most`,
                `text-not-text` where it is the bytes of a file.
        """
        started = time.perf_counter()
        if not any(letter.isalnum() for letter in text):
            raise KengashError("empty-claim")
        if len(text) > MAX_CLAIM:
            raise KengashError("claim-too-long", most=MAX_CLAIM)
        if is_binary(text):
            raise KengashError("text-not-text")
        claim = take_apart(text, self._today(), self._words, self._other_names)
        verdict = self._judged(claim, self.readings(claim, filters), language or claim.language)
        return verdict.model_copy(update={"took_ms": round((time.perf_counter() - started) * 1000, 1)})

    def check_text(
        self, text: str, filters: Filters = NO_FILTERS, language: str | None = None
    ) -> Iterator[PlacedVerdict]:
        """The verdicts on the claims of a longer text, in order, as they are reached.

        Raises:
            KengashError: `empty-claim`, `text-too-long` with `limit`, `text-not-text`.
        """
        spans = claims_in(text)
        for done, (start, end) in enumerate(spans, 1):
            verdict = self.check(text[start:end], filters, language)
            yield PlacedVerdict(start=start, end=end, done=done, total=len(spans), verdict=verdict)

    def readings(self, claim: Claim, filters: Filters = NO_FILTERS) -> list[Reading]:
        """What the sentences found say on a claim."""
        hits = self._find(claim.text, PASSAGES, filters)
        sentences = with_stems(claim, weigh(hits, claim.asked, self._words))
        elsewhere: dict[str, Matrix] = {}
        for sentence in sentences:
            there = sentence.match.max(axis=1, initial=0.0)
            known = elsewhere.get(sentence.document)
            elsewhere[sentence.document] = there if known is None else np.maximum(known, there)
        chosen = candidates(claim, sentences)
        read_all = [self._around(sentence) for sentence in chosen]
        places = known_places(read_all, sentences)
        dates: dict[str, tuple[DateMention, ...]] = {}
        for sentence, around in zip(chosen, read_all, strict=True):
            dates[sentence.document] = (*dates.get(sentence.document, ()), *around.dates)
        return weighed_up(
            read(
                align(
                    claim,
                    sentence,
                    elsewhere[sentence.document],
                    with_places(replace(around, elsewhere=dates[sentence.document]), sentence, places),
                    lambda text: self._expanded(claim, text),
                )
            )
            for sentence, around in zip(chosen, read_all, strict=True)
        )

    def _around(self, sentence: Sentence) -> Around:
        """What stands in a sentence; remembered, for claims of one text meet the same ones."""
        key = (sentence.document, sentence.start, sentence.text, sentence.date, sentence.kind, sentence.title)
        found = self._read.get(key)
        if found is None:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            found = self._read[key] = Around.of(sentence)
        return found

    def _expanded(self, claim: Claim, text: str) -> Matrix:
        """Each word's best match in the long forms of a sentence's abbreviations."""
        best = np.zeros(len(claim.asked.tokens), np.float32)
        for short in set(ABBREVIATION.findall(text)):
            for name in self._vocabulary().names(short)[:1]:
                tokens = aligned_tokens(name, words_of(name), self._words)
                if tokens:
                    cosine = claim.asked.vectors @ self._words.token_vectors(tokens).T
                    best = np.maximum(best, cosine.max(axis=1))
        return best

    def _other_names(self, text: str) -> list[tuple[int, int, Sequence[str]]]:
        query = understand(text, self._vocabulary(), self._glossary)
        found: list[tuple[int, int, Sequence[str]]] = []
        for name in query.names:
            words = [word.text for word in query.words[name.start : name.end]]
            pattern = r"\W+".join(map(re.escape, words))
            match = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.I)
            if match:
                found.append((match.start(), match.end(), name.others))
        return found

    def _judged(self, claim: Claim, readings: Sequence[Reading], language: str) -> Verdict:
        if not readings:
            return unknown(claim, say("claim_nothing", language), 0.99)
        chance = chances(features(readings))
        kind = verdict_of(chance)
        sure = round(chance[kind], 3)
        if kind == "not_enough_info":
            return unknown(
                claim, say("claim_not_enough", language, title=readings[0].alignment.sentence.title), sure
            )
        reading = best_support(readings) if kind == "supported" else best_refute(readings)
        sentence = reading.alignment.sentence
        differences = differences_of(reading) if kind == "refuted" else []
        return Verdict(
            claim=claim.text,
            verdict=kind,
            confidence=sure,
            differences=differences,
            explanation=explanation(kind, differences, sentence, language),
            citations=compose(cited(reading, readings, kind))[1],
        )


def candidates(claim: Claim, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences to align: the best of the search, and the best for what the claim is about.

    A wrong number or name draws the search to the sentences that hold it, away from those that refute it.
    """

    def on_topic(sentence: Sentence) -> float:
        here = sentence.match.max(axis=1, initial=0.0)
        return float((here + np.maximum(here, sentence.context)) @ claim.topic)

    by_topic = sorted(sentences, key=on_topic, reverse=True)[: SENTENCES // 2]
    by_values = [
        sentence
        for sentence in sentences
        if any(
            part.kind == "number" and sentence.match[list(part.rows)].max(initial=0.0) > EXACT
            for part in claim.parts
        )
    ][: SENTENCES // 4]
    return list({id(s): s for s in (*sentences[: SENTENCES // 2], *by_topic, *by_values)}.values())


def known_places(read_all: Sequence[Around], sentences: Sequence[Sentence]) -> frozenset[str]:
    """Places that the sentences name, in plain Latin letters: what one language tells, another may not."""
    names = [name for around in read_all for name in around.names]
    names += [
        name
        for sentence in sentences
        if sentence.language != "ru"
        for name in names_in(sentence.text, sentence.language)
    ]
    return frozenset(
        roman(name.text)
        for name in names
        if name.kind == "place" and len(name.text) > 3 and " " not in name.text
    )


SAME_STEM = 0.85
"""What words of one stem count."""


def with_stems(claim: Claim, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with their matches raised where words are of one stem: Байсара, байсаринский."""
    rows: dict[str, list[tuple[str, int]]] = {}
    for row, (start, end) in enumerate(claim.spans):
        word = roman(claim.text[start:end])
        if len(word) >= STEM_LETTERS and word.isalpha():
            rows.setdefault(word[:STEM_LETTERS], []).append((word, row))
    if not rows:
        return list(sentences)

    def alike(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
        found = []
        for column, (start, end) in enumerate(spans):
            other = roman(text[start:end])
            found += [
                (row, column) for word, row in rows.get(other[:STEM_LETTERS], ()) if same_stem(word, other)
            ]
        return found

    around: dict[str, list[tuple[int, int]]] = {}
    raised = []
    for sentence in sentences:
        heads = f"{sentence.title}\n{sentence.heading}"
        if heads not in around:
            around[heads] = alike(heads, words_of(heads))
        match, context = sentence.match, sentence.context
        here = alike(sentence.text, sentence.words)
        if here:
            match = match.copy()
            for row, column in here:
                match[row, column] = max(match[row, column], SAME_STEM)
        if around[heads]:
            context = context.copy()
            for row, _ in around[heads]:
                context[row] = max(context[row], SAME_STEM)
        raised.append(replace(sentence, match=match, context=context))
    return raised


def with_places(around: Around, sentence: Sentence, places: frozenset[str]) -> Around:
    """The names of a sentence, and the lone capitals in it that are places elsewhere."""
    taken = [(name.start, name.end) for name in around.names]
    found = [
        NameMention(start, end, "place", sentence.text[start:end])
        for start, end in sentence.words
        if sentence.text[start].isupper()
        and not any(start < b and a < end for a, b in taken)
        and any(same_stem(roman(sentence.text[start:end]), place) for place in places)
    ]
    if not found:
        return around
    return replace(around, names=tuple(sorted((*around.names, *found), key=lambda name: name.start)))


def unknown(claim: Claim, words: str, sure: float) -> Verdict:
    """The verdict where the archive does not tell."""
    return Verdict(
        claim=claim.text,
        verdict="not_enough_info",
        confidence=sure,
        differences=[],
        explanation=words,
        citations=[],
    )


def differences_of(reading: Reading) -> list[Difference]:
    """Where the claim and the refuting sentence part, the surest first."""
    found = [
        (
            met.quality,
            Difference(
                kind="number" if met.part.kind == "all" else met.part.kind,
                claimed=met.part.text,
                found=met.found,
            ),
        )
        for met in reading.differing
    ]
    if reading.flip is not None and (
        not found or reading.flip.quality > max(quality for quality, _ in found)
    ):
        flip = reading.flip
        found = [(flip.quality, Difference(kind="negation", claimed=flip.claimed, found=flip.found))]
    return [difference for _, difference in sorted(found, key=lambda pair: -pair[0])]


def explanation(
    kind: VerdictKind, differences: Sequence[Difference], sentence: Sentence, language: str
) -> str:
    """Why, in words."""
    source = say("claim_source", language, title=sentence.title)
    if kind == "supported":
        return f"{say('claim_supported', language)} {source}"
    told = [say("claim_differs", language, claimed=one.claimed, found=one.found) for one in differences]
    corrected = [say("claim_corrected", language)] if sentence.kind == "correction" else []
    return " ".join([*told, *corrected, source])


def cited(reading: Reading, readings: Sequence[Reading], kind: VerdictKind) -> list[Sentence]:
    """The sentence that decides, and another that says the same as well."""
    chosen = [reading.alignment.sentence]

    def say_so(one: Reading) -> float:
        return one.support if kind == "supported" else one.refute

    for other in sorted(readings, key=say_so, reverse=True):
        sentence = other.alignment.sentence
        if len(chosen) < CITED and sentence.text != chosen[0].text and say_so(other) >= 0.9 * say_so(reading):
            chosen.append(sentence)
    return chosen
