"""A document's sentences with what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.dates import DateMention, PartialDate, find_dates
from ingest.document import BlockKind, ExtractedText, Language, Metadata
from ingest.findings.words import Sort, folded, pattern
from ingest.sentences import block_spans

MOST_SENTENCES = 20_000
"""Sentences that are read of one document."""
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
CALENDAR = range(1000, 9000)
"""Years of writing that others can be counted from."""
PERIODICAL = frozenset({"report", "review", "plan"})
"""Kinds whose title names the year they are about."""


@dataclass(frozen=True)
class Sentence:
    """A sentence or a row; `text` is the document's from `start` to `end`."""

    start: int
    end: int
    text: str
    kind: BlockKind
    block: int
    """Which block it is of, counted from 0."""
    language: Language
    reference: PartialDate | None
    """The document's date."""
    year: int | None
    """The year that dates without one are likely of: the section's, or that of a yearly report."""

    @cached_property
    def folded(self) -> str:
        """For looking words up; offsets are those of `text`."""
        return folded(self.text)

    @cached_property
    def dates(self) -> list[DateMention]:
        """The dates it mentions."""
        return find_dates(self.text, self.language, self.reference)

    def has(self, sort: Sort, start: int = 0, end: int | None = None) -> bool:
        """Whether a word of that sort stands there."""
        stop = len(self.text) if end is None else end
        return bool(pattern(sort, self.language).search(self.folded, start, stop))


def read(text: ExtractedText, metadata: Metadata) -> list[Sentence]:
    """The sentences of a document, in order; headings are sentences too."""
    return list(_read(text, metadata))


def _read(text: ExtractedText, metadata: Metadata) -> Iterator[Sentence]:
    reference = PartialDate.parse(metadata.date) if metadata.date else None
    if reference and reference.year not in CALENDAR:
        reference = None
    own = _only_year(metadata.title) if metadata.kind in PERIODICAL else None
    section: int | None = None
    count = 0
    for number, block in enumerate(text.blocks):
        if block.kind == "heading" and number:
            section = _only_year(text.text[block.start : block.end])
        told: int | None = None
        for start, end in block_spans(text.text, [block]):
            count += 1
            if count > MOST_SENTENCES:
                return
            sentence = Sentence(
                start,
                end,
                text.text[start:end],
                block.kind,
                number,
                metadata.language,
                reference,
                told or section or own,
            )
            yield sentence
            told = next((m.first.year for m in sentence.dates if m.first.year and not m.relative), told)


def _only_year(line: str) -> int | None:
    years = set(YEAR.findall(line))
    return int(years.pop()) if len(years) == 1 else None
