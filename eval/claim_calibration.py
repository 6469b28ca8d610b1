"""The weights of verdicts, fitted: `python -m eval.claim_calibration CLAIMS… --keep` writes them.

A claim's verdict is a softmax over the weightiest conclusion for it, the weightiest against it, and not
knowing. Which sentence decides is not told in the claims: it is whichever the weights so far find best.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.claims.judging import STANDS, verdict_of
from assistant.claims.options import FEATURES, Stand
from assistant.claims.verdict import VerdictKind
from assistant.opening import open_archive, open_assistant
from assistant.settings import load_settings
from eval.archives import SAMPLE, SAMPLE_TODAY
from eval.metrics import macro_f1
from eval.questions import VERDICTS, Claim, load_claims
from eval.scoring import names_difference
from index.ingestion import Ingestion

Floats = NDArray[np.float64]

AGAINST: Mapping[Stand, frozenset[str]] = {
    "supported": frozenset(
        "unlike lack gap flipped value_missing value_differs name_missing name_differs withdrawn".split()
    ),
    "refuted": frozenset(
        "unlike lack gap value_missing value_differs name_missing name_differs told_value told_name "
        "beside_near withdrawn".split()
    ),
}
FOR: Mapping[Stand, frozenset[str]] = {
    "supported": frozenset("whole own near far value_met name_met".split()),
    "refuted": frozenset("whole own near far quality value_met name_met".split()),
}
"""Features that can only speak against a conclusion, and only for it."""
STRENGTH = 10.0
"""Of the penalty on large weights, in standard deviations of their features."""
UNTOLD = 0.7
"""What a claim counts of which the documents do not tell; the others count 1."""
TEMPERATURES = (0.5, 0.15, 0.05)
"""How soft the choice of the deciding sentence is, from one fit to the next."""
NONE = -40.0
"""The weight of a conclusion that no sentence allows."""
DEVELOPED = "13579"
"""Last digits of the ids of claims that may be looked at; an archive's others are only counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """A claim with the features of the conclusions that its evidence allows."""

    claim: Claim
    supported: Floats
    """Shape (conclusions, FEATURES)."""
    refuted: Floats
    named: NDArray[np.bool_]
    """Of each refuting conclusion, whether it objects to the claim's wrong part."""

    @property
    def groups(self) -> tuple[tuple[int, Floats], ...]:
        """Conclusions by what they argue for: the claim, against its wrong part, against another part."""
        told = (
            self.named if self.claim.verdict == "refuted" and self.named.any() else ~self.named | self.named
        )
        return ((0, self.supported), (1, self.refuted[told]), (2, self.refuted[~told]))


def observed(claims: Sequence[Claim], archive: Path = SAMPLE / "archive") -> list[Observed]:
    """What an archive tells of each claim."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(store=Path(folder), today=SAMPLE_TODAY)
        Ingestion(open_archive(settings)).run([archive])
        checker = open_assistant(settings).checker
        found = [(claim, checker.options(checker.read(claim.text))) for claim in claims]
    width = len(FEATURES)
    return [
        Observed(
            claim,
            np.array([o.features for o in options if o.stand == "supported"], float).reshape(-1, width),
            np.array([o.features for o in options if o.stand == "refuted"], float).reshape(-1, width),
            np.array([names_difference(claim, [o.objection]) for o in options if o.stand == "refuted"], bool),
        )
        for claim, options in found
    ]


def scale_of(rows: Sequence[Observed]) -> Floats:
    """The standard deviation of each feature; 1 where it does not vary, and for the bias."""
    every = np.concatenate([part for row in rows for part in (row.supported, row.refuted)])
    scale: Floats = every.std(axis=0)
    scale[(scale < 1e-6) | (np.array(FEATURES) == "bias")] = 1.0
    return scale


def fitted(rows: Sequence[Observed], scale: Floats) -> Floats:
    """Weights [stands, features] under which the right verdicts are likeliest."""
    width, right = len(FEATURES), {"supported": 0, "refuted": 1, "not_enough_info": 3}
    stacked, places = [], []
    for k, row in enumerate(rows):
        for group, features in row.groups:
            wide = np.zeros((len(features), 2 * width))
            stand = min(group, 1)
            wide[:, stand * width : (stand + 1) * width] = features / scale
            stacked.append(wide)
            places += [4 * k + group] * len(features)
    matrix, place = np.concatenate(stacked), np.array(places)
    starts = np.flatnonzero(np.r_[True, np.diff(place) > 0])
    counts = np.diff(np.r_[starts, len(place)])
    target = np.array([right[row.claim.verdict] for row in rows])
    counted = np.where(target == right["not_enough_info"], UNTOLD, 1.0)
    everyone = np.arange(len(rows))
    signs = [
        (None, 0.0) if name in AGAINST[stand] else (0.0, None) if name in FOR[stand] else (None, None)
        for stand in STANDS
        for name in FEATURES
    ]

    def loss(weights: Floats, temperature: float) -> tuple[float, Floats]:
        scores = matrix @ weights
        highest = np.maximum.reduceat(scores, starts)
        soft = np.exp((scores - np.repeat(highest, counts)) / temperature)
        sums = np.add.reduceat(soft, starts)
        logits = np.full(4 * len(rows), NONE)
        logits[3::4] = 0.0
        logits[place[starts]] = highest + temperature * np.log(sums)
        table = logits.reshape(-1, 4)
        chances = np.exp(table - table.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        fit = -(counted * np.log(chances[everyone, target] + 1e-12)).sum()
        slope = chances
        slope[everyone, target] -= 1
        slope *= counted[:, None]
        gradient = (np.repeat(slope.ravel()[place[starts]] / sums, counts) * soft) @ matrix
        penalised = np.where(np.tile(np.array(FEATURES) == "bias", 2), 0.0, weights)
        return float(fit + STRENGTH * (penalised @ penalised) / 2), gradient + STRENGTH * penalised

    weights = np.zeros(2 * width)
    for temperature in TEMPERATURES:
        weights = minimize(loss, weights, args=(temperature,), jac=True, bounds=signs, method="L-BFGS-B").x
    return np.asarray(weights.reshape(2, width) / scale)


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict beside the right one."""

    claim: Claim
    verdict: VerdictKind
    named: bool
    """The wrong part of a refuted claim is named."""


def judged(row: Observed, weights: Floats) -> Judged:
    """The verdict that the weights give."""
    scores = [features @ weights[k] for k, features in enumerate((row.supported, row.refuted))]
    logits = np.array([*(score.max(initial=NONE) for score in scores), 0.0])
    chances = np.exp(logits - logits.max())
    chance: dict[VerdictKind, float] = dict(
        zip(("supported", "refuted", "not_enough_info"), (chances / chances.sum()).tolist(), strict=True)
    )
    verdict = verdict_of(chance)
    named = verdict == "refuted" and bool(row.named[scores[1].argmax()])
    return Judged(row.claim, verdict, named)


def figures(results: Sequence[Judged]) -> str:
    """Accuracy, macro-F1, cross-lingual accuracy and the share of wrong parts named, in one line."""
    right = [result.verdict == result.claim.verdict for result in results]
    across = [ok for ok, result in zip(right, results, strict=True) if result.claim.cross_lingual]
    named = [result.named for result in results if result.claim.verdict == "refuted"]
    blamed = sum(r.verdict == "refuted" and r.claim.verdict == "supported" for r in results)
    f1 = macro_f1([r.claim.verdict for r in results], [r.verdict for r in results], VERDICTS)
    return (
        f"n {len(results)}  accuracy {np.mean(right):.3f}  macro-F1 {f1:.3f}  "
        f"cross-lingual {np.mean(across) if across else 0:.3f} ({len(across)})  "
        f"wrong part named {np.mean(named) if named else 0:.3f}  true called refuted {blamed}"
    )


def written(weights: Floats) -> str:
    """The weights as TOML."""
    lines = ["# Fitted by `python -m eval.claim_calibration tests/assistant/claims.jsonl --beside ARCHIVE…`."]
    for stand, row in zip(STANDS, weights, strict=True):
        lines += ["", f"[{stand}]"]
        lines += [
            f"{name} = {weight:.2f}"
            for name, weight in zip(FEATURES, row, strict=True)
            if abs(weight) >= 0.005
        ]
    return "\n".join(lines) + "\n"


def main(
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="CLAIMS", help="More claims to fit on.")
    ] = None,
    beside: Annotated[
        list[Path] | None,
        typer.Option("--beside", metavar="FOLDER", help="Another archive: archive/ and claims.jsonl in it."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Write the weights.")] = False,
) -> None:
    """Fit on half of the claims of the sample and of other archives, and on those given; report the rest."""
    archives = {"sample": observed(load_claims(SAMPLE / "claims.jsonl"))}
    for folder in beside or ():
        archives[folder.name] = observed(load_claims(folder / "claims.jsonl"), folder / "archive")
    tune = {name: [row for row in rows if row.claim.id[-1] in DEVELOPED] for name, rows in archives.items()}
    tune["sample"] += observed([claim for path in more or () for claim in load_claims(path)])
    first = [row for rows in tune.values() for row in rows]
    scale = scale_of(first)
    weights = fitted(first, scale)
    for name, rows in archives.items():
        other = [row for row in rows if row.claim.id[-1] not in DEVELOPED]
        elsewhere = [row for others in tune if others != name for row in tune[others]]
        typer.echo(f"{name}: fitted on    {figures([judged(row, weights) for row in tune[name]])}")
        typer.echo(f"{name}: held out     {figures([judged(row, weights) for row in other])}")
        if elsewhere:
            unseen = fitted(elsewhere, scale)
            typer.echo(f"{name}: fitted without it {figures([judged(row, unseen) for row in rows])}")
    if keep:
        path = Path(str(files("assistant.claims").joinpath("weights.toml")))
        path.write_text(written(weights), "utf-8")
        typer.echo(f"written to {path.name}")


if __name__ == "__main__":
    typer.run(main)
