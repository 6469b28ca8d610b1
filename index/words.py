"""The word lists of a model, open at once.

As Python's dictionaries, half a million words take a third of a second and a hundred megabytes to make, and a
question needs a few thousand of them: here they stay packed, and one is found by its checksum.
"""

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Checksums = NDArray[np.uint32]


def pack(words: Iterable[str]) -> NDArray[np.uint8]:
    """Words without line breaks, as compressed bytes."""
    return np.frombuffer(zlib.compress("\n".join(words).encode(), 9), np.uint8)


def sort(words: Sequence[str], numbers: Iterable[int]) -> tuple[Checksums, Ints, Ints]:
    """What `WordNumbers` finds numbers by: checksums in order, place and number of the word of each."""
    checksums = np.array([_checksum(word) for word in words], np.uint32)
    places = np.argsort(checksums, kind="stable").astype(np.int32)
    return checksums[places], places, np.fromiter(numbers, np.int32, len(words))[places]


def _checksum(word: str) -> int:
    return zlib.crc32(word.encode(errors="replace"))


class WordList(Sequence[str]):
    """Words in their order, as `pack` made them."""

    def __init__(self, packed: NDArray[np.uint8]) -> None:
        self._packed = packed

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return self._text[self._bounds[place] + 1 : self._bounds[place + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._text.decode().split("\n") if len(self) else [])

    @cached_property
    def _text(self) -> bytes:
        return zlib.decompress(self._packed.tobytes())

    @cached_property
    def _bounds(self) -> memoryview:
        """[words + 1] where the line before each word breaks, and the last ends."""
        breaks = np.flatnonzero(np.frombuffer(self._text, np.uint8) == ord("\n"))
        ends = [breaks, [len(self._text)]] if self._text else []
        return np.concatenate([[-1], *ends]).astype(np.int32).data


class WordNumbers(Mapping[str, int]):
    """The number of each word of a list. Safe to share between threads."""

    def __init__(self, words: Sequence[str], checksums: Checksums, places: Ints, numbers: Ints) -> None:
        self._words = words
        self._checksums = checksums.data
        self._places = places.data
        self._numbers = numbers.data

    def get(self, word: object, default: Any = None) -> Any:
        """The number of a word; `default` if it is not in the list."""
        if not isinstance(word, str):
            return default
        checksum = _checksum(word)
        at = bisect_left(self._checksums, checksum)
        while at < len(self._checksums) and self._checksums[at] == checksum:
            if self._words[self._places[at]] == word:
                return self._numbers[at]
            at += 1
        return default

    def __getitem__(self, word: str) -> int:
        found: int | None = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def __contains__(self, word: object) -> bool:
        return self.get(word) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
