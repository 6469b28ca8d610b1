"""Corrections go before what they correct, what was held before what was announced, reprints last."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.evidence import Sentence
from assistant.question import Question, folded
from ingest.document import Kind

AHEAD: frozenset[Kind] = frozenset({"announcement", "plan"})
USUALLY, EXPRESSLY = 0.35, 1.0
"""How much standing counts of itself, and where the question asks what is really so."""


@cache
def words() -> dict[str, re.Pattern[str]]:
    """The table of `standing.toml`, compiled."""
    rows = tomllib.loads(files("assistant").joinpath("standing.toml").read_text("utf-8"))
    return {key: re.compile(pattern) for key, pattern in rows.items()}


def asks_really(question: Question) -> bool:
    """Whether a question asks what is really so, as against what was said first."""
    return bool(words()["really"].search(folded(question.mended)))


def standing(question: Question, sentence: Sentence) -> float:
    """From -1, announced only, to 1, corrected; the other way round where the question asks of the plan.

    What another outlet reprinted goes behind what the council says itself.
    """
    text = folded(question.mended)
    if sentence.kind == "reprint":
        return -USUALLY
    if words()["announced"].search(text):
        return float(sentence.kind in AHEAD)
    if words()["ahead"].search(text):
        return 0.0
    share = EXPRESSLY if asks_really(question) else USUALLY
    if sentence.kind in AHEAD:
        return -share
    if sentence.kind == "correction" or words()["corrects"].search(sentence.text.lower()):
        return share
    return 0.0
