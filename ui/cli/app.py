"""The commands gathered, and the one place where errors become words and exit codes."""

import gc
import os
import sys
from typing import Any

import typer

from ingest.errors import KengashError
from ui.cli import (
    archive,
    asking,
    brief,
    care,
    checking,
    feedback,
    glossary,
    measuring,
    serving,
    timeline,
    users,
)
from ui.cli.console import FAILED, say_error
from ui.cli.words import command_texts


class Command(typer.core.TyperGroup):
    """The group of commands, with expected failures as one message on stderr and exit code 1."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except KengashError as error:
            say_error(error)
            raise typer.Exit(FAILED) from error


app = typer.Typer(
    cls=Command,
    name="kengash",
    help=command_texts()("help.kengash"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (
    serving,
    archive,
    asking,
    checking,
    glossary,
    timeline,
    brief,
    feedback,
    care,
    measuring,
    users,
):
    module.add_to(app)


_READING = {"ask", "search", "check", "timeline", "glossary", "brief"}
"""Commands that change nothing and leave nothing to be closed."""


def main() -> None:
    """Run the command.

    One that only reads is not searched for garbage till a million objects on (a tenth of a second each time),
    and left at once: Python would take them all apart first, half a second.
    """
    reading = not _READING.isdisjoint(sys.argv[1:2])
    if reading:
        gc.set_threshold(1_000_000, *gc.get_threshold()[1:])
    try:
        app()
    except SystemExit as end:
        if not reading:
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except BrokenPipeError:  # nobody reads on; Python ends that in its own way
            raise end from None
        os._exit(end.code if isinstance(end.code, int) else FAILED if end.code else 0)
