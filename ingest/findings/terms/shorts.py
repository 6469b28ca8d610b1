"""Abbreviations explained where they stand: «Совет сообществ Долины (ССД)», «РГ-4 по интеграции»."""

import re
from collections.abc import Iterator

from ingest.document import Language
from ingest.findings.terms.definitions import parse
from ingest.findings.terms.draft import SAME_AS_BEFORE, Draft
from ingest.findings.terms.spelling import proper_name_at_end, spelled_at_end, spelled_at_start, tidy, trimmed
from ingest.findings.terms.words import (
    CYRILLIC,
    LATIN,
    NUMBERED,
    SHORT,
    SMALL,
    called,
    is_short,
    language_cues,
    language_of,
    later,
    other_languages,
)

MOST_WORDS = 3
"""Of a short name that is no abbreviation: далее – Совет."""
BRACKET = re.compile(r"\(([^()]{2,200})\)")
PARTS = re.compile(r"\s*[;,/]\s*")
BEHIND = re.compile(rf"(?<![\w-])({SHORT})\s*(?:[—–:=]|\s-)\s*(?:это\s+|bu\s+|бу\s+)?(\S.*)", re.S)
NUMBERED_NAME = re.compile(
    rf"(?<![\w-])({NUMBERED.pattern})\s+((?:по|для|on|for)(?:\s+[{SMALL}][{SMALL}-]*){{1,9}})"
)
NAME_GOES_ON_TO = re.compile(r"[,;:()|.—–\n]|$")
QUOTED = re.compile(r"[«“\"„]([^«»“”\"„]{2,40})[»”\"]")
NAME_ENDS_AT = re.compile(
    r"\s(?:совместно|вместе|под|при|на|к|с|до|от|и\s+с|from|with|in|at|has|have|is|was)\s"
)


def abbreviations(sentence: str, language: Language) -> Iterator[Draft]:
    """Mentions in a sentence; offsets are those of the sentence, to be moved by the caller."""
    found: list[Draft] = []
    for bracket in BRACKET.finditer(sentence):
        mention = _bracketed(sentence, bracket, language)
        if mention is not None:
            found.append(mention)
    if len(found) > 1 and other_languages().search(sentence):
        names = tuple(name for mention in found for name in mention.names)
        shorts = tuple(short for mention in found for short in mention.abbreviations)
        leading = _leading(sentence, language)
        yield Draft(
            "abbreviation",
            tuple(dict.fromkeys((*leading, *names))),
            tuple(dict.fromkeys(shorts)),
            definition=SAME_AS_BEFORE if not leading else "",
        )
    else:
        yield from found
    yield from _explained_behind(sentence, language)
    for match in NUMBERED_NAME.finditer(sentence):
        aim = NAME_ENDS_AT.split(match.group(4), maxsplit=1)[0]
        name = trimmed(f"{match.group(1)} {_without_verb(aim)}")
        yield Draft("abbreviation", ((language, name),), (match.group(1),))


def _without_verb(aim: str) -> str:
    """What a group is for, cut where the sentence goes on with what it does."""
    words = aim.split()
    cut = next((k for k, word in enumerate(words) if k > 1 and "VERB" in parse(word).tag), len(words))
    return " ".join(words[:cut])


def _leading(sentence: str, language: Language) -> tuple[tuple[Language, str], ...]:
    """The name that a sentence of names in other languages begins with."""
    first = BRACKET.search(sentence)
    cue = other_languages().search(sentence)
    head = sentence[: min(first.start() if first else 0, cue.start() if cue else 0)]
    start = proper_name_at_end(head)
    return ((language, trimmed(head[start:])),) if start is not None else ()


def _bracketed(sentence: str, bracket: re.Match[str], language: Language) -> Draft | None:
    before = sentence[: bracket.start()].rstrip()
    shorts: list[str] = []
    names: list[tuple[Language, str]] = []
    inside = bracket.group(1).strip()
    lead = re.search(rf"(?<![\w-])({SHORT})$", before)
    if lead is not None and is_short(lead.group(1)):
        return _opened(lead.group(1), inside, language)
    for part in PARTS.split(inside):
        text, cued, tongue = _uncued(part)
        quoted = QUOTED.fullmatch(text)
        short = quoted.group(1) if quoted else text
        if is_short(short) or (cued and short[:1].isupper() and len(short.split()) <= MOST_WORDS):
            shorts.append(short)
        elif tongue is not None:
            names.append((tongue, trimmed(text)))
        elif len(text.split()) > 1 and text[:1].isupper() and _other_script(text, before):
            names.append((language_of(text, language), trimmed(text)))
    if not shorts and not (names and proper_name_at_end(before) is not None):
        return None
    start = None
    for short in filter(is_short, shorts):
        start = spelled_at_end(before, short)
        if start is not None:
            break
    if start is None:
        start = proper_name_at_end(before)
    if start is None:
        return None
    name = trimmed(before[start:])
    if len(name) < 4:
        return None
    return Draft(
        "abbreviation",
        ((language_of(name, language), name), *names),
        tuple(dict.fromkeys(shorts)),
        sure=any(spelled_at_end(before, short) is not None for short in shorts),
    )


def _uncued(part: str) -> tuple[str, bool, Language | None]:
    """A part of a bracket: its text, whether a cue announced a short name, the language that is named."""
    text = part.strip()
    tongue: Language | None = None
    for language, cue in language_cues().items():
        match = cue.match(text)
        if match and match.end() < len(text):
            text, tongue = text[match.end() :], language
    announced = later().match(text)
    if announced and announced.end() < len(text):
        text = trimmed(text[announced.end() :])
    behind = called().search(text)
    if behind:
        text = text[: behind.start()]
    return text.strip(), bool(announced or behind), tongue


def _other_script(text: str, before: str) -> bool:
    tail = before[-60:]
    latin = len(LATIN.findall(text)) > len(CYRILLIC.findall(text))
    return latin != (len(LATIN.findall(tail)) > len(CYRILLIC.findall(tail)))


def _opened(short: str, inside: str, language: Language) -> Draft | None:
    """A short name with its long one in brackets behind: ССД (Совет сообществ Долины)."""
    if NUMBERED.fullmatch(short):
        if len(inside.split()) < 2 or not inside[0].islower():
            return None
        return Draft("abbreviation", (), (short,), definition=tidy(inside))
    if spelled_at_start(inside, short) is None:
        return None
    name = trimmed(NAME_GOES_ON_TO.split(inside, maxsplit=1)[0])
    return Draft("abbreviation", ((language_of(name, language), name),), (short,))


def _explained_behind(sentence: str, language: Language) -> Iterator[Draft]:
    """A short name with its long one behind a dash: РЭС — Региональный экспертный совет."""
    match = BEHIND.match(sentence.lstrip("•-—– "))
    if match is None or not is_short(match.group(1)):
        return
    short, rest = match.group(1), match.group(2).rstrip(". ")
    if not rest[:1].isalpha():
        return
    end = spelled_at_start(rest, short)
    if end is not None:
        cut = NAME_GOES_ON_TO.search(rest, end)
        name, more = (rest[: cut.start()], rest[cut.end() :]) if cut else (rest, "")
        named = ((language_of(name, language), trimmed(name)),)
        yield Draft("abbreviation", named, (short,), tidy(more))
    elif rest[0].islower() and len(rest.split()) >= 3 and ":" not in sentence[: match.start(2)]:
        yield Draft("definition", (), (short,), tidy(rest))
