"""When a document was published, and what says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.dates import DateMention, PartialDate, find_dates
from ingest.document import Block, DateSource, ExtractedText

OPENING = 8
"""Blocks at the beginning that may bear a date; running text ends the search earlier."""
CLOSING = 4
"""Blocks at the end that may be signed and dated."""
MAX_LINE = 220
"""Characters of the longest line that bears a date; a longer one is running text."""

# Words that say that the date beside them is the document's own, where a sentence begins or ends.
_ISSUED = (
    r"опубликован|дата публикации|дата:|размещен|выпуск|подписан|утвержд|принят[аоы]?\b|подготовлен|"
    r"составлен|"
    r"обновлен|последнее обновление|по состоянию на|редакция от|версия от|published|issued|released|"
    r"(?:last )?updated|"
    r"version|adopted|approved|prepared|dated|date:|signed|posted|tasdiq|qabul qilin|yangilan|tayyorla|sana:|"
    r"e.lon qilin|chop etil|nashr|imzola|тасдиқ|қабул қилин|янгилан|тайёрла|сана:|эълон қилин|чоп этил|нашр|"
    r"имзола|бекіт|қабылдан|жаңарт|дайында|жариялан|шығарыл|ұсыныл|күні:|қол қой"
)
ISSUED = re.compile(
    rf"(?:^|[.;,(«\"])[\s*_«\"]*(?:{_ISSUED})|(?:{_ISSUED})[^\W\d_]*[\s.;,)»*_]*$", re.IGNORECASE
)
DIGIT = re.compile(r"\d")
PUBLISHED = re.compile(
    r"опубликован|дата публикации|published|posted|released|e.lon qilin|эълон қилин|жариялан", re.IGNORECASE
)
# Words that say that the date is of something else.
OTHER = re.compile(
    r"дата проведения|срок|период|начало в|состо(?:ится|ялось|ялся|ялась)|прошл[аои]\b|прош[её]л\b|"
    r"пройд[её]т|deadline|date of (?:the )?event|period|will be|was held|took place|muddat|муддат|"
    r"мерзім|bo‘l(?:di|adi)|"
    r"бўл(?:ди|ади)|өтті|өтеді",
    re.IGNORECASE,
)
PREPOSITION = re.compile(
    r"(?:^|\s)(?:в|во|на|за|к|ко|до|с|со|по|после|около|in|on|by|until|till|for|since|during|of)\s*$",
    re.IGNORECASE,
)
END = re.compile(r"\s*(?:г\.|ж\.|y\.|й\.|года|год)?[\s)\]»\"*_]*$", re.IGNORECASE)
FULL_STOP = re.compile(r"(?<!\bг)(?<!\bж)(?<!\by)\.[\s»\")*_]*$", re.IGNORECASE)
LEAD_END = re.compile(
    r"\s*(?:г\.|ж\.|года)?\s*(?:\([^)]{1,40}\)|/[^/]{1,40}/)?\s*(?:[—–:]|\.(?=\s)|-\s)", re.IGNORECASE
)
QUOTED_DAY = re.compile(r"[«\"“„_]{1,3}(\d{1,2})[»\"”“_]{1,3}")
FOLDED = str.maketrans("ёЁ’ʻʼ'", "еЕ‘‘‘‘")

META: tuple[tuple[str, DateSource], ...] = (
    ("md-front:date", "text"),
    ("html-meta:date", "html-meta"),
    ("html-time:date", "html-meta"),
)
PROPERTIES: tuple[tuple[str, DateSource], ...] = (
    ("docx-properties:created", "docx-properties"),
    ("docx-properties:modified", "docx-properties"),
    ("pdf-metadata:created", "pdf-metadata"),
)
OLDEST_FILE = "1993"
"""Properties of a file cannot be older than the formats: zero dates are 1970 or 1980."""
NAME_DAYS = (
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_. ]?(?P<m>0[1-9]|1[0-2])[-_. ]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])[-_. ](?P<m>0[1-9]|1[0-2])[-_. ](?P<y>(?:19|20)\d\d)(?!\d)"
    ),
)
NAME_MONTHS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-_.](?P<m>0[1-9]|1[0-2])(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?!\d)"),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A date of publication with its source."""

    date: str | None
    """ISO 8601 of its precision."""
    source: DateSource | None
    lines: frozenset[int] = frozenset()
    """Start offsets of the blocks that tell nothing but date and place."""


def find_publication(extracted: ExtractedText, path: Path) -> Publication:
    """The date a document bears; None where only its contents mention dates.

    What is written for readers goes before what programs wrote, a day before a month.
    """
    bearing = list(_bearing(extracted))
    lines = frozenset(block.start for block, _, bare in bearing if bare)
    days = [day for _, day, _ in bearing if len(day) == 10]
    coarse = [day for _, day, _ in bearing if len(day) < 10]
    properties = [
        (day, source) for key, source in PROPERTIES if (day := _declared(extracted, key)) > OLDEST_FILE
    ]
    candidates: list[tuple[str, DateSource]] = [
        (day, source) for key, source in META if (day := _declared(extracted, key))
    ]
    candidates += [(day, "text") for day in days]
    candidates += [(day, "file-name") for day in _named(path.stem, NAME_DAYS)]
    # A month in the text or in the name is made a day by properties that agree with it.
    candidates += [
        (day, source) for day, source in properties if any(day.startswith(month) for month in coarse)
    ]
    candidates += [(day, "text") for day in coarse]
    candidates += properties
    candidates += [(day, "file-name") for day in _named(path.stem, NAME_MONTHS)]
    if not candidates:
        return Publication(None, None, lines)
    return Publication(*candidates[0], lines)


def _bearing(extracted: ExtractedText) -> Iterable[tuple[Block, str, bool]]:
    """Blocks at the beginning and the end that bear the document's date, those that say "published" first."""
    blocks = extracted.blocks
    running = 0
    top = 0
    for block in blocks[:OPENING]:
        top += 1
        running += block.end - block.start > MAX_LINE
        if running == 2:
            break
    found: list[tuple[Block, str, bool, bool]] = []
    for block in (*blocks[:top], *blocks[max(top, len(blocks) - CLOSING) :]):
        if block.kind == "table-row":
            continue
        text = QUOTED_DAY.sub(_unquoted, extracted.text[block.start : block.end]).translate(FOLDED)
        day, bare = line_date(text[: MAX_LINE + 1], heading=block.kind == "heading")
        if day:
            found.append((block, day, bare, bool(PUBLISHED.search(text[:MAX_LINE]))))
    found.sort(key=lambda one: not one[3])
    return [(block, day, bare) for block, day, bare, _ in found]


def _unquoted(match: re.Match[str]) -> str:
    return match.group(1).center(len(match.group()))


def line_date(text: str, *, heading: bool = False) -> tuple[str | None, bool]:
    """The document's own date that a line bears, and whether the line tells little else.

    None where there is no date in it or one of something else: an event, a period, a term.
    """
    # No year is written without a digit.
    dates = [m for m in find_dates(text) if m.resolved and not m.relative] if DIGIT.search(text) else []
    if not dates:
        return None, False
    whole = [m for m in dates if m.last is None and m.open is None and m.precision in {"day", "month"}]
    lead = dates[0]
    if lead in whole and lead.precision == "day" and _leads(text, lead):
        return lead.first.iso(), False
    if len(text) > MAX_LINE or not whole:
        return None, False
    besides = _words_besides(text, dates)
    issued = ISSUED.search(text)
    if issued:
        published = PUBLISHED.search(text)
        after = [m for m in whole if published and m.start > published.start()]
        return (after or whole[-1:])[0].first.iso(), besides <= 4
    if len(whole) < len(dates) or OTHER.search(text):
        return None, False
    last = whole[-1]
    before = text[: last.start].rstrip()
    if PREPOSITION.search(before):
        return None, False
    if besides <= (6 if last.precision == "day" else 2) and not heading and not FULL_STOP.search(text):
        return last.first.iso(), besides <= 4
    set_off = before.endswith((".", ",", ";", "(", "»", "—", "–", "|")) and END.match(text, last.end)
    if set_off and besides <= 14 and last.precision == "day" and not FULL_STOP.search(text):
        return last.first.iso(), besides <= 4 and not heading
    return None, False


def _leads(text: str, date: DateMention) -> bool:
    """«Ташкент, 27 ноября 2024 года — …», «27 November 2024. …» at the beginning of running text."""
    before = text[: date.start].strip(" (*_")
    if date.start > 60 or len(before.split()) > 4 or PREPOSITION.search(before):
        return False
    if before and not (before[-1] in ",.—–-/" and all(w[:1].isupper() or len(w) < 3 for w in before.split())):
        return False
    return bool(LEAD_END.match(text, date.end)) and text[date.end :].strip(" .г—–:-")[:1].isupper()


def _words_besides(text: str, dates: list[DateMention]) -> int:
    """Words of a line that are no part of its dates; single letters («г.») do not count."""
    inside = [(m.start, m.end) for m in dates]
    words = re.finditer(r"[^\W_]{2,}", text)
    return sum(not any(a <= word.start() < b for a, b in inside) for word in words)


def _declared(extracted: ExtractedText, key: str) -> str:
    """A date among the file's properties, as ISO; empty where there is none."""
    value = extracted.properties.get(key, "")
    iso = re.match(r"\s*((?:19|20)\d\d(?:-\d\d){0,2})(?!\d)", value)
    if iso:
        try:
            return PartialDate.parse(iso.group(1)).iso()
        except ValueError:
            return ""
    return next((m.first.iso() for m in find_dates(value[:100]) if m.resolved and m.precision == "day"), "")


def _named(stem: str, patterns: Iterable[re.Pattern[str]]) -> list[str]:
    """Dates in a file's name, as ISO."""
    found = []
    for pattern in patterns:
        match = pattern.search(stem)
        if match:
            parts = {name: int(value) for name, value in match.groupdict().items()}
            date = PartialDate.build(parts["y"], parts.get("m"), parts.get("d"))
            if date:
                found.append(date.iso())
    return found
