"""Changes to the archive that become visible together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from llama_index.core.schema import TextNode

from index.records import Copy, Correction, Document
from ingest.document import ExtractedText
from ingest.findings import NOTHING, Findings


@dataclass(frozen=True, slots=True)
class Taken:
    """A document ready to be taken in."""

    document: Document
    text: ExtractedText | None
    """None for a refused one."""
    passages: Sequence[TextNode] = ()
    """In reading order, under ids never used before."""
    findings: Findings = NOTHING


@dataclass(slots=True)
class Batch:
    """Changes that become visible together."""

    taken: list[Taken] = field(default_factory=list)
    """New documents, and those that replace the one read from the same file."""
    described: dict[str, Document] = field(default_factory=dict)
    """What is now known of the document of that name, which may have another name now."""
    corrections: dict[str, Correction] = field(default_factory=dict)
    """By the document's name after the change."""
    removed: list[str] = field(default_factory=list)
    """Names of documents."""
    unread: list[Document] = field(default_factory=list)
    """Documents that stay though their files can no longer be read, each with the reason."""
    taken_out: list[Document] = field(default_factory=list)
    """Documents whose files are to be left out while they stay as they are."""
    brought_back: list[int] = field(default_factory=list)
    """Ids of the versions that are documents again."""
    copies: list[Copy] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    """Paths of copies."""
    touched: list[tuple[str, int, int]] = field(default_factory=list)
    """Path, size and time of files that were written again with the same bytes."""
    folders: list[str] = field(default_factory=list)
    """Folders that were gone through."""

    @property
    def passages(self) -> int:
        """How many are to be written."""
        return sum(len(one.passages) for one in self.taken)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)
