"""Figures as tables for reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from eval.metrics import Interval

DASH = "–"
Texts = Mapping[str, Any]
"""The words of the report, as `texts/report.toml` has them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `share`, 0 to 1, is drawn as a bar behind it."""

    text: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first column names the row."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def overall(part: BaseModel, names: Iterable[str], guess: Mapping[str, float | None], texts: Texts) -> Table:
    """Each figure of a part with its interval and what blind guessing gets."""
    values = part.model_dump(by_alias=True)
    intervals = values["intervals"] or {}
    columns = ["figure", "value", "interval", "guess"] if guess else ["figure", "value", "interval"]
    rows = [
        figure_row(texts["figures"][name], values[name], intervals.get(name), guess.get(name))[: len(columns)]
        for name in names
    ]
    return Table("", [texts["columns"][column] for column in columns], rows)


def figure_row(title: str, value: float | None, interval: Interval | None, guess: float | None) -> list[Cell]:
    """Title, value, interval and guess."""
    return [
        Cell(title),
        Cell(percent(value), value),
        Cell(span(interval) if interval else DASH),
        Cell(percent(guess)),
    ]


def groups(
    members: Mapping[str, BaseModel], names: Sequence[str], title: str, unit: str, texts: Texts
) -> Table:
    """One row a group: rates with a bar, or counts where it is small."""
    rows = []
    for name, group in members.items():
        values = group.model_dump(by_alias=True)
        rows.append([Cell(name), Cell(str(values["n"])), *(_group_cell(values, column) for column in names)])
    words = texts["columns"]
    return Table(title, [words["group"], words[unit], *(texts["figures"][name] for name in names)], rows)


def _group_cell(values: Mapping[str, Any], name: str) -> Cell:
    counts = values["counts"]
    if counts is None:
        return Cell(percent(values[name]), values[name])
    return Cell(f"{counts[name]} / {values['n']}" if name in counts else DASH)


def percent(value: float | None) -> str:
    """`66.3 %`, a dash for None."""
    return DASH if value is None else f"{100 * value:.1f}\u00a0%"


def span(interval: Interval) -> str:
    """`58–72 %`."""
    low, high = interval
    return f"{100 * low:.0f}–{100 * high:.0f}\u00a0%"
