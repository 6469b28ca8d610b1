"""The rules of what is told from the day of writing: yesterday, last week, two years ago."""

from dataclasses import replace

from ingest.dates import resolve
from ingest.dates.grammar import Found, Rule
from ingest.dates.macros import TURKIC, UNITS
from ingest.dates.tokens import Point


def _adverb(found: Found) -> Point | None:
    # «kecha-yu kunduz», day and night; «эртең менен», in the morning.
    if found.language in TURKIC and found.role_after in ("dash", "with"):
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
    return resolve.whole(UNITS[found.tokens("unit")[0].role], found.number("rel"), found.reference)


def _last_units(found: Found) -> Point | None:
    """«за последние два года», "next two weeks"."""
    word, unit = found.tokens("rel")[0], found.tokens("unit")[0].role
    count = found.number("count") if "count" in found else 1
    sign = {"last_n": -1, "next_n": 1}.get(word.role, word.value)
    named = found.role_after.startswith(("month", "num_year"))
    # «за последний год» is a stretch up to now; «в последний день» and «oxirgi oyda» end something else.
    stretch = "count" in found or found.role_before == "over" or found.language == "en"
    if not 1 <= count <= 999 or sign == 0 or named or not stretch:
        return None
    return resolve.around(UNITS[unit], count if sign > 0 else -count, found.reference)


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
    precision = UNITS[unit.role]
    first = resolve.away(precision, sign * count, found.reference)
    return Point(first, None, "day" if precision == "week" else precision, relative=True)


def _part_of_this(found: Found) -> Point:
    """«до конца года»: of this one."""
    unit = found.tokens("unit")[0].role
    return replace(resolve.whole(UNITS[unit], 0, found.reference), part=found.tokens("part")[0].role)


TODAY = (
    Rule("adverb=YESTERDAY DAYW?", _adverb),
    Rule("eve", _eve),
    Rule("rel=relative weekday=weekday DAYW?", _weekday),
    Rule("rel=relative unit_week weekday=weekday DAYW?", _weekday_of_week),
    Rule("weekday=weekday (?:of|in)? rel=relative unit_week", _weekday_of_week),
    Rule("rel=relative unit=OFTEN", _unit),
    Rule("unit=OFTEN rel=relative", _unit, ("tg",)),
    Rule("rel=LAST count=NUMBER unit=UNIT", _last_units),
    Rule("rel=last_n unit=UNIT", _last_units),
    Rule("count=NUMBER? unit=UNIT (?:than)? ago", _ago),
    Rule("hence count=NUMBER? unit=UNIT (?!after)", _hence),
    Rule("count=NUMBER unit=UNIT later", _later, TURKIC),
    Rule("part=PART of? the? unit=OWN", _part_of_this),
    Rule("unit=OWN part=PART", _part_of_this, TURKIC),
)
