"""`doctor`, `reindex`, `backup`, `restore`: keeping the archive sound."""

from pathlib import Path
from typing import Annotated

import typer

from ui.cli import options as o
from ui.cli.console import FAILED, out, say_json
from ui.cli.opening import archive_for, settings_for
from ui.cli.words import command_texts

t = command_texts()
File = Annotated[Path, typer.Argument(help=t("help.backup.file"), show_default=False)]


def doctor(store: o.Store = None, as_json: o.Json = False) -> None:
    """Say what is wrong with the set-up, and how to mend it."""
    from ui.cli.checks import run_checks

    checks = run_checks(settings_for(store), t)
    if as_json:
        say_json({"checks": [check.model_dump() for check in checks]})
    else:
        console = out()
        for check in checks:
            console.print(f"{'✓' if check.ok else '✗'} {check.message}")
            if check.remedy:
                console.print(f"  → {check.remedy}")
    if not all(check.ok or check.optional for check in checks):
        raise typer.Exit(FAILED)


def reindex(store: o.Store = None, as_json: o.Json = False) -> None:
    """Rebuild vectors and words from the catalogue."""
    with archive_for(store) as archive:
        passages = archive.reindex()
        archive.read_sentences()
    if as_json:
        say_json({"passages": passages})
    else:
        out().print(t("reindex.done", passages=passages))


def backup(file: File, store: o.Store = None, as_json: o.Json = False) -> None:
    """A consistent copy of the archive in one file."""
    archive_for(store).backup(file)
    if as_json:
        say_json({"file": str(file)})
    else:
        out().print(t("backup.done", file=file))


def restore(file: File, store: o.Store = None, as_json: o.Json = False) -> None:
    """Put a backup back into an empty store."""
    from assistant.opening import open_archive
    from index.backup import damaged_aside, no_new_store

    settings = settings_for(store)
    with (
        no_new_store(settings.store),
        damaged_aside(settings.store),
        open_archive(settings) as archive,
    ):
        archive.restore(file)
        archive.read_sentences(archive.settings.encoder_seconds)
    if as_json:
        say_json({"store": str(settings.store)})
    else:
        out().print(t("restore.done", store=settings.store))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("doctor", help=t("help.doctor"))(doctor)
    app.command("reindex", help=t("help.reindex"))(reindex)
    app.command("backup", help=t("help.backup"))(backup)
    app.command("restore", help=t("help.restore"))(restore)
