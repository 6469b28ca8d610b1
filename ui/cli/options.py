"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from index.filters import Filters
from ui.cli.console import usage_error
from ui.cli.words import command_texts

t = command_texts()

Store = Annotated[Path | None, typer.Option("--store", help=t("help.store"), show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=t("help.json"))]
Today = Annotated[str | None, typer.Option("--today", help=t("help.today"), metavar="DATE")]
Input = Annotated[str | None, typer.Option("--input", help=t("help.input"), metavar="FILE.jsonl")]
From = Annotated[str | None, typer.Option("--from", help=t("help.from"), metavar="DATE")]
To = Annotated[str | None, typer.Option("--to", help=t("help.to"), metavar="DATE")]
Languages = Annotated[list[str] | None, typer.Option("--language", help=t("help.language"))]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help=t("help.kind"))]
Documents = Annotated[list[str] | None, typer.Option("--document", help=t("help.document"))]
Output = Annotated[Path | None, typer.Option("--output", help=t("help.output"), metavar="FILE.docx|.md")]
Text = Annotated[str | None, typer.Argument(help=t("help.text"), show_default=False)]


def is_dated(value: str) -> bool:
    """Whether a text is a date of which at least the year is known."""
    from ingest.dates import PartialDate

    try:
        return value.isascii() and PartialDate.parse(value).year is not None
    except ValueError:
        return False


def iso_date(option: str, value: str | None) -> str | None:
    """A date as given, checked; a usage error where it is none."""
    if value is not None and not is_dated(value):
        raise usage_error("bad-date-option", option=option, value=value)
    return value


def filters_of(
    date_from: str | None,
    date_to: str | None,
    languages: list[str] | None,
    kinds: list[str] | None,
    documents: list[str] | None,
) -> Filters:
    """Filters from the options, checked."""
    from typing import get_args

    from ingest.document import LANGUAGES, Kind

    for option, given, known in (
        ("--language", languages or [], LANGUAGES),
        ("--kind", kinds or [], get_args(Kind)),
    ):
        for value in given:
            if value not in known:
                raise usage_error("bad-choice", option=option, value=value, choices=", ".join(known))
    first, last = iso_date("--from", date_from), iso_date("--to", date_to)
    if first and last and first > last and not first.startswith(last):
        raise usage_error("period-reversed", first=first, last=last)
    return Filters(
        date_from=first,
        date_to=last,
        languages=tuple(languages or ()),
        kinds=tuple(kinds or ()),
        documents=tuple(documents or ()),
    )
