"""What a question asks for by a noun rather than by a question word: "кворум сессии", "what is the fee"."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LEADING_WORDS = 2
"""Words before the noun that a question of key words may open with."""
LONGEST = 9
"""Words of a question that consists of key words only."""
PLAIN = str.maketrans("қғәіңөұүһўҳё", "кгаиноуухухе")


@dataclass(frozen=True, slots=True)
class Nouns:
    """The table of `focus.toml`, compiled."""

    opening: tuple[tuple[str, re.Pattern[str]], ...]
    """Kind of answer, and its nouns at the start of a question or behind a comma."""
    asked: tuple[tuple[str, re.Pattern[str]], ...]
    """The same behind "which" or "what is the"."""
    unit: re.Pattern[str]
    amount: re.Pattern[str]
    """Nouns that name an amount, anywhere."""


@cache
def nouns() -> Nouns:
    """The table, compiled once."""
    table = tomllib.loads(files("assistant").joinpath("focus.toml").read_text("utf-8"))
    rows = [(row["kind"], row["words"]) for row in table["nouns"]]
    return Nouns(
        opening=tuple(
            (kind, re.compile(rf"(?:^|,\s+)(?:[\w’'-]+\s+){{0,{LEADING_WORDS}}}(?:{words})"))
            for kind, words in rows
        ),
        asked=tuple(
            (kind, re.compile(rf"\b(?:{table['asking']})\s+(?:{table['adjective']}\s+)?(?:{words})"))
            for kind, words in rows
        ),
        unit=re.compile(table["unit"]),
        amount=re.compile("|".join(rf"(?<!\w)(?:{words})" for kind, words in rows if kind == "number")),
    )


def asked_noun(text: str) -> str | None:
    """The kind of answer that a noun behind "which" asks for; `text` is folded."""
    return next((kind for kind, pattern in nouns().asked if pattern.search(text)), None)


def key_noun(text: str) -> str | None:
    """The kind of answer that a question of key words alone asks for; `text` is folded."""
    if nouns().unit.search(text):
        return "number"
    if len(text.split()) > LONGEST:
        return None
    found = [
        (match.end(), kind)
        for kind, pattern in nouns().opening
        if (match := pattern.search(text)) is not None
    ]
    return min(found)[1] if found else None


def names_amount(text: str) -> bool:
    """Whether a word in a folded text names an amount."""
    return bool(nouns().amount.search(text))


def plain(text: str) -> str:
    """Cyrillic letters of Kazakh and Uzbek as they are typed on a Russian keyboard."""
    return text.translate(PLAIN)
