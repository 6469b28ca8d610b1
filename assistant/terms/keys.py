"""What two mentions of one term share."""

import re
from functools import lru_cache

from assistant.terms.wording import base_form
from index.analysis import analyse, fold, name_key, tokenise
from ingest.document import Language

Key = tuple[str, ...]
QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{2,60})[»”\"]")
SMALL = frozenset(
    "и в во на по для при о об с к от из the of for and on in to at by a an va uchun ва учун мен және".split()
)
NUMBERED = re.compile(r"[-–](\d{1,3})$")
CALLED = re.compile(r"(?<![\d-])\d{3,4}(?!\d)")
"""A number that is called."""
LEAST_CORE = 4
"""Letters of a quoted name that two institutions are told by."""


@lru_cache(50_000)
def name_stems(name: str, language: Language) -> Key:
    """The stems of a name's words, small words left out: the same in every case."""
    base = base_form(name, language)
    if language == "uz":
        base = base.lower().replace("ё", "йо")  # in Uzbek no other spelling of «е»
    words = [word for word in tokenise(base) if word not in SMALL]
    return tuple(analyse(" ".join(words), language))


def short_key(short: str) -> str:
    """An abbreviation as it is compared."""
    return fold(short).replace("–", "-").replace(" ", "")


def cores(name: str) -> list[Key]:
    """Keys of the quoted parts of a name: «Таянч» and «Tayanch» have one."""
    found = []
    for quote in QUOTED.finditer(name):
        words = tuple(name_key(word) or word for word in tokenise(quote.group(1)))
        if sum(map(len, words)) >= LEAST_CORE:
            found.append(words)
    return [*found, *((number,) for number in CALLED.findall(name))]


def word_keys(name: str) -> list[Key]:
    """Keys of the capitalised words of a name that quotes none: Tayanch Centre."""
    if QUOTED.search(name):
        return []
    return [
        (key,)
        for word in name.split()
        if word[:1].isupper() and len(key := name_key(fold(word))) >= LEAST_CORE
    ]


def number_of(shorts: list[str]) -> str | None:
    """The number of a numbered abbreviation: РГ-4 and WG-4 are the fourth."""
    for short in shorts:
        match = NUMBERED.search(short)
        if match:
            return match.group(1)
    return None


def alike(one: Key, other: Key) -> bool:
    """Whether two names of one language may be the same thing's: half of all their words are in both."""
    a, b = set(one), set(other)
    return bool(a and b) and (len(a & b) >= 0.5 * len(a | b) or a <= b or b <= a)
