"""Word documents: paragraphs, lists and tables in reading order."""

import io
import re
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader, TextBuilder
from ingest.readers.docx_numbering import Numbering
from ingest.readers.package import check_package, core_properties

MAIN_PART = "word/document.xml"
# What stands in a run and is text; what is deleted, an instruction or a fallback copy is not.
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
HIDDEN = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
WRAPPERS = frozenset(
    {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}
)
MAX_HEADING = 150
BROKEN = (
    PackageNotFoundError,
    etree.XMLSyntaxError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)
"""What the library raises for parts that are not as they should be."""


class DocxReader(FormatReader):
    """Word 2007 and later."""

    def extract(self, data: bytes) -> ExtractedText:
        """Text with headings by style, items by numbering, rows by table."""
        check_package(data, MAIN_PART, "docx", self.settings.max_unpacked_bytes)
        try:
            document = docx.Document(io.BytesIO(data))
            properties = core_properties(document.core_properties)
            styles = _Styles(document)
            body = document.element.body
            numbering = Numbering(_numbering_root(document))
        except BROKEN as error:
            raise Refusal("corrupt", format="docx") from error
        builder = self.builder()
        _add_body(body, styles, numbering, builder)
        if not builder.blocks:
            raise Refusal("empty")
        return builder.build(properties=properties)


def _numbering_root(document: WordDocument) -> etree._Element | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
    return None


class _Styles:
    """What a paragraph's style says: heading level, list or neither."""

    def __init__(self, document: WordDocument) -> None:
        self._by_id: dict[str, tuple[str, int | None, str | None]] = {}
        self._numbers: dict[str, etree._Element] = {}
        for style in document.styles.element.iter(qn("w:style")):
            name = style.find(qn("w:name"))
            outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            based = style.find(qn("w:basedOn"))
            numbers = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbers is not None:
                self._numbers[style.get(qn("w:styleId"), "")] = numbers
            self._by_id[style.get(qn("w:styleId"), "")] = (
                (name.get(qn("w:val"), "") if name is not None else "").lower(),
                int(outline.get(qn("w:val"), "9")) if outline is not None else None,
                based.get(qn("w:val")) if based is not None else None,
            )

    def chain(self, paragraph: etree._Element) -> Iterator[tuple[str, int | None]]:
        """Name and outline level of the style and those it is based on."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = style.get(qn("w:val")) if style is not None else None
        for _ in range(10):
            if name is None or name not in self._by_id:
                return
            label, outline, name = self._by_id[name]
            yield label, outline

    def heading_level(self, paragraph: etree._Element) -> int:
        """1 for a title, 2 and on below it; 0 for text."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None and own.get(qn("w:val"), "9").isdigit() and int(own.get(qn("w:val"))) < 9:
            return int(own.get(qn("w:val"))) + 2
        for label, outline in self.chain(paragraph):
            if label == "title":
                return 1
            heading = re.match(r"heading (\d)", label)
            if heading:
                return int(heading.group(1)) + 1
            if outline is not None and outline < 9:
                return outline + 2
        return 0

    def number(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """List and depth that number the paragraph, by itself or by its style; None where nothing does."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        own = [paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")]
        inherited = self._numbers.get(style.get(qn("w:val"), "")) if style is not None else None
        for properties in (*own, inherited):
            if properties is None:
                continue
            list_id, depth = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
            if list_id is not None:
                level = depth.get(qn("w:val"), "0") if depth is not None else "0"
                return list_id.get(qn("w:val"), "0"), int(level) if level.isdigit() else 0
        return None

    def is_item(self, paragraph: etree._Element) -> bool:
        """Whether the style makes the paragraph an item of a list."""
        return any(
            label.startswith("list ") and label != "list paragraph" for label, _ in self.chain(paragraph)
        )


def _add_body(body: etree._Element, styles: _Styles, numbering: Numbering, builder: TextBuilder) -> None:
    for element in _children(body):
        if element.tag == qn("w:tbl"):
            _add_table(element, builder)
        elif element.tag == qn("w:p"):
            text = _text(element)
            level = styles.heading_level(element)
            number = styles.number(element) if text.strip() else None
            marker = numbering.marker(*number) if number else None
            if level:
                builder.add("heading", (marker or "") + text, level)
            elif marker is not None or styles.is_item(element):
                builder.add("list-item", (marker or "") + text)
            elif _looks_like_heading(element, text):
                builder.add("heading", text, 2 if builder.blocks else 1)
            else:
                for line in text.split("\n"):
                    builder.add("paragraph", line)


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, through content controls and insertions."""
    for child in parent:
        if child.tag in WRAPPERS:
            yield from _children(child)
        elif child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child


def _text(element: etree._Element) -> str:
    parts: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag in BREAKS:
            parts.append(BREAKS[node.tag])
        elif node.tag not in HIDDEN:
            stack.extend(reversed(node))
    return "".join(parts)


def _add_table(table: etree._Element, builder: TextBuilder) -> None:
    for row in _descend(table, qn("w:tr")):
        cells = []
        for cell in _descend(row, qn("w:tc")):
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continued = merged is not None and merged.get(qn("w:val")) != "restart"
            cells.append("" if continued else " ".join(_text(p) for p in cell.iter(qn("w:p"))))
        builder.add_row(cells)


def _descend(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _descend(child, tag)


def _looks_like_heading(paragraph: etree._Element, text: str) -> bool:
    """Short, all bold, and no full stop: a heading made without a style."""
    text = text.strip()
    if not 2 < len(text) <= MAX_HEADING or text.endswith((".", ";", ",", ":")):
        return False
    runs = [run for run in paragraph.iter(qn("w:r")) if _text(run).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: etree._Element) -> bool:
    bold = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return bold is not None and bold.get(qn("w:val"), "1") not in {"0", "false"}
