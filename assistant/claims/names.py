"""The name of a claim looked for in a sentence, under any of its forms."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

from assistant.claims.frame import Frame, Met, State, squashed
from assistant.claims.parts import HEAD_NOUN, Part, within
from assistant.claims.words import claim_words
from assistant.evidence import Matrix
from assistant.extraction.names import LOCATIVE, LOCATIVE_ENDING, stands_in
from index.tokens import fold, romanise
from ingest.names import NameMention

NAMES = ("place", "organisation", "person")
SAME_NAME = 0.7
STEM_LETTERS, STEM_SHARE = 5, 0.75
SURE = 0.95
IN_BRACKETS = re.compile(r"\s*\(([A-ZА-ЯЁЎҚҒҲӘІҢӨҰҮҺ][^\W\d_]+)\)")
BY_PLACE = 0.5
"""What a rival keeps that stands far from all that the claim is about."""
OTHER_OFFICE = 0.3
"""How surely a person of another office stands where the claim's does."""
ROLE_BEFORE, ROLE_BEHIND = 60, 40
"""Code points before and behind a name in which an office is looked for."""
IN_COLUMN = 0.95
"""How surely the name in the same column of another row stands where the claim's does."""
UNNAMED = re.compile(r"(?:USD|EUR|The|A|An|In|On|At|Between|From|Since|After|Before)(?!\w)")
"""Beginnings of capitals that are read as names and are none."""
FULL_NAME = 0.7
"""How alike two full names with the same initials must be spelt."""
IN_PLACE, OUT_OF_PLACE = 0.9, 0.5
"""How surely another name stands where the claim's does, by whether it is worded alike."""


@lru_cache(maxsize=50_000)
def roman(word: str) -> str:
    """A word in plain Latin letters."""
    return romanise(fold(word))


def same_stem(one: str, other: str) -> bool:
    """Whether two romanised words begin alike for most of the shorter one."""
    shorter = min(len(one), len(other))
    if shorter < STEM_LETTERS:
        return False
    common = next((k for k in range(shorter) if one[k] != other[k]), shorter)
    return common >= max(STEM_LETTERS, STEM_SHARE * shorter)


SPELT_ALIKE = 0.82
NAME_LETTERS = 6
"""From this many letters on, names may differ in a letter or two between alphabets: Норқўзиев, Норкузиев."""


@lru_cache(maxsize=50_000)
def spelt_alike(one: str, other: str) -> bool:
    """Whether two romanised names are spellings of one."""
    if min(len(one), len(other)) < NAME_LETTERS or one[0] != other[0]:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SPELT_ALIKE


def align_name(part: Part, frame: Frame) -> Met:
    """A name is met under any of its forms; another of its kind in its place differs."""
    same = frame.claim.language == frame.sentence.language
    home = of_another(part, frame) if part.kind == "place" else None
    if home is not None:
        return Met(part, "differs", home, SURE)
    told = [name for name in frame.around.names if name.kind == part.kind]
    if named(part, frame.here, same) or any(
        spelt_as(part, name) if part.kind == "person" else cut_short(part, name, frame) for name in told
    ):
        return Met(part, "met")
    if part.text in frame.around.cells:
        return Met(part, "differs", frame.around.cells[part.text], IN_COLUMN)
    state: State = (
        "near"
        if named(part, frame.sentence.context, same)
        else "document"
        if named(part, frame.elsewhere, same)
        else "missing"
    )
    if state != "missing" and all(share <= HEAD_NOUN for share in part.telling):
        # The Council, the Fund: what everything is told of needs no naming.
        return Met(part, state)
    owned = frame.owned([(name.start, name.end) for name in told]) if len(told) > 1 else [1.0]
    rivals = [
        (name, quality * (BY_PLACE + (1 - BY_PLACE) * share))
        for name, share in zip(told, owned, strict=False)
        if (quality := rivalry(part, frame, name)) > 0
    ]
    if not rivals:
        return Met(part, state)
    name, quality = max(rivals, key=lambda pair: pair[1])
    if state == "near" and quality <= OUT_OF_PLACE:
        return Met(part, state)
    return Met(part, "differs", name.text, quality, beside=state)


def of_another(part: Part, frame: Frame) -> str | None:
    """The place in brackets behind the claim's person, where it is not the claim's: Л. Айматова (Навдиз)."""
    sentence = frame.sentence
    if not sentence.words:
        return None
    for person in frame.claim.parts:
        if person.kind != "person" or not person.rows:
            continue
        column = int(sentence.match[person.rows[-1]].argmax())
        if sentence.match[person.rows[-1], column] < SAME_NAME:
            continue
        behind = IN_BRACKETS.match(sentence.text, sentence.words[column][1])
        if behind is None:
            continue
        columns = within(sentence.words, *behind.span(1))
        met = sentence.match[np.ix_(part.rows, columns)].max(initial=0.0)
        return behind.group(1) if columns and met < SAME_NAME else None
    return None


def named(part: Part, match: Matrix, same_language: bool) -> bool:
    """Whether any form of a name is met."""
    return any(form_met(part, rows, match, same_language) for rows in (part.rows, *part.others) if rows)


def form_met(part: Part, rows: Sequence[int], match: Matrix, same_language: bool) -> bool:
    """Whether a form's words are met: a person's surname, most of any other name."""
    values = match[list(rows)]
    if part.kind == "person":
        return bool(
            values[-1] >= SAME_NAME or (len(rows) > 1 and values[0] >= SAME_NAME and values.mean() >= 0.55)
        )
    telling = part.telling if rows == part.rows else ()
    if len(rows) == 1 and not (telling and telling[0] <= HEAD_NOUN):
        return float(values[0]) >= SAME_NAME
    shares = squashed(values, same_language or not telling)
    mean = float(np.average(shares, weights=telling)) if sum(telling) > 0 else float(shares.mean())
    return mean >= SAME_NAME


def cut_short(part: Part, name: NameMention, frame: Frame) -> bool:
    """Whether a name is the beginning of another name of the claim's: NFCR, Nordwell Foundation."""
    sentence = frame.sentence
    columns = within(sentence.words, name.start, name.end)
    return len(columns) > 1 and any(
        float(sentence.match[np.ix_(rows, columns)].max(axis=0).min()) >= SAME_NAME
        for rows in part.others
        if rows
    )


def spelt_as(part: Part, name: NameMention) -> bool:
    """Whether a full name is another spelling of the claim's: Anneliese Cowan, Аннелиза Коуэн."""
    one, other = roman(part.text).split(), roman(name.text).split()
    return (
        len(one) == len(other) > 1
        and all(a[:1] == b[:1] for a, b in zip(one, other, strict=True))
        and min(map(len, one + other)) > 2
        and SequenceMatcher(None, "".join(one), "".join(other), autojunk=False).ratio() >= FULL_NAME
    )


def rivalry(part: Part, frame: Frame, name: NameMention) -> float:
    """How surely another name stands where the claim's does; 0 where the claim speaks of it itself."""
    claim, sentence = frame.claim, frame.sentence
    columns = within(sentence.words, name.start, name.end)
    if not columns or UNNAMED.match(name.text):
        return 0.0
    said = sentence.match[: len(claim.spans), columns].max(axis=0, initial=0.0)
    if float(said.max(initial=0.0)) >= SAME_NAME and (name.kind == "person" or float(said.mean()) >= 0.6):
        return 0.0
    if part.kind == "person" and len(part.rows) > 1 and len(columns) == 1:
        # A lone capital is read as a person too easily.
        return 0.0
    if part.kind == "person":
        mine, its = roles(claim.text, part.start, part.end), roles(sentence.text, name.start, name.end)
        return OTHER_OFFICE if mine and its and not mine & its else IN_PLACE
    if part.kind != "place":
        return IN_PLACE
    return IN_PLACE if locative(part, frame) == stands_in(sentence, name) else OUT_OF_PLACE


@lru_cache(maxsize=20_000)
def roles(text: str, start: int, end: int) -> frozenset[str]:
    """The offices named right before a person, or behind a dash, comma or small word."""
    before = text[max(0, start - ROLE_BEFORE) : start]
    behind = text[end : end + ROLE_BEHIND]
    before = re.split(r"[.;:()]|,\s|\s(?:и|and|va|ва|және)\s", before)[-1]
    behind = re.split(r"[.;:]|\s(?:и|and|va|ва|және)\s", behind)[0]
    return frozenset(
        name for name, words in claim_words().roles.items() if words.search(before) or words.search(behind)
    )


def locative(part: Part, frame: Frame) -> bool:
    """Whether something is said to be in the claim's place, not of it or from it."""
    if frame.claim.language in ("uz", "kk"):
        return bool(LOCATIVE_ENDING.search(part.text.lower()))
    return bool(LOCATIVE.search(re.sub(r"\s+$", " ", frame.claim.text[: part.start])))
