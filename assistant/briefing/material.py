"""What a briefing is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.answer import Citation
from assistant.brief import Line
from assistant.briefing.cues import tells
from assistant.citing import citation_of
from assistant.terms.spotting import Spotter
from assistant.terms.term import Term
from assistant.timeline import Event
from index.knowledge import Knowledge
from index.records import Document
from ingest.document import ExtractedText, Span
from ingest.findings.records import Finding
from ingest.sentences import block_spans


@dataclass(frozen=True)
class Material:
    """The documents in question and what they tell."""

    documents: dict[str, Document]
    """Indexed ones that the filters let through, by name."""
    knowledge: Knowledge
    events: Sequence[Event]
    terms: Sequence[Term]
    spotter: Spotter
    text_of: Callable[[str], ExtractedText]
    language: str
    """What the reader speaks."""
    _sentences: dict[str, list[tuple[Span, str]]] = field(default_factory=dict)

    def kinds(self, *kinds: str) -> list[Document]:
        """Documents of these kinds, oldest first, undated ones last."""
        found = [document for document in self.documents.values() if document.kind in kinds]
        return sorted(found, key=lambda one: (one.date or "9999", one.name))

    def sentences(self, document: str) -> list[tuple[Span, str]]:
        """Sentences of a document's running text and lists, with their places."""
        if document not in self._sentences:
            text = self.text_of(document)
            blocks = [block for block in text.blocks if block.kind in ("paragraph", "list-item")]
            spans = block_spans(text.text, blocks)
            self._sentences[document] = [((start, end), text.text[start:end]) for start, end in spans]
        return self._sentences[document]

    def cite(self, document: str, start: int, end: int) -> Citation:
        """A citation of a place in a document."""
        return citation_of(self.documents[document], self.text_of(document), start, end)

    def finding(self, document: Document, found: Finding) -> Citation:
        """A citation of what a document tells."""
        return self.cite(document.name, found.start, found.end)

    def head(self, document: str) -> Citation | None:
        """A citation of a document's title where it stands in the text, or of how the text begins."""
        text = self.text_of(document)
        title = self.documents[document].title
        start = text.text.find(title)
        if start >= 0:
            return self.cite(document, start, start + len(title))
        first = next((block for block in text.blocks if block.kind in ("heading", "paragraph")), None)
        return self.cite(document, first.start, first.end) if first is not None else None

    @cached_property
    def _main(self) -> set[tuple[str, int]]:
        return {(one.document.name, one.what.start) for one in self.knowledge.events() if one.what.main}

    def is_main(self, citation: Citation) -> bool:
        """Whether it tells what its whole document is about."""
        return (citation.document, citation.start) in self._main

    @cached_property
    def council(self) -> Term | None:
        """The term that is the council itself: of those named so, one that is defined, or the best known."""
        named = [term for term in self.terms if term.abbreviations and tells(term.term, "council")]
        return max(named, key=lambda term: (term.definition is not None, len(term.documents)), default=None)


def heard_of(events: Sequence[Event], documents: Mapping[str, Document]) -> list[Event]:
    """Events that some of these documents tell, as they tell them."""
    found = []
    for event in events:
        telling = tuple(one for one in event.citations if one.document in documents)
        if telling:
            found.append(event.model_copy(update={"citations": telling}))
    return found


def line(text: str, *citations: Citation) -> Line:
    """A line on one line."""
    return Line(text=" ".join(text.split()), citations=list(citations))


def quoted(citation: Citation) -> Line:
    """A line that is its quote."""
    return line(citation.quote.rstrip(), citation)
