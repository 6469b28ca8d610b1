"""The document beside the answer: its text as markup, open at the quote."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answer import Citation
from index.catalog import Document
from ingest.document import Block, BlockKind, ExtractedText, Span
from ui.texts import Texts
from ui.web.markup import button, escape, format_date, kind_name, language_name, notice

WINDOW = 12_000
"""Code points shown on each side of the quote at first; more on request, so that 500 pages stay fluent."""
CELL_BREAK = " | "
"""What readers put between the cells of a table's row."""
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Pane:
    """What is open beside the answer."""

    document: str
    citation: Citation | None = None
    turn: int = -1
    """The turn that cites it, from 0; -1 where the document was opened by itself."""
    cited: int = 0
    """How many citations that turn has."""
    above: int = 1
    """Windows of text shown before the quote."""
    below: int = 1

    def more(self, direction: str) -> "Pane":
        """With another window of text `above` or `below`."""
        if direction == "above":
            return replace(self, above=self.above + 1)
        return replace(self, below=self.below + 1)


def empty_pane(texts: Texts) -> str:
    """Before anything is open."""
    return _frame(
        notice(texts("source.empty_title"), texts("source.empty_text"), classes="k-quiet"), texts, "k-empty"
    )


def pane_html(pane: Pane, document: Document | None, text: ExtractedText | None, texts: Texts) -> str:
    """The whole pane; says so where the document or its words are gone."""
    if document is None:
        return _frame(notice(texts("source.gone_title"), texts("source.gone_text")), texts, "k-gone")
    cited = pane.citation
    span, warning = NOWHERE, ""
    if text is not None and cited is not None:
        if text.text[cited.start : cited.end] == cited.quote:
            span = (cited.start, cited.end)
        else:
            warning = f'<p class="k-warning" role="status">{escape(texts("source.moved"))}</p>'
    if text is None or not text.text:
        body = f'<p class="k-warning">{escape(texts("source.no_text"))}</p>'
    else:
        body = document_html(text, span, shown(text, span, pane.above, pane.below), texts, document.title)
    language = document.language if document.language != "und" else ""
    inside = (
        f"{_head(document, cited, texts)}{warning}"
        f'<div class="k-document" tabindex="0" role="document" lang="{escape(language)}" '
        f'aria-label="{escape(document.title)}">{body}</div>{_bar(pane, texts)}'
    )
    return _frame(inside, texts, key=f"{pane.turn}:{cited.n if cited else 0}:{pane.document}")


def shown(text: ExtractedText, span: Span, above: int, below: int) -> Span:
    """The stretch of text to show: windows around the quote, widened to whole blocks that are short."""
    start, end = max(0, span[0] - above * WINDOW), min(len(text.text), span[1] + below * WINDOW)
    for block in text.blocks:
        if block.end - block.start <= WINDOW:
            if block.start < start < block.end:
                start = block.start
            if block.start < end < block.end:
                end = block.end
    return start, end


def document_html(text: ExtractedText, quote: Span, window: Span, texts: Texts, title: str = "") -> str:
    """Blocks of the window, with the quote in `<mark>` and a line where a page begins.

    A first heading that only says the title again, which stands above, is left out.
    """
    first = text.blocks[0] if text.blocks else None
    if (
        first
        and first.kind == "heading"
        and text.text[first.start : first.end] == title
        and not (quote[0] < first.end and quote[1] > first.start)
    ):
        text = replace(text, blocks=text.blocks[1:])
        window = (max(window[0], first.end) if window[0] > 0 else 0, window[1])
    parts = []
    if window[0] > 0:
        parts.append(_more("above", texts("source.earlier")))
    parts += _pieces(text, quote, window, texts)
    if window[1] < len(text.text.rstrip()):
        parts.append(_more("below", texts("source.later")))
    return "".join(parts)


def marked(text: str, span: Span, quote: Span) -> str:
    """Text from `span`, escaped, with what of the quote lies in it in `<mark>`."""
    start, end = max(span[0], quote[0]), min(span[1], quote[1])
    if start >= end:
        return escape(text[span[0] : span[1]])
    return (
        f"{escape(text[span[0] : start])}<mark>{escape(text[start:end])}</mark>{escape(text[end : span[1]])}"
    )


def _pieces(text: ExtractedText, quote: Span, window: Span, texts: Texts) -> Iterator[str]:
    blocks = text.blocks or (Block("paragraph", 0, len(text.text)),)
    visible = [block for block in blocks if block.start < window[1] and block.end > window[0]]
    starts = [start for start, _ in text.pages]

    def group(block: Block) -> tuple[BlockKind, int]:
        return block.kind, bisect_right(starts, block.start)

    page = 0
    for (kind, number), members in groupby(visible, key=group):
        if number != page:
            page = number
            yield f'<p class="k-page"><span>{escape(texts("source.page", page=page))}</span></p>'
        rows = [(block, (max(block.start, window[0]), min(block.end, window[1]))) for block in members]
        yield WRITERS[kind](text.text, rows, quote)


Rows = Sequence[tuple[Block, Span]]


def _headings(text: str, rows: Rows, quote: Span) -> str:
    def tag(block: Block) -> str:
        return f"h{min(6, 2 + max(1, block.level))}"

    return "".join(f"<{tag(block)}>{marked(text, span, quote)}</{tag(block)}>" for block, span in rows)


def _paragraphs(text: str, rows: Rows, quote: Span) -> str:
    return "".join(f"<p>{marked(text, span, quote)}</p>" for _, span in rows)


def _items(text: str, rows: Rows, quote: Span) -> str:
    return f"<ul>{''.join(f'<li>{marked(text, span, quote)}</li>' for _, span in rows)}</ul>"


def _table(text: str, rows: Rows, quote: Span) -> str:
    lines = []
    for _, (start, end) in rows:
        cells, at = [], start
        for cell in text[start:end].split(CELL_BREAK):
            cells.append(f"<td>{marked(text, (at, at + len(cell)), quote)}</td>")
            at += len(cell) + len(CELL_BREAK)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="k-table"><table><tbody>{"".join(lines)}</tbody></table></div>'


WRITERS = {"heading": _headings, "paragraph": _paragraphs, "list-item": _items, "table-row": _table}


def _head(document: Document, cited: Citation | None, texts: Texts) -> str:
    facts = [
        format_date(document.date, texts),
        kind_name(document.kind, texts),
        language_name(document.language, texts),
    ]
    if cited is not None and cited.page is not None:
        facts.append(texts("source.page", page=cited.page))
    spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    return (
        f'<header class="k-top"><h2>{escape(document.title)}</h2>'
        f'<p class="k-meta">{spans}<span class="k-file">{escape(document.name)}</span></p></header>'
    )


def _bar(pane: Pane, texts: Texts) -> str:
    if pane.citation is None:
        return ""
    n, count = pane.citation.n, pane.cited

    def step(to: int, label: str) -> str:
        return button(label, "k-link", off=not 1 <= to <= count, n=to, of=pane.turn)

    back = button(texts("source.back"), "k-link k-back", back=pane.turn)
    return (
        f'<nav class="k-bar" aria-label="{escape(texts("ask.sources"))}">'
        f"{step(n - 1, '← ' + texts('source.previous'))}{step(n + 1, texts('source.next') + ' →')}{back}"
        f"<span>{escape(texts('source.position', n=n, all=count))}</span></nav>"
    )


def _more(direction: str, label: str) -> str:
    return f'<p class="k-more">{button(label, "k-link", more=direction)}</p>'


def _frame(inside: str, texts: Texts, classes: str = "", key: str = "") -> str:
    return (
        f'<section class="k-pane {classes}" data-open="{escape(key)}" '
        f'aria-label="{escape(texts("source.label"))}">{inside}</section>'
    )
