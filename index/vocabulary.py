"""The archive's own words: which it knows, which look or sound like one it does not."""

from collections import defaultdict

import tantivy
from rapidfuzz.distance import DamerauLevenshtein

from index.analysis import name_key

SOUND_MARK = ":"
"""Between a name key and the word it belongs to, in the index's `sound` field."""
NAME_MARK = "\t"
"""Between an abbreviation and its name, in the index's `abbreviation` field."""
SHORTEST = 4
"""Letters from which on a word can be looked up by sound or with a typing error."""
_NEAREST = 3


class Vocabulary:
    """Words of one state of the word index, looked up in its dictionary as they are asked for."""

    def __init__(self, searcher: tantivy.Searcher | None = None) -> None:
        """Without a searcher, the vocabulary of an empty archive."""
        self._searcher = searcher
        self._shelves: dict[tuple[str, str], dict[int, list[tuple[str, int]]]] = {}

    def __contains__(self, term: str) -> bool:
        return self._frequency("body", term) > 0

    def same_sound(self, word: str) -> list[str]:
        """Words with the word's name key, the most frequent first: one name in any script and spelling."""
        key = name_key(word) if len(word) >= SHORTEST else ""
        return self._with_key(key) if key else []

    def near(self, word: str, most: int = 2) -> list[str]:
        """Words one letter away (two, from seven letters on) that begin alike, nearest first.

        A swap of neighbours is one letter. `most` lowers the distance allowed.
        """
        allowed = 0 if len(word) < SHORTEST else 1 if len(word) < 7 else 2
        return [near for near, _ in self._nearest("word", word, min(allowed, most))]

    def near_sound(self, word: str) -> list[str]:
        """Words whose name key is one letter away from the word's: a misspelt name in any script."""
        key = name_key(word)
        found = self._nearest("sound", key, 1 if len(key) > 4 else 0)
        return [word for near, _ in found for word in self._with_key(near)][:_NEAREST]

    def names(self, abbreviation: str) -> list[str]:
        """Names that documents explain an abbreviation with, the most frequent first."""
        prefix = abbreviation.lower() + NAME_MARK
        found = self._terms("abbreviation", prefix)
        return [term[len(prefix) :] for term, _ in sorted(found, key=lambda pair: (-pair[1], pair[0]))]

    def _with_key(self, key: str) -> list[str]:
        """Words (before stems that are no words) with a name key, the most frequent first."""
        prefix = key + SOUND_MARK
        found = [term[len(prefix) :] for term, _ in self._terms("sound", prefix)]
        return sorted(found, key=lambda word: (-self._frequency("word", word), word))

    def _frequency(self, field: str, term: str) -> int:
        return self._searcher.doc_freq(field, term) if self._searcher else 0

    def _terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        return self._searcher.terms_with_prefix(field, prefix) if self._searcher else []

    def _nearest(self, field: str, word: str, allowed: int) -> list[tuple[str, int]]:
        if not word or not allowed:
            return []
        found: dict[str, tuple[int, int]] = {}
        shelf = self._shelf(field, word[0])
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for other, frequency in shelf.get(length, ()):
                distance = DamerauLevenshtein.distance(word, other, score_cutoff=allowed)
                if distance <= allowed:
                    found[other] = (distance, -frequency)
        best = sorted(found, key=lambda other: (found[other], other))[:_NEAREST]
        return [(other, found[other][0]) for other in best]

    def _shelf(self, field: str, letter: str) -> dict[int, list[tuple[str, int]]]:
        """Words (or name keys) that begin with a letter, by length: a comparison meets hundreds, not all."""
        shelf = self._shelves.get((field, letter))
        if shelf is None:
            frequencies: dict[str, int] = defaultdict(int)
            for term, frequency in self._terms(field, letter):
                frequencies[term.partition(SOUND_MARK)[0]] += frequency
            shelf = defaultdict(list)
            for word, frequency in frequencies.items():
                shelf[len(word)].append((word, frequency))
            self._shelves[field, letter] = shelf
        return shelf
