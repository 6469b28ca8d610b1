"""Folders watched while others read: what changes in them goes into the archive by itself.

By looking again and again rather than by the system's notices, which a network drive does not send.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.report import IngestReport
from ingest.errors import KengashError, Refusal
from ingest.folder import find_files
from ingest.source import stat_file
from ingest.told import FILE_NAME

EVERY = 1.0
"""Seconds between two looks at least."""
SHARE = 0.1
"""Of the time that looking may take: a slow drive with many files is looked at less often."""
PATIENCE = 10
"""Looks after which what still changes is taken in as it is."""

Look = Mapping[str, tuple[int, int]]
"""Size in bytes and time of the last change in nanoseconds of each file, by path."""


def look_at(paths: Sequence[Path]) -> Look:
    """The files at and below the paths; those that are not there, or go meanwhile, are left out."""
    found: dict[str, tuple[int, int]] = {}
    for file in find_files(paths):
        for path in (file.path, file.path.parent / FILE_NAME):
            try:
                found[str(path)] = stat_file(path)
            except (OSError, Refusal):
                continue
    return found


@dataclass(slots=True)
class _Seen:
    taken: Look | None = None
    """As it was when it was last taken in."""
    last: Look | None = None
    waited: int = 0


class Watch:
    """Looks at paths, and has them taken in where they changed and have come to rest."""

    def __init__(
        self,
        paths: Sequence[Path],
        ingest: Callable[[], IngestReport],
        look: Callable[[Sequence[Path]], Look] = look_at,
    ) -> None:
        """`ingest` takes the paths in, as `Ingestion.run` does; while another writes it is asked again."""
        self._paths = paths
        self._ingest = ingest
        self._look = look
        self._seen = _Seen()

    def look(self) -> IngestReport | None:
        """One look; what became of the files where anything had changed since they were last taken in.

        A file that is still being copied is waited for. A folder that is not there any more is refused by
        the ingest, and the archive keeps what it held.
        """
        seen, now = self._seen, self._look(self._paths)
        if now == seen.taken:
            seen.last, seen.waited = now, 0
            return None
        if seen.taken is not None and now != seen.last and seen.waited < PATIENCE:
            seen.last, seen.waited = now, seen.waited + 1
            return None
        try:
            report = self._ingest()
        except KengashError as error:
            if error.code != "locked":
                raise
            return None
        self._seen = _Seen(now, now)
        return report

    def run(
        self,
        stop: threading.Event,
        report: Callable[[IngestReport], None] = lambda _: None,
        every: float = EVERY,
    ) -> None:
        """Look until `stop` is set, telling of every ingest."""
        while not stop.is_set():
            started = time.monotonic()
            done = self.look()
            if done is not None:
                report(done)
            took = time.monotonic() - started if done is None else 0.0
            stop.wait(max(every, took / SHARE))


class Watcher:
    """A watch in a thread of its own, for a process that answers meanwhile.

    A context: it begins on entering, and on leaving ends after the ingest under way.
    """

    def __init__(
        self,
        watch: Watch,
        report: Callable[[IngestReport], None] = lambda _: None,
        failed: Callable[[KengashError], None] = lambda _: None,
        every: float = EVERY,
    ) -> None:
        """`report` and `failed` are called in the watcher's thread; after a failure it looks again."""
        self._watch = watch
        self._report = report
        self._failed = failed
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch.run(self._stop, self._report, self._every)
            except KengashError as error:
                self._failed(error)
                self._stop.wait(10 * self._every)
