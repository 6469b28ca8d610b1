"""What comes back from checking a claim."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.answer import Citation

VerdictKind = Literal["supported", "refuted", "not_enough_info"]
DifferenceKind = Literal["date", "number", "place", "organisation", "person", "negation", "other"]


class Difference(BaseModel):
    """Where a claim and the documents part."""

    model_config = ConfigDict(frozen=True)

    kind: DifferenceKind
    claimed: str
    """Verbatim in the claim."""
    found: str
    """As the evidence words it; a date in the claim's language."""


class Verdict(BaseModel):
    """A claim with what the archive says of it."""

    id: str | None = None
    claim: str
    verdict: VerdictKind
    confidence: float
    """Calibrated chance that the verdict is right, 0 to 1."""
    differences: list[Difference]
    """Empty unless refuted."""
    explanation: str
    """In the claim's language, unless another was asked for."""
    citations: list[Citation]
    took_ms: float = 0.0


class PlacedVerdict(BaseModel):
    """A claim of a longer text, at its place there."""

    start: int
    """Offsets in the text that was given, in code points: `text[start:end]` is the claim."""
    end: int
    done: int
    """Claims checked so far, this one among them."""
    total: int
    verdict: Verdict
