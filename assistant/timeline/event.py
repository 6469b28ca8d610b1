"""What comes back from a timeline."""

from pydantic import BaseModel, ConfigDict

from assistant.answer import Citation
from ingest.findings.records import Precision, Status


class Event(BaseModel):
    """What happened once, whichever documents tell of it."""

    model_config = ConfigDict(frozen=True)

    date: str
    """ISO 8601, as precise as is known; `--11-27` where the year is not."""
    date_end: str | None = None
    """Last day of an event of several."""
    precision: Precision
    status: Status
    """`planned` where no document tells that it was held; `moved`: given up for another day."""
    title: str
    place: str = ""
    organisers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    citations: tuple[Citation, ...]
    """One a document, the one that tells most first."""
