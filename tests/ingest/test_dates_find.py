"""Dates found in texts of four languages, against a table."""

import csv
import random
import time
from pathlib import Path

import pytest

from ingest.dates import DateMention, PartialDate, find_dates

_HERE = Path(__file__).parent


def _rows(name: str) -> list[list[str]]:
    with (_HERE / name).open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [[cell.replace(r"\n", "\n") for cell in row] for row in rows if not row[0].startswith("#")]


def _shown(mention: DateMention) -> str:
    flags = ["r"] * mention.relative + ["?"] * (not mention.resolved) + ["i"] * mention.inferred
    flags += [mention.open] if mention.open else []
    return " ".join([mention.text, "=", mention.iso(), *flags]).rstrip()


def _found(text: str, language: str | None, reference: str) -> str:
    asked = PartialDate.parse(reference) if reference != "-" else None
    return " ; ".join(_shown(mention) for mention in find_dates(text, language, asked))


_DATES = _rows("dates.tsv")
_NOT_DATES = _rows("not_dates.tsv")


@pytest.mark.parametrize(("language", "reference", "text", "expected"), _DATES)
def test_finds(language: str, reference: str, text: str, expected: str) -> None:
    assert _found(text, language, reference) == expected


# Kyrgyz and Tajik share the names of months with Russian: without their own letters they must be announced.
@pytest.mark.parametrize(
    ("language", "reference", "text", "expected"), [row for row in _DATES if row[0] not in ("ky", "tg")]
)
def test_finds_without_being_told_the_language(
    language: str, reference: str, text: str, expected: str
) -> None:
    assert _found(text, None, reference) == expected


@pytest.mark.parametrize(("language", "text"), _NOT_DATES)
def test_leaves_alone(language: str, text: str) -> None:
    assert find_dates(text, language) == []
    assert find_dates(text) == []


def test_table_is_spread_over_languages() -> None:
    languages = [row[0] for row in _DATES]
    assert min(languages.count(language) for language in ("ru", "en", "uz", "kk")) >= 50


def _check(text: str) -> None:
    end = 0
    for mention in find_dates(text, reference=PartialDate(2024, 2, 29)):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert mention.last is None or not mention.resolved or not mention.last < mention.first
        end = mention.end


@pytest.mark.parametrize("seed", range(40))
def test_any_row_of_date_words_keeps_offsets_apart(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [word for row in _DATES + _NOT_DATES for word in row[2 if len(row) == 4 else 1].split()]
    signs = [" ", " ", " ", "\n", "-", "–", ", ", ". ", "/", "", "\n\n", "№ ", "😀", "e\u0301"]
    _check("".join(chance.choice(pieces) + chance.choice(signs) for _ in range(300)))


@pytest.mark.parametrize("seed", range(20))
def test_any_text_keeps_offsets_apart(seed: int) -> None:
    chance = random.Random(seed)
    letters = "0123456789 .,-–/№\n'ʻ\u0301\u00ad\t😀абвгийяўқғҳәіңөұ мартmayyilг." + "2024 "
    _check("".join(chance.choice(letters) for _ in range(2000)))


@pytest.mark.parametrize(
    "piece",
    ["1", "1.", "1-", " ", "а", "а-\n", "\n \n", "a'", "\u0301", "2024–", "3, ", "мая ", "с ", "27 ноября "],
)
def test_long_repetition_takes_no_long_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begin = time.process_time()
    _check(text)
    assert time.process_time() - begin < 10
