"""The page: its head, its tabs, the document beside them, and the languages."""

from typing import Any

import gradio as gr

from ui.texts import Texts
from ui.web.filtering import filter_row
from ui.web.header import banner_html, header_html
from ui.web.parts import CHOICES, QUIET, Changes, Shared, Tab, Values, done, html
from ui.web.service import Service
from ui.web.source import opened
from ui.web.tabs.ask import AskTab
from ui.web.tabs.check import CheckTab
from ui.web.tabs.documents import DocumentsTab
from ui.web.tabs.newcomer import NewcomerTab
from ui.web.tabs.quality import QualityTab
from ui.web.tabs.timeline import TimelineTab

TABS: tuple[type[Tab], ...] = (AskTab, CheckTab, TimelineTab, NewcomerTab, DocumentsTab, QualityTab)
FIRST = AskTab.name
"""The tab that stands open at first, and goes on by itself: it is never drawn anew for being opened."""


class Page:
    """The components and the events between them."""

    def __init__(self, service: Service, language: str) -> None:
        texts = Texts.load(language)
        self.service = service
        self.default_language = texts.language
        self.shared = Shared(service, texts.language)
        self.archive = gr.State(0)
        self.showing = gr.State(FIRST)
        self.header = html(header_html(texts), "k-header")
        self.banner = html(banner_html(service.demo, texts), "k-banner")
        with gr.Row(elem_id="k-desk"):
            with gr.Column(elem_id="k-left"):
                self.shared.draw_filters(texts)
                self.tabs = self._tabs(texts)
            with gr.Column(elem_id="k-right"):
                self.shared.draw_aside(texts)
        self.shared.draw_below()
        self._listen()

    def _tabs(self, texts: Texts) -> list[Tab]:
        tabs: list[Tab] = []
        for kind in TABS:
            with gr.Column(elem_id=f"k-{kind.name}", elem_classes="k-tab"):
                tabs.append(kind(self.shared, texts))
        return tabs

    def drawn(self, values: Values, language: str, *opened: object) -> Changes:
        """Head, document beside and the tabs of these names, in a language."""
        texts = Texts.load(language)
        changes: Changes = {
            self.shared.language: texts.language,
            self.header: header_html(texts),
            self.banner: banner_html(self.service.demo, texts),
            self.shared.filters: filter_row(values[self.shared.chosen], self.service, texts),
        }
        for tab in self.tabs:
            if tab.name in opened:
                changes |= tab.drawn(values, texts)
        return changes | self.shared.shown_pane(values[self.shared.pane], texts)

    def loaded(self, values: Values, request: gr.Request) -> Changes:
        """The page was opened; its address may name a language."""
        wanted = request.query_params.get("lang", self.default_language)
        return {**self.drawn(values, str(wanted), FIRST), self.archive: self._told()}

    def headed(self, values: Values, event: gr.EventData) -> Changes:
        """Another language was chosen, or a tab was opened, which is drawn as things are now."""
        data = done(event)
        if data.get("do") == "term":
            explained = self._explained(values, str(data.get("term", "")))
            return {**explained, self.showing: NewcomerTab.name}
        name = str(data.get("tab"))
        if data.get("do") == "speak":
            return {**self.drawn(values, str(data.get("language")), FIRST, name), self.showing: name}
        texts = self.shared.texts(values)
        changes: Changes = {self.showing: name}
        for tab in self.tabs:
            if tab.name == name != FIRST:
                changes |= tab.drawn(values, texts)
        return changes

    def filled(self, values: Values) -> Changes:
        """What takes its time in the tab that was opened."""
        shown = [tab for tab in self.tabs if tab.name == values[self.showing]]
        return shown[0].filled(values, self.shared.texts(values)) if shown else {}

    def filtered(self, values: Values, event: gr.EventData) -> Changes:
        """A filter was put on or taken off: the row, and what the tab that stands open shows through it."""
        data, texts = done(event), self.shared.texts(values)
        chosen = values[self.shared.chosen].choose(data.get("name"), data.get("value"))
        changes: Changes = {
            self.shared.chosen: chosen,
            self.shared.filters: filter_row(chosen, self.service, texts),
        }
        for tab in self.tabs:
            if tab.name == values[self.showing] != FIRST:
                changes |= tab.drawn({**values, self.shared.chosen: chosen}, texts)
        return changes

    def _explained(self, values: Values, term: str) -> Changes:
        """A known term was pressed: the glossary, at it."""
        newcomer = next(tab for tab in self.tabs if isinstance(tab, NewcomerTab))
        return newcomer.at(term, self.shared.texts(values))

    def grown(self, values: Values) -> Changes:
        """Perhaps the archive has changed: what shows it is drawn anew where it has."""
        archive = self._told()
        if archive == values[self.archive]:
            return {}
        changes = self.drawn(values, values[self.shared.language], FIRST, DocumentsTab.name)
        return {**changes, self.archive: archive}

    def _told(self) -> int:
        """What the page tells of the archive, in a number: another where any of it is another."""
        documents = self.service.documents()
        return hash(tuple((one.name, one.sha256, one.title, one.date, one.kind) for one in documents))

    def pane_changed(self, values: Values, event: gr.EventData) -> Changes:
        """In the document beside, another quote or more of the text was asked for."""
        return self.shared.shown_pane(
            opened(values[self.shared.pane], done(event)), self.shared.texts(values)
        )

    def _listen(self) -> None:
        shared = self.shared
        held = {component for tab in self.tabs for component in tab.held} | {
            shared.pane,
            shared.chosen,
            self.archive,
        }
        parts: list[Any] = [component for tab in self.tabs for component in tab.parts]
        everything = [
            shared.language,
            self.archive,
            self.showing,
            self.header,
            self.banner,
            shared.filters,
            *parts,
            *shared.pane_parts,
        ]
        for tab in self.tabs:
            tab.listen()
            if isinstance(tab, DocumentsTab):
                for changed in tab.changed:
                    shared.hear(changed.then, self.grown, held, everything)
        shared.hear(
            shared.source.select, self.pane_changed, [shared.pane], shared.pane_parts, trigger_mode="multiple"
        )
        headed = shared.hear(self.header.select, self.headed, held, everything, trigger_mode="multiple")
        filtered = shared.hear(
            shared.filters.input,
            self.filtered,
            held | {self.showing},
            [shared.chosen, shared.filters, *parts],
            **CHOICES,
        )
        for opened_anew in (headed, filtered):
            shared.hear(
                opened_anew.success,
                self.filled,
                [self.showing, shared.chosen],
                parts,
                trigger_mode="multiple",
            )
        loading = gr.context.Context.root_block.load(  # type: ignore[union-attr]
            self.loaded, held, everything, **QUIET
        )
        loading.then(None, js="() => kengash.ready()", **QUIET)
