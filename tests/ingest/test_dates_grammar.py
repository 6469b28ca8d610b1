"""What is told of a rule of dates before it is compiled."""

import re

import pytest

from ingest.dates.find import _levels
from ingest.dates.grammar import _LOOKS, _MAY_LACK, _items
from ingest.dates.words import LANGUAGES


@pytest.mark.parametrize(
    ("pattern", "items"),
    [
        ("WD? the? day=DAY", ["WD?", "the?", "day=DAY"]),
        ("(?:dash|to) day2=DAY", ["(?:dash|to)", "day2=DAY"]),
        ("(?<=of|near) year=num_year (?:dash q)?", ["(?<=of|near)", "year=num_year", "(?:dash q)?"]),
        ("YW year=num_year|year=YNUM YW", ["YW year=num_year|year=YNUM YW"]),
    ],
)
def test_a_pattern_is_taken_apart_where_its_parts_stand_side_by_side(pattern: str, items: list[str]) -> None:
    assert _items(pattern) == items


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_rule_cannot_do_without_is_never_empty(language: str) -> None:
    for grammar in _levels(language):  # type: ignore[arg-type]
        for rule in grammar._rules:
            for item in _items(rule.pattern):
                expression, _ = rule._alphabet.translate(item)
                sure = not item.startswith(_LOOKS) and not _MAY_LACK.search(item)
                assert not (sure and re.fullmatch(expression, "")), (rule.pattern, item)
