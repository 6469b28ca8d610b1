"""Which files a list of paths stands for."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import Refusal
from ingest.source import ZIP, members

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", "metadata.csv"})
IGNORED_STARTS = (".", "~$", "._")
"""Hidden files, and the locks that an office leaves beside an open document."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to be read and the name it will have in the archive."""

    path: Path
    name: str
    """Path relative to the folder that was given, with `/`; a file given by itself has its file name."""
    root: Path | None
    """The folder or zip that was given; None for a file given by itself."""


def find_files(paths: Iterable[Path], unlisted: dict[Path, str] | None = None) -> list[FoundFile]:
    """Files at and below the paths, each once, in order of name.

    A zip is taken for a folder: `letters.zip/may.docx`. Two folders that hold the same name: both get their
    folder's name in front. A path that is not there is given back as it is, so that reading it says so.
    `unlisted` is told of folders whose files nobody knows, and why the system does not tell them.
    """
    unlisted = {} if unlisted is None else unlisted
    found: dict[Path, FoundFile] = {}
    for given in paths:
        above = given if given.is_dir() else given.parent
        for path in _walk(given, unlisted) if given.is_dir() else _opened(given):
            file = FoundFile(path, path.relative_to(above).as_posix(), None if path == given else given)
            found.setdefault(identity(path), file)
    return sorted(_distinct(list(found.values())), key=lambda file: (file.name, str(file.path)))


def is_text(path: Path) -> bool:
    """Whether the path can be written down: on some systems a name may be any bytes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(path: Path) -> str:
    """The path with a sign in place of every byte that is no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def identity(path: Path) -> Path:
    """The path by which the archive knows a file."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links and merge what is named apart


def _walk(folder: Path, unlisted: dict[Path, str]) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        unlisted[Path(error.filename or folder)] = error.strerror or type(error).__name__

    for top, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not _ignored(name))
        for name in sorted(files):
            if not _ignored(name):
                yield from _opened(Path(top) / name)


def _opened(path: Path) -> Iterator[Path]:
    """The file, or what is in it if it is a zip that can be opened; a zip in a zip stays closed."""
    if path.suffix.lower() != ZIP or not path.is_file():
        yield path
        return
    try:
        names = [name for name in members(path) if not any(map(_ignored, name.split("/")))]
    except Refusal:
        # Reading it will say what is wrong with it.
        names = []
    yield from (path / name for name in names) if names else (path,)


def _ignored(name: str) -> bool:
    return name.lower() in IGNORED_NAMES or name.startswith(IGNORED_STARTS)


def _distinct(files: list[FoundFile]) -> list[FoundFile]:
    """Names made distinct by the folders in front of them."""
    for depth in range(1, 20):
        clashing = {name for name, count in Counter(file.name for file in files).items() if count > 1}
        if not clashing:
            break
        files = [_prefixed(file, depth) if file.name in clashing else file for file in files]
    return files


def _prefixed(file: FoundFile, depth: int) -> FoundFile:
    base = identity(file.root if file.root is not None else file.path.parent)
    parts = base.parts
    front = parts[-depth] if depth < len(parts) else f"{depth}"
    return FoundFile(file.path, f"{front}/{file.name}", file.root)
