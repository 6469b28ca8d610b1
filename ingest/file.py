"""A file on disk into text and metadata."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document
from lxml import etree
from pydantic import BaseModel

from ingest.document import ExtractedText, Metadata
from ingest.errors import Refusal
from ingest.findings import NOTHING, Findings, found_in
from ingest.metadata import describe
from ingest.readers.base import as_document
from ingest.readers.formats import reader_for
from ingest.settings import IngestSettings
from ingest.source import ZIP, member_of, members, read_bytes

OFFICE = frozenset({".docx", ".xlsx", ".pptx"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
# How a file of another kind begins; the formats we read by such a mark check their own.
MAGIC: tuple[tuple[bytes, frozenset[str]], ...] = (
    (b"%PDF-", frozenset({".pdf"})),
    (b"PK\x03\x04", OFFICE),
    (b"\xd0\xcf\x11\xe0", OFFICE),
    (b"\x89PNG", PICTURES),
    (b"\xff\xd8\xff", PICTURES),
    (b"II*\x00", PICTURES),
    (b"MM\x00*", PICTURES),
    (b"GIF8", frozenset()),
    (b"{\\rtf", frozenset()),
    (b"\x1f\x8b", frozenset()),
    (b"Rar!", frozenset()),
    (b"7z\xbc\xaf", frozenset()),
    (b"MZ\x90", frozenset()),
    (b"\x7fELF", frozenset()),
)

UNEXPECTED = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    EOFError,
    SyntaxError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
    etree.LxmlError,
)
"""What a library may raise over bytes that nobody foresaw."""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """Everything that reading a file gives."""

    text: ExtractedText
    metadata: Metadata
    sha256: str
    """Of the file's bytes, in hex."""
    findings: Findings = NOTHING


def read_file(path: Path, settings: IngestSettings | None = None) -> ParsedFile:
    """Read, extract, describe; raises `Refusal` with one of the reasons of `RefusalReason`."""
    settings = settings or IngestSettings()
    if path.suffix.lower() == ZIP and member_of(path) is None:
        # What is in it are files of their own; a zip that comes here could not be opened, or has none.
        members(path)
        raise Refusal("empty")
    data = read_bytes(path, settings.max_file_bytes)
    with refusing():
        text = _extract(path, data, settings)
        metadata = describe(text, path)
        found = found_in(text, metadata, path.name)
        return ParsedFile(text, metadata, hashlib.sha256(data).hexdigest(), found)


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever reading stumbles over costs the `Refusal` of the file."""
    try:
        yield
    except RecursionError as error:
        raise Refusal("corrupt", cause="nesting") from error
    except OSError as error:
        raise Refusal("unreadable", cause=error.strerror or type(error).__name__) from error
    except UNEXPECTED as error:
        raise Refusal("corrupt", cause=type(error).__name__) from error


class FileReader(BaseReader, BaseModel):
    """A LlamaIndex reader of every format there is a reader for."""

    settings: IngestSettings = IngestSettings()

    def read(self, path: Path | str) -> ExtractedText:
        """Text of the file; raises `Refusal`."""
        path = Path(path)
        data = read_bytes(path, self.settings.max_file_bytes)
        with refusing():
            return _extract(path, data, self.settings)

    def load_data(
        self, file: Path | str, extra_info: dict[str, Any] | None = None, **_: Any
    ) -> list[Document]:
        """One `Document` with title, date, language and kind in its metadata; raises `Refusal`."""
        path = Path(file)
        parsed = read_file(path, self.settings)
        about = parsed.metadata
        known = {
            "document": path.name,
            "title": about.title,
            "date": about.date,
            "language": about.language,
            "kind": about.kind,
        }
        return [as_document(parsed.text, {**known, **(extra_info or {})})]


def _extract(path: Path, data: bytes, settings: IngestSettings) -> ExtractedText:
    suffix = path.suffix.lower()
    reader = reader_for(suffix)
    if reader is None:
        raise Refusal("unknown-type", suffix=suffix)
    if not data:
        raise Refusal("empty")
    for start, suffixes in MAGIC:
        if data.startswith(start) and suffix not in suffixes:
            raise Refusal("not-what-it-says", expected=suffix.lstrip("."))
    text = reader(settings=settings).extract(data)
    if not any(c.isalnum() for c in text.text):
        raise Refusal("empty")
    return text
