"""Russian names in the nominative: «в Ташкенте» gives «Ташкент», «Лолу Рахимову» «Лола Рахимова»."""

import re
from functools import lru_cache
from typing import Any

from ingest.morphology import dictionary

WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
MAX_WORDS = 9
OBLIQUE = frozenset({"gent", "datv", "accs", "ablt", "loct", "gen2", "loc2"})
LIKE = {"gen2": "gent", "loc2": "loct"}
SHELLS = frozenset({"здание", "помещение", "крыло"})
"""What only says that something is a building: which one comes behind, in the genitive."""
MODIFIERS = frozenset({"ADJF", "PRTF"})


@lru_cache(maxsize=10_000)
def nominative(text: str) -> str:
    """A name of a place in the nominative, as far as the dictionary tells; else as it is.

    Its first noun changes with the adjectives that agree with it, and nothing that hangs on it: «зале Дома
    ремёсел» is «зал Дома ремёсел»; «здании бывшего склада» is «бывший склад».
    """
    words = list(WORD.finditer(text))
    if not words or len(words) > MAX_WORDS:
        return text
    at = head(words)
    if at is None:
        return text
    if at + 1 < len(words) and text[words[at].end() : words[at + 1].start()] == " ":
        behind = text[words[at + 1].start() :]
        if (
            dictionary().parse(words[at].group())[0].normal_form in SHELLS
            and (plain := nominative(behind)) != behind
        ):
            return plain
    noun, modified = agreeing(words, at)
    if noun is None:
        return text
    found = text
    for k in sorted((at, *modified), reverse=True):
        word = words[k].group()
        plain_word = inflected(word, noun, k == at)
        found = found[: words[k].start()] + plain_word + found[words[k].end() :]
    return found


def head(words: list[re.Match[str]]) -> int | None:
    """Place of the first noun behind adjectives alone; None where something else stands first."""
    for at, word in enumerate(words):
        parses = dictionary().parse(word.group())
        if parses[0].is_known and parses[0].tag.POS == "NOUN":
            return at
        if parses[0].tag.POS not in MODIFIERS:
            return None
    return None


def agreeing(words: list[re.Match[str]], at: int) -> tuple[Any, list[int]]:
    """The oblique singular reading of a noun that its adjectives agree with, and the places of these."""
    parses = [p for p in dictionary().parse(words[at].group()) if p.is_known and p.tag.POS == "NOUN"]
    # Of a name that the dictionary lacks, nobody knows whether it is Навдиз or Навдиза.
    if not parses or (parses[0].tag.case == "nomn" and parses[0].tag.number == "sing"):
        return None, []
    # A place's name rather than its namesake.
    for parse in sorted(parses, key=lambda p: ("Geox" in p.tag, p.score), reverse=True):
        if parse.tag.case not in OBLIQUE or parse.tag.number != "sing":
            continue
        before = [k for k in range(at) if agrees(words[k].group(), parse)]
        if len(before) < at:
            continue
        behind = [k for k in (at + 1,) if k < len(words) and words[k].group()[0].isupper()]
        return parse, [*before, *(k for k in behind if agrees(words[k].group(), parse))]
    return None, []


def agrees(word: str, noun: Any) -> bool:
    """Whether a word is an adjective in the case and gender of a noun."""
    case = LIKE.get(noun.tag.case, noun.tag.case)
    return any(
        p.tag.POS in MODIFIERS and p.tag.case == case and p.tag.gender == noun.tag.gender
        for p in dictionary().parse(word)
    )


def inflected(word: str, noun: Any, is_noun: bool) -> str:
    """A noun, or an adjective of it, in the nominative."""
    if is_noun:
        found = noun.inflect({"nomn"})
    else:
        case = LIKE.get(noun.tag.case, noun.tag.case)
        found = next(
            p.inflect({"nomn", "sing", noun.tag.gender})
            for p in dictionary().parse(word)
            if p.tag.POS in MODIFIERS and p.tag.case == case and p.tag.gender == noun.tag.gender
        )
    return capitals(word, found.word) if found is not None else word


def capitals(word: str, plain: str) -> str:
    """A form with the capitals of the word it is of."""
    if not word[0].isupper():
        return plain
    return "-".join(part.capitalize() for part in plain.split("-"))


@lru_cache(maxsize=10_000)
def person_nominative(name: str) -> str:
    """A Russian first name and surname in the nominative, where they agree on one reading; else as is."""
    words = name.split()
    if len(words) != len(("first", "last")) or not all(WORD.fullmatch(word) for word in words):
        return name
    first, last = (readings(word, place) for place, word in enumerate(words))
    common = {(case, gender) for case, gender in first if (case, gender) in last}
    genders = {gender for _, gender in common}
    if len(genders) != 1 or any(case == "nomn" for case, _ in common):
        return name
    reading = sorted(common)[0]
    plain = [parses[reading].inflect({"nomn", "sing"}) for parses in (first, last)]
    if any(form is None for form in plain):
        return name
    return " ".join(capitals(word, form.word) for word, form in zip(words, plain, strict=True))


def readings(word: str, place: int) -> dict[tuple[str, str], Any]:
    """Readings of a first name (`place` 0) or surname by case and gender."""
    parses = [
        p for p in dictionary().parse(word) if p.tag.number == "sing" and p.tag.gender in ("masc", "femn")
    ]
    if place == 0:
        own = [p for p in parses if "Name" in p.tag] or [p for p in parses if "anim" in p.tag]
    else:
        own = [p for p in parses if "Surn" in p.tag] or [p for p in parses if p.tag.POS == "ADJF"]
    return {(p.tag.case, p.tag.gender): p for p in reversed(own)}
