"""What the catalogue knows of files, and how dates in it are read."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal, get_args

from ingest.document import DateSource, Kind, Language, Metadata
from ingest.errors import KengashError

Status = Literal["indexed", "no-text-layer", "refused"]
Access = Literal["everyone", "staff"]
ACCESS: tuple[Access, ...] = get_args(Access)
BADLY_READ = 85
"""Confidence of Tesseract, in per cent, under which a page has words that may be wrong.

Measured on a page made coarse and noisy: at 93 it read 95 words of 100 right, at 80 it read 72."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the catalogue knows of a file."""

    name: str
    """Path relative to the folder that was ingested, with `/`; unique in the archive."""
    root: str | None
    """The folder it was ingested from; None for a file given by itself."""
    path: str
    """Where the file is, absolute."""
    sha256: str
    """Of the file's bytes, in hex."""
    size: int
    """Of the file, in bytes."""
    mtime_ns: int
    """When the file was last changed, as the file system tells it."""
    title: str
    date: str | None = None
    """ISO 8601, as precise as is known: `2024-11-27`, `2024-11`, `2024`; None where nothing tells."""
    date_source: DateSource | None = None
    """Where the date was found; `user` for a corrected one."""
    language: Language = "und"
    kind: Kind = "other"
    access: Access = "everyone"
    pages: int | None = None
    """None where the format has no pages."""
    ocr_confidence: int | None = None
    """Of the page of a scan that was read worst, in per cent; None where no page was read by sight."""
    passages: int = 0
    status: Status = "indexed"
    reason: str | None = None
    """Why it was refused; of an indexed one, why its file cannot be read any more."""
    reason_values: Mapping[str, Any] | None = None
    """What fills in the message of the reason."""
    added_at: str = ""
    """When it was first taken in, ISO 8601 in UTC."""

    @property
    def document(self) -> str:
        """The name, as the interface calls it."""
        return self.name

    @property
    def metadata(self) -> Metadata:
        """What is known of it as a whole."""
        return Metadata(self.title, self.language, self.kind, self.date, self.date_source)

    @property
    def badly_read(self) -> bool:
        """Whether it is a scan with words that may be wrong."""
        return self.ocr_confidence is not None and self.ocr_confidence < BADLY_READ

    def as_json(self) -> dict[str, Any]:
        """An entry of `documents list`."""
        return {
            "document": self.name,
            "title": self.title,
            "date": self.date,
            "date_source": self.date_source,
            "language": self.language,
            "kind": self.kind,
            "access": self.access,
            "pages": self.pages,
            "badly_read": self.badly_read,
            "passages": self.passages,
            "status": self.status,
            "reason": self.reason,
            "added_at": self.added_at,
        }


@dataclass(frozen=True, slots=True)
class Copy:
    """A file with the same bytes as a document: noted, and not indexed again."""

    path: str
    name: str
    """The name it will have should it take the document's place."""
    root: str | None
    sha256: str
    size: int
    mtime_ns: int
    document: str
    """Name of the document it is a copy of."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user has put right; None where nothing was. An empty date says that there is none."""

    title: str | None = None
    date: str | None = None
    kind: Kind | None = None
    access: Access | None = None

    def apply(self, metadata: Metadata) -> Metadata:
        """What was read, as corrected."""
        given = self._given()
        given.pop("access", None)
        return replace(metadata, **given)

    def correct(self, document: Document) -> Document:
        """What is known, as corrected."""
        return replace(document, **self._given())

    def _given(self) -> dict[str, Any]:
        given = {key: value for key, value in asdict(self).items() if value is not None}
        return given if self.date is None else given | {"date": self.date or None, "date_source": "user"}


def date_span(date: str | None) -> tuple[str, str] | tuple[None, None]:
    """First and last day that an ISO date may mean, as text: 2024-11-01 and 2024-11-31 for `2024-11`."""
    if not date:
        return None, None
    return (date + "-01-01"[len(date) - 4 :])[:10], (date + "-12-31"[len(date) - 4 :])[:10]


def check_date(text: str) -> None:
    """Raises KengashError `bad-date` (date) for what is no ISO day, month or year."""
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
            raise ValueError(text)
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError as error:
        raise KengashError("bad-date", date=text) from error


def now() -> str:
    """ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
