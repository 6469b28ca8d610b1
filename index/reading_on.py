"""Reading on: the sentence encoder goes through an archive while the process does something else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from index.reader import ArchiveReader
from index.sentence_vectors import AT_ONCE
from ingest.errors import KengashError

LOOK = 5.0
"""Seconds between two looks for passages that were not read."""
LATER = 60.0
"""The same, after a store that could not be written."""


@contextmanager
def reading_on(archive: Callable[[], ArchiveReader], look: float = LOOK) -> Iterator[None]:
    """Read the passages of an archive that were left, a few at a time, with as long a rest after each.

    `archive` gives the one that counts at the moment. Leaving waits for the few under way.
    """
    stop = threading.Event()

    def read() -> None:
        rest = look
        while not stop.wait(rest):
            started = monotonic()
            try:
                some = read_some(archive())
                rest = monotonic() - started if some else look
            except KengashError:  # a full disk, say: what the encoder knows can be made up for at any time
                rest = LATER

    thread = threading.Thread(target=read, name="reading on", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def read_some(archive: ArchiveReader) -> int:
    """Read a few passages; how many were read, 0 where none is left."""
    left = archive.unread_sentences()
    some = archive.passages(left[:AT_ONCE])
    archive.add_sentences(some)
    return len(some)
