"""Tables as text: csv with any of the usual dividers."""

import csv
import io
from collections import Counter
from itertools import islice

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader
from ingest.readers.encoding import decode
from ingest.readers.sheet import add_sheet, collect_rows

DIVIDERS = (";", "\t", ",", "|")
"""Likeliest first: where a comma stands in numbers, the semicolon divides."""
LOOKED_AT = 50
"""Rows by which the divider is chosen."""


class CsvReader(FormatReader):
    """Values divided by a comma, a semicolon, a tab or a bar."""

    def extract(self, data: bytes) -> ExtractedText:
        """Rows as `cell | cell`, the first full one their header."""
        text = decode(data)
        if not text.strip():
            raise Refusal("empty")
        builder = self.builder()
        add_sheet(collect_rows(read_rows(text), self.settings.max_characters), builder)
        if not builder.blocks:
            raise Refusal("empty")
        return builder.build()


def read_rows(text: str) -> list[list[str]]:
    """Rows of cells; a quote that is never closed is read as a sign like any other."""
    divider = find_divider(text)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=divider, strict=True))
    except csv.Error:
        rows = list(csv.reader(io.StringIO(text), delimiter=divider, quoting=csv.QUOTE_NONE))
    return rows


def find_divider(text: str) -> str:
    """The divider that gives most rows the same number of cells, more than one."""

    def agreement(divider: str) -> int:
        try:
            rows = list(islice(csv.reader(io.StringIO(text), delimiter=divider), LOOKED_AT))
        except csv.Error:
            return 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max(widths.values(), default=0)

    return max(DIVIDERS, key=agreement)
