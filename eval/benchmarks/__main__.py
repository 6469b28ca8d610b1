"""Benchmarks from the command line: `python -m eval.benchmarks`, or one of its commands."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from eval.archives import SAMPLE
from eval.benchmarks.growth import grow, write_growth
from eval.benchmarks.ingest import measure, table
from eval.benchmarks.peers import compare, write_peers
from eval.questions import load_questions, of_split

REPORT = Path("reports") / "bench"
SIZES = (10_000, 100_000)

app = typer.Typer(add_completion=False, help=__doc__)
Report = Annotated[Path, typer.Option(help="Folder of what is written.")]


def _say(text: str) -> None:
    typer.echo(text, err=True)


@app.callback(invoke_without_command=True)
def both(context: typer.Context) -> None:
    """Peers, then growth, where no command is given."""
    if context.invoked_subcommand is None:
        peers()
        growth()


@app.command()
def peers(
    documents: Annotated[Path, typer.Argument(help="Folder of documents.")] = SAMPLE / "archive",
    questions: Annotated[Path, typer.Option(help="Question set.")] = SAMPLE / "questions.jsonl",
    split: Annotated[Literal["tune", "check", "all"], typer.Option(help="Half of the questions.")] = "all",
    only: Annotated[list[str] | None, typer.Option(help="Systems whose name holds this.")] = None,
    report: Report = REPORT,
) -> None:
    """LlamaIndex's defaults and ours: quality, time and memory in one table."""
    asked = of_split(load_questions(questions), None if split == "all" else split)
    typer.echo(write_peers(compare(documents, asked, only or (), _say), report))


@app.command()
def growth(
    size: Annotated[list[int] | None, typer.Option(help="Passages; may be given again.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of training text to recombine.")] = None,
    report: Report = REPORT,
) -> None:
    """Rate of indexing, time of a question, memory and disk at growing sizes."""
    grown, text = {}, ""
    for passages, measured in grow(size or SIZES, data, _say):
        grown[passages] = measured
        text = write_growth(grown, report)  # the next size may take hours
    typer.echo(text)


@app.command()
def ingest(
    files: Annotated[int, typer.Option(help="Press releases of 300 words.")] = 10_000,
    pages: Annotated[int, typer.Option(help="Pages of PDF with a text layer.")] = 1000,
) -> None:
    """Time and memory of taking files in, and of doing it again."""
    typer.echo(table(measure(files, pages, _say)))


if __name__ == "__main__":
    app()
