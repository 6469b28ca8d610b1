"""Names of people as they are called, not as they are inflected."""

import re
from functools import cache
from typing import Any

from ingest.document import Language

TITLE = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Prof|Г-н|Г-жа)\.?\s+")
SUFFIX = re.compile(r"(?:ning|ga|ni|dan|da|нинг|га|ни|дан|да|ның|нің|дың|дің|тың|тің|ға|ге|ды|ді)$")
GIVEN, SURNAME = "Name", "Surn"
WOMEN = re.compile(r"(?:ва|на|ая)$")


@cache
def analyser() -> Any:
    """The dictionary of Russian words."""
    import pymorphy3  # noqa: PLC0415 - a third of a second that only Russian names need

    return pymorphy3.MorphAnalyzer()


def nominative(name: str, language: Language) -> str:
    """A person's name in the nominative, as far as it can be told; titles left out."""
    name = TITLE.sub("", " ".join(name.split()))
    if language == "ru":
        return _russian(name)
    if language in {"uz", "kk"}:
        head, _, last = name.rpartition(" ")
        shorter = SUFFIX.sub("", last)
        return f"{head} {shorter}".strip() if len(shorter) >= 4 and shorter != last and head else name
    return name


@cache
def _russian(name: str) -> str:
    words = name.split()
    if len(words) < 2:
        return name
    oblique = _case(words[0]) or _case(words[-1])
    if not oblique:
        return name
    feminine = _feminine(words)
    return " ".join(_word(word, feminine) for word in words)


def _case(word: str) -> bool:
    """Whether a word of a name can only be another case than the nominative."""
    if len(word) < 3 or word.endswith("."):
        return False
    parses = [
        p for p in analyser().parse(word) if "sing" in p.tag and ({GIVEN, SURNAME} & set(p.tag.grammemes))
    ]
    return bool(parses) and not any("nomn" in p.tag for p in parses)


def _feminine(words: list[str]) -> bool:
    given = [
        p
        for word in words
        for p in analyser().parse(word)
        if GIVEN in p.tag and "sing" in p.tag and not word.endswith(".")
    ]
    if given:
        return "femn" in given[0].tag
    return bool(re.search(r"(?:ой|ую|вой|ной)$", words[-1]))


def _word(word: str, feminine: bool) -> str:
    if word.endswith(".") or len(word) < 3:
        return word
    gender = "femn" if feminine else "masc"
    for parse in analyser().parse(word):
        if ({GIVEN, SURNAME} & set(parse.tag.grammemes)) and gender in parse.tag and "sing" in parse.tag:
            form = parse.inflect({"nomn", "sing"})
            if form is not None:
                return "-".join(part[:1].upper() + part[1:] for part in form.word.split("-"))
    return word
