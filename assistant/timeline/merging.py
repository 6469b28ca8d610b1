"""Events as documents tell them, made one event each."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from assistant.answer import Citation
from assistant.evidence import Words
from assistant.extraction.uzbek import latin
from assistant.timeline.event import Event
from assistant.timeline.likeness import Matrix, directions, names_in
from index.knowledge import Told
from ingest.dates import PartialDate
from ingest.findings import Event as ToldEvent
from ingest.findings.records import Status

Span = tuple[date, date]
"""First and last day, inclusive."""
SAME_DAY = 0.45
"""Likeness of titles from which two events of one day, told by two documents, are one."""
SAME_PLACE = 0.2
"""The same in one place, or over the very same days."""
SAME_TIME = 0.6
"""The same where the days only may be the same: a month beside a day of it."""
SAME_PLAN = 0.6
"""The same for an event that was announced for another day."""
CHANGED_WITHIN = 75
"""Days at most between the day announced and the one that took its place."""
LONGEST_STAY = 31
"""Days of a stretch that an event of one day within it may be one with."""
MOST_CITATIONS = 12
TRUSTED = ("minutes", "press-release", "correction", "order", "announcement", "charter", "report", "review")
"""Kinds of documents by how near they are to what they tell of."""


@dataclass(slots=True, eq=False)
class Group:
    """What is one event."""

    told: list[Told[ToldEvent]]
    rows: list[int]
    """Of the titles' directions."""
    status: Status = "held"
    quoted: set[str] = field(default_factory=set)

    @property
    def best(self) -> Told[ToldEvent]:
        """What tells most."""
        return min(self.told, key=_rank)


def merged(told: Sequence[Told[ToldEvent]], words: Words, today: PartialDate) -> list[Event]:
    """Every event once, by date; those without a year last."""
    rows = directions([one.what.title for one in told], words)
    groups = _grouped(told, rows)
    for group in groups:
        group.status = _status(group, today)
        group.quoted = {name for one in group.told for name in names_in(one.what.title + one.what.quote)}
    _note_changes(groups, rows)
    places = {one.what.place for one in told}
    return sorted((_event(group, places) for group in groups), key=_order)


def _rank(one: Told[ToldEvent]) -> tuple[object, ...]:
    what = one.what
    kind = one.document.kind
    return (
        what.status != "held",
        what.precision != "day",
        not what.main,
        TRUSTED.index(kind) if kind in TRUSTED else len(TRUSTED),
        what.start,
        one.document.name,
    )


def _order(event: Event) -> tuple[object, ...]:
    return event.date.startswith("-"), event.date, event.date_end or "", event.title


def _grouped(told: Sequence[Told[ToldEvent]], rows: Matrix) -> list[Group]:
    """Precise ones first, so that coarse ones find what they are about."""
    spans = [_span(one.what) for one in told]
    placed: dict[str, list[int]] = defaultdict(list)
    group_of: dict[int, Group] = {}
    groups: list[Group] = []
    order = sorted(range(len(told)), key=lambda n: (_length(spans[n]), told[n].what.status != "held", n))
    for number in order:
        keys = _months(told[number].what, spans[number])
        near = list(dict.fromkeys(other for key in keys for other in placed[key]))
        best = _most_alike(number, near, told, spans, rows)
        if best is None:
            group = Group([told[number]], [number])
            groups.append(group)
        else:
            group = group_of[best]
            group.told.append(told[number])
            group.rows.append(number)
        group_of[number] = group
        for key in keys:
            placed[key].append(number)
    return groups


def _most_alike(
    number: int,
    near: Sequence[int],
    told: Sequence[Told[ToldEvent]],
    spans: Sequence[Span | None],
    rows: Matrix,
) -> int | None:
    """Of the tellings of about that time the one most alike that is of the same event."""
    if not near:
        return None
    likeness = rows[np.asarray(near)] @ rows[number]
    name = told[number].document.name
    for place in np.argsort(-likeness, kind="stable"):
        other, alike = near[int(place)], float(likeness[place])
        if alike < SAME_PLACE and told[other].document.name != name:
            continue
        limit = _limit(told[number], told[other], spans[number], spans[other])
        if limit is not None and alike >= limit:
            return other
    return None


def _limit(one: Told[ToldEvent], other: Told[ToldEvent], a: Span | None, b: Span | None) -> float | None:
    """Likeness from which two tellings are of one event; None where they cannot be."""
    mine, its = one.what, other.what
    if "moved" in (mine.status, its.status) and "held" in (mine.status, its.status):
        return None
    if _coarse(mine) and mine.status == "held" and its.status != "held" and not its.by_itself:
        return None
    same = (mine.date, mine.date_end) == (its.date, its.date_end)
    within = one.document.name == other.document.name
    if same and within:
        return 0.3 if mine.by_itself or its.by_itself else -1.0
    if same and mine.precision == "day":
        return SAME_PLACE if mine.date_end or _one_place(mine, its) else SAME_DAY
    if a is None or b is None or a[0] > b[1] or b[0] > a[1]:
        return None
    if max(_length(a), _length(b)) <= LONGEST_STAY and mine.precision == its.precision == "day":
        return SAME_DAY
    return None if within else SAME_TIME


def _coarse(event: ToldEvent) -> bool:
    return event.precision not in {"day", "day-no-year"}


def _one_place(one: ToldEvent, other: ToldEvent) -> bool:
    """Whether both name the same place, be it in another alphabet or case."""
    mine, its = (latin(event.place).casefold().replace("q", "k") for event in (one, other))
    return len(mine) > 3 and mine[:4] == its[:4]


def _status(group: Group, today: PartialDate) -> Status:
    statuses = {one.what.status for one in group.told}
    if "held" in statuses:
        return "held"
    if "moved" in statuses:
        return "moved"
    begun, now = _span(group.best.what), today.span()
    decided = any(one.what.by_itself for one in group.told)
    return "held" if decided and begun and now and begun[0] <= now[1] else "planned"


def _note_changes(groups: Sequence[Group], rows: Matrix) -> None:
    """Mark the days announced that another day took the place of."""
    dated = [group for group in groups if group.best.what.precision == "day"]
    held = sorted((g for g in dated if g.status == "held"), key=lambda g: g.best.what.date)
    days = [_day(group) for group in held]
    titles = rows[[group.rows[0] for group in held]] if held else rows[:0]
    for plan in dated:
        if plan.status != "planned":
            continue
        day = _day(plan)
        first, last = bisect_left(days, day - CHANGED_WITHIN), bisect_right(days, day + CHANGED_WITHIN)
        likeness = titles[first:last] @ rows[plan.rows[0]]
        if any(_took_the_place(held[first + n], plan) for n in np.flatnonzero(likeness >= SAME_PLAN)):
            plan.status = "moved"


def _took_the_place(group: Group, plan: Group) -> bool:
    """Whether what was told later, of another day, says that there was a change or bears the same name."""
    announced = min(one.document.date or "" for one in plan.told)
    if _day(group) == _day(plan) or max(one.document.date or "" for one in group.told) <= announced:
        return False
    return any(one.what.delayed for one in group.told) or bool(group.quoted & plan.quoted)


def _day(group: Group) -> int:
    span = _span(group.best.what)
    return span[0].toordinal() if span else 0


def _event(group: Group, places: Collection[str]) -> Event:
    best = group.best
    telling = sorted(group.told, key=_rank)
    place = next((one.what.place for one in telling if one.what.place), "")
    dated = max(telling, key=lambda one: _dating(one, best))
    return Event(
        date=dated.what.date,
        date_end=dated.what.date_end,
        precision=dated.what.precision,
        status=group.status,
        title=best.what.title,
        # Where one document shows that the name ends so, the others' guess is put right.
        place=f"{place}а" if f"{place}а" in places else place,
        organisers=_all(one.what.organisers for one in telling),
        participants=_all(one.what.participants for one in telling),
        decisions=_all(one.what.decisions for one in telling),
        citations=tuple(_citations(telling)),
    )


def _dating(one: Told[ToldEvent], best: Told[ToldEvent]) -> tuple[bool, bool, bool, bool]:
    """Whose date is the event's: a day rather than a month, the whole stretch rather than one day of it."""
    what = one.what
    return (
        what.precision == "day",
        what.status == best.what.status,
        what.date_end is not None and _length(_span(what)) <= LONGEST_STAY,
        one is best,
    )


def _citations(telling: Sequence[Told[ToldEvent]]) -> Iterator[Citation]:
    documents: set[str] = set()
    for one in telling:
        if one.document.name in documents or len(documents) == MOST_CITATIONS:
            continue
        documents.add(one.document.name)
        yield Citation(
            n=len(documents),
            document=one.document.name,
            title=one.document.title,
            date=one.document.date,
            page=one.what.page,
            quote=one.what.quote,
            start=one.what.start,
            end=one.what.end,
        )


def _all(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _span(event: ToldEvent) -> Span | None:
    first = PartialDate.parse(event.date).span()
    last = PartialDate.parse(event.date_end).span() if event.date_end else first
    return (first[0], last[1]) if first and last else None


def _length(span: Span | None) -> int:
    return (span[1] - span[0]).days + 1 if span else 10_000


def _months(event: ToldEvent, span: Span | None) -> list[str]:
    """Under which months an event is looked for."""
    if span is None:
        return [event.date[:4]]
    first, last = span[0].year * 12 + span[0].month, span[1].year * 12 + span[1].month
    return [str(month) for month in range(first, min(last, first + 12) + 1)]
