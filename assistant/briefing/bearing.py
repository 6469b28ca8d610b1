"""Whether the quotes of a line bear it out: its names, numbers and dates, and most of its words."""

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Citation
from ingest.dates import DateMention, PartialDate, find_dates

MOST = 0.7
"""Share of a line's words that must stand in its quotes or in what is known of their documents."""
STEM = 5
"""Letters that words are compared by."""
WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?")
APOSTROPHES = dict.fromkeys(map(ord, "'`´’‘ʻʼʹ′"))


def borne_out(text: str, citations: Sequence[Citation]) -> bool:
    """Whether a line stands on its citations; False without any."""
    if not citations:
        return False
    evidence = " \n".join(f"{one.quote}\n{one.title}\n{one.document}\n{one.date or ''}" for one in citations)
    known = set(stems(evidence))
    dated = list(find_dates(text))
    dates = set(known_dates(citations))
    if not all(_dated(mention, dates) for mention in dated):
        return False
    rest = _without(text, dated)
    words = stems(rest)
    if any(word[0].isdigit() and word not in known for word in words):
        return False
    if not all(any(part in known for part in stems(name)) for name in names(rest)):
        return False
    return not words or sum(word in known for word in words) >= MOST * len(words)


def stems(text: str) -> list[str]:
    """Words by their first letters, numbers whole."""
    folded = text.lower().replace("ё", "е").translate(APOSTROPHES)
    return [word if word[0].isdigit() else word[:STEM] for word in WORD.findall(folded)]


def names(text: str) -> list[str]:
    """Capitalised words inside a text; the first word of a sentence is capitalised anyway."""
    return [
        match.group()
        for match in re.finditer(r"(?<=[^.!?:\n—–]\s)[«“\"(]?([^\W\d_a-zа-яёўқғҳәіңөүұһ][\w’‘ʻ'-]+)", text)
    ]


def known_dates(citations: Iterable[Citation]) -> Iterable[str]:
    """ISO dates in the quotes, resolved by the document's, and the documents' own."""
    for one in citations:
        reference = PartialDate.parse(one.date) if one.date else None
        for text in (one.quote, one.title):
            for mention in find_dates(text, reference=reference):
                for day in (mention.first, mention.last):
                    if day is not None:
                        # A day without a year is of the year of writing.
                        yield day.iso() if day.year or not one.date else one.date[:4] + day.iso()[1:]
        if one.date:
            yield one.date


def _dated(mention: DateMention, known: set[str]) -> bool:
    days = [day.iso() for day in (mention.first, mention.last) if day is not None]
    return all(any(one.startswith(day) or day.startswith(one) for one in known) for day in days if day)


def _without(text: str, mentions: Sequence[DateMention]) -> str:
    for mention in sorted(mentions, key=lambda one: -one.start):
        text = text[: mention.start] + " " + text[mention.end :]
    return text
