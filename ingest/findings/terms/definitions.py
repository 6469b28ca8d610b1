"""What a sentence says that a term is: «Соучастие — труд или деньги», «Mediator is a volunteer who …»."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.document import Language
from ingest.findings.terms.draft import Draft
from ingest.findings.terms.spelling import tidy, trimmed
from ingest.findings.terms.words import (
    QUOTES,
    SHORT_ALONE,
    WORD,
    folded,
    is_institution,
    language_of,
    small_words,
)
from ingest.morphology import dictionary

ITEM_MARK = re.compile(r"^\s*(?:[-•–—*]\s+|\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s+|[^\W\d_]\)\s+)")
TERM = rf"(?P<term>[{QUOTES}]?[^\W\d_][^—–:;|()\n,]{{1,70}}?[{QUOTES}]?)"
ARTICLE = r"(?:An?\s+|The\s+(?:term\s+)?)?"
SHORTENED = r"(?:\s*\([^()]{2,80}\))?"
Frame = tuple[re.Pattern[str], bool]
"""A pattern with the groups `term` and `is`, and whether it is always meant as a definition."""


def frame(pattern: str) -> re.Pattern[str]:
    """A frame over a whole sentence."""
    pattern = pattern.replace("TERM", TERM + SHORTENED)
    return re.compile(rf"^{pattern}$", re.I | re.S)


DASH: list[Frame] = [
    (frame(r"TERM\s+[—–-]\s+(?:это|bu|бу)\s+(?P<is>.+)"), True),
    (frame(r"TERM\s+(?:bu|бу)\s+[—–-]\s+(?P<is>.+)"), True),
    (frame(r"TERM\s+[—–]\s+(?P<is>.+)"), False),
]
FRAMES: dict[Language, list[Frame]] = {
    "ru": [
        (frame(r"Под\s+TERM(?:\s+(?:в|для)\s+[^—–]{3,60}?)?\s+понима[юе]тся\s+(?P<is>.+)"), True),
        (frame(r"TERM\s+(?:означает|представляет собой)\s+(?P<is>.+)"), False),
        (frame(r"TERM\s+(?:является|являются)\s+(?P<is>.+)"), False),
        *DASH,
    ],
    "en": [
        (frame(r"(?:By\s+)TERM,?\s+we\s+mean\s+(?P<is>.+)"), True),
        (frame(rf"{ARTICLE}TERM\s+(?:means|refers to|stands for|denotes)\s+(?P<is>.+)"), True),
        (frame(rf"{ARTICLE}TERM\s+(?:is|are)\s+(?P<is>(?:an?|any|the|someone|people|somebody)\s.+)"), False),
        *DASH,
    ],
    "uz": [
        (frame(r"TERM\s+deganda\s+(?P<is>.+?)\s+(?:tushuniladi|nazarda tutiladi)\W*"), True),
        (frame(r"TERM\s+деганда\s+(?P<is>.+?)\s+(?:тушунилади|назарда тутилади)\W*"), True),
        *DASH,
    ],
    "kk": [
        (frame(r"TERM\s+(?:дегеніміз|деген)\s*(?:[—–-]\s*)?(?P<is>.+)"), True),
        (frame(r"TERM\s+деп\s+(?P<is>.+?)\s+(?:айтылады|аталады|түсініледі|ұғынылады|айтамыз)\W*"), True),
        *DASH,
    ],
}
DASHES = {pattern for pattern, _ in DASH}
# Cannot begin a term: they stand for something else, or begin a statement.
NOT_TERMS = frozenset(
    """это этот эта эти он она они оно всё все там тут здесь что кто где когда как если среди один одна итог
    итого всего главный главная главное причина задача цель вопрос ответ результат решение самый самая самое
    наиболее половина большинство часть треть четверть остальные многие некоторые другой первый второй третий
    this that these those it he she they we you i there here what who which where when how one another its
    his her their our first second our main most both each all none
    bu u ular biz siz men shu kim nima qachon qayerda jami asosiy birinchi ikkinchi uchinchi hammasi
    бу у улар биз сиз шу ким нима жами асосий биринчи
    бұл ол олар мен сен сіз осы сол кім не қашан қайда барлығы жалпы негізгі
    бірінші екінші үшінші біріншісі екіншісі үшіншісі""".split()
)
NOT_LAST = frozenset(
    "них ней нем нём нас вас them us it не также уже теперь not also now still ham ҳам да де".split()
)
SUPERLATIVE = re.compile(
    r"(?:the|a|an)\s+(?:\w+\s+)?(?:most|least|best|worst|first|second|third|only|last|main|single|same|next|"
    r"new|\w+est|number|result|reason|question|problem|aim|goal|purpose)\b",
    re.I,
)
PERSON = re.compile(r"(?<!\w)[A-ZА-ЯЁӘҒҚӨҮҰІЎҲ]\.\s?(?:[A-ZА-ЯЁӘҒҚӨҮҰІЎҲ]\.\s?)?[A-ZА-ЯЁӘҒҚӨҮҰІЎҲ]\w+")
NUMBER_WORD = re.compile(
    r"\d|(?:один|одна|одно|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|около|более|менее|почти|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|about|over|more|less)\b",
    re.I,
)
TELLS_APART = re.compile(r",\s*котор|\s(?:who|that|which)\s|(?:digan|диган|атын|етін|йтын|йтін)(?![^\W\d_])")
"""A clause that says which of its kind a thing is, as definitions do."""
SHORTEST_DEFINITION = 3
LONGEST_TERM = 6


def definitions(sentence: str, language: Language, announced: bool = False) -> Iterator[Draft]:
    """Definitions in a sentence; offsets are left to the caller.

    `announced`: it stands where terms are announced, so that a dash alone defines.
    """
    mark = ITEM_MARK.match(sentence)
    text = sentence[mark.end() :].strip() if mark else sentence.strip()
    for pattern, certain in FRAMES.get(language, FRAMES["ru"]):
        match = pattern.match(text)
        if match is None:
            continue
        term = trimmed(match["term"])
        meaning = tidy(match["is"].rstrip(". ")).rstrip(".")
        quoted = match["term"][0] in QUOTES
        if not is_term(term, language, quoted) or not is_meaning(meaning, certain):
            continue
        named = (language_of(term, language), term)
        dashed = pattern in DASHES
        if not certain and (is_name(term, language) or not agrees(term, meaning, language, dashed)):
            continue
        shorts = tuple(one.group() for one in SHORT_ALONE.finditer(text[: match.start("is")]))
        sure = certain or announced or bool(shorts) or TELLS_APART.search(meaning) is not None
        yield Draft("definition", (named,), shorts, meaning, sure=sure)
        return


def is_term(term: str, language: Language, quoted: bool) -> bool:
    """Whether words may be a term's: few, and none that stands for something else."""
    words = WORD.findall(folded(term))
    if not words or len(words) > LONGEST_TERM or len(term) < 3:
        return False
    if any(any(c.isdigit() for c in word) for word in words[:1]):
        return False
    if words[-1] in NOT_LAST or words[-1] in small_words():
        return False
    return quoted or (words[0] not in NOT_TERMS and words[0] not in small_words())


def is_meaning(meaning: str, certain: bool) -> bool:
    """Whether words may say what something is: no number, no person, no proper name."""
    words = WORD.findall(meaning)
    if len(words) < SHORTEST_DEFINITION or NUMBER_WORD.match(meaning) or SUPERLATIVE.match(meaning):
        return False
    if PERSON.search(meaning) and len(words) < 8:
        return False
    if meaning.count(" — ") > 1:
        return False
    return certain or meaning[0].islower()


def is_name(term: str, language: Language) -> bool:
    """Whether a term looks like a person's or a place's name."""
    words = [word for word in term.split() if word[:1].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    if PERSON.search(term) or (len(words) > 1 and capitals == len(words)):
        return not any(is_institution(word, language) for word in words)
    if language == "ru" and len(words) == 1:
        tag = parse(words[0]).tag
        return any(grammeme in tag for grammeme in ("Name", "Surn", "Patr", "Geox"))
    return False


def parse(word: str) -> Any:
    """The likeliest reading of a Russian word."""
    return dictionary().parse(word)[0]


def agrees(term: str, meaning: str, language: Language, dashed: bool) -> bool:
    """Whether the one may be the other: a Russian term is nominative, and behind a dash so is what it is."""
    if language != "ru":
        return True
    return _nominative(term) and (not dashed or _nominative(meaning))


def _nominative(phrase: str) -> bool:
    """Whether the first noun of a Russian phrase may be nominative, with nothing but adjectives before it."""
    for word in WORD.findall(phrase)[:4]:
        readings = dictionary().parse(word)
        if any("NOUN" in reading.tag and "nomn" in reading.tag for reading in readings):
            return True
        if not any(part in reading.tag for reading in readings for part in ("ADJF", "PRTF", "ADVB")):
            return False
    return False
