"""Documents cut into passages: whole sentences, about a hundred words, headings with what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any
from uuid import uuid4

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, Document, NodeRelationship, TextNode

from ingest.document import Block, BlockKind, ExtractedText, Metadata, Span
from ingest.language import detect_language
from ingest.readers.base import TextBuilder
from ingest.readers.txt import add_plain
from ingest.sentences import block_spans
from ingest.settings import IngestSettings

LONGEST_WORD = 15
"""Characters that count as a word where there are no spaces to count by."""
HEADING_DIVIDER = " › "
SMALL_SECTION = 0.4
"""A section is joined with the one before while that has less than this share of a passage."""
SMALL_REST = 0.2
"""A rest of less than this share of a passage is added to the passage before."""
LONGEST = 1.5
"""Passages end before a sentence that would bring them over this many times their measure."""


@dataclass(slots=True)
class Unit:
    """A sentence, item, row or heading: what is never torn."""

    start: int
    end: int
    words: int
    kind: BlockKind
    block: int
    heading: tuple[str, ...]
    table_header: str = ""
    """Header row of the table a row stands in; empty for the header itself and for everything else."""
    introduces: bool = False
    """Belongs with what follows: a heading, a line that ends with a colon, a table's header."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage to be."""

    start: int
    end: int
    heading: tuple[str, ...] = ()
    table_header: str = ""


@dataclass(slots=True)
class _Run:
    """Units gathered so far."""

    units: list[Unit] = field(default_factory=list)
    fresh: int = 0
    """Units that the passage before does not have."""

    @property
    def words(self) -> int:
        return sum(unit.words for unit in self.units)


def cut(extracted: ExtractedText, settings: IngestSettings | None = None) -> list[Cut]:
    """Where the passages of a text begin and end; a pure function of the text and the settings."""
    settings = settings or IngestSettings()
    units = _units(extracted)
    cuts: list[Cut] = []
    run = _Run()
    for number, unit in enumerate(units):
        if run.fresh and _ends_before(run, unit, units[number - 1], settings):
            held = _held_back(run.units)
            if len(held) < run.fresh:
                body = run.units[: len(run.units) - len(held)]
                cuts.append(_cut(body))
                again = [] if unit.kind == "heading" or held else _overlap(body, settings)
                run = _Run([*again, *held], len(held))
        run.units.append(unit)
        run.fresh += 1
    if run.fresh:
        fresh = run.units[-run.fresh :]
        if cuts and sum(unit.words for unit in fresh) < SMALL_REST * settings.passage_words:
            cuts[-1] = replace(cuts[-1], end=fresh[-1].end)
        else:
            cuts.append(_cut(run.units))
    return cuts


def _ends_before(run: _Run, unit: Unit, last: Unit, settings: IngestSettings) -> bool:
    words = run.words
    if unit.kind == "heading" and last.kind != "heading":
        return words >= SMALL_SECTION * settings.passage_words
    if words >= settings.passage_words:
        return True
    return words + unit.words > LONGEST * settings.passage_words and words >= 0.5 * settings.passage_words


def _held_back(units: list[Unit]) -> list[Unit]:
    """Units at the end that belong with what comes next."""
    count = 0
    while count < len(units) and units[-1 - count].introduces:
        count += 1
    return units[len(units) - count :]


def _overlap(units: list[Unit], settings: IngestSettings) -> list[Unit]:
    """Sentences at the end of a passage to begin the next with: never all of it, none across a heading."""
    allowed = settings.passage_overlap * settings.passage_words
    taken: list[Unit] = []
    for unit in reversed(units[1:]):
        if unit.kind in {"heading", "table-row"} or sum(u.words for u in taken) + unit.words > allowed:
            break
        taken.insert(0, unit)
    return taken


def _cut(units: list[Unit]) -> Cut:
    heading = next((unit.heading for unit in units if unit.kind != "heading"), units[-1].heading)
    header = next((unit.table_header for unit in units if unit.table_header), "")
    inside = header and any(u.kind == "table-row" and u.introduces for u in units)
    return Cut(units[0].start, units[-1].end, heading, "" if inside else header)


def _units(extracted: ExtractedText) -> list[Unit]:
    text = extracted.text
    units: list[Unit] = []
    path: list[Block] = []
    header = ""
    previous: BlockKind | None = None
    for number, block in enumerate(extracted.blocks):
        if block.kind == "heading":
            path = [above for above in path if above.level < block.level]
            path.append(block)
        first_row = block.kind == "table-row" and previous != "table-row"
        follows = extracted.blocks[number + 1].kind if number + 1 < len(extracted.blocks) else None
        if first_row:
            header = text[block.start : block.end]
        headings = tuple(text[above.start : above.end] for above in path)
        spans = block_spans(text, [block])
        # The mark of an item is no part of its sentence, yet of its passage.
        spans[0] = (block.start, spans[0][1])
        for place, (start, end) in enumerate(spans):
            units.append(
                Unit(
                    start,
                    end,
                    # What has no spaces is still no single word.
                    max(len(text[start:end].split()), (end - start) // LONGEST_WORD),
                    block.kind,
                    number,
                    headings,
                    header if block.kind == "table-row" and not first_row else "",
                    block.kind == "heading"
                    or (first_row and follows == "table-row")
                    or (text[end - 1] == ":" and place == len(spans) - 1),
                )
            )
        previous = block.kind
    return units


def page_of(extracted: ExtractedText, offset: int) -> int | None:
    """Page, from 1, that an offset stands on; None where the format has no pages."""
    return page_at(extracted.pages, offset)


def page_at(pages: Sequence[Span], offset: int) -> int | None:
    """Page, from 1, that an offset stands on; None where there are no pages."""
    return next((number for number, (_, end) in enumerate(pages, 1) if offset < end), len(pages) or None)


class PassageParser(NodeParser):
    """Cuts documents into passages: LlamaIndex text nodes whose offsets are exact."""

    settings: IngestSettings = IngestSettings()

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex keeps the class."""
        return "PassageParser"

    def passages(self, name: str, parsed_text: ExtractedText, metadata: Metadata) -> list[TextNode]:
        """Passages of a document in order, each under a fresh id."""
        about = {
            "document": name,
            "title": metadata.title,
            "date": metadata.date,
            "language": metadata.language,
            "kind": metadata.kind,
        }
        return [_node(parsed_text, found, about) for found in cut(parsed_text, self.settings)]

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: Mapping[str, Document]
    ) -> list[BaseNode]:
        """Tie neighbours together; offsets and metadata are exact already and are left alone."""
        for before, after in pairwise(nodes):
            if (
                before.source_node
                and after.source_node
                and before.source_node.node_id == after.source_node.node_id
            ):
                before.relationships[NodeRelationship.NEXT] = after.as_related_node_info()
                after.relationships[NodeRelationship.PREVIOUS] = before.as_related_node_info()
        return nodes

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: Any
    ) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for node in nodes:
            extracted = _extracted(node)
            about = {key: value for key, value in node.metadata.items() if key not in {"blocks", "pages"}}
            about.setdefault("language", detect_language(extracted.text))
            for found in cut(extracted, self.settings):
                passage = _node(extracted, found, about)
                passage.relationships[NodeRelationship.SOURCE] = node.as_related_node_info()
                parsed.append(passage)
        return parsed


def _node(extracted: ExtractedText, found: Cut, about: dict[str, Any]) -> TextNode:
    metadata = {
        **about,
        "page": page_of(extracted, found.start),
        "heading": HEADING_DIVIDER.join(found.heading),
    }
    if found.table_header:
        metadata["table_header"] = found.table_header
    return TextNode(
        id_=uuid4().hex,
        text=extracted.text[found.start : found.end],
        start_char_idx=found.start,
        end_char_idx=found.end,
        metadata=metadata,
    )


def _extracted(node: BaseNode) -> ExtractedText:
    """Text with the blocks its reader found; plain text gets them by its lines."""
    text = node.get_content()
    rows = node.metadata.get("blocks")
    if rows is not None:
        blocks = tuple(Block(kind, start, end, level) for kind, start, end, level in rows)
        return ExtractedText(text, blocks, tuple((a, b) for a, b in node.metadata.get("pages", [])))
    builder = TextBuilder()
    add_plain(text, builder)
    return builder.build()
