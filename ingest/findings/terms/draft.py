"""A term as a sentence, a line or a row introduces it, before its place is known."""

from dataclasses import dataclass

from ingest.document import Language
from ingest.findings.records import TermKind

SAME_AS_BEFORE = "\0"
"""In place of a definition: these are names of the term of the sentence before."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is told of a term; see `TermMention`."""

    how: TermKind
    names: tuple[tuple[Language, str], ...]
    abbreviations: tuple[str, ...] = ()
    definition: str = ""
    sure: bool = True
