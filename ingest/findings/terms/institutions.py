"""Institutions and programmes with a name of their own: центр «Таянч», «Chashma» tarmog‘i, Tayanch Centre."""

import re
from collections.abc import Iterator

from ingest.document import Language
from ingest.findings.terms.draft import Draft
from ingest.findings.terms.spelling import tidy, trimmed
from ingest.findings.terms.words import APOSTROPHE, CAPITAL, QUOTES, SMALL, WORD, is_institution, language_of

QUOTED = re.compile(r"[«“„\"][^«»“”„\"\n]{2,50}[»”\"]")
LETTERS = rf"[{CAPITAL}{SMALL}{APOSTROPHE}-]"
NEXT_WORD = re.compile(rf"\s+([{SMALL}]{LETTERS}*)")
HOTLINE = re.compile(
    rf"(?:горяч\w+\s+)?(?:лини[ияюе]й?|телефон\w*)(?:\s+доверия|\s+[{SMALL}]+ой\s+помощи)?\s+\d{{3,4}}(?!\d)"
    r"|(?:[a-z]+\s+)?(?:hot|help)?line\s+\d{3,4}(?!\d)"
    rf"|(?<!\d)\d{{3,4}}(?:\s+[{SMALL}]{LETTERS}*)?\s+(?:telefoni|liniyasi|телефони|линияси|телефоны|желісі)\w*"
)
"""A number to be called: линия доверия 1147, 1147 ishonch telefoni."""
PARENT = re.compile(r"\s+(?:for|of|by|and)\s+the\s+")
CAPITAL_RUN = re.compile(
    rf"(?<![\w.])[{CAPITAL}]{LETTERS}*(?:\s+(?:(?:of|for|the|and|on)\s+){{0,2}}[{CAPITAL}]{LETTERS}*)+"
)
ADJECTIVE = re.compile(
    r"[А-ЯЁа-яё-]+(?:ый|ий|ой|ая|яя|ое|ее|ого|его|ому|ему|ым|им|ую|юю|ом|ем|ые|ие|ых|их)", re.I
)
DOES = {
    "ru": re.compile(r"^\s*,?\s*[а-яё]+(?:ет|ит|ут|ют|ат|ят|ется|ится|утся|ются)\s+\S+", re.I),
    "en": re.compile(r"^\s+(?:is|are|was founded|provides?|helps?|works?|runs?|offers?|supports?|unites?)\s"),
    "uz": re.compile(r"(?:adi|ydi|moqda|ади|йди|моқда)\W*$"),
    "kk": re.compile(r"(?:ады|еді|йды|йді)\W*$"),
}
SHORTEST = 4
"""Words that say what an institution does."""


def institutions(sentence: str, language: Language) -> Iterator[Draft]:
    """Names met in a sentence, with what it says they do where it begins with them."""
    for start, end in _spans(sentence, language):
        name = trimmed(sentence[start:end])
        done = _done(sentence, start, end, language)
        yield Draft("name", ((language_of(name, language), name),), (), done, sure=False)


def _spans(sentence: str, language: Language) -> Iterator[tuple[int, int]]:
    for line in HOTLINE.finditer(sentence):
        yield line.span()
    if language == "en":
        yield from _english(sentence)
        return
    for quote in QUOTED.finditer(sentence):
        inner = quote.group().strip(QUOTES)
        if any(is_institution(word, language) for word in (inner.split()[0], inner.split()[-1])):
            yield quote.span()
            continue
        start = _head_before(sentence, quote.start())
        if start is not None:
            yield start, quote.end()
        elif language != "ru":
            end = _head_behind(sentence, quote.end(), language)
            if end is not None:
                yield quote.start(), end


def _english(sentence: str) -> Iterator[tuple[int, int]]:
    for run in CAPITAL_RUN.finditer(sentence):
        start = run.start()
        for part in PARENT.split(run.group()):
            words = WORD.findall(part)
            named = len(words) > 1 and not all(word.isupper() for word in words)
            if named and any(is_institution(word, "en") for word in words):
                begin = sentence.index(part, start)
                yield begin, begin + len(part)


def _head_before(sentence: str, end: int) -> int | None:
    """Where a Russian name begins whose quoted part begins at `end`: at its head or adjectives before it."""
    begin = max(sentence.rfind(mark, 0, end) for mark in ".,;:()—–\n»") + 1
    words = list(WORD.finditer(sentence, begin, end))[-6:]
    head = next((k for k in range(len(words) - 1, -1, -1) if is_institution(words[k].group(), "ru")), None)
    if head is None or len(words) - head > 4:
        return None
    while head > 0 and ADJECTIVE.fullmatch(words[head - 1].group()):
        head -= 1
    return words[head].start()


def _head_behind(sentence: str, start: int, language: Language) -> int | None:
    """Where an Uzbek or Kazakh name ends whose quoted part ends at `start`: with its head noun."""
    end = start
    for _ in range(4):
        word = NEXT_WORD.match(sentence, end)
        if word is None:
            return None
        end = word.end()
        if is_institution(word.group(1), language):
            return end
    return None


def _done(sentence: str, start: int, end: int, language: Language) -> str:
    """What the sentence says of the name it begins with; empty where it begins otherwise."""
    rest = sentence[end:].strip(" .")
    does = DOES.get(language)
    if start > 0 or does is None or len(rest.split()) < SHORTEST:
        return ""
    said = does.search(sentence[end:]) if language in ("ru", "en") else does.search(rest)
    return tidy(rest) if said else ""
