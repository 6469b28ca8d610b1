"""The rules of days and months."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.dates import resolve
from ingest.dates.grammar import Found, Rule, as_token
from ingest.dates.macros import TURKIC, loose, year_of
from ingest.dates.partial import PartialDate
from ingest.dates.tokens import Point, Token
from ingest.document import Language

_COMPANY = (
    "dating",
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
_BESIDE = ("dash", "and", "slash")


def _day(found: Found) -> Point | None:
    """A day, or days of one month."""
    year, relative = year_of(found)
    month = found.number("month")
    first = PartialDate.build(year, month, found.number("day"))
    last = PartialDate.build(year, month, found.number("day2")) if "day2" in found else None
    if (
        first is None
        or loose(found)
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
    return bare and year_of(found) == (None, False)


def _street(found: Found) -> bool:
    """«улица 8 Марта» is an address."""
    return "street" in (found.role_before, found.role_after)


def _digits(found: Found) -> Point | None:
    hashed = found.role_before == "hash"
    return None if hashed else found.point("digits")


def _month(found: Found) -> Point | None:
    year, relative = year_of(found)
    return None if loose(found) else Point(PartialDate(year, found.number("month")), None, "month", relative)


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
    year, relative = year_of(found)
    first, last = found.number("month"), found.number("month2")
    if first == last or loose(found):
        return None
    # A year behind belongs to the second, one in front to the first.
    over = last < first
    begins = year if year is None or not over or "head" in found else year - 1
    ends = year if year is None or not over or "head" not in found else year + 1
    return Point(PartialDate(begins, first), PartialDate(ends, last), "month", relative)


def _half_month(found: Found) -> Point | None:
    """«первая половина мая»."""
    return _days_of_month(found, ((1, 15), (16, None)))


def _days_of_month(found: Found, stretches: Sequence[tuple[int, int | None]]) -> Point | None:
    """The nth of some stretches of a month; None ends with the month."""
    year, relative = year_of(found)
    month, nth = found.number("month"), found.number("nth")
    whole = PartialDate(year or 2000, month).span()
    if nth > len(stretches) or whole is None or loose(found):
        return None
    first, last = stretches[nth - 1]
    ends = PartialDate(year, month, first), PartialDate(year, month, last or whole[1].day)
    return Point(*ends, "day", relative)


def _ten_days(found: Found) -> Point | None:
    """«первая декада мая»."""
    return _days_of_month(found, ((1, 10), (11, 20), (21, None)))


def _months_of(found: Found) -> Point | None:
    """«за 9 месяцев 2024 года»: from January on."""
    year, relative = year_of(found)
    count = found.number("count")
    excluded = found.role_before in ("last_n", "next_n", "relative")
    if not 2 <= count <= 12 or excluded or loose(found):
        return None
    return Point(PartialDate(year, 1), PartialDate(year, count), "month", relative)


DAYS = (
    Rule("WD? the? day=DAY dash? of? month=MONTH YTAIL?", _day),
    Rule("(?:WD|from|between)? the? day=DAY (?:dash|to) the? day2=DAY dash? of? month=MONTH YTAIL?", _day),
    Rule("from the? day=DAY (?:upto|until) the? day2=DAY dash? of? month=MONTH YTAIL?", _day),
    Rule("day=DAY month=MONTH short=num31 YW", _day, ("ru",)),
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
    Rule("day=DAY month=MONTH YW rel=relative", _day, ("tg",)),
    # Months.
    Rule("month=MONTH YTAIL", _month),
    Rule("YHEAD month=MONTH unit_month?", _month),
    Rule("month=MONTH unit_month", _month, TURKIC),
    Rule("unit_month month=NAMED YTAIL?", _month, ("tg",)),
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
)
