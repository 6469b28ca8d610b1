"""From tables: the cell under the header asked for, and the row of the most or the least."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.evidence import CELL_DIVIDER, Matrix, Sentence
from assistant.extraction.lists import Group, Listed, groups_of
from assistant.extraction.numbers import parse_digits
from assistant.question import Question, folded
from ingest.passages import HEADING_DIVIDER

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
FIGURE = re.compile(r"\s*[+−–-]?\d[\d \u00a0\u202f]*(?:[.,]\d+)?\s*(?:%|\S{1,6})?\s*")
DIGITS = re.compile(r"\d[\d \u00a0\u202f]*(?:[.,]\d+)?")
COLUMN_BONUS = 0.5
HEADER_SHARE = 2.0
"""What it counts that a header speaks of the question more than the others of its table."""
LABEL = 0.75
"""Match from which a word of the question is said by the row itself."""
FIGURE_BONUS = 0.3
NEAR_THE_TOP = 5
"""Sentences, best first, of which one must stand in a table whose extreme is given."""
BEHIND = 0.3
"""How far behind the best that one may stand."""
DOCUMENTS = 3
ROWS = 3
"""Rows with figures from which on a table has a most and a least."""


@cache
def words() -> dict[str, re.Pattern[str]]:
    """The table of `extremes.toml`, compiled."""
    rows = tomllib.loads(files("assistant").joinpath("extremes.toml").read_text("utf-8"))
    return {key: re.compile(pattern) for key, pattern in rows.items()}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row; offsets within the row."""

    start: int
    end: int
    column: int
    header: str
    text: str


def cells(row: str, header: str) -> list[Cell]:
    """The cells of a row under their headers."""
    headers = header.split(CELL_DIVIDER)
    found, offset = [], 0
    for column, text in enumerate(row.split(CELL_DIVIDER)):
        name = headers[column] if column < len(headers) else ""
        found.append(Cell(offset, offset + len(text), column, name, text))
        offset += len(text) + len(CELL_DIVIDER)
    return found


def header_scores(reading: Listed, sentence: Sentence) -> list[float]:
    """For each column of a row how much its header is what the question asks for, the middle one about 0."""
    row = cells(sentence.text, sentence.table_header)
    label = reading.meets(row[0].text) if row else np.zeros(0, np.float32)
    open_words = np.where(label < LABEL, reading.asked.weights, 0.0)
    shares = [float(reading.meets(cell.header) @ open_words) if cell.header else 0.0 for cell in row]
    mean = sum(shares[1:]) / max(1, len(shares) - 1)
    years = years_of(reading.question)
    scores = []
    for cell, share in zip(row, shares, strict=True):
        score = max(-COLUMN_BONUS, min(COLUMN_BONUS, HEADER_SHARE * (share - mean)))
        named = set(YEAR.findall(cell.header))
        if years and named:
            score += COLUMN_BONUS if years & named else -COLUMN_BONUS
        # A row is named by its first cell; where that is a mere figure, it is a number in a row or a year.
        scores.append(score - COLUMN_BONUS * (cell.column == 0 and FIGURE.fullmatch(cell.text) is not None))
    return scores


def years_of(question: Question) -> set[str]:
    """The years that a question names."""
    return {str(mention.first.year) for mention in question.dates if mention.first.year}


def is_row(sentence: Sentence) -> bool:
    """Whether a sentence is a row of a table below its header."""
    return (
        CELL_DIVIDER in sentence.text
        and bool(sentence.table_header)
        and sentence.text != sentence.table_header
    )


def best_cell(reading: Listed, sentence: Sentence) -> Cell | None:
    """The cell of a row that a question without asking words is about; None where the row has but one."""
    row = cells(sentence.text, sentence.table_header)
    if len(row) < len(("label", "value")):
        return None
    scores = header_scores(reading, sentence)
    for cell in row:
        scores[cell.column] += FIGURE_BONUS * bool(FIGURE.fullmatch(cell.text))
    return row[int(np.argmax(scores))]


UNIT = re.compile(r"(?:,\s*|\(\s*)(?:в\s+|in\s+)?([^\W\d_][^,()|]{1,24}?)\s*\)?\s*$")
"""The unit that a header gives behind a comma or in brackets."""


def unit_of_column(sentence: Sentence, start: int) -> str:
    """The unit of a cell at an offset of a row, from its header or the heading above; empty elsewhere."""
    if not is_row(sentence):
        return ""
    row = cells(sentence.text, sentence.table_header)
    cell = next((one for one in row if one.start <= start <= one.end), None)
    for text in (cell.header if cell else "", row[0].header, sentence.heading.split(HEADING_DIVIDER)[-1]):
        found = UNIT.search(text.strip())
        if found:
            return found.group(1).strip()
    return ""


@dataclass(frozen=True, slots=True)
class Extreme:
    """The row of a table with the most or the least in a column."""

    start: int
    """Of the row in the document's text, as `end`."""
    end: int
    label: str
    figure: str
    sentence: Sentence
    """One of the document's."""


def asks_extreme(question: str) -> bool | None:
    """True where the most is asked for, False where the least, None where neither."""
    text = folded(question)
    if words()["least"].search(text):
        return False
    return True if words()["most"].search(text) else None


def extreme(reading: Listed) -> Extreme | None:
    """The row that a question for the most or the least means, in a table where the best sentences stand."""
    most = asks_extreme(reading.question.mended)
    if most is None:
        return None
    best: tuple[float, Extreme] | None = None
    for sentence, group, text in tables_near(reading):
        found = extreme_of(reading, sentence, group, text, most)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def tables_near(reading: Listed) -> Iterator[tuple[Sentence, Group, str]]:
    """Tables in which one of the best sentences stands, with it and the document's text."""
    top = reading.sentences[:NEAR_THE_TOP]
    for name in list(dict.fromkeys(sentence.document for sentence in top))[:DOCUMENTS]:
        text = reading.text_of(name)
        for group in groups_of(text):
            start, end = group.items[0][0], group.items[-1][1]
            if not group.header:
                continue
            inside = [
                one
                for one in top
                if one.document == name
                and min(start, group.introduction[0]) <= one.start < end
                and one.score >= top[0].score - BEHIND
            ]
            if inside:
                yield inside[0], group, text.text


def extreme_of(
    reading: Listed, sentence: Sentence, group: Group, text: str, most: bool
) -> tuple[float, Extreme] | None:
    """How well a table fits, and its extreme row; None where it has no column of figures."""
    rows = [(span, text[slice(*span)].split(CELL_DIVIDER)) for span in group.items]
    rows = [(span, row) for span, row in rows if not words()["total"].search(row[0].lower())]
    years = years_of(reading.question)
    best: tuple[float, int] | None = None
    for column in range(1, len(group.header)):
        figures = [row[column] for _, row in rows if column < len(row) and FIGURE.fullmatch(row[column])]
        named = set(YEAR.findall(group.header[column]))
        if len(figures) < ROWS or all(YEAR.fullmatch(figure.strip()) for figure in figures):
            continue
        score = float(reading.meets(group.header[column]) @ reading.asked.weights) + 0.01 * column
        score += COLUMN_BONUS * (bool(years & named) - bool(years and named and not years & named))
        if best is None or score > best[0]:
            best = (score, column)
    if best is None:
        return None
    column = best[1]
    valued = [
        (parse_digits(match.group()), span, row)
        for span, row in rows
        if column < len(row) and (match := DIGITS.search(row[column])) is not None
    ]
    _, span, row = (max if most else min)(valued, key=lambda one: one[0])
    label = label_of(reading, group, row, column)
    around: Matrix = reading.meets(" ".join((group.heading.split(HEADING_DIVIDER)[-1], *group.header)))
    fit = float(around @ reading.asked.weights) + best[0]
    return fit, Extreme(*span, label, row[column].strip(), sentence)


def label_of(reading: Listed, group: Group, row: Sequence[str], column: int) -> str:
    """What names a row: its first cell, with the first that is no figure where that is only a number."""
    first = row[0].strip()
    named = next((cell.strip() for cell in row if any(letter.isalpha() for letter in cell)), "")
    return first if any(letter.isalpha() for letter in first) or not named else f"{first} ({named})"
