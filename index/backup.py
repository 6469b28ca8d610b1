"""A store in one file, and back."""

import errno
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from index.catalog import Catalog
from index.upkeep import FOLDERS, next_name, tidy
from ingest.errors import KengashError
from ingest.source import BROKEN, MAX_MEMBERS, MAX_RATIO

CATALOG = "catalog.sqlite3"
_DATABASE = ".sqlite3"
_TABLES = frozenset({"glossary.csv"})
"""Files of the user's own."""
_FOLDER = "|".join(FOLDERS.values())
_MEMBER = re.compile(
    rf"[^/\\:]+\{_DATABASE}|{'|'.join(map(re.escape, _TABLES))}|(?:{_FOLDER})/[0-9]+/[^\\:]+"
)
"""Names of what a backup may hold: databases, users' tables, and what is in numbered folders."""
_SMALL = 2**30
"""Bytes that any backup may unfold to."""


def write(folder: Path, state: Mapping[str, str], file: Path) -> None:
    """Pack the databases and the folders in use into `file`; to be called by the one that writes.

    Raises KengashError `backup-unwritable` (path, detail).
    """
    part = file.with_name(file.name + ".part")
    try:
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        try:
            _pack(folder, state, part)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise KengashError("backup-unwritable", path=str(file), detail=_detail(error)) from error


def read(folder: Path, catalog: Catalog, file: Path) -> None:
    """Put what `file` holds in place of what the store holds; to be called by the one that writes.

    All of it is checked before anything changes. Vectors and words go into folders of their own; the
    catalogue, which names them, changes last and at once.
    Raises KengashError `bad-backup` (path), `store-newer` (stored, known), `store-unusable` (path, detail).
    """
    try:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            found = Path(scratch)
            _unpack(file, found)
            before, state = catalog.state(), _checked(found, file)
            names = {key: next_name(before, key) for key in FOLDERS if key in state}
            for key, name in names.items():
                shutil.rmtree(folder / name, ignore_errors=True)
                (folder / name).parent.mkdir(exist_ok=True)
                (found / state[key]).rename(folder / name)
            generation = max(int(before.get("generation", 0)), int(state.get("generation", 0))) + 1
            with closing(Catalog(found / CATALOG)) as restored, restored.change() as change:
                unfinished = {f"new_{key}": None for key in FOLDERS}
                change.set(**names, **unfinished, generation=generation)
            for name in _TABLES:
                if (found / name).is_file():
                    (found / name).replace(folder / name)
            for path in sorted(found.glob(f"*{_DATABASE}"), key=lambda path: path.name == CATALOG):
                _copy(path, folder / path.name)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise KengashError("store-unusable", path=str(folder), detail=_detail(error)) from error
    finally:
        tidy(folder, catalog.state())


@contextmanager
def no_new_store(folder: Path) -> Iterator[None]:
    """Where what is done fails and there was no archive in `folder`, leave there what was there."""
    if (folder / CATALOG).exists():
        yield
        return
    before = set(folder.iterdir()) if folder.is_dir() else None
    try:
        yield
    except BaseException:
        if before is None and folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
        for path in set(folder.iterdir()) - before if before is not None else ():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        raise


@contextmanager
def damaged_aside(folder: Path) -> Iterator[None]:
    """Where the catalogue in `folder` cannot be read, put it aside for what is done, as `*.damaged`.

    It is put back where that fails.
    """
    catalog = folder / CATALOG
    aside = {path: path.with_name(path.name + ".damaged") for path in _files_of(catalog)}
    if not _is_damaged(catalog):
        yield
        return
    for path, other in aside.items():
        path.replace(other)
    try:
        yield
    except BaseException:
        for path in _files_of(catalog):
            path.unlink()
        for path, other in aside.items():
            other.replace(path)
        raise


def _files_of(database: Path) -> list[Path]:
    """A database and what SQLite keeps beside it."""
    return [path for end in ("", "-wal", "-shm") if (path := Path(f"{database}{end}")).exists()]


def _is_damaged(catalog: Path) -> bool:
    if not catalog.is_file():
        return False
    try:
        Catalog(catalog).close()
    except OperationalError:
        return False
    except DatabaseError:
        return True
    return False


def _pack(folder: Path, state: Mapping[str, str], part: Path) -> None:
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        used = [path for key in FOLDERS if key in state for path in (folder / state[key]).rglob("*")]
        own = [path for name in _TABLES if (path := folder / name).is_file()]
        for path in sorted([*folder.glob(f"*{_DATABASE}"), *own, *used]):
            name = path.relative_to(folder).as_posix()
            if path.suffix == _DATABASE:
                copied = Path(scratch) / path.name
                _copy(path, copied)
                archive.write(copied, name)
                copied.unlink()
            elif path.is_file() and not path.name.endswith(".lock"):
                archive.write(path, name)


def _unpack(file: Path, scratch: Path) -> None:
    """Raises KengashError `bad-backup`; OSError where there is no room."""
    bad = KengashError("bad-backup", path=str(file))
    if not file.is_file():
        raise bad
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, *BROKEN) as error:
        raise bad from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        unpacked = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or unpacked > max(MAX_RATIO * file.stat().st_size, _SMALL):
            raise bad
        for member in members:
            if not _MEMBER.fullmatch(member.filename) or ".." in member.filename.split("/"):
                raise bad
        if unpacked > shutil.disk_usage(scratch).free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        try:
            archive.extractall(scratch, members)
        except (FileExistsError, NotADirectoryError, IsADirectoryError, *BROKEN) as error:
            raise bad from error


def _checked(found: Path, file: Path) -> dict[str, str]:
    """State of the catalogue in an unpacked backup, which names folders that are there.

    Raises KengashError `bad-backup`, `store-newer`.
    """
    bad = KengashError("bad-backup", path=str(file))
    try:
        if not (found / CATALOG).is_file():
            raise bad
        for path in found.glob(f"*{_DATABASE}"):
            with closing(sqlite3.connect(path)) as database:
                if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    raise bad
                if path.name == CATALOG and not database.execute("SELECT * FROM migrations").fetchone():
                    raise bad
        with closing(Catalog(found / CATALOG)) as catalog:
            state = catalog.state()
            catalog.documents()
            numbers = [int(state.get(key, 0)) for key in ("generation", "pending")]
    except (sqlite3.Error, SQLAlchemyError, ValueError) as error:
        raise bad from error
    folders = {key: state[key] for key in FOLDERS if key in state}
    known = all(re.fullmatch(rf"{FOLDERS[key]}/[0-9]+", name) for key, name in folders.items())
    if min(numbers) < 0 or not known or not all((found / name).is_dir() for name in folders.values()):
        raise bad
    return state


def _detail(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error).splitlines()[0]


def _copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use over another that may be in use, in one transaction."""
    with (
        closing(sqlite3.connect(source, timeout=60)) as here,
        closing(sqlite3.connect(target, timeout=60)) as there,
    ):
        here.backup(there)
