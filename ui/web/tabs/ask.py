"""Ask: questions, and answers with their sources."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import gradio as gr

from ui.texts import Texts
from ui.web import ask
from ui.web.parts import AT_ONCE, Changes, Shared, Tab, Values, done, field, html
from ui.web.talk import Talk

MAX_QUESTION = 2000
"""Code points of a question."""


class AskTab(Tab):
    """The conversation."""

    name = "ask"

    def __init__(self, shared: Shared, texts: Texts) -> None:
        self.shared = shared
        service = shared.service
        self.talk = gr.State(Talk(), delete_callback=self.left)
        self.past = html("", "k-past")
        self.current = html(ask.current_html(Talk(), service, texts), "k-current")
        self.next = html("", "k-next")
        with gr.Row(elem_id="k-askbar"):
            self.question = field(texts("ask.placeholder"), "k-question", MAX_QUESTION, most=6)
            self.send = gr.Button(texts("ask.send"), elem_id="k-send", variant="primary")
            self.stop = gr.Button(texts("ask.stop"), elem_id="k-stop")

    @property
    def held(self) -> Collection[Any]:
        """Components whose values `drawn` needs."""
        return {self.talk}

    @property
    def parts(self) -> Sequence[Any]:
        """Components that `drawn` changes."""
        words = [self.question, self.send, self.stop]
        return [*self.talk_parts, self.past, *words]

    @property
    def talk_parts(self) -> list[Any]:
        """What `shown` changes."""
        return [self.talk, self.current]

    def drawn(self, values: Values, texts: Texts) -> Changes:
        """The conversation, and the words on the controls; an answer that is still growing draws itself."""
        talk = values[self.talk]
        current = {} if talk.running else {self.current: ask.current_html(talk, self.shared.service, texts)}
        return {
            **current,
            self.past: ask.past_html(talk, texts),
            self.question: gr.update(label=texts("ask.label"), placeholder=texts("ask.placeholder")),
            self.send: gr.update(value=texts("ask.send")),
            self.stop: gr.update(value=texts("ask.stop")),
        }

    def shown(self, talk: Talk, texts: Texts) -> Changes:
        """The last turn; which control stands under it, the page's script tells by whether it is busy."""
        return {self.talk: talk, self.current: ask.current_html(talk, self.shared.service, texts)}

    def listen(self) -> None:
        """Connect the events."""
        hear, shared = self.shared.hear, self.shared
        asking = hear(
            [self.question.submit, self.send.click],
            self.asked,
            [self.question, self.talk, shared.chosen],
            [*self.talk_parts, self.past, self.question],
            trigger_mode="once",
            concurrency_limit=AT_ONCE,
            tell=False,
            js="(...given) => kengash.afterLoading(...given)",
        )
        hear(asking.success, self.answered, [self.talk, shared.pane], shared.pane_parts)
        # After the answer and apart from it; one at a time, for whoever asks goes before whoever might.
        hear(
            asking.success,
            self.followed,
            [self.talk],
            [self.next],
            trigger_mode="multiple",
            concurrency_limit=1,
        )
        hear(self.stop.click, self.stopped, [self.talk], self.talk_parts, cancels=[asking])
        hear(
            [self.past.select, self.current.select, self.next.select],
            self.selected,
            [self.talk, shared.pane],
            [*self.talk_parts, self.past, *shared.pane_parts, shared.handed],
            trigger_mode="multiple",
        )

    def asked(self, values: Values) -> Iterator[Changes]:
        """A question was sent."""
        question = values[self.question]
        if not question.strip():
            yield {self.question: ""}
            return
        texts, filters = self.shared.texts(values), values[self.shared.chosen].filters
        for grown in ask.ask(self.shared.service, question, values[self.talk], filters, texts):
            changes = self.shown(grown, texts)
            if not grown.turns[-1].answer:
                changes |= {self.past: ask.past_html(grown, texts), self.question: ""}
            yield changes

    def answered(self, values: Values) -> Changes:
        """The answer is whole: its first source opens beside it."""
        talk = values[self.talk]
        pane = ask.pane_of(talk, len(talk.turns) - 1, 1) or values[self.shared.pane]
        return self.shared.shown_pane(pane, self.shared.texts(values))

    def followed(self, values: Values) -> Changes:
        """The answer is whole: what might be asked next."""
        return {
            self.next: ask.next_questions(values[self.talk], self.shared.service, self.shared.texts(values))
        }

    def left(self, talk: Talk) -> None:
        """The visitor has closed the page, an hour ago or so."""
        if talk.id:
            self.shared.service.forget(talk.id)

    def stopped(self, values: Values) -> Changes:
        """The visitor stopped the answer."""
        return self.shown(ask.interrupted(values[self.talk]), self.shared.texts(values))

    def selected(self, values: Values, event: gr.EventData) -> Changes:
        """Something in an answer was pressed: a number, a title, a tool."""
        wanted, texts, talk = done(event), self.shared.texts(values), values[self.talk]
        match wanted.get("do"):
            case "rate":
                return self._drawn_talk(ask.rated(self.shared.service, talk, wanted), texts)
            case "export":
                return self.shared.handed_out(ask.exported(talk, wanted, texts))
            case _:
                return self.shared.shown_pane(ask.opened(talk, values[self.shared.pane], wanted), texts)

    def _drawn_talk(self, talk: Talk, texts: Texts) -> Changes:
        return self.shown(talk, texts) | {self.past: ask.past_html(talk, texts)}
