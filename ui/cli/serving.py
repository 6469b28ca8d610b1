"""`serve`: the web chat."""

from pathlib import Path
from typing import Annotated

import typer

from ui.cli import options as o
from ui.cli.console import err
from ui.cli.opening import load_sparingly, settings_for
from ui.cli.words import command_texts

t = command_texts()


def serve(
    host: Annotated[str, typer.Option(help=t("help.host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=t("help.port"), min=0, max=65535)] = 7860,
    documents: Annotated[list[Path] | None, typer.Option(help=t("help.serve.documents"))] = None,
    store: o.Store = None,
) -> None:
    """The web chat; with nothing to show it shows the sample archive, in a store of its own."""
    load_sparingly()
    from ui.web.serving import run

    settings = settings_for(store)
    run(settings, host=host, port=port, documents=documents or [], say=lambda line: err().print(line))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("serve", help=t("help.serve"))(serve)
