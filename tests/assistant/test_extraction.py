"""Short answers out of one short document, in the language it is written in."""

import pytest

from assistant.evidence import asked, weigh
from assistant.extraction.numbers import find_numbers
from assistant.extraction.polarity import agrees
from assistant.question import understand
from assistant.short import Reading, ShortAnswer, short_answer
from ingest.dates import PartialDate
from ingest.document import ExtractedText, Language, Metadata
from tests.assistant.fakes import PlainWords, hits_of, paragraphs

TODAY = PartialDate.parse("2026-06-01")


def answer_from(text: str, question: str, language: Language, date: str | None) -> ShortAnswer | None:
    """The short answer that a one-document archive gives."""
    extracted = paragraphs(text)
    metadata = Metadata(title=text.splitlines()[0], language=language, date=date)
    words = PlainWords()
    understood = understand(question, TODAY)
    weighed = asked(understood, words)
    sentences = weigh(hits_of("doc.txt", extracted, metadata), weighed, words)

    def text_of(name: str) -> ExtractedText:
        return extracted

    return short_answer(Reading(understood, sentences, weighed, text_of, words))


RU = """О ярмарке и музее
Ярмарка ремёсел открылась 5 июня 2023 года в Самарканде.
На ярмарку приехали 120 мастеров из семи стран.
Ярмарку провела ассоциация «Хунарманд» совместно с Министерством культуры и ЮНЕСКО.
Вечерний концерт отменили из-за сильного дождя.
Директором музея назначена Мадина Каримова.
"""
EN = """The fair and the museum
The craft fair opened on 5 June 2023 in Samarkand.
The fair brought together 120 craftsmen from seven countries.
The concert was cancelled because of heavy rain.
Jane Brown was appointed director of the museum.
"""
UZ = """Yarmarka va muzey
Hunarmandlar yarmarkasi 2023-yil 5-iyun kuni Samarqandda ochildi.
Yarmarkaga yetti mamlakatdan 120 nafar usta keldi.
Konsert kuchli yomg‘ir sababli bekor qilindi.
Muzey direktori etib Madina Karimova tayinlandi.
"""
KK = """Жәрмеңке және мұражай
Қолөнершілер жәрмеңкесі 2023 жылғы 5 маусымда Самарқандта ашылды.
Жәрмеңкеге жеті елден 120 шебер келді.
Мұражай директоры болып Мәдина Кәрімова тағайындалды.
"""

CASES: list[tuple[str, Language, str, str]] = [
    (RU, "ru", "Когда открылась ярмарка ремёсел?", "5 июня 2023 года"),
    (RU, "ru", "В каком городе открылась ярмарка ремёсел?", "Самарканд"),
    (RU, "ru", "Сколько мастеров приехало на ярмарку?", "120 мастеров"),
    (RU, "ru", "Из скольких стран приехали на ярмарку мастера?", "семи стран"),
    (RU, "ru", "Кто провёл ярмарку?", "ассоциация «Хунарманд» совместно с Министерством культуры и ЮНЕСКО"),
    (RU, "ru", "Почему отменили вечерний концерт?", "из-за сильного дождя"),
    (RU, "ru", "Кто назначен директором музея?", "Мадина Каримова"),
    (EN, "en", "When was the craft fair opened?", "5 June 2023"),
    (EN, "en", "Which town did the craft fair open in?", "Samarkand"),
    (EN, "en", "How many craftsmen did the fair bring together?", "120 craftsmen"),
    (EN, "en", "Why was the concert cancelled?", "because of heavy rain"),
    (EN, "en", "Who was appointed director of the museum?", "Jane Brown"),
    (UZ, "uz", "Hunarmandlar yarmarkasi qachon ochildi?", "2023-yil 5-iyun"),
    (UZ, "uz", "Yarmarkaga nechta usta keldi?", "120 nafar usta"),
    (UZ, "uz", "Muzey direktori etib kim tayinlandi?", "Madina Karimova"),
    (KK, "kk", "Қолөнершілер жәрмеңкесі қашан ашылды?", "2023 жылғы 5 маусым"),
    (KK, "kk", "Жәрмеңкеге қанша шебер келді?", "120 шебер"),
    (KK, "kk", "Мұражай директоры болып кім тағайындалды?", "Мәдина Кәрімова"),
]


@pytest.mark.parametrize(("text", "language", "question", "expected"), CASES)
def test_short_answers(text: str, language: Language, question: str, expected: str) -> None:
    short = answer_from(text, question, language, "2023-06-06")
    assert short is not None
    assert expected in short.text


@pytest.mark.parametrize(
    ("words", "date", "expected", "iso"),
    [
        (
            "5 июня текущего года",
            "2023-06-06",
            "5 июня 2023 года (в документе: «5 июня текущего года»)",
            "2023-06-05",
        ),
        ("5 июня текущего года", None, "5 июня — год в документе не назван", "--06-05"),
        ("в мае этого года", None, "май — год в документе не назван", "--05"),
        ("вчера", "2023-06-06", "5 июня 2023 года (в документе: «вчера»)", "2023-06-05"),
    ],
)
def test_dates_are_resolved_against_the_document_and_shown_both_ways(
    words: str, date: str | None, expected: str, iso: str
) -> None:
    short = answer_from(
        f"Ярмарка\nЯрмарка ремёсел открылась {words}.\n", "Когда открылась ярмарка?", "ru", date
    )
    assert short is not None
    assert short.text.startswith(expected)
    assert short.values[0].value == iso
    assert short.values[0].text in short.text


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Выделено 3,1 млн сарынов на 17 проектов.", "ru", [3_100_000, 17]),
        ("Площадь 1 240 квадратных метров.", "ru", [1240]),
        ("Решение № 3/2021, статья 9, РГ-4.", "ru", []),
        ("Работают семь психологов и два логопеда.", "ru", [7, 2]),
        ("USD 600,000 over three years", "en", [600_000, 3]),
        ("tarmoqda 16 ta artel, 2 mln soʻm", "uz", [16, 2_000_000]),
        ("бес қаладан 48 маман қатысты", "kk", [5, 48]),
    ],
)
def test_numbers(text: str, language: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text, language)] == values


@pytest.mark.parametrize(
    ("question", "asked_in", "sentence", "written_in", "yes"),
    [
        ("Является ли Совет органом власти?", "ru", "Совет не является органом власти.", "ru", False),
        ("Бесплатна ли помощь?", "ru", "Помощь бесплатная.", "ru", True),
        ("Is the council a state body?", "en", "Совет не является органом власти.", "ru", False),
        ("Kengash davlat organimi?", "uz", "Kengash davlat organi emas.", "uz", False),
        ("Кеңес мемлекеттік орган ба?", "kk", "Кеңес мемлекеттік орган емес.", "kk", False),
    ],
)
def test_yes_and_no(question: str, asked_in: str, sentence: str, written_in: str, yes: bool) -> None:
    assert agrees(question, asked_in, sentence, written_in) is yes
