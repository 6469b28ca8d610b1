"""Tables and lists of terms: a short name or a term to a line, what it means behind it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from ingest.document import Block, ExtractedText, Language
from ingest.findings.terms.definitions import ITEM_MARK, is_meaning
from ingest.findings.terms.draft import Draft
from ingest.findings.terms.spelling import spelled_at_start, tidy, trimmed
from ingest.findings.terms.words import (
    LONGEST_NAME,
    SHORT,
    WORD,
    announces,
    folded,
    is_short,
    language_cues,
    language_of,
    words,
)

CELL = " | "
LINE = re.compile(r"^(?P<term>[^:—–=|]{2,90}?)(?:\s+[—–-]\s+|\s*:\s+|\s+=\s+)(?P<is>\S.*)$", re.S)
BRACKETED = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<more>[^()]+)\)\s*$")
BRACKET = re.compile(r"\s*\(([^()]+)\)")
DIVIDED = re.compile(r"\s*[/,;]\s+|\s+/\s*|(?<=\w)/(?=\w)")
SENTENCE_END = re.compile(
    r"(?<!\bангл)(?<!\bрус)(?<!\bузб)(?<!\bказ)(?<!\bсокр)\.\s+(?=[^\W\d_a-zа-яё])|;\s+"
)
ENTRY = re.compile(rf"(?<![/,;(])\s+(?=(?<!\w){SHORT}\s*(?:[—–:]|-\s))")
"""Between entries that a paragraph runs together."""
SAYS = re.compile(r"\s+(?:дегеніміз|деган[иі]?|degani|это|bu|бу|is|means)$", re.I)
NAME_END = re.compile(r",\s|\s[—–-]\s|:\s|\.\s")
MOST = 0.6
"""Share of the lines that must begin with a short name where nothing announces terms."""
LEAST_LINES = 3
COLUMNS: tuple[str, ...] = ("short", "definition", "ru", "en", "uz", "kk", "name")
"""In the order in which a header's cell is tried."""


def listed_terms(text: ExtractedText, language: Language, title: str) -> Iterator[tuple[Block, Draft]]:
    """The terms of every table and list of terms, with the rows and lines they stand in."""
    announced = announces(title)
    heading = False
    for kind, run in groupby(text.blocks, key=lambda block: block.kind):
        blocks = list(run)
        if kind == "heading":
            heading = announces(text.text[blocks[-1].start : blocks[-1].end])
        elif kind == "table-row":
            yield from _table(text.text, blocks, language, announced or heading)
        else:
            yield from _list(text.text, blocks, language, announced or heading)


def _table(
    text: str, rows: Sequence[Block], language: Language, announced: bool
) -> Iterator[tuple[Block, Draft]]:
    cells = [[cell.strip() for cell in text[row.start : row.end].split(CELL)] for row in rows]
    columns = _columns(cells[0])
    told = set(columns.values())
    has_term = bool(told & {"short", "name"})
    announced = announced or "short" in told or announces(" ".join(cells[0]))
    tongues = told & {"ru", "en", "uz", "kk"}
    useful = has_term and ((announced and len(told) > 1) or len(tongues) > 1)
    body = list(zip(rows, cells, strict=True))
    if useful:
        for row, values in body[1:]:
            mention = _row(values, columns, language)
            if mention is not None:
                yield row, mention
    elif _mostly_short([values[0] for values in cells if values]):
        for row, values in body:
            if len(values) > 1 and is_short(values[0]) and _explains(values[1], values[0]):
                yield from ((row, draft) for draft in _entry(values[0], values[1], language))


def _explains(cell: str, short: str) -> bool:
    """Whether a cell spells a short name or says what it is, and names nobody."""
    return spelled_at_start(cell, short) is not None or (cell[:1].islower() and len(cell.split()) > 1)


def _columns(header: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, cell in enumerate(header):
        cell_words = [part for word in WORD.findall(folded(cell)) for part in word.split("-")]
        for column, stems in _column_stems():
            if any(word.startswith(stems) for word in cell_words):
                found[number] = column
                break
    return found


@cache
def _column_stems() -> list[tuple[str, tuple[str, ...]]]:
    table = words()["column"]
    return [(column, tuple(table[column].split())) for column in COLUMNS]


def _row(values: Sequence[str], columns: dict[int, str], language: Language) -> Draft | None:
    names: list[tuple[Language, str]] = []
    shorts: list[str] = []
    definition = ""
    for number, value in enumerate(values):
        column = columns.get(number)
        if column is None or not any(c.isalpha() for c in value):
            continue
        if column == "definition":
            definition = definition or tidy(value.rstrip(". "))
            continue
        tongue: Language | None = next((one for one in ("ru", "en", "uz", "kk") if one == column), None)
        for name, short in _named(value):
            shorts += [short] if short else []
            if name:
                names.append((tongue or language_of(name, language), name))
    if not names and not (shorts and definition):
        return None
    if not shorts and not definition and len({tongue for tongue, _ in names}) < 2:
        return None
    return Draft("listed", tuple(dict.fromkeys(names)), tuple(dict.fromkeys(shorts)), definition)


def _named(cell: str) -> list[tuple[str, str]]:
    """(name, short name) pairs of a cell: «Совет сообществ Долины (ССД)», «ССД / VCC»."""
    bracket = BRACKETED.match(cell)
    if bracket:
        shorts = [("", part) for part in DIVIDED.split(bracket["more"]) if is_short(part)]
        return [*_named(bracket["name"]), *shorts]
    parts = [part.strip() for part in DIVIDED.split(cell)]
    if any(is_short(part) for part in parts):
        return [("", part) if is_short(part) else (trimmed(part), "") for part in parts if part]
    return [(trimmed(cell), "")]


def _mostly_short(terms: Sequence[str]) -> bool:
    short = sum(any(is_short(part) for part in DIVIDED.split(term)) for term in terms)
    return len(terms) >= LEAST_LINES and short >= MOST * len(terms)


def _list(
    text: str, blocks: Sequence[Block], language: Language, announced: bool
) -> Iterator[tuple[Block, Draft]]:
    lines: list[tuple[Block, re.Match[str] | None]] = []
    for block in blocks:
        for line in (
            ENTRY.split(text[block.start : block.end]) if announced else (text[block.start : block.end],)
        ):
            mark = ITEM_MARK.match(line)
            lines.append((block, LINE.match(line[mark.end() :] if mark else line)))
    matched = [match for _, match in lines if match]
    if not (announced or _mostly_short([match["term"].strip() for match in matched])):
        return
    for block, match in lines:
        if match and len(match["term"].split()) <= 9:
            yield from ((block, draft) for draft in _entry(match["term"].strip(), match["is"], language))


def _entry(term: str, rest: str, language: Language) -> Iterator[Draft]:
    """A line of a list: `ССД / VCC — Совет сообществ Долины; англ. …`, `Соучастие — труд заявителя`."""
    rest = rest.strip().rstrip(".")
    term = SAYS.sub("", term)
    pairs = _named(term)
    shorts = [short for _, short in pairs if short]
    names: list[tuple[Language, str]] = [(language_of(name, language), name) for name, _ in pairs if name]
    meanings: list[str] = []
    rest = BRACKET.sub(lambda bracket: _inside(bracket, names, shorts), rest)
    for part in SENTENCE_END.split(rest):
        tongue, text = _tongue(part.strip())
        name, more = (text, "") if tongue else _cut_name(text, shorts)
        if name:
            for long, short in _named(name):
                shorts += [short] if short else []
                if long:
                    names.append((tongue or language_of(long, language), long))
            text = more
        if text.strip():
            meanings.append(text.strip())
    definition = tidy(meanings[0].rstrip(".")) if meanings else ""
    if not names and not (shorts and definition):
        return
    if shorts or is_meaning(definition, certain=True):
        yield Draft("listed", tuple(dict.fromkeys(names)), tuple(dict.fromkeys(shorts)), definition)


def _inside(bracket: re.Match[str], names: list[tuple[Language, str]], shorts: list[str]) -> str:
    """Take names in other languages and short ones out of a bracket; what stays of the text."""
    found: list[tuple[Language, str]] = []
    own: list[str] = []
    tongue: Language | None = None
    for part in DIVIDED.split(bracket[1]):
        named, text = _tongue(part)
        tongue = named or tongue
        if is_short(text):
            own.append(text)
        elif tongue is not None:
            found.append((tongue, trimmed(text)))
        else:
            return bracket[0]
    names += found
    shorts += own
    return ""


def _tongue(part: str) -> tuple[Language | None, str]:
    for language, cue in language_cues().items():
        match = cue.match(part)
        if match and match.end() < len(part):
            return language, part[match.end() :]
    return None, part


def _cut_name(text: str, shorts: Sequence[str]) -> tuple[str, str]:
    """A part of a line cut into the long name that it begins with and what is said of it."""
    spelled = any(spelled_at_start(text, short) for short in shorts)
    if not shorts or not (spelled or text[:1].isupper()):
        return "", text
    end = NAME_END.search(text)
    name = text[: end.start()] if end else text
    if len(name.split()) > LONGEST_NAME:
        return "", text
    return name, text[end.end() :] if end else ""
