"""Choosing and joining the sentences of an answer, each with its citation."""

from collections.abc import Sequence

from assistant.answer import Citation
from assistant.evidence import Sentence

MAX_SENTENCES = 5
SAME_DOCUMENT_SHARE = 0.55
BESIDE_SHARE = 0.7
"""For sentences that speak of the question by what stands around them only."""
OWN_SHARE = 0.2
"""Coverage from which a sentence speaks of the question itself."""
OTHER_DOCUMENT_SHARE = 0.95
"""Share of the first sentence's score from which a sentence joins it."""
MIN_WORDS = 4


def choose(first: Sentence, ranked: Sequence[Sentence], parts: int = 1) -> list[Sentence]:
    """The first sentence and those that support it: from its document gladly, from others if as good.

    `parts` is how many answers share the room.
    """
    most = max(1, MAX_SENTENCES // parts)
    chosen = [first]
    for sentence in ranked:
        if len(chosen) == most:
            break
        if len(sentence.words) < MIN_WORDS or any(says_the_same(sentence, other) for other in chosen):
            continue
        share = OTHER_DOCUMENT_SHARE
        if sentence.document == first.document:
            share = SAME_DOCUMENT_SHARE if sentence.coverage >= OWN_SHARE else BESIDE_SHARE
        if sentence.score >= share * first.score:
            chosen.append(sentence)
    return chosen


def merged(parts: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    """The sentences of several answers in order, each once."""
    found: list[Sentence] = []
    for sentence in (sentence for part in parts for sentence in part):
        if not any(says_the_same(sentence, other) for other in found):
            found.append(sentence)
    return found


def says_the_same(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences are one, or one holds the other's words."""
    if one.document == other.document and one.start < other.end and other.start < one.end:
        return True
    return one.text in other.text or other.text in one.text


def compose(sentences: Sequence[Sentence]) -> tuple[str, list[Citation]]:
    """The answer's text with `[n]` behind every sentence, and the citations in that order."""
    citations = [
        Citation(
            n=n,
            document=sentence.document,
            title=sentence.title,
            date=sentence.date,
            page=sentence.page,
            quote=sentence.text,
            start=sentence.start,
            end=sentence.end,
        )
        for n, sentence in enumerate(sentences, 1)
    ]
    return " ".join(f"{flat(citation.quote)} [{citation.n}]" for citation in citations), citations


def flat(text: str) -> str:
    """A quote on one line, as it stands in running text."""
    return " ".join(text.split())
