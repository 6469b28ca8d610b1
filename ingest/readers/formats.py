"""Which reader reads which format."""

from ingest.readers.base import FormatReader
from ingest.readers.csv import CsvReader
from ingest.readers.docx import DocxReader
from ingest.readers.html import HtmlReader
from ingest.readers.image import ImageReader
from ingest.readers.md import MdReader
from ingest.readers.pdf import PdfReader
from ingest.readers.pptx import PptxReader
from ingest.readers.txt import TxtReader
from ingest.readers.xlsx import XlsxReader

READERS: dict[str, type[FormatReader]] = {
    ".txt": TxtReader,
    ".text": TxtReader,
    ".md": MdReader,
    ".markdown": MdReader,
    ".html": HtmlReader,
    ".htm": HtmlReader,
    ".xhtml": HtmlReader,
    ".docx": DocxReader,
    ".pdf": PdfReader,
    ".pptx": PptxReader,
    ".xlsx": XlsxReader,
    ".csv": CsvReader,
    ".tsv": CsvReader,
    ".png": ImageReader,
    ".jpg": ImageReader,
    ".jpeg": ImageReader,
    ".tif": ImageReader,
    ".tiff": ImageReader,
}
"""Suffix in small letters to the reader of that format."""
