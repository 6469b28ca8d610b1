"""A document's title."""

import re
from collections.abc import Iterator
from pathlib import Path

from ingest.document import Block, ExtractedText

MAX_TITLE = 250
LABEL = re.compile(
    r"(?:пресс-?релиз|новост[ьи]|анонс|объявление|для публикации|пресс-служба|matbuot xabari|матбуот хабари|"
    r"press release|for immediate release|media advisory|news|баспасөз хабарламасы|баспасөз-релиз|press-reliz)"
    r"[\s:.!№\d-]*",
    re.IGNORECASE,
)
"""A line that says what kind of document follows, not what it is about."""
POINTLESS = re.compile(
    r"(?:untitled|без имени|без названия|новый документ|new document|document\d*|документ\d*|microsoft word.*|"
    r"slide \d+|page \d+|scan.*|img.*|.*\.(?:docx?|pdf|rtf|odt|txt|html?|indd))",
    re.IGNORECASE,
)
"""What programs write where a title should be."""
SITE_NAME = re.compile(r"\s+[|—–·»-]\s+[^|—–·»]{2,80}$")
DECLARED = ("md-front:title", "html-meta:title", "html:title", "docx-properties:title", "pdf-metadata:title")


def find_title(extracted: ExtractedText, path: Path, dated: set[int]) -> str:
    """The best title there is; `dated` has the start offsets of blocks that only tell date and place."""
    body = _heading(extracted, dated)
    declared = _declared(extracted, path)
    if body and declared and _same(body, declared):
        # The same words: the text's own form, unless the other goes on where a line ended.
        return declared if len(declared) > len(body) and _starts(declared, body) else body
    return body or declared or _first_line(extracted, dated) or _from_name(path)


def _heading(extracted: ExtractedText, dated: set[int]) -> str:
    """Topmost heading near the beginning that is more than a label."""
    best: Block | None = None
    for block in extracted.blocks[:8]:
        if block.kind != "heading" or block.start in dated or LABEL.fullmatch(_of(extracted, block)):
            continue
        if best is None or block.level < best.level:
            best = block
    return _of(extracted, best)[:MAX_TITLE] if best else ""


def _declared(extracted: ExtractedText, path: Path) -> str:
    for key in DECLARED:
        title = extracted.properties.get(key, "").strip()
        if key == "html:title":
            title = SITE_NAME.sub("", title)
        if len(title) > 2 and not POINTLESS.fullmatch(title) and title.casefold() != path.stem.casefold():
            return title[:MAX_TITLE]
    return ""


def _first_line(extracted: ExtractedText, dated: set[int]) -> str:
    for line in _lines(extracted, dated):
        if not LABEL.fullmatch(line):
            if len(line) <= MAX_TITLE:
                return line.rstrip(".:;")
            cut = line[:120].rsplit(" ", 1)[0]
            end = re.search(r"[.!?…]\s", line[:MAX_TITLE])
            return line[: end.start()] if end and end.start() > 15 else f"{cut}…"
    return ""


def _lines(extracted: ExtractedText, dated: set[int]) -> Iterator[str]:
    for block in extracted.blocks[:6]:
        if block.kind != "table-row" and block.start not in dated:
            yield _of(extracted, block)


def _from_name(path: Path) -> str:
    words = re.sub(r"[_\-.\s]+", " ", path.stem).strip()
    return words or path.name


def _of(extracted: ExtractedText, block: Block) -> str:
    return extracted.text[block.start : block.end]


def _same(first: str, second: str) -> bool:
    return _starts(first, second) or _starts(second, first)


def _starts(whole: str, part: str) -> bool:
    return _letters(whole).startswith(_letters(part))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
