"""One writer at a time."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import KengashError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes."""

    pid: int
    host: str
    since: str
    """ISO 8601, UTC."""
    command: str

    @classmethod
    def this_process(cls, command: str) -> "Holder":
        """This process, from now on."""
        since = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(os.getpid(), socket.gethostname(), since, command or Path(sys.argv[0]).name)


class WriterLock:
    """A lock file that the operating system frees when its holder ends, however it ends.

    Who holds it stands in a file beside it, for the message of whoever comes second.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "writer.lock", thread_local=False)
        self._note = folder / "writer.json"

    @contextmanager
    def held(self, command: str = "", wait: float = 0.0) -> Iterator[None]:
        """Hold the lock, waiting up to `wait` seconds for it.

        Raises KengashError `locked` (pid, host, since, command of the holder), `store-unusable` (path,
        detail).
        """
        try:
            self._lock.acquire(timeout=wait)
        except Timeout as error:
            raise KengashError("locked", **asdict(self.holder() or Holder(0, "", "", ""))) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            try:
                self._write(Holder.this_process(command))
            except OSError as error:
                raise self._unusable(error) from error
            yield
        finally:
            with suppress(OSError):  # on Windows it stays while another reads it; the lock alone counts
                self._note.unlink(missing_ok=True)
            self._lock.release()

    def is_held(self) -> bool:
        """Whether anyone writes just now, this process among them."""
        if self._lock.is_locked:
            return True
        try:
            with self._lock.acquire(timeout=0):
                return False
        except Timeout:
            return True

    def holder(self) -> Holder | None:
        """Who noted that they write; a process that was killed may still stand there."""
        try:
            return Holder(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _unusable(self, error: OSError) -> KengashError:
        detail = error.strerror or type(error).__name__
        return KengashError("store-unusable", path=str(self._folder), detail=detail)

    def _write(self, holder: Holder) -> None:
        part = self._note.with_suffix(".part")
        part.write_text(json.dumps(asdict(holder)), encoding="utf-8")
        part.replace(self._note)
