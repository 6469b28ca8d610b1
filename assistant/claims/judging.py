"""The verdict: decided from the alignments alone, with every constant that decides it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from assistant.claims.alignment import NAMES, Alignment, Met
from assistant.claims.polarity import Flip, flip
from assistant.claims.verdict import VerdictKind
from assistant.claims.words import claim_words

KEPT = {"met": 1.0, "near": 0.95, "document": 0.75, "missing": 0.3, "differs": 0.1}
"""What is left of an alignment's worth for each date and number of a claim, by what became of it."""
KEPT_NAME = {"met": 1.0, "near": 1.0, "document": 0.85, "missing": 0.6, "differs": 0.2}
"""The same for names, which are part of the topic too."""
SOFT = 0.8
"""For "all", which may go unsaid."""
OWN_SHARE = 0.35
"""How much the sentence itself must speak of the matter, beside its document."""
SEVERAL = 0.35
"""What each further differing part leaves of a refutation."""
AHEAD, CORRECTS = 0.7, 1.15
"""Worth of a text that only announces, and of one that corrects."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence's say on a claim."""

    alignment: Alignment
    support: float
    """0 to 1."""
    refute: float
    differing: tuple[Met, ...]
    flip: Flip | None
    worth: float


def read(alignment: Alignment) -> Reading:
    """What one sentence says for and against a claim."""
    claim, sentence = alignment.claim, alignment.sentence
    matter = (1 - OWN_SHARE) * alignment.matter + OWN_SHARE * alignment.own
    differing = tuple(met for met in alignment.parts if met.state == "differs")
    kept = [keep(met) for met in alignment.parts]
    support = matter * float(np.prod(kept))
    rest = matter * float(np.prod([keep(met) for met in alignment.parts if met.state != "differs"]))
    refute = 0.0
    if differing:
        # A sentence that differs in several parts tells of something else.
        refute = rest * max(met.quality for met in differing) * SEVERAL ** (len(differing) - 1)
    turned = flip(claim, sentence, alignment.match)
    if turned is not None:
        denied = support * turned.quality
        refute = max(refute, denied)
        support *= 1 - turned.quality
    worth = worth_of(alignment)
    return Reading(alignment, support * worth, refute * worth, differing, turned, worth)


def keep(met: Met) -> float:
    """What a part leaves of the worth."""
    if met.part.kind == "all" and met.state == "missing":
        return SOFT
    return (KEPT_NAME if met.part.kind in NAMES else KEPT)[met.state]


def worth_of(alignment: Alignment) -> float:
    """Corrections count more; plans less, unless the claim is of plans."""
    sentence = alignment.sentence
    worth = 1.0
    planned = claim_words().ahead.search(alignment.claim.text)
    if sentence.kind in ("announcement", "plan") and not planned:
        worth *= AHEAD
    if sentence.kind == "correction" or claim_words().corrects.search(f"{sentence.title}\n{sentence.text}"):
        worth *= CORRECTS
    return worth


TAKEN_BACK = 0.15
"""What a sentence is worth whose number a correction takes back."""
KNOWS = 0.5
"""How much of the matter a correction must speak of to be one of it."""


def weighed_up(readings: Iterable[Reading]) -> list[Reading]:
    """The readings with those discounted that rest on a number which another document takes back."""
    everything = list(readings)
    withdrawn = {
        quantity.value
        for reading in everything
        if reading.alignment.matter >= KNOWS
        for quantity in reading.alignment.around.numbers
        if quantity.taken_back
    }
    if not withdrawn:
        return everything
    return [discounted(reading, withdrawn) for reading in everything]


def discounted(reading: Reading, withdrawn: Set[float]) -> Reading:
    """A reading without what rests on withdrawn numbers."""
    here = [quantity.value for quantity in reading.alignment.around.numbers if not quantity.taken_back]
    if not any(value in withdrawn for value in here):
        return reading
    claimed = {met.part.quantity.value for met in reading.alignment.parts if met.part.quantity is not None}
    return replace(
        reading,
        support=reading.support * (TAKEN_BACK if claimed & withdrawn else 1.0),
        refute=reading.refute * (1.0 if claimed & withdrawn else TAKEN_BACK),
    )


@dataclass(frozen=True, slots=True)
class Features:
    """What a verdict is decided by; each from 0 to about 1."""

    support: float
    refute: float
    said: float
    """Of the best supporting sentence."""
    against: float
    """The same of the best refuting one."""
    exact: float
    """1 where the best supporting sentence bears out a date or number of the claim, and all of them."""
    contested: float
    """The refutation where the support is weak."""


# Softmax weights, fitted on half of the sample's claims; "not enough information" is 0 throughout.
WEIGHTS: dict[VerdictKind, tuple[float, Features]] = {
    "supported": (-2.95, Features(2.38, -1.13, 2.63, -0.20, 2.48, -1.37)),
    "refuted": (-4.07, Features(-0.05, 2.32, 1.22, 3.94, -0.11, 2.00)),
    "not_enough_info": (0.0, Features(*[0.0] * 6)),
}


SURE = 0.5
"""Chance below which nothing is called refuted: a true claim called false costs most."""


def verdict_of(chance: Mapping[VerdictKind, float]) -> VerdictKind:
    """The likeliest verdict, and a refutation only where it is sure."""
    likeliest = max(chance, key=lambda verdict: chance[verdict])
    return "not_enough_info" if likeliest == "refuted" and chance[likeliest] < SURE else likeliest


def features(readings: Sequence[Reading]) -> Features:
    """What all sentences together tell."""
    best, worst = best_support(readings), best_refute(readings)
    values = [met for met in best.alignment.parts if met.part.kind in ("date", "number")]
    support, refute = min(best.support, 1.0), min(worst.refute, 1.0)
    return Features(
        support=support,
        refute=refute,
        said=best.alignment.said,
        against=worst.alignment.said if refute > 0 else 0.0,
        exact=float(
            any(met.state == "met" for met in values) and all(met.state in ("met", "near") for met in values)
        ),
        contested=refute * (1 - support),
    )


def best_support(readings: Sequence[Reading]) -> Reading:
    """The sentence that says most for the claim."""
    return max(readings, key=lambda reading: reading.support)


def best_refute(readings: Sequence[Reading]) -> Reading:
    """The sentence that says most against it."""
    return max(readings, key=lambda reading: reading.refute)


def chances(found: Features) -> dict[VerdictKind, float]:
    """The chance of each verdict; they sum to 1."""
    scores = {
        verdict: bias + sum(getattr(weights, name) * getattr(found, name) for name in Features.__slots__)
        for verdict, (bias, weights) in WEIGHTS.items()
    }
    highest = max(scores.values())
    exponents = {verdict: float(np.exp(score - highest)) for verdict, score in scores.items()}
    total = sum(exponents.values())
    return {verdict: value / total for verdict, value in exponents.items()}
