"""Events that the sentences of a document tell."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.findings.decisions import DECIDED
from ingest.findings.headline import headline
from ingest.findings.moments import PAST, Moment, changes, moments
from ingest.findings.reading import Sentence
from ingest.findings.records import Event, Status
from ingest.findings.words import Sort, folded, pattern

SAYING: tuple[Sort, ...] = ("verb", "noun", "planned")
FEW_WORDS = 4
"""Words beside its date of a line that only dates the document."""
OPENING = 8
"""Blocks at the beginning among which such a line may stand."""
BOUNDARY = re.compile(r"[;:,]|\s[—–]\s|\s(?:и|а|and|va|ва|және)\s")
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESSED = re.compile(
    r"(?:письм\w*|запрос\w*|обращени\w*|letter|request)\s+(?:от|of|dated)\s*$", re.IGNORECASE
)
"""«Ваше письмо от 19 января»: the day of a paper, not of an event."""
CELL = re.compile(r"\s+\|\s+")
LISTED = re.compile(r"\s*(?:г\.|года|год|жылы|ж\.|yil|йил)?\s*(?:[—–:]|-\s)\s*(?=\S)")
"""«18 мая 2021 года — учредительная конференция»: a line of a chronicle."""
OPENS, CLOSES = "«“„", "»”“"
LONG_QUOTE = 700


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event with the sentence that tells it."""

    sentence: Sentence
    moment: Moment
    part: tuple[int, int]
    """What of the sentence tells it."""
    event: Event


def candidates(sentences: Sequence[Sentence], text: str, plan: bool = False) -> Iterator[Candidate]:
    """The events that sentences tell, in order. In a plan a line needs no word that says what happens."""
    for number, sentence in enumerate(sentences):
        if sentence.kind == "heading" or not sentence.dates or sentence.has("regular"):
            continue
        found = moments(sentence)
        if not found or _only_dates(sentence, found):
            continue
        before = sentences[number - 1] if number and sentences[number - 1].block == sentence.block else None
        for moment, part in zip(found, _parts(sentence.text, found), strict=True):
            if not _accepted(sentence, moment, part, plan):
                continue
            event = _event(sentence, moment, part, before, text)
            if len(WORD.findall(event.title)) > 1 or _names_event(event.title, sentence):
                yield Candidate(sentence, moment, part, event)


def _names_event(title: str, sentence: Sentence) -> bool:
    return bool(pattern("noun", sentence.language).match(folded(title)))


def _only_dates(sentence: Sentence, found: Sequence[Moment]) -> bool:
    if sentence.block >= OPENING or sentence.kind == "table-row":
        return False
    rest = sentence.text
    for moment in reversed(found):
        rest = rest[: moment.start] + rest[moment.end :]
    return len(WORD.findall(rest)) <= FEW_WORDS and not (sentence.has("verb") or sentence.has("planned"))


def _parts(text: str, found: Sequence[Moment]) -> list[tuple[int, int]]:
    """What of the sentence belongs to each of its times."""
    if len(found) == 1:
        return [(0, len(text))]
    cuts = [0]
    for one, other in itertools.pairwise(found):
        stops = list(BOUNDARY.finditer(text, one.end, other.start))
        cuts.append(stops[-1].end() if stops else other.start)
    cuts.append(len(text))
    return list(itertools.pairwise(cuts))


def _accepted(sentence: Sentence, moment: Moment, part: tuple[int, int], plan: bool) -> bool:
    text = sentence.text
    before = text[: moment.start]
    if ADDRESSED.search(before) or _in_quotes(before):
        return False
    if sentence.kind == "table-row":
        return (
            moment.precision != "year"
            and len(CELL.split(text)) > 1
            and (plan or _says(sentence, 0, len(text)))
        )
    if moment.precision in {"day", "day-no-year"}:
        told = bool(PAST[sentence.language].search(sentence.folded)) and not moment.vague
        return moment.given_up or plan or told or _listed(sentence, moment) or _says(sentence, 0, part[1])
    if sentence.has("statistics", *part):
        return False
    if moment.precision == "year":
        return not moment.relative and sentence.has("founding", *part)
    if moment.since and not (sentence.has("by_itself", *part) or sentence.has("verb", *part)):
        return False
    return _says(sentence, *part)


def _says(sentence: Sentence, start: int, end: int) -> bool:
    return any(sentence.has(sort, start, end) for sort in SAYING)


def _listed(sentence: Sentence, moment: Moment) -> bool:
    return not sentence.text[: moment.start].strip(" •-–—(") and bool(LISTED.match(sentence.text, moment.end))


def _in_quotes(before: str) -> bool:
    return sum(before.count(c) for c in "«“„") > sum(before.count(c) for c in "»”")


def _event(
    sentence: Sentence, moment: Moment, part: tuple[int, int], before: Sentence | None, text: str
) -> Event:
    start, end = sentence.start, sentence.end
    if before is not None and _leans(sentence) and end - before.start <= LONG_QUOTE:
        start = before.start
    resolved = moment.since and bool(DECIDED.match(sentence.text))
    by_itself = resolved or sentence.has("by_itself", *part)
    last = moment.date_end if not (by_itself and moment.since) else None
    return Event(
        start,
        end,
        text[start:end],
        date=moment.date,
        title=headline(sentence, moment, part, before if start != sentence.start else None),
        date_end=last,
        precision=moment.precision,
        status=_status(sentence, moment, part),
        by_itself=by_itself,
        delayed=changes(sentence),
    )


def _leans(sentence: Sentence) -> bool:
    """Whether it begins with a word that stands for something named before."""
    return bool(pattern("pronoun", sentence.language).match(sentence.folded))


def _status(sentence: Sentence, moment: Moment, part: tuple[int, int]) -> Status:
    if moment.given_up:
        return "moved"
    begins = moment.first.span()
    today = sentence.reference.span() if sentence.reference else None
    if begins and today:
        if begins[0] > today[1]:
            return "planned"
        if (moment.last or moment.first).span()[1] < today[0]:  # type: ignore[index]
            return "held"
    return "planned" if sentence.has("planned", *part) else "held"
