"""Russian places in the nominative: «в Навдизе» is answered by «Навдиз»."""

import re
from functools import lru_cache

from ingest.morphology import dictionary

WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*")
MAX_WORDS = 4
OBLIQUE = frozenset({"gent", "datv", "accs", "ablt", "loct", "gen2", "loc2"})


@lru_cache(maxsize=10_000)
def nominative(text: str) -> str:
    """A short name of a place in the nominative, as far as the dictionary tells; else as it is.

    A street keeps its number; a name of more than a few words stays, for its parts hang together.
    """
    words = WORD.findall(text)
    if not words or len(words) > MAX_WORDS:
        return text
    return WORD.sub(lambda match: _word(match.group()), text)


def _word(word: str) -> str:
    parses = [p for p in dictionary().parse(word) if p.is_known and p.tag.POS in ("NOUN", "ADJF")]
    # Of a name that the dictionary lacks, nobody knows whether it is Навдиз or Навдиза.
    if not parses or any(parse.tag.case == "nomn" and parse.tag.number == "sing" for parse in parses[:1]):
        return word
    # A place's name rather than its namesake, and the singular before the plural.
    best = max(parses, key=lambda p: ("Geox" in p.tag, p.tag.number == "sing", p.score))
    if best.tag.case not in OBLIQUE or best.tag.number != "sing":
        return word
    found = best.inflect({"nomn"})
    if found is None:
        return word
    if not word[0].isupper():
        return str(found.word)
    return "-".join(part.capitalize() for part in found.word.split("-"))
