"""Excel workbooks: each sheet under its name, each row on a line."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader
from ingest.readers.package import check_package, core_properties
from ingest.readers.sheet import add_sheet, collect_rows

GENERIC_NAME = re.compile(
    r"(?:лист|sheet|table|таблица|worksheet|varaq|варақ|парақ|бет)\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE
)
"""What a program calls a sheet that nobody has named."""
BROKEN = (
    ParseError,
    etree.XMLSyntaxError,
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)
"""What the library raises for parts that are not as they should be."""


class XlsxReader(FormatReader):
    """Excel 2007 and later; the values last calculated stand for formulas."""

    def extract(self, data: bytes) -> ExtractedText:
        """Sheets as headings, rows as `cell | cell`; hidden sheets are left out."""
        check_package(data, "xl/workbook.xml", "xlsx", self.settings.max_unpacked_bytes)
        builder = self.builder()
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            properties = core_properties(book.properties)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    continue
                # What a file says of its own extent may be wrong, or a million rows.
                sheet.reset_dimensions()
                rows = collect_rows(_rows(sheet), self.settings.max_characters)
                named = bool(builder.blocks) or not GENERIC_NAME.fullmatch(sheet.title.strip())
                add_sheet(rows, builder, sheet.title if named else "")
            book.close()
        except BROKEN as error:
            raise Refusal("corrupt", format="xlsx") from error
        if not builder.blocks:
            raise Refusal("empty")
        return builder.build(properties=properties)


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [shown(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]


def shown(value: object, number_format: str = "General") -> str:
    """A value about as Excel shows it: days as 27.11.2024, shares as per cent, no rounding errors."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        day = value.strftime("%d.%m.%Y")
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        if "%" in number_format:
            return f"{value * 100:.10g}%"
        return str(value) if isinstance(value, int) else f"{value:.12g}"
    return str(value)
