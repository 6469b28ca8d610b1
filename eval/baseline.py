"""The figures that a change must not lower."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.evaluation import Evaluation, figures
from eval.metrics import Interval
from ingest.errors import KengashError

BASELINE = Path(__file__).parent / "baseline.json"
LESS_IS_BETTER = frozenset({"answers.abstained_when_answerable"})


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is worse than its stored value by more than chance explains."""

    name: str
    stored: float
    interval: Interval
    """Of the stored value: where the figure now lies outside, on the wrong side."""
    now: float | None
    """None where it is no longer measured."""


def compare(evaluation: Evaluation, path: Path = BASELINE) -> list[Fall]:
    """The figures that fell below the stored ones by more than the stored interval, worst first.

    Raises KengashError `no-baseline` where there is none to read, `other-split` where it was made on
    another half of the questions.
    """
    stored = _stored(path)
    if stored["split"] != evaluation.split:
        raise KengashError("other-split", stored=stored["split"], now=evaluation.split, path=str(path))
    now = {figure.name: figure.value for figure in figures(evaluation)}
    falls = [
        Fall(name, figure["value"], (figure["low"], figure["high"]), now.get(name))
        for name, figure in stored["figures"].items()
        if _fell(name, figure, now.get(name))
    ]
    return sorted(falls, key=lambda fall: -abs(fall.stored - (fall.now or 0.0)))


def store(evaluation: Evaluation, path: Path = BASELINE) -> None:
    """Make an evaluation the one that later ones are compared with."""
    kept = {
        figure.name: {
            "value": round(figure.value, 4),
            "low": round(figure.interval[0], 4),
            "high": round(figure.interval[1], 4),
        }
        for figure in figures(evaluation)
    }
    text = json.dumps({"split": evaluation.split, "figures": kept}, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def _fell(name: str, figure: Mapping[str, float], now: float | None) -> bool:
    if now is None:
        return True
    return now > figure["high"] if name in LESS_IS_BETTER else now < figure["low"]


def _stored(path: Path) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise KengashError("no-baseline", path=str(path)) from error
    return stored
