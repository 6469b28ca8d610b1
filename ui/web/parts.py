"""What every tab is made of: parts that we draw, what they share, and events that never fail in silence."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial, wraps
from inspect import isgeneratorfunction
from typing import Any, Protocol

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
# After every event Gradio makes a data frame of all events before, for a dashboard that is off.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)

import gradio as gr

from ui.texts import Texts
from ui.web.files import File, file_html
from ui.web.filtering import Chosen, filter_row
from ui.web.markup import button, escape
from ui.web.service import Service
from ui.web.source import Pane, source_html

SCRIPT = "kengash.attach(element, trigger, watch)"
CHOICES: dict[str, Any] = {
    # Each choice counts, also the second of two quick ones: they are taken one after the other.
    "trigger_mode": "multiple",
    "concurrency_limit": 1,
    "concurrency_id": "chosen",
}
AT_ONCE = 8
"""Answers made at the same time; the next visitor waits for a fraction of a second."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Changes = dict[Any, Any]
"""New values by component."""
Values = Mapping[Any, Any]
"""What the components held when an event came."""


def html(value: str, elem_id: str) -> gr.HTML:
    """A part of the page that we draw; what is done in it comes back as `select` and `input`."""
    return gr.HTML(value, js_on_load=SCRIPT, elem_id=elem_id, apply_default_css=False, padding=False)


def done(event: gr.EventData) -> dict[str, Any]:
    """What was done in a drawn part: `do` names it, the rest are its words. Comes from outside."""
    data = event._data
    return {str(key): value for key, value in data.items()} if isinstance(data, Mapping) else {}


def field(label: str, elem_id: str, limit: int, lines: int = 1, most: int = 1) -> gr.Textbox:
    """A field to type in, with its label as the placeholder.

    Listen to its `change`: Gradio sends no `input` from a field whose label the server has changed.
    """
    return gr.Textbox(
        label=label,
        placeholder=label,
        elem_id=elem_id,
        lines=lines,
        max_lines=most,
        max_length=limit,
        show_label=False,
        container=False,
    )


class Shared:
    """What all tabs have: the service, the language, the document beside, a word to the visitor."""

    def __init__(self, service: Service, language: str) -> None:
        self.service = service
        self.language = gr.State(language)
        self.pane = gr.State(None)
        self.chosen = gr.State(Chosen())

    def draw_filters(self, texts: Texts) -> None:
        """The filters, above the tabs that heed them."""
        self.filters = html(filter_row(Chosen(), self.service, texts), "k-filters")

    def draw_aside(self, texts: Texts) -> None:
        """The document beside."""
        self.source = html(source_html(None, self.service, texts), "k-source")

    def draw_below(self) -> None:
        """What is told in passing, and what is handed out as a file."""
        gr.HTML("", elem_id="k-live", html_template='<div role="status" aria-live="polite"></div>')
        self.toast = html("", "k-toast")
        self.handed = html("", "k-handed")

    @property
    def pane_parts(self) -> list[Any]:
        """What `shown_pane` changes."""
        return [self.pane, self.source]

    def shown_pane(self, pane: Pane | None, texts: Texts) -> Changes:
        """The document beside, at its quote."""
        return {self.pane: pane, self.source: source_html(pane, self.service, texts)}

    def told(self, words: str, texts: Texts, action: str = "") -> Changes:
        """A sentence in passing, until it is closed or time has gone; `action` is markup."""
        close = button("×", "k-close", label=texts("page.close"), do="quiet")
        return {self.toast: f'<div class="k-toast" role="status"><p>{escape(words)}</p>{action}{close}</div>'}

    def handed_out(self, file: File | None) -> Changes:
        """A file that the browser saves."""
        return {self.handed: file_html(file)} if file is not None else {}

    def hear(
        self,
        triggers: Callable[..., Any] | Sequence[Callable[..., Any]],
        act: Callable[..., Any],
        inputs: Collection[Any] = (),
        outputs: Sequence[Any] = (),
        *,
        tell: bool = True,
        **options: Any,
    ) -> Any:
        """Let an event call `act` with the values by component; a failure nobody foresaw is told in words.

        `triggers` are events of components, or what follows another event (`success`, `then`). Without `tell`
        the action has words of its own: to Gradio what a visitor stops has failed as well.
        """
        listen = triggers if isinstance(triggers, partial) else partial(gr.on, triggers)
        heard = listen(answering(act, outputs), {*inputs, self.language}, list(outputs), **QUIET, **options)
        if tell:
            heard.failure(self._broke, {self.language}, [self.toast], **QUIET)
        return heard

    def texts(self, values: Values) -> Texts:
        """The words of the visitor's language."""
        return Texts.load(values[self.language])

    def _broke(self, values: Values) -> Changes:
        texts = self.texts(values)
        return self.told(texts("error.unexpected"), texts)


def answering(act: Callable[..., Any], outputs: Sequence[Any]) -> Callable[..., Any]:
    """An action whose "nothing changes" Gradio understands: it takes no changes at all for a wrong value."""
    if isgeneratorfunction(act):
        return act

    @wraps(act)
    def answer(*given: Any) -> Any:
        changes = act(*given)
        return changes or (gr.skip() if len(outputs) == 1 else [gr.skip() for _ in outputs])

    return answer if outputs else act


class Tab(Protocol):
    """A tab: built once, drawn anew in another language and when it is opened."""

    name: str

    def __init__(self, shared: Shared, texts: Texts) -> None: ...

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        ...

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        ...

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """Everything in it, in a language, over the archive as it is now."""
        ...

    def filled(self, values: Values, texts: Texts) -> Changes:
        """What takes its time and is drawn after the rest; nothing for most."""
        return {}

    def listen(self) -> None:
        """Connect its events."""
        ...
