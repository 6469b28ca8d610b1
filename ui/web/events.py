"""Events by date: drawn by month, listed by year, each with the documents that tell of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.timeline import Event
from ui.texts import Texts
from ui.web.cards import chip
from ui.web.filtering import nothing_passes
from ui.web.markup import button, escape, format_date, notice, number, shorten
from ui.web.source import Pane

KEY = "event"
"""What the citations of an event go by: `event-12`, its place in the whole list."""
STATUSES = ("held", "moved", "planned")
ROWS = 40
"""Events listed at once, and how many more each time."""
SHOWN = 180
"""Code points of a decision."""
MONTHS = tuple(f"{month:02}" for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the timeline is shown."""

    year: str = ""
    status: str = ""
    rows: int = ROWS

    def choose(self, wanted: Mapping[str, object]) -> "Chosen":
        """After a choice; nonsense takes the filter off."""
        match wanted.get("do"):
            case "year":
                year = str(wanted.get("year", ""))
                return Chosen(year if year.isdecimal() and year != self.year else "", self.status)
            case "more-events":
                return replace(self, rows=self.rows + ROWS)
        status = str(wanted.get("value", ""))
        return Chosen(self.year, status if status in STATUSES else "")


def matching(events: Sequence[Event], chosen: Chosen, search: str) -> list[tuple[int, Event]]:
    """The events that are shown, by date, each with its place in the whole list."""
    words = search.casefold().split()
    return [
        (n, event)
        for n, event in enumerate(events)
        if (not chosen.year or chosen.year in years_of(event))
        and (not chosen.status or event.status == chosen.status)
        and all(word in told(event) for word in words)
    ]


def told(event: Event) -> str:
    """Everything that a search in events looks at."""
    parts = [event.title, event.place, *event.organisers, *event.participants, *event.decisions]
    return " ".join(parts).casefold()


def years_of(event: Event) -> tuple[str, ...]:
    """Years that an event touches; none where the year is not known."""
    if event.date.startswith("--"):
        return ()
    first, last = event.date[:4], (event.date_end or event.date)[:4]
    if not (first.isdecimal() and last.isdecimal()):
        return ()
    return tuple(str(year) for year in range(int(first), min(int(last), int(first) + 9) + 1))


def pane_of(events: Sequence[Event], wanted: Mapping[str, object]) -> Pane | None:
    """The pane at a citation of an event; None where there is none."""
    n = number(str(wanted.get("of")).removeprefix(f"{KEY}-"))
    if not 0 <= n < len(events):
        return None
    citations = tuple(events[n].citations)
    found = next((one for one in citations if one.n == number(wanted.get("n"))), None)
    return Pane(found.document, citations, found.n, f"{KEY}-{n}") if found else None


def timeline_html(
    events: Sequence[Event], chosen: Chosen, search: str, texts: Texts, filtered: bool = False
) -> str:
    """The choice, the years as drawn, the events one after another; `filtered` where filters are on."""
    if not events and filtered:
        return nothing_passes(texts("timeline.none_title"), texts)
    if not events:
        return notice(texts("timeline.empty_title"), texts("timeline.empty_text"), classes="k-plain")
    rows = matching(events, chosen, search)
    parts = [_drawn(events, chosen, texts), _choices(chosen, len(rows), len(events), texts)]
    if not rows:
        parts.append(notice(texts("timeline.none_title"), texts("timeline.none_text"), classes="k-plain"))
    for year, members in groupby(rows[: chosen.rows], key=lambda row: (years_of(row[1]) or ("",))[0]):
        head = texts("date.year", year=year) if year else texts("timeline.no_year")
        items = "".join(_event(n, event, texts) for n, event in members)
        parts.append(f'<h3 class="k-year">{escape(head)}</h3><ol class="k-events">{items}</ol>')
    if len(rows) > chosen.rows:
        parts.append(f'<p class="k-more">{button(texts("timeline.more"), "k-link", do="more-events")}</p>')
    return "".join(parts)


def when(event: Event, texts: Texts) -> str:
    """The day or days of an event in words."""
    first = format_date(event.date, texts)
    if event.date_end and event.date_end != event.date:
        return f"{first} – {format_date(event.date_end, texts)}"
    return first


def _drawn(events: Sequence[Event], chosen: Chosen, texts: Texts) -> str:
    """A bar for every month, in a button for every year."""
    counts = Counter(event.date[:7] for event in events if years_of(event))
    totals = Counter(year for event in events for year in years_of(event))
    if not totals:
        return ""
    most = max(counts.values())
    years = "".join(
        _year(str(year), counts, totals[str(year)], most, str(year) == chosen.year, texts)
        for year in range(int(min(totals)), int(max(totals)) + 1)
        if totals[str(year)]
    )
    label = escape(texts("timeline.years"))
    return f'<div class="k-years" role="group" aria-label="{label}" tabindex="0">{years}</div>'


def _year(year: str, counts: Mapping[str, int], total: int, most: int, on: bool, texts: Texts) -> str:
    bars = "".join(
        f'<i style="height:{counts.get(f"{year}-{month}", 0) / most:.0%}"></i>' for month in MONTHS
    )
    label = escape(texts("timeline.year_count", year=year, count=total))
    return (
        f'<button type="button" class="k-year-bars" data-do="year" data-year="{year}" aria-label="{label}" '
        f'aria-pressed="{"true" if on else "false"}"><span aria-hidden="true">{bars}</span>'
        f"<b>{year}</b><small>{total}</small></button>"
    )


def _choices(chosen: Chosen, shown: int, everything: int, texts: Texts) -> str:
    options = "".join(
        f'<option value="{one}"{" selected" if one == chosen.status else ""}>'
        f"{escape(texts(f'event.{one}'))}</option>"
        for one in STATUSES
    )
    on = " k-on" if chosen.status else ""
    count = escape(texts("timeline.count", count=shown, all=everything))
    return (
        f'<div class="k-filters"><span class="k-filter{on}"><select data-filter="status" '
        f'data-value="{escape(chosen.status)}" aria-label="{escape(texts("timeline.status"))}">'
        f'<option value="">{escape(texts("timeline.any_status"))}</option>{options}</select></span>'
        f'<span class="k-count" aria-live="polite">{count}</span></div>'
    )


def _event(n: int, event: Event, texts: Texts) -> str:
    facts = [event.place] if event.place else []
    status = ""
    if event.status != "held":
        status = f' <span class="k-badge k-{event.status}">{escape(texts(f"event.{event.status}"))}</span>'
    details = "".join(_details(event, texts))
    chips = " ".join(chip(one, f"{KEY}-{n}", texts) for one in event.citations)
    question = texts("timeline.question", title=event.title, date=when(event, texts))
    ask = button(texts("timeline.ask"), "k-link", label=question, do="ask", text=question)
    place = f'<span class="k-place">{escape(" · ".join(facts))}</span>' if facts else ""
    return (
        f'<li class="k-event k-{event.status}">'
        f'<p class="k-when">{escape(when(event, texts))}{status}</p>'
        f'<p class="k-what">{escape(event.title)} {chips}</p>'
        f'{place}{details}<p class="k-tools">{ask}</p></li>'
    )


def _details(event: Event, texts: Texts) -> Iterator[str]:
    for name, values in (
        ("organisers", event.organisers),
        ("participants", event.participants),
        ("decisions", event.decisions),
    ):
        if values:
            words = escape("; ".join(shorten(value.rstrip(" .:;"), SHOWN) for value in values))
            yield f'<p class="k-detail"><span>{escape(texts(f"event.{name}"))}:</span> {words}</p>'
