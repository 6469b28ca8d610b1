"""Names as a dictionary would list them: in the nominative, without case endings."""

import re
from functools import lru_cache
from typing import Any

from ingest.document import Language
from ingest.morphology import dictionary

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ENDINGS: dict[Language, re.Pattern[str]] = {
    # Behind a possessive, as names of institutions mostly end: kengashi-ning, кеңесі-н.
    "uz": re.compile(r"(?<=[iи])(?:ning|ni|ga|da|dan|dagi|нинг|ни|га|да|дан|даги)$"),
    "kk": re.compile(r"(?<=[ыі])(?:ның|нің|н|на|не|нда|нде|нан|нен|ндағы|ндегі|мен)$"),
}
CASES = frozenset({"gent", "datv", "accs", "ablt", "loct", "gen2", "loc2"})


@lru_cache(20_000)
def base_form(name: str, language: Language) -> str:
    """A name without the case that its sentence gave it."""
    if language == "ru":
        return nominative(name)
    ending = ENDINGS.get(language)
    return ending.sub("", name) if ending else name


def nominative(phrase: str) -> str:
    """A Russian phrase with its leading adjectives and its head noun in the nominative, the rest as it is.

    What the dictionary does not know, or what is nominative already, stays.
    """
    words = list(WORD.finditer(phrase))
    nouns = [k for k, word in enumerate(words[:5]) if _readings(word.group(), "NOUN")]
    # «первым» may be a noun of its own, before another it is none.
    plain = (k for k in nouns if not _readings(words[k].group(), "ADJF"))
    head = next(plain, nouns[0] if nouns else None)
    if head is None or words[head].group().isupper():
        return phrase
    adjectives = words[:head]
    readings = [
        [reading for part in ("ADJF", "PRTF") for reading in _readings(word.group(), part)]
        for word in adjectives
    ]
    if not all(found or _readings(w.group(), "ADVB") for found, w in zip(readings, adjectives, strict=True)):
        return phrase
    agreeing = [found for found in readings if found]
    noun = _oblique(_readings(words[head].group(), "NOUN"), agreeing)
    if noun is None:
        return phrase
    number = "plur" if "plur" in noun.tag else "sing"
    text = phrase
    for word, found in reversed([*zip(adjectives, readings, strict=True), (words[head], [noun])]):
        reading = next((one for one in found if _agree(one, noun)), None) if found else None
        wanted = {"nomn", number}
        if reading is not None and reading is not noun and number == "sing":
            wanted |= {gender} if (gender := _gender(noun)) else set()
        inflected = reading.inflect(wanted) if reading is not None else None
        if inflected is not None:
            text = text[: word.start()] + _like(inflected.word, word.group()) + text[word.end() :]
    return text


def _readings(word: str, part: str) -> list[Any]:
    return [reading for reading in dictionary().parse(word) if part in reading.tag]


def _oblique(nouns: list[Any], adjectives: list[list[Any]]) -> Any | None:
    """How the noun is to be read, if it stands in an oblique case; singular rather than plural."""
    fitting = [noun for noun in nouns if all(any(_agree(one, noun) for one in found) for found in adjectives)]
    if not fitting or any("nomn" in noun.tag and "sing" in noun.tag for noun in fitting):
        return None
    singular = [noun for noun in fitting if "sing" in noun.tag and noun.tag.case in CASES]
    if singular:
        return singular[0]
    if any("nomn" in noun.tag for noun in fitting):
        return None
    return next((noun for noun in fitting if noun.tag.case in CASES), None)


def _agree(adjective: Any, noun: Any) -> bool:
    if adjective.tag.case != noun.tag.case or adjective.tag.number != noun.tag.number:
        return False
    return adjective.tag.gender in (None, noun.tag.gender)


def _gender(noun: Any) -> str | None:
    return str(noun.tag.gender) if noun.tag.gender else None


def _like(word: str, model: str) -> str:
    """A word with the capitals of another."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word
