"""When a sentence says that something happens: its dates put together, with a year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.dates import DateMention, PartialDate, assume_year
from ingest.dates.mention import in_year
from ingest.findings.reading import Sentence
from ingest.findings.records import Precision
from ingest.findings.words import Sort

OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:-?го)?\s+числа|числа\s+(\d{1,2})(?:-?го)?(?!\d)", re.IGNORECASE)
BETWEEN = re.compile(
    r"[\s,()]*(?:и|а\s+также|and|va|ва|және|hamda|ҳамда|мен|пен|бен|[-–—])?[\s,()]*", re.IGNORECASE
)
"""What may stand between two dates that are one."""
FROM = re.compile(
    r"(?:^|\W)(?:с|со|from|вместо|instead of)\s*$|(?:dan|дан|ден|тан|тен|нан|нен)$", re.IGNORECASE
)
ANNOUNCED = re.compile(
    r"(?:назначенн|запланированн|намеченн|объявленн|planned for|scheduled for|announced for|set for|"
    r"belgilangan|rejalashtirilgan|белгиланган|режалаштирилган|белгіленген|жоспарланған)\w*(?:\s+(?:на|на\s+день))?\s*$",
    re.IGNORECASE,
)
"""In front of the day that is given up: «назначенная на 14 сентября, перенесена на 21»."""
CHANGED = re.compile(r"^(?:с|со|from)\s+\S.*\s(?:на|to)\s+\S", re.IGNORECASE)
"""«с 14 на 21 сентября»: read as a stretch of days, meant as a change."""
PAST: dict[str, re.Pattern[str]] = {
    "ru": re.compile(
        r"[а-я]{2}(?:л|ла|ло|ли|лся|лась|лось|лись|[аея]н|[аея]на|[аея]но|[аея]ны|ят|ято|яты|ята)\b"
    ),
    "en": re.compile(r"\b(?:\w{2,}ed|was|were|took|held|met|began|became|spent|set|gave|came)\b"),
    "uz": re.compile(r"\w{2}(?:di|gan|dilar|ди|ган|дилар|ilgan|илган)\b"),
    "kk": re.compile(r"\w{2}(?:ды|ді|ты|ті|ған|ген|қан|кен)\b"),
}
"""Words that tell of what has been."""
PAST |= dict.fromkeys(("ky", "tg", "und"), re.compile(r"(?!)"))
FAR_BACK, NEAR = 200, 90
"""Days: a date so near ahead is meant rather than one so far back, whatever the tense of the sentence."""
PARTICIPLE = re.compile(
    r"(?:вш|нн|ющ|ящ|ащ|ущ)(?:ий|ая|ое|ие|их|ие|его|ей|ую|ым|ом|ой|ими)(?:ся)?\s+(?:в|во|с|на)\s*$"
)
"""«прибывших в марте семей»: in passing, of something else."""
PERIOD = re.compile(r"(?:^|\s)(?:на|за|for)\s*$", re.IGNORECASE)
"""«план на второе полугодие»: what it is for, not when it was made."""
AFTER_WHILE = re.compile(r"(?:не ранее(?:,? чем)?\s+)?(?:через|спустя)\s", re.IGNORECASE)
"""«через десять месяцев»: counted from something else as often as from the day of writing."""
COARSE = frozenset({"month", "season", "quarter", "half-year"})
TAKES_PLACE: tuple[Sort, ...] = ("planned", "verb")
LONGEST = 250
"""Days of the longest event; a longer stretch is what figures are counted over."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named in a sentence; `start` and `end` are offsets in it."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate | None
    precision: Precision
    since: bool = False
    relative: bool = False
    vague: bool = False
    """A week, of which it may be any day."""
    instead: bool = False
    """Named in one breath with the day that it took the place of."""
    given_up: bool = False
    """Named as the day that another took the place of."""

    @property
    def date(self) -> str:
        """ISO 8601."""
        return self.first.iso()

    @property
    def date_end(self) -> str | None:
        """ISO 8601; None for a single day or month."""
        return self.last.iso() if self.last else None


def moments(sentence: Sentence) -> list[Moment]:
    """The times that things may have happened at, in order; terms («до 1 июня») are left out."""
    mentions = [m for m in sentence.dates if m.first and m.open not in {"before", "until"}]
    mentions = [m for m in mentions if m.precision == "day" or not _in_passing(m, sentence.text[: m.start])]
    mentions = [_with_year(_of_month(m, sentence), sentence) for m in mentions]
    found: list[Moment] = []
    moved = changes(sentence)
    for mention in mentions:
        if moved and mention.last is not None and CHANGED.match(mention.text):
            old = replace(_moment(mention), last=None, given_up=True)
            found += [old, replace(_moment(mention), first=mention.last, last=None, instead=True)]
            continue
        moment = _moment(mention)
        if moved and len(mentions) > 1:
            before = sentence.text[: moment.start]
            cues = (FROM.search(before), FROM.search(mention.text), ANNOUNCED.search(before))
            moment = replace(moment, given_up=moment.since or any(cues))
        joined = _joined(found[-1], moment, sentence.text) if found and not moment.given_up else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(moment)
    return [one for one in _precise(found) if not _too_long(one)]


def changes(sentence: Sentence) -> bool:
    """Whether a sentence gives a day up for another: in so many words or by what it tells."""
    if sentence.has("moved") or len(sentence.dates) < 2:
        return sentence.has("moved")
    first, second = sentence.dates[:2]
    said = any(sentence.has(sort, first.end, second.start) for sort in TAKES_PLACE)
    return said and bool(ANNOUNCED.search(sentence.text[: first.start])) and first.first != second.first


def _in_passing(mention: DateMention, before: str) -> bool:
    period = mention.precision in {"quarter", "half-year", "year"} and PERIOD.search(before)
    return bool(period or PARTICIPLE.search(before) or AFTER_WHILE.match(mention.text))


def _of_month(mention: DateMention, sentence: Sentence) -> DateMention:
    """«в марте: 12-го числа»: the month with the day that is told apart."""
    if mention.precision != "month" or mention.last is not None:
        return mention
    day = OF_MONTH.search(sentence.text, mention.end)
    if day is None:
        return mention
    date = PartialDate.build(mention.first.year, mention.first.month, int(day.group(1) or day.group(2)))
    if date is None:
        return mention
    return replace(mention, first=date, precision="day", end=day.end())


def _with_year(mention: DateMention, sentence: Sentence) -> DateMention:
    """A mention without a year in the year it is likely of."""
    if mention.first.year is not None or mention.first.month is None:
        return mention
    planned = sentence.has("planned")
    reference = sentence.reference
    if sentence.year is not None and not (planned and reference and (reference.year or 0) > sentence.year):
        return in_year(mention, sentence.year) or mention
    if reference is None:
        return mention
    if planned:
        return assume_year(mention, reference, "future")
    past, nearest = (assume_year(mention, reference, way) for way in ("past", "nearest"))
    if not PAST[sentence.language].search(sentence.folded) and mention.precision not in COARSE:
        return nearest
    return nearest if _far(past, reference, FAR_BACK) and not _far(nearest, reference, NEAR) else past


def _far(mention: DateMention, reference: PartialDate, days: int) -> bool:
    mine, its = mention.span(), reference.span()
    return bool(mine and its) and abs((mine[0] - its[0]).days) > days  # type: ignore[index]


def _moment(mention: DateMention) -> Moment:
    return Moment(
        mention.start,
        mention.end,
        mention.first,
        mention.last,
        precision_of(mention.first),
        mention.open in {"since", "after"},
        mention.relative,
        mention.precision == "week",
    )


def precision_of(date: PartialDate) -> Precision:
    """How precisely a date is known."""
    if date.day is not None:
        return "day" if date.year is not None else "day-no-year"
    return "month" if date.month is not None else "year"


def _joined(one: Moment, other: Moment, text: str) -> Moment | None:
    """Two neighbours as one: the same day told twice, or days that follow each other."""
    if not BETWEEN.fullmatch(text[one.end : other.start]):
        return None
    if one.last is None and other.last is None and one.first == other.first:
        return replace(other, start=one.start, relative=False)
    if one.last is None and other.last is None and _follows(one, other):
        return replace(one, end=other.end, last=other.first)
    if one.precision == "day" and one.last is not None and _within(other, one):
        return replace(other, start=one.start)
    return None


def _follows(one: Moment, other: Moment) -> bool:
    """Whether the other is the next day."""
    spans = one.first.span(), other.first.span()
    if not (spans[0] and spans[1] and one.precision == other.precision == "day"):
        return False
    return spans[1][0] - spans[0][1] == timedelta(1)


def _precise(found: Sequence[Moment]) -> list[Moment]:
    """Without the coarse times that a finer one stands in: «на этой неделе … 26 марта»."""
    days = [one for one in found if one.precision == "day"]
    return [
        one
        for one in found
        if not any(
            one is not day
            and (one.precision != "day" or one.last is not None)
            and _within(day, one)
            and day != one
            for day in days
        )
    ]


def _within(inner: Moment, outer: Moment) -> bool:
    mine, its = _span(inner), _span(outer)
    return bool(mine and its and its[0] <= mine[0] and mine[1] <= its[1] and mine != its)


def _too_long(one: Moment) -> bool:
    span = _span(one)
    return one.last is not None and span is not None and (span[1] - span[0]).days > LONGEST


def _span(one: Moment) -> tuple[date, date] | None:
    first, last = one.first.span(), (one.last or one.first).span()
    return (first[0], last[1]) if first and last else None
