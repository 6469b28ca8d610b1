"""`eval`: how good it is, on the sample's questions or your own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from ui.cli import options as o
from ui.cli.console import out, say_json
from ui.cli.opening import settings_for
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from eval.evaluation import Evaluation

t = command_texts()
Questions = Annotated[Path | None, typer.Argument(help=t("help.questions"), show_default=False)]
Claims = Annotated[Path | None, typer.Option("--claims", help=t("help.claims"))]
Terms = Annotated[Path | None, typer.Option("--glossary", help=t("help.eval.glossary"))]
Events = Annotated[Path | None, typer.Option("--events", help=t("help.events"))]
Half = Annotated[Literal["tune", "check"] | None, typer.Option("--split", help=t("help.split"))]
Report = Annotated[Path | None, typer.Option("--report", help=t("help.report"))]


def measure(
    questions: Questions = None,
    claims: Claims = None,
    events: Events = None,
    terms: Terms = None,
    split: Half = None,
    report: Report = None,
    today: o.Today = None,
    store: o.Store = None,
    as_json: o.Json = False,
) -> None:
    """Retrieval, answers and claims measured on a question set."""
    from eval.archives import measure
    from eval.report import write_report

    settings = settings_for(store, o.iso_date("--today", today))
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(t("eval.asking"), total=None)
        evaluation = measure(
            settings,
            questions,
            claims,
            events,
            terms,
            split=split,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    page = write_report(evaluation, report) if report else None
    if as_json:
        say_json(evaluation.model_dump(mode="json", by_alias=True))
        return
    show(evaluation)
    if page:
        out().print(t("eval.report", path=page))


def show(evaluation: "Evaluation") -> None:
    """The headline figures with their 95 % intervals."""
    from eval.evaluation import figures

    table = Table(box=None, pad_edge=False)
    for column in ("eval.figure", "eval.value", "eval.interval"):
        table.add_column(t(column))
    for figure in figures(evaluation):
        low, high = figure.interval
        table.add_row(figure.name, f"{figure.value:.3f}", f"{low:.3f}–{high:.3f}")
    out().print(table)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("eval", help=t("help.eval"))(measure)
