"""Web pages: the article without what stands around it."""

import re
from copy import deepcopy
from html import unescape

import trafilatura
from lxml import etree, html
from trafilatura.settings import use_config

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader, TextBuilder, clean
from ingest.readers.encoding import decode
from ingest.readers.txt import add_plain

DROPPED = frozenset(
    "script style noscript template svg canvas iframe object embed form button input select textarea "
    "nav footer aside dialog menu audio video map head".split()
)
BLOCKS = frozenset(
    "p div section article main header blockquote pre figure figcaption address details summary dl dt dd "
    "ul ol li table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6 hr br body html center "
    "fieldset".split()
)
CELLS = frozenset({"td", "th"})
TAG = re.compile(r"<[^<>]*>")
APPARATUS = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
UNWRITABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|&#0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d);?|"
    r"&#x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]);?",
    re.IGNORECASE,
)
"""Control characters, spelt out ones among them, which the parser reads and does not write."""
START = re.compile("[0-9]{1,9}")
META_DATES = (
    "article:published_time og:published_time datepublished date dc.date dcterms.date dcterms.created "
    "dc.date.issued pubdate publish_date publication_date sailthru.date parsely-pub-date"
).split()

EXTRACTION = use_config()
# What is found in a short notice is enough: otherwise all text of the page is taken, run together.
EXTRACTION.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")


class HtmlReader(FormatReader):
    """HTML of any age, well formed or not."""

    def extract(self, data: bytes) -> ExtractedText:
        """Text of the article; menus, notices and footers left out."""
        if not data.strip():
            raise Refusal("empty")
        text = _decode(data)
        if "<" not in text:
            raise Refusal("not-what-it-says", expected="html")
        try:
            root = html.document_fromstring(UNWRITABLE.sub(" ", DECLARATION.sub("", text)))
        except (etree.ParserError, ValueError) as error:
            raise Refusal("empty") from error
        properties = _properties(root)
        heading = _only_heading(root)
        _spell_out(root)
        article = _article(root)
        builder = self.builder()
        if heading and heading not in clean(article.text_content())[: len(heading) + 200]:
            builder.add("heading", heading, 1)
        _Walk(builder).walk(article)
        if not builder.blocks:
            # The parser gives up on what is nested too deep: then any text is better than none.
            add_plain(unescape(TAG.sub("\n\n", APPARATUS.sub("", text))), builder)
        if not builder.blocks:
            raise Refusal("empty")
        return builder.build(properties=properties)


def _decode(data: bytes) -> str:
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeError):
            pass  # a page that misstates its charset is read like one that states none
    try:
        return decode(data)
    except Refusal:
        return data.decode("cp1252", errors="replace")


def _properties(root: html.HtmlElement) -> dict[str, str]:
    properties: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and title.text:
        properties["html:title"] = clean(title.text)
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = clean(meta.get("content") or "")
        if content and name in META_DATES:
            properties.setdefault("html-meta:date", content)
        elif content and name in {"og:title", "dc.title"}:
            properties.setdefault("html-meta:title", content)
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        found = re.search(r'"datePublished"\s*:\s*"([^"]{4,40})"', script.text or "")
        if found:
            properties.setdefault("html-meta:date", found.group(1))
    for time in root.iter("time"):
        if any(ancestor.tag in {"aside", "footer", "nav"} for ancestor in time.iterancestors()):
            continue
        value = clean(time.get("datetime") or time.text_content())
        if value:
            properties.setdefault("html-time:date", value)
    language = root.get("lang")
    if language:
        properties["html:lang"] = language
    return properties


def _spell_out(root: html.HtmlElement) -> None:
    """Write down what only a browser would show: numbers of items; put captions before their tables."""
    for numbered in root.iter("ol"):
        start = numbered.get("start") or "1"
        first = int(start) if START.fullmatch(start) else 1
        for number, item in enumerate(numbered.findall("li"), first):
            item.text = f"{number}. {(item.text or '').lstrip()}"
    for caption in list(root.iter("caption")):
        table = caption.getparent()
        if table is not None and table.tag == "table" and table.getparent() is not None:
            paragraph = html.Element("p")
            paragraph.text = caption.text_content()
            caption.drop_tree()
            table.addprevious(paragraph)


def _article(root: html.HtmlElement) -> html.HtmlElement:
    """The article without menus, notices and footers; where none is told apart, all that is no apparatus."""
    found = trafilatura.extract(
        deepcopy(root),
        output_format="html",
        include_comments=False,
        include_tables=True,
        include_links=False,
        config=EXTRACTION,
    )
    if found:
        return html.document_fromstring(found)
    body = root.find(".//body")
    body = root if body is None else body
    for element in [element for element in body.iter() if element.tag in DROPPED]:
        if element.getparent() is not None:
            element.drop_tree()
    return body


def _only_heading(root: html.HtmlElement) -> str:
    """Text of the page's h1, where there is but one."""
    headings = root.findall(".//h1")
    return clean(headings[0].text_content()) if len(headings) == 1 else ""


class _Walk:
    """Turns elements into blocks; text between block elements is a paragraph."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.parts: list[str] = []
        self.in_item = False

    def flush(self) -> None:
        """End the paragraph or item; only the first paragraph of an item is the item."""
        text = clean("".join(self.parts))
        self.parts.clear()
        if text:
            self.builder.add("list-item" if self.in_item else "paragraph", text)
            self.in_item = False

    def walk(self, root: html.HtmlElement) -> None:
        """All below an element, in document order."""
        whole: html.HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if whole is not None:
                if event == "end" and element is whole:
                    whole = None
                    self._tail(element, root)
            elif event == "end":
                self._close(element)
                self._tail(element, root)
            elif element.tag in HEADINGS:
                self.flush()
                self.builder.add("heading", element.text_content(), HEADINGS[element.tag])
                whole = element
            elif element.tag == "table" and _is_data(element):
                self.flush()
                for row in element.iter("tr"):
                    self.builder.add_row([" ".join(cell.itertext()) for cell in row if cell.tag in CELLS])
                whole = element
            else:
                self._open(element)

    def _open(self, element: html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            self.flush()
        if element.tag == "li":
            self.in_item = True
        if element.text:
            self.parts.append(element.text)

    def _close(self, element: html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            self.flush()
        if element.tag == "li":
            self.in_item = False

    def _tail(self, element: html.HtmlElement, root: html.HtmlElement) -> None:
        if element is not root and element.tail:
            self.parts.append(element.tail)


def _is_data(table: html.HtmlElement) -> bool:
    """A table of data, not one that lays out the page."""
    if table.find(".//table") is not None or table.find(".//h1") is not None:
        return False
    return all(sum(cell.tag in CELLS for cell in row) > 1 for row in table.findall(".//tr")[:2])
