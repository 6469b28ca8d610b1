"""Checking claims against an archive."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from llama_index.core.schema import NodeWithScore

from assistant.claims.alignment import Alignment, align
from assistant.claims.frame import Around
from assistant.claims.judging import chances, ranked, verdict_of
from assistant.claims.names import NAMES, STEM_LETTERS, roman, same_stem, spelt_alike
from assistant.claims.numbers import EXACT
from assistant.claims.options import Option, options
from assistant.claims.parts import Claim, Part, PartKind, take_apart
from assistant.claims.polarity import Flip
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
from ingest.dates import DateMention, PartialDate, find_dates
from ingest.document import Span
from ingest.errors import KengashError
from ingest.names import NameKind, NameMention

PASSAGES = 24
"""Passages read for a claim: evidence against it may stand far down."""
SENTENCES = 36
"""Sentences aligned, best first."""
CITED = 2
AS_SURE = 1.0
"""How much less a second sentence's conclusion may weigh than the first's to be cited too."""
BESIDE = 800
"""Code points around a sentence in which the rest of what it tells may stand."""
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
        claim = self.read(text)
        verdict = self._judged(claim, self.options(claim, filters), language or claim.language)
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

    def read(self, text: str) -> Claim:
        """A claim taken apart."""
        return take_apart(text, self._today(), self._words, self._other_names)

    def options(self, claim: Claim, filters: Filters = NO_FILTERS) -> list[Option]:
        """What can be concluded on a claim from the sentences found."""
        return options(self._aligned(claim, filters))

    def _aligned(self, claim: Claim, filters: Filters) -> list[Alignment]:
        hits = self._find(claim.text, PASSAGES, filters)
        sentences = with_stems(claim, weigh(hits, claim.asked, self._words))
        chosen = candidates(claim, sentences)
        beside = {id(sentence): best_beside(sentence, sentences) for sentence in chosen}
        read_all = [self._around(sentence) for sentence in chosen]
        places = known_places(read_all, sentences)
        claim = typed(claim, read_all, places)
        dates: dict[str, tuple[DateMention, ...]] = {}
        for sentence, around in zip(chosen, read_all, strict=True):
            dates[sentence.document] = (*dates.get(sentence.document, ()), *around.dates)
        return [
            align(
                claim,
                sentence,
                beside[id(sentence)],
                with_places(replace(around, elsewhere=dates[sentence.document]), sentence, places),
                lambda text: self._expanded(claim, text),
            )
            for sentence, around in zip(chosen, read_all, strict=True)
        ]

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

    def _judged(self, claim: Claim, found: Sequence[Option], language: str) -> Verdict:
        if not found:
            return unknown(claim, say("claim_nothing", language), 0.99)
        chance = chances(found)
        kind = verdict_of(chance)
        sure = round(chance[kind], 3)
        if kind == "not_enough_info":
            nearest = found[0].alignment.sentence.title
            return unknown(claim, say("claim_not_enough", language, title=nearest), sure)
        concluding = ranked(found, kind)
        option = concluding[0][0]
        sentence = option.alignment.sentence
        differences = differences_of(option)
        return Verdict(
            claim=claim.text,
            verdict=kind,
            confidence=sure,
            differences=differences,
            explanation=explanation(kind, differences, sentence, language),
            citations=compose(cited(concluding))[1],
        )


def best_beside(sentence: Sentence, sentences: Sequence[Sentence]) -> Matrix:
    """Each word's best match in the sentences around one: its paragraph and the next, a short text whole."""
    rows = [
        other.match.max(axis=1, initial=0.0)
        for other in sentences
        if other.document == sentence.document and abs(other.start - sentence.start) <= BESIDE
    ]
    best: Matrix = np.max(rows, axis=0)
    return best


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
        if name.kind == "place" and len(name.text) > 3 and " " not in name.text and not is_date(name.text)
    )


def typed(claim: Claim, read_all: Sequence[Around], places: frozenset[str]) -> Claim:
    """The claim with its names taken for what the archive takes them for: a claim is too short to tell."""
    kinds: dict[str, Counter[NameKind]] = {}
    for name in {(name.text, name.kind) for around in read_all for name in around.names}:
        kinds.setdefault(roman(words_in(name[0])[-1]), Counter())[name[1]] += 1

    def kind_of(part: Part) -> PartKind:
        if part.kind not in NAMES:
            return part.kind
        last = roman(words_in(part.text)[-1])
        if len(part.rows) == 1 and any(last == place or same_stem(last, place) for place in places):
            return "place"
        votes: Counter[NameKind] = sum(
            (count for word, count in kinds.items() if word == last or same_stem(word, last)), Counter()
        )
        return votes.most_common(1)[0][0] if votes else part.kind

    return replace(claim, parts=tuple(replace(part, kind=kind_of(part)) for part in claim.parts))


@lru_cache(maxsize=10_000)
def is_date(text: str) -> bool:
    """Whether a text is a month or another date: names of months are capital in English."""
    return bool(find_dates(text, None, None))


def words_in(text: str) -> list[str]:
    """The words of a name; the name itself where it has none."""
    return [text[start:end] for start, end in words_of(text)] or [text]


SAME_STEM = 0.85
"""What words of one stem count."""


def with_stems(claim: Claim, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with their matches raised where words are of one stem: Байсара, байсаринский."""
    rows: dict[str, list[tuple[str, int]]] = {}
    names: list[tuple[str, int]] = []
    for row, (start, end) in enumerate(claim.spans):
        word = roman(claim.text[start:end])
        if len(word) >= STEM_LETTERS and word.isalpha():
            rows.setdefault(word[:STEM_LETTERS], []).append((word, row))
            if claim.text[start].isupper():
                names.append((word, row))
    if not rows:
        return list(sentences)

    def alike(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
        found = []
        for column, (start, end) in enumerate(spans):
            other = roman(text[start:end])
            found += [
                (row, column) for word, row in rows.get(other[:STEM_LETTERS], ()) if same_stem(word, other)
            ]
            if text[start].isupper():
                found += [(row, column) for word, row in names if spelt_alike(word, other)]
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


def differences_of(option: Option) -> list[Difference]:
    """Where the claim and the refuting sentence part; empty where it bears the claim out."""
    contested = option.contested
    if contested is None:
        return []
    if isinstance(contested, Flip):
        return [Difference(kind="negation", claimed=contested.claimed, found=contested.found)]
    kind = "number" if contested.part.kind == "all" else contested.part.kind
    return [Difference(kind=kind, claimed=contested.part.text, found=contested.found)]


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


def cited(concluding: Sequence[tuple[Option, float]]) -> list[Sentence]:
    """The sentence that decides, and the next one that concludes the same nearly as surely."""
    (first, weight), *others = concluding
    chosen = [first.alignment.sentence]
    for option, less in others:
        sentence = option.alignment.sentence
        if (
            len(chosen) < CITED
            and less >= weight - AS_SURE
            and option.objection == first.objection
            and sentence.text != chosen[0].text
        ):
            chosen.append(sentence)
    return chosen
