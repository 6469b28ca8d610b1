"""Numbers of claims and documents: roundings, bounds, corrections, identifiers."""

import pytest

from assistant.claims.quantities import agree, quantities


@pytest.mark.parametrize(
    ("claimed", "language", "found", "found_language", "same"),
    [
        ("около 40 участников", "ru", "38 участников", "ru", True),
        ("about 40 people", "en", "38 человек", "ru", True),
        ("taxminan 40 nafar", "uz", "38 nafar", "uz", True),
        ("38 участников", "ru", "83 участника", "ru", False),
        ("почти 2000 посетителей", "ru", "1 980 посетителей", "ru", True),
        ("более 100 семей", "ru", "112 семей", "ru", True),
        ("более 100 семей", "ru", "98 семей", "ru", False),
        ("3.1 million", "en", "3,1 млн сарынов", "ru", True),
        ("3.1 million", "en", "3,1 тысячи сарынов", "ru", False),
        ("решение № 14/2022", "ru", "решение № 14/2022", "ru", True),
        ("решение № 14/2022", "ru", "решение № 15/2022", "ru", False),
        ("six weeks late", "en", "на полтора месяца позже", "ru", True),
        ("half a year later", "en", "через шесть месяцев", "ru", True),
        ("полгода спустя", "ru", "bir yarim yil", "uz", False),
        ("тўққизта дўкон", "uz", "девять лавок", "ru", True),
        ("тоғыз апта", "kk", "9 hafta", "uz", True),
        ("десять минут", "ru", "10 человек", "ru", False),
        ("ikkinchi o‘rin", "uz", "второе место", "ru", True),
        ("екінші орын", "kk", "third place", "en", False),
        ("eleven recommendations", "en", "11 рекомендаций", "ru", True),
    ],
)
def test_agreement(claimed: str, language: str, found: str, found_language: str, same: bool) -> None:
    (one,), (other,) = quantities(claimed, language, []), quantities(found, found_language, [])
    assert agree(one, other) is same


@pytest.mark.parametrize(
    ("text", "language", "taken_back"),
    [
        ("составляет 198, а не 214", "ru", [False, True]),
        ("198 вместо 214 человек", "ru", [False, True]),
        ("198 people instead of 214", "en", [False, True]),
        ("198 человек и 214 семей", "ru", [False, False]),
    ],
)
def test_numbers_taken_back(text: str, language: str, taken_back: list[bool]) -> None:
    assert [quantity.taken_back for quantity in quantities(text, language, [])] == taken_back


def test_a_table_leaves_thousands_unsaid() -> None:
    (claimed,), (row,) = quantities("700 тысяч", "ru", []), quantities("700", "ru", [])
    assert agree(claimed, row, table=True)
    assert not agree(claimed, row)


@pytest.mark.parametrize("text", ["3. О ходе реставрации.", "7 | Заслоны от снега | Бухара"])
def test_a_number_that_counts_its_line_counts_nothing(text: str) -> None:
    assert quantities(text, "ru", []) == []
