"""Which token each word met so far is: looked up once, whatever the form."""

import threading
from collections.abc import Mapping

from index import tokens as words

MAX_UNSEEN = 300_000
"""Unseen words kept between calls before the memory of them starts afresh."""
MAX_CHUNKS = 200_000
"""Runs of text between blanks kept between calls, likewise."""


class _Lookup(dict[str, int]):
    """Token id of each word form met so far; a new one is resolved once."""

    def __init__(self, memory: "TokenMemory", foreign: bool):
        super().__init__()
        self._memory = memory
        self._foreign = foreign

    def __missing__(self, word: str) -> int:
        found = self._memory.resolve(word, self._foreign)
        self[word] = found
        return found


class _Chunks(dict[str, tuple[int, ...]]):
    """Token ids of each run of folded text between blanks met so far: most runs are met again and again."""

    def __init__(self, lookup: _Lookup):
        super().__init__()
        self._lookup = lookup

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        parts = (chunk,) if chunk.isalpha() else words.words(chunk)
        found = tuple(map(self._lookup.__getitem__, parts))
        if len(self) >= MAX_CHUNKS:
            self.clear()
        self[chunk] = found
        return found


class TokenMemory:
    """Ids of word forms: rows of the table, and beyond them the unseen words met since the start."""

    def __init__(self, rows: Mapping[str, int], forms: Mapping[str, int], aliases: Mapping[str, int]):
        self._rows = rows
        self._forms = forms
        self._aliases = aliases
        self._lock = threading.Lock()
        self._unseen_ids: dict[str, int] = {}
        self.unseen: list[str] = []
        self.russian = _Lookup(self, foreign=False)
        self.foreign = _Lookup(self, foreign=True)
        self.russian_chunks = _Chunks(self.russian)
        self.foreign_chunks = _Chunks(self.foreign)

    def resolve(self, word: str, foreign: bool) -> int:
        """The row of a word form; a number beyond the table for one that has none."""
        form = None if foreign else self._forms.get(word)
        if form is not None:
            return form
        token = words.key(word, foreign, self._rows)
        row = self._rows.get(token)
        if row is None and not word[0].isdigit():
            roman = words.romanise(token)
            known = map(self._aliases.get, (roman, *words.stems(roman)))
            row = next((found for found in known if found is not None), None)
        return row if row is not None else self._unseen_id(token)

    def _unseen_id(self, token: str) -> int:
        with self._lock:
            found = self._unseen_ids.get(token)
            if found is None:
                found = self._unseen_ids[token] = len(self._rows) + len(self.unseen)
                self.unseen.append(token)
        return found

    @property
    def full(self) -> bool:
        """Whether it is time to begin afresh."""
        return len(self.unseen) > MAX_UNSEEN or len(self.russian) + len(self.foreign) > 4 * MAX_UNSEEN
