"""Quality: the last evaluation, and what people thought."""

from collections.abc import Collection, Sequence
from typing import Any

import gradio as gr

from ui.texts import Texts
from ui.web import quality
from ui.web.parts import Changes, Shared, Tab, Values, done, html


class QualityTab(Tab):
    """Figures and opinions."""

    name = "quality"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        self.figures = html("", "k-figures")
        self.opinions = html("", "k-opinions")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return ()

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        return [self.figures, self.opinions]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """Figures and opinions as they are now."""
        service = self.shared.service
        return {
            self.figures: quality.measured_html(service.measured(), texts),
            self.opinions: quality.opinions_html(service.feedback(), texts),
        }

    def listen(self) -> None:
        """Connect the events."""
        self.shared.hear(self.opinions.select, self.selected, (), [self.shared.handed])

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """The file was asked for."""
        if done(event).get("do") != "export":
            return {}
        texts = self.shared.texts(values)
        return self.shared.handed_out(quality.exported(self.shared.service.feedback(), texts))
