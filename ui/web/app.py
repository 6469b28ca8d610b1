"""The page: where its parts stand, and which plain function each event calls.

Answers and documents are drawn by us in `gr.HTML`, not by `gr.Chatbot`: a chatbot renders Markdown, so a
document could bring pictures and links to fetch; here every word is escaped, and the markup is our own.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported

import gradio as gr

from ingest.errors import KengashError
from ui.texts import Texts
from ui.web import ask, documents
from ui.web.cards import announcement
from ui.web.header import banner_html, header_html
from ui.web.service import Service
from ui.web.source import Pane
from ui.web.talk import Talk
from ui.web.theme import head, theme

SCRIPT = "kengash.attach(element, trigger, watch)"
MAX_QUESTION = 2000
"""Code points of a question."""
AT_ONCE = 8
"""Answers made at the same time; the next visitor waits for a fraction of a second."""
HOUR = 3600
UPLOAD_LIMIT = "200mb"


@dataclass(frozen=True)
class PageSettings:
    """What the page is told."""

    language: str = "ru"


def html(value: str, elem_id: str) -> gr.HTML:
    """A part of the page that we draw; clicks in it come back as `select` and `input`."""
    return gr.HTML(value, js_on_load=SCRIPT, elem_id=elem_id, apply_default_css=False, padding=False)


class Page:
    """The components and the events between them."""

    def __init__(self, service: Service, settings: PageSettings) -> None:
        self.service = service
        self.settings = settings
        texts = Texts.load(settings.language)
        self.language = gr.State(settings.language)
        self.talk = gr.State(Talk(), delete_callback=self.left)
        self.chosen = gr.State(ask.Chosen())
        self.pane = gr.State(None)
        self.upload_state = gr.State(None)
        self.header = html(header_html(texts), "k-header")
        self.banner = html(banner_html(service.demo, texts), "k-banner")
        with gr.Row(elem_id="k-desk"):
            with gr.Column(elem_id="k-left"):
                self._ask_section(texts)
                self._documents_section(texts)
            with gr.Column(elem_id="k-right"):
                self.source = html(ask.source_html(None, service, texts), "k-source")
        self.live = gr.HTML(
            "", elem_id="k-live", html_template='<div role="status" aria-live="polite">${value}</div>'
        )
        self._events()

    def _ask_section(self, texts: Texts) -> None:
        with gr.Column(elem_id="k-ask"):
            self.filters = html(ask.filter_row(ask.Chosen(), self.service, texts), "k-filters")
            self.past = html("", "k-past")
            self.current = html(ask.current_html(Talk(), self.service, texts), "k-current")
            with gr.Row(elem_id="k-askbar"):
                self.question = gr.Textbox(
                    label=texts("ask.label"),
                    placeholder=texts("ask.placeholder"),
                    elem_id="k-question",
                    lines=1,
                    max_lines=6,
                    max_length=MAX_QUESTION,
                    show_label=False,
                    container=False,
                )
                self.send = gr.Button(texts("ask.send"), elem_id="k-send", variant="primary")
                self.stop = gr.Button(texts("ask.stop"), elem_id="k-stop", visible=False)

    def _documents_section(self, texts: Texts) -> None:
        with gr.Column(elem_id="k-documents"):
            with gr.Column(elem_id="k-upload"):
                self.upload = gr.UploadButton(
                    texts("documents.upload"), file_count="multiple", elem_id="k-upload-button"
                )
                self.upload_hint = html(self._hint(texts), "k-upload-hint")
            self.progress = html("", "k-upload-progress")
            self.search = gr.Textbox(
                label=texts("documents.search"),
                placeholder=texts("documents.search"),
                elem_id="k-search",
                show_label=False,
                container=False,
                max_length=200,
            )
            self.table = html(documents.documents_html(self.service.documents(), "", texts), "k-table")

    @staticmethod
    def _hint(texts: Texts) -> str:
        return f"<p>{texts('documents.upload_text')}<br><small>{texts('documents.upload_types')}</small></p>"

    # What is drawn after a change, by component.

    def shown_talk(self, talk: Talk, texts: Texts) -> dict[Any, Any]:
        """The conversation and the controls under it."""
        running = bool(talk.turns) and talk.turns[-1].running
        return {
            self.talk: talk,
            self.current: ask.current_html(talk, self.service, texts),
            self.live: announcement(talk.turns[-1] if talk.turns else None, texts),
            self.send: gr.update(visible=not running),
            self.stop: gr.update(visible=running),
        }

    def shown_pane(self, pane: Pane | None, texts: Texts) -> dict[Any, Any]:
        """The document beside it."""
        return {self.pane: pane, self.source: ask.source_html(pane, self.service, texts)}

    def shown_archive(self, chosen: ask.Chosen, search: str, texts: Texts) -> dict[Any, Any]:
        """What depends on which documents there are."""
        return {
            self.chosen: chosen,
            self.banner: banner_html(self.service.demo, texts),
            self.filters: ask.filter_row(chosen, self.service, texts),
            self.table: documents.documents_html(self.service.documents(), search, texts),
        }

    # Events.

    def asked(self, question: str, talk: Talk, chosen: ask.Chosen, language: str) -> Iterator[dict[Any, Any]]:
        """A question was sent."""
        if not question.strip():
            yield {self.question: ""}
            return
        texts = Texts.load(language)
        opened = False
        for grown in ask.ask(self.service, question, talk, chosen.filters, texts):
            changes = self.shown_talk(grown, texts)
            if not grown.turns[-1].answer:
                changes |= {self.past: ask.past_html(grown, texts), self.question: ""}
            if not opened and (pane := ask.pane_of(grown, len(grown.turns) - 1, 1)):
                changes |= self.shown_pane(pane, texts)
                opened = True
            yield changes

    def recounted(self, talk: Talk, pane: Pane | None, language: str) -> dict[Any, Any]:
        """The answer is whole: the open document may now be one of more."""
        return self.shown_pane(ask.recounted(talk, pane), Texts.load(language))

    def left(self, talk: Talk) -> None:
        """The visitor has closed the page, an hour ago or so."""
        if talk.id:
            self.service.forget(talk.id)

    def stopped(self, talk: Talk, language: str) -> dict[Any, Any]:
        """The visitor stopped the answer."""
        return self.shown_talk(ask.interrupted(talk), Texts.load(language))

    def failed(self, talk: Talk, language: str) -> dict[Any, Any]:
        """Something broke that nobody foresaw; the log has it, the visitor a sentence."""
        texts = Texts.load(language)
        return self.shown_talk(ask.interrupted(talk, error=texts("error.unexpected")), texts)

    def selected(self, talk: Talk, pane: Pane | None, language: str, event: gr.EventData) -> dict[Any, Any]:
        """A number, a title or `more` was pressed."""
        return self.shown_pane(ask.opened(talk, pane, event._data or {}), Texts.load(language))

    def filtered(self, chosen: ask.Chosen, language: str, event: gr.EventData) -> dict[Any, Any]:
        """A filter was put on or taken off."""
        data = event._data or {}
        chosen = chosen.choose(data.get("name"), data.get("value"))
        return {self.chosen: chosen, self.filters: ask.filter_row(chosen, self.service, Texts.load(language))}

    def searched(self, search: str, language: str) -> str:
        """Letters were typed in the documents' search."""
        return documents.documents_html(self.service.documents(), search, Texts.load(language))

    def uploaded(
        self,
        files: list[str] | None,
        chosen: ask.Chosen,
        talk: Talk,
        pane: Pane | None,
        search: str,
        language: str,
    ) -> Iterator[dict[Any, Any]]:
        """Files were chosen or dropped."""
        texts = Texts.load(language)
        for state in documents.upload(self.service, [Path(file) for file in files or []]):
            yield {self.progress: documents.upload_html(state, texts), self.upload_state: state}
        yield (
            self.shown_archive(chosen, search, texts)
            | self.shown_talk(talk, texts)
            | self.shown_pane(pane, texts)
        )

    def spoken(
        self,
        talk: Talk,
        chosen: ask.Chosen,
        pane: Pane | None,
        state: documents.Upload | None,
        search: str,
        event: gr.EventData,
    ) -> dict[Any, Any]:
        """Another language of the page was chosen."""
        wanted = (event._data or {}).get("language")
        return self.drawn(str(wanted), talk, chosen, pane, state, search)

    def loaded(
        self, talk: Talk, chosen: ask.Chosen, pane: Pane | None, search: str, request: gr.Request
    ) -> dict[Any, Any]:
        """The page was opened; its address may name a language."""
        wanted = request.query_params.get("lang", self.settings.language)
        return self.drawn(str(wanted), talk, chosen, pane, None, search)

    def drawn(
        self,
        language: str,
        talk: Talk,
        chosen: ask.Chosen,
        pane: Pane | None,
        state: documents.Upload | None,
        search: str,
    ) -> dict[Any, Any]:
        """Everything, in a language."""
        texts = Texts.load(language)
        return (
            {
                self.language: texts.language,
                self.header: header_html(texts),
                self.past: ask.past_html(talk, texts),
                self.question: gr.update(label=texts("ask.label"), placeholder=texts("ask.placeholder")),
                self.upload: gr.update(label=texts("documents.upload")),
                self.upload_hint: self._hint(texts),
                self.progress: documents.upload_html(state, texts),
                self.search: gr.update(
                    label=texts("documents.search"), placeholder=texts("documents.search")
                ),
            }
            | self.shown_talk(talk, texts)
            | {self.send: gr.update(value=texts("ask.send")), self.stop: gr.update(value=texts("ask.stop"))}
            | self.shown_pane(pane, texts)
            | self.shown_archive(chosen, search, texts)
        )

    def _events(self) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        talk_parts = [self.talk, self.current, self.live, self.send, self.stop]
        pane_parts = [self.pane, self.source]
        archive_parts = [self.chosen, self.banner, self.filters, self.table]
        everything = [
            *talk_parts,
            *pane_parts,
            *archive_parts,
            *(self.language, self.header, self.past, self.question, self.upload, self.upload_hint),
            *(self.progress, self.search),
        ]
        asking = gr.on(
            [self.question.submit, self.send.click],
            self.asked,
            [self.question, self.talk, self.chosen, self.language],
            [*talk_parts, *pane_parts, self.past, self.question],
            trigger_mode="once",
            concurrency_limit=AT_ONCE,
            **quiet,
        )
        asking.success(self.recounted, [self.talk, self.pane, self.language], pane_parts, **quiet)
        asking.failure(self.failed, [self.talk, self.language], talk_parts, **quiet)
        self.stop.click(self.stopped, [self.talk, self.language], talk_parts, cancels=[asking], **quiet)
        gr.on(
            [self.past.select, self.current.select, self.source.select, self.table.select],
            self.selected,
            [self.talk, self.pane, self.language],
            pane_parts,
            trigger_mode="multiple",
            **quiet,
        )
        gr.on(
            [self.filters.input, self.past.input, self.current.input],
            self.filtered,
            [self.chosen, self.language],
            [self.chosen, self.filters],
            # Each choice counts, also the second of two quick ones: they are taken one after the other.
            trigger_mode="multiple",
            concurrency_limit=1,
            concurrency_id="chosen",
            **quiet,
        )
        self.search.input(
            self.searched, [self.search, self.language], self.table, trigger_mode="always_last", **quiet
        )
        self.upload.upload(
            self.uploaded,
            [self.upload, self.chosen, self.talk, self.pane, self.search, self.language],
            [self.progress, self.upload_state, *archive_parts, *talk_parts, *pane_parts],
            concurrency_limit=2,
            **quiet,
        )
        self.header.select(
            self.spoken,
            [self.talk, self.chosen, self.pane, self.upload_state, self.search],
            everything,
            **quiet,
        )
        gr.context.Context.root_block.load(  # type: ignore[union-attr]
            self.loaded,
            [self.talk, self.chosen, self.pane, self.search],
            everything,
            # In line with the filters, or a choice made while the page loads would be drawn over.
            concurrency_limit=1,
            concurrency_id="chosen",
            **quiet,
        )


def build_app(service: Service, settings: PageSettings | None = None) -> gr.Blocks:
    """The page over a service, ready to launch."""
    settings = settings or PageSettings()
    title = Texts.load(settings.language)("page.title")
    app = gr.Blocks(title=title, analytics_enabled=False, fill_width=True, delete_cache=(HOUR, HOUR))
    with app:
        Page(service, settings)
    app.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    return app


def launch(
    service: Service,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    language: str = "ru",
    ready: Callable[[str], None] = lambda url: None,
    block: bool = True,
    max_upload: str = UPLOAD_LIMIT,
) -> gr.Blocks:
    """Serve the page over a service; `ready` is told its address, port 0 finds a free one.

    Returns when interrupted, or at once, with the app still serving, where `block` is False.
    Raises KengashError `port-taken` (host, port).
    """
    app = build_app(service, PageSettings(language))
    reach_directly("127.0.0.1", "localhost", host)
    try:
        _, url, _ = app.launch(
            server_name=host,
            server_port=port or free_port(host),
            prevent_thread_lock=True,
            share=False,
            quiet=True,
            show_error=False,
            run_history=False,
            footer_links=[],
            allowed_paths=[],
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            _frontend=False,  # no visit to its own page first, with three seconds of patience
            max_file_size=max_upload,
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
            theme=theme(),
            head=head(),
        )
    except OSError as error:
        raise KengashError("port-taken", host=host, port=port) from error
    app.allowed_paths = []  # whatever the environment asks for: no file is served by its path
    ready(str(url))
    if block:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            app.close(verbose=False)
    return app


def reach_directly(*hosts: str) -> None:
    """Keep the requests by which Gradio greets its own server from going to a proxy."""
    for name in ("NO_PROXY", "no_proxy"):
        listed = [one for one in os.environ.get(name, "").split(",") if one]
        os.environ[name] = ",".join(dict.fromkeys([*listed, *hosts]))


def free_port(host: str) -> int:
    """A port that nothing listens on."""
    with socket.socket() as listening:
        listening.bind((host, 0))
        port: int = listening.getsockname()[1]
        return port
