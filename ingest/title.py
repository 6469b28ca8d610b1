"""A document's title."""

import re
from itertools import pairwise
from pathlib import Path

from ingest.document import Block, ExtractedText
from ingest.kind import names_kind

TOP = 8
"""Blocks at the beginning among which the title is looked for."""
MAX_TITLE = 250
LABEL = re.compile(
    r"(?:пресс-?релиз|новост[ьи]|анонс|объявление|для публикации|сообщение для печати|пресс-служба|"
    r"matbuot xabari|матбуот хабари|press release|for immediate release|media advisory|news|"
    r"баспасөз хабарламасы|баспасөз-релиз|press-reliz)[\s:.!№\d-]*",
    re.IGNORECASE,
)
"""A line that says what kind of document follows, not what it is about."""
ISSUER = re.compile(
    r"(?:секретариат|пресс-|министерств|управлени|совет\b|администраци|фонд\b|институт|центр\b|"
    r"ассоциаци|комитет|"
    r"агентств|хокимият|аппарат|правлени|редакци|республик|secretariat|press (?:office|service)|ministry|"
    r"office of|government|republic)[^.!?]*|.*(?:kengashi|markazi|vazirligi|instituti|qo‘mitasi|"
    r"hokimligi|agentligi|"
    r"jamg‘armasi|xizmati|kotibiyati|кенгаши|маркази|вазирлиги|қўмитаси|ҳокимлиги|жамғармаси|хизмати|"
    r"кеңесі|министрлігі|орталығы|қоры|әкімдігі|хатшылығы|council|foundation|ministry|secretariat)",
    re.IGNORECASE,
)
"""A letterhead: who speaks, with nothing said."""
SAID = re.compile(r"[^\W\d_]{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ется|ится|утся|ются)\b", re.IGNORECASE)
"""Looks like a Russian verb: then the line says something."""
SUBJECT = re.compile(r"Об?о? [^\W\d_]")
"""What an order or a decision is about: «О начале работы», «Об утверждении устава»."""
POINTLESS = re.compile(
    r"(?:untitled|без имени|без названия|новый документ|new document|document\d*|документ\d*|"
    r"microsoft word.*|"
    r"slide \d+|page \d+|scan.*|img.*|\(?unspecified\)?|index|home|главная|"
    r".*\.(?:docx?|pdf|rtf|odt|txt|html?|indd))",
    re.IGNORECASE,
)
"""What programs write where a title should be."""
SITE_NAME = re.compile(r"\s+[|—–·»-]\s+[^|—–·»]{2,80}$")
TRAILING_DATE = re.compile(r"[.,;]\s+(?=\S*\d)[^.,;]{0,25}(?:19|20)\d\d[^.,;]{0,20}\.?$")
DECLARED = ("md-front:title", "html-meta:title", "html:title", "docx-properties:title", "pdf-metadata:title")


def find_title(extracted: ExtractedText, path: Path, dated: frozenset[int]) -> str:
    """The best title there is; `dated` has the start offsets of blocks that only tell date and place."""
    body = _heading(extracted, dated)
    declared = _declared(extracted, path)
    if body and declared and _letters(declared).startswith(_letters(body)):
        # The same words: what the file says of itself goes on where a heading was broken in two.
        return declared if len(_letters(declared)) > len(_letters(body)) else body
    return body or declared or _first_line(extracted, dated) or _from_name(path)


def _heading(extracted: ExtractedText, dated: frozenset[int]) -> str:
    """Topmost heading near the beginning that is more than a label or a letterhead."""
    top = extracted.blocks[:TOP]
    headings = [
        block
        for block in top
        if block.kind == "heading" and block.start not in dated and not LABEL.fullmatch(_of(extracted, block))
    ]
    for first, second in pairwise(headings):
        between = [block for block in top if first.end <= block.start < second.start]
        if not (_is_letterhead(_of(extracted, first)) and all(b.end - b.start < 100 for b in between)):
            break
        headings = headings[1:]
    if not headings:
        return ""
    best = min(headings, key=lambda block: block.level) if headings[0].level > 1 else headings[0]
    title = _of(extracted, best)
    if not names_kind(title) or len(title.split()) > 3:
        return TRAILING_DATE.sub("", title)[:MAX_TITLE]
    # «ПРОТОКОЛ № 4» on one line, of what on the next; what an order is about may stand below its date.
    following = [block for block in extracted.blocks if block.start >= best.end][:2]
    for block in following:
        if block.start in dated:
            continue
        more = _of(extracted, block)
        if SUBJECT.match(more) and len(more) <= 150 and not more.endswith((".", ":", ";")):
            return more
        break
    if following and following[0].start not in dated:
        more = _of(extracted, following[0])
        if (
            len(more) <= 150
            and not more.endswith((".", ":", ";"))
            and following[0].kind in {"heading", "paragraph"}
        ):
            title = f"{title} {more}"
    return TRAILING_DATE.sub("", title)[:MAX_TITLE]


def _is_letterhead(line: str) -> bool:
    return bool(ISSUER.fullmatch(line)) and len(line.split()) <= 12 and not SAID.search(line)


def _declared(extracted: ExtractedText, path: Path) -> str:
    for key in DECLARED:
        title = extracted.properties.get(key, "").strip()
        if key == "html:title":
            title = SITE_NAME.sub("", title)
        if len(title) > 2 and not POINTLESS.fullmatch(title) and title.casefold() != path.stem.casefold():
            return title[:MAX_TITLE]
    return ""


def _first_line(extracted: ExtractedText, dated: frozenset[int]) -> str:
    for block in extracted.blocks[:TOP]:
        line = _of(extracted, block)
        without_date = TRAILING_DATE.sub("", line)
        # «Письма читателей. 22 апреля 2025 года» has a title in it, «г. Байсара, 8 декабря» has none.
        if block.start in dated and not re.search(r"(?<!\S)[^\W\d_A-ZА-ЯЁ][^\W\d_]{3,}", without_date):
            continue
        if block.kind == "table-row" or LABEL.fullmatch(line):
            continue
        return _shortened(without_date)
    return ""


def _shortened(line: str) -> str:
    """A line, or the beginning of a long one: its first sentence, else as many words as a title bears."""
    if len(line) <= 160:
        return line.rstrip(".:; ")
    end = re.search(r"[.!?…]\s", line[:160])
    if end and end.start() > 15:
        return line[: end.start()]
    return line[:120].rsplit(" ", 1)[0].rstrip(",;:—– ") + "…"


def _from_name(path: Path) -> str:
    return re.sub(r"[_\-.\s]+", " ", path.stem).strip() or path.name


def _of(extracted: ExtractedText, block: Block) -> str:
    return extracted.text[block.start : block.end]


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
