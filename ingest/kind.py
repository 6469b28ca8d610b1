"""What kind of document it is, told by its title and opening words."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from ingest.document import Kind

_TABLE = tomllib.loads((Path(__file__).parent / "kind.toml").read_text(encoding="utf-8"))["kind"]
_RULES: tuple[tuple[Kind, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (
        row["name"],
        re.compile(rf"[\W_]*(?:{'|'.join(row['begins'])})", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(row['ends'])})[\W\d_]*$", re.IGNORECASE),
    )
    for row in _TABLE
)
AFTER_COLON = frozenset({"guide", "review", "report", "plan"})
"""Kinds that may follow a colon: «Первая беседа: методические рекомендации»."""
APOSTROPHES = str.maketrans("’ʻʼ'`´", "‘‘‘‘‘‘")
COMING = re.compile(
    r"\b(?:состоится|состоятся|пройд[её]т|пройдут|приглашаются|приглаша(?:ет|ем)|bo‘lib o‘tadi|бўлиб ўтади|"
    r"таклиф этилади|taklif etiladi|өтеді|шақырылады|will take place|will be held|will host|are invited)\b",
    re.IGNORECASE,
)
"""Said of what is still to come, in the first sentence of an announcement."""
SALUTATION = re.compile(
    r"(?:Уважаем(?:ый|ая)|Дорог(?:ой|ая)|Dear|Hurmatli|Ҳурматли|Құрметті)\s+[^.:;]{2,80}[,!:.]?$"
)
"""A line that speaks to one person, as letters begin."""
NEWS_SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ".xhtml"})


def find_kind(title: str, opening: Sequence[str], *, suffix: str, sections: int) -> Kind:
    """Kind by the title, then by the opening lines; running text without sections is a press release.

    `opening` has the first blocks in order, `sections` is the number of headings below the title.
    """
    for line in [title, *(text for text in opening[:3] if len(text) <= 200)]:
        kind = _by_words(line)
        if kind:
            return kind
    if any(SALUTATION.match(text.translate(APOSTROPHES)) for text in opening[:10] if len(text) <= 100):
        return "letter"
    if _is_dialogue(opening):
        return "interview"
    body = [text for text in opening if len(text) > 80 and text != title]
    if COMING.search(f"{title} {body[0][:250] if body else ''}".translate(APOSTROPHES)):
        return "announcement"
    if suffix in NEWS_SUFFIXES and sections <= 2 and body:
        return "press-release"
    return "other"


def names_kind(line: str) -> bool:
    """Whether a line begins with the name of a kind: «ПРОТОКОЛ № 4», «Annual report»."""
    return any(begins.match(line.translate(APOSTROPHES)) for _, begins, _ in _RULES)


def _by_words(line: str) -> Kind | None:
    line = line.translate(APOSTROPHES)
    # What ends with a full stop is a sentence; a label may have parts: «Центр «Дидор». Обзор № 7».
    parts = [line] if line.endswith(".") else re.split(r"(?<=[^\d\W][^\d\W])\.\s+", line)
    for kind, begins, ends in _RULES:
        if any(begins.match(part) or ends.search(part) for part in parts):
            return kind
    head, colon, tail = line.partition(": ")
    if colon and head:
        for kind, begins, ends in _RULES:
            if kind in AFTER_COLON and (begins.match(tail) or ends.search(tail)):
                return kind
    return None


def _is_dialogue(opening: Sequence[str]) -> bool:
    """Questions and answers take turns."""
    body = opening[2:14]
    asked = sum(text.rstrip('»”" ').endswith("?") and len(text) < 300 for text in body)
    return asked >= 3 and asked >= 0.3 * len(body)
