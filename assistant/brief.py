"""What a newcomer needs on one page."""

from pydantic import BaseModel, ConfigDict

from assistant.answer import Citation


class Line(BaseModel):
    """A statement, or a question to begin with, and what bears it out."""

    model_config = ConfigDict(frozen=True)

    text: str
    citations: list[Citation]
    """At least one; `n` counts through the whole brief, the same for the same quote."""


class Section(BaseModel):
    """Lines on one matter."""

    model_config = ConfigDict(frozen=True)

    title: str
    lines: list[Line]


class Brief(BaseModel):
    """Sections that hold something, each line cited."""

    title: str
    language: str
    """Of the titles and the questions; lines stay in the language of their document."""
    sections: list[Section]
    took_ms: float = 0.0
