"""PowerPoint presentations: a page for each slide, with its notes."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from ingest.document import ExtractedText, Span
from ingest.errors import Refusal
from ingest.readers.base import FormatReader, TextBuilder, clean
from ingest.readers.package import check_package, core_properties

LISTS = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY})
"""Placeholders whose lines are items of a list."""
APPARATUS = frozenset({PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER})
BROKEN = (
    PythonPptxError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)
"""What the library raises for parts that are not as they should be."""


class PptxReader(FormatReader):
    """PowerPoint 2007 and later."""

    def extract(self, data: bytes) -> ExtractedText:
        """Titles as headings, lines as items, tables as rows; a page for every slide."""
        check_package(data, "ppt/presentation.xml", "pptx", self.settings.max_unpacked_bytes)
        builder = self.builder()
        try:
            presentation = Presentation(io.BytesIO(data))
            properties = core_properties(presentation.core_properties)
            starts = [_add_slide(slide, builder) for slide in presentation.slides]
        except BROKEN as error:
            raise Refusal("corrupt", format="pptx") from error
        if not starts:
            raise Refusal("no-pages")
        if not builder.blocks:
            raise Refusal("empty")
        return builder.build(_spans(starts, builder.length), properties)


def _add_slide(slide: Any, builder: TextBuilder) -> int:
    """Append a slide; the offset at which it begins."""
    before = len(builder.blocks)
    end = builder.length
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        builder.add("heading", title.text_frame.text.replace("\v", " "), 1 if not before else 2)
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if kind in APPARATUS:
            continue
        if shape.has_table:
            for row in shape.table.rows:
                builder.add_row(["" if cell.is_spanned else cell.text_frame.text for cell in row.cells])
        elif shape.has_text_frame:
            _add_lines(shape.text_frame, kind in LISTS, builder)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        _add_lines(slide.notes_slide.notes_text_frame, False, builder)
    return builder.blocks[before].start if len(builder.blocks) > before else end


def _shapes(shapes: Any) -> Iterator[Any]:
    """Text boxes and tables in the order of the file, those inside groups among them."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        elif shape.has_text_frame or shape.has_table:
            yield shape


def _add_lines(frame: Any, is_list: bool, builder: TextBuilder) -> None:
    lines = [line for paragraph in frame.paragraphs for line in paragraph.text.split("\v") if clean(line)]
    for line in lines:
        builder.add("list-item" if is_list and len(lines) > 1 else "paragraph", line)


def _spans(starts: list[int], end: int) -> tuple[Span, ...]:
    """Every slide up to where the next begins."""
    starts = [0, *starts[1:]]
    return tuple(zip(starts, [*starts[1:], end], strict=True))
