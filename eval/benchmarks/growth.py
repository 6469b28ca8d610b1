"""How cost grows with the archive: rate of indexing beside bare Chroma, time of a question, memory, disk.

python -m eval.benchmarks growth --size 10000 --size 100000 --report bench
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval import plots
from eval.archives import SAMPLE
from eval.benchmarks.grown import FILTERS, STEPS
from eval.benchmarks.invented import pools, questions
from eval.report import TEXTS

ASKED = 200
"""Questions searched with each filter."""

Say = Callable[[str], None]
Grown = dict[str, dict[str, Any]]
"""What each step measured at one size."""


def grow(sizes: Sequence[int], data: Path | None, say: Say) -> Iterator[tuple[int, Grown]]:
    """Every step at every size, each in a process of its own; `say` is told before each."""
    asked = questions(pools(data, SAMPLE / "archive"), ASKED)
    for size in sizes:
        yield size, _steps(size, data, asked, say)


def write_growth(grown: Mapping[int, Grown], folder: Path) -> str:
    """Write `growth.html`, `growth.md` and `growth.json`; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = tomllib.loads((TEXTS / "report.toml").read_text(encoding="utf-8"))["growth"]
    rows = table(grown, texts)
    text = "\n".join(
        [
            "| " + " | ".join(rows[0]) + " |",
            "|---|" + "---:|" * (len(rows[0]) - 1),
            *("| " + " | ".join(row) + " |" for row in rows[1:]),
            "",
        ]
    )
    environment = Environment(loader=FileSystemLoader(TEXTS), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("growth.html.jinja").render(
        texts=texts, rows=rows, plots=_drawn(grown, texts)
    )
    (folder / "growth.html").write_text(page, encoding="utf-8")
    (folder / "growth.md").write_text(text, encoding="utf-8")
    (folder / "growth.json").write_text(json.dumps(grown, indent=1), encoding="utf-8")
    return text


def table(grown: Mapping[int, Grown], texts: Mapping[str, str]) -> list[list[str]]:
    """A heading row, then one row a figure, one column a size."""
    figures: dict[str, Callable[[Grown], str]] = {
        "bare": lambda one: f"{_rate(one['bare']):.0f}",
        "ours": lambda one: f"{_rate(one['build']):.0f}",
        "ratio": lambda one: f"{_rate(one['build']) / _rate(one['bare']):.2f}",
        "ratio_processor": lambda one: f"{_effort(one['bare']) / _effort(one['build']):.2f}",
        "opened": lambda one: f"{one['ask']['opened']:.1f}",
    }
    rows = [[texts["passages"], *(f"{size:,}".replace(",", "\u202f") for size in grown)]]
    rows += [[texts[name], *(show(one) for one in grown.values())] for name, show in figures.items()]
    for name in (*FILTERS, "answer"):
        label = texts["answer"] if name == "answer" else f"{texts['search']}, {name}"
        times = [one["ask"]["times"][name] for one in grown.values()]
        rows.append([label, *(f"{time['p50']:.1f} / {time['p95']:.1f}" for time in times)])
    for name, step, key in (
        ("memory", "ask", "memory"),
        ("memory_build", "build", "memory"),
        ("disk", "build", "disk"),
        ("disk_bare", "bare", "disk"),
    ):
        rows.append([texts[name], *(f"{one[step][key]:.0f}" for one in grown.values())])
    return rows


def _steps(size: int, data: Path | None, asked: Sequence[str], say: Say) -> Grown:
    with tempfile.TemporaryDirectory() as kept:
        job = Path(kept) / "job.json"
        told = {
            "passages": size,
            "store": str(Path(kept) / "store"),
            "data": str(data) if data else None,
            "questions": asked,
        }
        job.write_text(json.dumps(told), encoding="utf-8")
        measured = {}
        for step in STEPS:
            say(f"{size}: {step}")
            result = Path(kept) / f"{step}.json"
            command = [sys.executable, "-m", "eval.benchmarks.grown", step, str(job), str(result)]
            subprocess.run(command, check=True)
            measured[step] = json.loads(result.read_text(encoding="utf-8"))
        return measured


def _rate(step: Mapping[str, float]) -> float:
    """Passages a second."""
    return step["passages"] / step["seconds"]


def _effort(step: Mapping[str, float]) -> float:
    """Processor seconds a passage."""
    return step["processor"] / step["passages"]


def _drawn(grown: Mapping[int, Grown], texts: Mapping[str, str]) -> list[Markup]:
    sizes, steps = list(grown), list(grown.values())
    rates = {
        texts["bare_short"]: [_rate(one["bare"]) for one in steps],
        texts["ours_short"]: [_rate(one["build"]) for one in steps],
    }
    times = {
        texts["p95_plain"]: [one["ask"]["times"]["no filter"]["p95"] for one in steps],
        texts["p95_filtered"]: [
            max(one["ask"]["times"][name]["p95"] for name in FILTERS if name != "no filter") for one in steps
        ],
        texts["p95_answer"]: [one["ask"]["times"]["answer"]["p95"] for one in steps],
    }
    space = {
        texts["memory_short"]: [one["ask"]["memory"] for one in steps],
        texts["disk_short"]: [one["build"]["disk"] for one in steps],
    }
    return [
        Markup(plots.lines(sizes, series, texts["passages"], texts[unit], texts[title]))
        for series, unit, title in (
            (rates, "rate_unit", "rate_title"),
            (times, "time_unit", "time_title"),
            (space, "space_unit", "space_title"),
        )
    ]
