"""The gate: `python -m eval` measures the sample and ends with 1 where a figure fell too far."""

import sys
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.settings import load_settings
from eval.archives import measure
from eval.baseline import BASELINE, compare, store
from eval.evaluation import figures
from eval.report import TEXTS, write_report


def main(
    split: Annotated[Literal["tune", "check", "all"], typer.Option(help="Half of the questions.")] = "check",
    report: Annotated[Path, typer.Option(help="Folder of the report.")] = Path("reports/eval"),
    baseline: Annotated[Path, typer.Option(help="The figures to hold.")] = BASELINE,
    keep: Annotated[bool, typer.Option(help="Make these the figures to hold.")] = False,
) -> None:
    """Measure the sample, report, and hold the figures against the stored ones."""
    texts = tomllib.loads((TEXTS / "report.toml").read_text(encoding="utf-8"))["baseline"]
    evaluation = measure(load_settings(), split=None if split == "all" else split)
    typer.echo(texts["report"].format(path=write_report(evaluation, report)))
    for figure in figures(evaluation):
        low, high = figure.interval
        typer.echo(f"{figure.name:40} {figure.value:.3f}  {low:.3f}–{high:.3f}")
    if keep:
        store(evaluation, baseline)
        typer.echo(texts["kept"].format(path=baseline))
        return
    falls = compare(evaluation, baseline)
    for fall in falls:
        now = texts["gone"] if fall.now is None else f"{fall.now:.3f}"
        low, high = fall.interval
        typer.echo(
            texts["fell"].format(name=fall.name, now=now, stored=fall.stored, low=low, high=high), err=True
        )
    sys.exit(bool(falls))


if __name__ == "__main__":
    typer.run(main)
