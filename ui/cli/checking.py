"""`check`: one claim, a whole text, or many claims from a file of JSON lines."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn

from ui.cli import options as o
from ui.cli.asking import note_undated, source_line
from ui.cli.console import err, out, say_json, usage_error
from ui.cli.lines import answer_lines, reading
from ui.cli.opening import assistant_for, known
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from assistant.claims.verdict import PlacedVerdict, Verdict

t = command_texts()
WholeText = Annotated[str | None, typer.Option("--text", help=t("help.check.text"), metavar="FILE")]


def check(
    text: o.Text = None,
    whole: WholeText = None,
    store: o.Store = None,
    as_json: o.Json = False,
    file: o.Input = None,
    today: o.Today = None,
    date_from: o.From = None,
    date_to: o.To = None,
    language: o.Languages = None,
    kind: o.Kinds = None,
    document: o.Documents = None,
) -> None:
    """A verdict on a claim, with the evidence."""
    filters = o.filters_of(date_from, date_to, language, kind, document)
    if sum(given is not None for given in (text, whole, file)) != 1:
        raise usage_error("text-or-input")
    assistant = assistant_for(store, today=o.iso_date("--today", today))
    if file is not None:
        answer_lines(
            file,
            filters,
            lambda claim, filters, _: assistant.check(claim, known(assistant.archive, filters)).model_dump(
                mode="json"
            ),
        )
        return
    note_undated(assistant.archive.undated(known(assistant.archive, filters)))
    if whole is not None:
        from assistant.claims.splitting import MAX_TEXT

        with reading(whole) as stream:
            # An endless input is known to be too long without reading all of it.
            text = stream.read(MAX_TEXT + 1)
        show_text(assistant.check_text(text, filters), as_json)
        return
    verdict = assistant.check(text or "", filters)
    if as_json:
        say_json(verdict)
    else:
        show_verdict(verdict)


def show_text(verdicts: "Iterable[PlacedVerdict]", as_json: bool) -> None:
    """The claims of a text as they are reached: a line of JSON each, or words, with progress on stderr."""
    done = 0
    console = err()
    bar = Progress(TextColumn("{task.description}"), BarColumn(), console=console, transient=True)
    with bar if console.is_terminal else nullcontext():
        task = bar.add_task("", total=None)
        for placed in verdicts:
            done = placed.done
            told = t("check.progress", done=placed.done, total=placed.total)
            bar.update(task, completed=placed.done, total=placed.total, description=told)
            if not console.is_terminal:
                console.print(told)
            if as_json:
                say_json({**placed.verdict.model_dump(mode="json"), "start": placed.start, "end": placed.end})
            else:
                show_verdict(placed.verdict)
                out().print()
    if not done:
        err().print(t("check.none"))


def show_verdict(verdict: "Verdict") -> None:
    """A verdict for a reader: the claim, what became of it, why, the sources."""
    console = out()
    console.print(verdict.claim)
    console.print(t(f"check.verdict.{verdict.verdict}"), style="bold")
    console.print(verdict.explanation)
    for citation in verdict.citations:
        console.print(f"[{citation.n}] «{' '.join(citation.quote.split())}»")
        console.print(f"    {source_line(citation.title, citation.document, citation.date, citation.page)}")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("check", help=t("help.check"))(check)
