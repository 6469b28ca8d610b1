import pytest

from assistant.answer import Answer, Citation, Value
from eval.questions import Claim, Question
from eval.scoring import (
    holds,
    holds_date,
    is_right,
    most_common_answers,
    names_difference,
    score_answer,
    tokens,
)


def question(*answers: str, kind: str = "lookup-who", mode: str = "any", gold: tuple[str, ...] = ("a.txt",)):
    return Question(
        "q", "?", "ru", kind=kind, gold=dict.fromkeys(gold, 1), answers=answers, answers_mode=mode
    )


def reply(short: str | None, text: str = "", *, documents=(), values=(), abstained=False) -> Answer:
    return Answer(
        question="?",
        language="ru",
        answer=text,
        short_answer=short,
        values=list(values),
        abstained=abstained,
        confidence=0.5,
        citations=[
            Citation(n=n, document=document, title="", date=None, page=None, quote="Цитата", start=0, end=6)
            for n, document in enumerate(documents, start=1)
        ],
        question_understood_as="?",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Даврон Исмаилханов", ["давро", "исмаи"]),
        ("ёлка", ["елка"]),
        ("To‘lebayuli, Toʻlebayuli, To'lebayuli", ["toleb"] * 3),
        ("Қауымдастық", ["қауым"]),
        ("2 610 тысяч", ["2610", "тысяч"]),
        ("2\u00a0610 тысяч", ["2610", "тысяч"]),
        ("1,980 and 12,345,678", ["1980", "and", "12345678"]),
        ("2,61 млн, 11.5 %", ["2.61", "млн", "11.5"]),
        ("18.05.2021 в 18:30", ["18", "05", "2021", "в", "18", "30"]),
        ("2023-06-19", ["2023", "06", "19"]),
        ("18 мая 2021, 120 человек", ["18", "мая", "2021", "120", "челов"]),
        ("№ 3/2021, РГ-4", ["3", "2021", "рг", "4"]),
        ("19–30-iyun", ["19", "30", "iyun"]),
        ("😀 —", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "accepted", "expected"),
    [
        ("Исполнительный секретарь Даврон Исмаилханов", "Даврон Исмаилханов", True),
        ("вместе с Давроном Исмаилхановым", "Даврон Исмаилханов", True),
        ("Исмаилханов", "Даврон Исмаилханов", False),
        ("143", "143", True),
        ("1430", "143", False),
        ("143 участника", "86 участников", False),
        ("2,61 млн сарынов", "2.61 млн сарынов", True),
        ("2,610 thousand", "2 610 thousand", True),
        ("18 мая 2022 года", "18 мая 2021 года", False),
        ("18.05.2021", "2021-05-18", True),
        ("The Didor Centre for Social Research", "Didor Centre", True),
        ("on Granatovaya Street in Charbulat", "Granatovaya Street, Charbulat", True),
        ("Dilbar Yunusmetovaning darsi", "Dilbar Yunusmetova", True),
        ("O'zaro kelishuv", "o‘zaro kelishuv", True),
        ("Телмезарда, ескі мақта қоймасында", "ескі мақта қоймасы", True),
        ("Нет, Совет — не орган власти", "нет", True),
        ("нетто", "нет", False),
        ("один два три", "один два три четыре", True),
        ("один два", "один два три четыре", False),
        ("", "нет", False),
        ("что угодно", "—", False),
    ],
)
def test_a_text_holds_an_accepted_answer(text, accepted, expected):
    assert holds(text, accepted) is expected


@pytest.mark.parametrize(
    ("text", "value", "worded", "accepted", "expected"),
    [
        ("27 ноября текущего года", "2024-11-27", "27 ноября  текущего года", "2024-11-27", True),
        ("ноябрь (27 ноября текущего года)", "2024-11-27", "28 ноября", "2024-11-27", False),
        ("27 noyabr kuni", "--11-27", "27 noyabr", "--11-27", True),
        ("2023-yil 19–30-iyun", "2023-06-19/2023-06-30", "19–30-iyun", "2023-06-19", True),
        ("19–30 июня", "2023-06-19/2023-06-30", "19–30 июня", "2023-06-30", False),
        ("қараша айы", "2024-11", "қараша айы", "2024-11", True),
        ("вчера", "2021-10-07", "Вчера", "7 октября", False),
    ],
)
def test_a_date_counts_by_its_iso_value(text, value, worded, accepted, expected):
    assert holds_date(text, [Value(kind="date", text=worded, value=value)], accepted) is expected


def test_only_dates_count_by_their_value():
    number = Value(kind="number", text="сто", value="2024")
    assert not holds_date("сто", [number], "2024")


@pytest.mark.parametrize(
    ("answers", "kind", "mode", "text", "expected"),
    [
        (("семь", "7"), "count", "any", "7 психологов", True),
        (("94", "17"), "lookup-number", "all", "94 заявки, поддержано 17", True),
        (("94", "17"), "lookup-number", "all", "94 заявки", False),
        (("Байсара", "Навдиз", "Чарбулат", "Тельмезар"), "list", "all", "Байсара, Навдиз и Чарбулат", True),
        (("Байсара", "Навдиз", "Чарбулат", "Тельмезар"), "list", "all", "Байсара и Навдиз", False),
        (("Baysara", "Navdiz"), "list", "any", "Baysara", False),
        (("14 сентября 2023 года / 2023-09-14", "21 сентября"), "x", "all", "14.09.2023 и 21 сентября", True),
        (("да", "Чарбулат воздержался"), "yes-no", "any", "Да [1]", True),
        ((), "lookup-who", "any", "кто угодно", False),
    ],
)
def test_right_answers_by_mode(answers, kind, mode, text, expected):
    assert is_right(question(*answers, kind=kind, mode=mode), text) is expected


def test_an_answer_is_scored_in_all_its_parts():
    score = score_answer(
        question("Мадина Орзуева"), reply("Мадина Орзуева", documents=["a.txt", "b.txt", "a.txt"])
    )
    assert (score.abstained, score.short_answer_right, score.right_anywhere) == (False, True, True)
    assert score.citation_precision == pytest.approx(2 / 3)
    assert score.gold_cited


def test_the_right_answer_may_stand_below_a_wrong_short_one():
    score = score_answer(
        question("Орзуева"), reply("Вахтина", "Её вела М. Орзуева [1].", documents=["b.txt"])
    )
    assert (score.short_answer_right, score.right_anywhere, score.gold_cited) == (False, True, False)


def test_a_date_value_counts_in_the_whole_answer():
    value = Value(kind="date", text="вчера", value="2021-10-07")
    asked = question("2021-10-07", kind="lookup-date")
    assert score_answer(asked, reply("вчера", values=[value])).short_answer_right
    late = score_answer(asked, reply(None, "Сессия прошла вчера [1].", values=[value]))
    assert (late.short_answer_right, late.right_anywhere) == (False, True)


def test_abstaining_is_right_nowhere():
    score = score_answer(question("7"), reply("7", "7", documents=["a.txt"], abstained=True))
    assert (score.abstained, score.short_answer_right, score.right_anywhere) == (True, False, False)


@pytest.mark.parametrize(
    ("wrong", "claimed", "expected"),
    [
        ("18 марта", ["18 марта 2021 года"], True),
        ("18 марта", ["марта"], True),
        ("18 марта", ["Тельмезар"], False),
        ("Нилуфар Ахрорбекова", ["Ахрорбекову"], True),
        ("«Chashma» tarmog‘i", ["Chashma tarmog'ining"], True),
        ("Навдизде", ["Навдизде", "x"], True),
        ("the Didor Centre", ["Marcus Teille"], False),
        ("143", ["1430"], False),
        ("143", [], False),
        ("", ["143"], False),
    ],
)
def test_a_difference_covers_half_of_the_wrong_part(wrong, claimed, expected):
    claim = Claim("c", wrong, "ru", "refuted", wrong_part=wrong)
    assert names_difference(claim, claimed) is expected


def test_the_commonest_answer_of_each_kind():
    questions = [
        question("да", kind="yes-no"),
        question("нет", kind="yes-no"),
        question("нет", kind="yes-no"),
        question("2023", kind="count"),
        question("19", "2023", kind="count"),
        question(kind="paraphrase"),
    ]
    assert most_common_answers(questions) == {"yes-no": "нет", "count": "2023"}
