"""A calendar date of which some parts may be unknown."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

_ISO = re.compile(r"(?:(?P<year>\d{4})|-)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?$")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month, a day, or what is known of them; a day never stands without its month.

    `PartialDate()` is a date of which nothing is known; it is false.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for what no calendar has: 31 April, a day without its month."""
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ValueError(f"no year {self.year}")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day needs its month")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"no month {self.month}")
        # An unknown year may be a leap year.
        if self.day is not None and not 1 <= self.day <= monthrange(self.year or 2000, self.month)[1]:
            raise ValueError(f"no day {self.day} in month {self.month}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024-11-27`, `2024-11`, `2024`, `--11-27` or `--05`.

        Raises:
            ValueError: it is none of these.
        """
        found = _ISO.match(text)
        if not found or text in ("", "-"):
            raise ValueError(f"not a date: {text!r}")
        year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
        return cls(year, month, day)

    @classmethod
    def of(cls, day: date) -> Self:
        """The whole date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def build(cls, year: int | None, month: int | None = None, day: int | None = None) -> Self | None:
        """The date of these parts, or None where no calendar has it."""
        try:
            return cls(year, month, day)
        except ValueError:
            return None

    def iso(self) -> str:
        """ISO 8601 with `--` for an unknown year; empty where nothing is known."""
        parts = [f"{self.year:04d}" if self.year is not None else "-"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) if self else ""

    def span(self) -> tuple[date, date] | None:
        """First and last day, both inclusive; None while the year is unknown."""
        if self.year is None:
            return None
        last_month = self.month or 12
        last_day = self.day or monthrange(self.year, last_month)[1]
        return date(self.year, self.month or 1, self.day or 1), date(self.year, last_month, last_day)

    def overlaps(self, other: "PartialDate") -> bool:
        """Whether both may name the same day: no known part contradicts."""
        pairs = zip(self.parts(), other.parts(), strict=True)
        return all(mine is None or its is None or mine == its for mine, its in pairs)

    def contains(self, other: "PartialDate") -> bool:
        """Whether whatever `other` names lies within this date."""
        pairs = zip(self.parts(), other.parts(), strict=True)
        return all(mine is None or mine == its for mine, its in pairs)

    def parts(self) -> tuple[int | None, int | None, int | None]:
        """Year, month and day."""
        return self.year, self.month, self.day

    def with_year(self, year: int | None) -> "PartialDate | None":
        """The same month and day in another year; None for 29 February in a common year."""
        return PartialDate.build(year, self.month, self.day)

    def __bool__(self) -> bool:
        return self.year is not None or self.month is not None

    def __lt__(self, other: "PartialDate") -> bool:
        """Order by what is known, the coarser first: 2024 < 2024-05 < 2024-05-01."""
        return [part or 0 for part in self.parts()] < [part or 0 for part in other.parts()]
