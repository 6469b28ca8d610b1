"""A claim laid against a sentence: what of it the sentence bears out, and what it tells otherwise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, cast

import numpy as np

from assistant.claims.parts import Claim, Part, within
from assistant.claims.quantities import Quantity, agree, quantities, shown
from assistant.claims.words import claim_words
from assistant.evidence import Matrix, Sentence
from assistant.extraction.dates import dates_in, reference_of
from assistant.extraction.names import LOCATIVE, LOCATIVE_ENDING, names_in, stands_in
from index.tokens import fold, romanise
from ingest.dates import DateMention, PartialDate, assume_year, find_dates, format_date
from ingest.names import NameMention

State = Literal["met", "near", "document", "missing", "differs"]

NEAR_SHARE = 0.8
DOCUMENT_SHARE = 0.4
"""What a meaning counts in the title, heading or sentence before, and elsewhere in the same document."""
ALIKE: dict[bool, tuple[float, float]] = {True: (0.25, 0.75), False: (0.15, 0.5)}
"""Cosines from which words have something in common and say the same, by whether of one language."""
SAME_NAME = 0.7
STEM_LETTERS, STEM_SHARE = 5, 0.75
SOON = 31
"""Days ahead of its text that a month without a year may lie and still be meant."""
EXACT = 0.95
SMALL = 12
"""Numbers up to this one may be written as ordinals, or be part of a name."""
PEOPLE = 0.7
"""What two words for people count as units, however unlike they are: участники, nafar."""
UNIT = 0.5
"""Cosine from which on two numbers count the same thing."""


@dataclass(frozen=True, slots=True)
class Met:
    """What became of a part of a claim in a sentence."""

    part: Part
    state: State
    found: str = ""
    """What the sentence tells instead, where it differs."""
    quality: float = 1.0
    """How surely what was found stands in the part's place, 0 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """A claim against one sentence."""

    claim: Claim
    sentence: Sentence
    best: Matrix
    """Best match of each word of the claim, in the sentence and what is around it."""
    here: Matrix
    """The same in the sentence alone."""
    match: Matrix
    """Shape (words of the claim, words of the sentence)."""
    around: "Around"
    parts: tuple[Met, ...]
    said: float
    """How much of what the claim says outside its names and values is said, 0 to 1."""
    matter: float
    """How much of what the claim is about is spoken of, names included, 0 to 1."""
    weakest: float
    """The match of the worst matched heavy word of the claim's matter."""
    own: float
    """`matter` by the sentence alone."""


def squashed(match: Matrix, same_language: bool = True) -> Matrix:
    """Cosines as shares of meaning in common: chance likeness is none."""
    low, high = ALIKE[same_language]
    shares: Matrix = np.clip((match - low) / (high - low), 0.0, 1.0)
    return shares


@lru_cache(maxsize=50_000)
def roman(word: str) -> str:
    """A word in plain Latin letters."""
    return romanise(fold(word))


def same_stem(one: str, other: str) -> bool:
    """Whether two romanised words begin alike for most of the shorter one."""
    shorter = min(len(one), len(other))
    if shorter < STEM_LETTERS:
        return False
    common = next((k for k in range(shorter) if one[k] != other[k]), shorter)
    return common >= max(STEM_LETTERS, STEM_SHARE * shorter)


HEAVY = 0.12


def align(
    claim: Claim,
    sentence: Sentence,
    elsewhere: Matrix,
    around: "Around",
    expansions: Callable[[str], Matrix],
) -> Alignment:
    """Lay a claim against a sentence.

    `elsewhere` is each word's best match in what was found of the document; `expansions` gives each word's
    best match in the long forms of the sentence's abbreviations.
    """
    match = sentence.match
    here = np.maximum(match.max(axis=1, initial=0.0), expansions(sentence.text))
    parts = tuple(
        ALIGNERS[part.kind](claim, part, sentence, match, here, elsewhere, around) for part in claim.parts
    )
    same = claim.language == sentence.language
    own, near, far = (squashed(found, same) for found in (here, sentence.context, elsewhere))
    best = np.maximum(own, np.maximum(NEAR_SHARE * near, DOCUMENT_SHARE * far))
    weights = claim.topic.copy()
    for met in parts:
        rows = list(met.part.rows)
        if met.part.kind in NAMES:
            best[rows], own[rows] = STATES[met.state], float(met.state == "met")
            if met.state == "differs":
                weights[rows] = 0.0
    total = float(weights.sum())
    if total > 0:
        weights /= total
    heavy = (claim.matter >= min(HEAVY, float(claim.matter.max(initial=0.0)))) & (claim.matter > 0)
    return Alignment(
        claim,
        sentence,
        best,
        here,
        match,
        around,
        parts,
        float(best @ claim.matter) if claim.matter.any() else 1.0,
        float(best @ weights) if total > 0 else 1.0,
        float(best[heavy].min()) if heavy.any() else 1.0,
        float(own @ weights) if total > 0 else 1.0,
    )


NAMES = ("place", "organisation", "person")
STATES: dict[State, float] = {
    "met": 1.0,
    "near": NEAR_SHARE,
    "document": DOCUMENT_SHARE,
    "missing": 0.0,
    "differs": 0.0,
}


@dataclass(frozen=True, slots=True)
class Around:
    """The dates and numbers of a sentence and its surroundings, read once a sentence."""

    dates: tuple[DateMention, ...]
    headed: tuple[DateMention, ...]
    written: PartialDate | None
    numbers: tuple[Quantity, ...]
    names: tuple[NameMention, ...]
    elsewhere: tuple[DateMention, ...] = ()
    """Dates in the rest of the document that was found."""

    @classmethod
    def of(cls, sentence: Sentence) -> "Around":
        """Read a sentence."""
        reference = reference_of(sentence)
        dates = tuple(past(mention, sentence, reference) for mention in dates_in(sentence) if mention.first)
        headed = tuple(
            assume_year(mention, reference) if reference else mention
            for mention in find_dates(f"{sentence.title}\n{sentence.heading}", None, reference)
            if mention.first
        )
        taken = [(mention.start, mention.end) for mention in dates]
        return cls(
            dates,
            headed,
            PartialDate.parse(sentence.date) if sentence.date else None,
            tuple(quantities(sentence.text, sentence.language, taken)),
            names_in(sentence.text, sentence.language),
        )


def past(mention: DateMention, sentence: Sentence, reference: PartialDate | None) -> DateMention:
    """A month whose year was guessed ahead of a text that tells of what was, a year back."""
    if reference is None or not mention.inferred or mention.last is not None:
        return mention
    span, written = mention.span(), reference.span()
    if span is None or written is None or (span[0] - written[1]).days <= SOON:
        return mention
    if claim_words().ahead.search(sentence.text):
        return mention
    return assume_year(replace(mention, first=replace(mention.first, year=None)), reference, "past")


def align_date(
    claim: Claim,
    part: Part,
    sentence: Sentence,
    match: Matrix,
    here: Matrix,
    elsewhere: Matrix,
    around: Around,
) -> Met:
    """Dates agree where they may name the same day."""
    wanted = part.date
    if wanted is None:
        return Met(part, "missing")
    same = [mention for mention in around.dates if wanted.overlaps(mention)]
    if same:
        return Met(part, "document" if all(coarser(mention, wanted) for mention in same) else "met")
    others = [p.date for p in claim.parts if p.date is not None and p is not part]
    rivals = [mention for mention in around.dates if not any(other.overlaps(mention) for other in others)]
    if rivals:
        rival = max(rivals, key=lambda mention: likeness(wanted, mention))
        if not finer(wanted, rival):
            # A year around a day says nothing against the day.
            return Met(
                part, "differs", format_date(rival.iso(), claim.language), 0.6 + 0.4 * likeness(wanted, rival)
            )
    headed = [mention for mention in around.headed if wanted.overlaps(mention)]
    if headed:
        return Met(part, "document" if all(coarser(mention, wanted) for mention in headed) else "near")
    written = around.written
    if written is not None and written.year is not None and wanted.first.year is not None:
        span, day = wanted.span(), written.span()
        if span and day and span[0] <= day[1] and day[0] <= span[1]:
            return Met(part, "near" if wanted.precision != "day" else "document")
        years = {mention.first.year for mention in around.headed if mention.first.year}
        if any(wanted.overlaps(mention) for mention in around.elsewhere):
            return Met(part, "document")
        if (
            not around.dates
            and years
            and wanted.first.year not in years
            and wanted.precision in ("year", "month")
        ):
            return Met(part, "differs", str(min(years)), 0.5)
    return Met(part, "missing")


def coarser(one: DateMention, other: DateMention) -> bool:
    """Whether a date is less precise than another, so that it does not bear that one out."""
    parts = zip(one.first.parts()[1:], other.first.parts()[1:], strict=True)
    return one.last is None and any(mine is None and its is not None for mine, its in parts)


def likeness(one: DateMention, other: DateMention) -> float:
    """Share of the parts of a date that two dates have in common."""
    pairs = [
        (a, b)
        for a, b in zip(one.first.parts(), other.first.parts(), strict=True)
        if a is not None and b is not None
    ]
    return sum(a == b for a, b in pairs) / 3


def finer(one: DateMention, other: DateMention) -> bool:
    """Whether a date lies within what a coarser one, on another calendar, leaves open: never refutes."""
    return one.first.contains(other.first) or other.first.contains(one.first)


def align_number(
    claim: Claim,
    part: Part,
    sentence: Sentence,
    match: Matrix,
    here: Matrix,
    elsewhere: Matrix,
    around: Around,
) -> Met:
    """Numbers agree within their roundings; another number of the same unit differs."""
    wanted = part.quantity
    if wanted is None:
        return Met(part, "missing")
    table = " | " in sentence.text
    same = [quantity for quantity in around.numbers if agree(wanted, quantity, table)]
    rivals = rivals_of(claim, wanted, sentence, match, around)
    if any(not quantity.taken_back for quantity in same):
        return Met(part, "met")
    rival, quality = max(rivals, key=lambda pair: pair[1], default=(None, 0.0))
    lasting = re.fullmatch(r"\d{4}", wanted.text) is not None
    if (quality < UNIT or lasting) and not same and len(part.rows) == 1:
        for state, match_ in (("near", sentence.context), ("document", elsewhere)):
            if match_[part.rows[0]] > EXACT:
                return Met(part, cast(State, state))
    if rival is not None and (quality >= UNIT or same or table):
        if same:
            quality = 1.0
        return Met(part, "differs", shown(rival, sentence.text), quality)
    if wanted.name is None and wanted.value > SMALL and float(here[list(part.rows)].min(initial=1.0)) > EXACT:
        return Met(part, "met")
    if bare(wanted) and wanted.value <= SMALL:
        return Met(part, "document")
    return Met(part, "missing")


def bare(quantity: Quantity) -> bool:
    """Whether a number counts nothing that stands behind it: the 4 of a working group."""
    return quantity.name is None and quantity.end <= quantity.unit_start


def rivals_of(
    claim: Claim, wanted: Quantity, sentence: Sentence, match: Matrix, around: Around
) -> list[tuple[Quantity, float]]:
    """Other numbers that count what a claim's number counts, each with how surely it does."""
    own = [part.quantity for part in claim.parts if part.quantity is not None]
    unit = within(claim.spans, wanted.unit_start, wanted.end)
    found = []
    for quantity in around.numbers:
        if quantity.taken_back or (quantity.name is None) != (wanted.name is None):
            continue
        if any(agree(other, quantity) for other in own):
            continue
        if wanted.name is not None:
            found.append((quantity, 0.6))
            continue
        if bare(wanted) and wanted.value <= SMALL:
            continue
        percent = "%" in shown(quantity, sentence.text)
        there = within(sentence.words, quantity.unit_start, quantity.end)
        if not unit or not there:
            quality = 0.5 if not there else 0.4
        else:
            likeness_ = float(match[np.ix_(unit, there)].max())
            if likeness_ < UNIT and both_people(
                claim.text[wanted.unit_start : wanted.end], sentence.text[quantity.unit_start : quantity.end]
            ):
                likeness_ = PEOPLE
            quality = min(1.0, likeness_ + 0.1) if likeness_ >= UNIT else 0.35
        if percent and not any(
            claim.text[a:b].lower().startswith(("процент", "per", "foiz", "пайыз")) for a, b in claim.spans
        ):
            quality *= 0.5
        found.append((quantity, quality))
    return found


def both_people(one: str, other: str) -> bool:
    """Whether two units both count people."""
    people = claim_words().people
    return bool(people.search(one) and people.search(other))


def align_name(
    claim: Claim,
    part: Part,
    sentence: Sentence,
    match: Matrix,
    here: Matrix,
    elsewhere: Matrix,
    around: Around,
) -> Met:
    """A name is met under any of its forms; another of its kind in its place differs."""
    if named(claim, part, here):
        return Met(part, "met")
    rivals = [
        (name, quality)
        for name in around.names
        if name.kind == part.kind and (quality := rivalry(claim, part, sentence, match, name)) > 0
    ]
    state: State = (
        "near"
        if named(claim, part, sentence.context)
        else "document"
        if named(claim, part, elsewhere)
        else "missing"
    )
    if rivals:
        name, quality = max(rivals, key=lambda pair: pair[1])
        discount = {"near": 0.6, "document": 0.85}.get(state, 1.0)
        return Met(part, "differs", name.text, quality * discount)
    return Met(part, state)


def named(claim: Claim, part: Part, match: Matrix) -> bool:
    """Whether any form of a name is met."""
    return any(form_met(claim, part, rows, match) for rows in (part.rows, *part.others) if rows)


def form_met(claim: Claim, part: Part, rows: Sequence[int], match: Matrix) -> bool:
    """Whether a form's words are met: a person's surname, most of any other name."""
    values = match[list(rows)]
    if part.kind == "person":
        return bool(
            values[-1] >= SAME_NAME or (len(rows) > 1 and values[0] >= SAME_NAME and values.mean() >= 0.55)
        )
    return float(squashed(values).mean()) >= SAME_NAME or (float(values[-1]) >= 0.9 and len(rows) == 1)


def rivalry(claim: Claim, part: Part, sentence: Sentence, match: Matrix, name: NameMention) -> float:
    """How surely another name stands where the claim's does; 0 where the claim speaks of it itself."""
    columns = within(sentence.words, name.start, name.end)
    if not columns:
        return 0.0
    said = match[: len(claim.spans), columns].max(axis=0, initial=0.0)
    if float(said.max(initial=0.0)) >= SAME_NAME and (name.kind == "person" or float(said.mean()) >= 0.6):
        return 0.0
    if part.kind == "person" and len(part.rows) > 1 and len(columns) == 1:
        # A lone capital is read as a person too easily.
        return 0.0
    if part.kind != "place":
        return 0.9
    claimed = NameMention(part.start, part.end, "place", part.text)
    here = stands_in_text(claim.text, claim.language, claimed)
    return 0.9 if here == stands_in(sentence, name) else 0.5


def stands_in_text(text: str, language: str, name: NameMention) -> bool:
    """`stands_in` for a claim."""
    if language in ("uz", "kk"):
        return bool(LOCATIVE_ENDING.search(name.text.lower()))
    return bool(LOCATIVE.search(text[: name.start]))


def align_all(
    claim: Claim,
    part: Part,
    sentence: Sentence,
    match: Matrix,
    here: Matrix,
    elsewhere: Matrix,
    around: Around,
) -> Met:
    """ "All" is met by "all", and differs from a part of a whole."""
    if claim_words().all.search(sentence.text):
        return Met(part, "met")
    some = claim_words().some.search(sentence.text)
    if some:
        return Met(part, "differs", some.group(), 0.8)
    counts = sorted((q for q in around.numbers if q.name is None), key=lambda q: q.value)
    whole = {p.quantity.value for p in claim.parts if p.quantity is not None and p.quantity.name is None}
    told = [quantity for quantity in counts if quantity.value in whole]
    if told and counts[0].value < told[-1].value:
        less = max((q for q in counts if q.value < told[-1].value), key=lambda q: q.value)
        return Met(part, "differs", shown(less, sentence.text), 0.8)
    return Met(part, "missing")


Aligner = Callable[[Claim, Part, Sentence, Matrix, Matrix, Matrix, Around], Met]
ALIGNERS: dict[str, Aligner] = {
    "date": align_date,
    "number": align_number,
    "place": align_name,
    "organisation": align_name,
    "person": align_name,
    "all": align_all,
}
