"""What the page needs from below: questions answered, documents shown and taken in."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from assistant.answer import Answer
from assistant.brief import Brief
from assistant.claims.verdict import PlacedVerdict
from assistant.people import Feedback
from assistant.terms.term import Term
from assistant.timeline import Event
from index.catalog import Document
from index.filters import Filters
from index.versions import Version
from ingest.document import ExtractedText, Kind
from ui.web.picture import PagePicture
from ui.web.quality import Measured


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken, and why."""

    name: str
    reason: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of uploaded files."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    refused: tuple[RefusedFile, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    """File and the document it is a copy of."""


Progress = Callable[[int, int, str], None]
"""Told before each file is read: its number from 1, how many there are, its name."""


def visitor_folder() -> str:
    """A folder's name for one visitor's uploads: two who bring files of one name must not meet."""
    return f"{datetime.now(UTC).date().isoformat()}-{secrets.token_hex(3)}"


class Service(Protocol):
    """Everything behind the page. Called from many threads at once."""

    @property
    def demo(self) -> bool:
        """Whether the archive shown is the made-up sample."""
        ...

    def stream(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = ...,
        language: str | None = None,
    ) -> Iterator[Answer]:
        """Growing snapshots of an answer, the last one whole; raises KengashError."""
        ...

    def check_text(
        self, text: str, filters: Filters = ..., language: str | None = None
    ) -> Iterator[PlacedVerdict]:
        """The verdicts on a text's claims as they are reached; raises KengashError."""
        ...

    def documents(self, filters: Filters | None = None) -> Sequence[Document]:
        """The archive's documents that the filters let through."""
        ...

    def document(self, name: str) -> Document | None:
        """One document; None where there is none of that name."""
        ...

    def text(self, name: str) -> ExtractedText | None:
        """A document's text; None where there is none."""
        ...

    def picture(self, name: str, page: int, quote: str) -> PagePicture | None:
        """A page of a document as it looks, the quote boxed; None where it cannot be shown so."""
        ...

    def suggest(self, answer: Answer) -> Sequence[str]:
        """Questions to ask next, each with an answer in the archive."""
        ...

    def explain(self, text: str) -> Sequence[tuple[int, int, Term]]:
        """Spans, in code points, of known terms in a text, without overlap."""
        ...

    def timeline(self, filters: Filters = ...) -> Sequence[Event]:
        """What happened, by date; the filters' dates limit the event's."""
        ...

    def glossary(self) -> Sequence[Term]:
        """Terms and abbreviations of the archive."""
        ...

    def brief(self, language: str, filters: Filters = ...) -> Brief:
        """What the filters let through of the archive, on one page for a newcomer."""
        ...

    def measured(self) -> Measured:
        """The last evaluation of the archive, or the shipped one."""
        ...

    def rate(
        self,
        conversation: str,
        question: str,
        answer: Answer,
        good: bool,
        reason: str = "",
        comment: str = "",
    ) -> None:
        """Keep what a visitor thinks of an answer."""
        ...

    def feedback(self) -> Sequence[Feedback]:
        """What visitors thought, and what was refused, the latest first."""
        ...

    def examples(self, language: str) -> Sequence[str]:
        """Questions that the archive answers, for a start."""
        ...

    def ingest(self, files: Sequence[Path], progress: Progress, folder: str = "") -> UploadReport:
        """Take files into the archive, kept in a folder of that name among the uploads.

        Raises KengashError where nothing could be done at all.
        """
        ...

    def edit(
        self, name: str, title: str | None = None, date: str | None = None, kind: Kind | None = None
    ) -> None:
        """Put right what is known of a document; raises KengashError."""
        ...

    def remove(self, name: str) -> None:
        """Take a document out; raises KengashError."""
        ...

    def restore(self, name: str) -> None:
        """Bring back a document that was taken out; raises KengashError."""
        ...

    def versions(self, name: str) -> Sequence[Version]:
        """What a document was, oldest first, and last what it is."""
        ...

    def forget(self, conversation: str) -> None:
        """Drop what was said in a conversation."""
        ...
