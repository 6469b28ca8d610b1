"""All the terms of a text."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.document import Block, ExtractedText, Metadata, Span
from ingest.findings.records import TermMention
from ingest.findings.terms.definitions import definitions
from ingest.findings.terms.draft import SAME_AS_BEFORE, Draft
from ingest.findings.terms.institutions import institutions
from ingest.findings.terms.lists import listed_terms
from ingest.findings.terms.shorts import abbreviations
from ingest.findings.terms.words import announces
from ingest.sentences import block_spans

MOST = 400
"""Mentions kept of a document: a directory of names is no glossary."""
DEFINING_KINDS = frozenset({"guide", "charter"})
"""Kinds of documents that define their words."""


def find_terms(text: ExtractedText, metadata: Metadata) -> tuple[TermMention, ...]:
    """The places where a text introduces terms; lists of terms first, then in reading order."""
    listed = list(listed_terms(text, metadata.language, metadata.title))
    taken = {block.start for block, _ in listed}
    found = {_mention(text, draft, block.start, block.end): None for block, draft in listed}
    announced = announces(metadata.title)
    heading = announced
    for block in text.blocks:
        if block.kind == "heading":
            heading = announced or announces(text.text[block.start : block.end])
        elif block.start not in taken:
            defining = heading or metadata.kind in DEFINING_KINDS
            for (start, end), draft in _drafts(text, block, metadata, defining):
                found[_mention(text, draft, start, end)] = None
        if len(found) >= MOST:
            break
    return tuple(found)[:MOST]


def _drafts(
    text: ExtractedText, block: Block, metadata: Metadata, defining: bool
) -> Iterator[tuple[Span, Draft]]:
    before: Draft | None = None
    for start, end in block_spans(text.text, [block]):
        sentence, language = text.text[start:end], metadata.language
        drafts = [_joined(before, draft) for draft in abbreviations(sentence, language)]
        if block.kind != "table-row":
            drafts += definitions(sentence, language, defining)
        before = drafts[-1] if drafts else before
        drafts += institutions(sentence, language)
        yield from (((start, end), draft) for draft in drafts)


def _joined(before: Draft | None, draft: Draft) -> Draft:
    """Names in other languages that are given to the term of the sentence before."""
    if draft.definition != SAME_AS_BEFORE:
        return draft
    if before is None:
        return replace(draft, definition="")
    return replace(
        draft,
        names=tuple(dict.fromkeys((*before.names, *draft.names))),
        abbreviations=tuple(dict.fromkeys((*before.abbreviations, *draft.abbreviations))),
        definition="",
    )


def _mention(text: ExtractedText, draft: Draft, start: int, end: int) -> TermMention:
    return TermMention(
        start=start,
        end=end,
        quote=text.text[start:end],
        how=draft.how,
        names=tuple(name for _, name in draft.names),
        languages=tuple(language for language, _ in draft.names),
        abbreviations=draft.abbreviations,
        definition=draft.definition,
        unsure=not draft.sure,
    )
