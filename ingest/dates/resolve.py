"""Dates that are told by the day of writing: arithmetic on a reference that may be coarse."""

from datetime import date, timedelta

from ingest.dates.mention import Precision
from ingest.dates.partial import PartialDate
from ingest.dates.tokens import Point

UNKNOWN = PartialDate()
MONTHS_IN = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


def _add_months(year: int, month: int, months: int) -> tuple[int, int]:
    count = year * 12 + month - 1 + months
    return count // 12, count % 12 + 1


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _day(reference: PartialDate, days: int = 0) -> date | None:
    """The reference as a day, so many days on; None if it is coarser."""
    if reference.year is None or reference.month is None or reference.day is None:
        return None
    return _shifted(date(reference.year, reference.month, reference.day), days)


def year_from(reference: PartialDate, years: int) -> int | None:
    """The reference's year, so many years on."""
    return None if reference.year is None else reference.year + years


def day_from(reference: PartialDate, days: int) -> PartialDate:
    """The reference's day, so many days on."""
    day = _day(reference, days)
    return PartialDate.of(day) if day else UNKNOWN


def stretch(first_month: int, months: int, year: int | None) -> tuple[PartialDate, PartialDate]:
    """So many months of a year from this one on, over New Year if need be."""
    end_year, end_month = _add_months(year or 2000, first_month, months - 1)
    return PartialDate(year, first_month), PartialDate(year and end_year, end_month)


def quarter(number: int, year: int | None) -> tuple[PartialDate, PartialDate]:
    """First and last month of a quarter."""
    return stretch(3 * number - 2, 3, year)


def half_year(number: int, year: int | None) -> tuple[PartialDate, PartialDate]:
    """First and last month of a half-year."""
    return stretch(6 * number - 5, 6, year)


def season(number: int, year: int | None) -> tuple[PartialDate, PartialDate]:
    """First and last month of a season, spring 1 to winter 4; a winter begins in the year it is named by."""
    return stretch(3 * number, 3, year)


def whole(unit: Precision, shift: int, reference: PartialDate) -> Point:
    """This week, last quarter, next year: a unit of the calendar, so many away from the reference's own."""
    if unit == "day":
        return Point(day_from(reference, shift), precision="day", relative=True)
    if unit == "week":
        day = _day(reference, 7 * shift)
        monday = day and _shifted(day, -day.weekday())
        if monday is None:
            return Point(UNKNOWN, precision="week", relative=True)
        sunday = PartialDate.of(monday + timedelta(days=6))
        return Point(PartialDate.of(monday), sunday, "week", relative=True)
    if unit == "year":
        return Point(PartialDate(year_from(reference, shift)), precision="year", relative=True)
    if reference.year is None or reference.month is None:
        return Point(UNKNOWN, precision=unit, relative=True)
    length = MONTHS_IN[unit]
    begin = (reference.month - 1) // length * length + 1
    year, month = _add_months(reference.year, begin, shift * length)
    first, last = stretch(month, length, year)
    return Point(first, None if unit == "month" else last, unit, relative=True)


def away(unit: Precision, count: int, reference: PartialDate) -> PartialDate:
    """So many units before or after the reference, as precise as the unit: days for weeks too."""
    if unit in ("day", "week"):
        return day_from(reference, count * (7 if unit == "week" else 1))
    if unit == "year":
        return PartialDate(year_from(reference, count))
    if reference.year is None or reference.month is None:
        return UNKNOWN
    return PartialDate(*_add_months(reference.year, reference.month, count * MONTHS_IN[unit]))


def around(unit: Precision, count: int, reference: PartialDate) -> Point:
    """The last (negative) or next so many units, up to or from the reference."""
    day = _day(reference)
    if day is None:
        other = away(unit, count, reference)
        here = PartialDate(reference.year, reference.month if unit != "year" else None)
    elif unit in ("day", "week"):
        other, here = away(unit, count, reference), reference
    else:
        year, month = _add_months(day.year, day.month, count * MONTHS_IN[unit])
        # The 31st of a month that has none ends on its last day.
        last_day = PartialDate(year, month).span()
        other = PartialDate(year, month, min(day.day, last_day[1].day if last_day else 28))
        here = reference
    if not other:
        return Point(UNKNOWN, precision=unit, relative=True)
    first, last = (other, here) if count < 0 else (here, other)
    return Point(first, last, unit, relative=True)


def weekday(number: int, shift: int, reference: PartialDate) -> PartialDate:
    """A day of the week, 1 to 7: the one before the reference (-1), after it (1) or of its own week (0)."""
    day = _day(reference)
    if day is None:
        return UNKNOWN
    gap = number - day.isoweekday()
    if shift < 0:
        gap = gap - 7 if gap >= 0 else gap
    elif shift > 0:
        gap = gap + 7 if gap <= 0 else gap
    return day_from(reference, gap)


def month_near(number: int, shift: int, reference: PartialDate) -> int | None:
    """The year of last, this or next May, the reference's own month not counted; None if unknown."""
    if shift == 0 or reference.year is None:
        return reference.year
    if reference.month is None:
        return None
    if shift < 0:
        return reference.year + (shift + 1) - (number >= reference.month)
    return reference.year + (shift - 1) + (number <= reference.month)
