"""`timeline`: what happened, by date."""

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from ui.cli import options as o
from ui.cli.asking import source_line
from ui.cli.console import out, say_json
from ui.cli.opening import assistant_for, known
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from assistant.timeline import Event

t = command_texts()


def timeline(
    store: o.Store = None,
    as_json: o.Json = False,
    today: o.Today = None,
    date_from: o.From = None,
    date_to: o.To = None,
    language: o.Languages = None,
    kind: o.Kinds = None,
    document: o.Documents = None,
) -> None:
    """Events by date, every event once."""
    filters = o.filters_of(date_from, date_to, language, kind, document)
    assistant = assistant_for(store, today=o.iso_date("--today", today))
    events = assistant.timeline(known(assistant.archive, filters))
    if as_json:
        say_json({"events": [event.model_dump(mode="json") for event in events]})
    else:
        show_timeline(events)


def show_timeline(events: "list[Event]") -> None:
    """Events for a reader: a heading a year, what happened, and the sources under it."""
    console = out()
    if not events:
        console.print(t("timeline.none"))
    for year, of_year in groupby(events, key=year_of):
        console.print(year or t("timeline.no_year"), style="bold")
        for event in of_year:
            note = "" if event.status == "held" else f" ({t(f'timeline.status.{event.status}')})"
            place = f" · {event.place}" if event.place else ""
            console.print(f"  {when(event)}  {event.title}{place}{note}")
            for citation in event.citations:
                source = source_line(citation.title, citation.document, citation.date, citation.page)
                console.print(f"      {source}", style="dim")
        console.print()


def year_of(event: "Event") -> str:
    """The year an event is listed under; empty where it is not known."""
    return "" if event.date.startswith("-") else event.date[:4]


def when(event: "Event") -> str:
    """An event's date in the words of the command's language."""
    from ingest.dates import format_date

    return format_date(f"{event.date}/{event.date_end}" if event.date_end else event.date, t.language)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("timeline", help=t("help.timeline"))(timeline)
