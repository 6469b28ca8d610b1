"""Who is what: people beside the words for their roles."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from ingest.document import Language
from ingest.findings.moments import moments
from ingest.findings.people import nominative
from ingest.findings.reading import Sentence
from ingest.findings.records import Act, Role
from ingest.findings.words import NEVER, stem_pattern
from ingest.names import NameMention

Sort = Literal["role", "adjective", "takes", "leaves"]
WORTH: tuple[Sort, ...] = ("role", "takes")
FARTHEST = 70
"""Characters between a role and the one who has it."""
WORD = re.compile(r"[^\s,;:()«»\"—–]+")
APART = re.compile(r"[;:!?]|\.\s|(?<!\w)(?:и|а|но|что|and|but|va|ва|және)(?!\w)|\d{4}")
"""What parts a role from a name behind it, unless it is a bracket or a dash right before the name."""
BEFORE_NAME = re.compile(r"^\s*(?:[—–(:-]\s*)+$|^\s*,\s*$|^\s+$")
BODY_ENDS = re.compile(
    r"[,;:()—–]|\.\s|\s(?:с|со|на|до|от|since|from|for|until)\s+\d|\s(?:и|and|va|ва|және)\s(?=[а-яёa-z])"
)
VERB = re.compile(r"(?:л|ла|ло|ли|лся|лась|лись|ет|ит|ют|ят|ут|ат)$|ed$|(?:di|adi|ди|ади)$")
APOSTROPHES = str.maketrans("’ʻʼ'`´ёЁ", "‘‘‘‘‘‘еЕ")


@cache
def pattern(sort: Sort, language: Language) -> re.Pattern[str]:
    """Finds words of a sort in folded text."""
    table = tomllib.loads(files("ingest.findings").joinpath("roles.toml").read_text("utf-8"))
    stems = table[sort].get(language, "").split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(stem_pattern, stems))})\w*") if stems else NEVER


def names_roles(sentence: Sentence) -> bool:
    """Whether it has a word for a role, or one of getting a role: only then is it worth looking for names."""
    return any(pattern(sort, sentence.language).search(sentence.folded) for sort in WORTH)


def roles(sentence: Sentence, names: Sequence[NameMention]) -> Iterator[Role]:
    """The roles that a sentence gives to the people it names."""
    people = [name for name in names if name.kind == "person"]
    used: set[int] = set()
    for found in pattern("role", sentence.language).finditer(sentence.folded):
        if any(name.start <= found.start() < name.end for name in people):
            continue
        start = _begin(sentence, found.start())
        person = _holder(sentence, start, found.end(), people, used)
        if person is None:
            continue
        used.add(person.start)
        body = _body(sentence, found.end(), start, person, names)
        yield Role(
            sentence.start,
            sentence.end,
            sentence.text,
            person=nominative(person.text, sentence.language),
            role=sentence.text[start : found.end()].lower(),
            body=body,
            act=act_of(sentence),
            date=date_of(sentence),
        )
    yield from _headed(sentence, names, people, used)


def act_of(sentence: Sentence) -> Act:
    """Whether the role is given, let go of or simply had."""
    if pattern("leaves", sentence.language).search(sentence.folded):
        return "leaves"
    return "takes" if pattern("takes", sentence.language).search(sentence.folded) else "holds"


def date_of(sentence: Sentence) -> str | None:
    """The day that the sentence tells, or else the document's."""
    told = moments(sentence) if sentence.dates else []
    if told:
        return told[0].date
    return sentence.reference.iso() if sentence.reference else None


def _begin(sentence: Sentence, start: int) -> int:
    """Where the role begins: at the adjectives in front of it."""
    adjectives = pattern("adjective", sentence.language)
    while before := re.search(r"([\w.‘-]+)\s+$", sentence.folded[:start]):
        if not adjectives.fullmatch(before.group(1)):
            return start
        start = before.start(1)
    return start


def _holder(
    sentence: Sentence, start: int, end: int, people: Sequence[NameMention], used: set[int]
) -> NameMention | None:
    """The person a role belongs to: the next one, or the one right before it behind a comma or a dash."""
    text = sentence.text
    for person in people:
        if person.end <= start and person.start not in used:
            between = text[person.end : start]
            if re.fullmatch(r"\s*[,—–(-]\s*(?:[\w’‘']+\s+){0,2}", between) or (False):
                return person
    for person in people:
        if person.start >= end and person.start not in used:
            between = text[end : person.start]
            if len(between) > FARTHEST or _parted(between):
                return None
            return person
    return None


def _parted(between: str) -> bool:
    core = re.sub(r"[\s—–(:-]+$", "", between)
    core = re.sub(r"^\s*[—–(:-]\s*", "", core)
    return bool(APART.search(core)) or "," in core.rstrip(", ")


def _body(sentence: Sentence, end: int, start: int, person: NameMention, names: Sequence[NameMention]) -> str:
    """Of what: the words between role and name, what follows a role behind its name, or what stands before
    it in Uzbek and Kazakh."""
    text = sentence.text
    if sentence.language in {"uz", "kk", "ky"}:
        before = BODY_ENDS.split(text[:start])[-1].split()[-4:]
        kept: list[str] = []
        for word in reversed(before):
            if VERB.search(word) or not (word[:1].isupper() or kept or word[:1] in '«“"' or not kept):
                break
            kept.insert(0, word)
        first = next(
            (n for n, word in enumerate(kept) if word[:1].isupper() or word[:1] in '«“"0123456789'), None
        )
        return "" if first is None else " ".join(kept[first:])
    tail = text[end : person.start] if person.start >= end else BODY_ENDS.split(text[end:] + " ")[0]
    tail = BODY_ENDS.split(tail)[0].strip(" ,.;:()—–-")
    words = tail.split()
    for n, word in enumerate(words):
        if n and VERB.search(word) and word[:1].islower() and len(word) > 4:
            words = words[:n]
            break
    tail = " ".join(words[:9])
    return tail.removeprefix("of the ").removeprefix("of ")


def _headed(
    sentence: Sentence, names: Sequence[NameMention], people: Sequence[NameMention], used: set[int]
) -> Iterator[Role]:
    """«Центр возглавила Дильбар Юнусметова»: the verb is the role."""
    verb = HEADS.get(sentence.language)
    found = verb and verb.search(sentence.folded)
    if not found:
        return
    free = [one for one in people if one.start not in used]
    if not free:
        return
    person = min(free, key=lambda one: abs(one.start - found.end()))
    bodies = [
        one for one in names if one.kind == "organisation" and abs(one.start - found.start()) < FARTHEST
    ]
    before = re.split(r"[,;:]\s", sentence.text[: found.start()])[-1].strip()
    body = bodies[0].text if bodies else re.sub(r"^(?:С|с|В|в) [^А-ЯЁ]*", "", before)
    yield Role(
        sentence.start,
        sentence.end,
        sentence.text,
        person=nominative(person.text, sentence.language),
        role=HEAD_OF.get(sentence.language, ""),
        body=body if len(body) <= FARTHEST else "",
        act="takes" if pattern("takes", sentence.language).search(sentence.folded) else "holds",
        date=date_of(sentence),
    )


HEADS: dict[str, re.Pattern[str]] = {
    "ru": re.compile(r"(?<!\w)(?:возглав(?:ил|ила|ит|ляет|лял|ляла)|руководит)(?!\w)"),
    "en": re.compile(r"(?<!\w)(?:headed by|is led by|was led by|heads)(?!\w)"),
    "uz": re.compile(r"(?:boshqaradi|boshqarmoqda|boshchiligida|бошқаради|бошқармоқда|бошчилигида)(?!\w)"),
    "kk": re.compile(r"(?:басқарады|басқарды|жетекшілігімен)(?!\w)"),
}
"""Verbs of heading something."""
HEAD_OF = {"ru": "руководитель", "en": "head", "uz": "rahbar", "kk": "басшы"}
