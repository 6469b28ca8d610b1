"""PDF: pages, columns, paragraphs, tables; pages that are pictures are read by sight."""

import ctypes
import math
import re
import threading
from collections import Counter
from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.document import ExtractedText
from ingest.errors import Refusal, RefusalReason
from ingest.ocr import Picture
from ingest.readers.base import FormatReader, clean
from ingest.readers.pages import build_pages
from ingest.readers.pdf_layout import Page, Rule, Segment, paragraphs
from ingest.readers.scan import draw, find_scans, is_gibberish, letters_of, read_scans

PDFIUM = threading.Lock()
"""PDFium is not safe in several threads of one process."""

WORD_GAP = 0.16
"""Gap between neighbours, in font sizes, that parts words; justified lines often have no space characters."""
WIDE_GAP = 1.1
"""Gap between neighbours on a line, in font sizes, that parts cells or columns."""
Turn = Callable[[float, float], tuple[float, float]]
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
            with PDFIUM:
                count = len(document)
                if count == 0:
                    raise Refusal("no-pages")
                if count > self.settings.max_pages:
                    raise Refusal("too-large", limit=self.settings.max_pages, unit="pages")
                properties = _properties(document)
                pages = [_read_page(document, number) for number in range(count)]
                poor = find_scans(document, pages)

            def picture(number: int) -> Picture:
                with PDFIUM:
                    return draw(document[number])

            scans = read_scans(poor, picture, self.settings)
        finally:
            with PDFIUM:
                document.close()
        typed = [page for page in pages if page.number not in scans.pages and not is_gibberish(page)]
        seen = list(scans.pages.values())
        # Page numbers or a stamp over scanned pages are no text layer.
        if sum(map(letters_of, [*typed, *seen])) < min(10 * count, 200):
            raise Refusal("no-text-layer", pages=count)
        # Sizes of letters as they are drawn and as they are told do not compare.
        found = sorted(paragraphs(typed) + paragraphs(seen), key=lambda paragraph: paragraph.pages[0][1])
        return build_pages(self.builder(), found, count, properties | scans.properties)


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
    left, bottom, right, top = page.get_mediabox()
    width, height = right - left, top - bottom
    text_page = page.get_textpage()
    quarter = _quarter(text_page)
    segments = _Collector(text_page, quarter, width, height).collect()
    rules = [] if quarter else _rules(page)
    if quarter % 2:
        width, height = height, width
    text_page.close()
    page.close()
    return Page(number, width, height, segments, rules)


def _quarter(text_page: pdfium.PdfTextPage) -> int:
    """Quarter turns, to the right, of most of the text: 3 where it runs up the page."""
    count = pdfium_c.FPDFText_CountChars(text_page.raw)
    sample = range(0, count, max(count // 200, 1))
    turns = Counter(_char_quarter(text_page.raw, index) for index in sample)
    return turns.most_common(1)[0][0] if turns else 0


def _char_quarter(raw: pdfium_c.FPDF_TEXTPAGE, index: int) -> int:
    angle: float = pdfium_c.FPDFText_GetCharAngle(raw, index)
    return round(angle / (math.pi / 2)) % 4


class _Collector:
    """Gathers characters into segments: runs on one line with no wide gap inside, in the file's order."""

    def __init__(self, text_page: pdfium.PdfTextPage, quarter: int, width: float, height: float) -> None:
        self.raw = text_page.raw
        self.quarter = quarter
        turns: dict[int, Turn] = {
            1: lambda x, y: (height - y, x),
            2: lambda x, y: (width - x, height - y),
            3: lambda x, y: (y, width - x),
        }
        self.turn = turns.get(quarter)
        self.segments: list[Segment] = []
        self.chars: list[str] = []
        self.x0 = self.x1 = self.y0 = self.y1 = self.size = self.base = 0.0
        self.bold = False
        self._box = pdfium_c.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def collect(self) -> list[Segment]:
        """All segments of the page."""
        for index in range(pdfium_c.FPDFText_CountChars(self.raw)):
            code = pdfium_c.FPDFText_GetUnicode(self.raw, index)
            if code in (10, 13):
                self._close()
            elif code:
                # 2 and U+FFFE are how PDFium marks a hyphen at the end of a line.
                self._add(index, "\ufffe" if code == 2 else chr(min(code, 0x10FFFF)))
        self._close()
        return self.segments

    def _add(self, index: int, char: str) -> None:
        if char.isspace():
            if self.chars:
                self.chars.append(" ")
            return
        box = self._place(index)
        if box is None:
            self.chars.append(char)
            return
        left, right, bottom, top = box
        if self.chars:
            same_line = self.y0 - 0.1 * self.size <= (bottom + top) / 2 <= self.y1 + 0.1 * self.size
            if not same_line or left - self.x1 > WIDE_GAP * self.size or left < self.x0 - self.size:
                self._close()
            elif left - self.x1 > WORD_GAP * self.size and self.chars[-1] != " ":
                self.chars.append(" ")
        if not self.chars and not self._begin(index, box):
            return
        self.chars.append(char)
        self.x1 = max(self.x1, right)

    def _place(self, index: int) -> tuple[float, float, float, float] | None:
        """Left, right, bottom and top of a character, on the page turned so that text is upright."""
        if not pdfium_c.FPDFText_GetLooseCharBox(self.raw, index, ctypes.byref(self._box)):
            return None
        left, right, bottom, top = self._box.left, self._box.right, self._box.bottom, self._box.top
        if self.turn:
            (left, bottom), (right, top) = self.turn(left, bottom), self.turn(right, top)
        return min(left, right), max(left, right), min(bottom, top), max(bottom, top)

    def _begin(self, index: int, box: tuple[float, float, float, float]) -> bool:
        """Start a segment; False for a character of text that runs up the margin, a stamp or a watermark."""
        self.x0, self.x1, self.y0, self.y1 = box
        height = max(self.y1 - self.y0, 1.0)
        size = pdfium_c.FPDFText_GetFontSize(self.raw, index)
        # Some producers scale a one-point font: then only the box tells how large it is.
        self.size = min(size if size > 2 else height, 1.2 * height)
        if _char_quarter(self.raw, index) != self.quarter:
            return False
        self.base = self.y0
        if not self.turn and pdfium_c.FPDFText_GetCharOrigin(
            self.raw, index, ctypes.byref(self._x), ctypes.byref(self._y)
        ):
            self.base = self._y.value
        weight = pdfium_c.FPDFText_GetFontWeight(self.raw, index)
        self.bold = weight >= 600 or "bold" in _font_name(self.raw, index)
        return True

    def _close(self) -> None:
        text = clean_segment("".join(self.chars))
        if text:
            place = (self.x0, self.x1, self.y0, self.y1)
            self.segments.append(Segment(text, *place, self.size, self.base, self.bold))
        self.chars.clear()


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
