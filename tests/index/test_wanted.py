"""What a question asks for, in four languages."""

import pytest

from index.wanted import wanted


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("Когда прошла сессия?", {"date"}),
        ("Какого числа подписали меморандум", {"date"}),
        ("when was the charter adopted", {"date"}),
        ("On which date did it open?", {"date"}),
        ("Sessiya qachon bo‘lib o‘tdi?", {"date"}),
        ("Сессия қачон бўлди", {"date"}),
        ("Отырыс қашан өтті?", {"date"}),
        ("Сколько человек пришло?", {"number"}),
        ("Какую сумму выделили", {"number"}),
        ("How many people attended?", {"number"}),
        ("Nechta oila keldi?", {"number"}),
        ("Қанша маман оқыды?", {"number"}),
        ("Кто вёл заседание?", {"person"}),
        ("who chaired it", {"person"}),
        ("Majlisni kim olib bordi?", {"person"}),
        ("Отырысты кім жүргізді?", {"person"}),
        ("Кто и когда подписал?", {"person", "date"}),
        ("Что решили по бюджету?", set()),
        ("Где находится хаб", set()),
        ("the dated carpet", set()),
        ("", set()),
    ],
)
def test_what_is_wanted(question: str, wants: set[str]) -> None:
    assert wanted(question) == wants
