"""A date as a text words it, with what it resolves to."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from ingest.dates.partial import PartialDate

Precision = Literal["day", "week", "month", "season", "quarter", "half-year", "year", "decade", "unknown"]

Open = Literal["since", "after", "before", "until"]
"""Half-open intervals. `since` and `until` include the date itself, `after` and `before` do not."""

Direction = Literal["nearest", "past", "future"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a text; `text[start:end]` of the searched text is its `text`."""

    start: int
    end: int
    """Offsets in code points, end exclusive."""
    text: str
    first: PartialDate
    """False where nothing is known, as «вчера» in an undated document."""
    last: PartialDate | None = None
    """The end of a range, inclusive; None for a single date."""
    precision: Precision = "day"
    relative: bool = False
    """Worded by the day of writing: «вчера», «27 ноября текущего года»."""
    inferred: bool = False
    """The year (or the day, with «накануне») is a guess, not stated; show it as one."""
    open: Open | None = None

    @property
    def resolved(self) -> bool:
        """Whether the year is known, so that the mention stands on the calendar."""
        return self.first.year is not None

    def iso(self) -> str:
        """ISO 8601, `first/last` for ranges, empty where nothing is known; `open` is not shown."""
        return self.first.iso() if self.last is None else f"{self.first.iso()}/{self.last.iso()}"

    def span(self) -> tuple[date, date] | None:
        """First and last day, inclusive, whatever `open` says; None while the year is unknown."""
        first, last = self.first.span(), (self.last or self.first).span()
        return (first[0], last[1]) if first and last else None

    def interval(self) -> tuple[date | None, date | None] | None:
        """First and last day meant, inclusive, None on the side that is open; None while unresolved."""
        span = self.span()
        if span is None:
            return None
        first, last = span
        day = timedelta(days=1)
        ends: dict[Open | None, tuple[date | None, date | None]] = {
            None: (first, last),
            "since": (first, None),
            "after": (last + day, None),
            "before": (None, first - day),
            "until": (None, last),
        }
        return ends[self.open]

    def overlaps(self, other: "DateMention") -> bool:
        """Whether both may name the same day, `open` aside."""
        mine, its = self.span(), other.span()
        if mine and its:
            return mine[0] <= its[1] and its[0] <= mine[1]
        return any(a.overlaps(b) for a in self._ends() for b in other._ends())

    def _ends(self) -> tuple[PartialDate, ...]:
        return (self.first,) if self.last is None else (self.first, self.last)


def assume_year(
    mention: DateMention, reference: PartialDate, direction: Direction = "nearest"
) -> DateMention:
    """Give a mention without a year the year that the reference suggests, marked as `inferred`.

    `nearest` takes the occurrence nearest to the reference, `past` the last one that had begun by then,
    `future` the first that had not ended. With only a year in the reference, that year is taken.
    A mention that has a year, or nothing to which a year could be added, comes back as it is.
    """
    if mention.first.year is not None or mention.first.month is None or reference.year is None:
        return mention
    years = [reference.year] if reference.month is None else [reference.year + n for n in (-1, 0, 1)]
    about = reference.span()
    candidates = [dated for year in years if (dated := in_year(mention, year))]
    spans = [(span, dated) for dated in candidates if (span := dated.span())]
    if about is None or not spans:
        return mention
    if reference.month is not None and direction == "past":
        spans = [pair for pair in spans if pair[0][0] <= about[1]] or spans
    elif reference.month is not None and direction == "future":
        spans = [pair for pair in spans if pair[0][1] >= about[0]] or spans
    middle = (about[0].toordinal() + about[1].toordinal()) / 2
    return min(spans, key=lambda pair: abs(_middle(pair[0]) - middle))[1]


def in_year(mention: DateMention, year: int) -> DateMention | None:
    """The mention in this year, as `inferred`; a range over New Year ends in the next."""
    first = mention.first.with_year(year)
    if first is None:
        return None
    last = None
    if mention.last is not None:
        last = mention.last.with_year(year + 1 if mention.last < mention.first else year)
        if last is None:
            return None
    return replace(mention, first=first, last=last, inferred=True)


def _middle(span: tuple[date, date]) -> float:
    return (span[0].toordinal() + span[1].toordinal()) / 2
