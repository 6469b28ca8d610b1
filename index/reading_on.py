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
            try:
                read_left(archive(), stop)
                rest = look
            except KengashError:  # a full disk, say: what the encoder knows can be made up for at any time
                rest = LATER

    thread = threading.Thread(target=read, name="reading on", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def read_left(archive: ArchiveReader, stop: threading.Event) -> None:
    """Read what is left of an archive, resting after each few as long as they took, until told to stop."""
    left = (
        archive.unread_sentences()
    )  # listed once: to list an archive of years takes longer than a few passages
    rest = 0.0
    for start in range(0, len(left), AT_ONCE):
        if stop.wait(rest):
            return
        started = monotonic()
        archive.add_sentences(archive.passages(left[start : start + AT_ONCE]))
        rest = monotonic() - started
