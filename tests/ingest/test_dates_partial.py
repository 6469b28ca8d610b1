"""Partial dates, mentions on the calendar, and years that are assumed."""

from datetime import date
from itertools import pairwise

import pytest

from ingest.dates import DateMention, Direction, PartialDate, assume_year, find_dates

_ISO = ["2024-11-27", "2024-11", "2024", "--11-27", "--05", "--02-29"]


@pytest.mark.parametrize("iso", _ISO)
def test_iso_comes_back(iso: str) -> None:
    assert PartialDate.parse(iso).iso() == iso


@pytest.mark.parametrize(
    "text", ["", "-", "24", "2024-13", "2024-02-30", "--", "---27", "2024-1", "27.11.2024", "0000"]
)
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_nothing_known_is_false_and_has_no_iso() -> None:
    assert not PartialDate()
    assert PartialDate().iso() == ""


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024-11-27", date(2024, 11, 27), date(2024, 11, 27)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_span(iso: str, first: date, last: date) -> None:
    assert PartialDate.parse(iso).span() == (first, last)


def test_no_span_without_year() -> None:
    assert PartialDate(None, 11, 27).span() is None


@pytest.mark.parametrize(
    ("one", "other", "overlaps", "contains"),
    [
        ("2024", "2024-11-27", True, True),
        ("2024-11-27", "2024", True, False),
        ("2024-11", "2024-10", False, False),
        ("--11-27", "2024-11", True, False),
        ("--11", "2024-11-27", True, True),
        ("--11-27", "2024-10-27", False, False),
    ],
)
def test_overlap_and_containment(one: str, other: str, overlaps: bool, contains: bool) -> None:
    a, b = PartialDate.parse(one), PartialDate.parse(other)
    assert a.overlaps(b) is overlaps
    assert b.overlaps(a) is overlaps
    assert a.contains(b) is contains


def test_coarser_dates_come_first() -> None:
    dates = [PartialDate.parse(iso) for iso in ("--05", "2023-12-31", "2024", "2024-05", "2024-05-01")]
    assert all(a < b and not b < a for a, b in pairwise(dates))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("с 2022 года", date(2022, 1, 1), None),
        ("since 1 July 2024", date(2024, 7, 1), None),
        ("после мая 2024", date(2024, 6, 1), None),
        ("до 2023 года", None, date(2022, 12, 31)),
        ("2023-yilgacha", None, date(2022, 12, 31)),
        ("10 маусым 2024 жылға дейін", None, date(2024, 6, 10)),
        ("by 1 September 2025", None, date(2025, 9, 1)),
        ("в 2022–2024 годах", date(2022, 1, 1), date(2024, 12, 31)),
        ("III квартал 2024 года", date(2024, 7, 1), date(2024, 9, 30)),
    ],
)
def test_interval(text: str, first: date | None, last: date | None) -> None:
    (mention,) = find_dates(text)
    assert mention.interval() == (first, last)


def test_no_interval_while_unresolved() -> None:
    (mention,) = find_dates("с 27 ноября")
    assert mention.interval() is None
    assert mention.span() is None


@pytest.mark.parametrize(
    ("text", "reference", "direction", "iso"),
    [
        ("27 ноября", "2024-12-01", "nearest", "2024-11-27"),
        ("28 декабря", "2024-01-10", "nearest", "2023-12-28"),
        ("10 января", "2024-12-28", "nearest", "2025-01-10"),
        ("27 ноября", "2024-12-01", "future", "2025-11-27"),
        ("27 ноября", "2024-11-01", "past", "2023-11-27"),
        ("27 noyabr", "2024-11-27", "past", "2024-11-27"),
        ("қарашада", "2024-12-01", "nearest", "2024-11"),
        ("27 November", "2024", "nearest", "2024-11-27"),
        ("с 30 декабря по 8 января", "2025-01-10", "nearest", "2024-12-30/2025-01-08"),
        ("III квартал", "2024-12-01", "past", "2024-07/2024-09"),
        ("летом", "2024-12-01", "nearest", "2024-06/2024-08"),
    ],
)
def test_assumed_years_are_marked(text: str, reference: str, direction: Direction, iso: str) -> None:
    (mention,) = find_dates(text)
    assumed = assume_year(mention, PartialDate.parse(reference), direction)
    assert assumed.iso() == iso
    assert assumed.inferred
    assert assumed.resolved
    assert not mention.inferred


@pytest.mark.parametrize("text", ["27 ноября 2023 года", "вчера", "с 2022 года"])
def test_nothing_is_assumed_where_no_year_is_missing(text: str) -> None:
    (mention,) = find_dates(text)
    assert assume_year(mention, PartialDate(2024, 12, 1)) == mention


def test_no_year_is_assumed_that_lacks_the_day() -> None:
    (mention,) = find_dates("29 февраля")
    assert assume_year(mention, PartialDate(2024, 12, 1)).iso() == "2024-02-29"
    assert assume_year(mention, PartialDate(2023)) == mention


def test_mentions_overlap() -> None:
    def mention(text: str) -> DateMention:
        return find_dates(text)[0]

    assert mention("27 ноября 2024 года").overlaps(mention("in November 2024"))
    assert mention("27 ноября").overlaps(mention("2024-yil 27-noyabr"))
    assert mention("3–5 марта 2024").overlaps(mention("5 марта 2024"))
    assert not mention("27 ноября 2024 года").overlaps(mention("28 ноября 2024 года"))
    assert not mention("27 ноября").overlaps(mention("28 ноября 2024 года"))
