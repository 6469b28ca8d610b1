"""Several questions in one, years, comparisons; which in a row; what stands first, and words in form."""

import pytest

from assistant.extraction.nominative import nominative
from assistant.extraction.roles import with_role
from assistant.extraction.uzbek import is_cyrillic, latin
from assistant.ordinals import ordinals, ordinals_agree
from assistant.parts import asks_page, change, parts_of
from assistant.question import understand
from ingest.dates import PartialDate

TODAY = PartialDate.parse("2026-06-01")


@pytest.mark.parametrize(
    ("text", "searched", "wanted"),
    [
        (
            "Сколько заявок пришло на конкурс и сколько поддержали?",
            [
                "Сколько заявок пришло на конкурс",
                "сколько поддержали? Сколько заявок пришло на конкурс",
            ],
            ["number", "number"],
        ),
        (
            "Кто и когда подписал меморандум?",
            ["Кто подписал меморандум?", "когда подписал меморандум? Кто подписал меморандум?"],
            ["person", "date"],
        ),
        (
            "Kim va qachon ochgan forumni?",
            ["Kim ochgan forumni?", "qachon ochgan forumni? Kim ochgan forumni?"],
            ["person", "date"],
        ),
        (
            "Who chaired the board in 2022 and who in 2024?",
            ["Who chaired the board in 2022?", "Who chaired the board in 2024?"],
            ["person", "person"],
        ),
        (
            "Как менялся бюджет фонда с 2022 по 2024 год?",
            [
                "Как менялся бюджет фонда 2022?",
                "Как менялся бюджет фонда 2023?",
                "Как менялся бюджет фонда 2024?",
            ],
            ["number"] * 3,
        ),
        (
            "Compare the size of the first and the second phase.",
            ["Compare the size of the first phase.", "Compare the size of the second phase."],
            ["number", "number"],
        ),
        (
            "Больше ли звонков было в 2024 году, чем в 2023?",
            ["Больше ли звонков было в 2023?", "Больше ли звонков было в 2024?"],
            ["number", "number"],
        ),
        ("Кто председатель и что он сказал?", [], []),
        ("How many people came in 2022, according to the 2024 report?", [], []),
        ("Какие поправки приняты и отклонены?", [], []),
        ("Қанша адам қатысты?", [], []),
    ],
)
def test_a_question_is_taken_apart(text: str, searched: list[str], wanted: list[str]) -> None:
    parts = parts_of(understand(text, TODAY), TODAY)
    assert [part.question.searched for part in parts] == searched
    assert [part.question.wanted for part in parts] == wanted


def test_years_head_their_answers() -> None:
    parts = parts_of(understand("Сколько грантов выдали в 2023 и 2024 годах?", TODAY), TODAY)
    assert [part.label for part in parts] == ["2023", "2024"]
    assert [[mention.iso() for mention in part.question.dates] for part in parts] == [["2023"], ["2024"]]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Сколько семей приехало и на какой странице это сказано?", True),
        ("On which page is the budget?", True),
        ("Qaysi betda yozilgan?", True),
        ("Где страница отчёта о поездке?", False),
    ],
)
def test_the_page_is_asked_for(text: str, asks: bool) -> None:
    assert asks_page(text) is asks


@pytest.mark.parametrize(
    ("values", "question", "grown"),
    [
        ([10.0, 12.0], "Стало ли больше звонков?", False),
        ([12.0, 10.0], "Were there more calls in 2024 than in 2023?", True),
        ([12.0, 10.0], "Стало ли меньше звонков?", False),
        ([10.0, 10.0], "Стало ли больше звонков?", None),
        ([10.0], "Стало ли больше звонков?", None),
        ([10.0, 12.0], "Сколько было звонков?", None),
    ],
)
def test_more_or_less(values: list[float], question: str, grown: bool | None) -> None:
    assert change(values, question) is grown


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("на втором заседании", {2}),
        ("Третья конференция и первый форум", {1, 3}),
        ("the second session", {2}),
        ("uchinchi ayollar forumi", {3}),
        ("иккинчи мажлис", {2}),
        ("төртінші жиналыс", {4}),
        ("3-я сессия", {3}),
        ("во вторник пять человек", set()),
    ],
)
def test_places_in_a_row(text: str, numbers: set[int]) -> None:
    assert ordinals(text) == numbers


def test_another_place_in_a_row_is_another_thing() -> None:
    assert ordinals_agree("третий форум", "Второй форум прошёл в мае") == 0.0
    assert ordinals_agree("третий форум", "Uchinchi forum") == 1.0
    assert ordinals_agree("третий форум", "Форум прошёл в мае") == 0.5
    assert ordinals_agree("форум", "Второй форум") == 1.0


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ташкенте", "Ташкент"),
        ("Самаркандской области", "Самаркандская область"),
        ("Алматы", "Алматы"),
        ("Россией", "Россия"),
        ("улице Гранатовой, 8", "улица Гранатовая, 8"),
        ("Навдизе", "Навдизе"),
    ],
)
def test_places_in_the_nominative(text: str, plain: str) -> None:
    assert nominative(text) == plain


@pytest.mark.parametrize(
    ("cyrillic", "spelt"),
    [
        ("Халқаро қўшничилик медиацияси институти", "Xalqaro qo‘shnichilik mediatsiyasi instituti"),
        ("Ихтиёр Норқўзиев", "Ixtiyor Norqo‘ziyev"),
        ("ЕХҲТ", "YEXHT"),
        ("цирк", "sirk"),
        ("Toshkent", "Toshkent"),
    ],
)
def test_uzbek_in_latin_letters(cyrillic: str, spelt: str) -> None:
    assert latin(cyrillic) == spelt
    assert is_cyrillic(cyrillic) is (cyrillic != "Toshkent")


@pytest.mark.parametrize(
    ("text", "name", "language", "widened"),
    [
        ("Вела её председатель Совета Мадина Орзуева.", "Мадина Орзуева", "ru",
         "председатель Совета Мадина Орзуева"),
        ("Выступили гости, Алишер Каримов и другие.", "Алишер Каримов", "ru", "Алишер Каримов"),
        ("Jane Smith, executive director of the fund, said", "Jane Smith", "en",
         "Jane Smith, executive director of the fund"),
        ("Forumni Kengash raisi Aygerim Dosbulatova ochdi.", "Aygerim Dosbulatova", "uz",
         "Kengash raisi Aygerim Dosbulatova"),
        ("Колледж директоры Сәуле Нұрпейілова айтты", "Сәуле Нұрпейілова", "kk",
         "Колледж директоры Сәуле Нұрпейілова"),
    ],
)  # fmt: skip
def test_a_person_with_the_role(text: str, name: str, language: str, widened: str) -> None:
    start = text.index(name)
    begin, end = with_role(text, start, start + len(name), language)
    assert text[begin:end] == widened
