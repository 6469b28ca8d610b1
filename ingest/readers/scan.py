"""Pages that are pictures: found, drawn and read."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest import ocr
from ingest.legible import is_legible
from ingest.readers.pdf_layout import Page
from ingest.settings import IngestSettings

FEW_LETTERS = 60
"""A page with fewer letters may be a picture with a stamp or a page number on it."""
MOST_PIXELS = 60_000_000
"""Of a page as it is drawn: A2 at 300 dots an inch. Larger ones are drawn coarser."""
SIGN_OF_LIFE: ContextVar[Callable[[], None]] = ContextVar("SIGN_OF_LIFE", default=lambda: None)
"""Called before each page: a long scan takes long without hanging."""


@dataclass(frozen=True, slots=True)
class Scans:
    """Pages read by sight."""

    pages: dict[int, Page]
    """By number, from 0."""
    properties: dict[str, str]
    """`ocr:pages`, their numbers from 1, and `ocr:confidence` of each in per cent, divided by spaces."""


def letters_of(page: Page) -> int:
    """Letters and digits of a page."""
    return sum(sum(c.isalnum() for c in segment.text) for segment in page.segments)


def find_scans(document: pdfium.PdfDocument, pages: Sequence[Page]) -> list[int]:
    """Numbers of the pages without a usable text layer: pictures, drawn letters, gibberish."""
    return [
        page.number
        for page in pages
        if (letters_of(page) < FEW_LETTERS and _is_picture(document[page.number])) or is_gibberish(page)
    ]


def is_gibberish(page: Page) -> bool:
    """Whether a page's text layer is not the words it shows."""
    return not is_legible("\n".join(segment.text for segment in page.segments))


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Whether a picture covers much of the page, or so much is drawn that it may be letters."""
    width, height = page.get_size()
    covered, drawn = 0.0, 0
    for item in page.get_objects(
        filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=3
    ):
        left, bottom, right, top = item.get_bounds()
        if item.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            covered += (right - left) * (top - bottom)
        drawn += item.type == pdfium_c.FPDF_PAGEOBJ_PATH
        if drawn > 200 or covered > 0.3 * width * height:
            return True
    return False


def draw(page: pdfium.PdfPage) -> ocr.Picture:
    """A page in grey."""
    width, height = page.get_size()
    scale = min(ocr.DPI / 72, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    data = bytes(bitmap.buffer)
    rows = [data[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)]
    picture = ocr.Picture(
        bitmap.width, bitmap.height, b"".join(rows) if bitmap.stride > bitmap.width else data
    )
    bitmap.close()
    return picture


def read_scans(
    numbers: Sequence[int],
    picture: Callable[[int], ocr.Picture],
    settings: IngestSettings,
) -> Scans:
    """Read the pages of these numbers; those that give no text are left out."""
    found = {}
    if settings.ocr and ocr.languages():
        for number in numbers[: settings.max_ocr_pages]:
            SIGN_OF_LIFE.get()()
            read = ocr.recognise(picture(number), number, settings.ocr_page_seconds)
            if read is not None:
                found[number] = read
    properties = {}
    if found:
        properties["ocr:pages"] = " ".join(str(number + 1) for number in found)
        properties["ocr:confidence"] = " ".join(f"{read.confidence:.0f}" for read in found.values())
    return Scans({number: read.page for number, read in found.items()}, properties)
