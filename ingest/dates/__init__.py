"""Dates in Russian, English, Uzbek (both scripts), Kazakh, Kyrgyz and Tajik: found, resolved, worded."""

from ingest.dates.find import find_dates
from ingest.dates.mention import DateMention, Direction, Open, Precision, assume_year
from ingest.dates.partial import PartialDate
from ingest.dates.wording import format_date

__all__ = [
    "DateMention",
    "Direction",
    "Open",
    "PartialDate",
    "Precision",
    "assume_year",
    "find_dates",
    "format_date",
]
