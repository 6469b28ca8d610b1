"""The timeline of an archive, made when it is asked for and kept until the archive changes."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.evidence import Words
from assistant.timeline.event import Event
from assistant.timeline.merging import merged
from index.archive import Archive
from index.filters import Filters
from index.records import date_span
from ingest.dates import PartialDate

REMEMBERED = 8
"""Timelines kept, one for each choice of documents."""
NO_FILTERS = Filters()


class Timeline:
    """The events that an archive's documents tell. Safe for many threads."""

    def __init__(self, archive: Archive, words: Words, today: Callable[[], PartialDate]) -> None:
        self._archive = archive
        self._words = words
        self._today = today
        self._made = lru_cache(maxsize=REMEMBERED)(self._make)

    def events(self, filters: Filters = NO_FILTERS) -> list[Event]:
        """Events by date. The filters' dates limit the event's, the rest which documents are heard."""
        telling = filters.model_copy(update={"date_from": None, "date_to": None})
        events = self._made(self._archive.generation, telling, self._today())
        return [event for event in events if within(event, filters)]

    def _make(self, generation: int, filters: Filters, today: PartialDate) -> Sequence[Event]:
        told = self._archive.knowledge.events()
        if filters:
            heard = {document.name for document in self._archive.documents(filters)}
            told = [one for one in told if one.document.name in heard]
        return tuple(merged(told, self._words, today))


def within(event: Event, filters: Filters) -> bool:
    """Whether an event may have been in the filters' stretch of time; without a year, it may not."""
    if not (filters.date_from or filters.date_to):
        return True
    if event.date.startswith("-"):
        return False
    first, last = date_span(event.date)[0] or "", date_span(event.date_end or event.date)[1] or ""
    begin, end = date_span(filters.date_from)[0], date_span(filters.date_to)[1]
    return (not begin or last >= begin) and (not end or first <= end)
