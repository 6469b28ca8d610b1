"""Other names of a thing: a table of names in four languages, and abbreviations explained in the text."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.analysis import tokenise, variants
from ingest.errors import KengashError

SHIPPED = Path(__file__).parent / "glossary.csv"
COLUMNS = {"ru": "ru", "en": "en", "uz_latn": "uz", "uz_cyrl": "uz", "kk": "kk"}
"""Columns with names, and the language of each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing and what it is called."""

    names: tuple[tuple[str, str], ...]
    """(language, name) in the table's order; abbreviations are names of their own."""


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A known name in a question."""

    start: int
    """First word of the name, counted from 0."""
    end: int
    """Behind its last word."""
    others: tuple[str, ...]
    """What the same thing is called elsewhere."""


class Glossary:
    """Names by their words, so that any inflected form of one finds the others."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Glossary":
        """Read a table with the columns ru, en, uz_latn, uz_cyrl, kk (others are ignored).

        In a cell `; ` divides names and an abbreviation follows its name after `, `.
        Raises KengashError `glossary-unreadable` with `path`.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise KengashError("glossary-unreadable", path=str(path)) from error
        return cls(_entry(row) for row in rows)

    @cached_property
    def _by_first_term(self) -> dict[str, list[tuple[list[frozenset[str]], Entry, str]]]:
        found: dict[str, list[tuple[list[frozenset[str]], Entry, str]]] = defaultdict(list)
        for entry in self.entries:
            for language, name in entry.names:
                words = [frozenset(variants(word, language)) for word in tokenise(name)]
                for term in words[0] if words else ():
                    found[term].append((words, entry, name))
        return dict(found)

    def spans(self, words: Sequence[Sequence[str]]) -> list[NameSpan]:
        """Names in a question, given the terms each of its words may stand for; the longest at each place."""
        found: list[NameSpan] = []
        start = 0
        while start < len(words):
            span = self._span_at(words, start)
            if span:
                found.append(span)
            start = span.end if span else start + 1
        return found

    def _span_at(self, words: Sequence[Sequence[str]], start: int) -> NameSpan | None:
        best: dict[str, None] = {}
        length = 0
        for term in words[start]:
            for name_words, entry, name in self._by_first_term.get(term, ()):
                size = len(name_words)
                if size < length or size > len(words) - start:
                    continue
                if all(not name_words[i].isdisjoint(words[start + i]) for i in range(size)):
                    best = best if size == length else {}
                    length = size
                    best.update(dict.fromkeys(other for _, other in entry.names if other != name))
        return NameSpan(start, start + length, tuple(best)) if best else None


def _entry(row: dict[str, str | None]) -> Entry:
    names = (
        (language, name.strip())
        for column, language in COLUMNS.items()
        for cell in (row.get(column) or "").split(";")
        for name in cell.split(", ")
    )
    return Entry(tuple(dict.fromkeys(pair for pair in names if pair[1])))


_CAPITAL = "A-ZА-ЯЁЎҚҒҲӘІҢӨҮҰҺ"
_SHORT = rf"[{_CAPITAL}][{_CAPITAL}a-zа-яў0-9]{{0,8}}[{_CAPITAL}](?:-\d+)?"
_NAME_THEN_SHORT = re.compile(rf"\(\s*(?:далее\s*[-–—:]?\s*)?[«\"“]?({_SHORT})[»\"”]?\s*[);,]")
_SHORT_THEN_NAME = re.compile(rf"(?<!\w)({_SHORT})\s*(?:\(|[-–—]\s)\s*([^()\n]{{8,160}})")
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n|[«(]")


def find_abbreviations(text: str) -> list[tuple[str, str]]:
    """(name, folded abbreviation) pairs that a text explains: «Совет сообществ Долины (ССД)».

    The letters must be the first letters of the name's words, in order, the first of the first word;
    small words may be passed over.
    """
    found: dict[tuple[str, str], None] = {}
    for match in _NAME_THEN_SHORT.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        before = _SENTENCE_END.split(before)[-1]
        name = _ending_with(before, match[1])
        if name:
            found[name, match[1].lower()] = None
    for match in _SHORT_THEN_NAME.finditer(text):
        name = _beginning_with(match[2], match[1])
        if name:
            found[name, match[1].lower()] = None
    return list(found)


def _letters(short: str) -> list[str]:
    return [letter for letter in short.lower() if letter.isalpha()]


def _ending_with(text: str, short: str) -> str | None:
    """The end of `text` whose words' first letters spell `short`."""
    words = list(_WORD.finditer(text.lower()))
    letters = _letters(short)
    for word in reversed(words[-len(letters) * 2 - 2 :]):
        if letters and word[0][0] == letters[-1]:
            letters.pop()
        if not letters:
            return " ".join(text[word.start() :].split()).strip(' »«"“”,')
    return None


def _beginning_with(text: str, short: str) -> str | None:
    """The beginning of `text` whose words' first letters spell `short`, up to the last of them."""
    words = list(_WORD.finditer(text.lower()))
    letters = _letters(short)[::-1]
    if not words or not letters or words[0][0][0] != letters[-1]:
        return None
    for word in words[: len(letters) * 2 + 2]:
        if word[0][0] == letters[-1]:
            letters.pop()
        if not letters:
            return " ".join(text[: word.end()].split())
    return None
