"""Web pages: the article without what stands around it."""

import re

from lxml import etree, html

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader, TextBuilder, clean
from ingest.readers.encoding import decode

DROPPED = frozenset(
    "script style noscript template svg canvas iframe object embed form button input select textarea "
    "nav footer aside dialog menu audio video map head".split()
)
ASIDE = re.compile(
    r"cookie|consent|gdpr|banner|breadcrumb|sidebar|share|social|related|comments?\b|pagination|pager|subscribe|"
    r"newsletter|popup|modal|advert|promo|\bmenu\b|navbar|toolbar|footer|copyright|skip-link|print-only|tags?-list",
    re.IGNORECASE,
)
ASIDE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "alert"}
)
ARTICLE = (
    ".//*[@itemprop='articleBody']/ancestor-or-self::*[self::article or @itemprop='articleBody'][1]",
    ".//article",
    ".//main",
    ".//*[@role='main']",
    ".//*[@id='content' or @id='main' or contains(@class,'article') or contains(@class,'content')]",
)
BLOCKS = frozenset(
    "p div section article main header blockquote pre figure figcaption address details summary dl dt dd ul ol li "
    "table thead tbody tfoot tr td th caption h1 h2 h3 h4 h5 h6 hr br body html center fieldset".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
META_DATES = (
    "article:published_time og:published_time datepublished date dc.date dcterms.date dcterms.created "
    "dc.date.issued pubdate publish_date publication_date sailthru.date parsely-pub-date"
).split()


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
            root = html.document_fromstring(re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\x00", ""))
        except (etree.ParserError, ValueError) as error:
            raise Refusal("empty") from error
        properties = _properties(root)
        _drop_surroundings(root)
        article = _article(root)
        builder = self.builder()
        heading = _outer_heading(root, article)
        if heading:
            builder.add("heading", heading, 1)
        _Walk(builder).walk(article)
        if not builder.blocks:
            raise Refusal("empty")
        return builder.build(properties=properties)


def _decode(data: bytes) -> str:
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a page that misstates its charset is read like one that states none
    return decode(data)


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


def _drop_surroundings(root: html.HtmlElement) -> None:
    """Take out what is never part of an article."""
    doomed = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            doomed.append(element)
            continue
        if element.tag in {"html", "body", "main", "article"}:
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            element.tag in DROPPED
            or element.get("role") in ASIDE_ROLES
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or re.search(r"display\s*:\s*none", element.get("style") or "")
            or ASIDE.search(marks)
            or (
                element.tag == "header"
                and element.find(".//nav") is not None
                and element.find(".//h1") is None
            )
        ):
            doomed.append(element)
    for element in doomed:
        if element.getparent() is not None:
            element.drop_tree()


def _article(root: html.HtmlElement) -> html.HtmlElement:
    """The element that holds the article: a marked one with most of the text, else the body."""
    body = root.find(".//body")
    body = root if body is None else body
    whole = _weight(body)
    for path in ARTICLE:
        found = root.xpath(path)
        # Several articles side by side are a listing: then what holds them all is wanted.
        best = max(found, key=_weight, default=None)
        if best is not None and _weight(best) >= max(0.4 * whole, 1):
            return best
    _drop_link_lists(body)
    return body


def _weight(element: html.HtmlElement) -> int:
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    return max(len(element.text_content()) - linked, 0)


def _drop_link_lists(body: html.HtmlElement) -> None:
    for element in list(body.iter("ul", "ol", "table", "div", "p")):
        links = element.findall(".//a")
        text = len(clean(element.text_content()))
        if len(links) >= 3 and sum(len(clean(link.text_content())) for link in links) > 0.7 * text:
            if element.getparent() is not None:
                element.drop_tree()


def _outer_heading(root: html.HtmlElement, article: html.HtmlElement) -> str:
    """The page's only h1, where it stands outside the article."""
    headings = root.findall(".//h1")
    if len(headings) != 1 or article in headings[0].iterancestors():
        return ""
    return clean(headings[0].text_content())


class _Walk:
    """Turns elements into blocks; text between block elements is a paragraph."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.parts: list[str] = []
        self.items: list[list[int | None]] = []
        self.marker: str | None = None

    def flush(self) -> None:
        text = clean("".join(self.parts))
        self.parts.clear()
        if not text:
            return
        if self.marker is not None:
            self.builder.add("list-item", self.marker + text)
            self.marker = None
        else:
            self.builder.add("paragraph", text)

    def walk(self, root: html.HtmlElement) -> None:
        skip: html.HtmlElement | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if skip is not None:
                if event == "end" and element is skip:
                    skip = None
                    self._tail(element, root)
                continue
            if event == "start":
                if element.tag in HEADINGS:
                    self.flush()
                    self.builder.add("heading", element.text_content(), HEADINGS[element.tag])
                    skip = element
                elif element.tag == "table" and _is_data(element):
                    self.flush()
                    self._table(element)
                    skip = element
                else:
                    self._open(element)
            else:
                self._close(element)
                self._tail(element, root)
        self.flush()

    def _tail(self, element: html.HtmlElement, root: html.HtmlElement) -> None:
        if element is not root and element.tail:
            self.parts.append(element.tail)

    def _open(self, element: html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            self.flush()
        if element.tag in {"ul", "ol"}:
            self.items.append([_start(element) if element.tag == "ol" else None])
        elif element.tag == "li":
            count = self.items[-1][0] if self.items else None
            self.marker = "" if count is None else f"{count}. "
            if count is not None:
                self.items[-1][0] = count + 1
        if element.text:
            self.parts.append(element.text)

    def _close(self, element: html.HtmlElement) -> None:
        if element.tag in BLOCKS:
            self.flush()
        if element.tag in {"ul", "ol"} and self.items:
            self.items.pop()
        if element.tag == "li":
            self.marker = None

    def _table(self, table: html.HtmlElement) -> None:
        caption = table.find("caption")
        if caption is not None:
            self.builder.add("paragraph", caption.text_content())
        for row in table.iter("tr"):
            self.builder.add_row([_cell(cell) for cell in row if cell.tag in {"td", "th"}])


def _cell(cell: html.HtmlElement) -> str:
    return " ".join(cell.itertext())


def _start(element: html.HtmlElement) -> int:
    value = element.get("start") or "1"
    return int(value) if value.lstrip("-").isdigit() else 1


def _is_data(table: html.HtmlElement) -> bool:
    """A table of data, not one that lays out the page."""
    if table.find(".//table") is not None or table.find(".//h1") is not None:
        return False
    return all(sum(cell.tag in {"td", "th"} for cell in row) > 1 for row in table.findall(".//tr")[:2])
