"""How many articles, sections, annexes a document has: by the numbers that they bear."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.evidence import Sentence, keys_of
from assistant.extraction.lists import Listed
from assistant.question import folded

NUMBERED = re.compile(r"^[ \t]*([^\W\d_]+)[ \t]+(\d{1,3})\b(?!\s*[–—-]\s*\d)[.:)]?", re.M)
AFTER = re.compile(r"^[ \t]*(\d{1,3})[-–. ]{0,2}([^\W\d_]+)\b", re.M)
"""As Uzbek and Kazakh number their articles: 5-modda, 5-бап."""
FEWEST = 4
ENOUGH = 0.8
"""Share of the numbers up to the last that must be there."""
DOCUMENTS = 2


@dataclass(frozen=True, slots=True)
class Series:
    """Parts of a document that are numbered through."""

    count: int
    start: int
    """Of the line of the last one in the document's text, as `end`."""
    end: int
    sentence: Sentence
    """One of the document's."""


def series(reading: Listed) -> Series | None:
    """The parts that a question counts, where one of the best documents numbers them through."""
    counted = (reading.question.counted or "").split()
    keys = keys_of(counted[0]) if counted else frozenset()
    first: dict[str, Sentence] = {}
    for sentence in reading.sentences:
        first.setdefault(sentence.document, sentence)
    for name, sentence in list(first.items())[:DOCUMENTS] if keys else ():
        found = numbered(reading.text_of(name).text, keys)
        last = max(found, default=0)
        if last >= FEWEST and len(found) >= ENOUGH * last:
            return Series(last, *found[last], sentence)
    return None


def numbered(text: str, keys: frozenset[str]) -> dict[int, tuple[int, int]]:
    """Where each number of a kind of part first stands at the start of a line."""
    places: dict[int, tuple[int, int]] = {}
    for number, word, start in lines(text):
        if not keys.isdisjoint(keys_of(folded(word))):
            end = text.find("\n", start)
            places.setdefault(number, (start, end if end >= 0 else len(text)))
    return places


def lines(text: str) -> Iterator[tuple[int, str, int]]:
    """Number, noun and offset of each line that opens with both."""
    for match in NUMBERED.finditer(text):
        yield int(match.group(2)), match.group(1), match.start(1)
    for match in AFTER.finditer(text):
        yield int(match.group(1)), match.group(2), match.start(1)
