"""Answers and briefs as bytes, by the format that is asked for."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.answer import Answer
from assistant.brief import Brief
from assistant.export.docx import as_docx
from assistant.export.markdown import as_markdown
from assistant.export.page import Block, answer_page, brief_page
from ingest.errors import KengashError

FORMATS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    ".docx": as_docx,
    ".md": lambda page: as_markdown(page).encode("utf-8"),
}


def answer_docx(answers: Sequence[Answer], language: str) -> bytes:
    """One answer, or a conversation's in order, as a docx file; `language` is that of the labels."""
    return as_docx(answer_page(answers, language))


def answer_markdown(answers: Sequence[Answer], language: str) -> str:
    """One answer, or a conversation's in order, as Markdown; `language` is that of the labels."""
    return as_markdown(answer_page(answers, language))


def brief_docx(brief: Brief) -> bytes:
    """A brief as a docx file."""
    return as_docx(brief_page(brief))


def brief_markdown(brief: Brief) -> str:
    """A brief as Markdown."""
    return as_markdown(brief_page(brief))


def checked(path: Path) -> Path:
    """The path, if its ending names a format; KengashError `export-type` (path, known) otherwise."""
    if path.suffix.lower() not in FORMATS:
        raise KengashError("export-type", path=str(path), known=", ".join(FORMATS))
    return path


def write(page: Sequence[Block], path: Path) -> None:
    """Write a page in the format that the path's ending names.

    Raises KengashError `export-type` (path, known), `export-unwritable` (path, detail).
    """
    data = FORMATS[checked(path).suffix.lower()](page)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise KengashError(
            "export-unwritable", path=str(path), detail=error.strerror or type(error).__name__
        ) from error
