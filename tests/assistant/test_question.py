"""What questions want, and in which language, as staff type them."""

import pytest

from assistant.followup import leans_on_previous, resolved
from assistant.question import question_language, understand
from ingest.dates import PartialDate

TODAY = PartialDate.parse("2026-06-01")

WANTED = [
    ("Когда прошла конференция?", "ru", "date"),
    ("с какого месяца работает платформа", "ru", "date"),
    ("В каком году избрали председателя?", "ru", "date"),
    ("Где находится секретариат?", "ru", "place"),
    ("Откуда приехали эксперты?", "ru", "place"),
    ("Кто организовал мероприятие", "ru", "person"),
    ("По чьей инициативе появился Совет?", "ru", "person"),
    ("Какая организация провела опрос?", "ru", "organisation"),
    ("Сколько человек участвовало?", "ru", "number"),
    ("Какой бюджет утвердили на 2024 год?", "ru", "number"),
    ("Перечисли международных участников", "ru", "list"),
    ("Какие рекомендации выработали эксперты?", "ru", "list"),
    ("Что такое малый грант?", "ru", "definition"),
    ("Расшифруй РЦПДЦА", "ru", "definition"),
    ("Кого устав называет попечителем?", "ru", "definition"),
    ("Почему перенесли ярмарку?", "ru", "reason"),
    ("Является ли Совет органом власти?", "ru", "yes-no"),
    ("Сделай краткую справку для нового сотрудника", "ru", "summary"),
    ("А что там было про махаллю?", "ru", "passage"),
    ("gde nahoditsya sekretariat", "ru", "place"),
    ("skolko gorodov v sovete", "ru", "number"),
    ("When was the conference held?", "en", "date"),
    ("Since when has the hotline worked?", "en", "date"),
    ("Where did the session take place?", "en", "place"),
    ("Which town hosts the next forum?", "en", "place"),
    ("Who organised the conference?", "en", "person"),
    ("How many people attended?", "en", "number"),
    ("List the partners", "en", "list"),
    ("What is a mahalla?", "en", "definition"),
    ("Whom do the rules call a guest?", "en", "definition"),
    ("Did the OSCE co-organise it?", "en", "yes-no"),
    ("Why was the fair postponed?", "en", "reason"),
    ("Konferensiya qachon bo‘lib o‘tdi?", "uz", "date"),
    ("Konferensiya qayerda bo'lib o'tdi?", "uz", "place"),
    ("Konferensiyani kim tashkil qilgan?", "uz", "person"),
    ("Forumda necha kishi qatnashdi?", "uz", "number"),
    ("Anjumanda nechta davlat vakili bor edi?", "uz", "number"),
    ("Репатриант дегани нима?", "uz", "definition"),
    ("Конференция қачон ўтди?", "uz", "date"),
    ("Nega yarmarka kechiktirildi?", "uz", "reason"),
    ("Конференция қашан өтті?", "kk", "date"),
    ("Форум қай қалада өтті?", "kk", "place"),
    ("Төрағаны кім сайлады?", "kk", "person"),
    ("Оған қанша адам қатысты?", "kk", "number"),
]


@pytest.mark.parametrize(("text", "language", "wanted"), WANTED)
def test_language_and_kind_of_answer(text: str, language: str, wanted: str) -> None:
    question = understand(text, TODAY)
    assert (question.language, question.wanted) == (language, wanted)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Кто был председателем в 2020 году?", ["2020"]),
        ("Что решили в прошлом году?", ["2025"]),
        ("What happened in May 2024?", ["2024-05"]),
        ("2024-yilda nechta qo‘ng‘iroq kelgan?", ["2024"]),
        ("Кто председатель?", []),
    ],
)
def test_dates_are_measured_from_the_day_of_asking(text: str, dates: list[str]) -> None:
    assert [mention.iso() for mention in understand(text, TODAY).dates] == dates


def test_numbers_outside_dates_are_kept() -> None:
    assert understand("Сколько звонков приняла линия 1147 в 2025 году?", TODAY).numbers == ("1147",)


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("А кто ещё?", True),
        ("Кто её вёл?", True),
        ("Сколько из них про работу?", True),
        ("And the year after?", True),
        ("When exactly?", True),
        ("Ular orasida nechta bola bor edi?", True),
        ("Нет, я про майскую", True),
        ("Оған кім қатысты?", True),
        ("Кто организовал международную конференцию в Ташкенте?", False),
        ("When was the Nordwell memorandum signed in Telmezar?", False),
        ("Baysaraga 2022-yil martda nechta oila keldi?", False),
    ],
)
def test_follow_ups_are_told_from_first_questions(text: str, leans: bool) -> None:
    assert leans_on_previous(understand(text, TODAY)) is leans


def test_a_follow_up_shows_what_it_leans_on() -> None:
    first = understand("Когда прошла конференция в Ташкенте?", TODAY)
    then = resolved(understand("А кто её организовал?", TODAY), first, TODAY)
    assert then.understood == "А кто её организовал? (к вопросу «Когда прошла конференция в Ташкенте?»)"
    assert then.wanted == "person"
    assert then.searched == "А кто её организовал? Когда прошла конференция в Ташкенте?"


@pytest.mark.parametrize(
    ("first", "then", "understood"),
    [
        (
            "Сколько звонков приняла линия в 2023 году?",
            "А в 2024 году?",
            "Сколько звонков приняла линия в 2024 году?",
        ),
        (
            "How many mediators were trained in 2022?",
            "And in 2023?",
            "How many mediators were trained in 2023?",
        ),
        ("Сколько семей приехало в Самарканд?", "А в Ташкент?", "Сколько семей приехало в Ташкент?"),
        ("2023-yilda nechta grant berilgan?", "2024-yilda-chi?", "2024-yilda nechta grant berilgan?"),
        ("2023 жылы қанша маман оқытылды?", "Ал 2024 жылы?", "2024 жылы қанша маман оқытылды?"),
    ],
)
def test_what_a_follow_up_changes_is_put_in_its_place(first: str, then: str, understood: str) -> None:
    question = resolved(understand(then, TODAY), understand(first, TODAY), TODAY)
    assert question.understood == understood
    assert question.wanted == understand(first, TODAY).wanted
    assert question.follow_up


def test_a_chain_of_follow_ups_keeps_its_beginning() -> None:
    first = understand("Когда открылся центр «Умид»?", TODAY)
    second = resolved(understand("Сколько там психологов?", TODAY), first, TODAY)
    third = resolved(understand("Кто им руководит?", TODAY), second, TODAY)
    assert third.thread == ("Когда открылся центр «Умид»?", "Сколько там психологов?")
    assert "←" not in third.understood


def test_language_of_a_few_words() -> None:
    assert question_language("бюджет 2024") == "ru"
    assert question_language("budget 2024") == "en"
