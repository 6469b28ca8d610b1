from collections.abc import Callable

import pytest

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.pdf import PdfReader

MakePdf = Callable[..., bytes]

LEFT = [
    "Участники конференции подчеркнули значе-",
    "ние совета как площадки для выработки ре-",
    "шений. Совет стал примером сотрудничества",
    "по вопросам разработки подходов к работе с",
    "семьями и наращиванию потенциала города,",
    "соседей и школ долины в течение года.",
]
RIGHT = [
    "Обращено внимание на то, что институт ма-",
    "халли играет востребованную роль в поддер-",
    "жании согласия. Данная модель признана пе-",
    "редовой практикой, которую можно перенести",
    "в другие города долины и за её пределы без",
    "больших затрат времени и средств.",
]


def read(data: bytes) -> ExtractedText:
    return PdfReader().extract(data)


def blocks(extracted: ExtractedText) -> list[tuple[str, str]]:
    return [(block.kind, extracted.text[block.start : block.end]) for block in extracted.blocks]


def column(x: float, top: float, lines: list[str], size: float = 9) -> list[tuple[float, float, str, float]]:
    return [(x, top - 12 * n, line, size) for n, line in enumerate(lines)]


def joined(lines: list[str]) -> str:
    return " ".join(lines).replace("- ", "")


def test_a_wrapped_paragraph_is_one_line(make_pdf: MakePdf) -> None:
    lines = [
        "Сессия рассмотрела исполнение бюджета и утвердила план на следующий",
        "год. По-прежнему не хватает медиаторов, поэтому решено провести обу-",
        "чение в марте.",
    ]
    found = read(make_pdf([(60, 760 - 14 * n, line) for n, line in enumerate(lines)]))
    expected = (
        "Сессия рассмотрела исполнение бюджета и утвердила план на следующий год. По-прежнему не хватает "
        "медиаторов, поэтому решено провести обучение в марте."
    )
    assert blocks(found) == [("paragraph", expected)]


@pytest.mark.parametrize("row_by_row", [False, True])
def test_columns_are_read_one_after_the_other(make_pdf: MakePdf, row_by_row: bool) -> None:
    left, right = column(60, 740, LEFT), column(310, 740, RIGHT)
    body = (
        [piece for pair in zip(left, right, strict=True) for piece in pair] if row_by_row else [*left, *right]
    )
    found = read(make_pdf([(60, 790, "Вестник долины: выпуск второй", 16, True), *body]))
    assert blocks(found) == [
        ("heading", "Вестник долины: выпуск второй"),
        ("paragraph", joined(LEFT)),
        ("paragraph", joined(RIGHT)),
    ]


def test_running_heads_and_page_numbers_are_left_out(make_pdf: MakePdf) -> None:
    sentence = "На странице {} говорится о работе совета, о людях и о деньгах."
    pages = [
        [
            (60, 810, "Годовой отчёт совета за 2024 год", 8),
            (60, 700, sentence.format(word)),
            (290, 30, f"— {number} —", 8),
        ]
        for number, word in enumerate(("первой", "второй", "третьей", "четвёртой"), 1)
    ]
    found = read(make_pdf(*pages))
    expected = [sentence.format(word) for word in ("первой", "второй", "третьей", "четвёртой")]
    assert [text for _, text in blocks(found)] == expected
    assert [found.text[a:b].strip() for a, b in found.pages] == expected


def test_a_sentence_goes_on_over_the_page(make_pdf: MakePdf) -> None:
    first = "Секретариат подготовил проект решения и разослал его представителям всех горо-"
    second = "дов долины за три недели до сессии. Замечаний не поступило."
    found = read(make_pdf([(60, 110, first)], [(60, 720, second)]))
    assert found.text == first[:-1] + second
    assert [found.text[a:b] for a, b in found.pages] == [first[:-1], second]


ROWS = [
    ("Город", "Человек", "Семей"),
    ("Тельмезар", "1 041", "14"),
    ("Байсара", "78", "25"),
    ("Навдиз", "9", "3"),
]
TABLE = [(60 + 150 * n, 700 - 20 * line, cell) for line, row in enumerate(ROWS) for n, cell in enumerate(row)]
GRID = [
    *((55, 714 - 20 * n, 455, 714 - 20 * n) for n in range(5)),
    *((x, 634, x, 714) for x in (55, 205, 355, 455)),
]


@pytest.mark.parametrize("rules", [[], GRID], ids=["bare", "ruled"])
def test_tables_come_row_by_row(make_pdf: MakePdf, rules: list[tuple[float, float, float, float]]) -> None:
    before, after = (60, 760, "Сопровождение получали три города."), (60, 600, "Остальные ждут очереди.")
    found = read(make_pdf([before, *TABLE, after], rules=rules))
    assert blocks(found) == [
        ("paragraph", "Сопровождение получали три города."),
        *(("table-row", " | ".join(row)) for row in ROWS),
        ("paragraph", "Остальные ждут очереди."),
    ]


def test_a_wrapped_cell_stays_in_its_row(make_pdf: MakePdf) -> None:
    pieces = [
        (60, 700, "Статья"), (260, 700, "Сумма"),
        (60, 680, "Психологическая помощь и"), (60, 668, "линия доверия"), (260, 668, "1 595"),
        (60, 648, "Секретариат"), (260, 648, "1 805"),
    ]  # fmt: skip
    rules = [*((55, y, 355, y) for y in (714, 692, 660, 640)), *((x, 640, x, 714) for x in (55, 255, 355))]
    rows = [text for kind, text in blocks(read(make_pdf(pieces, rules=rules))) if kind == "table-row"]
    assert rows == ["Статья | Сумма", "Психологическая помощь и линия доверия | 1 595", "Секретариат | 1 805"]


def test_headings_by_size_and_by_weight(make_pdf: MakePdf) -> None:
    text = "Сессия прошла в Байсаре, в ней приняли участие представители всех пяти городов."
    pieces = [
        (60, 780, "ПРОТОКОЛ № 4", 18, True), (60, 740, "1. Бюджет", 10, True), (60, 720, text),
        (60, 690, "2. Разное", 10, True), (60, 670, text),
        (60, 640, "Это решение выделено, но остаётся предложением.", 10, True),
    ]  # fmt: skip
    found = read(make_pdf(pieces))
    assert [(b.kind, b.level) for b in found.blocks] == [
        ("heading", 1), ("heading", 2), ("paragraph", 0), ("heading", 2), ("paragraph", 0), ("paragraph", 0),
    ]  # fmt: skip


def test_lists_are_items(make_pdf: MakePdf) -> None:
    lines = [
        "Решили:",
        "1. утвердить бюджет;",
        "2. назначить секретаря",
        "сроком на три года;",
        "• снять вопрос.",
    ]
    found = read(make_pdf([(60, 760 - 14 * n, line) for n, line in enumerate(lines)]))
    assert blocks(found) == [
        ("paragraph", "Решили:"),
        ("list-item", "1. утвердить бюджет;"),
        ("list-item", "2. назначить секретаря сроком на три года;"),
        ("list-item", "снять вопрос."),
    ]


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_text_is_read_whichever_way_it_runs(make_pdf: MakePdf, quarter: int) -> None:
    lines = ["Кеңес отырысы бейсенбіде өтті, оған барлық", "қалалардың өкілдері қатысты."]
    found = read(make_pdf([(200, 400 - 14 * n, line) for n, line in enumerate(lines)], quarter=quarter))
    assert found.text == " ".join(lines)


def test_a_stamp_up_the_margin_is_left_out(make_pdf: MakePdf) -> None:
    data = make_pdf([(60, 700, "Сессия прошла в Байсаре и приняла все решения.")], stamp="КОПИЯ ВЕРНА")
    assert read(data).text == "Сессия прошла в Байсаре и приняла все решения."


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("not-what-it-says", b"just text"),
        ("truncated", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog"),
        ("corrupt", b"%PDF-1.4\nnothing here\n%%EOF\n"),
    ],
)
def test_bytes_that_are_no_whole_pdf(reason: str, data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        read(data)
    assert refusal.value.reason == reason


def test_pages_without_text_are_refused(make_pdf: MakePdf) -> None:
    with pytest.raises(Refusal) as refusal:
        read(make_pdf([(60, 30, "1", 8)], [(60, 30, "2", 8)]))
    assert refusal.value.reason == "no-text-layer"
