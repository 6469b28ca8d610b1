"""What a `metadata.csv` beside the files tells about them: it overrules what was found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, get_args

from ingest.dates import PartialDate, find_dates
from ingest.document import Kind, Language, Metadata
from ingest.errors import Refusal
from ingest.readers.base import clean
from ingest.readers.csv import read_rows
from ingest.readers.encoding import decode
from ingest.source import read_bytes

FILE_NAME = "metadata.csv"
MAX_BYTES = 16 * 2**20
COLUMNS = ("file", "title", "date", "kind", "language", "access")
ALLOWED: Mapping[str, frozenset[str]] = {
    "kind": frozenset(get_args(Kind)),
    "language": frozenset(get_args(Language)),
    "access": frozenset({"everyone", "staff"}),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a file; None where nothing is."""

    title: str | None = None
    date: str | None = None
    """ISO 8601, as precise as was told."""
    kind: Kind | None = None
    language: Language | None = None
    access: Literal["everyone", "staff"] | None = None

    def given(self) -> dict[str, Any]:
        """The fields that are told, `date_source` with the date."""
        found = {name: getattr(self, name) for name in COLUMNS[1:] if getattr(self, name) is not None}
        return found | ({"date_source": "user"} if self.date else {})

    def apply(self, metadata: Metadata) -> Metadata:
        """What was found, overruled."""
        return replace(metadata, **{name: value for name, value in self.given().items() if name != "access"})


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be used, or a whole table."""

    path: Path
    """Of the `metadata.csv`."""
    row: int
    """From 1, the header among them; 0 for the whole table."""
    column: str
    value: str


NOTHING = Told()


@dataclass(slots=True)
class ToldTables:
    """The `metadata.csv` files met so far, each read once."""

    problems: list[BadRow] = field(default_factory=list)
    _tables: dict[Path, dict[str, Told]] = field(default_factory=dict)

    def about(self, path: Path, root: Path | None = None) -> Told:
        """What is told of a file by the table nearest to it, in its folder or above, up to `root`."""
        for folder in path.parents:
            told = self._table(folder).get(path.relative_to(folder).as_posix())
            if told is not None:
                return told
            if root is None or folder == root:
                break
        return NOTHING

    def _table(self, folder: Path) -> dict[str, Told]:
        if folder not in self._tables:
            self._tables[folder] = self._read(folder / FILE_NAME)
        return self._tables[folder]

    def _read(self, path: Path) -> dict[str, Told]:
        try:
            rows = read_rows(decode(read_bytes(path, MAX_BYTES)))
        except Refusal as refusal:
            if refusal.reason != "unreadable":
                self.problems.append(BadRow(path, 0, "", refusal.reason))
            return {}
        header = [clean(cell).lower() for cell in rows[0]] if rows else []
        if "file" not in header:
            self.problems.append(BadRow(path, 1, "file", ""))
            return {}
        table = {}
        for number, row in enumerate(rows[1:], 2):
            cells = {name: clean(cell) for name, cell in zip(header, row, strict=False) if name in COLUMNS}
            if not any(cells.values()):
                continue
            try:
                table[cells.get("file", "").replace("\\", "/").removeprefix("./")] = parse(cells)
            except ValueError as error:
                column, value = error.args
                self.problems.append(BadRow(path, number, column, value))
        return table


def parse(cells: Mapping[str, str]) -> Told:
    """A row; raises ValueError(column, value) for a cell that cannot be."""
    if not cells.get("file"):
        raise ValueError("file", "")
    for column, allowed in ALLOWED.items():
        if cells.get(column) and cells[column].lower() not in allowed:
            raise ValueError(column, cells[column])
    given: dict[str, Any] = {name: cells[name].lower() for name in ALLOWED if cells.get(name)}
    if cells.get("title"):
        given["title"] = cells["title"]
    if cells.get("date"):
        given["date"] = _iso(cells["date"])
    return Told(**given)


def _iso(value: str) -> str:
    """`2024-11-27`, `2024`, «27.11.2024», «27 ноября 2024 года» as ISO 8601."""
    try:
        date = PartialDate.parse(value)
    except ValueError:
        mentions = [
            one for one in find_dates(value) if one.resolved and not one.relative and one.last is None
        ]
        if len(mentions) != 1:
            raise ValueError("date", value) from None
        date = mentions[0].first
    if not date.iso()[:1].isdigit():
        raise ValueError("date", value)
    return date.iso()
