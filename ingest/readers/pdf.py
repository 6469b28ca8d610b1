"""PDF with a text layer: pages, columns, paragraphs, tables."""

import ctypes
import re
import threading

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.document import ExtractedText, Span
from ingest.errors import Refusal, RefusalReason
from ingest.readers.base import FormatReader, clean
from ingest.readers.pdf_layout import Page, Paragraph, Rule, Segment, paragraphs

PDFIUM = threading.Lock()
"""PDFium is not safe in several threads of one process."""

WIDE_GAP = 1.1
"""Gap between neighbours on a line, in font sizes, that parts cells or columns."""
LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"})


class PdfReader(FormatReader):
    """PDF as PDFium reads it."""

    def extract(self, data: bytes) -> ExtractedText:
        """Text in reading order, with a span for every page."""
        if b"%PDF-" not in data[:1024]:
            raise Refusal("not-what-it-says", expected="pdf")
        with PDFIUM:
            document = _open(data)
            try:
                count = len(document)
                if count == 0:
                    raise Refusal("no-pages")
                if count > self.settings.max_pages:
                    raise Refusal("too-large", limit=self.settings.max_pages, unit="pages")
                properties = _properties(document)
                pages = [_read_page(document, number) for number in range(count)]
            finally:
                document.close()
        letters = sum(sum(c.isalnum() for c in s.text) for page in pages for s in page.segments)
        if letters < 10 * min(count, 3):
            raise Refusal("no-text-layer", pages=count)
        return self._build(paragraphs(pages), count, properties)

    def _build(self, found: list[Paragraph], count: int, properties: dict[str, str]) -> ExtractedText:
        builder = self.builder()
        starts: dict[int, int] = {}
        for paragraph in found:
            before = len(builder.blocks)
            builder.add(paragraph.kind, paragraph.text, paragraph.level)
            if len(builder.blocks) > before:
                start = builder.blocks[-1].start
                for offset, page in paragraph.pages:
                    starts.setdefault(page, start + offset)
        spans: list[Span] = []
        end = builder.length
        for page in reversed(range(count)):
            start = starts.get(page, end)
            spans.append((start, end))
            end = start
        return builder.build(tuple(reversed(spans)), properties)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # The library's own error code is left over from an earlier file now and then: look at the file.
        if re.search(rb"/Encrypt\b", data):
            raise Refusal("encrypted", format="pdf") from error
        if re.search(rb"/Count\s+0\b", data) and not re.search(rb"/Type\s*/Page\b", data):
            raise Refusal("no-pages") from error
        reason: RefusalReason = "corrupt" if b"%%EOF" in data[-2048:] else "truncated"
        raise Refusal(reason, format="pdf") from error


def _properties(document: pdfium.PdfDocument) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        metadata = document.get_metadata_dict()
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return found
    title = clean(metadata.get("Title") or "")
    if title:
        found["pdf-metadata:title"] = title
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        day = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", metadata.get(key) or "")
        if day:
            found[f"pdf-metadata:{name}"] = "-".join(day.groups())
    return found


def _read_page(document: pdfium.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise Refusal("corrupt", format="pdf", page=number + 1) from error
    width, height = page.get_size()
    rotation = page.get_rotation()
    text_page = page.get_textpage()
    segments = _segments(text_page, _turn(rotation, width, height))
    rules = _rules(page) if rotation == 0 else []
    text_page.close()
    page.close()
    return Page(number, width, height, segments, rules)


def _turn(rotation: int, width: float, height: float):  # type: ignore[no-untyped-def]
    """From the page's own coordinates to those it is shown in."""
    return {
        90: lambda x, y: (y, height - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (width - y, x),
    }.get(rotation)


def _segments(text_page: pdfium.PdfTextPage, turn) -> list[Segment]:  # type: ignore[no-untyped-def]
    """Runs of characters on one line with no wide gap inside, in the file's order."""
    raw = text_page.raw
    box = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(box)
    segments: list[Segment] = []
    chars: list[str] = []
    x0 = x1 = y0 = y1 = size = 0.0
    bold = False

    def close() -> None:
        text = clean_segment("".join(chars))
        if text:
            segments.append(Segment(text, x0, x1, y0, y1, size, bold))
        chars.clear()

    for index in range(pdfium_c.FPDFText_CountChars(raw)):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if code in (0, 10, 13):
            if code:
                close()
            continue
        if code == 2:
            code = 0xFFFE  # both are how PDFium marks a hyphen at the end of a line
        char = chr(code) if code < 0x110000 else "\ufffd"
        if char.isspace():
            if chars:
                chars.append(" ")
            continue
        if not pdfium_c.FPDFText_GetLooseCharBox(raw, index, pointer):
            chars.append(char)
            continue
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if turn:
            (left, bottom), (right, top) = turn(left, bottom), turn(right, top)
            left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
        if chars:
            middle = (bottom + top) / 2
            same_line = y0 - 0.1 * size <= middle <= y1 + 0.1 * size
            if not same_line or left - x1 > WIDE_GAP * size or left < x0 - size:
                close()
        if not chars:
            x0, y0, y1 = left, bottom, top
            size = pdfium_c.FPDFText_GetFontSize(raw, index)
            # Some producers scale a one-point font: then only the box tells how large it is.
            size = size if size > 2 else max(top - bottom, 1.0)
            size = min(size, max((top - bottom) * 1.2, 1.0))
            bold = pdfium_c.FPDFText_GetFontWeight(raw, index) >= 600 or "bold" in _font_name(raw, index)
            x1 = right
        chars.append(char)
        x1 = max(x1, right)
    close()
    return segments


def clean_segment(text: str) -> str:
    """Single spaces; a mark of hyphenation at the end stays for the next line."""
    tail = "\ufffe" if text.rstrip().endswith(("\ufffe", "\u00ad")) else ""
    return clean(text.translate(LIGATURES)) + tail


def _font_name(raw: pdfium_c.FPDF_TEXTPAGE, index: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(raw, index, buffer, 128, ctypes.byref(flags))
    return buffer.raw[: max(min(length, 128) - 1, 0)].decode("latin-1").lower()


def _rules(page: pdfium.PdfPage) -> list[Rule]:
    """Straight lines drawn on the page, thin boxes among them."""
    rules: list[Rule] = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (top - bottom <= 3 and right - left >= 15) or (right - left <= 3 and top - bottom >= 6):
            rules.append(Rule(left, right, bottom, top))
        elif right - left >= 15 and top - bottom >= 6:
            # A box: its four sides.
            rules.extend((Rule(left, right, bottom, bottom), Rule(left, right, top, top)))
            rules.extend((Rule(left, left, bottom, top), Rule(right, right, bottom, top)))
        if len(rules) > 4000:
            break
    return rules
