"""Checking claims against an archive."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from llama_index.core.schema import NodeWithScore

from assistant.claims.alignment import Alignment, align
from assistant.claims.columns import other_cells
from assistant.claims.corrections import with_corrections
from assistant.claims.frame import Around, squashed
from assistant.claims.judging import chances, ranked, verdict_of
from assistant.claims.names import NAMES
from assistant.claims.naming import known_places, typed, with_places, with_stems
from assistant.claims.options import Option, options
from assistant.claims.parts import Claim, take_apart
from assistant.claims.polarity import Flip
from assistant.claims.pool import Pool, Reader
from assistant.claims.splitting import MAX_CLAIM, claims_in, is_binary, together
from assistant.claims.verdict import Difference, PlacedVerdict, Verdict, VerdictKind
from assistant.composition import compose
from assistant.evidence import Matrix, Sentence, Words, aligned_tokens, words_of
from assistant.texts import say
from index.filters import Filters
from index.glossary import Glossary
from index.query import understand
from index.vocabulary import Vocabulary
from ingest.dates import DateMention, PartialDate
from ingest.errors import KengashError

PASSAGES = 24
"""Passages read for a claim: evidence against it may stand far down."""
NAMED = 20
"""Sentences of a claim in which the slow Russian tagger looks for names."""
CITED = 2
AS_SURE = 1.0
"""How much less a second sentence's conclusion may weigh than the first's to be cited too."""
REMEMBERED = 5000
"""Sentences whose dates, numbers and names are kept."""
ABBREVIATION = re.compile(r"(?<!\w)[A-ZА-ЯЁЎҚҒҲӘІҢӨҮҰҺ]{2}[\w-]{0,8}")

Reason = Callable[[Verdict, str], str]
"""A verdict and a language in, words that are added to its explanation; a language model's, say."""
Find = Callable[[str, int, Filters], list[NodeWithScore]]
NO_FILTERS = Filters()


class Checker:
    """Checks claims with what a search finds."""

    def __init__(
        self,
        find: Find,
        words: Words,
        vocabulary: Callable[[], Vocabulary],
        glossary: Glossary,
        today: Callable[[], PartialDate],
        reason: Reason | None = None,
    ) -> None:
        self._find = find
        self._words = words
        self._reader = Reader(words)
        self._vocabulary = vocabulary
        self._glossary = glossary
        self._today = today
        self._reason = reason
        self._read: dict[tuple[str, int, str, str | None, str, str, bool], Around] = {}

    def check(self, text: str, filters: Filters = NO_FILTERS, language: str | None = None) -> Verdict:
        """The verdict on one claim.

        Raises:
            KengashError: `empty-claim` where there is no word in it, `claim-too-long` with `most`,
                `text-not-text` where it is the bytes of a file.
        """
        if not any(letter.isalnum() for letter in text):
            raise KengashError("empty-claim")
        if len(text) > MAX_CLAIM:
            raise KengashError("claim-too-long", most=MAX_CLAIM)
        if is_binary(text):
            raise KengashError("text-not-text")
        started = time.perf_counter()
        return self._timed(text, self._pool(text, filters), language, started)

    def check_text(
        self, text: str, filters: Filters = NO_FILTERS, language: str | None = None
    ) -> Iterator[PlacedVerdict]:
        """The verdicts on the claims of a longer text, in order, as they are reached.

        Raises:
            KengashError: `empty-claim`, `text-too-long` with `limit`, `text-not-text`.
        """
        spans = claims_in(text)
        done = 0
        for group in together(text, spans):
            started = time.perf_counter()
            # Sentences that stand together tell of one thing: they are searched as one.
            pool = self._pool(text[group[0][0] : group[-1][1]], filters)
            for start, end in group:
                verdict = self._timed(text[start:end], pool, language, started)
                done += 1
                yield PlacedVerdict(start=start, end=end, done=done, total=len(spans), verdict=verdict)
                started = time.perf_counter()

    def _timed(self, text: str, pool: Pool, language: str | None, started: float) -> Verdict:
        claim = self.read(text)
        verdict = self._judged(claim, options(self._aligned(claim, pool)), language or claim.language)
        if self._reason is not None and verdict.citations:
            # The verdict stands: what a date or a number says is no matter of opinion.
            reason = self._reason(verdict, language or claim.language)
            verdict = verdict.model_copy(update={"explanation": f"{verdict.explanation} {reason}".strip()})
        return verdict.model_copy(update={"took_ms": round((time.perf_counter() - started) * 1000, 1)})

    def read(self, text: str) -> Claim:
        """A claim taken apart."""
        return take_apart(text, self._today(), self._words, self._other_names)

    def options(self, claim: Claim, filters: Filters = NO_FILTERS) -> list[Option]:
        """What can be concluded on a claim from the sentences found."""
        return options(self._aligned(claim, self._pool(claim.text, filters)))

    def _pool(self, text: str, filters: Filters) -> Pool:
        return self._reader.pool(self._find(text, PASSAGES, filters))

    def _aligned(self, claim: Claim, pool: Pool) -> list[Alignment]:
        chosen = pool.chosen(claim)
        sentences = with_stems(claim, [one.sentence for one in chosen])
        named = worth_naming(claim, sentences)
        read_all = with_corrections(
            sentences, [self._around(sentence, k in named) for k, sentence in enumerate(sentences)]
        )
        # The Russian tagger is slow: only what is aligned is read by it.
        others = (text for text in pool.texts() if text[1] != "ru")
        places = known_places([*others, *((one.text, one.language) for one in sentences)])
        claim = typed(claim, read_all, places)
        cells = other_cells(claim, sentences)
        dates: dict[str, tuple[DateMention, ...]] = {}
        for sentence, around in zip(sentences, read_all, strict=True):
            dates[sentence.document] = (*dates.get(sentence.document, ()), *around.dates)
        return [
            align(
                claim,
                sentence,
                one.beside,
                with_places(replace(around, elsewhere=dates[sentence.document], cells=row), sentence, places),
                self._expanded(claim, sentence.text),
            )
            for one, sentence, around, row in zip(chosen, sentences, read_all, cells, strict=True)
        ]

    def _around(self, sentence: Sentence, named: bool) -> Around:
        """What stands in a sentence; remembered, for claims of one text meet the same ones."""
        key = (
            sentence.document,
            sentence.start,
            sentence.text,
            sentence.date,
            sentence.kind,
            sentence.title,
            named,
        )
        found = self._read.get(key)
        if found is None:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            found = self._read[key] = Around.of(sentence, named)
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


def worth_naming(claim: Claim, sentences: Sequence[Sentence]) -> set[int]:
    """The sentences in which names are looked for: those that speak most of a claim that has names."""
    if not any(part.kind in NAMES for part in claim.parts):
        return set()
    shares = [
        float(
            squashed(
                np.maximum(sentence.match.max(axis=1, initial=0.0), sentence.context),
                claim.language == sentence.language,
            )
            @ claim.topic
        )
        for sentence in sentences
    ]
    return set(np.argsort(-np.array(shares), kind="stable")[:NAMED].tolist())


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
    return [
        Difference(kind=kind, claimed=option.objection, found=", ".join(met.found for met in option.beside))
    ]


def explanation(
    kind: VerdictKind, differences: Sequence[Difference], sentence: Sentence, language: str
) -> str:
    """Why, in words."""
    source = say("claim_source", language, title=sentence.title)
    if kind == "supported":
        announced = [say("claim_announced", language)] if sentence.kind == "announcement" else []
        return " ".join([say("claim_supported", language), *announced, source])
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
