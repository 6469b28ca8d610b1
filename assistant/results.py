"""What comes back from a search."""

from pydantic import BaseModel, ConfigDict


class SearchResult(BaseModel):
    """A passage that was found."""

    model_config = ConfigDict(frozen=True)

    document: str
    title: str
    date: str | None
    language: str
    page: int | None
    text: str
    score: float
    start: int
    """Offsets of the passage in the document's extracted text, in code points."""
    end: int
