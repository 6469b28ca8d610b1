"""Names as the archive writes and takes them: a claim alone is too short to tell."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.claims.frame import Around
from assistant.claims.names import NAMES, STEM_LETTERS, roman, same_stem, spelt_alike
from assistant.claims.parts import HEAD_NOUN, Claim, Part, PartKind
from assistant.evidence import Sentence, words_of
from assistant.extraction.names import names_in
from ingest.dates import find_dates
from ingest.document import Language, Span
from ingest.names import NameKind, NameMention

CASE_ENDING = re.compile(r"(?:ga|ka|qa|da|dan|ning|ni|га|қа|да|дан|нинг|ни|ға|ге|ке|де|ден|ның|нің)$")
POSSESSED = re.compile(
    r"(?:i|si|и|си|ы|і)(?:ga|da|dan|ning|ni|га|да|дан|нинг|ни|на|не|нда|нде|нан|нен|ның|нің|ын|ін)$"
)
"""Endings of a noun that the name before belongs to: Kengashiga, to its council."""
SHORTEST_PLACE = 4
REMEMBERED = 20_000


@lru_cache(maxsize=REMEMBERED)
def places_in(text: str, language: Language) -> frozenset[str]:
    """Places that a sentence names in one word, in plain Latin letters."""
    return frozenset(
        roman(name.text)
        for name in names_in(text, language)
        if name.kind == "place"
        and len(name.text) >= SHORTEST_PLACE
        and " " not in name.text
        and not is_date(name.text)
    )


def known_places(sentences: Iterable[tuple[str, Language]]) -> frozenset[str]:
    """Places that texts name: what one language tells, another may not."""
    return frozenset().union(*(places_in(text, language) for text, language in sentences))


def typed(claim: Claim, read_all: Sequence[Around], places: frozenset[str]) -> Claim:
    """The claim with its names taken for what the archive takes them for: a claim is too short to tell."""
    kinds: dict[str, Counter[NameKind]] = {}
    for name in {(name.text, name.kind) for around in read_all for name in around.names}:
        kinds.setdefault(roman(words_in(name[0])[-1]), Counter())[name[1]] += 1

    def kind_of(part: Part) -> PartKind:
        if part.kind not in NAMES:
            return part.kind
        last = roman(words_in(part.text)[-1])
        if len(part.rows) == 1 and any(last == place or same_stem(last, place) for place in places):
            return "place"
        votes: Counter[NameKind] = sum(
            (count for word, count in kinds.items() if word == last or same_stem(word, last)), Counter()
        )
        return votes.most_common(1)[0][0] if votes else part.kind

    parts = [piece for part in claim.parts for piece in split(claim, part)]
    return replace(claim, parts=tuple(replace(part, kind=kind_of(part)) for part in parts))


def split(claim: Claim, part: Part) -> list[Part]:
    """A name whose capitals stand side by side by chance: «Oqsoylik Kengashga», Aksaylyk to the Council."""
    rows = part.rows
    if part.kind not in NAMES or len(rows) != 2 or len(part.telling) != 2 or part.others:
        return [part]
    (start, end), (behind, last) = (claim.spans[row] for row in rows)
    if part.telling[1] > HEAD_NOUN or claim.language not in ("uz", "kk"):
        return [part]
    if not CASE_ENDING.search(claim.text[behind:last].lower()) or POSSESSED.search(
        claim.text[behind:last].lower()
    ):
        return [part]
    return [
        replace(part, end=end, text=claim.text[start:end], rows=rows[:1], telling=part.telling[:1]),
        replace(
            part,
            kind="organisation",
            start=behind,
            text=claim.text[behind:last],
            rows=rows[1:],
            telling=part.telling[1:],
        ),
    ]


@lru_cache(maxsize=10_000)
def is_date(text: str) -> bool:
    """Whether a text is a month or another date: names of months are capital in English."""
    return bool(find_dates(text, None, None))


def words_in(text: str) -> list[str]:
    """The words of a name; the name itself where it has none."""
    return [text[start:end] for start, end in words_of(text)] or [text]


SAME_STEM = 0.85
"""What words of one stem count."""


@lru_cache(maxsize=REMEMBERED)
def romans(text: str, spans: tuple[Span, ...]) -> tuple[tuple[str, bool], ...]:
    """The words of a text in plain Latin letters, and whether each is capital."""
    return tuple((roman(text[start:end]), text[start].isupper()) for start, end in spans)


def with_stems(claim: Claim, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with their matches raised where words are of one stem: Байсара, байсаринский."""
    rows: dict[str, list[tuple[str, int]]] = {}
    names: list[tuple[str, int]] = []
    for row, (start, end) in enumerate(claim.spans):
        word = roman(claim.text[start:end])
        if len(word) >= STEM_LETTERS and word.isalpha():
            rows.setdefault(word[:STEM_LETTERS], []).append((word, row))
            if claim.text[start].isupper():
                names.append((word, row))
    if not rows:
        return list(sentences)

    def alike(text: str, spans: Sequence[Span]) -> list[tuple[int, int]]:
        found = []
        for column, (other, capital) in enumerate(romans(text, tuple(spans))):
            found += [
                (row, column) for word, row in rows.get(other[:STEM_LETTERS], ()) if same_stem(word, other)
            ]
            if capital:
                found += [(row, column) for word, row in names if spelt_alike(word, other)]
        return found

    around: dict[str, list[tuple[int, int]]] = {}
    raised = []
    for sentence in sentences:
        heads = f"{sentence.title}\n{sentence.heading}"
        if heads not in around:
            around[heads] = alike(heads, words_of(heads))
        match, context = sentence.match, sentence.context
        here = alike(sentence.text, sentence.words)
        if here:
            match = match.copy()
            for row, column in here:
                match[row, column] = max(match[row, column], SAME_STEM)
        if around[heads]:
            context = context.copy()
            for row, _ in around[heads]:
                context[row] = max(context[row], SAME_STEM)
        raised.append(replace(sentence, match=match, context=context))
    return raised


def is_place(name: NameMention, places: frozenset[str]) -> bool:
    """Whether a name of one word is a known place."""
    if not name.text.isalpha():
        return False
    word = roman(name.text)
    return any(same_stem(word, place) for place in places)


def with_places(around: Around, sentence: Sentence, places: frozenset[str]) -> Around:
    """The names of a sentence, and the lone capitals in it that are places elsewhere.

    A lone capital that a reader took for a person or an office is the place that it is elsewhere.
    """
    names = tuple(
        replace(name, kind="place") if name.kind != "place" and is_place(name, places) else name
        for name in around.names
    )
    around = replace(around, names=names)
    taken = [(name.start, name.end) for name in names]
    found = [
        NameMention(start, end, "place", sentence.text[start:end])
        for (start, end), (word, capital) in zip(
            sentence.words, romans(sentence.text, sentence.words), strict=True
        )
        if capital
        and not any(start < b and a < end for a, b in taken)
        and any(same_stem(word, place) for place in places)
    ]
    if not found:
        return around
    return replace(around, names=tuple(sorted((*around.names, *found), key=lambda name: name.start)))
