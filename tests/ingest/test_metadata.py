"""Title, date and kind of documents as offices write them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ingest.document import ExtractedText
from ingest.file import read_file
from ingest.kind import find_kind
from ingest.metadata import describe
from ingest.ocr import languages
from ingest.publication import find_publication, line_date
from ingest.readers.txt import TxtReader

SAMPLE = Path(__file__).parents[2] / "eval" / "sample"
SEED = Path(__file__).parents[1] / "data" / "tashkent_conference.txt"

BEARING = [
    ("27 ноября 2024 года", "2024-11-27"),
    ("г. Ташкент, 27 ноября 2024 г.", "2024-11-27"),
    ("«27» ноября 2024 г.", "2024-11-27"),
    ("Утверждён решением сессии № 4 от 26 декабря 2022 года", "2022-12-26"),
    ("Приложение к решению от 10 декабря 2024 года. Опубликовано 16 декабря 2024 года", "2024-12-16"),
    ("Вестник комитета. Выпуск от 25 июля 2025 года", "2025-07-25"),
    ("Пресс-служба комитета, 5 мая 2023 г.", "2023-05-05"),
    ("Дата публикации: 05.05.2023", "2023-05-05"),
    (
        "Ташкент, 27 ноября 2024 года — Здесь завершилась международная встреча, в которой приняли участие",
        "2024-11-27",
    ),
    ("27 ноября 2024 года. В столице открылся центр.", "2024-11-27"),
    ("Tashkent, 15 November 2024", "2024-11-15"),
    ("Last updated: March 5, 2024", "2024-03-05"),
    ("Policy brief No. 7, 5 September 2024", "2024-09-05"),
    ("2025-yil 10-mart, Toshkent", "2025-03-10"),
    ("Ishchi guruh tomonidan 2024-yil 15-yanvarda tasdiqlangan", "2024-01-15"),
    ("Yangilangan sana: 2025-yil 20-yanvar", "2025-01-20"),
    ("2024 йил 27 ноябрь, Тошкент", "2024-11-27"),
    ("2023 жылғы 3 шілде", "2023-07-03"),
    ("Март 2024", "2024-03"),
]
MENTIONING = [
    "27 ноября 2024 г. Совет провёл заседание в столице.",
    "27 ноября текущего года в Ташкенте состоялась международная конференция.",
    "Конференция состоялась 27 ноября 2024 года в Ташкенте.",
    "Отчёт охватывает период с 1 января по 31 декабря 2023 года.",
    "Срок подачи заявок — до 31 марта 2025 года",
    "11–12 апреля 2024 года, Ташкент",
    "План работы на 2025 год",
    "Отчёт за сентябрь 2024 года",
    "Дата проведения: 5 мая 2024 года",
    "The forum was held on 5 May 2024 in Tashkent.",
    "Deadline: 5 May 2024",
    "Yig‘ilish 2024-yil 27-noyabrda bo‘ldi.",
    "Кеңес отырысы 2024 жылғы 5 мамырда өтті.",
    "Решение № 14/2024",
    "Телефон: 71 233-12-12",
]


@pytest.mark.parametrize(("line", "date"), BEARING)
def test_lines_that_bear_the_date_of_the_document(line: str, date: str) -> None:
    assert line_date(line)[0] == date


@pytest.mark.parametrize("line", MENTIONING)
def test_lines_that_only_mention_a_date(line: str) -> None:
    assert line_date(line)[0] is None


BODY = "Участники подчеркнули значение сотрудничества и договорились о следующей встрече в новом году. " * 3


@pytest.mark.parametrize(
    ("lines", "name", "properties", "date", "source"),
    [
        ([], "press.txt", {}, None, None),
        (["27 ноября 2024 года"], "2023-01-01.txt", {}, "2024-11-27", "text"),
        ([], "2024-11-27_konferenciya.txt", {}, "2024-11-27", "file-name"),
        ([], "otchet_27.11.2024.pdf", {}, "2024-11-27", "file-name"),
        ([], "20241127.txt", {}, "2024-11-27", "file-name"),
        ([], "svodka_2024-11.txt", {}, "2024-11", "file-name"),
        ([], "plan_2025.docx", {}, "2025", "file-name"),
        ([], "a.html", {"html-meta:date": "2024-11-27T09:30:00+05:00"}, "2024-11-27", "html-meta"),
        ([], "a.html", {"html-time:date": "27.11.2024"}, "2024-11-27", "html-meta"),
        ([], "plan_2025.docx", {"docx-properties:created": "2025-01-14"}, "2025-01-14", "docx-properties"),
        ([], "a.pdf", {"pdf-metadata:created": "2025-01-14"}, "2025-01-14", "pdf-metadata"),
        ([], "a.pdf", {"pdf-metadata:created": "1970-01-01"}, None, None),
        (["Ноябрь 2024"], "a.pdf", {"pdf-metadata:created": "2024-11-27"}, "2024-11-27", "pdf-metadata"),
        (["Ноябрь 2024"], "a.pdf", {"pdf-metadata:created": "2025-03-02"}, "2024-11", "text"),
        (["27 ноября 2024 года"], "a.pdf", {"pdf-metadata:created": "2025-03-02"}, "2024-11-27", "text"),
    ],
)
def test_where_the_date_comes_from(
    lines: list[str], name: str, properties: dict[str, str], date: str | None, source: str | None
) -> None:
    text = "\n\n".join(["О встрече в столице", *lines, BODY, BODY])
    found = TxtReader().extract(text.encode())
    published = find_publication(ExtractedText(found.text, found.blocks, (), properties), Path(name))
    assert (published.date, published.source) == (date, source)


def test_a_signed_and_dated_end() -> None:
    text = "\n\n".join(
        ["Уважаемые коллеги!", *[BODY] * 8, "С уважением,\nТ. Каримов, директор", "5 мая 2024 года"]
    )
    assert find_publication(TxtReader().extract(text.encode()), Path("pismo.txt")).date == "2024-05-05"


TITLES = [
    ("Совет открыл центр\n\n5 мая 2024 года\n\n" + BODY, "Совет открыл центр"),
    ("ПРЕСС-РЕЛИЗ\n\n5 мая 2024 года\n\nСовет открыл центр\n\n" + BODY, "Совет открыл центр"),
    (
        "Секретариат комитета\n\nг. Ташкент, 5 мая 2024 г.\n\nВ СТОЛИЦЕ ОТКРЫЛСЯ ЦЕНТР\n\n" + BODY,
        "В СТОЛИЦЕ ОТКРЫЛСЯ ЦЕНТР",
    ),
    (
        "ПРОТОКОЛ № 7\n\nзаседания рабочей группы\n\n5 мая 2024 года\n\n" + BODY,
        "ПРОТОКОЛ № 7 заседания рабочей группы",
    ),
    ("Письма жителей. 22 апреля 2025 года\n\n" + BODY, "Письма жителей"),
    ("Kengash yangi markaz ochdi\n\n2024-yil 5-may\n\n" + BODY, "Kengash yangi markaz ochdi"),
    (BODY, "Участники подчеркнули значение сотрудничества и договорились о следующей встрече в новом году"),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_title_of_a_text(text: str, title: str) -> None:
    assert describe(TxtReader().extract(text.encode()), Path("file_1.txt")).title == title


@pytest.mark.parametrize(
    ("properties", "title"),
    [
        ({"pdf-metadata:title": "Годовой отчёт"}, "Годовой отчёт"),
        ({"pdf-metadata:title": "Untitled"}, "отчет 2024"),
        ({"pdf-metadata:title": "Microsoft Word - отчет.doc"}, "отчет 2024"),
        ({"docx-properties:title": "отчет_2024"}, "отчет 2024"),
        ({"html:title": "Годовой отчёт | Совет"}, "Годовой отчёт"),
        ({}, "отчет 2024"),
    ],
)
def test_title_a_file_says_of_itself(properties: dict[str, str], title: str) -> None:
    row = ExtractedText("", (), (), properties)
    assert describe(row, Path("отчет_2024.pdf")).title == title


KINDS = [
    ("minutes", "ПРОТОКОЛ № 7 заседания комитета"),
    ("minutes", "Minutes of the third meeting"),
    ("minutes", "Ishchi guruh yig‘ilishi bayonnomasi"),
    ("minutes", "Жұмыс тобы отырысының хаттамасы"),
    ("report", "Годовой отчёт комитета за 2023 год"),
    ("report", "Annual report 2023"),
    ("report", "Kengashning 2024-yilgi hisoboti"),
    ("report", "Орталықтың 2024 жылғы есебі"),
    ("plan", "План мероприятий на 2025 год"),
    ("plan", "2025-yil ish rejasi"),
    ("charter", "УСТАВ"),
    ("charter", "Jamg‘arma nizomi"),
    ("order", "РАСПОРЯЖЕНИЕ № 12"),
    ("order", "Order No. 12"),
    ("guide", "Памятка для новых сотрудников"),
    ("guide", "Soliq to‘lovchilar uchun qo‘llanma"),
    ("guide", "Случай на дороге: методические рекомендации"),
    ("review", "Обзор писем за июнь"),
    ("review", "Weekly digest"),
    ("interview", "Интервью с директором центра"),
    ("letter", "Письмо в редакцию"),
    ("announcement", "Объявление о наборе слушателей"),
    ("announcement", "Ko‘rgazma e’lon"),
    ("correction", "Уточнение к годовому отчёту"),
    ("reprint", "(Перепечатано из газеты «Голос»)"),
    ("press-release", "Пресс-релиз"),
    ("other", "Фотографии"),
]


@pytest.mark.parametrize(("kind", "title"), KINDS)
def test_kind_by_the_title(kind: str, title: str) -> None:
    assert find_kind(title, [title], suffix=".pdf", sections=0) == kind


@pytest.mark.parametrize(
    ("kind", "opening"),
    [
        ("press-release", ["Совет открыл центр", BODY]),
        ("announcement", ["Ярмарка в столице", "20 сентября в парке состоится ярмарка вакансий, " + BODY]),
        (
            "interview",
            ["Лола Каримова", BODY, "Когда открылся центр?", BODY, "Кто помогал?", BODY, "Что дальше?", BODY],
        ),
    ],
)
def test_kind_by_what_follows(kind: str, opening: list[str]) -> None:
    assert find_kind(opening[0], opening, suffix=".html", sections=0) == kind


def test_the_conference_has_a_title_and_no_date() -> None:
    about = read_file(SEED).metadata
    assert about.title == "В Ташкенте обсудили участие местных сообществ в противодействии радикализации"
    assert (about.date, about.date_source, about.language, about.kind) == (None, None, "ru", "press-release")


def test_share_of_the_sample_that_is_right() -> None:
    right: Counter[str] = Counter()
    rows = [
        json.loads(line) for line in (SAMPLE / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    if not languages():
        rows = [row for row in rows if not row["file"].startswith("scan_")]
    for row in rows:
        about = read_file(SAMPLE / "archive" / row["file"]).metadata
        if row["file"].startswith("scan_"):
            assert (about.title, about.date, about.language, about.kind) == tuple(
                row[key] for key in ("title", "date", "lang", "kind")
            )
        right["title"] += about.title == row["title"]
        right["date"] += about.date == row["date"]
        right["language"] += about.language == row["lang"]
        right["kind"] += about.kind == row["kind"]
    assert min(right.values()) >= 0.95 * len(rows)
