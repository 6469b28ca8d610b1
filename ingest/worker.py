"""A process that reads one file after another, so that a hostile one harms nobody else.

Paths come in and results go out as pickles, each after its length in eight bytes. It ends when nobody is left
to ask it.
"""

import os
import pickle
import struct
import sys
from pathlib import Path
from typing import IO, Any

from ingest.errors import Refusal
from ingest.file import read_file
from ingest.readers.scan import SIGN_OF_LIFE
from ingest.settings import IngestSettings

LENGTH = struct.Struct(">Q")


def send(pipe: IO[bytes], what: object) -> None:
    """Write one message."""
    data = pickle.dumps(what)
    pipe.write(LENGTH.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one message; raises EOFError where there is no more."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Read the files asked for, under the limits of the settings, which come first."""
    # What a library prints must not get among the messages.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = sys.stdin.buffer
    try:
        settings: IngestSettings = receive(questions)
        limit_memory(settings.max_read_bytes)
        SIGN_OF_LIFE.set(lambda: send(answers, None))
        while True:
            send(answers, _read(receive(questions), settings))
    except (EOFError, BrokenPipeError):
        return


def _read(path: Path, settings: IngestSettings) -> object:
    try:
        return read_file(path, settings)
    except Refusal as refusal:
        return refusal.reason, refusal.values
    except MemoryError:
        return "too-large", {"limit": settings.max_read_bytes, "unit": "bytes"}


def limit_memory(size: int) -> None:
    """Give the process no more than so many bytes, where the system can do that."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
