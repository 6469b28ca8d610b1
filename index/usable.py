"""What the system refuses a store, as an error that says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from index.chroma import ChromaError
from ingest.errors import KengashError


@contextmanager
def usable(folder: Path, *others: type[Exception]) -> Iterator[None]:
    """A full disk, a missing right, a drive that is gone: KengashError `store-unusable` (path, detail).

    `others` are what a library raises in their place.
    """
    libraries: tuple[type[Exception], ...] = (ChromaError, *others)
    try:
        yield
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise KengashError("store-unusable", path=str(error.filename or folder), detail=detail) from error
    except DatabaseError as error:
        raise KengashError("store-unusable", path=str(folder), detail=str(error.orig)) from error
    except libraries as error:
        raise KengashError("store-unusable", path=str(folder), detail=str(error)) from error
