"""Newcomer: the archive on one page, and the glossary."""

from collections.abc import Collection, Sequence
from typing import Any

import gradio as gr

from assistant.brief import Brief
from ui.texts import Texts
from ui.web import newcomer
from ui.web.parts import Changes, Shared, Tab, Values, done, field, html

TERM = 200
"""Code points of a search."""


class NewcomerTab(Tab):
    """Brief and glossary."""

    name = "newcomer"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        self.brief = html("", "k-brief")
        self.heading = html("", "k-glossary-heading")
        self.search = field(texts("newcomer.search"), "k-term-search", TERM)
        self.terms = html("", "k-glossary")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return {self.search, self.shared.chosen}

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        return [self.brief, self.heading, self.search, self.terms]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """The brief and the glossary, in a language."""
        words = texts("newcomer.search")
        return {
            self.brief: newcomer.waiting_html(texts),
            self.heading: f'<h2 class="k-heading">{texts("newcomer.glossary")}</h2>',
            self.search: gr.update(label=words, placeholder=words),
            self.terms: self._glossary(values, texts),
        }

    def filled(self, values: Values, texts: Texts) -> Changes:
        """The brief, which is made of everything that the filters let through."""
        filtered = bool(values[self.shared.chosen].filters)
        return {self.brief: newcomer.brief_html(self._made(values, texts), texts, filtered)}

    def at(self, term: str, texts: Texts) -> Changes:
        """The brief, and the glossary open at a term."""
        return {**self.drawn({self.search: term}, texts), self.search: term[:TERM]}

    def listen(self) -> None:
        """Connect the events."""
        hear, shared = self.shared.hear, self.shared
        hear(self.search.change, self.searched, self.held, [self.terms], trigger_mode="always_last")
        hear(
            [self.brief.select, self.terms.select],
            self.selected,
            [shared.pane, shared.chosen],
            [*shared.pane_parts, shared.handed],
            trigger_mode="multiple",
        )

    def searched(self, values: Values) -> Changes:
        """Letters were typed in the search, or a term was chosen elsewhere."""
        return {self.terms: self._glossary(values, self.shared.texts(values))}

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """A number was pressed, or a file asked for."""
        wanted, texts, service = done(event), self.shared.texts(values), self.shared.service
        brief = self._made(values, texts)
        if wanted.get("do") == "export":
            return self.shared.handed_out(newcomer.exported(brief, wanted.get("to"), texts))
        pane = newcomer.pane_of(brief, service.glossary(), wanted)
        return self.shared.shown_pane(pane or values[self.shared.pane], texts)

    def _made(self, values: Values, texts: Texts) -> Brief:
        return self.shared.service.brief(texts.language, values[self.shared.chosen].filters)

    def _glossary(self, values: Values, texts: Texts) -> str:
        return newcomer.glossary_html(self.shared.service.glossary(), values[self.search], texts)
