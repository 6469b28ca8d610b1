"""Timeline: what happened and when, as the documents tell it."""

from collections.abc import Collection, Sequence
from typing import Any

import gradio as gr

from assistant.timeline import Event
from ui.texts import Texts
from ui.web import events
from ui.web.parts import Changes, Shared, Tab, Values, done, field, html


class TimelineTab(Tab):
    """The years, a search, the events."""

    name = "timeline"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        self.chosen = gr.State(events.Chosen())
        self.search = field(texts("timeline.search"), "k-event-search", 200)
        self.list = html("", "k-event-list")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return {self.chosen, self.search, self.shared.chosen}

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        return [self.chosen, self.search, self.list]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """The events, and the words on the controls."""
        words = texts("timeline.search")
        return {
            **self._shown(values, values[self.chosen], texts),
            self.search: gr.update(label=words, placeholder=words),
        }

    def listen(self) -> None:
        """Connect the events."""
        hear, shared = self.shared.hear, self.shared
        parts = [self.chosen, self.list]
        hear(self.search.change, self.searched, self.held, parts, trigger_mode="always_last")
        hear(
            [self.list.select, self.list.input],
            self.selected,
            [*self.held, shared.pane],
            [*parts, *shared.pane_parts],
            # The second of two quick choices builds on the first: one after the other.
            trigger_mode="multiple",
            concurrency_limit=1,
        )

    def searched(self, values: Values) -> Changes:
        """Letters were typed in the search."""
        return self._shown(values, values[self.chosen], self.shared.texts(values))

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """A year, a status, more, or a number behind an event was chosen."""
        wanted, texts = done(event), self.shared.texts(values)
        if wanted.get("do") == "cite":
            pane = events.pane_of(self._told(values), wanted)
            return self.shared.shown_pane(pane or values[self.shared.pane], texts)
        return self._shown(values, values[self.chosen].choose(wanted), texts)

    def _told(self, values: Values) -> Sequence[Event]:
        return self.shared.service.timeline(values[self.shared.chosen].filters)

    def _shown(self, values: Values, chosen: events.Chosen, texts: Texts) -> Changes:
        told, filtered = self._told(values), bool(values[self.shared.chosen].filters)
        drawn = events.timeline_html(told, chosen, values[self.search], texts, filtered)
        return {self.chosen: chosen, self.list: drawn}
