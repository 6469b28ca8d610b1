"""The commands gathered, and the one place where errors become words and exit codes."""

import sys

import typer

from ingest.errors import KengashError
from ui.cli import archive, asking, care, serving
from ui.cli.console import FAILED, say_error
from ui.cli.words import command_texts

app = typer.Typer(
    name="kengash",
    help=command_texts()("help.kengash"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for module in (serving, archive, asking, care):
    module.add_to(app)


def main() -> None:
    """Run the command; every expected failure is one message on stderr and exit code 1."""
    try:
        app()
    except KengashError as error:
        say_error(error)
        sys.exit(FAILED)
    except BrokenPipeError:
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
