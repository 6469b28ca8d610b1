"""Many at once: JSON lines in, JSON lines out, in order."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.filters import Filters
from ingest.document import Kind, Language
from ingest.errors import KengashError
from ui.cli.console import SOME_REFUSED, say_error, say_json
from ui.cli.options import is_dated
from ui.cli.words import command_texts
from ui.texts import error_message

t = command_texts()


def as_tuple(value: object) -> object:
    """One value stands for a list of one."""
    return (value,) if isinstance(value, str) else value


def dated(value: str) -> str:
    """A date with a year; ValueError for anything else."""
    if not is_dated(value):
        raise ValueError(value)
    return value


Day = Annotated[str, AfterValidator(dated)]


class InputFilters(BaseModel):
    """Filters of a line, named like the options."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    date_from: Day | None = Field(default=None, alias="from")
    date_to: Day | None = Field(default=None, alias="to")
    languages: Annotated[tuple[Language, ...], BeforeValidator(as_tuple)] = Field(
        default=(), alias="language"
    )
    kinds: Annotated[tuple[Kind, ...], BeforeValidator(as_tuple)] = Field(default=(), alias="kind")
    documents: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = Field(default=(), alias="document")


class InputLine(BaseModel):
    """A line of the input; what else it holds is not looked at."""

    id: str | int | float | None = None
    text: str
    conversation: str | None = None
    filters: InputFilters = InputFilters()


Answering = Callable[[str, Filters, str | None], dict[str, Any]]
"""Text, filters and conversation in, the fields of the contract out."""


def answer_lines(file: str, filters: Filters, answer: Answering) -> None:
    """One JSON object a line in, one a line out, in order, with the same `id`.

    A line that cannot be read is answered by its error, the rest goes on, and the exit code says so.
    """
    refused = 0
    for number, line in lines_of(file):
        row: dict[str, Any] = {}
        try:
            row = object_of(line, number, file)
            given = checked(row, number, file)
            own = given.filters.model_dump(exclude_unset=True)
            found = answer(given.text, filters.model_copy(update=own), given.conversation)
        except KengashError as error:
            refused += 1
            say_error(error)
            message = error_message(error.code, t.language, **error.values)
            say_json({"id": row.get("id"), "line": number, "error": error.code, "message": message})
            continue
        say_json({**found, "id": given.id})
    if refused:
        raise typer.Exit(SOME_REFUSED)


@contextmanager
def reading(file: str) -> Iterator[TextIO]:
    """An input file, open; `-` is stdin. KengashError `input-unreadable` where it cannot be read."""
    try:
        with nullcontext(sys.stdin) if file == "-" else Path(file).open(encoding="utf-8-sig") as stream:
            yield stream
    except OSError as error:
        raise KengashError("input-unreadable", file=file, detail=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise KengashError("input-unreadable", file=file, detail="UTF-8") from error


def lines_of(file: str) -> Iterator[tuple[int, str]]:
    """Numbered lines that hold something."""
    with reading(file) as stream:
        yield from ((number, line) for number, line in enumerate(stream, 1) if line.strip())


def object_of(line: str, number: int, file: str) -> dict[str, Any]:
    """The object of a line; KengashError `bad-input-line` where it is none."""
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise KengashError("bad-input-line", file=file, line=number, detail="JSON") from error
    if not isinstance(row, dict):
        raise KengashError("bad-input-line", file=file, line=number, detail="JSON")
    return row


def checked(row: dict[str, Any], number: int, file: str) -> InputLine:
    """A line with its fields right; KengashError `bad-input-line` names the first that is not."""
    try:
        return InputLine.model_validate(row)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise KengashError("bad-input-line", file=file, line=number, detail=field) from error
