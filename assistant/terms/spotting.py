"""Known terms in a text, whatever their case."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.terms.keys import SMALL
from assistant.terms.term import Term
from index.analysis import fold, tokenise, variants

WORD = re.compile(r"[^\W_]+(?:[-–'’‘ʻʼ`][^\W_]+)*")
SHORTEST = 4
"""Letters of a single-word name; a shorter one is met everywhere."""

_forms = lru_cache(100_000)(lambda word: frozenset(variants(word)))


class Spotter:
    """Finds terms by their abbreviations, as they are written, and by the stems of their names."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._shorts: dict[str, Term] = {}
        self._names: dict[str, list[tuple[list[frozenset[str]], Term]]] = defaultdict(list)
        for term in terms:
            for short in term.abbreviations:
                self._shorts.setdefault(short, term)
            for name in dict.fromkeys(name for names in term.names.values() for name in names):
                words = [_forms(word) for word in tokenise(name) if word not in SMALL]
                if len(words) > 1 or len(fold(name)) >= SHORTEST:
                    for form in words[0] if words else ():
                        self._names[form].append((words, term))

    def spans(self, text: str) -> list[tuple[int, int, Term]]:
        """(start, end, term), in order and without overlap, the longest at each place."""
        words = [match for match in WORD.finditer(text) if fold(match.group()) not in SMALL]
        found = []
        k = 0
        while k < len(words):
            size, term = self._at(words, k)
            if term is not None:
                found.append((*_closed(text, words[k].start(), words[k + size - 1].end()), term))
            k += max(size, 1)
        return found

    def _at(self, words: list[re.Match[str]], k: int) -> tuple[int, Term | None]:
        best, term = 0, None
        for size in (3, 2, 1):
            if k + size <= len(words):
                text = words[k].string[words[k].start() : words[k + size - 1].end()]
                if text in self._shorts:
                    best, term = size, self._shorts[text]
                    break
        for wanted, candidate in self._candidates(words[k].group()):
            if best < len(wanted) <= len(words) - k and all(
                not form.isdisjoint(_forms_of(words[k + i].group())) for i, form in enumerate(wanted)
            ):
                best, term = len(wanted), candidate
        return best, term

    def _candidates(self, word: str) -> Iterator[tuple[list[frozenset[str]], Term]]:
        for form in _forms_of(word):
            yield from self._names.get(form, ())


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the mark that closes a quote opened inside it."""
    inside = text[start:end]
    return start, end + (inside.count("«") > inside.count("»") and text[end : end + 1] == "»")


def _forms_of(word: str) -> frozenset[str]:
    tokens = tokenise(word)
    return _forms(tokens[0]) if tokens else frozenset()
