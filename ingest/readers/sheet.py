"""Rows of cells, from a spreadsheet or a csv, into blocks."""

from collections.abc import Iterable
from itertools import pairwise

from ingest.errors import Refusal
from ingest.readers.base import TextBuilder, clean


def collect_rows(rows: Iterable[list[str]], max_characters: int) -> list[list[str]]:
    """Clean cells, trailing empty ones left out; raises `Refusal` before they grow over the limit."""
    found: list[list[str]] = []
    length = 0
    for row in rows:
        cells = [clean(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        length += sum(map(len, cells))
        if length > max_characters:
            raise Refusal("too-large", limit=max_characters, unit="characters")
        if cells or (found and found[-1]):
            found.append(cells)
    return found


def add_sheet(rows: list[list[str]], builder: TextBuilder, name: str = "") -> None:
    """Append the rows of one sheet; what stands alone above a table is its caption, not its header.

    The sheet's heading is its first caption, with its name below; without a caption it is its name. An empty
    row followed by a line alone begins another table; any other empty row is only a gap.
    """
    rows = _without_empty_columns(rows)
    if not rows:
        return
    top = [cell for cell in rows[0] if cell]
    if len(top) == 1 and is_caption(top[0]):
        builder.add("heading", top[0], 1)
        builder.add("paragraph", name)
        rows = rows[1:]
    else:
        builder.add("heading", name, 1)
    alone = True
    for row, following in pairwise([*rows, []]):
        filled = [cell for cell in row if cell]
        if not filled:
            alone = True
        elif len(filled) == 1 and alone:
            begins = len(following) > 1 and is_caption(filled[0])
            builder.add("heading" if begins else "paragraph", filled[0], 2 if begins else 0)
        else:
            builder.add_row(row)
            alone = False


def is_caption(line: str) -> bool:
    """Whether a cell that stands alone reads like the title of what follows: short, worded, not ended."""
    letters = sum(c.isalpha() for c in line)
    return len(line) <= 120 and letters >= 0.6 * len(line) and not line.endswith((".", ":", ";", ","))


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Without the columns that no row of two cells or more uses; a cell that is alone stays alone."""
    full = [row for row in rows if sum(map(bool, row)) > 1]
    used = sorted({number for row in full for number, cell in enumerate(row) if cell})
    return [
        [row[number] for number in used if number < len(row)]
        if sum(map(bool, row)) > 1
        else [cell for cell in row if cell]
        for row in rows
    ]
