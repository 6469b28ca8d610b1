"""The rules of years and their parts: decades, quarters, half-years, seasons."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.dates import resolve
from ingest.dates.grammar import Found, Rule, as_token
from ingest.dates.macros import TURKIC, loose, year_of
from ingest.dates.mention import Precision
from ingest.dates.partial import PartialDate
from ingest.dates.tokens import Point, Token

_TIMELY = ("from", "since", "upto", "until", "after", "before", "between", "early", "middle", "late")


def _year_alone(found: Found) -> Point | None:
    year, relative = year_of(found)
    if found.role_before in ("hash", "slash"):
        return None
    return Point(PartialDate(year), None, "year", relative)


def _years(found: Found) -> Point | None:
    """«2022–2024 годы», «2023/24 учебный год»."""
    first = found.number("year")
    last = found.number("year2")
    last += first // 100 * 100 if last < 100 else 0
    if first >= last or found.role_before == "hash":
        return None
    return Point(PartialDate(first), PartialDate(last), "year")


def _year_list(found: Found) -> Sequence[Token]:
    years = [token for token in found.match if token.role == "num_year"]
    points = [Point(PartialDate(token.value), precision="year") for token in years]
    head = [as_token(point, [token]) for point, token in zip(points, years, strict=True)][:-1]
    return [*head, as_token(points[-1], found.match[found.match.index(years[-1]) :])]


def _decade(found: Found) -> Point | None:
    year = found.number("year")
    suffix = found.tokens("suffix")
    if year % 10 or (suffix and suffix[0].case != "plural"):
        return None
    return Point(PartialDate(year), PartialDate(year + 9), "decade")


def _glued_year(found: Found) -> Point | None:
    """«2022dan beri»: only a case that makes it a date, and no space before it."""
    year, suffix = found.match[0], found.match[-1]
    glued = len(found.match) == 3 or year.end == suffix.start
    return Point(PartialDate(year.value), None, "year") if glued and suffix.case in ("from", "upto") else None


def _short_year(found: Found) -> Point | None:
    """«в 23 году»; «в 23 года» is an age."""
    year = PartialDate(2000 + found.number("short"))
    return Point(year, None, "year") if found.tokens("year")[0].case == "at" else None


def _weak_year(found: Found) -> Point | None:
    """A year behind nothing but a preposition: "in 2024"; outside English only at a phrase's end."""
    if found.language != "en" and found.role_after in ("word", "counted"):
        return None
    return _years(found) if "year2" in found else _year_alone(found)


def _careful_year(found: Found) -> Point | None:
    """A year behind a preposition that counts things as well: "of 2021"."""
    return None if found.role_after == "word" else _weak_year(found)


def _dated(found: Found) -> Point | None:
    """«бюджет 2024», "the 2022 conference": the year by which a thing is known."""
    after = found.role_after
    year = found.number("year")
    return (
        None
        if after in ("counted", "dash", "slash", "number")
        else Point(PartialDate(year), precision="year")
    )


def _part_of_year(found: Found) -> Point | None:
    point = _year_alone(found)
    return point and replace(point, part=found.tokens("part")[0].role)


def _quarter(found: Found) -> Point | None:
    return _numbered(found, 4, "quarter")


def _half(found: Found) -> Point | None:
    return _numbered(found, 2, "half-year")


def _numbered(found: Found, most: int, precision: Precision) -> Point | None:
    """A quarter or half-year by its number, or several in a row."""
    year, relative = year_of(found)
    number = found.number("nth")
    until = found.number("nth2") if "nth2" in found else number
    if loose(found) or not 1 <= number <= until <= most:
        return None
    stretch = resolve.quarter if precision == "quarter" else resolve.half_year
    return Point(stretch(number, year)[0], stretch(until, year)[1], precision, relative)


def _season(found: Found) -> Point | None:
    year, relative = year_of(found)
    if loose(found) or _attribute(found):
        return None
    first, last = resolve.season(found.number("season"), year)
    return Point(first, last, "season", relative)


def _attribute(found: Found) -> bool:
    """«жазғы мектеп», a summer school, is no summer."""
    return found.tokens("season")[0].case == "attr"


def _bare_season(found: Found) -> Point | None:
    """«с весны», "in the spring", «жазға дейін»: a season in a case or behind a preposition of time."""
    season = found.tokens("season")[0]
    before = found.role_before
    after = found.role_after
    told = (
        before in _TIMELY
        or season.case in ("from", "upto")
        or (season.case == "to" and after == "upto_after")
    )
    return _season(found) if told or (found.language == "en" and before in ("in", "the")) else None


def _near_season(found: Found) -> Point | None:
    """«прошлой осенью»: of the calendar year before; a winter that is still on began last year."""
    if _attribute(found):
        return None
    number = found.number("season")
    year = resolve.year_from(found.reference, found.number("rel"))
    if number == 4 and year is not None and found.reference.month in (1, 2):
        year -= 1
    first, last = resolve.season(number, year)
    return Point(first, last, "season", relative=True)


YEARS = (
    Rule("year=num_year dash? suffix=number_suffix YW?", _decade),
    Rule("year=num_year dash? (?:unit_years|unit_years_short dot?)", _decade, TURKIC),
    Rule("unit_years year=num_year", _decade, ("tg",)),
    Rule("year=YNUM dash? YW|YW year=num_year", _year_alone),
    Rule("YREL", _year_alone),
    Rule("year=num_year (?:dash|slash) year2=YEAR2 dash? academic? YW", _years),
    Rule("YW year=num_year (?:dash|slash) year2=YEAR2", _years),
    Rule("YW rel=relative", _year_alone, ("tg",)),
    Rule("(?:from|between) year=num_year (?:dash|to|upto|and) year2=num_year (?:dash? YW)?", _years),
    Rule("(?<=INTO) year=num_year dash year2=num_year (?!counted)", _weak_year),
    Rule("(?:num_year (?:comma|and)){1,8} num_year dash? YW", _year_list),
    Rule("(?<=INTO) year=num_year (?!counted|dash num_year|slash)", _weak_year),
    Rule("(?<=in) short=NUM year=unit_year", _short_year, ("ru",)),
    Rule("(?<=quote|bracket) year=num_year dash year2=num_year", _years),
    Rule("(?<=the|determiner) num_year and num_year (?=word|dated)", _year_list, ("en",)),
    Rule("(?<=of|near) year=num_year (?:dash year2=num_year)? (?!counted)", _careful_year, ("en",)),
    Rule("num_year dash? number_suffix", _glued_year),
    Rule("(?<=dated) year=num_year", _dated),
    Rule("year=num_year (?=dated)", _dated),
    Rule("(?<=the|determiner) year=num_year (?=word|dated)", _dated, ("en",)),
    Rule("(?<=dated) year=num_year (?:dash|slash) year2=YEAR2", _years),
    Rule("year=num_year (?:dash|slash) year2=YEAR2 (?=dated)", _years),
    Rule("part=PART dash? of? the? year=num_year (?!dash? number_suffix) (?:dash? YW)?", _part_of_year),
    # Quarters, half-years, seasons.
    Rule("nth=NTH dash? unit_quarter YTAIL?", _quarter),
    Rule("nth=NTH dash nth2=NTH dash? unit_quarter YTAIL?", _quarter),
    Rule("nth=NTH dash? unit_quarter_short dot? YTAIL", _quarter),
    Rule("YHEAD nth=NTH dash? unit_quarter", _quarter),
    Rule("nth=q YTAIL?", _quarter),
    Rule("year=num_year dash? nth=q", _quarter),
    Rule("nth=NTH dash? unit_half_year YTAIL?", _half),
    Rule("YHEAD nth=NTH dash? unit_half_year", _half),
    Rule("nth=ordinal unit_half of? YTAIL", _half),
    Rule("YHEAD? nth=ordinal unit_half unit_half_year_tail", _half),
    Rule("YHEAD nth=ordinal unit_half", _half),
    Rule("nth=h YTAIL", _half),
    Rule("season=SEASON YTAIL", _season),
    Rule("YHEAD season=SEASON", _season),
    Rule("rel=relative season=SEASON", _near_season),
    Rule("season=season_bare", _season),
    Rule("season=season", _bare_season),
)
