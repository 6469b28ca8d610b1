"""Many files read at once, in processes of their own under limits of time and memory."""

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

from ingest.errors import Refusal
from ingest.file import ParsedFile, read_file
from ingest.settings import IngestSettings
from ingest.source import stat_file
from ingest.worker import receive, send

PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ".csv", ".tsv"})
"""Formats with nothing to unpack: a small file of them can do no harm, and need not wait for a process."""
SMALL = 2**20
FEW = 20
"""Files up to which plain ones are read here."""
AHEAD = 16
"""Results, for each worker, that may wait to be taken: reading goes on while a batch is written."""
MOST_WORKERS = 8
KILLED = -9
"""Exit status of a process that was killed."""


class ReadPool:
    """Reads files in worker processes, which are started when the first file needs one and then kept.

    A worker that hangs or dies costs the refusal of its file.
    """

    def __init__(self, settings: IngestSettings | None = None, workers: int = 0) -> None:
        self._settings = settings or IngestSettings()
        self._count = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._busy: set[_Worker] = set()

    def read_all(self, paths: Iterable[Path]) -> Iterator[ParsedFile | Refusal]:
        """What each file gives, in the order of the paths; no more than a few are held at any time."""
        left = iter(paths)
        first = list(islice(left, FEW + 1))
        read = self.read if len(first) > FEW else self._read_few
        waiting: deque[Future[ParsedFile | Refusal]] = deque()
        executor = ThreadPoolExecutor(self._count, thread_name_prefix="read")
        try:
            for source in (first, left):
                for path in source:
                    waiting.append(executor.submit(read, path))
                    if len(waiting) >= AHEAD * self._count:
                        yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            if waiting:
                # Nobody wants the rest: what is being read is not waited for.
                for worker in list(self._busy):
                    worker.kill()
            executor.shutdown()

    def read(self, path: Path) -> ParsedFile | Refusal:
        """What one file gives, by a worker."""
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = _Worker(self._settings)
        self._busy.add(worker)
        result = worker.read(path)
        self._busy.discard(worker)
        if worker.alive:
            self._idle.put(worker)
        return result

    def _read_few(self, path: Path) -> ParsedFile | Refusal:
        try:
            if path.suffix.lower() in PLAIN and stat_file(path)[0] <= SMALL:
                return read_file(path, self._settings)
        except Refusal as refusal:
            return refusal
        except OSError:
            pass  # reading it will say so
        return self.read(path)

    def close(self) -> None:
        """End the workers that are idle."""
        while True:
            try:
                self._idle.get_nowait().stop()
            except Empty:
                return

    def __enter__(self) -> "ReadPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Worker:
    """A process that reads files one after another."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._late = False
        package = str(Path(__file__).parents[1])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        self._tell(settings)

    @property
    def alive(self) -> bool:
        """Whether it can be asked again."""
        return self._process.poll() is None and not self._late

    def read(self, path: Path) -> ParsedFile | Refusal:
        """What the file gives; time starts anew whenever the process says that it has got on."""
        if not self._tell(path):
            return self._refusal()
        assert self._process.stdout is not None
        answers: IO[bytes] = self._process.stdout
        answer: object = None
        while answer is None:
            timer = threading.Timer(self._settings.max_read_seconds, self._stop_late)
            timer.start()
            try:
                answer = receive(answers)
            except EOFError:
                return self._refusal()
            finally:
                timer.cancel()
        if isinstance(answer, tuple):
            reason, values = answer
            return Refusal(reason, **values)
        assert isinstance(answer, ParsedFile)
        return answer

    def kill(self) -> None:
        """End the process; whoever waits for its answer sees that."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and let go of it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _tell(self, what: object) -> bool:
        assert self._process.stdin is not None
        try:
            send(self._process.stdin, what)
        except BrokenPipeError:
            return False
        return True

    def _stop_late(self) -> None:
        self._late = True
        self._process.kill()

    def _refusal(self) -> Refusal:
        """Why there is no answer."""
        self.stop()
        if self._late:
            return Refusal("too-large", limit=self._settings.max_read_seconds, unit="seconds")
        if self._process.returncode == KILLED:
            # The system does that where memory runs out.
            return Refusal("too-large", limit=self._settings.max_read_bytes, unit="bytes")
        return Refusal("corrupt", cause="reader")
