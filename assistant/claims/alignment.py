"""A claim laid against a sentence: what of it the sentence bears out, and what it tells otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.claims.dates import align_date
from assistant.claims.frame import Around, Frame, Met, squashed
from assistant.claims.names import align_name
from assistant.claims.numbers import align_number
from assistant.claims.parts import Claim, Part, PartKind
from assistant.claims.quantities import shown
from assistant.claims.words import claim_words
from assistant.evidence import Matrix, Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """A claim against one sentence. The shares are by weight, 0 to 1, of the words outside all parts."""

    claim: Claim
    sentence: Sentence
    around: Around
    parts: tuple[Met, ...]
    own: Matrix
    """How much of each word of the claim the sentence says."""
    near: Matrix
    """The same with its title, heading and the sentence before."""
    far: Matrix
    """The same with all that was found of its document."""


def align(
    claim: Claim,
    sentence: Sentence,
    elsewhere: Matrix,
    around: Around,
    expanded: Matrix,
) -> Alignment:
    """Lay a claim against a sentence.

    `elsewhere` is each word's best match in what was found of the document; `expanded` is its best
    match in the long forms of the sentence's abbreviations.
    """
    here = np.maximum(sentence.match.max(axis=1, initial=0.0), expanded)
    frame = Frame(claim, sentence, here, elsewhere, around)
    same = claim.language == sentence.language
    own, near, far = (squashed(found, same) for found in (here, sentence.context, elsewhere))
    near = np.maximum(own, near)
    return Alignment(
        claim,
        sentence,
        around,
        tuple(ALIGNERS[part.kind](part, frame) for part in claim.parts),
        own,
        near,
        np.maximum(near, far),
    )


def align_all(part: Part, frame: Frame) -> Met:
    """ "All" is met by "all", and differs from a part of a whole."""
    text = frame.sentence.text
    partly = claim_words().of_them.search(text)
    if partly is not None:
        behind = [quantity for quantity in frame.around.numbers if quantity.start >= partly.end()]
        if behind:
            return Met(part, "differs", shown(behind[0], text), 0.8)
    if claim_words().all.search(text):
        return Met(part, "met")
    some = claim_words().some.search(text)
    if some:
        return Met(part, "differs", some.group(), 0.8)
    counts = sorted((q for q in frame.around.numbers if q.name is None), key=lambda q: q.value)
    whole = {
        p.quantity.value for p in frame.claim.parts if p.quantity is not None and p.quantity.name is None
    }
    told = [quantity for quantity in counts if quantity.value in whole]
    if told and counts[0].value < told[-1].value:
        less = max((q for q in counts if q.value < told[-1].value), key=lambda q: q.value)
        return Met(part, "differs", shown(less, text), 0.8)
    return Met(part, "missing")


ALIGNERS: dict[PartKind, Callable[[Part, Frame], Met]] = {
    "date": align_date,
    "number": align_number,
    "place": align_name,
    "organisation": align_name,
    "person": align_name,
    "all": align_all,
}
