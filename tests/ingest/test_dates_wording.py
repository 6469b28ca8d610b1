"""Dates in words, in every language, and read back."""

import pytest

from ingest.dates import PartialDate, find_dates, format_date
from ingest.document import Language

_WORDED = [
    ("2024-11-27", "27 ноября 2024 года", "27 November 2024", "2024-yil 27-noyabr", "2024 жылғы 27 қараша"),
    ("2024-05", "май 2024 года", "May 2024", "2024-yil may", "2024 жылғы мамыр"),
    ("2024", "2024 год", "2024", "2024-yil", "2024 жыл"),
    ("--11-27", "27 ноября", "27 November", "27-noyabr", "27 қараша"),
    ("--05", "май", "May", "may", "мамыр"),
    (
        "2024-03-03/2024-03-05",
        "3–5 марта 2024 года",
        "3–5 March 2024",
        "2024-yil 3–5-mart",
        "2024 жылғы 3–5 наурыз",
    ),
    ("--03-03/--03-05", "3–5 марта", "3–5 March", "3–5-mart", "3–5 наурыз"),
    (
        "2023-02-28/2023-03-02",
        "28 февраля – 2 марта 2023 года",
        "28 February – 2 March 2023",
        "2023-yil 28-fevral – 2-mart",
        "2023 жылғы 28 ақпан – 2 наурыз",
    ),
    (
        "2024-12-30/2025-01-08",
        "30 декабря 2024 года – 8 января 2025 года",
        "30 December 2024 – 8 January 2025",
        "2024-yil 30-dekabr – 2025-yil 8-yanvar",
        "2024 жылғы 30 желтоқсан – 2025 жылғы 8 қаңтар",
    ),
    (
        "2024-07/2024-09",
        "июль–сентябрь 2024 года",
        "July–September 2024",
        "2024-yil iyul–sentabr",
        "2024 жылғы шілде–қыркүйек",
    ),
    ("--09/--11", "сентябрь–ноябрь", "September–November", "sentabr–noyabr", "қыркүйек–қараша"),
    ("2022/2024", "2022–2024 годы", "2022–2024", "2022–2024-yillar", "2022–2024 жылдар"),
]
_LANGUAGES: tuple[Language, ...] = ("ru", "en", "uz", "kk")
_CASES = [
    (row[0], language, wording)
    for row in _WORDED
    for language, wording in zip(_LANGUAGES, row[1:], strict=True)
]


@pytest.mark.parametrize(("iso", "language", "wording"), _CASES)
def test_words(iso: str, language: Language, wording: str) -> None:
    assert format_date(iso, language) == wording


@pytest.mark.parametrize("language", ["ru", "en", "uz", "kk", "ky", "tg"])
@pytest.mark.parametrize(
    "iso", ["2024-11-27", "--03-08", "2024-05", "2024-03-03/2024-03-05", "2023-02-28/2023-03-02"]
)
def test_wording_is_read_back(language: Language, iso: str) -> None:
    worded = format_date(iso, language)
    assert [mention.iso() for mention in find_dates(worded, language)] == [iso]


def test_mentions_and_partial_dates_are_worded_too() -> None:
    (mention,) = find_dates("с 3 по 5 марта 2024 года")
    assert format_date(mention, "en") == "3–5 March 2024"
    assert format_date(PartialDate(2024, 5), "uz") == "2024-yil may"
    assert format_date(PartialDate(), "ru") == ""


def test_unknown_language_is_worded_in_english() -> None:
    assert format_date("2024-11-27", "und") == "27 November 2024"


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="not a date"):
        format_date("soon", "ru")
