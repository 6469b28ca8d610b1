"""A language model's reply as it comes in: sentences, and the numbers behind them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.document import Language
from ingest.sentences import sentence_spans

MARKER = re.compile(r"[ \t]*[\[【](\d{1,3}(?:\s*[,;]\s*\d{1,3}|\s*[-–]\s*\d{1,3})*)[\]】]")
OPEN_MARKER = re.compile(r"[\[【][\d,;–\s-]*\Z")
RANGE = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
DECORATION = re.compile(r"(?m)^[ \t]*(?:[-*•]|#+|\d+[.)])[ \t]+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
MOST_CITED = 20
MOST_SENTENCES = 30
"""Read of one reply."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of a reply."""

    text: str
    """Without numbers and decoration, on one line."""
    cited: tuple[int, ...]
    """The numbers behind it, as the model gave them."""


def read_reply(pieces: Iterable[str], language: Language) -> Iterator[Written]:
    """The first sentences of a reply, each as soon as the next one has begun."""
    reply, told = "", 0
    for piece in pieces:
        reply += piece
        if piece.strip():
            complete = sentences_of(OPEN_MARKER.sub("", reply), language)[:-1]
            yield from complete[told:]
            told = max(told, len(complete))
            if told >= MOST_SENTENCES:
                return
    yield from sentences_of(reply, language)[told:]


def sentences_of(reply: str, language: Language) -> list[Written]:
    """All sentences of a reply; a number belongs to the sentence before it."""
    # A line is a sentence of its own: models make lists however they are told.
    plain, markers = _without_markers(THOUGHT.sub("", reply).replace("\n", "\n\n"))
    spans = sentence_spans(plain, language)
    cited: list[list[int]] = [[] for _ in spans]
    for place, numbers in markers:
        before = [i for i, (start, _) in enumerate(spans) if start < place]
        if spans:
            cited[before[-1] if before else 0] += numbers
    written = (
        Written(" ".join(DECORATION.sub("", plain[start:end]).split()), tuple(dict.fromkeys(numbers)))
        for (start, end), numbers in zip(spans, cited, strict=True)
    )
    return [sentence for sentence in written if any(letter.isalnum() for letter in sentence.text)]


def _without_markers(reply: str) -> tuple[str, list[tuple[int, list[int]]]]:
    plain, markers, behind = "", [], 0
    for match in MARKER.finditer(reply):
        plain += reply[behind : match.start()]
        markers.append((len(plain), _numbers(match.group(1))))
        behind = match.end()
    return plain + reply[behind:], markers


def _numbers(inside: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"[,;]", inside):
        ends = RANGE.search(part)
        if ends:
            first, last = int(ends[1]), int(ends[2])
            found += range(first, min(last, first + MOST_CITED) + 1)
        else:
            found.append(int(part))
    return found
