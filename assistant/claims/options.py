"""What can be concluded from one sentence: that it bears the claim out, or that one part of it is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np

from assistant.claims.alignment import Alignment
from assistant.claims.frame import Met, State
from assistant.claims.names import NAMES
from assistant.claims.numbers import SMALL, UNTOLD
from assistant.claims.ordinals import ORDINAL
from assistant.claims.parts import Part
from assistant.claims.polarity import Flip, flip
from assistant.claims.votes import other_vote
from assistant.claims.words import claim_words
from assistant.evidence import Matrix
from ingest.dates import DateMention

Stand = Literal["supported", "refuted"]


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One conclusion from one sentence."""

    stand: Stand
    alignment: Alignment
    contested: Met | Flip | None
    """What is wrong with the claim; None where it is borne out."""
    features: Matrix
    """Shape (FEATURES)."""

    @property
    def objection(self) -> str:
        """The part of the claim that is wrong, empty where it is borne out."""
        if isinstance(self.contested, Met):
            met = self.beside
            start, end = min(one.part.start for one in met), max(one.part.end for one in met)
            return self.alignment.claim.text[start:end]
        return self.contested.claimed if self.contested else ""

    @property
    def beside(self) -> list[Met]:
        """The contested part with the names next to it that differ too: the Omarovs of Sarytobe."""
        contested = self.contested
        if not isinstance(contested, Met):
            return []
        if contested.part.kind not in NAMES:
            return [contested]
        return [
            met
            for met in self.alignment.parts
            if met is contested
            or (
                met.part.kind in NAMES
                and met.state == "differs"
                and max(met.part.start, contested.part.start) - min(met.part.end, contested.part.end)
                <= BESIDE
            )
        ]


STATES: tuple[State, ...] = ("met", "near", "document", "missing", "differs")
FEATURES = (
    "bias",
    # The words outside all parts: share said by the sentence, with what is around it, with its document.
    "own",
    "near",
    "far",
    # Their weight, what of it is said nowhere, and the heaviest word that is said nowhere.
    "amount",
    "lack",
    "gap",
    # What became of the other parts.
    *(f"value_{state}" for state in STATES),
    *(f"name_{state}" for state in STATES),
    # All of it together: what is said times what is left by each other part.
    "whole",
    # Numbers that are the same and seem to count something else.
    "unlike",
    # What the sentence is.
    "flipped",
    "ahead",
    "intended",
    "afterwards",
    "corrects",
    "withdrawn",
    "foreign",
    "rank",
    # The contested part: what it is, how surely it differs, and where the claimed value stands all the same.
    "all",
    "negation",
    "quality",
    "beside_near",
    "beside_document",
    "told_value",
    "told_name",
)
LEFT: dict[State, float] = {"met": 1.0, "near": 0.9, "document": 0.6, "missing": 0.35, "differs": 0.2}
"""What a part leaves of the worth of a conclusion about another, or about the whole."""
COLUMN = {name: k for k, name in enumerate(FEATURES)}
BESIDE = 5
"""Code points between two names that are one answer to one question: a blank, a small word."""
SOON = timedelta(days=183)
"""How long after a text a claimed day may lie and still be a wrong date for what the text tells."""
BEFORE = 0.3
"""What a text keeps against a claim of what came after it was written."""
SPOKEN = 0.5
"""Share of the matter that a sentence must speak of for its numbers to count against another's."""


def options(alignments: Sequence[Alignment]) -> list[Option]:
    """Every conclusion that the sentences allow, each sentence's own."""
    if not alignments:
        return []
    best = max(alignment.sentence.passage for alignment in alignments)
    withdrawn = withdrawn_numbers(alignments)
    left = left_dates(alignments)
    told = told_parts(alignments)
    found = []
    for alignment in alignments:
        spoken = alignment.claim, alignment.sentence, alignment.sentence.match
        turned = other_vote(*spoken) or flip(*spoken)
        base = described(alignment, best, withdrawn, left)
        found.append(supporting(alignment, base, turned))
        found += refuting(alignment, base, turned, told)
    return found


def covered(alignment: Alignment, matches: Matrix) -> float:
    """Share of the claim's matter that is said, by weight; 1 where all of it lies in parts."""
    total = float(alignment.claim.matter.sum())
    return float(matches @ alignment.claim.matter) / total if total > 0 else 1.0


def withdrawn_numbers(alignments: Sequence[Alignment]) -> set[float]:
    """Numbers that a text on the matter takes back."""
    return {
        quantity.value
        for alignment in alignments
        if covered(alignment, alignment.far) >= SPOKEN
        for quantity in alignment.around.numbers
        if quantity.taken_back
    }


def left_dates(alignments: Sequence[Alignment]) -> list[DateMention]:
    """Dates that a text on the matter says others took the place of."""
    return [
        mention
        for alignment in alignments
        if covered(alignment, alignment.far) >= SPOKEN
        for mention in alignment.around.left
    ]


def left_behind(met: Met, left: Sequence[DateMention]) -> bool:
    """Whether a date of the claim is borne out that another took the place of."""
    date = met.part.date
    return (
        date is not None
        and date.precision == "day"
        and met.state in ("met", "near", "document")
        and any(date.overlaps(mention) for mention in left)
    )


def looks_ahead(alignment: Alignment) -> bool:
    """Whether a sentence speaks of what was asked for, planned or yet to come when it was written."""
    sentence, around = alignment.sentence, alignment.around
    if claim_words().ahead.search(sentence.text) is not None:
        return True
    written = around.written.span() if around.written is not None else None
    spans = [span for mention in around.dates if (span := mention.span()) is not None]
    return written is not None and bool(spans) and all(first > written[1] for first, _ in spans)


def stale(alignment: Alignment) -> bool:
    """Whether a text was written before what the claim speaks of, and does not look that far ahead itself."""
    written = alignment.around.written.span() if alignment.around.written is not None else None
    claimed = [span for part in alignment.claim.parts if part.date and (span := part.date.span()) is not None]
    if written is None or not claimed or min(first for first, _ in claimed) <= written[1] + SOON:
        return False
    if any(met.part.date is not None and met.state in ("met", "near") for met in alignment.parts):
        return False
    told = [span for mention in alignment.around.dates if (span := mention.span()) is not None]
    return all(first <= written[1] for first, _ in told)


def told_parts(alignments: Sequence[Alignment]) -> dict[Part, float]:
    """For each part, the share of the matter said by the best sentence that bears the part out."""
    told: dict[Part, float] = {}
    for alignment in alignments:
        share = covered(alignment, alignment.near)
        for met in alignment.parts:
            if met.state == "met" and not slight(met.part):
                told[met.part] = max(told.get(met.part, 0.0), share * met.quality)
    return told


def slight(part: Part) -> bool:
    """Whether a number is so small that it is met anywhere."""
    quantity = part.quantity
    if quantity is None:
        return False
    return quantity.value <= SMALL if quantity.name is None else quantity.name.endswith(ORDINAL)


def described(
    alignment: Alignment, best: float, withdrawn: set[float], left: Sequence[DateMention]
) -> Matrix:
    """The features that all conclusions from a sentence share."""
    claim, sentence = alignment.claim, alignment.sentence
    row = np.zeros(len(FEATURES), np.float32)
    lacking = claim.matter * (1 - alignment.far)
    words = claim_words()
    before = words.planned.search(claim.text) is not None
    planned = before or words.ahead.search(claim.text) is not None
    here = {quantity.value for quantity in alignment.around.numbers if not quantity.taken_back}
    values = {
        "bias": 1.0,
        "own": covered(alignment, alignment.own),
        "near": covered(alignment, alignment.near),
        "far": covered(alignment, alignment.far),
        "amount": float(np.log1p(claim.matter.sum())),
        "lack": float(lacking.sum()),
        "gap": float(lacking.max(initial=0.0)),
        "ahead": float(sentence.kind == "announcement" and not planned),
        "intended": float(not planned and looks_ahead(alignment)),
        "afterwards": float(before and sentence.kind not in ("announcement", "plan")),
        "corrects": float(
            sentence.kind == "correction"
            or words.corrects.search(f"{sentence.title}\n{sentence.text}") is not None
        ),
        "withdrawn": float(bool(here & withdrawn) or any(left_behind(met, left) for met in alignment.parts)),
        "foreign": float(claim.language != sentence.language),
        "rank": sentence.passage - best,
    }
    values["whole"] = (values["own"] + values["near"]) / 2
    for name, value in values.items():
        row[COLUMN[name]] = value
    return row


def with_parts(row: Matrix, parts: Sequence[Met]) -> Matrix:
    """The features with what became of the parts."""
    row = row.copy()
    for met in parts:
        if met.part.kind not in NAMES:
            row[COLUMN[f"value_{met.state}"]] += 1.0
            row[COLUMN["whole"]] *= LEFT[met.state]
            row[COLUMN["unlike"]] += float(met.state == "met" and met.quality < UNTOLD)
            continue
        # Another name in a sentence says little against one that stands beside it.
        state = met.beside if met.state == "differs" else met.state
        row[COLUMN[f"name_{state}"]] += 1.0
        row[COLUMN["whole"]] *= LEFT[state]
        row[COLUMN["name_differs"]] += float(met.state == "differs")
    return row


def supporting(alignment: Alignment, base: Matrix, turned: Flip | None) -> Option:
    """That a sentence bears the claim out."""
    row = with_parts(base, alignment.parts)
    if turned is not None:
        share = float(base[COLUMN["near" if turned.listed else "own"]])
        row[COLUMN["flipped"]] = turned.quality * share**2
        row[COLUMN["whole"]] *= 1 - row[COLUMN["flipped"]]
    return Option("supported", alignment, None, row)


def refuting(
    alignment: Alignment, base: Matrix, turned: Flip | None, told: dict[Part, float]
) -> Iterator[Option]:
    """That a sentence shows one part of the claim to be wrong, for each part that differs."""
    own = float(base[COLUMN["own"]])
    early = stale(alignment)
    for met in alignment.parts:
        if met.state != "differs":
            continue
        row = with_parts(base, [other for other in alignment.parts if other is not met])
        row[COLUMN["flipped"]] = turned.quality if turned is not None else 0.0
        row[COLUMN["all"]] = float(met.part.kind == "all")
        quality = met.quality * (BEFORE if early else 1.0)
        row[COLUMN["quality"]] = quality
        row[COLUMN["whole"]] *= quality
        row[COLUMN["beside_near"]] = float(met.beside == "near")
        row[COLUMN["beside_document"]] = float(met.beside == "document")
        row[COLUMN["told_name" if met.part.kind in NAMES else "told_value"]] = told.get(met.part, 0.0)
        yield Option("refuted", alignment, met, row)
    if turned is not None:
        row = with_parts(base, alignment.parts)
        row[COLUMN["negation"]] = 1.0
        share = float(base[COLUMN["near"]]) if turned.listed else own
        row[COLUMN["quality"]] = turned.quality * share**2
        row[COLUMN["whole"]] *= turned.quality
        yield Option("refuted", alignment, turned, row)
