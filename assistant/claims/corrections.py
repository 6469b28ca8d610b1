"""Corrections that tell the wrong value in one sentence and the right one in the next."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.frame import Around
from assistant.claims.quantities import Quantity, agree, shown
from assistant.claims.words import claim_words
from assistant.evidence import Sentence

REACH = 400
"""Code points within which the right value follows the wrong one."""
ALIKE = 5.0
"""How many times as much one may be as the other."""


def with_corrections(sentences: Sequence[Sentence], read_all: Sequence[Around]) -> list[Around]:
    """What stands in the sentences, with the numbers marked that a sentence behind puts right."""
    words = claim_words()
    right: dict[str, list[int]] = {}
    for k, sentence in enumerate(sentences):
        if words.rightly.search(sentence.text) and is_correction(sentence):
            right.setdefault(sentence.document, []).append(k)
    if not right:
        return list(read_all)
    found = []
    for sentence, around in zip(sentences, read_all, strict=True):
        behind = [
            (sentences[k].text, read_all[k].numbers)
            for k in right.get(sentence.document, ())
            if 0 < sentences[k].start - sentence.start <= REACH
        ]
        rightly = words.rightly.search(sentence.text) is not None
        found.append(around if rightly or not behind else replace(around, numbers=taken_back(around, behind)))
    return found


def is_correction(sentence: Sentence) -> bool:
    """Whether a document puts others right."""
    return sentence.kind == "correction" or claim_words().corrects.search(sentence.title) is not None


def taken_back(around: Around, behind: Sequence[tuple[str, Sequence[Quantity]]]) -> tuple[Quantity, ...]:
    """The numbers of a sentence; those that are told anew behind it are taken back."""
    marked = []
    for quantity in around.numbers:
        told = [(text, other) for text, numbers in behind for other in numbers if other.name is None]
        told = [pair for pair in told if not pair[1].taken_back]
        if quantity.name is None and told and not any(agree(quantity, other) for _, other in told):
            near = next((pair for pair in told if comparable(quantity, pair[1])), None)
            if near is not None:
                marked.append(replace(quantity, taken_back=True, instead=shown(near[1], near[0])))
                continue
        marked.append(quantity)
    return tuple(marked)


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether a number may stand in another's place: of its measure and size."""
    if one.year_like or other.year_like or (one.measure and other.measure and one.measure != other.measure):
        return False
    return min(one.value, other.value) * ALIKE >= max(one.value, other.value)
