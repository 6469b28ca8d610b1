"""The rules of what is made of dates: parts of a year, ranges, lists, and intervals open at one end."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.dates.grammar import Build, Found, Rule
from ingest.dates.macros import TURKIC
from ingest.dates.mention import Open
from ingest.dates.partial import PartialDate
from ingest.dates.tokens import Point, Token

MACROS = {
    "P": "point|point_from|point_to|point_upto|point_with",
    "FROM": "from{1,2}",
    "ANY": "P|range",
    # «с 2023 годом» compares, it does not begin.
    "DATED": "point|point_from|point_to|point_upto",
}


def _part(found: Found) -> Point | None:
    """«начало мая 2024 года»."""
    point = found.point("date")
    if point.precision in ("day", "week") or point.part:
        return None
    return replace(point, part=found.tokens("part")[0].role)


PARTS = (
    Rule("part=PART dash? of? the? date=P", _part),
    Rule("date=P part=PART", _part, TURKIC),
)


def _lend_year(lacking: PartialDate, to: PartialDate, *, before: bool) -> PartialDate:
    """Give a date the year of its neighbour, or the one over New Year."""
    if lacking.year is not None or lacking.month is None or to.year is None or to.month is None:
        return lacking
    bare = PartialDate(None, to.month, to.day)
    shift = 0
    if before and bare < lacking:
        shift = -1
    elif not before and lacking < bare:
        shift = 1
    return lacking.with_year(to.year + shift) or lacking


def _range(found: Found) -> Point | None:
    """From one date to another, each lending the other its year."""
    a, b = found.point("a"), found.point("b")
    first, last = a.first, b.last or b.first
    first = _lend_year(first, last, before=True)
    last = _lend_year(last, first, before=False)
    if first.year is not None and last.year is None and last.month is not None:
        last = last.with_year(first.year) or last
    # A dash alone, without "from", joins only like with like.
    same = a.precision == b.precision or "from" in found
    if not (first and last and same) or (first.year is None) != (last.year is None):
        return None
    spans = first.span(), last.span()
    if spans[0] and spans[1] and not spans[0] < spans[1]:
        return None
    return Point(first, last, b.precision, a.relative or b.relative, a.inferred or b.inferred)


def _listed(found: Found) -> Sequence[Token] | None:
    """«в марте и апреле 2024 года»: the year belongs to all, whether it stands last or, in Turkic, first."""
    tokens = [token for token in found.match if token.point]
    points = [token.point for token in tokens if token.point]
    lender = points[0] if found.language in TURKIC and points[0].first.year is not None else points[-1]
    year = lender.first.year
    alike = all(point.precision == lender.precision for point in points)
    if not alike or year is None or any(point.first.year for point in points if point is not lender):
        return None
    made = []
    for point, token in zip(points, tokens, strict=True):
        first = point.first.with_year(year) if point.first else None
        last = point.last.with_year(year) if point.last and point.last.year is None else point.last
        dated = replace(point, first=first or point.first, last=last, relative=lender.relative)
        made.append(token if point is lender else token._replace(point=dated))
    return made


RANGES = (
    Rule("(?:from=FROM|from=between)? the? a=P (?:dash|to) the? b=P", _range),
    Rule("from=FROM the? a=P (?:upto|until) the? b=P", _range),
    Rule("from=dating a=P upto b=P", _range),
    Rule("from=between the? a=P and the? b=P", _range),
    Rule("from=from? a=point_from dash? b=point_upto", _range),
    Rule("from=from? a=point_from b=P upto_after", _range),
    Rule("(?:ANY comma){0,8} ANY and the? ANY", _listed),
)


def _opened(how: Open, coarse: Open | None = None) -> Build:
    """An interval open at one end; `coarse` for dates that are no day («до 2023 года», but «до 5 мая»)."""

    def build(found: Found) -> Point | None:
        point = found.point("date")
        way = how if coarse is None or point.precision == "day" or point.part == "late" else coarse
        return replace(point, open=way)

    return build


OPEN = (
    Rule("(?:from|since){1,2} the? date=DATED", _opened("since")),
    Rule("after the? date=P", _opened("after")),
    Rule("before the? date=P", _opened("before")),
    Rule("until the? date=P", _opened("until")),
    Rule("before_than than the? date=P", _opened("before")),
    Rule("after_than than the? date=P", _opened("after")),
    Rule("before_than date=P", _opened("before"), ("ru",)),
    Rule("after_than date=P", _opened("after"), ("ru",)),
    Rule("not before_than than? the? date=P", _opened("since")),
    Rule("not after_than than? the? date=P", _opened("until")),
    Rule("date=point_from until_after", _opened("until")),
    Rule("upto the? date=P", _opened("until", coarse="before")),
    Rule("date=point_from since_after", _opened("since")),
    Rule("date=point_from later", _opened("after")),
    Rule("date=point_from ago", _opened("before")),
    Rule("date=point_upto", _opened("until", coarse="before")),
    Rule("date=P upto_after", _opened("until", coarse="before")),
)
