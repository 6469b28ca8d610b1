"""Tables on a PDF page: ruled ones by their lines, bare ones by their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.readers.lines import join_lines

if TYPE_CHECKING:
    from ingest.readers.pdf_layout import Rule, Segment

NEAR = 3.0
"""Points within which two edges are the same edge."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells and where they stand."""

    rows: list[list[str]]
    segments: list[Segment]
    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def middle(self) -> float:
        """Height of the table's middle."""
        return (self.y0 + self.y1) / 2


def find_tables(segments: list[Segment], rules: list[Rule]) -> list[Table]:
    """Tables of a page, ruled first."""
    ruled = _ruled(segments, rules)
    taken = {id(s) for table in ruled for s in table.segments}
    return ruled + _bare([s for s in segments if id(s) not in taken])


def _ruled(segments: list[Segment], rules: list[Rule]) -> list[Table]:
    flat = [r for r in rules if r.x1 - r.x0 > 15 and r.y1 - r.y0 <= NEAR]
    upright = [r for r in rules if r.y1 - r.y0 > 5 and r.x1 - r.x0 <= NEAR]
    tables = []
    for group in _stacks(flat, upright):
        top, bottom = max(r.y1 for r in group), min(r.y0 for r in group)
        left, right = min(r.x0 for r in group), max(r.x1 for r in group)
        heights = _distinct([r.y0 for r in group])
        inside = [
            s
            for s in segments
            if bottom - 1 < s.middle < top + 1 and left - NEAR < (s.x0 + s.x1) / 2 < right + NEAR
        ]
        walls = _distinct(
            [r.x0 for r in upright if r.y0 < top and r.y1 > bottom and left - NEAR <= r.x0 <= right + NEAR]
        )
        inner = [x for x in walls if left + 8 < x < right - 8] or _columns(inside)
        if len(heights) < 3 or not inner or not inside:
            continue
        rows: list[list[str]] = []
        for lower, upper in zip(reversed(heights[:-1]), reversed(heights[1:]), strict=True):
            band = [s for s in inside if lower - 0.5 <= s.middle < upper - 0.5]
            rows.extend(row for row in _band_rows(band, inner) if any(row))
        if sum(sum(map(bool, row)) > 1 for row in rows) >= 2:
            tables.append(Table(rows, inside, left, right, bottom, top))
    return tables


def _band_rows(band: list[Segment], inner: list[float]) -> list[list[str]]:
    """Rows between two rules: one with wrapped cells, or several where a rule is drawn every few rows."""
    lines: list[list[Segment]] = []
    for segment in sorted(band, key=lambda s: -s.middle):
        if lines and abs(lines[-1][0].middle - segment.middle) < 0.4 * segment.size:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    rows = [_row(line, inner) for line in lines]
    filled = [sum(map(bool, row)) for row in rows]
    numbers = [sum(any(c.isdigit() for c in cell) for cell in row) for row in rows]
    several = len(rows) > 1 and all(n >= 2 and 2 * d >= n for n, d in zip(filled, numbers, strict=True))
    return rows if several else [_row(band, inner)]


def _row(band: list[Segment], inner: list[float]) -> list[str]:
    cells = [""] * (len(inner) + 1)
    for segment in sorted(band, key=lambda s: (-round(s.middle), s.x0)):
        column = sum(segment.x0 + 1 >= x for x in inner)
        cells[column] = join_lines(cells[column], segment.text)
    return cells


def _stacks(flat: list[Rule], upright: list[Rule]) -> list[list[Rule]]:
    """Rules one under another over the same stretch, tied by walls where the page has any."""
    stacks: list[list[Rule]] = []
    for rule in sorted(flat, key=lambda r: -r.y0):
        for stack in stacks:
            low = min(r.y0 for r in stack)
            left, right = min(r.x0 for r in stack), max(r.x1 for r in stack)
            overlap = min(right, rule.x1) - max(left, rule.x0)
            walled = any(
                w.y0 < rule.y0 + NEAR and w.y1 > low - NEAR and left - NEAR < w.x0 < right + NEAR
                for w in upright
            )
            near = walled or low - rule.y0 < (NEAR if upright else 60)
            if near and overlap > 0.5 * min(right - left, rule.x1 - rule.x0):
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= 3]


def _distinct(values: list[float]) -> list[float]:
    """Ascending, those nearer than `NEAR` taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _columns(segments: list[Segment]) -> list[float]:
    """Left edges of the columns after the first: where no segment crosses and one begins."""
    edges = _distinct([s.x0 for s in segments])[1:]
    return [x for x in edges if not any(s.x0 < x - NEAR and s.x1 > x for s in segments)]


def _bare(segments: list[Segment]) -> list[Table]:
    """Rows of the same columns, one under another, with no lines drawn."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.middle, s.x0)):
        if rows and rows[-1][0].y0 < segment.middle < rows[-1][0].y1:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    tables: list[Table] = []
    run: list[list[Segment]] = []
    for row in [*rows, []]:
        row.sort(key=lambda s: s.x0)
        if len(row) >= 2 and _short(row) and (not run or _aligned(run[-1], row)):
            run.append(row)
            continue
        if len(run) >= 3 or (len(run) == 2 and len(run[0]) >= 3):
            inside = [s for r in run for s in r]
            inner = _columns(inside)
            if inner:
                cells = [_row(r, inner) for r in run]
                tables.append(_table(cells, inside))
        run = [row] if len(row) >= 2 and _short(row) else []
    return tables


def _table(cells: list[list[str]], inside: list[Segment]) -> Table:
    xs, ys = [s.x0 for s in inside] + [s.x1 for s in inside], [s.y0 for s in inside] + [s.y1 for s in inside]
    return Table(cells, inside, min(xs), max(xs), min(ys), max(ys))


def _short(row: list[Segment]) -> bool:
    """Cells, not lines of two columns of running text."""
    return sum(len(s.text) for s in row) / len(row) < 30


def _aligned(above: list[Segment], row: list[Segment]) -> bool:
    """Whether most cells stand under one of the row above."""
    under = sum(
        any(
            abs(a.x0 - s.x0) < NEAR or abs(a.x1 - s.x1) < NEAR or abs(a.x0 + a.x1 - s.x0 - s.x1) < 2 * NEAR
            for a in above
        )
        for s in row
    )
    return under >= max(2, len(row) // 2)
