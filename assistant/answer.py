"""What comes back from a question: an answer, its values and its citations."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Citation(BaseModel):
    """A verbatim quote and where it stands."""

    model_config = ConfigDict(frozen=True)

    n: int
    """The number behind the sentences that rest on it, from 1."""
    document: str
    """The document's name in the archive: its path relative to the folder that was ingested."""
    title: str
    date: str | None
    page: int | None
    """From 1; None where the format has no pages."""
    quote: str
    """Equal to the document's extracted text from `start` to `end`."""
    start: int
    end: int


ValueKind = Literal["date", "number", "place", "person", "organisation", "yes-no", "list", "text"]


class Value(BaseModel):
    """Something in the short answer that a program can use."""

    model_config = ConfigDict(frozen=True)

    kind: ValueKind
    text: str
    """As the document words it."""
    value: str
    """Resolved: a date in ISO 8601 (`--11-27` where the year is unknown), a number in digits."""


class Answer(BaseModel):
    """An answer with its evidence, or a refusal (`abstained`)."""

    id: str | None = None
    question: str
    language: str
    answer: str
    """Sentences, each followed by at least one `[n]`; words of regret when `abstained`."""
    short_answer: str | None
    values: list[Value]
    abstained: bool
    confidence: float
    """Calibrated chance of being right, 0 to 1."""
    citations: list[Citation]
    question_understood_as: str
    mode: Literal["extractive", "llm"] = "extractive"
    notes: list[str] = []
    """What the asker should know of how the answer came about, in the answer's language."""
    took_ms: float = 0.0
