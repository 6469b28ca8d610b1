"""The archive's own words: which it knows, which look or sound like one it does not."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz.distance import DamerauLevenshtein

from index.analysis import name_key

_NEAREST = 3
_SHORTEST = 4


class Vocabulary:
    """Terms of the word index with the number of passages that hold them, and its abbreviations."""

    def __init__(
        self,
        terms: Iterable[tuple[str, int]],
        abbreviations: Iterable[tuple[str, int]] = (),
        passages: int = 0,
    ) -> None:
        """`abbreviations` are lines `short<TAB>name` with the number of passages that explain them so."""
        self.frequency: dict[str, int] = dict(terms)
        self.passages = passages
        self.names: dict[str, list[str]] = defaultdict(list)
        """Names behind each abbreviation (folded), the most frequent first."""
        for line, _ in sorted(abbreviations, key=lambda pair: (-pair[1], pair[0])):
            short, _, name = line.partition("\t")
            self.names[short].append(name)

    def __contains__(self, term: str) -> bool:
        return term in self.frequency

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for term in self.frequency:
            if len(term) >= _SHORTEST and term.isalpha():
                found[name_key(term)].append(term)
        found.pop("", None)
        return dict(found)

    @cached_property
    def _shelves(self) -> dict[tuple[str, int], list[str]]:
        return _shelve(t for t in self.frequency if len(t) >= _SHORTEST and t.isalpha())

    @cached_property
    def _key_shelves(self) -> dict[tuple[str, int], list[str]]:
        return _shelve(self._by_key)

    def same_sound(self, word: str) -> list[str]:
        """Terms with the word's name key: the same name in another script or spelling."""
        return self._by_key.get(name_key(word), []) if len(word) >= _SHORTEST else []

    def near(self, word: str, most: int | None = None) -> list[str]:
        """Terms one letter (two from seven letters on) away that begin alike, nearest first.

        A swap of neighbours is one letter. `most` lowers the distance allowed.
        """
        allowed = _allowed(word, most)
        found = _nearest(word, self._shelves, allowed)
        return sorted(found, key=lambda t: (found[t], -self.frequency[t], t))[:_NEAREST]

    def near_sound(self, word: str) -> list[str]:
        """Terms whose name key is one letter away from the word's: a misspelt name in either script."""
        key = name_key(word)
        found = _nearest(key, self._key_shelves, 1 if len(key) > 4 else 0)
        terms = [(distance, term) for near, distance in found.items() for term in self._by_key[near]]
        return [t for _, t in sorted(terms, key=lambda p: (p[0], -self.frequency[p[1]], p[1]))[:_NEAREST]]


def _allowed(word: str, most: int | None) -> int:
    allowed = 0 if len(word) < _SHORTEST else 1 if len(word) < 7 else 2
    return allowed if most is None else min(allowed, most)


def _shelve(words: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """Words by first letter and length, so that a comparison meets a few hundred, not all."""
    shelves: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words:
        shelves[word[0], len(word)].append(word)
    return dict(shelves)


def _nearest(word: str, shelves: dict[tuple[str, int], list[str]], allowed: int) -> dict[str, int]:
    found: dict[str, int] = {}
    if not word or not allowed:
        return found
    for length in range(len(word) - allowed, len(word) + allowed + 1):
        for other in shelves.get((word[0], length), ()):
            distance = DamerauLevenshtein.distance(word, other, score_cutoff=allowed)
            if distance <= allowed:
                found[other] = distance
    return found
