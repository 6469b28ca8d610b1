"""Yes or no: whether the sentence that speaks of the question denies it."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.evidence import WORD
from assistant.question import folded


@cache
def deniers() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Denying words and endings by language."""
    table = tomllib.loads(files("assistant").joinpath("polarity.toml").read_text("utf-8"))
    return {
        language: (
            frozenset(folded(word) for word in words.split() if not word.startswith("-")),
            tuple(word[1:] for word in words.split() if word.startswith("-")),
        )
        for language, words in table.items()
    }


def denials(text: str, language: str) -> int:
    """How many words of a text deny."""
    words, endings = deniers().get(language, (frozenset(), ()))
    return sum(
        word in words or (bool(endings) and word.endswith(endings))
        for word in (folded(match.group()) for match in WORD.finditer(text))
    )


def agrees(question: str, question_language: str, sentence: str, language: str) -> bool:
    """Whether question and sentence deny alike (an even number of denials between them)."""
    return (denials(question, question_language) > 0) == (denials(sentence, language) > 0)


BUT = re.compile(
    r"[,;—–]\s+(?:но|однако|but|however|yet|lekin|ammo|biroq|лекин|аммо|бироқ|бірақ|алайда)\s+([^.;]+)", re.I
)


def but_clause(text: str) -> str:
    """What a sentence says against its first half: how it came out in the end; empty where nothing."""
    found = BUT.search(text)
    return found.group(1) if found else ""
