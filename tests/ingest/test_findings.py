from dataclasses import astuple

import pytest

from ingest.document import Block, ExtractedText, Metadata
from ingest.findings import Findings, as_rows, find, from_rows
from ingest.findings.decisions import votes_in
from ingest.findings.people import meeting, nominative, role_name


def found(text: str, language: str, date: str | None, kind: str = "letter", title: str = "") -> Findings:
    """What is found in paragraphs; those with ` | ` are rows, those with a dash items."""
    blocks, place = [], 0
    for paragraph in text.split("\n\n"):
        form = "table-row" if " | " in paragraph else "list-item" if paragraph[0] == "—" else "paragraph"
        blocks.append(Block(form, place, place + len(paragraph)))
        place += len(paragraph) + 2
    return find(ExtractedText(text, tuple(blocks)), Metadata(title, language, kind, date, "text"))


EVENTS = [
    (
        "ru",
        "2024-11-28",
        "27 ноября текущего года в Ташкенте состоялась региональная конференция по реинтеграции.",
        [("2024-11-27", None, "held", "В Ташкенте состоялась региональная конференция по реинтеграции")],
    ),
    (
        "ru",
        "2024-11-28",
        "В Ташкенте с 25 по 27 ноября прошёл семинар для психологов.",
        [("2024-11-25", "2024-11-27", "held", "В Ташкенте прошёл семинар для психологов")],
    ),
    (
        "ru",
        "2024-03-10",
        "Вчера и сегодня в Бухаре проходил форум женщин.",
        [("2024-03-09", "2024-03-10", "held", "В Бухаре проходил форум женщин")],
    ),
    (
        "ru",
        "2025-02-01",
        "Состоялись две встречи: 3 марта 2024 года в Оше и 5 июня 2024 года в Бишкеке.",
        [
            ("2024-03-03", None, "held", "Встреча: в Оше"),
            ("2024-06-05", None, "held", "Встреча: в Бишкеке"),
        ],
    ),
    (
        "ru",
        "2023-09-10",
        "Ярмарка вакансий «Первый шаг», назначенная на 14 сентября, перенесена на 21 сентября.",
        [
            ("2023-09-14", None, "moved", "Ярмарка вакансий «Первый шаг»"),
            ("2023-09-21", None, "planned", "Ярмарка вакансий «Первый шаг»"),
        ],
    ),
    (
        "ru",
        "2023-09-10",
        "Заседание рабочей группы перенесено с 14 на 21 сентября.",
        [
            ("2023-09-14", None, "moved", "Заседание рабочей группы"),
            ("2023-09-21", None, "planned", "Заседание рабочей группы"),
        ],
    ),
    (
        "ru",
        "2025-10-10",
        "Сообщаем, что конференция по медиации, запланированная на 14–15 октября, состоится 28–29 октября.",
        [
            ("2025-10-14", "2025-10-15", "moved", "Конференция по медиации"),
            ("2025-10-28", "2025-10-29", "planned", "Конференция по медиации"),
        ],
    ),
    (
        "ru",
        "2023-09-10",
        "Форум молодёжи состоится 5–6 октября в Самарканде.",
        [("2023-10-05", "2023-10-06", "planned", "Форум молодёжи состоится в Самарканде")],
    ),
    ("ru", None, "18 мая открыта библиотека.", [("--05-18", None, "held", "Открыта библиотека")]),
    (
        "en",
        "2024-11-28",
        "A regional conference on reintegration was held in Tashkent on 27 November.",
        [("2024-11-27", None, "held", "A regional conference on reintegration was held in Tashkent")],
    ),
    (
        "en",
        "2024-11-28",
        "The forum, first planned for 5 December, was postponed to 12 December.",
        [("2024-12-05", None, "moved", "The forum"), ("2024-12-12", None, "planned", "The forum")],
    ),
    (
        "en",
        "2024-11-28",
        "The second session will take place in Samarkand on 3-4 March 2025.",
        [("2025-03-03", "2025-03-04", "planned", "The second session will take place in Samarkand")],
    ),
    (
        "uz",
        "2024-11-28",
        "27-noyabr kuni Toshkentda mintaqaviy konferensiya bo‘lib o‘tdi.",
        [("2024-11-27", None, "held", "Toshkentda mintaqaviy konferensiya bo‘lib o‘tdi")],
    ),
    (
        "uz",
        "2024-11-28",
        "2025-yil 14-15-may kunlari Samarqandda yoshlar forumi o‘tkaziladi.",
        [("2025-05-14", "2025-05-15", "planned", "Samarqandda yoshlar forumi o‘tkaziladi")],
    ),
    (
        "uz",
        "2023-09-10",
        "Yarmarka 14-sentabrdan 21-sentabrga ko‘chirildi.",
        [("2023-09-14", None, "moved", "Yarmarka"), ("2023-09-21", None, "planned", "Yarmarka")],
    ),
    (
        "uz",
        "2024-11-28",
        "27 ноябрь куни Тошкентда минтақавий конференция бўлиб ўтди.",
        [("2024-11-27", None, "held", "Тошкентда минтақавий конференция бўлиб ўтди")],
    ),
    (
        "uz",
        "2023-09-10",
        "Ярмарка 14 сентябрдан 21 сентябрга кўчирилди.",
        [("2023-09-14", None, "moved", "Ярмарка"), ("2023-09-21", None, "planned", "Ярмарка")],
    ),
    (
        "kk",
        "2024-11-28",
        "27 қарашада Алматыда өңірлік конференция өтті.",
        [("2024-11-27", None, "held", "Алматыда өңірлік конференция өтті")],
    ),
    (
        "kk",
        "2024-11-28",
        "2025 жылғы 14 мамырда Астанада жастар форумы өтеді.",
        [("2025-05-14", None, "planned", "Астанада жастар форумы өтеді")],
    ),
    (
        "kk",
        "2023-09-10",
        "Жәрмеңке 14 қыркүйектен 21 қыркүйекке ауыстырылды.",
        [("2023-09-14", None, "moved", "Жәрмеңке"), ("2023-09-21", None, "planned", "Жәрмеңке")],
    ),
]


@pytest.mark.parametrize(("language", "date", "text", "expected"), EVENTS)
def test_events_of_a_sentence(language, date, text, expected):
    events = found(text, language, date).events
    assert [(one.date, one.date_end, one.status, one.title) for one in events] == expected
    assert all(text[one.start : one.end] == one.quote for one in events)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Заявки принимаются до 1 июня."),
        ("ru", "Ваше письмо от 19 января получено."),
        ("ru", "По состоянию на 31 декабря открыто 12 школ."),
        ("ru", "Ежегодно, 5 октября, проходит праздник."),
        ("ru", "В 2022 году в совете было 40 человек."),
        ("ru", "«Сегодня мы открыли школу, — сказал он»."),
        ("en", "Applications are open until 1 June."),
        ("en", "Thank you for your letter of 19 January."),
        ("uz", "Arizalar 10-iyungacha qabul qilinadi."),
        ("kk", "Өтінімдер 10 маусымға дейін қабылданады."),
    ],
)
def test_terms_papers_and_figures_are_no_events(language, text):
    assert found(text, language, "2024-01-20").events == ()


def test_a_press_release_is_about_what_its_title_tells():
    title = "В Навдизе завершилась конференция о молодёжи"
    text = (
        f"{title}\n\n19 апреля 2024 года\n\nВ Навдизе закончила работу двухдневная конференция о молодёжи. "
        "Она открылась 18 апреля — на неделю позже, чем сообщалось."
    )
    first, *_ = found(text, "ru", "2024-04-19", "press-release", title).events
    assert (first.main, first.title, first.date, first.date_end) == (True, title, "2024-04-18", "2024-04-19")
    assert first.delayed
    assert text[first.start : first.end] == first.quote


def test_minutes_are_the_meeting_with_its_decisions():
    title = "ПРОТОКОЛ № 7 очередной сессии Совета сообществ"
    text = (
        f"{title}\n\n12 декабря 2023 года, г. Тельмезар\n\nПовестка дня\n\n1. О бюджете.\n\n2. Разное.\n\n"
        "Решили (№ 16/2023): утвердить бюджет. Голосовали: за — 4, против — 1.\n\n"
        "Решили (№ 17/2023): создать службу.\n\nГолосовали: за — 5."
    )
    told = found(text, "ru", "2023-12-12", "minutes", title)
    (event,) = told.events
    assert (event.title, event.date, event.place) == (
        "Очередная сессия Совета сообществ",
        "2023-12-12",
        "Тельмезар",
    )
    assert event.decisions == ("утвердить бюджет.", "создать службу.")
    assert [(one.number, one.votes and one.votes.favour) for one in told.decisions] == [
        ("№ 16/2023", 4),
        ("№ 17/2023", 5),
    ]
    assert [(item.number, item.text) for item in told.agenda] == [("1", "О бюджете."), ("2", "Разное.")]
    assert [(one.number, one.own) for one in told.numbers] == [
        ("№ 7", True),
        ("№ 16/2023", False),
        ("№ 17/2023", False),
    ]


def test_rows_of_a_plan_are_events_to_come():
    title = "План работы на 2025 год"
    text = f"{title}\n\nСрок | Мероприятие | Место\n\n5–9 мая | Школа супервизоров | Чарбулат"
    events = found(text, "ru", "2025-01-14", "plan", title).events
    assert [(e.date, e.date_end, e.status, e.title) for e in events] == [
        ("2025-05-05", "2025-05-09", "planned", "Школа супервизоров")
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ru",
            "Вёл заседание председатель Совета Рустан Коргулов.",
            ("Рустан Коргулов", "председатель", "Совета", "holds", "2024-03-01"),
        ),
        (
            "ru",
            "Директором центра 12 февраля назначена Гульнора Каримова.",
            ("Гульнора Каримова", "директор", "центра", "takes", "2024-02-12"),
        ),
        (
            "ru",
            "Исполнительным секретарём избран Даврон Исмаилханов.",
            ("Даврон Исмаилханов", "исполнительный секретарь", "", "takes", "2024-03-01"),
        ),
        (
            "ru",
            "Представлять город будет Бахор Турсунмирова, начальник отдела по делам семьи.",
            ("Бахор Турсунмирова", "начальник", "отдела по делам семьи", "holds", "2024-03-01"),
        ),
        (
            "en",
            "Ms Aigul Bekova was appointed director of the Centre on 1 October 2023.",
            ("Aigul Bekova", "director", "Centre", "takes", "2023-10-01"),
        ),
        (
            "en",
            "Executive Secretary Davron Ismailkhanov opened the meeting.",
            ("Davron Ismailkhanov", "executive secretary", "", "holds", "2024-03-01"),
        ),
        (
            "uz",
            "Kengash raisi Shahnoza Temirova yig‘ilishni ochdi.",
            ("Shahnoza Temirova", "rais", "Kengash", "holds", "2024-03-01"),
        ),
        (
            "uz",
            "Марказ директори лавозимига Дилноза Раҳимова тайинланди.",
            ("Дилноза Раҳимова", "директор", "Марказ", "takes", "2024-03-01"),
        ),
        (
            "kk",
            "Орталық директоры болып Айгүл Сейітова тағайындалды.",
            ("Айгүл Сейітова", "директор", "Орталық", "takes", "2024-03-01"),
        ),
    ],
)
def test_roles(language, text, expected):
    (role,) = found(text, language, "2024-03-01").roles
    assert (role.person, role.role, role.body, role.act, role.date) == expected


@pytest.mark.parametrize(
    ("text", "favour", "against", "abstained", "unanimous"),
    [
        ("Голосовали: за – 12, против – 1, воздержались – 2.", 12, 1, 2, False),
        ("За — 5, против — нет, воздержавшихся нет.", 5, 0, 0, False),
        ("12 голосов за, 3 против, 1 воздержался", 12, 3, 1, False),
        ("Решение принято единогласно.", None, None, None, True),
        ("yoqlab ovoz berdi: 12, qarshi – 1, betaraf – 2", 12, 1, 2, False),
        ("Ёқлаб – 12, қарши – 1, бетараф – 2 овоз", 12, 1, 2, False),
        ("12 members voted in favour, 1 against and 2 abstained.", 12, 1, 2, False),
        ("Қолдап – 12, қарсы – 1, қалыс қалғандар – 2", 12, 1, 2, False),
        ("Bir ovozdan qabul qilindi.", None, None, None, True),
    ],
)
def test_votes(text, favour, against, abstained, unanimous):
    votes = votes_in(text)
    assert votes is not None
    assert astuple(votes) == (favour, against, abstained, unanimous)


def test_a_text_without_a_vote_has_none():
    assert votes_in("За 12 дней собрано 40 подписей.") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Рустана Коргулова", "Рустан Коргулов"),
        ("Лолу Айматову", "Лола Айматова"),
        ("Мадина Орзуева", "Мадина Орзуева"),
        ("Маркус Тейле", "Маркус Тейле"),
        ("Сауле Нурпеилова", "Сауле Нурпеилова"),
        ("Н. Ахрорбекову", "Н. Ахрорбекова"),
        ("А. Досбулатова (Кумшарык)", "А. Досбулатова"),
        ("Айгерим Досбулатову", "Айгерим Досбулатова"),
    ],
)
def test_russian_names_in_the_nominative(name, expected):
    assert nominative(name, "ru") == expected


@pytest.mark.parametrize(
    ("language", "role", "expected"),
    [
        ("ru", "первым председателем", "первый председатель"),
        ("ru", "исполнительным секретарём", "исполнительный секретарь"),
        ("ru", "обязанности председателя", "исполняющий обязанности председателя"),
        ("ru", "юриста", "юрист"),
        ("uz", "raisi", "rais"),
        ("uz", "маслаҳатчи", "маслаҳатчи"),
        ("kk", "хатшысы", "хатшы"),
        ("kk", "директоры", "директор"),
        ("kk", "басшы", "басшы"),
        ("en", "Executive Secretary", "executive secretary"),
    ],
)
def test_roles_as_they_are_called(language, role, expected):
    assert role_name(role, language) == expected


def test_a_meeting_in_the_nominative():
    assert meeting("внеочередной сессии Совета", "ru") == "Внеочередная сессия Совета"


def test_findings_come_back_from_rows():
    told = found(
        "Директором центра 12 февраля назначена Гульнора Каримова. Решили: утвердить. За — 5, против — 1.",
        "ru",
        "2024-03-01",
    )
    assert told.events
    assert told.roles
    assert from_rows(as_rows(told)) == told
    assert from_rows([("of-a-later-version", {"x": 1})]) == Findings()
