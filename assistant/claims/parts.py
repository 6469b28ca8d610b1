"""A claim taken apart: its dates, numbers and names, and the words that say what it is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.claims.quantities import Quantity, quantities
from assistant.claims.words import claim_words
from assistant.evidence import WORD, Asked, Matrix, Words, aligned_tokens, keys_of, words_of
from assistant.extraction.names import names_in
from assistant.question import ASKED_LANGUAGES, AskedLanguage, folded, patterns, question_language
from ingest.dates import DateMention, PartialDate, assume_year, find_dates
from ingest.document import Span
from ingest.language import detect_language
from ingest.morphology import dictionary
from ingest.names import NameKind, has_stem
from ingest.names import stems as name_stems

PartKind = Literal["date", "number", "place", "organisation", "person", "all"]
OtherNames = Callable[[str], Sequence[tuple[int, int, Sequence[str]]]]
"""Names in a text that the archive or the glossary knows by others: (start, end, other names)."""

STOP_WEIGHT = 0.05
UNIT_WEIGHT = 0.4
MOST_NAMES = 4
YEAR = re.compile(r"20[0-3]\d")


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
    telling: tuple[float, ...] = ()
    """How much each row says of which one it is: head nouns (council, fund) and small words say little."""
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
    """Weight of each row outside all parts, 0 (says nothing) to 1 (rare)."""
    topic: Matrix
    """Weight of each row outside dates and numbers, names among them."""


def take_apart(text: str, today: PartialDate, words: Words, other_names: OtherNames) -> Claim:
    """Read a claim. `today` is the day that its relative dates are measured from."""
    language = claim_language(text)
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
        if YEAR.fullmatch(quantity.text) and language == "en":
            # "the 2023 summer school"
            year = PartialDate(int(quantity.text))
            span = (quantity.start, quantity.unit_start)
            mention = DateMention(*span, quantity.text, year, precision="year")
            parts.append(Part("date", *span, quantity.text, within(spans, *span), date=mention))
            taken.append(span)
            continue
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
        if EVERY.fullmatch(match.group()) and COUNTED.match(text, match.end()):
            continue
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
    parts = [part for part in parts if part.kind != "all" or not nested(part, whole)]
    parts = [part for part in parts if part.kind != "number" or not overlapping(part, whole)]
    extra: list[str] = []
    known = [
        (start, end, names)
        for start, end, names in other_names(text)
        if text[start:end].lower() != text[start:end] and past_common_noun(text, start, end, language) < end
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
        rows = within(spans, start, end)
        telling = telling_of([text[slice(*spans[row])] for row in rows], [tokens[row] for row in rows], words)
        parts.append(Part(kind, start, end, text[start:end], rows, tuple(others), telling))
    return weighed(text, language, spans, tokens, extra, parts, words)


OTHER_CYRILLIC = re.compile("[ўқғҳәіңөүұһ]", re.I)
RUSSIAN_SHARE = 0.6
"""Share of a text's small words in the Russian dictionary from which it is Russian."""


def claim_language(text: str) -> AskedLanguage:
    """The language of a claim; names in it may look like another's."""
    detected = detect_language(text)
    language = detected if detected in ASKED_LANGUAGES else question_language(text)
    if language != "ru" and not OTHER_CYRILLIC.search(text):
        small: list[str] = re.findall(r"(?<!\w)[а-яё]{3,}", text)
        known = sum(dictionary().word_is_known(word) for word in small)
        if small and known >= RUSSIAN_SHARE * len(small):
            return "ru"
    return language


def in_named_year(dates: Sequence[DateMention]) -> list[DateMention]:
    """Days and months without a year, in the only year that the text names beside them."""
    years = {mention.first.year for mention in dates if mention.precision == "year" and mention.last is None}
    if len(years) != 1:
        return list(dates)
    year = PartialDate(years.pop())
    return [assume_year(mention, year) for mention in dates]


HEAD_NOUN = 0.2
"""What a head noun (council, fund, centre) says of which one is meant."""


def telling_of(texts: Sequence[str], tokens: Sequence[str], words: Words) -> tuple[float, ...]:
    """How much each word of a name says of which one it is."""
    rarity = words.rarity(tokens) if tokens else ()
    return tuple(
        float(rare) * (HEAD_NOUN if is_head(folded(text)) else 1.0)
        for text, rare in zip(texts, rarity, strict=True)
    )


def is_head(word: str) -> bool:
    """Whether a word says what kind of organisation or place a name is, in any language."""
    return any(
        has_stem(word, stems_) for kind in ("organisation", "place") for stems_ in name_stems(kind).values()
    )


EVERY = re.compile(r"every|кажд\w+|har bir|har|әр|ҳар(?: бир)?", re.I)
COUNTED = re.compile(
    r"\s+(?:\d+|\w+)?\s*(?:days?|weeks?|months?|years?|дн|недел|месяц|лет|год"
    r"|yil|oy|hafta|kun|йил|ой|жыл|ай|күн)",
    re.I,
)
"""Behind "every" a rhythm, not a whole: every three months, har yili."""
ARTICLE = re.compile(r"(?:the|a|an)\s+", re.I)
PERSON = re.compile(
    r"[^\W\d_a-zа-я][\w’'‘ʻ-]+\s+[^\W\d_a-zа-я][\w’'‘ʻ-]*(?:ov|ev|ova|eva|in|ina|ов|ев|ова|ева|ин|ина|ұлы|қызы|uly|qizi)(?!\w)"
)
"""A first name with a surname, which a longer name may have swallowed."""
WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?")
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
        end = without_tail(text, start, end) if language == "ru" else end
        start = past_common_noun(text, start, end, language)
        if start == end:
            continue
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
            if start and not overlapped(start, end, found) and not WEEKDAY.match(match.group()):
                found.append((start, end, "place"))
    return sorted(found)


def past_common_noun(text: str, start: int, end: int, language: AskedLanguage) -> int:
    """The start of a name past words that are capital only because the sentence begins there.

    `end` where nothing is left: «Учредительная конференция» names nothing.
    """
    if start or language != "ru":
        return start
    while start < end:
        word = WORD.match(text, start)
        if word is None or not (start == 0 or text[start].islower()):
            break
        if is_head(folded(word.group())) or not is_common(word.group()):
            break
        start = next((k for k in range(word.end(), end) if not text[k].isspace()), end)
    return start if any(letter.isupper() or letter in '«“"' for letter in text[start:end]) else end


NAMING = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr")
"""Grammemes of words that name by themselves."""


def is_common(word: str) -> bool:
    """Whether a Russian word is in the dictionary as one that names nothing by itself."""
    parsed = dictionary().parse(word.lower())[0]
    return parsed.is_known and not any(grammeme in parsed.tag for grammeme in NAMING)


def nested(part: Part, spans: Sequence[Span]) -> bool:
    """Whether a part stands within a longer span."""
    return any(a <= part.start and part.end <= b and (a, b) != (part.start, part.end) for a, b in spans)


def overlapping(part: Part, spans: Sequence[Span]) -> bool:
    """Whether a part stands within one of the spans."""
    return any(start <= part.start < end for start, end in spans)


def overlapped(start: int, end: int, names: Sequence[tuple[int, int, NameKind]]) -> bool:
    """Whether a span overlaps a name."""
    return any(a < end and start < b for a, b, _ in names)


def without_tail(text: str, start: int, end: int) -> int:
    """The end of a name before a verb or a noun that was taken into it: «Совет решением», «Центр открыл»."""
    last = text[start:end].rfind(" ")
    word = text[start:end][last + 1 :]
    if last <= 0 or not word.islower():
        return end
    tags = [parsed.tag for parsed in dictionary().parse(word)]
    belongs = any(tag.case == "gent" or tag.POS in ("ADJF", "PREP", "CONJ") for tag in tags)
    return end if belongs and tags[0].POS not in ("VERB", "INFN") else start + last


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
    total = float(weights.sum())
    vectors = words.token_vectors(everything) if everything else np.zeros((0, 1), np.float32)
    asked = Asked(
        tuple(everything),
        tuple(folded(text[start:end]) for start, end in spans),
        vectors,
        weights / total if total > 0 else weights,
        tuple(keys_of(token) for token in everything),
    )
    return Claim(text, language, asked, spans, tuple(parts), matter, topic)


def within(spans: Sequence[Span], start: int, end: int) -> tuple[int, ...]:
    """The words that a span holds."""
    return tuple(row for row, (a, b) in enumerate(spans) if a < end and b > start)
