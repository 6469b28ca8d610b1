"""Where near copies tell otherwise: the other value, with its source and date, beside the one answered."""

from collections.abc import Callable, Sequence

from assistant.answering import Found
from index.contradictions import Contradiction
from index.records import Document

MOST = 2
"""Differences told under one answer."""


def disagreements(
    told: Sequence[Found],
    contradictions: Callable[[str], Sequence[Contradiction]],
) -> list[Contradiction]:
    """The differences that touch what was answered: in its sentence, about its words."""
    found: list[Contradiction] = []
    for one in told:
        if one.short is None or one.first is None:
            continue
        sentence = one.first
        for difference in contradictions(sentence.document):
            beside = difference.start < sentence.end and sentence.start < difference.end
            said = [value.text for value in one.short.values]
            if beside and any(difference.here in words or words in difference.here for words in said):
                found.append(difference)
    return found[:MOST]


def standing_of(here: Document, there: Document) -> str:
    """The key of what is said of the other document: it corrects, or is the later or the earlier one."""
    if there.kind == "correction" and here.kind != "correction":
        return "otherwise_corrected"
    if here.date and there.date and here.date != there.date:
        return "otherwise_later" if there.date > here.date else "otherwise_earlier"
    return "otherwise"
