"""Who is what: people beside the words for their roles."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from ingest.document import Language
from ingest.findings.moments import moments
from ingest.findings.people import nominative, parted, role_name
from ingest.findings.reading import Sentence
from ingest.findings.records import Act, Role
from ingest.findings.words import NEVER, folded, stem_pattern
from ingest.morphology import dictionary
from ingest.names import NameMention

Sort = Literal["role", "adjective", "takes", "leaves"]
WORTH: tuple[Sort, ...] = ("role", "takes")
FARTHEST = 70
"""Characters between a role and the one who has it."""
WORD = re.compile(r"[^\s,;:()«»\"—–]+")
APART = re.compile(r"[;:!?]|\.\s|(?<!\w)(?:и|а|но|что|and|but|va|ва|және)(?!\w)|\d{4}")
"""What parts a role from a name behind it, unless it is a bracket or a dash right before the name."""
BODY_ENDS = re.compile(
    r"[,;:()—–]|\.\s|\s\d|\s(?:с|со|на|до|от|since|from|for|until)\s+\d|\s(?:и|and|va|ва|және)\s(?=[а-яёa-z])"
)
SET_OFF = re.compile(r"\s*[,—–(-]\s*(?:[\w’‘']+\s+){0,2}|\s+as\s+(?:its\s+|the\s+)?")
OTHER_PART = re.compile(r"(?:da|dan|ni|да|дан|ни|де|те|ны|ні|ды|ді)$")
"""Endings that no word within an Uzbek or Kazakh name of a body has, but its last."""
FOR_YEAR = re.compile(r"\s(?:на|в|for)\s+\d{4}(?:\s+(?:год|году))?")
OBLIQUE = re.compile(r"(?:ом|ем|ой|ей|ым|им|ами|ями|а|я|у|ю)$")
PRONOUNS = frozenset("его ее её их он она они его her his their uni u уни у оны".split())
ACTS: tuple[Literal["leaves", "takes"], ...] = ("leaves", "takes")
NEAR = 40
"""Characters around a role and its holder in which a word tells that it is given or let go of."""
LONGEST_BODY = 9
SMALL = frozenset("of the on in from since at с в на от до и and".split())


@cache
def pattern(sort: Sort, language: Language) -> re.Pattern[str]:
    """Finds words of a sort in folded text."""
    table = tomllib.loads(files("ingest.findings").joinpath("roles.toml").read_text("utf-8"))
    stems = table[sort].get(language, "").split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(stem_pattern, stems))})\w*") if stems else NEVER


def names_roles(sentence: Sentence) -> bool:
    """Whether it has a word for a role, or one of getting a role: only then is it worth looking for names."""
    return any(pattern(sort, sentence.language).search(sentence.folded) for sort in WORTH)


def uncapitalised(text: str, language: Language) -> str:
    """A text, as long, with its roles in small letters: «Executive Secretary» is no part of who has it."""
    if language != "en":
        return text
    small = pattern("role", language).pattern, pattern("adjective", language).pattern
    return re.sub("|".join(small), lambda match: match.group().lower(), text, flags=re.IGNORECASE)


def roles(sentence: Sentence, names: Sequence[NameMention]) -> Iterator[Role]:
    """The roles that a sentence gives to the people it names."""
    people = [name for name in names if name.kind == "person"]
    used: set[int] = set()
    last = 0
    for found in pattern("role", sentence.language).finditer(sentence.folded):
        if any(name.start <= found.start() < name.end for name in people):
            continue
        if found.start() < last:
            continue
        start, last = _begin(sentence, found.start()), _end(sentence, found.end(), people)
        person = _holder(sentence, start, last, people, used)
        if person is None:
            continue
        used.add(person.start)
        beside, name = parted(person.text) if sentence.language == "ru" else ("", person.text)
        body = " ".join(filter(None, (_body(sentence, last, start, person), beside)))
        yield _role(sentence, name, sentence.text[start:last], body, _act(sentence, start, found, person))
    yield from _headed(sentence, names, people, used)


def _role(sentence: Sentence, person: str, role: str, body: str, act: Act) -> Role:
    return Role(
        sentence.start,
        sentence.end,
        sentence.text,
        person=nominative(person, sentence.language),
        role=role_name(role, sentence.language),
        body=body,
        act=act,
        date=_date(sentence, act),
    )


def _act(sentence: Sentence, start: int, found: re.Match[str], person: NameMention) -> Act:
    """Whether the role is given or let go of. A Russian one then is in another case than the nominative, and
    elsewhere the word that says so stands near."""
    if sentence.language == "ru":
        if not OBLIQUE.search(found.group()) or _apposed(sentence.text, found.end(), person):
            return "holds"
        near = sentence.folded
    else:
        near = sentence.folded[max(0, min(start, person.start) - NEAR) : max(found.end(), person.end) + NEAR]
    for act in ACTS:
        if pattern(act, sentence.language).search(near):
            return act
    return "holds"


def _apposed(text: str, end: int, person: NameMention) -> bool:
    """«председателя Совета Рустана Коргулова»: named by the way."""
    return False if person.start < end else bool(re.fullmatch(r"\s*", text[end : person.start]))


def _date(sentence: Sentence, act: Act) -> str | None:
    """The day that a change is told of; otherwise, and where none is told, the document's."""
    told = moments(sentence) if act != "holds" and sentence.dates else []
    days = [one for one in told if one.precision != "year"]
    if days:
        return days[0].date
    return sentence.reference.iso() if sentence.reference else None


def _begin(sentence: Sentence, start: int) -> int:
    """Where the role begins: at the adjectives in front of it."""
    adjectives = pattern("adjective", sentence.language)
    while before := re.search(r"([\w.‘-]+)\s+$", sentence.folded[:start]):
        if not adjectives.fullmatch(before.group(1)):
            return start
        start = before.start(1)
    return start


def _end(sentence: Sentence, end: int, people: Sequence[NameMention]) -> int:
    """Where the role ends: behind the role it is under, «заместитель министра», "deputy head"."""
    behind = re.match(r"\s+", sentence.folded[end:])
    more = pattern("role", sentence.language).match(sentence.folded, end + behind.end()) if behind else None
    if more is None or any(one.start <= more.start() < one.end for one in people):
        return end
    return more.end()


def _holder(
    sentence: Sentence, start: int, end: int, people: Sequence[NameMention], used: set[int]
) -> NameMention | None:
    """The person a role belongs to: the one right behind it, or right before it and set off, or the next."""
    text = sentence.text
    free = [person for person in people if person.start not in used]
    behind = next((one for one in free if one.start >= end), None)
    if behind is not None and re.fullmatch(r"\s*[—–:(-]?\s*", text[end : behind.start]):
        return behind
    for person in reversed(free):
        if person.end <= start and _joined(text[person.end : start], sentence):
            return person
    if behind is None or behind.start - end > FARTHEST or _parted(text[end : behind.start]):
        return None
    return behind


def _joined(between: str, sentence: Sentence) -> bool:
    """Whether what stands between a name and a role behind it joins them: «…, директор», «назначена»."""
    if SET_OFF.fullmatch(between):
        return True
    if sentence.language in {"uz", "kk"} and not between.strip():
        return True
    given = pattern("takes", sentence.language).search(folded(between))
    return bool(given) and len(between) < NEAR and not re.search(r"[,;:.]", between)


def _parted(between: str) -> bool:
    core = re.sub(r"[\s—–(:-]+$", "", FOR_YEAR.sub(" ", between))
    core = re.sub(r"^\s*[—–(:-]\s*", "", core)
    return bool(APART.search(core)) or "," in core.rstrip(", ")


def _body(sentence: Sentence, end: int, start: int, person: NameMention) -> str:
    """Of what: the words between role and name, or behind a role that follows its name; before it in Uzbek
    and Kazakh."""
    text = sentence.text
    if sentence.language in {"uz", "kk", "ky"}:
        return _body_before(text[:start])
    tail = text[end : person.start] if person.start >= end else text[end:]
    words = BODY_ENDS.split(FOR_YEAR.sub(" ", tail))[0].strip(" ,.;:()—–-").split()[:LONGEST_BODY]
    for n, word in enumerate(words):
        if word.lower() in PRONOUNS or (word[:1].islower() and _is_verb(word, sentence.language)):
            words = words[:n]
            break
    while words and words[-1].lower() in SMALL:
        words.pop()
    return " ".join(words).removeprefix("of ").removeprefix("the ")


def _is_verb(word: str, language: Language) -> bool:
    if language == "ru":
        return dictionary().parse(word)[0].tag.POS in {"VERB", "INFN", "PRTS", "GRND"}
    return len(word) > 3 and word.endswith("ed")


def _body_before(text: str) -> str:
    """«Водий жамоалари кенгаши раиси»: from the last capital that begins a name."""
    words = BODY_ENDS.split(text)[-1].split()[-4:]
    words = [word for n, word in enumerate(words) if n + 1 == len(words) or not OTHER_PART.search(word)]
    first = next(
        (n for n, word in enumerate(words) if word[:1].isupper() or word[:1] in '«“"0123456789'), None
    )
    return "" if first is None else " ".join(words[first:])


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
    near = [one for one in names if one.kind == "organisation" and abs(one.start - found.start()) < FARTHEST]
    before = re.split(r"[,;:]\s", sentence.text[: found.start()])[-1].strip()
    body = near[0].text if near else re.sub(r"^(?:С|с|В|в) [^А-ЯЁ]*", "", before)
    if len(body) > FARTHEST or body.lower() in PRONOUNS or person.text in body:
        return
    act: Act = "takes" if TOOK.search(found.group()) else "holds"
    since = sentence.dates and any(date.open == "since" for date in sentence.dates)
    yield _role(sentence, person.text, HEAD_OF[sentence.language], body, "takes" if since else act)


HEADS: dict[str, re.Pattern[str]] = {
    "ru": re.compile(r"(?<!\w)(?:возглав(?:ил|ила|ит|ляет|лял|ляла)|руководит)(?!\w)"),
    "en": re.compile(r"(?<!\w)(?:headed by|is led by|was led by)(?!\w)"),
    "uz": re.compile(r"(?:boshqaradi|boshqarmoqda|boshchiligida|бошқаради|бошқармоқда|бошчилигида)(?!\w)"),
    "kk": re.compile(r"(?:басқарады|басқарды|жетекшілігімен)(?!\w)"),
}
"""Verbs of heading something."""
TOOK = re.compile(r"возглав(?:ил|ила|ит)$|басқарды$")
HEAD_OF: dict[str, str] = {"ru": "руководитель", "en": "head", "uz": "rahbar", "kk": "басшы"}
