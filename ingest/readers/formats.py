"""Which reader reads which format."""

from importlib import import_module

from ingest.readers.base import FormatReader

_READERS = {
    ".txt": "txt.TxtReader",
    ".text": "txt.TxtReader",
    ".md": "md.MdReader",
    ".markdown": "md.MdReader",
    ".html": "html.HtmlReader",
    ".htm": "html.HtmlReader",
    ".xhtml": "html.HtmlReader",
    ".docx": "docx.DocxReader",
    ".pdf": "pdf.PdfReader",
    ".pptx": "pptx.PptxReader",
    ".xlsx": "xlsx.XlsxReader",
    ".csv": "csv.CsvReader",
    ".tsv": "csv.CsvReader",
    ".png": "image.ImageReader",
    ".jpg": "image.ImageReader",
    ".jpeg": "image.ImageReader",
    ".tif": "image.ImageReader",
    ".tiff": "image.ImageReader",
}
FORMATS = frozenset(_READERS)
"""Suffixes in small letters."""


def reader_for(suffix: str) -> type[FormatReader] | None:
    """The reader of a format, loaded when a file first needs it; None for a format that none reads."""
    if suffix not in _READERS:
        return None
    module, name = _READERS[suffix].split(".")
    found: type[FormatReader] = getattr(import_module(f"ingest.readers.{module}"), name)
    return found
