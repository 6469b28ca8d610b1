"""Tables: what one row says in a column, another row may say otherwise in the same one."""

from collections.abc import Sequence

import numpy as np

from assistant.claims.parts import Claim
from assistant.evidence import CELL_DIVIDER, Sentence
from ingest.document import Span

NAMED = 0.7
"""Cosine from which the words of a name stand in a cell."""


def cells_of(text: str) -> list[Span]:
    """Spans of the cells of a table's row."""
    spans, start = [], 0
    for cell in text.split(CELL_DIVIDER):
        spans.append((start, start + len(cell)))
        start += len(cell) + len(CELL_DIVIDER)
    return spans


def column_of(sentence: Sentence, rows: Sequence[int]) -> int | None:
    """The column in which a row has a name of the claim, if it has."""
    if CELL_DIVIDER not in sentence.text or not rows or not sentence.words:
        return None
    best = (
        sentence.match[list(rows)].min(axis=0) if len(rows) == 1 else sentence.match[list(rows)].max(axis=0)
    )
    column = int(np.argmax(best))
    if best[column] < NAMED:
        return None
    return sentence.text[: sentence.words[column][0]].count(CELL_DIVIDER)


def other_cells(claim: Claim, sentences: Sequence[Sentence]) -> list[dict[str, str]]:
    """For each sentence, what a table's row has in the column where another row has the claim's name."""
    columns: dict[tuple[str, str], dict[str, int]] = {}
    for sentence in sentences:
        for part in claim.parts:
            if part.kind not in ("place", "organisation", "person"):
                continue
            column = column_of(sentence, part.rows)
            if column is not None:
                columns.setdefault((sentence.document, sentence.table_header), {})[part.text] = column
    found = []
    for sentence in sentences:
        mine: dict[str, str] = {}
        known = columns.get((sentence.document, sentence.table_header), {})
        if known and CELL_DIVIDER in sentence.text and sentence.text != sentence.table_header:
            cells = cells_of(sentence.text)
            for text, column in known.items():
                if column < len(cells) and any(map(str.isalpha, sentence.text[slice(*cells[column])])):
                    mine[text] = sentence.text[slice(*cells[column])].strip()
        found.append(mine)
    return found
