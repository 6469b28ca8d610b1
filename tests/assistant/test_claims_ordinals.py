"""Which one in a row, in words and figures."""

import pytest

from assistant.claims.ordinals import ordinals


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Второй результат у братьев из Бухары", [2]),
        ("На 19-й сессии выступили двое", [19]),
        ("двадцатая сессия и седьмая глава", [20, 7]),
        ("19-sessiya Samarqandda o‘tdi", [19]),
        ("Birinchi o‘rin, to‘qqizinchi bob", [1, 9]),
        ("Учинчи ўрин", [3]),
        ("Екінші орынға 30 мың теңге берілді", [2]),
        ("the 2nd and third sessions", [2, 3]),
        ("Трёх человек пятого не дождались", [5]),
        ("Пятница, второпях", []),
    ],
)
def test_ordinals(text: str, values: list[int]) -> None:
    assert [value for _, _, value in ordinals(text)] == values
