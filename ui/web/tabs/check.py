"""Check: a statement or a whole text held against the documents."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.claims.splitting import MAX_TEXT
from ui.texts import Texts
from ui.web import claims
from ui.web.markup import told_html
from ui.web.parts import AT_ONCE, Changes, Shared, Tab, Values, done, field, html


class CheckTab(Tab):
    """The text, and what the documents say of it."""

    name = "check"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        self.checked = gr.State(claims.Checked())
        with gr.Column(elem_id="k-checkbar"):
            self.text = field(texts("check.placeholder"), "k-claims", MAX_TEXT, lines=3, most=12)
            with gr.Row(elem_id="k-checkbuttons"):
                self.send = gr.Button(texts("check.send"), elem_id="k-check-send", variant="primary")
                self.stop = gr.Button(texts("check.stop"), elem_id="k-check-stop")
        self.result = html("", "k-verdicts")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return {self.checked}

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        return [self.checked, self.result, self.text, self.send, self.stop]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """The text, its verdicts and the words on the controls; a check under way draws itself."""
        checked = values[self.checked]
        result = {} if checked.running else {self.result: self._result(checked, texts)}
        return {
            **result,
            self.text: gr.update(label=texts("check.label"), placeholder=texts("check.placeholder")),
            self.send: gr.update(value=texts("check.send")),
            self.stop: gr.update(value=texts("check.stop")),
        }

    def listen(self) -> None:
        """Connect the events."""
        hear, shared = self.shared.hear, self.shared
        parts = [self.checked, self.result]
        checking = hear(
            [self.send.click, self.text.submit],
            self.asked,
            [self.text, shared.chosen],
            [*parts, *shared.pane_parts],
            trigger_mode="once",
            concurrency_limit=AT_ONCE,
            tell=False,
        )
        hear(self.stop.click, self.stopped, [self.checked], parts, cancels=[checking])
        hear(
            self.result.select,
            self.selected,
            [self.checked, shared.pane],
            [self.checked, self.result, *shared.pane_parts],
            trigger_mode="multiple",
        )

    def asked(self, values: Values) -> Iterator[Changes]:
        """A text was sent."""
        texts, opened = self.shared.texts(values), False
        filters = values[self.shared.chosen].filters
        for checked in claims.check(self.shared.service, values[self.text], texts, filters):
            changes = self._shown(checked, texts)
            if not opened and (pane := claims.pane_of(checked)):
                changes |= self.shared.shown_pane(pane, texts)
                opened = True
            yield changes

    def stopped(self, values: Values) -> Changes:
        """The visitor has seen enough."""
        return self._shown(claims.interrupted(values[self.checked]), self.shared.texts(values))

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """A claim or a number was pressed."""
        texts = self.shared.texts(values)
        checked, pane = claims.opened(values[self.checked], done(event))
        return {
            self.checked: checked,
            self.result: self._result(checked, texts),
            **self.shared.shown_pane(pane or values[self.shared.pane], texts),
        }

    def _result(self, checked: claims.Checked, texts: Texts) -> str:
        told = told_html(claims.announcement(checked, texts)) if checked.text else ""
        return claims.checked_html(checked, self.shared.service, texts) + told

    def _shown(self, checked: claims.Checked, texts: Texts) -> Changes:
        return {self.checked: checked, self.result: self._result(checked, texts)}
