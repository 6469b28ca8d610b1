"""A longer text cut into the claims that can be checked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.evidence import words_of
from ingest.document import Span
from ingest.errors import KengashError
from ingest.language import detect_language
from ingest.sentences import sentence_spans

MAX_TEXT = 30_000
"""Code points of a pasted text."""
MAX_CLAIM = 2000
"""Code points of one claim."""
WRAPPED = re.compile(r"(?<=[^\s.!?:;])\n(?=[^\W\d_A-ZА-ЯЁЎҚҒҲӘІҢӨҰҮҺ]|\d+\s)|(?<=,)\n(?=\S)")
"""The end of a line within a sentence, as mail programs and PDF files leave it."""
MAX_STRETCH = 450
"""Code points of claims that are searched as one."""
LEAST_WORDS = 4
"""Fewer words claim nothing: a greeting, a heading."""
CONTROL_SHARE = 0.01
"""Share of control and private characters from which a text is no text."""
LEGIBLE_SHARE = 0.4
"""Share of letters and digits, blanks aside, below which a text is no text."""


def claims_in(text: str) -> list[Span]:
    """Spans of the sentences of a text that claim something, in order.

    Raises:
        KengashError: `empty-claim`, `text-too-long` with `limit`, `text-not-text`.
    """
    if len(text) > MAX_TEXT:
        raise KengashError("text-too-long", limit=MAX_TEXT)
    if not text.strip():
        raise KengashError("empty-claim")
    if is_binary(text):
        raise KengashError("text-not-text")
    found: list[Span] = []
    offset = 0
    for line in WRAPPED.sub(" ", text).splitlines(keepends=True):
        language = detect_language(line)
        for start, end in sentence_spans(line, language):
            sentence = line[start:end]
            lead = len(sentence) - len(sentence.lstrip())
            bare = sentence.strip()
            if is_checkable(bare):
                found.append((offset + start + lead, offset + start + lead + len(bare)))
        offset += len(line)
    return found


def together(text: str, claims: Sequence[Span]) -> Iterator[list[Span]]:
    """The claims by the stretches of text in which they stand close enough to be searched as one."""
    group: list[Span] = []
    for start, end in claims:
        if group and (end - group[0][0] > MAX_STRETCH or "\n\n" in text[group[-1][1] : start]):
            yield group
            group = []
        group.append((start, end))
    if group:
        yield group


def is_checkable(sentence: str) -> bool:
    """Whether a sentence claims something: it is no question and has words enough."""
    return (
        not sentence.endswith("?") and len(sentence) <= MAX_CLAIM and len(words_of(sentence)) >= LEAST_WORDS
    )


def is_binary(text: str) -> bool:
    """Whether a text is the bytes of a file rather than words."""
    visible = [letter for letter in text if not letter.isspace()]
    odd = sum(
        unicodedata.category(letter) in ("Cc", "Co", "Cn", "Cs") or letter == "\ufffd" for letter in visible
    )
    legible = sum(letter.isalnum() for letter in visible)
    return odd > CONTROL_SHARE * len(visible) or legible < LEGIBLE_SHARE * len(visible)
