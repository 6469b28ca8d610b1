"""The weights of confidence, fitted: `python -m eval.calibration` prints them for assistant/confidence.

Those in use were fitted with `--beside tests/archives/rivers --beside tests/archives/heritage`.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.assistant import Assistant
from assistant.confidence import Features
from assistant.intake import open_ingestion
from assistant.opening import open_assistant
from assistant.settings import Settings, load_settings
from eval.archives import SAMPLE, SAMPLE_TODAY
from eval.questions import Question, Split, conversations, load_questions, of_split
from eval.scoring import score_answer

Floats = NDArray[np.float64]

AGAINST: frozenset[str] = frozenset({"strange", "clash"})
"""Features that can only speak against an answer; the others only for it."""
STRENGTH = 1.0
"""Of the penalty on large weights, in standard deviations of their features."""
UNANSWERABLE = 1.5
MISSED = 0.6
"""What a question counts that has no answer, or whose answer was not found; the others count 1."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What was seen of questions asked."""

    rows: Floats
    """Features [questions, features]."""
    answerable: Floats
    """1 where there was an answer."""
    counts: Floats
    """What each question counts."""
    right: Floats
    """1 where the answer given was right: the short one if there was one, else anywhere in the reply."""


def observed(folder: Path, settings: Settings, split: Split) -> Observed:
    """What an assistant over a folder's `archive` makes of its questions of a split."""
    seen: list[Features] = []

    def judge(found: Features) -> float:
        seen.append(found)
        return 1.0

    with tempfile.TemporaryDirectory() as store:
        own = settings.model_copy(update={"store": Path(store)})
        with open_ingestion(own) as ingestion:
            ingestion.run([folder / "archive"])
        assistant = open_assistant(own, judge=judge)
        return observe(assistant, seen, of_split(load_questions(folder / "questions.jsonl"), split))


def together(all_seen: Sequence[Observed]) -> Observed:
    """What was seen on several archives, as one."""
    columns = ("rows", "answerable", "counts", "right")
    return Observed(*(np.concatenate([getattr(one, name) for one in all_seen]) for name in columns))


def observe(assistant: Assistant, seen: list[Features], questions: Sequence[Question]) -> Observed:
    """`seen` receives the features that the assistant judges; those of the last judgement count."""
    talks = conversations(questions)
    rows: list[tuple[list[float], float, float, float]] = []
    for question in questions:
        seen.clear()
        answer = assistant.ask(question.text, talks.get(question.id))
        if not seen:
            continue
        score = score_answer(question, answer)
        found = score.gold_cited or score.right_anywhere
        count = UNANSWERABLE if not question.answerable else 1.0 if found else MISSED
        right = score.short_answer_right if answer.short_answer else score.right_anywhere
        values = [float(getattr(seen[-1], name)) for name in Features.__slots__]
        rows.append((values, float(question.answerable), count, float(right)))
    return Observed(*(np.array(column) for column in zip(*rows, strict=True)))


def fitted(rows: Floats, target: Floats, counts: Floats, against: Sequence[bool]) -> Floats:
    """Bias and weights of a logistic with a penalty and given signs: [1 + features]."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    standard = (rows - mean) / deviation

    def loss(weights: Floats) -> float:
        z = standard @ weights[1:] + weights[0]
        fit = (counts * (np.logaddexp(0.0, z) - target * z)).sum() / counts.sum()
        return float(fit + STRENGTH * (weights[1:] ** 2).sum() / 2)

    bounds = [(None, None), *((None, 0.0) if minus else (0.0, None) for minus in against)]
    found = minimize(loss, np.zeros(1 + rows.shape[1]), bounds=bounds, method="L-BFGS-B").x
    weights = found[1:] / deviation
    return np.concatenate(([found[0] - weights @ mean], weights))


def scaled(weights: Floats, seen: Observed) -> Floats:
    """Weights brought to the chance of being right, by a logistic in what they give; the order stays."""
    z = seen.rows @ weights[1:] + weights[0]
    right = seen.right

    def loss(line: Floats) -> float:
        value = line[0] + line[1] * z
        return float((np.logaddexp(0.0, value) - right * value).mean())

    offset, slope = minimize(loss, np.array([0.0, 1.0]), bounds=[(None, None), (0.1, None)]).x
    found: Floats = slope * weights
    found[0] += offset
    return found


def threshold(sure: Floats, answerable: Floats) -> float:
    """The confidence under which to refuse: where both kinds of error, as shares, are fewest together.

    An answer refused wrongly counts as much as two given wrongly.
    """
    places = np.unique(sure)
    cost = [(sure[answerable == 0] >= t).mean() + 2 * (sure[answerable == 1] < t).mean() for t in places]
    best = int(np.argmin(cost))
    return float((places[best] + places[max(best - 1, 0)]) / 2)


def main(
    beside: Annotated[
        list[Path] | None, typer.Option(help="Folders of further archives, as the sample's.")
    ] = None,
) -> None:
    """Fit on the tuning half of the sample, and of others beside it; print bias, weights and threshold."""
    settings = load_settings(today=SAMPLE_TODAY)
    seen = together([observed(folder, settings, "tune") for folder in (SAMPLE, *(beside or ()))])
    names = tuple(Features.__slots__)
    weights = fitted(seen.rows, seen.answerable, seen.counts, [name in AGAINST for name in names])
    weights = scaled(weights, seen)
    for name, weight in zip(("bias", *names), weights, strict=True):
        typer.echo(f"{name:12} {weight:6.2f}")
    sure = 1 / (1 + np.exp(-(seen.rows @ weights[1:] + weights[0])))
    typer.echo(f"{'threshold':12} {threshold(sure, seen.answerable):6.2f}")


if __name__ == "__main__":
    typer.run(main)
