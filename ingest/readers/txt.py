"""Plain text: paragraphs, headings, lists and rows guessed from the lines."""

import re
from itertools import pairwise

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader, TextBuilder
from ingest.readers.encoding import decode
from ingest.readers.lines import join_lines

LIST_MARK = re.compile(
    r"\s*(?:[•▪●◦‣·*\-–—]|\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-zа-я][.)])\s+\S", re.IGNORECASE
)
DASH_MARK = re.compile(r"\s*[•▪●◦‣·*\-–—]\s+\S")
ENDS = tuple('.!?…:;,»”")')
MAX_HEADING = 120
LONG_LINE = 60
MAX_WRAP = 110
"""Lines longer than this are paragraphs of their own, not lines of a wrapped one."""


class TxtReader(FormatReader):
    """Plain text in any of the encodings our languages are met in."""

    def extract(self, data: bytes) -> ExtractedText:
        """Text as it stands, with wrapped lines joined."""
        text = decode(data)
        if not text.strip():
            raise Refusal("empty")
        builder = self.builder()
        add_plain(text, builder)
        return builder.build()


def add_plain(text: str, builder: TextBuilder) -> None:
    """Append plain text to a builder."""
    paragraphs = _mend(_paragraphs(text))
    for number, lines in enumerate(paragraphs):
        alone = len(lines) == 1
        follows = number + 1 < len(paragraphs)
        for line in lines:
            if _is_row(line):
                builder.add_row(_cells(line))
            elif LIST_MARK.match(line) and (not alone or DASH_MARK.match(line)):
                builder.add("list-item", line)
            elif (alone or line is lines[0]) and (follows or not alone) and is_heading(line):
                builder.add("heading", line, 2 if builder.blocks else 1)
            else:
                builder.add("paragraph", line)


def is_heading(line: str) -> bool:
    """Whether a line that stands alone reads like a heading: short, begun, not ended."""
    line = line.strip()
    if not line or len(line) > MAX_HEADING or line.endswith((".", "…", ":", ";", ",")):
        return False
    if line[0].islower() or line[0] in "—–-(<" or sum(c.isalpha() for c in line) < 0.6 * len(line):
        return False
    return not re.search(r"\d{4}\s*(?:г\.?|года?|йил|yil|ж\.?|жыл)?\s*$|https?://|@|</?\w", line)


def _paragraphs(text: str) -> list[list[str]]:
    """Runs of lines between blank ones, wrapped lines joined."""
    groups: list[list[str]] = [[]]
    for raw in text.split("\n"):
        line = raw.replace("\f", "").rstrip()
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    width = _wrap_width(groups)
    return [_join_wrapped(group, width) if width else _join_torn(group) for group in groups]


def _wrap_width(groups: list[list[str]]) -> int:
    """Width that lines were wrapped at; 0 where every line is a paragraph."""
    inner = [len(line) for group in groups for line in group[:-1]]
    everything = sorted(len(line) for group in groups for line in group)
    if len(inner) < 3:
        return 0
    widest = everything[int(len(everything) * 0.98) - 1] if len(everything) > 50 else everything[-1]
    long = sum(length > 0.75 * widest for length in inner)
    return widest if 40 <= widest <= MAX_WRAP and long > 0.6 * len(inner) else 0


def _join_wrapped(lines: list[str], width: int) -> list[str]:
    joined = [lines[0]]
    for previous, line in pairwise(lines):
        full = len(previous) + len(line.split(None, 1)[0]) + 1 > width * 0.9
        if full and not LIST_MARK.match(line) and not _is_row(line):
            joined[-1] = join_lines(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _join_torn(lines: list[str]) -> list[str]:
    joined = [lines[0]]
    for line in lines[1:]:
        if _is_torn(joined[-1], line):
            joined[-1] = join_lines(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _is_torn(before: str, after: str) -> bool:
    """Whether a line goes on in the next one, in the middle of a sentence."""
    if len(before) <= LONG_LINE:
        return False
    goes_on = after.lstrip()[0].islower() and before[-1] not in ENDS
    return goes_on and not LIST_MARK.match(after) and not _is_row(after)


def _mend(paragraphs: list[list[str]]) -> list[list[str]]:
    """Put together what a blank line tore inside a sentence."""
    mended: list[list[str]] = []
    for lines in paragraphs:
        last = mended[-1][-1] if mended else ""
        if _is_torn(last, lines[0]):
            mended[-1][-1] = join_lines(last, lines[0].lstrip())
            mended[-1].extend(lines[1:])
        else:
            mended.append(list(lines))
    return mended


def _is_row(line: str) -> bool:
    return line.strip().count("\t") >= 1 or line.count(" | ") >= 1


def _cells(line: str) -> list[str]:
    return line.strip().split("\t") if "\t" in line.strip() else line.strip().strip("|").split("|")
