"""Names of people, and words for their roles, as they are called and not as they are inflected."""

import re
from functools import cache

from ingest.document import Language
from ingest.morphology import dictionary

TITLE = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Prof|Г-н|Г-жа)\.?\s+")
BRACKET = re.compile(r"\s*\([^)]*\)?")
SUFFIX = re.compile(r"(?:ning|ga|ni|dan|da|нинг|га|ни|дан|да|ның|нің|дың|дің|тың|тің|ға|ге|ды|ді)$")
PATRONYMIC = re.compile(r"(?:вич|вна|ична|ич|оглы|кызы|угли|зода)(?:а|у|ем|ом|е|ы|ой)?$")
GIVEN, SURNAME = "Name", "Surn"
WOMANS_CASE = re.compile(r"(?:ову|еву|ёву|ину|скую|овой|евой|ёвой|иной|ской)$")
BARE_FEMININE = (("ой", "а"), ("ей", "я"), ("у", "а"), ("ы", "а"), ("ю", "я"))
BARE_MASCULINE = (("ом", ""), ("ем", ""), ("а", ""), ("у", ""))
"""Endings of given names that the dictionary does not know, and what they are in the nominative."""
POSSESSED: dict[str, re.Pattern[str]] = {
    "uz": re.compile(r"(?<!ch)i$|(?<!ч)и$"),
    "kk": re.compile(r"(?<=[аеыі])(?:сы|сі)$|(?<=[бвгғдзйлмнңпрст])(?:ы|і)$"),
}
"""What makes «директор» somebody's: «директори», «директоры», «хатшысы»."""
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


def nominative(name: str, language: Language) -> str:
    """A person's name in the nominative, as far as it can be told; titles and brackets left out."""
    name = TITLE.sub("", BRACKET.sub("", " ".join(name.split()))).strip(" ,.;") + (
        "." if name[-2:-1] == " " else ""
    )
    if language == "ru":
        return _russian(name)
    if language in {"uz", "kk"}:
        head, _, last = name.rpartition(" ")
        shorter = SUFFIX.sub("", last)
        return f"{head} {shorter}".strip() if len(shorter) >= 4 and shorter != last and head else name
    return name


def parted(name: str) -> tuple[str, str]:
    """What a tagger took for part of a Russian name, and the name: «Навдиза Рустан Коргулов»."""
    words = BRACKET.sub("", name).split()
    if len(words) != 3 or PATRONYMIC.search(words[-1]) or PATRONYMIC.search(words[1]):
        return "", name
    if "." in name or any("-" in word for word in words):
        return "", name
    return words[0], " ".join(words[1:])


@cache
def role_name(role: str, language: Language) -> str:
    """A Russian role in the nominative: «первым председателем» is «первый председатель»."""
    role = " ".join(role.lower().split())
    if language in POSSESSED and role:
        return POSSESSED[language].sub("", role)
    words = role.split()
    if language != "ru" or not words:
        return role
    if words[0].startswith("обязанност"):
        return " ".join(("исполняющий обязанности", *words[1:]))
    head = dictionary().parse(words[-1])[0]
    if "NOUN" not in head.tag or "plur" in head.tag:
        return role
    if words[0].startswith(("заместител", "исполняющ")) and len(words) > 1:
        return " ".join((str(dictionary().parse(words[0])[0].normal_form), *words[1:]))
    gender = {"masc", "nomn"} if "masc" in head.tag else {"femn", "nomn"}
    adjectives = [_agreeing(word, gender) for word in words[:-1]]
    return " ".join((*adjectives, str(head.normal_form)))


def meeting(title: str, language: Language) -> str:
    """«очередной сессии Совета» as «Очередная сессия Совета», up to the noun."""
    words = title.split()
    if language == "ru":
        for n, word in enumerate(words[:4]):
            parse = dictionary().parse(word)[0]
            if parse.tag.POS == "NOUN" and parse.tag.case != "nomn" and "sing" in parse.tag:
                gender = {parse.tag.gender, "nomn"} if parse.tag.gender else {"nomn"}
                form = parse.inflect({"nomn", "sing"})
                words[: n + 1] = [*(_agreeing(one, gender) for one in words[:n]), form.word if form else word]
                break
            if parse.tag.POS not in {"ADJF", "PRTF"}:
                break
    told = " ".join(words)
    return told[:1].upper() + told[1:]


def _agreeing(word: str, grammemes: set[str]) -> str:
    parse = next((p for p in dictionary().parse(word) if p.tag.POS in {"ADJF", "PRTF"}), None)
    form = parse.inflect(grammemes | {"sing"}) if parse else None
    return str(form.word) if form else word


@cache
def _russian(name: str) -> str:
    words = name.split()
    full = [word for word in words if len(word) > 2 and "." not in word]
    if len(words) < 2 or not full:
        return name
    shared = frozenset.intersection(*(_cases(word) for word in full))
    if not shared or "nomn" in shared:
        return name
    feminine = _feminine(full)
    return " ".join(_word(word, feminine) if word in full else word for word in words)


@cache
def _cases(word: str) -> frozenset[str]:
    """Cases that a word of a name may be in."""
    return frozenset(
        p.tag.case
        for p in dictionary().parse(word)
        if p.tag.case and "sing" in p.tag and ({GIVEN, SURNAME} & set(p.tag.grammemes) or "anim" in p.tag)
    )


def _feminine(words: list[str]) -> bool:
    if WOMANS_CASE.search(words[-1]):
        return True
    given = [p for word in words for p in dictionary().parse(word) if GIVEN in p.tag and "sing" in p.tag]
    return bool(given) and "femn" in given[0].tag and not re.search(r"(?:ова|ева|ёва|ина)$", words[-1])


def _word(word: str, feminine: bool) -> str:
    gender = "femn" if feminine else "masc"
    for parse in dictionary().parse(word):
        if {GIVEN, SURNAME} & set(parse.tag.grammemes) and gender in parse.tag and "sing" in parse.tag:
            form = parse.inflect({"nomn", "sing"})
            if form is not None:
                return "-".join(part[:1].upper() + part[1:] for part in form.word.split("-"))
    for ending, plain in BARE_FEMININE if feminine else BARE_MASCULINE:
        if word.endswith(ending):
            return word[: -len(ending)] + plain
    return word
