"""What is open beside the catalogue, as of one generation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog import Catalog
from index.lexical import Lexical
from index.upkeep import BROKEN, VECTORS, WORDS
from index.vectors import Vectors
from ingest.errors import KengashError

Hits = list[tuple[str, float]]
Names = tuple[str | None, str | None]
"""Folders of the vectors and of the words, inside the store."""


@dataclass(frozen=True, slots=True)
class Handles:
    """Open vectors and words; a thread that took them before a change goes on with them."""

    state: Mapping[str, str] = field(default_factory=dict)
    """Of the catalogue, at the moment of opening."""
    vectors: Vectors | None = None
    """None where nothing was written yet."""
    words: Lexical = field(default_factory=Lexical.empty)

    @classmethod
    def open(cls, folder: Path, catalog: Catalog, before: "Handles | None" = None) -> "Handles":
        """Fresh handles on what the catalogue names; words open `before` are reloaded.

        Raises KengashError with a code of `BROKEN`.
        """
        while True:
            state = catalog.state()
            # What the catalogue named a moment ago may give way to something newer and be taken away while it
            # is opened, which then fails or, worse, shows a part as if it were the whole.
            try:
                vectors = Vectors.open(folder / state[VECTORS]) if VECTORS in state else None
                opened = cls(state, vectors, _words(folder, state, before))
            except KengashError as error:
                if error.code not in BROKEN or state == catalog.state():
                    raise
            else:
                if opened.names == names(catalog.state()):
                    return opened

    @property
    def generation(self) -> str | None:
        """Of the catalogue, at the moment of opening."""
        return self.state.get("generation")

    @property
    def names(self) -> Names:
        """Of the folders that are open."""
        return names(self.state)


def names(state: Mapping[str, str]) -> Names:
    """The folders that the catalogue names."""
    return state.get(VECTORS), state.get(WORDS)


def _words(folder: Path, state: Mapping[str, str], before: Handles | None) -> Lexical:
    if WORDS not in state:
        return Lexical.empty()
    if before is not None and before.state.get(WORDS) == state[WORDS]:
        before.words.reload()
        return before.words
    return Lexical.open(folder / state[WORDS])


def known_hits(catalog: Catalog, k: int, search: Callable[[int], Hits]) -> Hits:
    """At most `k` hits that the catalogue knows; where it does not know some, others take their place."""
    good: Hits = []
    for wanted in (k, 4 * k, 16 * k):
        hits = search(wanted)
        known = catalog.known([one for one, _ in hits])
        good = [hit for hit in hits if hit[0] in known]
        if len(good) >= k or len(hits) < wanted:
            break
    return good[:k]
