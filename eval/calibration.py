"""The weights of confidence, fitted: `python -m eval.calibration` prints them for assistant/confidence."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.confidence import Features
from assistant.opening import open_archive, open_assistant
from assistant.settings import Settings, load_settings
from eval.archives import SAMPLE, SAMPLE_TODAY
from eval.questions import Split, conversations, load_questions, of_split
from eval.scoring import score_answer
from index.ingestion import Ingestion

Floats = NDArray[np.float64]

AGAINST: frozenset[str] = frozenset({"unmet", "unknown"})
"""Features that can only speak against an answer; the others only for it."""
STRENGTH = 0.02
"""Of the penalty on large weights, in standard deviations of their features."""
UNANSWERABLE = 1.5
MISSED = 0.3
"""What a question counts that has no answer, or whose answer was not found; the others count 1."""


def observed(store: Path, settings: Settings, split: Split) -> tuple[Floats, Floats, Floats]:
    """Features [questions, features], 1 where there was an answer, and what each question counts."""
    seen: list[Features] = []

    def judge(found: Features) -> float:
        seen.append(found)
        return 1.0

    assistant = open_assistant(settings.model_copy(update={"store": store}), judge=judge)
    questions = of_split(load_questions(SAMPLE / "questions.jsonl"), split)
    talks = conversations(questions)
    rows, answerable, counts = [], [], []
    for question in questions:
        seen.clear()
        score = score_answer(question, assistant.ask(question.text, talks.get(question.id)))
        if not seen:
            continue
        rows.append([float(getattr(seen[-1], name)) for name in Features.__slots__])
        answerable.append(float(question.answerable))
        found = score.gold_cited or score.right_anywhere
        counts.append(UNANSWERABLE if not question.answerable else 1.0 if found else MISSED)
    return np.array(rows), np.array(answerable), np.array(counts)


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


def main() -> None:
    """Fit on the tuning half of the sample and print bias and weights."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(store=Path(folder), today=SAMPLE_TODAY)
        with_documents = open_archive(settings)
        Ingestion(with_documents).run([SAMPLE / "archive"])
        rows, target, counts = observed(Path(folder), settings, "tune")
    names = tuple(Features.__slots__)
    weights = fitted(rows, target, counts, [name in AGAINST for name in names])
    for name, weight in zip(("bias", *names), weights, strict=True):
        typer.echo(f"{name:12} {weight:6.2f}")


if __name__ == "__main__":
    typer.run(main)
