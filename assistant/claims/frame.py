"""A claim beside one sentence: what the parts of the claim are looked for in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from assistant.claims.days import weekdays, with_moved
from assistant.claims.parts import Claim, Part
from assistant.claims.quantities import Quantity, quantities
from assistant.claims.words import claim_words
from assistant.evidence import Matrix, Sentence
from assistant.extraction.dates import dates_in, reference_of
from assistant.extraction.names import names_in
from ingest.dates import DateMention, PartialDate, assume_year, find_dates
from ingest.document import Span
from ingest.names import NameMention

State = Literal["met", "near", "document", "missing", "differs"]
"""Borne out by the sentence, by what stands around it, elsewhere in its document, nowhere; told otherwise."""

SOON = 31
"""Days ahead of its text that a month without a year may lie and still be meant."""


@dataclass(frozen=True, slots=True)
class Met:
    """What became of a part of a claim in a sentence."""

    part: Part
    state: State
    found: str = ""
    """What the sentence tells instead, where it differs."""
    quality: float = 1.0
    """How surely what was found stands in the part's place, 0 to 1."""
    beside: State = "missing"
    """Where the claimed name stands beside a sentence that tells another."""


@dataclass(frozen=True, slots=True)
class Around:
    """The dates, numbers and names of a sentence and its surroundings, read once a sentence."""

    dates: tuple[DateMention, ...]
    headed: tuple[DateMention, ...]
    written: PartialDate | None
    numbers: tuple[Quantity, ...]
    names: tuple[NameMention, ...]
    elsewhere: tuple[DateMention, ...] = ()
    """Dates in the rest of the document that was found."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """In a table's row: by names of the claim, what stands in the column where another row has the name."""
    left: tuple[DateMention, ...] = ()
    """Dates that the sentence says others took the place of."""

    @classmethod
    def of(cls, sentence: Sentence, named: bool = True) -> "Around":
        """Read a sentence; its names, which take longest, only where asked for."""
        reference = reference_of(sentence)
        found = [past(mention, sentence, reference) for mention in dates_in(sentence) if mention.first]
        found += weekdays(sentence, reference, found)
        days = with_moved(sentence.text, sorted(found, key=lambda mention: mention.start))
        dates = days.told
        headed = headed_dates(f"{sentence.title}\n{sentence.heading}", reference)
        taken = [(mention.start, mention.end) for mention in (*dates, *days.left)]
        return cls(
            dates,
            headed,
            PartialDate.parse(sentence.date) if sentence.date else None,
            tuple(quantities(sentence.text, sentence.language, taken)),
            tuple(
                within_brackets(name)
                for name in (names_in(sentence.text, sentence.language) if named else ())
                if not any(start < name.end and name.start < end for start, end in taken)
            ),
            left=days.left,
        )


@lru_cache(maxsize=5_000)
def headed_dates(heads: str, reference: PartialDate | None) -> tuple[DateMention, ...]:
    """The dates of what a sentence stands under; remembered, for its neighbours stand there too."""
    return tuple(
        assume_year(mention, reference) if reference else mention
        for mention in find_dates(heads, None, reference)
        if mention.first
    )


def within_brackets(name: NameMention) -> NameMention:
    """A name up to a bracket that it opens and does not close."""
    cut = name.text.find("(")
    if cut <= 0 or ")" in name.text:
        return name
    text = name.text[:cut].rstrip()
    return replace(name, end=name.start + len(text), text=text)


def past(mention: DateMention, sentence: Sentence, reference: PartialDate | None) -> DateMention:
    """A month whose year was guessed ahead of a text that tells of what was, a year back."""
    if reference is None or not mention.inferred:
        return mention
    span, written = mention.span(), reference.span()
    if span is None or written is None or (span[0] - written[1]).days <= SOON:
        return mention
    if claim_words().ahead.search(sentence.text):
        return mention
    last = mention.last and replace(mention.last, year=None)
    return assume_year(
        replace(mention, first=replace(mention.first, year=None), last=last), reference, "past"
    )


ALIKE: dict[bool, tuple[float, float]] = {True: (0.25, 0.75), False: (0.15, 0.4)}
"""Cosines from which words have something in common and say the same, by whether of one language."""


def squashed(match: Matrix, same_language: bool = True) -> Matrix:
    """Cosines as shares of meaning in common: chance likeness is none."""
    low, high = ALIKE[same_language]
    shares: Matrix = np.clip((match - low) / (high - low), 0.0, 1.0)
    return shares


SPOKEN = 0.5
"""Share of its meaning from which a word of the claim counts as said by a word of the sentence."""
TIE = 0.02
SEPARATORS = re.compile(r"(?P<wide>[,;|()]|\s(?:и|а|and|while|va|esa|ва|эса|және|ал)\s)|(?P<narrow>[—–:])")
WIDE, NARROW = 4, 1
"""Words that a clause's end, a dash or a colon count for in a distance."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A claim beside one sentence."""

    claim: Claim
    sentence: Sentence
    here: Matrix
    """Best match of each word of the claim in the sentence, abbreviations spelt out."""
    elsewhere: Matrix
    """The same in what was found of the document."""
    around: Around

    def owned(self, spans: Sequence[Span]) -> list[float]:
        """The share of what the claim is about that lies nearest to each of several spans of the sentence.

        «Навдиз — 5, Кумшарык — 1»: the five is said of Navdiz.
        """
        shares = [0.0] * len(spans)
        claim, sentence = self.claim, self.sentence
        if len(spans) < 2 or not sentence.words:
            return shares
        rows = len(claim.spans)
        match = squashed(sentence.match[:rows], claim.language == sentence.language)
        said = match.max(axis=1)
        taken = [any(a <= start < b for a, b in spans) for start, _ in sentence.words]
        for row in np.flatnonzero((said >= SPOKEN) & (claim.topic[:rows] > 0)):
            # A word that is said several times speaks for each of its places.
            columns = [int(k) for k in np.flatnonzero(match[row] >= said[row] - TIE) if not taken[k]]
            for column in columns:
                if introduces(sentence.text, sentence.words[column], spans):
                    continue
                distances = [distance(sentence.text, sentence.words[column], span) for span in spans]
                nearest = min(range(len(spans)), key=distances.__getitem__)
                shares[nearest] += float(claim.topic[row] * said[row]) / len(columns)
        total = sum(shares)
        return [share / total for share in shares] if total > 0 else shares


def introduces(text: str, word: Span, spans: Sequence[Span]) -> bool:
    """Whether a word stands before or behind all spans with a clause between: it is said of all of them."""
    first, last = min(spans), max(spans)
    if word[1] <= first[0]:
        return SEPARATORS.search(text, word[1], first[0]) is not None
    return word[0] >= last[1] and SEPARATORS.search(text, last[1], word[0]) is not None


def distance(text: str, word: Span, other: Span) -> int:
    """Words between two spans of a text, ends of clauses counted as several."""
    first, last = (word, other) if word[0] < other[0] else (other, word)
    between = text[first[1] : last[0]]
    kinds = [match.lastgroup for match in SEPARATORS.finditer(between)]
    return len(between.split()) + WIDE * kinds.count("wide") + NARROW * kinds.count("narrow")
