"""Lists, tables, definitions, addresses and amounts out of one short document, in four languages."""

import pytest

from assistant.evidence import asked, weigh
from assistant.extraction.lists import groups_of, is_enumeration
from assistant.question import understand
from assistant.short import Reading, ShortAnswer, short_answer
from ingest.dates import PartialDate
from ingest.document import Block, BlockKind, ExtractedText, Language, Metadata
from tests.assistant.fakes import PlainWords, hits_of

KINDS: dict[str, BlockKind] = {"# ": "heading", "- ": "list-item", "| ": "table-row"}


def document(text: str) -> ExtractedText:
    """Lines marked `# `, `- ` or `| ` are headings, items and rows; others are paragraphs."""
    blocks, written, start = [], [], 0
    for line in text.strip().splitlines():
        kind = KINDS.get(line[:2], "paragraph")
        words = line if kind == "paragraph" else line[2:]
        blocks.append(Block(kind, start, start + len(words), 2 if kind == "heading" else 0))
        written.append(words)
        start += len(words) + 1
    return ExtractedText("\n".join(written), tuple(blocks))


def answer_from(text: str, question: str, language: Language) -> ShortAnswer | None:
    """The short answer that a one-document archive gives."""
    extracted = document(text)
    words = PlainWords()
    understood = understand(question, PartialDate.parse("2026-06-01"))
    weighed = asked(understood, words)
    hits = hits_of("doc.txt", extracted, Metadata("Документ", language, date="2024-06-06"))
    sentences = weigh(hits, weighed, words)
    return short_answer(Reading(understood, sentences, weighed, lambda name: extracted, words))


LISTS: list[tuple[Language, str, str, str]] = [
    (
        "ru",
        "# Библиотека\nБиблиотека не выдаёт на дом:\n- атласы;\n- редкие книги.\n# Кружок\n- шашки;\n- лото.",
        "Какие книги библиотека не выдаёт на дом?",
        "атласы; редкие книги",
    ),
    (
        "en",
        "# Rules\nVisitors are asked to bring:\n- a passport;\n- a photograph.\n# Games\n- chess;\n- lotto.",
        "Which things are visitors asked to bring?",
        "a passport; a photograph",
    ),
    (
        "uz",
        "# Talablar\n- yoshi katta boʻlishi;\n- diplom.\n# Oʻyinlar\n- shaxmat;\n- shashka.",
        "Qanday talablar bor?",
        "yoshi katta boʻlishi; diplom",
    ),
    (
        "kk",
        "# Талаптар\n- төлқұжат;\n- диплом.\n# Ойындар\n- шахмат;\n- дойбы.",
        "Қандай талаптар бар?",
        "төлқұжат; диплом",
    ),
    (
        "ru",
        "# Секции\n| Секция | Ведущий\n| Музыка | Ким\n| Театр | Ли\n# Разное\nЗа год прошли три вечера.",
        "Перечислите секции.",
        "Музыка; Театр",
    ),
]


@pytest.mark.parametrize(("language", "text", "question", "expected"), LISTS)
def test_lists_under_what_introduces_them(
    language: Language, text: str, question: str, expected: str
) -> None:
    short = answer_from(text, question, language)
    assert short is not None
    assert short.text == expected


def test_groups_of_a_document_keep_introduction_and_heading() -> None:
    text = document("# Правила\nНужны:\n- паспорт;\n- фото.\n| Год | Звонки\n| 2023 | 5\n| 2024 | 7")
    bullets, table = groups_of(text)
    assert text.text[slice(*bullets.introduction)] == "Нужны:"
    assert bullets.heading == "Правила"
    assert table.header == ("Год", "Звонки")
    assert len(table.items) == 2


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("атласы; редкие книги", True),
        ("музыка, театр и кино", True),
        ("каждый город помнит, что дом общий", False),
        ("от 2,5 до 3,5 млн", False),
        ("benches, lamps and trees", True),
        ("kitob va daftar", True),
        ("кітап және дәптер", True),
    ],
)
def test_what_behind_a_colon_is_a_list(text: str, listed: bool) -> None:
    assert is_enumeration(text) is listed


SPANS: list[tuple[Language, str, str, str]] = [
    ("ru", "1.1. Пай — доля участника в имуществе артели.", "Что такое пай?", "доля участника в имуществе"),
    ("en", "A share is a part of the property of a member.", "What does share mean?", "part of the property"),
    ("uz", "Ulush — bu aʼzoning mulkdagi qismi.", "Ulush nima degani?", "aʼzoning mulkdagi qismi"),
    (
        "ru",
        "Музей принимает гостей по адресу: Самарканд, улица Садовая, 5.",
        "По какому адресу музей?",
        "Самарканд, улица Садовая, 5",
    ),
    (
        "ru",
        "На ремонт музея 12 человек собрали 40 тысяч рублей за три дня.",
        "Сколько денег собрали на ремонт музея?",
        "40 тысяч рублей",
    ),
    (
        "en",
        "For the repair of the museum 12 people collected 40 thousand dollars.",
        "How much money was collected for the repair of the museum?",
        "40 thousand dollars",
    ),
    (
        "ru",
        "Кто работал в музее: три хранителя, два реставратора.",
        "Сколько хранителей работало в музее?",
        "три хранителя",
    ),
    (
        "ru",
        "| Показатель | 2023 | 2024\n| Звонки на линию | 120 | 340",
        "Сколько звонков на линию в 2024 году?",
        "340",
    ),
    (
        "uz",
        "| Koʻrsatkich | 2023 | 2024\n| Qoʻngʻiroqlar | 120 | 340",
        "2023-yilda nechta qoʻngʻiroq?",
        "120",
    ),
]


@pytest.mark.parametrize(("language", "text", "question", "expected"), SPANS)
def test_spans(language: Language, text: str, question: str, expected: str) -> None:
    short = answer_from(text, question, language)
    assert short is not None
    assert expected in short.text
