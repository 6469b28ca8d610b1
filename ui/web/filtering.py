"""The row of filters: as markup, and what a choice in it makes of the filters."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from index.catalog import Document
from index.filters import Filters
from ingest.document import LANGUAGES, Kind
from ui.texts import Texts
from ui.web.markup import button, escape, kind_name, language_name, notice, shorten
from ui.web.service import Service

PERIOD = "period"
YEAR = re.compile(r"\d{4}")
Change = Callable[[Filters, str], Filters]
NO_FILTERS = Filters()
TITLE = 40
"""Code points of a title in the row."""


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


def _dates(filters: Filters, value: str) -> Filters:
    if YEAR.fullmatch(value):
        return filters.model_copy(update={"date_from": f"{value}-01-01", "date_to": f"{value}-12-31"})
    return filters.model_copy(update={"date_from": None, "date_to": None})


# What a visitor sends is checked here against what there is: nothing else reaches a search.
CHANGES: dict[str, Change] = {
    "date": _dates,
    "from": lambda filters, value: filters.model_copy(update={"date_from": _day(value)}),
    "to": lambda filters, value: filters.model_copy(update={"date_to": _day(value)}),
    "language": lambda filters, value: filters.model_copy(
        update={"languages": (value,) if value in LANGUAGES else ()}
    ),
    "kind": lambda filters, value: filters.model_copy(
        update={"kinds": (value,) if value in get_args(Kind) else ()}
    ),
    "document": lambda filters, value: filters.model_copy(update={"documents": (value,) if value else ()}),
    "all": lambda filters, value: Filters(),
}


def with_choice(filters: Filters, name: object, value: object) -> Filters:
    """The filters after a choice; an unknown name changes nothing, an unknown value takes the filter off."""
    change = CHANGES.get(name) if isinstance(name, str) else None
    return change(filters, value if isinstance(value, str) else "") if change else filters


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters a visitor has on."""

    filters: Filters = NO_FILTERS
    period: bool = False
    """Whether the two days of a period are shown, given or not."""

    def choose(self, name: object, value: object) -> "Chosen":
        """After a choice in the row of filters."""
        period = value == PERIOD if name in {"date", "all"} else self.period
        return Chosen(with_choice(self.filters, name, value), period)


def latest(service: Service, filters: Filters | None = None) -> list[Document]:
    """Documents with text that the filters let through, newest first, undated ones last."""
    documents = [one for one in service.documents(filters) if one.status == "indexed"]
    return sorted(documents, key=lambda one: one.date or "", reverse=True)


def filter_row(chosen: Chosen, service: Service, texts: Texts) -> str:
    """The row of filters over the archive as it is now."""
    everything = latest(service)
    passing = len(latest(service, chosen.filters)) if chosen.filters else len(everything)
    return filters_html(chosen.filters, chosen.period, everything, passing, texts)


def nothing_passes(title: str, texts: Texts) -> str:
    """Where there is nothing to show because of the filters: says so, and takes them off."""
    drop = button(texts("ask.drop_filters"), "k-link", clear="all")
    return notice(title, texts("ask.advice_filtered"), classes="k-plain", action=drop)


def year_of(filters: Filters) -> str | None:
    """The year that the dates cover exactly; None for any other period."""
    year = (filters.date_from or "")[:4]
    covers = (filters.date_from, filters.date_to) == (f"{year}-01-01", f"{year}-12-31")
    return year if year and covers else None


def filters_html(
    filters: Filters, period: bool, documents: Sequence[Document], passing: int, texts: Texts
) -> str:
    """Three choices and the number of documents; what is on is coloured and has a button that takes it off.

    `period` shows the two days of a period, `documents` is the whole archive, `passing` how many pass.
    """
    year = year_of(filters)
    dated = bool(filters.date_from or filters.date_to)
    period = (period or dated) and year is None
    years = sorted({one.date[:4] for one in documents if one.date}, reverse=True)
    if year and year not in years:
        years.insert(0, year)
    date_options = [(one, texts("filter.year", year=one)) for one in years]
    date_options.append((PERIOD, texts("filter.period")))
    language = next(iter(filters.languages), "")
    kind = next(iter(filters.kinds), "")
    count = (
        texts("filter.documents", count=len(documents))
        if not filters
        else texts("filter.documents_of", count=passing, all=len(documents))
    )
    parts = [
        _choice("date", PERIOD if period else year or "", date_options, texts),
        _period(filters, texts) if period else "",
        _choice("language", language, _named(documents, "language", language, texts), texts),
        _choice("kind", kind, _named(documents, "kind", kind, texts), texts),
        *(_only(name, documents, texts) for name in filters.documents),
        f'<span class="k-count" aria-live="polite">{escape(count)}</span>',
    ]
    nothing = f'<p class="k-warning" role="status">{escape(texts("filter.none"))}</p>'
    label = escape(texts("filter.label"))
    none = nothing if filters and not passing else ""
    return f'<div class="k-filters" role="group" aria-label="{label}">{"".join(parts)}</div>{none}'


def _named(documents: Iterable[Document], field: str, chosen: str, texts: Texts) -> list[tuple[str, str]]:
    namer = {"language": language_name, "kind": kind_name}[field]
    values = {str(getattr(one, field)) for one in documents} | ({chosen} if chosen else set())
    return sorted(((value, namer(value, texts)) for value in values - {"und"}), key=lambda pair: pair[1])


def _choice(name: str, chosen: str, options: Sequence[tuple[str, str]], texts: Texts) -> str:
    on = bool(chosen)
    rows = [f'<option value="">{escape(texts(f"filter.any_{name}"))}</option>']
    for value, words in options:
        selected = " selected" if value == chosen else ""
        rows.append(f'<option value="{escape(value)}"{selected}>{escape(words)}</option>')
    clear = _clear(name, dict(options).get(chosen, chosen), texts) if on else ""
    return (
        f'<span class="k-filter{" k-on" if on else ""}">'
        f'<select data-filter="{name}" data-value="{escape(chosen)}" '
        f'aria-label="{escape(texts(f"filter.{name}"))}">'
        f"{''.join(rows)}</select>{clear}</span>"
    )


def _only(name: str, documents: Iterable[Document], texts: Texts) -> str:
    """The one document that is looked into."""
    title = next((one.title for one in documents if one.name == name), "") or name
    words = escape(shorten(title, TITLE))
    return f'<span class="k-filter k-on"><span>{words}</span>{_clear("document", title, texts)}</span>'


def _clear(name: str, what: str, texts: Texts) -> str:
    return button("×", "", label=texts("filter.clear", what=what), clear=name)


def _period(filters: Filters, texts: Texts) -> str:
    def day(name: str, value: str | None) -> str:
        return (
            f'<label>{escape(texts(f"filter.{name}"))} <input type="date" data-filter="{name}" '
            f'value="{escape(value or "")}" data-value="{escape(value or "")}"></label>'
        )

    return (
        f'<span class="k-filter k-period">{day("from", filters.date_from)}{day("to", filters.date_to)}</span>'
    )
