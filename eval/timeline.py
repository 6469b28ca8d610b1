"""How far the timeline of an archive agrees with a list of its events."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol

from eval import metrics
from eval.evaluation import Failure, Timeline
from eval.questions import GoldEvent
from eval.scoring import HALF, tokens
from ingest.dates import PartialDate, find_dates


class Evidence(Protocol):
    """A citation, as far as it is needed here."""

    @property
    def document(self) -> str:
        """The document's name in the archive."""

    @property
    def date(self) -> str | None:
        """The document's date, ISO 8601."""

    @property
    def quote(self) -> str:
        """Verbatim."""


class Event(Protocol):
    """An event that the archive gives."""

    @property
    def date(self) -> str:
        """ISO 8601, as precise as is known."""

    @property
    def date_end(self) -> str | None:
        """Last day of an event of several."""

    @property
    def title(self) -> str:
        """What happened."""

    @property
    def status(self) -> str:
        """`held`, `moved` or `planned`."""

    @property
    def citations(self) -> Sequence[Evidence]:
        """Where it says so."""


DatesIn = Callable[[str, str | None], Iterable[str]]
"""The ISO dates that a text names, `first/last` for ranges, given the day of its writing."""


def read_dates(text: str, written: str | None) -> list[str]:
    """The ISO dates that a text names, as ingestion reads them."""
    reference = PartialDate.parse(written) if written else None
    return [iso for mention in find_dates(text, reference=reference) if (iso := mention.iso())]


def score_timeline(
    gold: Sequence[GoldEvent], given: Sequence[Event], dates_in: DatesIn = read_dates
) -> tuple[Timeline, list[Failure]]:
    """Score a timeline.

    An event of the list is found when dates overlap and a gold document is shared; one that is given
    and not in the list counts as right when a citation bears out its date and half of its title.
    """
    matches = [[event for event in given if _same(listed, event)] for listed in gold]
    found = [bool(events) for events in matches]
    known = {id(event) for events in matches for event in events}
    right = [id(event) in known or _borne_out(event, dates_in) for event in given]
    paired = [(listed, events) for listed, events in zip(gold, matches, strict=True) if events]
    exact = [any(_iso(event) == listed.date for event in events) for listed, events in paired]
    told = [any(event.status == listed.status for event in events) for listed, events in paired]
    timeline = Timeline(
        n=len(gold),
        found=len(given),
        recall=metrics.mean(found),
        precision=metrics.mean(right),
        dates_right=metrics.mean(exact),
        statuses_right=metrics.mean(told),
        intervals={
            "recall": metrics.interval(found),
            "precision": metrics.interval(right),
            "dates_right": metrics.interval(exact),
        },
    )
    missed = [_missed(listed, given) for listed, events in zip(gold, matches, strict=True) if not events]
    wrong = [_unborne(event) for event, is_right in zip(given, right, strict=True) if not is_right]
    return timeline, missed + wrong


def overlap(one: str, other: str) -> bool:
    """Whether two ISO dates or ranges may share a day; an unknown year agrees with any."""
    if "/" not in one + other:
        return PartialDate.parse(one).overlaps(PartialDate.parse(other))
    first, second = _span(one), _span(other)
    if first is None or second is None:
        return any(overlap(a, b) for a in one.split("/") for b in other.split("/"))
    return first[0] <= second[1] and second[0] <= first[1]


def _span(text: str) -> tuple[date, date] | None:
    spans = [PartialDate.parse(part).span() for part in text.split("/")]
    first, last = spans[0], spans[-1]
    return (first[0], last[1]) if first and last else None


def _iso(event: Event) -> str:
    return f"{event.date}/{event.date_end}" if event.date_end else event.date


def _same(listed: GoldEvent, event: Event) -> bool:
    cited = {citation.document for citation in event.citations}
    return bool(cited.intersection(listed.gold_documents)) and overlap(listed.date, _iso(event))


def _borne_out(event: Event, dates_in: DatesIn) -> bool:
    title = tokens(event.title)
    return any(
        sum(token in words for token in title) >= HALF * len(title)
        and any(overlap(_iso(event), iso) for iso in dates_in(citation.quote, citation.date))
        for citation in event.citations
        if (words := set(tokens(citation.quote)))
    )


def _missed(listed: GoldEvent, given: Sequence[Event]) -> Failure:
    near = [event for event in given if overlap(listed.date, _iso(event))]
    return Failure(
        part="timeline",
        id=listed.date,
        language="",
        groups=(listed.status,),
        text=listed.title,
        wanted=(listed.date, listed.place),
        wanted_documents=listed.gold_documents,
        found=tuple(f"{_iso(event)} {event.title}" for event in near[:3]),
        found_documents=tuple(dict.fromkeys(c.document for event in near[:3] for c in event.citations)),
    )


def _unborne(event: Event) -> Failure:
    return Failure(
        part="timeline",
        id=_iso(event),
        language="",
        groups=(event.status,),
        text=event.title,
        wanted=(),
        wanted_documents=(),
        found=tuple(citation.quote for citation in event.citations[:1]),
        found_documents=tuple(citation.document for citation in event.citations),
    )
