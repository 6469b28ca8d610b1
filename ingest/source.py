"""Where a file's bytes are: on disk, or in a zip on disk.

A member of a zip has a path that goes through the zip: `letters.zip/2024/may.docx`.
"""

import hashlib
import stat
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ingest.errors import Refusal
from ingest.readers.package import broken_zip

ZIP = ".zip"
MAX_MEMBERS = 10_000
MAX_UNPACKED = 4 * 2**30
"""Bytes that all members of a zip may have together."""
MAX_RATIO = 200
"""Times its own size that a zip may unfold to; text is packed to a tenth at best."""
BROKEN = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError)


def members(path: Path) -> list[str]:
    """Names of the files in a zip, in order; raises `Refusal` where it cannot be read or is too large."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Refusal("unreadable", cause="not-a-file")
        entries = _entries(path)
    except OSError as error:
        raise Refusal("unreadable", cause=error.strerror or type(error).__name__) from error
    if not entries:
        raise Refusal("empty")
    if "[Content_Types].xml" in entries:
        raise Refusal("not-what-it-says", expected="zip")
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise Refusal("encrypted", format="zip")
    if len(entries) > MAX_MEMBERS:
        raise Refusal("too-large", limit=MAX_MEMBERS, unit="files")
    limit = min(MAX_UNPACKED, max(MAX_RATIO * path.stat().st_size, 2**20))
    if sum(entry.file_size for entry in entries.values()) > limit:
        raise Refusal("too-large", limit=limit, unit="bytes")
    return sorted(entries)


def stat_file(path: Path) -> tuple[int, int]:
    """Size in bytes and time of the last change in nanoseconds; a member changes with its zip.

    Raises OSError where it is not there.
    """
    inside = member_of(path)
    if inside is None:
        status = path.stat()
        return status.st_size, status.st_mtime_ns
    return _entry(*inside).file_size, inside[0].stat().st_mtime_ns


def is_there(path: Path) -> bool:
    """Whether there is such a file, or such a member of a zip."""
    try:
        stat_file(path)
    except (OSError, Refusal):
        return False
    return True


def hash_file(path: Path) -> str:
    """SHA-256 in hex; empty where the file cannot be read, which reading it will say."""
    inside = member_of(path)
    try:
        if inside is None:
            if not stat.S_ISREG(path.stat().st_mode):
                return ""  # a pipe would be waited on for ever
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        with _package(inside[0]).open(_entry(*inside)) as member:
            digest = hashlib.sha256()
            while chunk := member.read(2**20):
                digest.update(chunk)
            return digest.hexdigest()
    except (OSError, Refusal, *BROKEN):
        return ""


def read_bytes(path: Path, limit: int) -> bytes:
    """All of a file; raises `Refusal`, `too-large` before it is read where it has more than `limit` bytes."""
    inside = member_of(path)
    try:
        if inside is not None:
            return _read_member(*inside, limit)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("unreadable", cause="not-a-file")
        if status.st_size > limit:
            raise Refusal("too-large", limit=limit, unit="bytes")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise Refusal("unreadable", cause=error.strerror or type(error).__name__) from error
    if len(data) > limit:
        raise Refusal("too-large", limit=limit, unit="bytes")
    return data


def member_of(path: Path) -> tuple[Path, str] | None:
    """The zip a path goes through and the member's name in it; None for a file of its own."""
    for parent in path.parents:
        if parent.suffix.lower() == ZIP and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None


def _read_member(package: Path, name: str, limit: int) -> bytes:
    entry = _entry(package, name)
    if entry.file_size > limit:
        raise Refusal("too-large", limit=limit, unit="bytes")
    try:
        return _package(package).read(entry)
    except BROKEN as error:
        raise Refusal("corrupt", format="zip") from error


def _entry(package: Path, name: str) -> zipfile.ZipInfo:
    entry = _entries(package).get(name)
    if entry is None:
        raise FileNotFoundError(2, "No such member", f"{package}/{name}")
    return entry


def _package(path: Path) -> zipfile.ZipFile:
    status = path.stat()
    return _open(str(path), status.st_size, status.st_mtime_ns)[0]


def _entries(path: Path) -> dict[str, zipfile.ZipInfo]:
    status = path.stat()
    return _open(str(path), status.st_size, status.st_mtime_ns)[1]


@lru_cache(maxsize=2)
def _open(path: str, size: int, mtime_ns: int) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """A zip and its files by name, kept open while its members are read one after another."""
    try:
        package = zipfile.ZipFile(path)
    except BROKEN as error:
        with Path(path).open("rb") as file:
            if not file.read(2) == b"PK":
                raise Refusal("not-what-it-says", expected="zip") from error
            file.seek(max(size - 66_000, 0))
            raise Refusal(broken_zip(file.read()), format="zip") from error
    entries = {_name(entry): entry for entry in package.infolist() if not entry.is_dir()}
    return package, {name: entry for name, entry in entries.items() if name}


def _name(entry: zipfile.ZipInfo) -> str:
    """Path inside the zip, without steps up or to the root."""
    name = entry.filename
    if not entry.flag_bits & 0x800 and not name.isascii():
        # Without the flag for UTF-8, a name is in the code of the DOS it was packed on: ours are Russian.
        name = name.encode("cp437", "replace").decode("cp866")
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in {"/", "..", "."})
