"""What a person named in a sentence is: the words of the role beside the name."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.question import folded

REACH = 70
"""Code points before a name in which its role may begin."""
STOP = re.compile(r"[.,;:!?()|\n«»\"“”—–]")
APPOSED = re.compile(r"\s*(?:,|—|–|\()\s*([^.,;:()|\n]{3,80})")
HEAD_FIRST = frozenset({"ru", "en"})
"""Languages in which the role stands before the body it belongs to (председатель Совета)."""


@dataclass(frozen=True, slots=True)
class Leading:
    """How leading is asked for and told."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


@cache
def table() -> tuple[dict[str, re.Pattern[str]], Leading]:
    """Role words by language, and the words of leading in all of them."""
    rows = tomllib.loads(files("assistant").joinpath("roles.toml").read_text("utf-8"))
    roles = {language: re.compile(rf"\b(?:{words})", re.I) for language, words in rows["roles"].items()}
    leads = Leading(*(re.compile(rf"\b(?:{rows['leads'][side]})", re.I) for side in ("asked", "told")))
    return roles, leads


def with_role(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """The span of a person's name, widened over the role before it or set off behind it."""
    role = table()[0].get(language)
    if role is None:
        return start, end
    before = text[max(0, start - REACH) : start]
    stops = [match.end() for match in STOP.finditer(before)]
    clear = before[stops[-1] if stops else 0 :]
    found = list(role.finditer(clear))
    if found:
        first = found[0].start()
        if language not in HEAD_FIRST:
            owner = re.search(r"([\w’'ʻ‘-]+\s+)$", clear[:first])
            first = owner.start(1) if owner and owner.group(1)[:1].isupper() else first
        return start - len(clear) + first, end
    behind = APPOSED.match(text, end)
    if (
        behind
        and role.search(" ".join(behind.group(1).split()[:3]))
        and len(folded(behind.group(1)).split()) <= 8
    ):
        return start, behind.end(1)
    return start, end


def asks_for_head(question: str) -> bool:
    """Whether a question asks who stands at the head of something."""
    return bool(table()[1].asked.search(question))


def tells_head(text: str) -> bool:
    """Whether words name somebody at the head of something."""
    return bool(table()[1].told.search(text))
