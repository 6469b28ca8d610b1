"""What an ingest tells: how far it is, and what happened to every file."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class RefusedFile(BaseModel):
    """A file or folder that was not taken in."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str
    """A reason for a refusal, or `not-found`, `folder-missing`, `folder-empty`, `folder-shrunk`,
    `bad-metadata-row`."""
    values: dict[str, Any] = {}
    """What fills in the message."""


class DuplicateFile(BaseModel):
    """A file with the same bytes as a document's, which is not indexed twice."""

    model_config = ConfigDict(frozen=True)

    path: str
    same_as: str
    """Name of the document."""


class IngestReport(BaseModel):
    """What happened to the files."""

    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    """Moved ones among them: the same bytes under another name."""
    left_out: int = 0
    """Files of documents that a user took out, which are as they were then."""
    refused: list[RefusedFile] = []
    duplicates: list[DuplicateFile] = []
    passages: int = 0
    """Written, not held."""
    unread: int = 0
    """Passages of the whole archive that the sentence encoder is still to read, while the page runs."""
    seconds: float = 0.0


class Progress(BaseModel):
    """How far an ingest is."""

    model_config = ConfigDict(frozen=True)

    stage: Literal["looking", "reading", "comparing", "sentences"]
    done: int
    """Files."""
    total: int
    path: str = ""
    """The file at hand."""
    passages: int = 0
    """Made so far."""
