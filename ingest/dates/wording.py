"""Print a date in words: "27 ноября 2024 года", "2024-yil 27-noyabr"."""

from typing import Any

from ingest.dates.mention import DateMention
from ingest.dates.partial import PartialDate
from ingest.dates.words import LANGUAGES, load
from ingest.document import Language


def format_date(date: PartialDate | DateMention | str, language: Language) -> str:
    """A date or range in the words of a language (Uzbek in Latin); English where the language is unknown.

    `date` may be ISO 8601 as `iso()` gives it, a range as `first/last`. What is unknown is left out;
    nothing known gives an empty string.

    Raises:
        ValueError: a text that is no date.
    """
    first, last = _ends(date)
    table = load(language if language in LANGUAGES else "en")["format"]
    if last is None or last == first:
        return _single(first, table)
    same_year, same_month = first.year == last.year, first.month == last.month
    if first.day and last.day and same_year:
        name = "days" if same_month else "across_months"
    elif not first.day and not last.day and first.month and last.month and same_year:
        name = "months"
    elif not first.month and not last.month:
        name = "years"
    else:
        name = ""
    if not name or (name == "across_months" and first.year is None):
        return f"{_single(first, table)} – {_single(last, table)}"
    return _fill(name if first.year is not None else f"{name}_only", first, last, table)


def _ends(date: PartialDate | DateMention | str) -> tuple[PartialDate, PartialDate | None]:
    if isinstance(date, PartialDate):
        return date, None
    if isinstance(date, DateMention):
        return date.first, date.last
    first, _, last = date.partition("/")
    return PartialDate.parse(first), PartialDate.parse(last) if last else None


def _single(date: PartialDate, table: dict[str, Any]) -> str:
    if not date:
        return ""
    precision = "day" if date.day else "month" if date.month else "year"
    return _fill(precision if date.year is not None else f"{precision}_only", date, date, table)


def _fill(name: str, first: PartialDate, last: PartialDate, table: dict[str, Any]) -> str:
    alone, dated = table["month_names"].split(), table["month_in_date"].split()
    months = [date.month or 1 for date in (first, last)]
    template: str = table[name]
    return template.format(
        year=first.year,
        year2=last.year,
        day=first.day,
        day2=last.day,
        month=dated[months[0] - 1],
        month2=dated[months[1] - 1],
        Month=alone[months[0] - 1],
        Month2=alone[months[1] - 1],
    )
