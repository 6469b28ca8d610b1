"""The page as an application: built, and served."""

import os
import socket
import threading
from collections.abc import Callable

import gradio as gr
from starlette.middleware import Middleware

from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.door import Admission, Doorkeeper
from ui.web.page import Page
from ui.web.parts import AT_ONCE
from ui.web.service import Service
from ui.web.theme import head, theme

HOUR = 3600
GLANCE = 0.005
"""Seconds between two looks for what visitors want."""
UPLOAD_LIMIT = "200mb"


def build_app(service: Service, language: str = "ru") -> gr.Blocks:
    """The page over a service, ready to launch."""
    title = Texts.load(language)("page.title")
    app = gr.Blocks(title=title, analytics_enabled=False, fill_width=True, delete_cache=(HOUR, HOUR))
    with app:
        Page(service, language)
    app.queue(default_concurrency_limit=AT_ONCE, api_open=False)
    # It looks for work a thousand times a second, and for progress that nobody tells of a hundred times.
    app._queue.sleep_when_free = GLANCE
    app._queue.progress_update_sleep_when_free = HOUR
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
    admits: Admission | None = None,
) -> gr.Blocks:
    """Serve the page over a service; `ready` is told its address, port 0 finds a free one.

    With `admits`, a name and a password are asked for before anything is shown.

    Returns when interrupted, or at once, with the app still serving, where `block` is False.
    Raises KengashError `port-taken` (host, port).
    """
    app = build_app(service, language)
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
            auth=admits,  # type: ignore[arg-type]  # a coroutine function is awaited
            auth_message=Texts.load(language)("page.sign_in") if admits else None,
            app_kwargs={
                "docs_url": None,
                "redoc_url": None,
                "openapi_url": None,
                "middleware": [Middleware(Doorkeeper)] if admits else [],
            },
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
