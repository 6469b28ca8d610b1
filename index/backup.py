"""A store in one file, and back."""

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from index.catalog import Catalog
from index.upkeep import FOLDERS, next_name, tidy
from ingest.errors import KengashError

CATALOG = "catalog.sqlite3"
_DATABASE = ".sqlite3"


def write(folder: Path, state: Mapping[str, str], file: Path) -> None:
    """Pack the databases and the folders in use into `file`; to be called by the one that writes."""
    part = file.with_name(file.name + ".part")
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        used = [path for key in FOLDERS if key in state for path in (folder / state[key]).rglob("*")]
        for path in sorted([*folder.glob(f"*{_DATABASE}"), *used]):
            name = path.relative_to(folder).as_posix()
            if path.suffix == _DATABASE:
                copied = Path(scratch) / path.name
                _copy(path, copied)
                archive.write(copied, name)
                copied.unlink()
            elif path.is_file() and not path.name.endswith(".lock"):
                archive.write(path, name)
    part.replace(file)


def read(folder: Path, catalog: Catalog, file: Path) -> None:
    """Put what `file` holds in place of what the store holds; to be called by the one that writes.

    Vectors and words go into folders of their own; the catalogue, which names them, changes last and at once.
    Raises KengashError `bad-backup` (path), `store-newer` (stored, known).
    """
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        try:
            with zipfile.ZipFile(file) as archive:
                archive.extractall(scratch)
        except (OSError, zipfile.BadZipFile) as error:
            raise KengashError("bad-backup", path=str(file)) from error
        found = Path(scratch)
        if not (found / CATALOG).is_file():
            raise KengashError("bad-backup", path=str(file))
        restored = Catalog(found / CATALOG)
        before, state = catalog.state(), restored.state()
        names = {key: next_name(before, key) for key in FOLDERS if key in state}
        for key, name in names.items():
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).parent.mkdir(exist_ok=True)
            (found / state[key]).rename(folder / name)
        with restored.change() as change:
            generation = max(int(before.get("generation", 0)), int(state.get("generation", 0))) + 1
            change.set(**names, generation=generation, new_vectors=None)
        restored.close()
        for path in sorted(found.glob(f"*{_DATABASE}"), key=lambda path: path.name == CATALOG):
            _copy(path, folder / path.name)
    tidy(folder, catalog.state())


def _copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use over another that may be in use, in one transaction."""
    with (
        closing(sqlite3.connect(source, timeout=60)) as here,
        closing(sqlite3.connect(target, timeout=60)) as there,
    ):
        here.backup(there)
