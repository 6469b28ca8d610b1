"""What are: a bullet list under its introduction, or an enumeration within a sentence."""

import re
from collections.abc import Callable, Sequence

from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, scored
from assistant.extraction.names import coordinated, names_in
from assistant.question import Question
from ingest.document import Block, ExtractedText, Language

TextOf = Callable[[str], ExtractedText]
"""The extracted text of a document by its name."""

AND = "и|а также|and|va|hamda|ва|ҳамда|және"
SEPARATOR = re.compile(rf"\s*(?:;|,)\s*(?:(?:{AND})\s+)?|\s+(?:{AND})\s+")
BULLET_BONUS = 0.4
COLON_BONUS = 0.25
ENUMERATION_BONUS = 0.1


def list_candidates(
    question: Question, sentences: Sequence[Sentence], asked: Asked, text_of: TextOf
) -> list[Candidate]:
    """Bullet lists, enumerations behind a colon, and runs of names."""
    candidates = []
    for sentence in sentences:
        candidates += enumerations(sentence, asked)
    return candidates


def enumerations(sentence: Sentence, asked: Asked) -> list[Candidate]:
    """Enumerations of two items and more within one sentence."""
    found = []
    colon = re.search(r":\s+", sentence.text)
    if colon:
        end = len(sentence.text.rstrip(".!? "))
        if len(items_of(sentence.text[colon.end() : end])) >= 2:
            score = scored(sentence, colon.end(), end, asked, COLON_BONUS)
            found.append(
                Candidate(sentence, colon.end(), end, "list", sentence.text[colon.end() : end], score)
            )
    language: Language = sentence.language
    done = 0
    for name in names_in(sentence.text, language):
        if name.start < done:
            continue
        one = Candidate(sentence, name.start, name.end, name.kind, name.text, 0.0)
        start, end, count = coordinated(one, (name.kind,))
        if count >= 2:
            score = scored(sentence, start, end, asked, ENUMERATION_BONUS)
            found.append(Candidate(sentence, start, end, "list", sentence.text[start:end], score))
            done = end
    return found


def items_of(text: str) -> list[str]:
    """The items of an enumeration; semicolons divide before commas do."""
    if ";" in text:
        return [item.strip() for item in text.split(";") if item.strip()]
    return [item for item in SEPARATOR.split(text) if item and item.strip()]


def bullets_under(sentence: Sentence, text_of: TextOf) -> tuple[Block, ...]:
    """The list items or table rows that a sentence introduces or is one of; empty where it stands alone."""
    blocks = text_of(sentence.document).blocks
    at = next((k for k, block in enumerate(blocks) if block.start <= sentence.start < block.end), None)
    if at is None:
        return ()
    if blocks[at].kind == "list-item":
        first = at
        while first > 0 and blocks[first - 1].kind == "list-item":
            first -= 1
    elif sentence.text.rstrip().endswith(":") or (
        blocks[at].kind == "heading" and at + 1 < len(blocks) and blocks[at + 1].kind == "list-item"
    ):
        first = at + 1
    else:
        return ()
    last = first
    while last < len(blocks) and blocks[last].kind == "list-item":
        last += 1
    return blocks[first:last]
