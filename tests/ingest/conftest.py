"""Makers of small files, so that a test shows what it reads."""

import ctypes
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

FONTS = Path(__file__).parents[2] / "eval" / "sample" / "sources" / "fonts"
Piece = tuple[float, float, str] | tuple[float, float, str, float] | tuple[float, float, str, float, bool]
"""x, y, text, and where they differ from 10 and False: font size, bold."""
Line = tuple[float, float, float, float]
MakePdf = Callable[..., bytes]


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """Pages of pieces of text and straight lines into a PDF; `quarter` turns of the text about the middle."""

    def make(*pages: list[Piece], rules: Sequence[Line] = (), quarter: int = 0, stamp: str = "") -> bytes:
        document = pdfium.PdfDocument.new()
        fonts = {bold: _font(document, bold) for bold in (False, True)}
        for pieces in pages:
            page = document.new_page(595, 842)
            for x, y, text, *rest in pieces:
                size = float(rest[0]) if rest else 10.0
                font = fonts[bool(rest[1]) if len(rest) > 1 else False]
                _write(document, page, font, size, text, _turned(x, y, quarter))
            if stamp:
                _write(document, page, fonts[False], 10.0, stamp, (0, 1, -1, 0, 20, 300))
            for x0, y0, x1, y1 in rules:
                path = pdfium_c.FPDFPageObj_CreateNewPath(x0, y0)
                pdfium_c.FPDFPath_LineTo(path, x1, y1)
                pdfium_c.FPDFPath_SetDrawMode(path, pdfium_c.FPDF_FILLMODE_NONE, 1)
                pdfium_c.FPDFPage_InsertObject(page.raw, path)
            page.gen_content()
        out = io.BytesIO()
        document.save(out)
        document.close()
        return out.getvalue()

    return make


def _turned(x: float, y: float, quarter: int) -> tuple[float, ...]:
    """Matrix that puts text at x, y and turns it about the middle of the page."""
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter]
    dx, dy = x - 300, y - 400
    return cos, sin, -sin, cos, 300 + cos * dx - sin * dy, 400 + sin * dx + cos * dy


def _write(
    document: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    font: pdfium_c.FPDF_FONT,
    size: float,
    text: str,
    matrix: tuple[float, ...],
) -> None:
    item = pdfium_c.FPDFPageObj_CreateTextObj(document.raw, font, size)
    coded = (text + "\0").encode("utf-16-le")
    pdfium_c.FPDFText_SetText(item, ctypes.cast(coded, pdfium_c.FPDF_WIDESTRING))
    pdfium_c.FPDFPageObj_Transform(item, *matrix)
    pdfium_c.FPDFPage_InsertObject(page.raw, item)


def _font(document: pdfium.PdfDocument, bold: bool) -> pdfium_c.FPDF_FONT:
    data = (FONTS / ("DejaVuSerif-Bold.ttf" if bold else "DejaVuSerif.ttf")).read_bytes()
    array = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
    return pdfium_c.FPDFText_LoadFont(document.raw, array, len(data), pdfium_c.FPDF_FONT_TRUETYPE, 1)


@pytest.fixture(scope="session")
def make_docx() -> Callable[[Callable[..., None]], bytes]:
    """What a function writes into an empty Word document, as bytes."""

    def make(write: Callable[..., None]) -> bytes:
        document = docx.Document()
        write(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return make
