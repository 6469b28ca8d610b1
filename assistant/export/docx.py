"""A page as a Word document: paragraphs of text alone, no fields, links, macros or pictures."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from assistant.export.page import Block, BlockKind

STYLES: dict[BlockKind, str] = {
    "title": "Title",
    "heading": "Heading 1",
    "label": "Heading 2",
    "strong": "Normal",
    "paragraph": "Normal",
    "item": "List Bullet",
    "source": "Normal",
    "quote": "Quote",
}
TITLE_SIZE = Pt(20)


def as_docx(page: Sequence[Block]) -> bytes:
    """The page as the bytes of a docx file."""
    document = Document()
    for block in page:
        paragraph = document.add_paragraph(style=STYLES[block.kind])
        run = paragraph.add_run(block.text)
        if block.kind == "title":
            run.font.size = TITLE_SIZE
        if block.kind == "strong":
            run.bold = True
        if block.kind == "source":
            paragraph.paragraph_format.keep_with_next = True
        if block.kind == "quote":
            paragraph.paragraph_format.left_indent = Cm(0.8)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    about = document.core_properties
    about.author, about.comments = "Kengash", ""
    about.title = page[0].text[:255] if page else ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
    file = BytesIO()
    document.save(file)
    return file.getvalue()
