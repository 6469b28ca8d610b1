"""When a document was published, and what says so."""

import re
from dataclasses import dataclass
from pathlib import Path

from ingest.document import DateSource, ExtractedText

MONTHS: tuple[tuple[str, int], ...] = (
    ("янв|jan|yanv|қаңтар", 1),
    ("фев|feb|fev|ақпан", 2),
    ("мар(?!а)|mar|наурыз", 3),
    ("апр|apr|сәуір", 4),
    ("ма[йя]|may|мамыр", 5),
    ("июн|июнь|jun|iyun|маусым", 6),
    ("июл|jul|iyul|шілде", 7),
    ("авг|aug|avg|тамыз", 8),
    ("сен|sep|sen|қыркүйек", 9),
    ("окт|oct|okt|қазан", 10),
    ("ноя|nov|noy|қараша", 11),
    ("дек|dec|dek|желтоқсан", 12),
)
MONTH = "|".join(names for names, _ in MONTHS)
DATES = (
    rf"(?P<d>\d{{1,2}})(?:-?(?:го|ого|st|nd|rd|th|e))?\s+(?:of\s+)?(?P<m>{MONTH})[^\W\d_]*\.?,?\s+(?P<y>(?:19|20)\d\d)",
    rf"(?P<m>{MONTH})[^\W\d_]*\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)",
    rf"(?P<y>(?:19|20)\d\d)\s*[-–]?\s*(?:yil|йил|жылғы|жылы|жыл)[^\W\d_]*\s+(?P<d>\d{{1,2}})\s*-?\s*(?P<m>{MONTH})",
    r"(?<![\d.])(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d\d)(?![\d.])",
    r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
)
_DATES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in DATES)

# Words that say that the date beside them is the document's own.
ISSUED = re.compile(
    r"опубликован|публикаци|размещен|выпуск|подписан|утвержд|принят[аоы]?\b|подготовлен|составлен|обновлен|"
    r"по состоянию на|от редакции|редакция от|published|issued|released|updated|version|adopted|approved|prepared|"
    r"dated|signed|posted|as of|tasdiq|qabul qilin|yangilan|tayyorla|e.lon qilin|chop etil|nashr|imzola|"
    r"тасдиқ|қабул қилин|янгилан|тайёрла|эълон қилин|чоп этил|нашр|имзола|бекіт|қабылдан|жаңарт|дайында|жариялан|"
    r"шығарыл|ұсыныл|қол қой",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"опубликован|published|posted|released|e.lon qilin|эълон қилин|жариялан", re.IGNORECASE
)
# Words that say that it is a date of something else.
OTHER = re.compile(
    r"дата проведения|срок|период|начало в|за период|с\s+\d{1,2}\s+\S+\s+по\s|deadline|date of (?:the )?event|"
    r"period|from\s+\d|until|muddat|муддат|мерзім",
    re.IGNORECASE,
)
AFTER = re.compile(r"\s*(?:года?|г|йил|yil|ж|жыл|жылы)?\.?\s*[)\]»\"]*\s*[.,;]?\s*$", re.IGNORECASE)
LEAD_AFTER = re.compile(r"\s*(?:года?\b|г\.|ж\.)?\s*(?:\([^)]{1,40}\))?\s*(?:[—–:]|\.\s|-\s)", re.IGNORECASE)
FOLDED = str.maketrans("ёЁ", "еЕ")
OPENING = 8
CLOSING = 4
MAX_LINE = 220
META = (
    ("md-front:date", "text"),
    ("html-meta:date", "html-meta"),
    ("html-time:date", "html-meta"),
)
PROPERTIES: tuple[tuple[str, DateSource], ...] = (
    ("docx-properties:created", "docx-properties"),
    ("docx-properties:modified", "docx-properties"),
    ("pdf-metadata:created", "pdf-metadata"),
)
NAME_DATES = (
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
    lines: frozenset[int]
    """Start offsets of the blocks that tell nothing but date and place."""


def find_publication(extracted: ExtractedText, path: Path) -> Publication:
    """The date a document bears; None where only its contents mention dates."""
    opening, lines = _from_lines(extracted, range(min(OPENING, len(extracted.blocks))))
    for key, source in META:
        day = _first_day(extracted.properties.get(key, ""))
        if day:
            return Publication(day, source, lines)  # type: ignore[arg-type]
    if opening:
        return Publication(opening, "text", lines)
    count = len(extracted.blocks)
    closing, more = _from_lines(extracted, range(max(count - CLOSING, OPENING), count))
    if closing:
        return Publication(closing, "text", lines | more)
    named = _from_name(path.stem, NAME_DATES)
    if named:
        return Publication(named, "file-name", lines)
    for key, property_source in PROPERTIES:
        day = _first_day(extracted.properties.get(key, ""))
        if day and day[:4] > "1990":
            return Publication(day, property_source, lines)
    named = _from_name(path.stem, NAME_MONTHS)
    return Publication(named, "file-name" if named else None, lines)


def _from_lines(extracted: ExtractedText, numbers: range) -> tuple[str | None, frozenset[int]]:
    """Date of the first line that bears one, and where the lines of date and place stand."""
    found: str | None = None
    published: str | None = None
    lines: set[int] = set()
    for number in numbers:
        block = extracted.blocks[number]
        if block.kind == "table-row":
            continue
        text = extracted.text[block.start : block.end].translate(FOLDED)
        dates = list(_dates(text))
        if not dates:
            continue
        day = _line_date(text, dates)
        if day is None:
            continue
        if _words_besides(text, dates) <= 4 and block.kind != "heading":
            lines.add(block.start)
        if PUBLISHED.search(text) and published is None:
            published = day
        found = found or day
    return published or found, frozenset(lines)


def _line_date(text: str, dates: list[tuple[int, int, str]]) -> str | None:
    """The document's own date in a block, None where the dates in it are of something else."""
    start, end, day = dates[0]
    # «Ташкент, 27 ноября 2024 года — …» opens a paragraph of any length.
    before = text[:start].strip()
    if (
        start <= 60
        and len(before.split()) <= 4
        and not before.endswith((".", ":"))
        and LEAD_AFTER.match(text, end)
    ):
        if not re.search(r"\d\s*$|[^\W\d_]\s*$", before) or len(text) <= MAX_LINE:
            return day
    if len(text) > MAX_LINE or OTHER.search(text) or re.search(r"\d\s*[-–—]\s*$", text[:start]):
        return None
    if _words_besides(text, dates) <= 6 and not re.search(
        r"[^\W\d_]{3,}\s*$", text[end:].rstrip(". ")[8:] + " "
    ):
        return day
    if ISSUED.search(text):
        marked = PUBLISHED.search(text)
        later = [found for found in dates if marked and found[0] > marked.start()]
        return later[0][2] if later else dates[-1][2]
    start, end, day = dates[-1]
    if AFTER.match(text, end) and text[:start].rstrip().endswith((".", ",", ";", "(", "»", "—", "|")):
        return day
    return None


def _words_besides(text: str, dates: list[tuple[int, int, str]]) -> int:
    rest = text
    for start, end, _ in reversed(dates):
        rest = rest[:start] + " " + rest[end:]
    words = re.findall(r"[^\W_]+", rest)
    return sum(
        word.lower() not in {"г", "года", "год", "ж", "yil", "йил", "жыл", "от", "dated", "date", "дата"}
        for word in words
    )


def _dates(text: str) -> list[tuple[int, int, str]]:
    """Whole days in a text: start, end, ISO."""
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _iso(match)
            if day and not any(a < match.end() and match.start() < b for a, b, _ in found.values()):
                found[match.start()] = (match.start(), match.end(), day)
    return [found[start] for start in sorted(found)]


def _first_day(text: str) -> str | None:
    dates = _dates(text)
    if dates:
        return dates[0][2]
    coarse = re.match(r"\s*((?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?)\s*$", text)
    return coarse.group(1) if coarse else None


def _from_name(stem: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in patterns:
        match = pattern.search(stem)
        day = _iso(match) if match else None
        if day:
            return day
    return None


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    year, month, day = parts["y"], parts.get("m"), parts.get("d")
    if month is None:
        return year
    number = (
        int(month) if month.isdigit() else next(n for names, n in MONTHS if re.match(names, month.lower()))
    )
    if not 1 <= number <= 12 or not 1 <= int(day or 1) <= 31:
        return None
    return f"{year}-{number:02d}-{int(day):02d}" if day else f"{year}-{number:02d}"
