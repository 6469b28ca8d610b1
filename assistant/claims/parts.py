"""A claim taken apart: its dates, numbers and names, and the words that say what it is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.claims.quantities import Quantity, quantities
from assistant.claims.words import claim_words
from assistant.evidence import Asked, Matrix, Words, aligned_tokens, words_of
from assistant.extraction.names import names_in
from assistant.question import AskedLanguage, folded, patterns, question_language
from index.tokens import dictionary
from ingest.dates import DateMention, PartialDate, assume_year, find_dates
from ingest.document import Span
from ingest.names import NameKind

PartKind = Literal["date", "number", "place", "organisation", "person", "all"]
OtherNames = Callable[[str], Sequence[tuple[int, int, Sequence[str]]]]
"""Names in a text that the archive or the glossary knows by others: (start, end, other names)."""

STOP_WEIGHT = 0.05
UNIT_WEIGHT = 0.4
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a claim that the evidence must bear out by itself."""

    kind: PartKind
    start: int
    end: int
    text: str
    rows: tuple[int, ...]
    """Rows of the claim's words."""
    others: tuple[tuple[int, ...], ...] = ()
    """Rows of other names of the same thing."""
    date: DateMention | None = None
    quantity: Quantity | None = None
    """For "all", the number of the whole, where one is told."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A claim as it is searched and aligned."""

    text: str
    language: AskedLanguage
    asked: Asked
    """One row a word of the text, in order, then rows of weight 0 for other names."""
    spans: tuple[Span, ...]
    """Of each word."""
    parts: tuple[Part, ...]
    matter: Matrix
    """Weight of each row outside all parts. Sum 1, or 0 where there is none."""
    topic: Matrix
    """Weight of each row outside dates and numbers, names among them."""


def take_apart(text: str, today: PartialDate, words: Words, other_names: OtherNames) -> Claim:
    """Read a claim. `today` is the day that its relative dates are measured from."""
    language = question_language(text)
    spans = words_of(text)
    tokens = aligned_tokens(text, spans, words)
    dates = in_named_year(find_dates(text, language, today))
    taken = [(mention.start, mention.end) for mention in dates]
    parts = [
        Part(
            "date",
            mention.start,
            mention.end,
            mention.text,
            within(spans, mention.start, mention.end),
            date=mention,
        )
        for mention in dates
        if mention.first
    ]
    for quantity in quantities(text, language, taken):
        rows = within(spans, quantity.start, quantity.unit_start)
        parts.append(
            Part(
                "number",
                quantity.start,
                quantity.end,
                text[quantity.start : quantity.end].strip(),
                rows,
                quantity=quantity,
            )
        )
        taken.append((quantity.start, quantity.unit_start))
    for match in claim_words().all.finditer(text):
        end = spans[
            min(len(spans) - 1, next((k for k, (a, _) in enumerate(spans) if a >= match.start()), 0) + 2)
        ][1]
        parts.append(
            Part(
                "all",
                match.start(),
                max(match.end(), end),
                text[match.start() : max(match.end(), end)],
                within(spans, *match.span()),
            )
        )
    whole = [(part.start, part.end) for part in parts if part.kind == "all"]
    parts = [part for part in parts if part.kind != "number" or not overlapping(part, whole)]
    extra: list[str] = []
    known = [
        (start, end, names)
        for start, end, names in other_names(text)
        if text[start:end].lower() != text[start:end]
    ]
    for start, end, kind in named_in(text, language, known):
        if any(a < end and start < b for a, b in taken):
            continue
        others = []
        for a, b, names in known:
            if a < end and start < b:
                for name in list(names)[:MOST_NAMES]:
                    cut = aligned_tokens(name, words_of(name), words)
                    first = len(tokens) + len(extra)
                    extra += cut
                    others.append(tuple(range(first, first + len(cut))))
        parts.append(Part(kind, start, end, text[start:end], within(spans, start, end), tuple(others)))
    return weighed(text, language, spans, tokens, extra, parts, words)


def in_named_year(dates: Sequence[DateMention]) -> list[DateMention]:
    """Days and months without a year, in the only year that the text names beside them."""
    years = {mention.first.year for mention in dates if mention.precision == "year" and mention.last is None}
    if len(years) != 1:
        return list(dates)
    year = PartialDate(years.pop())
    return [assume_year(mention, year) for mention in dates]


ARTICLE = re.compile(r"(?:the|a|an)\s+", re.I)
PERSON = re.compile(
    r"[^\W\d_a-zа-я][\w’'‘ʻ-]+\s+[^\W\d_a-zа-я][\w’'‘ʻ-]*(?:ov|ev|ova|eva|in|ina|ов|ев|ова|ева|ин|ина|ұлы|қызы|uly|qizi)(?!\w)"
)
"""A first name with a surname, which a longer name may have swallowed."""
CAPITALISED = re.compile(r"(?<![\w«“\"])[^\W\d_a-zа-яёўқғҳәіңөүұһ][^\W\d_]{2,}")


def named_in(
    text: str, language: AskedLanguage, known: Sequence[tuple[int, int, Sequence[str]]]
) -> list[tuple[int, int, NameKind]]:
    """Names of a claim: those that are read as names, those known by other names, and other capitals."""
    found: list[tuple[int, int, NameKind]] = []
    for name in names_in(text, language):
        start, end = name.start, name.end
        article = ARTICLE.match(text, start)
        if article and article.end() < end:
            start = article.end()
        end = without_verb(text, start, end) if language == "ru" else end
        person = PERSON.match(text, start)
        if name.kind == "organisation" and person and person.end() < end:
            found.append((*person.span(), "person"))
            continue
        kind: NameKind = "organisation" if article and name.kind == "person" else name.kind
        found.append((start, end, kind))
    found += [(a, b, "organisation") for a, b, _ in known if not overlapped(a, b, found)]
    if language != "ru":
        for match in CAPITALISED.finditer(text):
            start, end = match.span()
            if start and not overlapped(start, end, found):
                found.append((start, end, "place"))
    return sorted(found)


def overlapping(part: Part, spans: Sequence[Span]) -> bool:
    """Whether a part stands within one of the spans."""
    return any(start <= part.start < end for start, end in spans)


def overlapped(start: int, end: int, names: Sequence[tuple[int, int, NameKind]]) -> bool:
    """Whether a span overlaps a name."""
    return any(a < end and start < b for a, b, _ in names)


def without_verb(text: str, start: int, end: int) -> int:
    """The end of a name, before a verb that was taken into it."""
    last = text[start:end].rfind(" ")
    word = text[start:end][last + 1 :]
    if last > 0 and word.islower() and dictionary().parse(word)[0].tag.POS in ("VERB", "INFN"):
        return start + last
    return end


def weighed(
    text: str,
    language: AskedLanguage,
    spans: tuple[Span, ...],
    tokens: Sequence[str],
    extra: Sequence[str],
    parts: Sequence[Part],
    words: Words,
) -> Claim:
    """The claim with the weights of its words."""
    everything = [*tokens, *extra]
    stops = patterns().stopwords[language]
    rarity = np.asarray(words.rarity(everything), np.float32) if everything else np.zeros(0, np.float32)
    weights = rarity.copy()
    weights[len(tokens) :] = 0.0
    for row, (start, end) in enumerate(spans):
        word = folded(text[start:end])
        if word in stops or not tokens[row]:
            weights[row] *= STOP_WEIGHT
    matter, topic = weights.copy(), weights.copy()
    for part in parts:
        if part.quantity is not None:
            # What is counted (per cent, people, money) is the same in many sentences.
            unit = list(within(spans, part.quantity.unit_start, part.quantity.end))
            matter[unit] *= UNIT_WEIGHT
            topic[unit] *= UNIT_WEIGHT
        matter[list(part.rows)] = 0.0
        if part.kind in ("date", "number", "all"):
            topic[list(part.rows)] = 0.0
    total, rest = float(weights.sum()), float(matter.sum())
    vectors = words.token_vectors(everything) if everything else np.zeros((0, 1), np.float32)
    asked = Asked(
        tuple(everything),
        tuple(folded(text[start:end]) for start, end in spans),
        vectors,
        weights / total if total > 0 else weights,
    )
    return Claim(text, language, asked, spans, tuple(parts), matter / rest if rest > 0 else matter, topic)


def within(spans: Sequence[Span], start: int, end: int) -> tuple[int, ...]:
    """The words that a span holds."""
    return tuple(row for row, (a, b) in enumerate(spans) if a < end and b > start)
