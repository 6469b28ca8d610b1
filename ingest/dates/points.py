"""The rules of single dates: days, months, years, quarters, seasons and what is told from today."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.dates import resolve
from ingest.dates.grammar import Found, Rule, as_token
from ingest.dates.mention import Precision
from ingest.dates.partial import PartialDate
from ingest.dates.tokens import Point, Token
from ingest.document import Language

TURKIC: tuple[Language, ...] = ("uz", "kk", "ky")

MACROS = {
    "DAY": "(?:num12|num31)(?:dash? number_suffix)?|ten? ordinal",
    "NUMBER": "num12|num31|number|cardinal|ten",
    "MONTH": "month|month_doubtful|month_short dot?",
    "YW": "unit_year|unit_years|(?:unit_year_short|unit_years_short) dot?",
    "YNUM": "num_year(?:dash? number_suffix)?",
    "YSTATED": "year=YNUM dash? YW|YW year=num_year",
    "YREL": "rel=relative YW|said=adverb_year",
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
    "INTO": "in|over|from|since|to|upto|until|after|before|between|and",
    "SEASON": "season|season_bare|season_doubtful",
    "NUM": "num12|num31",
    "DAYS": "(?:(?:num12|num31) comma){0,8} (?:num12|num31)(?:dash? number_suffix)? and",
    "BARE": "month|month_doubtful|month_adjective",
    "YEAR2": "num_year|num12|num31",
    "OFTEN": "unit_week|unit_month|unit_quarter|unit_half_year",
    "OWN": "unit_year|unit_month|unit_quarter",
    "LAST": "last_n|next_n|relative",
}

_UNITS: dict[str, Precision] = {
    "unit_day": "day",
    "unit_week": "week",
    "unit_month": "month",
    "unit_quarter": "quarter",
    "unit_half_year": "half-year",
    "unit_year": "year",
    "unit_years": "year",
    "unit_years_long": "year",
}


def _year(found: Found) -> tuple[int | None, bool]:
    """The year, stated or told from today, and whether it was told from today."""
    if "year" in found:
        return found.value("year"), False
    shift = found.value("rel") if "rel" in found else found.value("said")
    return (None, False) if shift is None else (resolve.year_from(found.reference, shift), True)


def _loose(found: Found) -> bool:
    """A year behind a mere comma: English writes so, elsewhere it is a number that follows."""
    return "loose" in found and found.language != "en"


def _day(found: Found) -> Point | None:
    """A day, or days of one month."""
    year, relative = _year(found)
    month = found.number("month")
    first = PartialDate.build(year, month, found.number("day"))
    last = PartialDate.build(year, month, found.number("day2")) if "day2" in found else None
    if (
        first is None
        or _loose(found)
        or _street(found)
        or _cents(found)
        or ("day2" in found and (last is None or not first < last))
    ):
        return None
    return Point(first, last, "day", relative)


def _days_from(found: Found) -> Point | None:
    """«3-dan 5-martgacha»: the first number says that it begins."""
    return _day(found) if found.tokens("day")[-1].case == "from" else None


def _days(found: Found) -> Sequence[Token] | None:
    """«3, 5 и 7 марта»: a date for each number."""
    last = _day(found)
    listed = [token for token in found.tokens("list") if token.value]
    if last is None:
        return None
    firsts = [PartialDate.build(last.first.year, last.first.month, token.value) for token in listed]
    start = found.match.index(found.tokens("day")[0])
    made = [
        as_token(replace(last, first=day), [token]) for day, token in zip(firsts, listed, strict=True) if day
    ]
    return [*made, as_token(last, found.match[start:])] if len(made) == len(listed) else None


def _cents(found: Found) -> bool:
    """«4 sent» is money: a short name needs its dot or a year in Turkic, where it is another word."""
    month = found.tokens("month")
    bare = len(month) == 1 and month[0].role == "month_short" and found.language in TURKIC
    return bare and _year(found) == (None, False)


def _street(found: Found) -> bool:
    """«улица 8 Марта» is an address."""
    return "street" in (found.role_before, found.role_after)


def _month(found: Found) -> Point | None:
    year, relative = _year(found)
    return None if _loose(found) else Point(PartialDate(year, found.number("month")), None, "month", relative)


_COMPANY = (
    "in",
    "over",
    "from",
    "since",
    "to",
    "upto",
    "until",
    "after",
    "before",
    "between",
    "early",
    "middle",
    "late",
)
_TIMELY = ("from", "since", "upto", "until", "after", "before", "between", "early", "middle", "late")
_BESIDE = ("dash", "and", "slash")


def _bare_month(found: Found) -> Point | None:
    """A month without year or day: words that are also others need company."""
    token = found.tokens("month")[0]
    before, after = found.role_before, found.role_after
    told = {
        "month_adjective": not token.capital,
        # A name, unless it is in a case: «Август Петров».
        "month": bool(token.case) or found.language == "en" or not (token.capital and found.name_after),
        "month_doubtful": _in_company(token, found.language, before, after),
    }
    if before.startswith("num") or _street(found) or not told[token.role]:  # 31 April
        return None
    return Point(PartialDate(None, token.value), None, "month")


def _in_company(token: Token, language: Language, before: str, after: str) -> bool:
    """Whether a word that is a month among other things is one here."""
    if language in TURKIC:
        return token.case in ("at", "of", "from", "upto") and not token.capital and before != "relative"
    beside = before in _BESIDE or after in _BESIDE
    if language == "en":
        prepositions = before in _COMPANY and before not in ("to", "and")
        return prepositions or (token.capital and (beside or before in ("of", "near", "the", "to")))
    return (before in _COMPANY and not token.capital) or beside


def _near_month(found: Found) -> Point | None:
    """«o'tgan noyabr», "next May"; «бұл маусым» may be this season."""
    if found.language in TURKIC and found.tokens("month")[0].role == "month_doubtful" and "unit" not in found:
        return None
    month = found.number("month")
    year = resolve.month_near(month, found.number("rel"), found.reference)
    return Point(PartialDate(year, month), None, "month", relative=True)


def _months(found: Found) -> Point | None:
    """«қазан–сәуір»: two months with a dash, the second in the next year if it comes before."""
    year, relative = _year(found)
    first, last = found.number("month"), found.number("month2")
    if first == last or _loose(found):
        return None
    # A year behind belongs to the second, one in front to the first.
    over = last < first
    begins = year if year is None or not over or "head" in found else year - 1
    ends = year if year is None or not over or "head" not in found else year + 1
    return Point(PartialDate(begins, first), PartialDate(ends, last), "month", relative)


def _year_alone(found: Found) -> Point | None:
    year, relative = _year(found)
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


def _weak_year(found: Found) -> Point | None:
    """A year behind nothing but a preposition: "in 2024"; outside English only at a phrase's end."""
    if found.language != "en" and found.role_after in ("word", "counted"):
        return None
    return _years(found) if "year2" in found else _year_alone(found)


def _careful_year(found: Found) -> Point | None:
    """A year behind a preposition that counts things as well: "of 2021"."""
    return None if found.role_after == "word" else _weak_year(found)


def _quarter(found: Found) -> Point | None:
    return _numbered(found, 4, "quarter")


def _half(found: Found) -> Point | None:
    return _numbered(found, 2, "half-year")


def _numbered(found: Found, most: int, precision: Precision) -> Point | None:
    """A quarter or half-year by its number, or several in a row."""
    year, relative = _year(found)
    number = found.number("nth")
    until = found.number("nth2") if "nth2" in found else number
    if _loose(found) or not 1 <= number <= until <= most:
        return None
    stretch = resolve.quarter if precision == "quarter" else resolve.half_year
    return Point(stretch(number, year)[0], stretch(until, year)[1], precision, relative)


def _half_month(found: Found) -> Point | None:
    """«первая половина мая»."""
    return _days_of_month(found, ((1, 15), (16, None)))


def _days_of_month(found: Found, stretches: Sequence[tuple[int, int | None]]) -> Point | None:
    """The nth of some stretches of a month; None ends with the month."""
    year, relative = _year(found)
    month, nth = found.number("month"), found.number("nth")
    whole = PartialDate(year or 2000, month).span()
    if nth > len(stretches) or whole is None or _loose(found):
        return None
    first, last = stretches[nth - 1]
    ends = PartialDate(year, month, first), PartialDate(year, month, last or whole[1].day)
    return Point(*ends, "day", relative)


def _ten_days(found: Found) -> Point | None:
    """«первая декада мая»."""
    return _days_of_month(found, ((1, 10), (11, 20), (21, None)))


def _months_of(found: Found) -> Point | None:
    """«за 9 месяцев 2024 года»: from January on."""
    year, relative = _year(found)
    count = found.number("count")
    excluded = found.role_before in ("last_n", "next_n", "relative")
    if not 2 <= count <= 12 or excluded or _loose(found):
        return None
    return Point(PartialDate(year, 1), PartialDate(year, count), "month", relative)


def _season(found: Found) -> Point | None:
    year, relative = _year(found)
    if _loose(found) or _attribute(found):
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


def _weekday(found: Found) -> Point:
    day = resolve.weekday(found.number("weekday"), found.number("rel"), found.reference)
    return Point(day, None, "day", relative=True)


def _weekday_of_week(found: Found) -> Point:
    """«шу ҳафтанинг душанба куни»."""
    day = resolve.weekday(found.number("weekday"), 0, found.reference)
    there = resolve.day_from(day, 7 * found.number("rel")) if day else day
    return Point(there, None, "day", relative=True)


def _unit(found: Found) -> Point:
    """«в прошлом месяце»."""
    return resolve.whole(_UNITS[found.tokens("unit")[0].role], found.number("rel"), found.reference)


def _dated(found: Found) -> Point | None:
    """«бюджет 2024», "the 2022 conference": the year by which a thing is known."""
    after = found.role_after
    year = found.number("year")
    return (
        None
        if after in ("counted", "dash", "slash", "number")
        else Point(PartialDate(year), precision="year")
    )


def _last_units(found: Found) -> Point | None:
    """«за последние два года», "next two weeks"."""
    word, unit = found.tokens("rel")[0], found.tokens("unit")[0].role
    count = found.number("count") if "count" in found else 1
    sign = {"last_n": -1, "next_n": 1}.get(word.role, word.value)
    named = found.role_after.startswith(("month", "num_year"))
    # «за последний год» is a stretch up to now; «в последний день» and «oxirgi oyda» end something else.
    stretch = "count" in found or found.role_before == "over"
    if not 1 <= count <= 999 or sign == 0 or named or not stretch:
        return None
    return resolve.around(_UNITS[unit], count if sign > 0 else -count, found.reference)


def _ago(found: Found) -> Point | None:
    return _away(found, -1)


def _hence(found: Found) -> Point | None:
    return _away(found, 1)


def _later(found: Found) -> Point | None:
    """«ikki haftadan keyin»."""
    return _away(found, 1) if found.tokens("unit")[0].case == "from" else None


def _away(found: Found, sign: int) -> Point | None:
    unit = found.tokens("unit")[0]
    count = found.number("count") if "count" in found else 1
    uncounted = "count" not in found and (found.language != "ru" or unit.role == "unit_years_long")
    if not 1 <= count <= 999 or uncounted or (sign < 0 and unit.case == "from"):
        return None
    precision = _UNITS[unit.role]
    first = resolve.away(precision, sign * count, found.reference)
    return Point(first, None, "day" if precision == "week" else precision, relative=True)


def _adverb(found: Found) -> Point | None:
    if found.role_after == "dash" and found.language in TURKIC:  # kecha-yu kunduz, day and night
        return None
    return resolve.whole("day", found.number("adverb"), found.reference)


def _eve(found: Found) -> Point | None:
    """«накануне»: the day before, as a rule; before a date or a feast it is a preposition."""
    after = found.role_after
    if after.startswith(("num", "month", "relative", "ordinal", "digits")):
        return None
    # Before a noun it may be either.
    reference = resolve.UNKNOWN if after in ("word", "dated") else found.reference
    return replace(resolve.whole("day", -1, reference), inferred=True)


def _digits(found: Found) -> Point | None:
    hashed = found.role_before == "hash"
    return None if hashed else found.point("digits")


def _part_of_year(found: Found) -> Point | None:
    point = _year_alone(found)
    return point and replace(point, part=found.tokens("part")[0].role)


def _part_of_this(found: Found) -> Point:
    """«до конца года»: of this one."""
    unit = found.tokens("unit")[0].role
    return replace(resolve.whole(_UNITS[unit], 0, found.reference), part=found.tokens("part")[0].role)


POINTS = (
    # Days.
    Rule("WD? the? day=DAY dash? of? month=MONTH YTAIL?", _day),
    Rule("(?:WD|from|between)? the? day=DAY (?:dash|to) the? day2=DAY dash? of? month=MONTH YTAIL?", _day),
    Rule("from the? day=DAY (?:upto|until) the? day2=DAY dash? of? month=MONTH YTAIL?", _day),
    Rule("from day=DAY in day2=DAY month=MONTH YTAIL?", _day, ("ru",)),
    Rule("quote day=NUM quote month=MONTH YTAIL?", _day),
    Rule("between the? day=DAY and the? day2=DAY of? month=MONTH YTAIL?", _day),
    Rule("list=DAYS the? day=DAY dash? of? month=MONTH YTAIL?", _days),
    Rule("YHEAD list=DAYS day=DAY dash? month=MONTH DAYW?", _days),
    Rule("YHEAD WD? day=DAY dash? month=MONTH DAYW?", _day),
    Rule("YHEAD? day=DAY dash day2=DAY dash? month=MONTH DAYW?", _day),
    Rule("YHEAD? day=DAY day2=DAY dash? month=MONTH upto_after?", _days_from, TURKIC),
    Rule("WD? day=DAY dash? month=MONTH (?:unit_month|DAYW)", _day, TURKIC),
    Rule("YHEAD? month=MONTH unit_month? day=NUM (?:dash? number_suffix|dash? unit_day) DAYW?", _day, TURKIC),
    Rule("WD? month=MONTH the? day=DAY (?!counted) (?:comma? year=num_year (?!counted))?", _day, ("en",)),
    Rule("month=MONTH day=DAY (?:dash|to) day2=DAY (?!counted) (?:comma? year=num_year)?", _day, ("en",)),
    Rule("digits=digits (?:dash? YW)?", _digits),
    Rule("digits=digits_short (?:dash? YW)", _digits),
    Rule("(?<=INTO) digits=digits_short", _digits),
    # Months.
    Rule("month=MONTH YTAIL", _month),
    Rule("YHEAD month=MONTH unit_month?", _month),
    Rule("month=MONTH unit_month", _month, TURKIC),
    Rule("rel=relative month=NAMED unit=unit_month?", _near_month),
    Rule("month=BARE", _bare_month),
    Rule("month=NAMED dash month2=NAMED (?:YTAIL|unit_month)?", _months),
    Rule("head=HEAD month=NAMED dash month2=NAMED unit_month?", _months),
    Rule("count=NUMBER unit_month of? YTAIL", _months_of),
    Rule("YHEAD count=NUMBER unit_month", _months_of),
    Rule("nth=ordinal unit_half of? month=MONTH YTAIL?", _half_month),
    Rule("YHEAD? month=MONTH unit_month? nth=ordinal unit_half", _half_month, TURKIC),
    Rule("nth=ordinal unit_ten_days of? month=MONTH YTAIL?", _ten_days),
    Rule("YHEAD? month=MONTH unit_month? nth=ordinal unit_ten_days", _ten_days, TURKIC),
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
    # Years.
    Rule("year=num_year dash? suffix=number_suffix YW?", _decade),
    Rule("year=num_year dash? unit_years", _decade, TURKIC),
    Rule("year=YNUM dash? YW|YW year=num_year", _year_alone),
    Rule("YREL", _year_alone),
    Rule("year=num_year (?:dash|slash) year2=YEAR2 dash? academic? YW", _years),
    Rule("YW year=num_year (?:dash|slash) year2=YEAR2", _years),
    Rule("YW rel=relative", _year_alone, ("tg",)),
    Rule("day=DAY month=MONTH YW rel=relative", _day, ("tg",)),
    Rule("(?:from|between) year=num_year (?:dash|to|upto|and) year2=num_year (?:dash? YW)?", _years),
    Rule("(?<=INTO) year=num_year dash year2=num_year (?!counted)", _weak_year),
    Rule("(?:num_year (?:comma|and)){1,8} num_year dash? YW", _year_list),
    Rule("(?<=INTO) year=num_year (?!counted|dash num_year|slash)", _weak_year),
    Rule("(?<=of|near) year=num_year (?:dash year2=num_year)? (?!counted)", _careful_year, ("en",)),
    Rule("num_year dash? number_suffix", _glued_year),
    Rule("(?<=dated) year=num_year", _dated),
    Rule("year=num_year (?=dated)", _dated),
    Rule("(?<=the|determiner) year=num_year (?=word|dated)", _dated, ("en",)),
    Rule("(?<=dated) year=num_year (?:dash|slash) year2=YEAR2", _years),
    Rule("year=num_year (?:dash|slash) year2=YEAR2 (?=dated)", _years),
    Rule("part=PART dash? of? the? year=num_year (?:dash? YW|(?!dash? number_suffix))", _part_of_year),
    Rule("part=PART of? the? unit=OWN", _part_of_this),
    Rule("unit=OWN part=PART", _part_of_this, TURKIC),
    # From today.
    Rule("adverb=YESTERDAY DAYW?", _adverb),
    Rule("eve", _eve),
    Rule("rel=relative weekday=weekday DAYW?", _weekday),
    Rule("rel=relative unit_week weekday=weekday DAYW?", _weekday_of_week),
    Rule("weekday=weekday (?:of|in)? rel=relative unit_week", _weekday_of_week),
    Rule("rel=relative unit=OFTEN", _unit),
    Rule("rel=LAST count=NUMBER unit=UNIT", _last_units),
    Rule("rel=last_n unit=UNIT", _last_units),
    Rule("count=NUMBER? unit=UNIT (?:than)? ago", _ago),
    Rule("hence count=NUMBER? unit=UNIT (?!after)", _hence),
    Rule("count=NUMBER unit=UNIT later", _later, TURKIC),
)
