"""What the rules of dates share: classes of words, and the year that stands beside a date."""

from ingest.dates import resolve
from ingest.dates.grammar import Found
from ingest.dates.mention import Precision
from ingest.document import Language

TURKIC: tuple[Language, ...] = ("uz", "kk", "ky")

MACROS = {
    "DAY": "(?:num12|num31)(?:dash? number_suffix)?|ten? ordinal",
    "NUMBER": "num12|num31|number|cardinal|ten",
    "MONTH": "month|month_doubtful|month_short dot?",
    "YW": "unit_year|unit_years|(?:unit_year_short|unit_years_short) dot?",
    "YNUM": "num_year(?:dash? number_suffix)?",
    "YSTATED": "year=YNUM dash? YW|YW year=num_year",
    "YREL": "rel=relative YW|said=adverb_year YW?",
    # The year behind a date, and before it.
    "YTAIL": "(?:relative? comma)? YSTATED|YLOOSE|of? the? YREL",
    "YLOOSE": "(?:of|loose=comma)? year=YNUM (?!counted|dash num_year)",
    "YHEAD": "(?:relative? YSTATED|YREL) in?",
    "DAYW": "unit_day",
    "WD": "weekday comma?",
    "UNIT": "unit_day|unit_week|unit_month|unit_quarter|unit_half_year|unit_year|unit_years|unit_years_long",
    "NTH": "ordinal|roman|num12 (?:dash? number_suffix)?",
    "YESTERDAY": "adverb_day|adverb_day_short",
    "HEAD": "YHEAD",
    "NAMED": "month|month_doubtful",
    "PART": "early|middle|late",
    "INTO": "in|over|dating|from|since|to|upto|until|after|before|between|and",
    "SEASON": "season|season_bare|season_doubtful",
    "NUM": "num12|num31",
    "DAYS": "(?:(?:num12|num31) comma){0,8} (?:num12|num31)(?:dash? number_suffix)? and",
    "BARE": "month|month_doubtful|month_adjective",
    "YEAR2": "num_year|num12|num31",
    "OFTEN": "unit_week|unit_month|unit_quarter|unit_half_year",
    "OWN": "unit_year|unit_month|unit_quarter",
    "LAST": "last_n|next_n|relative",
}

UNITS: dict[str, Precision] = {
    "unit_day": "day",
    "unit_week": "week",
    "unit_month": "month",
    "unit_quarter": "quarter",
    "unit_half_year": "half-year",
    "unit_year": "year",
    "unit_years": "year",
    "unit_years_long": "year",
}


def year_of(found: Found) -> tuple[int | None, bool]:
    """The year, stated or told from today, and whether it was told from today."""
    if "year" in found:
        return found.value("year"), False
    if "short" in found:
        return 2000 + found.number("short"), False
    shift = found.value("rel") if "rel" in found else found.value("said")
    return (None, False) if shift is None else (resolve.year_from(found.reference, shift), True)


def loose(found: Found) -> bool:
    """A year behind a mere comma: English writes so, elsewhere it is a number that follows."""
    return "loose" in found and found.language != "en"
