"""The document beside the answer: its text as markup, open at the quote."""

from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.answer import Citation
from index.catalog import Document
from ingest.document import Block, BlockKind, ExtractedText, Span
from ui.texts import Texts
from ui.web.markup import button, escape, format_date, kind_name, language_name, notice, number
from ui.web.picture import PagePicture
from ui.web.service import Service

WINDOW = 12_000
"""Code points shown on each side of the quote at first; more on request, so that 500 pages stay fluent."""
CELL_BREAK = " | "
"""What readers put between the cells of a table's row."""
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Pane:
    """What is open beside."""

    document: str
    citations: tuple[Citation, ...] = ()
    """What one can step through: an answer's citations, a claim's, an event's."""
    n: int = 0
    """Number of the citation it is open at; 0 where the document was opened by itself."""
    key: str = ""
    """Whose citations they are: `ask-0`, `check-2`."""
    above: int = 1
    """Windows of text shown before the quote."""
    below: int = 1
    as_text: bool = False
    """Whether the text is wanted where the page's picture could be shown."""

    @property
    def citation(self) -> Citation | None:
        """The citation it is open at."""
        return next((one for one in self.citations if one.n == self.n), None)

    def at(self, n: int) -> "Pane":
        """At another citation of these; as it is where there is none of that number."""
        found = next((one for one in self.citations if one.n == n), None)
        return Pane(found.document, self.citations, n, self.key, as_text=self.as_text) if found else self

    def more(self, direction: str) -> "Pane":
        """With another window of text `above` or `below`."""
        if direction == "above":
            return replace(self, above=self.above + 1)
        return replace(self, below=self.below + 1)


def opened(pane: Pane | None, wanted: Mapping[str, object]) -> Pane | None:
    """The pane after a click: a document by itself, another citation, more text; nonsense is ignored."""
    do = wanted.get("do")
    if do == "document" and isinstance(name := wanted.get("document"), str):
        return Pane(name)
    if pane is None:
        return None
    if do == "cite" and wanted.get("of") == pane.key:
        return pane.at(number(wanted.get("n")))
    if do == "view":
        return replace(pane, as_text=wanted.get("to") == "text")
    if do == "more" and wanted.get("where") in {"above", "below"}:
        return pane.more(str(wanted["where"]))
    return pane


def source_html(pane: Pane | None, service: Service, texts: Texts) -> str:
    """The pane as markup."""
    if pane is None:
        return empty_pane(texts)
    picture, cited = None, pane.citation
    if cited is not None and cited.page is not None and not pane.as_text:
        picture = service.picture(cited.document, cited.page, cited.quote)
    return pane_html(pane, service.document(pane.document), service.text(pane.document), texts, picture)


def empty_pane(texts: Texts) -> str:
    """Before anything is open."""
    return _frame(
        notice(texts("source.empty_title"), texts("source.empty_text"), classes="k-quiet"), texts, "k-empty"
    )


def pane_html(
    pane: Pane,
    document: Document | None,
    text: ExtractedText | None,
    texts: Texts,
    picture: PagePicture | None = None,
) -> str:
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
    if picture is not None and cited is not None:
        body = picture_html(picture, cited, texts)
    elif text is None or not text.text:
        body = f'<p class="k-warning">{escape(texts("source.no_text"))}</p>'
    else:
        body = document_html(text, span, shown(text, span, pane.above, pane.below), texts, document.title)
    language = document.language if document.language != "und" else ""
    inside = (
        f"{_head(document, pane, picture is not None, texts)}{warning}"
        f'<div class="k-document" tabindex="0" role="document" lang="{escape(language)}" '
        f'aria-label="{escape(document.title)}">{body}</div>{_bar(pane, texts)}'
    )
    return _frame(inside, texts, key=f"{pane.key}:{pane.n}:{pane.document}")


def picture_html(picture: PagePicture, cited: Citation, texts: Texts) -> str:
    """A page as it looks, the quote boxed: boxes lie over the picture, in shares of it."""
    words = texts("source.picture", page=cited.page, quote=" ".join(cited.quote.split()))
    image = b64encode(picture.image).decode("ascii")
    boxes = "".join(
        f'<span class="k-box" style="left:{left:.2%};top:{top:.2%};'
        f'width:{width:.2%};height:{height:.2%}"></span>'
        for left, top, width, height in picture.boxes
    )
    return (
        f'<div class="k-sheet"><img src="data:image/webp;base64,{image}" alt="{escape(words)}" '
        f'width="{picture.width}" height="{picture.height}">{boxes}</div>'
    )


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
    for (kind, on_page), members in groupby(visible, key=group):
        if on_page != page:
            page = on_page
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


def _head(document: Document, pane: Pane, drawn: bool, texts: Texts) -> str:
    cited = pane.citation
    facts = [
        format_date(document.date, texts),
        kind_name(document.kind, texts),
        language_name(document.language, texts),
    ]
    if cited is not None and cited.page is not None:
        facts.append(texts("source.page", page=cited.page))
    spans = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    view = button(
        texts("source.only"), "k-link", label=texts("source.only_label"), do="only", document=document.name
    )
    if drawn:
        view += button(texts("source.as_text"), "k-link", do="view", to="text")
    elif pane.as_text:
        view += button(texts("source.as_page"), "k-link", do="view", to="page")
    return (
        f'<header class="k-top"><h2>{escape(document.title)}</h2>'
        f'<p class="k-meta">{spans}<span class="k-file">{escape(document.name)}</span>{view}</p></header>'
    )


def _bar(pane: Pane, texts: Texts) -> str:
    if pane.citation is None:
        return ""
    numbers = [one.n for one in pane.citations]
    at = numbers.index(pane.n)

    def step(to: int, label: str) -> str:
        there = 0 <= to < len(numbers)
        return button(label, "k-link", off=not there, do="cite", n=numbers[to] if there else 0, of=pane.key)

    back = button(texts("source.back"), "k-link k-back", do="back", of=pane.key)
    return (
        f'<nav class="k-bar" aria-label="{escape(texts("ask.sources"))}">'
        f"{step(at - 1, '← ' + texts('source.previous'))}{step(at + 1, texts('source.next') + ' →')}{back}"
        f"<span>{escape(texts('source.position', n=at + 1, all=len(numbers)))}</span></nav>"
    )


def _more(direction: str, label: str) -> str:
    return f'<p class="k-more">{button(label, "k-link", do="more", where=direction)}</p>'


def _frame(inside: str, texts: Texts, classes: str = "", key: str = "") -> str:
    return (
        f'<section class="k-pane {classes}" data-open="{escape(key)}" '
        f'aria-label="{escape(texts("source.label"))}">{inside}</section>'
    )
