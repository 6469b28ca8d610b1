"""Plots as SVG to stand inside a page: no scripts, no links, text that can be selected."""

import html
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator

from eval.evaluation import Calibration
from eval.metrics import Interval

INK, SOFT, LINE, PAPER = "#1f2a33", "#5d6a73", "#e2dccf", "none"
COLOURS = ("#155e63", "#c07a2c", "#7b5ea7", "#8a8f3c", "#a8434b", "#4f7cac")
WIDTH = 7.6
ROW = 0.34
"""Inches."""

_STYLE: Any = {
    "svg.fonttype": "none",
    "font.family": ["Noto Sans", "DejaVu Sans"],
    "font.size": 10,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure of a row, between 0 and 1."""

    value: float
    interval: Interval | None = None
    """None for a count of a small group: drawn hollow."""


@dataclass(frozen=True, slots=True)
class Row:
    """A group with one dot a series; None leaves a place empty."""

    label: str
    dots: Sequence[Dot | None]


def dots(rows: Sequence[Row], series: Sequence[str], alt: str) -> str:
    """Groups from top to bottom, each series a colour; lines are intervals, hollow dots small groups."""
    with mpl.rc_context(_STYLE):
        figure, axes = _blank(WIDTH, 0.9 + ROW * len(rows))
        for place, row in enumerate(rows):
            axes.axhline(place + 0.5, color=LINE, linewidth=0.6)
            for number, dot in enumerate(row.dots):
                if dot is None:
                    continue
                y = place + (number - (len(series) - 1) / 2) * 0.26
                colour = COLOURS[number]
                if dot.interval:
                    axes.plot(
                        dot.interval, [y, y], color=colour, alpha=0.35, linewidth=3.2, solid_capstyle="round"
                    )
                face = colour if dot.interval else "#fffdf9"
                axes.plot(dot.value, y, "o", color=colour, markerfacecolor=face, markersize=6.5)
        axes.set_yticks(range(len(rows)), [row.label for row in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        _shares(axes.xaxis)
        axes.set_xlim(-0.02, 1.02)
        axes.grid(axis="x")
        _legend(axes, series)
        return _svg(figure, alt)


def latencies(samples: Mapping[str, Sequence[float]], x_label: str, y_label: str, alt: str) -> str:
    """The share of calls answered within a time, in milliseconds, one line a kind of call."""
    with mpl.rc_context(_STYLE):
        figure, axes = _blank(WIDTH, 3.2)
        for number, times in enumerate(samples.values()):
            ordered = np.sort(np.asarray(times))
            share = np.arange(1, len(ordered) + 1) / len(ordered)
            axes.step(ordered, share, where="post", color=COLOURS[number], linewidth=2)
            p95 = float(np.percentile(ordered, 95))
            axes.plot(p95, 0.95, "o", color=COLOURS[number], markersize=6)
            axes.annotate(
                f"{p95:.3g}", (p95, 0.95), xytext=(6, -12), textcoords="offset points", color=COLOURS[number]
            )
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.xaxis.set_minor_formatter(lambda value, _: "")
        _shares(axes.yaxis)
        axes.set_ylim(0, 1.04)
        axes.axhline(0.95, color=LINE, linewidth=1, linestyle=(0, (4, 3)))
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        axes.grid(axis="x")
        _legend(axes, list(samples))
        return _svg(figure, alt)


def reliability(calibration: Calibration, x_label: str, y_label: str, alt: str) -> str:
    """Confidence stated against the share that was right; a dot's area is its number of answers."""
    with mpl.rc_context(_STYLE):
        figure, axes = _blank(4.6, 4.0)
        axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        most = max(one.n for one in calibration.bins)
        for one in calibration.bins:
            axes.plot(
                [one.confidence] * 2, [one.confidence, one.right], color=COLOURS[1], linewidth=2, alpha=0.6
            )
            size = 60 + 500 * one.n / most
            axes.scatter(
                one.confidence, one.right, s=size, color=COLOURS[0], alpha=0.9, linewidths=0, zorder=3
            )
            axes.annotate(
                str(one.n),
                (one.confidence, one.right),
                color="#ffffff",
                fontsize=8,
                ha="center",
                va="center",
                zorder=4,
            )
        for axis in (axes.xaxis, axes.yaxis):
            _shares(axis)
        axes.set_xlim(-0.06, 1.06)
        axes.set_ylim(-0.06, 1.06)
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        axes.grid()
        return _svg(figure, alt)


def lines(
    x: Sequence[float],
    series: Mapping[str, Sequence[float]],
    x_label: str,
    y_label: str,
    alt: str,
) -> str:
    """Measured values against a size, both logarithmic."""
    with mpl.rc_context(_STYLE):
        figure, axes = _blank(WIDTH / 2 + 0.4, 3.0)
        for number, values in enumerate(series.values()):
            axes.plot(x, values, "o-", color=COLOURS[number], linewidth=2, markersize=5)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: f"{value:,.7g}".replace(",", "\u202f"))
            axis.set_minor_formatter(lambda value, _: "")
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        axes.grid()
        _legend(axes, list(series))
        return _svg(figure, alt)


def _blank(width: float, height: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.patch.set_facecolor(PAPER)
    axes = figure.add_subplot()
    axes.set_facecolor(PAPER)
    return figure, axes


def _shares(axis: Any) -> None:
    axis.set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])


def _legend(axes: Any, names: Sequence[str]) -> None:
    if len(names) < 2:
        return
    handles = [Line2D([], [], color=colour, marker="o", linewidth=0) for colour in COLOURS[: len(names)]]
    axes.figure.legend(handles, names, loc="outside upper left", ncols=len(names), frameon=False)


def _svg(figure: Figure, alt: str) -> str:
    """The bare `svg` element: namespaces and metadata mean nothing inside HTML."""
    drawn = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": alt}):
        figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    svg = drawn.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r" ?font-family: [^;]*;", "", svg)  # the page's own
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)  # would reach the whole page
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)  # the same in every plot
    return svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(alt)}" ', 1)
