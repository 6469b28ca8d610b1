"""`ingest` and `documents`: what the archive holds."""

from dataclasses import asdict
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
    from collections.abc import Mapping

    from index.archive import Archive
    from index.ingestion import Ingestion, IngestReport, RefusedFile
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


def ingest(
    paths: Paths,
    store: o.Store = None,
    prune: Prune = False,
    watch: Annotated[bool, typer.Option("--watch", help=t("help.ingest.watch"))] = False,
    as_json: o.Json = False,
) -> None:
    """Files and folders into the archive."""
    from assistant.intake import open_ingestion

    with open_ingestion(settings_for(store)) as ingestion:
        if watch:
            watch_paths(ingestion, paths, prune, as_json)
            return
        report = run_with_bar(ingestion, paths, prune)
    nothing_done = sum(refusal.reason in WHOLE_PATH for refusal in report.refused) == len(paths)
    if as_json:
        say_json(report_json(report))
    else:
        show_report(report, nothing_done)
    if report.refused:
        raise typer.Exit(FAILED if nothing_done else SOME_REFUSED)


def run_with_bar(ingestion: "Ingestion", paths: list[Path], prune: bool) -> "IngestReport":
    """An ingest whose files, passages and time left are shown on stderr."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[passages]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        tasks = {"looking": bar.add_task(t("ingest.looking"), total=None, passages="")}

        def show(step: "Step") -> None:
            if step.stage not in tasks:  # a task's time left is measured from its own beginning
                tasks[step.stage] = bar.add_task(t(f"ingest.{step.stage}"), passages="")
            passages = t("ingest.progress", passages=step.passages) if step.passages else ""
            bar.update(tasks[step.stage], completed=step.done, total=step.total, passages=passages)

        return ingestion.run(paths, show, prune=prune)


def watch_paths(ingestion: "Ingestion", paths: list[Path], prune: bool, as_json: bool) -> None:
    """Take in what changes, telling of each time, until the user stops it."""
    from threading import Event

    from index.watch import Watch

    told = ToldRefusals()

    def show(report: "IngestReport") -> None:
        report.refused = told.new(report)
        if as_json:
            say_json(report_json(report))
        else:
            show_report(report, nothing_done=False)

    if not as_json:
        err().print(t("ingest.watching", count=len(paths)))
    try:
        Watch(paths, lambda: run_with_bar(ingestion, paths, prune)).run(Event(), show)
    except KeyboardInterrupt:
        if not as_json:
            err().print(t("ingest.watched"))


class ToldRefusals:
    """Which files a reader knows to be refused: what is looked at again and again is told of once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def new(self, report: "IngestReport") -> "list[RefusedFile]":
        """Refusals that the reports before did not have."""
        before = self._told
        self._told = {(refusal.path, refusal.reason) for refusal in report.refused}
        return [one for one in report.refused if (one.path, one.reason) not in before]


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


def refused_message(refusal: "RefusedFile") -> str:
    """The same behind the name of the file."""
    return t("ingest.refused", path=refusal.path, message=refusal_message(refusal))


def done_message(report: "IngestReport") -> str:
    """How many files came in, were replaced, went and stayed."""
    counts = report.model_dump(include={"added", "replaced", "removed", "unchanged", "passages"})
    return t("ingest.done", **counts, seconds=f"{report.seconds:.1f}")


def show_report(report: "IngestReport", nothing_done: bool) -> None:
    """What happened to every file, for a reader: counts to stdout, refusals named on stderr."""
    if not nothing_done:
        out().print(done_message(report))
    if report.left_out:
        out().print(t("ingest.left_out", count=report.left_out))
    if report.unread:
        out().print(t("ingest.unread", count=report.unread))
    for duplicate in report.duplicates:
        out().print(t("ingest.duplicate", path=duplicate.path, same_as=duplicate.same_as))
    for refusal in report.refused:
        err().print(refused_message(refusal))


@documents_app.callback()
def documents(context: typer.Context, store: o.Store = None, as_json: o.Json = False) -> None:
    """The archive's documents; without a word more, their list."""
    if context.invoked_subcommand is None:
        list_documents(store, as_json)
    # What was said before the word holds for it, unless it says otherwise itself.
    context.default_map = {
        name: {"store": store, "as_json": as_json}
        for name in ("list", "show", "remove", "edit", "versions", "restore")
    }


@documents_app.command("list", help=t("help.documents.list"))
def list_documents(store: o.Store = None, as_json: o.Json = False) -> None:
    """Every document and every refused file."""
    archive = archive_for(store)
    rows, groups = archive.documents(), archive.near_copies()
    if as_json:
        say_json({"documents": [row.as_json() | _group(row.name, groups) for row in rows]})
        return
    console = out()
    for row in rows:
        console.print(row.document, style="bold")
        console.print(f"    {description(row)}")
        others = [name for name in groups.get(row.name, ()) if name != row.name]
        if others:
            console.print(f"    {t('documents.same_as', names=', '.join(others))}")


def _group(name: str, groups: "Mapping[str, tuple[str, ...]]") -> dict[str, Any]:
    """A document's near copies, and the first of them all, which is the one to trust."""
    group = groups.get(name, ())
    return {
        "near_duplicates": [one for one in group if one != name],
        "same_group": group[0] if group else None,
    }


def description(row: "Document") -> str:
    """What is known of a document, on one line."""
    if row.status != "indexed":
        why = error_message(
            row.reason or row.status, t.language, path=row.document, **(row.reason_values or {})
        )
        return f"{words(f'status.{row.status}')}: {why}"
    passages = t("documents.passages", count=row.passages)
    kind, language = words(f"kind.{row.kind}"), words(f"language.{row.language}")
    scan = t("documents.badly_read") if row.badly_read else ""
    return " · ".join(
        part for part in (row.title, row.date, kind, language, passages, scan, unread(row)) if part
    )


def unread(row: "Document") -> str:
    """Why a document's file can no longer be read, its text being kept; empty where it can."""
    if row.status != "indexed" or not row.reason:
        return ""
    why = error_message(row.reason, t.language, path=row.document, **(row.reason_values or {}))
    return t("documents.unread", reason=why)


@documents_app.command("show", help=t("help.documents.show"))
def show_document(
    name: Name,
    version: Annotated[int | None, typer.Option("--version", help=t("help.version"))] = None,
    store: o.Store = None,
    as_json: o.Json = False,
) -> None:
    """One document with its extracted text, as it is or as it was."""
    archive = archive_for(store)
    extracted = archive.text(name, version)
    document = _document(archive, name, version)
    told = archive.contradictions(name) if version is None else []
    if as_json:
        fields = ("document", "title", "date", "date_source", "language", "kind", "status", "reason")
        known = {field: getattr(document, field) for field in fields}
        known |= {"badly_read": document.badly_read} | _group(name, archive.near_copies())
        known["contradictions"] = [asdict(one) for one in told]
        say_json({**known, "pages": [list(page) for page in extracted.pages], "text": extracted.text})
        return
    console = out()
    console.print(document.title, style="bold")
    facts = (document.document, document.date, document.language, words(f"kind.{document.kind}"))
    console.print(" · ".join(fact for fact in facts if fact))
    if version is None and unread(document):
        console.print(unread(document))
    for one in told:
        console.print(t("documents.contradiction", other=one.other, here=one.here, there=one.there))
    console.print()
    console.print(extracted.text)


def _document(archive: "Archive", name: str, version: int | None) -> "Document":
    return archive.document(name) if version is None else archive.versions(name)[version - 1].document


@documents_app.command("versions", help=t("help.documents.versions"))
def list_versions(name: Name, store: o.Store = None, as_json: o.Json = False) -> None:
    """What a document was, oldest first."""
    found = archive_for(store).versions(name)
    if as_json:
        say_json({"document": name, "versions": [version.as_json() for version in found]})
        return
    for version in found:
        about = {"title": version.document.title, "date": version.document.date or "—"}
        how = f"documents.version.{version.ended or 'present'}"
        out().print(t(how, number=version.number, until=version.until, **about))


@documents_app.command("restore", help=t("help.documents.restore"))
def restore_document(name: Name, store: o.Store = None, as_json: o.Json = False) -> None:
    """Bring back a document that was taken out."""
    with archive_for(store) as archive:
        document = archive.restore_document(name)
    if as_json:
        say_json(document.as_json())
    else:
        out().print(t("documents.restored", name=name))


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
