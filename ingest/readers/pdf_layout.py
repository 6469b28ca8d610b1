"""From pieces of text on pages to paragraphs in reading order."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from ingest.document import BlockKind
from ingest.readers.base import CELL_BREAK
from ingest.readers.lines import join_lines
from ingest.readers.pdf_table import Table, find_tables

PAGE_NUMBER = re.compile(
    r"[\s—–\-|·.]*(?:(?:стр(?:\.|аница)?|page|p\.|бет|bet|sahifa|саҳифа)\s*)?\d{1,4}"
    r"(?:\s*(?:из|of|/|ж\.|бет|-bet|-бет)\s*\d{0,4})?[\s—–\-|·.]*",
    re.IGNORECASE,
)
LIST_MARK = re.compile(
    r"(?:[•▪●◦‣·*]|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]|[a-zа-я]\)|[–—-](?=\s))\s*\S", re.IGNORECASE
)
BULLET = re.compile(r"[•▪●◦‣·*]\s+")
ENDS = tuple(".!?…:;")
MARGIN = 0.12
"""Share of the page, at the top and at the bottom, where running heads stand."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters on one line; the page's origin is bottom left, units are points."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    base: float
    """Height of the base line; fonts of one size differ in what they reach above and below it."""
    bold: bool = False

    @property
    def middle(self) -> float:
        """Height of the line's middle."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn on the page."""

    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is on a page, in the file's order."""

    number: int
    width: float
    height: float
    segments: list[Segment]
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """A block to be; `pages` has an offset in `text` for each page that begins in it."""

    kind: BlockKind
    text: str
    level: int = 0
    pages: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """Segments side by side, left to right."""

    segments: tuple[Segment, ...]
    page: int

    @property
    def text(self) -> str:
        """The line's words."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return max(segment.x1 for segment in self.segments)

    @property
    def y0(self) -> float:
        """Lower edge."""
        return min(segment.y0 for segment in self.segments)

    @property
    def y1(self) -> float:
        """Upper edge."""
        return max(segment.y1 for segment in self.segments)

    @property
    def base(self) -> float:
        """Base line of the most of it."""
        return max(self.segments, key=lambda s: len(s.text)).base

    @property
    def size(self) -> float:
        """Font size of the most of it."""
        return max(self.segments, key=lambda s: len(s.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(segment.bold for segment in self.segments)


def paragraphs(pages: list[Page]) -> list[Paragraph]:
    """Blocks of a whole document, running heads and page numbers left out."""
    pages = without_running_heads(pages)
    body = _body_size(pages)
    found: list[Paragraph] = []
    for page in pages:
        tables = find_tables(page.segments, page.rules)
        inside = {id(s) for table in tables for s in table.segments}
        free = [s for s in page.segments if id(s) not in inside]
        for part in _reading_order(free, tables, page):
            if isinstance(part, Table):
                for row in part.rows:
                    text = CELL_BREAK.join(row).rstrip(" |")
                    found.append(Paragraph("table-row", text, pages=[(0, page.number)]))
            else:
                _add(found, _region_paragraphs(part, body), page.number)
    return _levels(found)


def without_running_heads(pages: list[Page]) -> list[Page]:
    """Pages without the lines that repeat at their edges, and without bare page numbers."""
    edges: dict[str, list[tuple[int, Segment]]] = {}
    for page in pages:
        for segment in page.segments:
            if _in_margin(segment, page):
                edges.setdefault(_key(segment.text), []).append((page.number, segment))
    need = max(3, len(pages) // 4)
    running: set[int] = set()
    for places in edges.values():
        if len({number for number, _ in places}) >= need:
            usual = median(segment.size for _, segment in places)
            # The title page may carry the same words as the head of the pages that follow, only larger.
            running |= {id(segment) for _, segment in places if segment.size < usual * 1.2}
    kept = []
    for page in pages:
        stay = [
            s
            for s in page.segments
            if id(s) not in running and not (_in_margin(s, page) and PAGE_NUMBER.fullmatch(s.text))
        ]
        kept.append(replace(page, segments=stay))
    return kept


def _in_margin(segment: Segment, page: Page) -> bool:
    return segment.y0 > page.height * (1 - MARGIN) or segment.y1 < page.height * MARGIN


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text).casefold().strip(" —–-|·.")


def _body_size(pages: list[Page]) -> float:
    """Font size of most of the text."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            sizes[round(segment.size, 1)] += len(segment.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def lines_of(segments: list[Segment], page: int) -> list[Line]:
    """Segments put side by side into lines, top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.middle, s.x0)):
        for row in reversed(rows[-3:]):
            if row[0].y0 < segment.middle < row[0].y1 or segment.y0 < row[0].middle < segment.y1:
                row.append(segment)
                break
        else:
            rows.append([segment])
    return [Line(tuple(sorted(row, key=lambda s: s.x0)), page) for row in rows]


def _reading_order(segments: list[Segment], tables: list[Table], page: Page) -> list[list[Line] | Table]:
    """Regions and tables of a page, each region one column wide."""
    gutter = _gutter(segments, page)
    if gutter is None:
        return _stack(lines_of(segments, page.number), tables)
    parts: list[list[Line] | Table] = []
    # Lines across the gutter part the page into bands; in a band the left column comes first.
    across = [s for s in segments if s.x0 < gutter - 2 and s.x1 > gutter + 2]
    crossing = {id(s) for s in across}
    wide_tables = [t for t in tables if t.x0 < gutter - 5 and t.x1 > gutter + 5]
    cuts = sorted({(s.y1, s.y0) for s in across} | {(t.y1, t.y0) for t in wide_tables}, reverse=True)
    bands: list[tuple[float, float]] = []
    top = page.height * 2
    for upper, lower in cuts:
        if upper < top:
            bands.append((upper, top))
        top = min(top, lower)
    bands.append((-page.height, top))
    for lower, upper in bands:
        for left in (True, False):
            column = [
                s
                for s in segments
                if id(s) not in crossing and lower < s.middle <= upper and (s.x1 <= gutter + 2) == left
            ]
            own = [
                t
                for t in tables
                if t not in wide_tables and lower < t.middle <= upper and (t.x0 < gutter) == left
            ]
            if column or own:
                # A column may have columns itself: three of them are one beside two.
                parts.extend(_reading_order(column, own, page))
        below = [
            s
            for s in across
            if s.middle <= lower + 0.01 and not any(b[1] < lower and s.middle <= b[1] for b in bands)
        ]
        tables_below = [
            t
            for t in wide_tables
            if t.y1 <= lower + 0.01 and not any(b[1] < lower and t.y1 <= b[1] for b in bands)
        ]
        if below or tables_below:
            parts.extend(_stack(lines_of(below, page.number), tables_below))
    return parts


def _stack(lines: list[Line], tables: list[Table]) -> list[list[Line] | Table]:
    """Lines of one column with the tables between them, top to bottom."""
    parts: list[list[Line] | Table] = []
    rest = lines
    for table in sorted(tables, key=lambda t: -t.y1):
        above = [line for line in rest if line.y0 >= table.middle]
        rest = [line for line in rest if line.y0 < table.middle]
        if above:
            parts.append(above)
        parts.append(table)
    if rest:
        parts.append(rest)
    return parts


def _gutter(segments: list[Segment], page: Page) -> float | None:
    """Middle of the empty strip between two columns of running text; None where there is one column."""
    if len(segments) < 12:
        return None
    left_edge, right_edge = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right_edge - left_edge
    best: tuple[int, float] | None = None
    for x in sorted({s.x0 for s in segments if left_edge + 0.3 * width < s.x0 < left_edge + 0.7 * width}):
        cut = x - 2
        crossing = sum(s.x0 < cut < s.x1 for s in segments)
        left = [s for s in segments if s.x1 <= cut]
        right = [s for s in segments if s.x0 >= cut]
        if crossing > 0.25 * len(segments) or min(len(left), len(right)) < 5:
            continue
        if all(
            _is_prose(side, cut - left_edge if side is left else right_edge - cut) for side in (left, right)
        ):
            # Of several cuts the one that most lines begin at and fewest cross.
            score = sum(abs(s.x0 - x) < 3 for s in right) - 3 * crossing
            if best is None or score > best[0]:
                best = (score, cut)
    return best[1] if best else None


def _is_prose(side: list[Segment], width: float) -> bool:
    """Running text has long lines that fill a column, or one of two; cells of a table are short."""
    return median(len(s.text) for s in side) >= 20 and median(s.x1 - s.x0 for s in side) > 0.35 * width


def _region_paragraphs(lines: list[Line], body: float) -> list[Paragraph]:
    """Paragraphs of one column."""
    if not lines:
        return []
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    gaps = [above.base - below.base for above, below in pairwise(lines)]
    close = [gap for gap in gaps if 0 < gap < 1.8 * body]
    leading = median(close) if close else 1.2 * body
    found: list[Paragraph] = []
    previous: Line | None = None
    for line in lines:
        begins = previous is None or _begins(previous, line, left, right, leading)
        above = found[-1] if found else None
        kind = _kind(line, body)
        if above is not None and above.kind == "heading" and previous is not None:
            if not begins and line.bold == previous.bold:
                kind = "heading"
            else:
                begins = True
        elif kind == "heading":
            begins = True
        elif kind == "list-item" and above is not None:
            # A line may begin with a dash or a bracketed number in the middle of a sentence.
            series = BULLET.match(line.text) or (above.kind == "list-item" and line.text[0].isalnum())
            begins = begins or above.text.endswith(ENDS) or bool(series)
            if line.text[0] in "–—-" and not above.text.endswith((":", ";")):
                kind = "paragraph"
        if begins:
            text = BULLET.sub("", line.text, count=1) if kind == "list-item" else line.text
            level = round(line.size * 10) + line.bold if kind == "heading" else 0
            found.append(Paragraph(kind, text, level, [(0, line.page)]))
        else:
            found[-1].text = join_lines(found[-1].text, line.text)
        previous = line
    for paragraph in found:
        if paragraph.kind == "heading" and (len(paragraph.text) > 200 or _is_bold_text(paragraph, body)):
            paragraph.kind, paragraph.level = "paragraph", 0
    return found


def _kind(line: Line, body: float) -> BlockKind:
    if _is_heading(line, body):
        return "heading"
    return "list-item" if LIST_MARK.match(line.text) else "paragraph"


def _is_bold_text(heading: Paragraph, body: float) -> bool:
    """Bold, no larger than the rest, and a sentence: emphasised text, no heading."""
    return heading.level <= round(body * 10) + 1 and heading.text.endswith((".", ";", ","))


def _begins(above: Line, line: Line, left: float, right: float, leading: float) -> bool:
    """Whether a line begins a paragraph."""
    if above.base - line.base > 1.35 * max(leading, above.size) or above.base < line.base:
        return True
    ended = above.text.endswith((*ENDS, "»", "”", ")"))
    change = abs(above.size - line.size) / above.size
    if change < 0.3 and line.text[0].islower() and not above.text.endswith(ENDS):
        return False
    if change > 0.08 or (line.bold != above.bold and ended):
        return True
    first_word = len(line.text.split(" ", 1)[0]) + 1
    width = (line.x1 - line.x0) / max(len(line.text), 1)
    room = right - above.x1 > first_word * width + 2
    indented = line.x0 > left + 0.8 * line.size and line.x0 > above.x0 + 0.8 * line.size
    return (room and (ended or line.text[0].isupper() or line.text[0].isdigit())) or (indented and ended)


def _is_heading(line: Line, body: float) -> bool:
    text = line.text.strip()
    if len(text) > 150 or not any(c.isalpha() for c in text) or text.endswith((".", ";", ",")):
        return line.size > 1.3 * body and len(text) <= 150 and any(c.isalpha() for c in text)
    return line.size > 1.12 * body or (line.bold and line.size >= 0.95 * body and len(text) <= 100)


def _add(found: list[Paragraph], more: list[Paragraph], page: int) -> None:
    """Append; a sentence that goes on in the next column or on the next page is put together."""
    if found and more:
        last, first = found[-1], more[0]
        same = last.kind == first.kind == "paragraph" or (
            last.kind == "list-item" and first.kind == "paragraph"
        )
        if same and not last.text.endswith((*ENDS, "»", "”")) and first.text[:1].islower():
            joined = join_lines(last.text, first.text)
            offset = len(joined) - len(first.text)
            if all(number != page for _, number in last.pages):
                last.pages.append((offset, page))
            last.text = joined
            more = more[1:]
    found.extend(more)


def _levels(found: list[Paragraph]) -> list[Paragraph]:
    """Font sizes of headings into levels: the largest is 1."""
    sizes = sorted({p.level for p in found if p.kind == "heading"}, reverse=True)
    rank = {size: min(number, 6) for number, size in enumerate(sizes, 1)}
    for paragraph in found:
        if paragraph.kind == "heading":
            paragraph.level = rank[paragraph.level]
    return found
