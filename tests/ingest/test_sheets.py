"""Tables of offices: spreadsheets, csv and slides, as `kind text`."""

import io
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pptx import Presentation
from pptx.util import Inches

from ingest.document import ExtractedText, Metadata
from ingest.errors import Refusal
from ingest.passages import PassageParser
from ingest.readers.csv import CsvReader
from ingest.readers.pptx import PptxReader
from ingest.readers.xlsx import XlsxReader, shown
from ingest.settings import IngestSettings

SHORT = {"heading": "h", "paragraph": "p", "list-item": "li", "table-row": "tr"}


def lines(extracted: ExtractedText) -> list[str]:
    """`h1 Title`, `p Text`, `tr a | b`."""
    return [
        f"{SHORT[block.kind]}{block.level or ''} {extracted.text[block.start : block.end]}"
        for block in extracted.blocks
    ]


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CSV = {
    "semicolons, commas in numbers": (
        "Город;Сумма, тыс.\nБайсара;12,5\nНавдиз;7,25\n",
        ["tr Город | Сумма, тыс.", "tr Байсара | 12,5", "tr Навдиз | 7,25"],
    ),
    "quoted cells with line ends": (
        'name,note\n"Karimova, D.","first line\nsecond line"\n',
        ["tr name | note", "tr Karimova, D. | first line second line"],
    ),
    "a quote never closed": ('a;b\n"в;г\nд;е\n', ["tr a | b", 'tr "в | г', "tr д | е"]),
    "tabs": ("Mahalla\tOilalar\nGuliston\t40\n", ["tr Mahalla | Oilalar", "tr Guliston | 40"]),
    "a caption above, a gap, a second table": (
        "Бюджет на 2025 год;;\n;;\nСтатья;План;Факт\nАренда;10;9\n;;\nСвязь;2;2\n;;\nДоходы за год;;\n"
        "Источник;Сумма;\nФонд;30;\n",
        [
            "h1 Бюджет на 2025 год",
            "tr Статья | План | Факт",
            "tr Аренда | 10 | 9",
            "tr Связь | 2 | 2",
            "h2 Доходы за год",
            "tr Источник | Сумма",
            "tr Фонд | 30",
        ],
    ),
    "one column is no table": ("Қатысушылар\nАйгүл\nДана\n", ["h1 Қатысушылар", "p Айгүл", "p Дана"]),
}


@pytest.mark.parametrize("case", CSV)
def test_csv(case: str) -> None:
    text, expected = CSV[case]
    assert lines(CsvReader().extract(text.encode())) == expected


def test_csv_of_an_older_program() -> None:
    assert lines(CsvReader().extract("Город;Людей\nБайсара;78\n".encode("cp1251")))[1] == "tr Байсара | 78"


def test_a_workbook_gives_its_sheets_as_headings_and_its_rows_with_their_header() -> None:
    data = workbook(
        Гранты=[["Итоги конкурса"], [], [None, "Проект", "Сумма"], [None, "Дом ремёсел", 1200000]],
        Лист2=[["Kun", "Joy"], [datetime(2024, 11, 27), "Toshkent"]],
    )
    extracted = XlsxReader().extract(data)
    assert lines(extracted) == [
        "h1 Итоги конкурса",
        "p Гранты",
        "tr Проект | Сумма",
        "tr Дом ремёсел | 1200000",
        "h1 Лист2",
        "tr Kun | Joy",
        "tr 27.11.2024 | Toshkent",
    ]


def test_the_caption_of_the_first_sheet_is_the_title() -> None:
    data = workbook(Sheet1=[["План работы на 2025 год"], ["Месяц", "Дело"], ["март", "сессия"]])
    assert lines(XlsxReader().extract(data))[0] == "h1 План работы на 2025 год"


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.1 + 0.2, "General", "0.3"),
        (45, "0", "45"),
        (1e6, "#,##0", "1000000"),
        (True, "General", "TRUE"),
        (datetime(2024, 11, 27, 14, 30), "dd.mm.yyyy hh:mm", "27.11.2024 14:30"),
        (time(9, 5), "h:mm", "09:05"),
        ("«Дидор»", "General", "«Дидор»"),
    ],
)
def test_values_are_shown_as_the_program_shows_them(value: object, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


def test_hidden_sheets_are_left_out() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(Черновик=[["а", "б"]], Итог=[["в", "г"]])))
    book["Черновик"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert lines(XlsxReader().extract(out.getvalue())) == ["h1 Итог", "tr в | г"]


def test_the_header_of_a_sheet_goes_with_every_passage() -> None:
    rows = [["Город", "Участники"]] + [[f"Город {n}", f"{n} человек из разных общин"] for n in range(60)]
    extracted = XlsxReader().extract(workbook(Встречи=rows))
    passages = PassageParser().passages("встречи.xlsx", extracted, Metadata("Встречи", "ru"))
    assert len(passages) > 2
    assert all(
        passage.text.startswith("Встречи") or passage.metadata["table_header"] == "Город | Участники"
        for passage in passages
    )
    assert all(passage.metadata["heading"] == "Встречи" for passage in passages)


def slides(write: Callable[[Any], None]) -> ExtractedText:
    presentation = Presentation()
    write(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return PptxReader().extract(out.getvalue())


def test_slides_are_pages_with_titles_items_tables_and_notes() -> None:
    def write(presentation: Any) -> None:
        first = presentation.slides.add_slide(presentation.slide_layouts[0])
        first.shapes.title.text = "Итоги года"
        first.placeholders[1].text = "Секретариат, 12 декабря 2024 года"
        presentation.slides.add_slide(presentation.slide_layouts[6])
        second = presentation.slides.add_slide(presentation.slide_layouts[1])
        second.shapes.title.text = "Встречи"
        second.placeholders[1].text = "Проведено 12 встреч\nУчаствовало 340 человек"
        table = second.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
        for row, cells in enumerate((("Город", "Людей"), ("Байсара", "78"))):
            for column, cell in enumerate(cells):
                table.cell(row, column).text = cell
        second.notes_slide.notes_text_frame.text = "Сказать о весенней сессии."

    extracted = slides(write)
    assert lines(extracted) == [
        "h1 Итоги года",
        "p Секретариат, 12 декабря 2024 года",
        "h2 Встречи",
        "li Проведено 12 встреч",
        "li Участвовало 340 человек",
        "tr Город | Людей",
        "tr Байсара | 78",
        "p Сказать о весенней сессии.",
    ]
    assert [extracted.text[a:b].split("\n")[0] for a, b in extracted.pages] == ["Итоги года", "", "Встречи"]
    assert extracted.pages[-1][1] == len(extracted.text)


@pytest.mark.parametrize(
    ("reader", "data", "reason"),
    [
        (XlsxReader, b"PK\x03\x04", "truncated"),
        (XlsxReader, workbook(Лист1=[]), "empty"),
        (XlsxReader, workbook(Лист1=[["а"]])[:-40], "truncated"),
        (PptxReader, workbook(Лист1=[["а"]]), "not-what-it-says"),
        (CsvReader, b" \n", "empty"),
        (CsvReader, b";;\n;;\n", "empty"),
        (CsvReader, b"a;" + b"b" * 2_000, "too-large"),
        (XlsxReader, workbook(Лист1=[["а" * 400, "б" * 400, "в" * 400]]), "too-large"),
    ],
)
def test_what_is_no_table_is_refused(reader: Any, data: bytes, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        reader(settings=IngestSettings(max_characters=1_000)).extract(data)
    assert refusal.value.reason == reason


def test_a_presentation_without_slides_has_no_pages() -> None:
    with pytest.raises(Refusal) as refusal:
        slides(lambda presentation: None)
    assert refusal.value.reason == "no-pages"
