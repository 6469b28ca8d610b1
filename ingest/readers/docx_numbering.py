"""Numbers that Word shows before paragraphs and keeps in none of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int
    shape: str
    """Word's name of the kind of number: `decimal`, `bullet`, `lowerLetter` and so on."""
    pattern: str
    """What is shown, `%1` standing for the number of the first level."""


class Numbering:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, root: etree._Element | None) -> None:
        """`root` is the numbering part; None where a document has none."""
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], Level] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        for number in root.iter(qn("w:num")):
            abstract = number.find(qn("w:abstractNumId"))
            if abstract is not None:
                self._lists[number.get(qn("w:numId"), "")] = abstract.get(qn("w:val"), "")
        for abstract in root.iter(qn("w:abstractNum")):
            for level in abstract.iter(qn("w:lvl")):
                depth = level.get(qn("w:ilvl"), "0")
                if depth.isdigit():
                    key = (abstract.get(qn("w:abstractNumId"), ""), int(depth))
                    self._levels[key] = _level(level)

    def marker(self, list_id: str, depth: int) -> str | None:
        """Number of a list's next paragraph and a space; empty for a bullet, None where there is no list."""
        abstract = self._lists.get(list_id)
        level = self._levels.get((abstract or "", depth))
        if abstract is None or level is None:
            return None
        self._counts[abstract, depth] = self._counts.get((abstract, depth), level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((abstract, deeper), None)
        if level.shape in {"bullet", "none"}:
            return ""
        return (
            re.sub(r"%(\d)", lambda place: self._number(abstract, int(place.group(1)) - 1), level.pattern)
            + " "
        )

    def _number(self, abstract: str, depth: int) -> str:
        level = self._levels.get((abstract, depth))
        if level is None:
            return ""
        count = self._counts.get((abstract, depth), level.start)
        return SHAPES.get(level.shape, str)(count)


def _level(level: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        found = level.find(qn(name))
        return default if found is None else str(found.get(qn("w:val"), default))

    start = value("w:start", "1")
    return Level(int(start) if start.isdigit() else 1, value("w:numFmt", "decimal"), value("w:lvlText", ""))


def _letter(alphabet: str) -> Callable[[int], str]:
    return lambda count: alphabet[(count - 1) % len(alphabet)]


def _roman(count: int) -> str:
    text = ""
    for worth, sign in ROMAN:
        text += sign * (count // worth)
        count %= worth
    return text


SHAPES: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letter("abcdefghijklmnopqrstuvwxyz"),
    "upperLetter": _letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "russianLower": _letter(RUSSIAN),
    "russianUpper": _letter(RUSSIAN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
"""Kinds of numbers other than decimal ones."""
