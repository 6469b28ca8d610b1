"""`ingest` and `documents`: what the archive holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ui.cli import options as o
from ui.cli.console import FAILED, SOME_REFUSED, err, out, say_json, usage_error
from ui.cli.opening import archive_for, settings_for
from ui.cli.words import command_texts
from ui.texts import Texts, error_message

if TYPE_CHECKING:
    from index.ingestion import IngestReport, RefusedFile
    from index.ingestion import Progress as Step
    from index.records import Document
    from ingest.document import Kind

WHOLE_PATH = ("not-found", "folder-missing", "folder-empty", "folder-shrunk")
"""Reasons for which a path that was given is refused as a whole."""

t = command_texts()
words = Texts.load(t.language)
"""Names of kinds and states, as the page has them."""
documents_app = typer.Typer(help=t("help.documents"), invoke_without_command=True, rich_markup_mode=None)
Paths = Annotated[list[Path], typer.Argument(help=t("help.paths"), show_default=False)]
Prune = Annotated[bool, typer.Option("--prune", help=t("help.prune"))]
Name = Annotated[str, typer.Argument(help=t("help.name"), show_default=False)]


def ingest(paths: Paths, store: o.Store = None, prune: Prune = False, as_json: o.Json = False) -> None:
    """Files and folders into the archive."""
    from assistant.intake import open_ingestion

    settings = settings_for(store)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(t("ingest.reading"), total=None)

        def show(step: "Step") -> None:
            bar.update(task, completed=step.done, total=step.total)

        with open_ingestion(settings) as ingestion:
            report = ingestion.run(paths, show, prune=prune)
    nothing_done = sum(refusal.reason in WHOLE_PATH for refusal in report.refused) == len(paths)
    if as_json:
        say_json(report_json(report))
    else:
        show_report(report, nothing_done)
    if report.refused:
        raise typer.Exit(FAILED if nothing_done else SOME_REFUSED)


def report_json(report: "IngestReport") -> dict[str, Any]:
    """The report with each refusal worded."""
    data = report.model_dump(mode="json")
    for row, refusal in zip(data["refused"], report.refused, strict=True):
        row["message"] = refusal_message(refusal)
        row.pop("values", None)
    return data


def refusal_message(refusal: "RefusedFile") -> str:
    """Why a file was refused, and what to do about it."""
    return error_message(refusal.reason, t.language, **{"path": refusal.path, **refusal.values})


def show_report(report: "IngestReport", nothing_done: bool) -> None:
    """What happened to every file, for a reader: counts to stdout, refusals named on stderr."""
    if not nothing_done:
        counts = report.model_dump(include={"added", "replaced", "removed", "unchanged", "passages"})
        out().print(t("ingest.done", **counts, seconds=f"{report.seconds:.1f}"))
    for duplicate in report.duplicates:
        out().print(t("ingest.duplicate", path=duplicate.path, same_as=duplicate.same_as))
    for refusal in report.refused:
        err().print(t("ingest.refused", path=refusal.path, message=refusal_message(refusal)))


@documents_app.callback()
def documents(context: typer.Context, store: o.Store = None, as_json: o.Json = False) -> None:
    """The archive's documents; without a word more, their list."""
    if context.invoked_subcommand is None:
        list_documents(store, as_json)
    # What was said before the word holds for it, unless it says otherwise itself.
    context.default_map = {
        name: {"store": store, "as_json": as_json} for name in ("list", "show", "remove", "edit")
    }


@documents_app.command("list", help=t("help.documents.list"))
def list_documents(store: o.Store = None, as_json: o.Json = False) -> None:
    """Every document and every refused file."""
    rows = archive_for(store).documents()
    if as_json:
        say_json({"documents": [row.as_json() for row in rows]})
        return
    console = out()
    for row in rows:
        console.print(row.document, style="bold")
        console.print(f"    {description(row)}")


def description(row: "Document") -> str:
    """What is known of a document, on one line."""
    if row.status != "indexed":
        why = error_message(
            row.reason or row.status, t.language, path=row.document, **(row.reason_values or {})
        )
        return f"{words(f'status.{row.status}')}: {why}"
    passages = t("documents.passages", count=row.passages)
    kind, language = words(f"kind.{row.kind}"), words(f"language.{row.language}")
    return " · ".join(part for part in (row.title, row.date, kind, language, passages) if part)


@documents_app.command("show", help=t("help.documents.show"))
def show_document(name: Name, store: o.Store = None, as_json: o.Json = False) -> None:
    """One document with its extracted text."""
    archive = archive_for(store)
    document, extracted = archive.document(name), archive.text(name)
    if as_json:
        fields = ("document", "title", "date", "date_source", "language", "kind")
        known = {field: getattr(document, field) for field in fields}
        say_json({**known, "pages": [list(page) for page in extracted.pages], "text": extracted.text})
        return
    console = out()
    console.print(document.title, style="bold")
    facts = (document.document, document.date, document.language, words(f"kind.{document.kind}"))
    console.print(" · ".join(fact for fact in facts if fact))
    console.print()
    console.print(extracted.text)


@documents_app.command("remove", help=t("help.documents.remove"))
def remove_document(name: Name, store: o.Store = None, as_json: o.Json = False) -> None:
    """Take a document out of the archive; its file stays where it is."""
    with archive_for(store) as archive:
        archive.remove(name)
    if as_json:
        say_json({"removed": name})
    else:
        out().print(t("documents.removed", name=name))


@documents_app.command("edit", help=t("help.documents.edit"))
def edit_document(
    name: Name,
    title: Annotated[str | None, typer.Option("--title", help=t("help.title"))] = None,
    date: Annotated[str | None, typer.Option("--date", help=t("help.date"), metavar="DATE")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=t("help.new_kind"))] = None,
    access: Annotated[
        Literal["everyone", "staff"] | None, typer.Option("--access", help=t("help.access"))
    ] = None,
    store: o.Store = None,
    as_json: o.Json = False,
) -> None:
    """Correct what the archive knows of a document."""
    date = o.iso_date("--date", date) if date else date
    if title is not None and not title.strip():
        raise usage_error("bad-choice", option="--title", value=title, choices="…")
    if title is None and date is None and kind is None and access is None:
        raise usage_error("nothing-to-edit")
    o.filters_of(None, None, None, [kind] if kind else None, None)
    with archive_for(store) as archive:
        document = archive.edit(name, title, date, cast("Kind | None", kind), access)
    if as_json:
        say_json(document.as_json())
    else:
        out().print(t("documents.edited", name=name))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("ingest", help=t("help.ingest"))(ingest)
    app.add_typer(documents_app, name="documents")
