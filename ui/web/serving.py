"""Starting the page."""

import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from assistant.accounts import Accounts
from assistant.intake import open_ingestion, watching
from assistant.settings import Settings
from index.reading_on import reading_on
from index.report import IngestReport
from ingest.errors import KengashError
from ui.cli.archive import ToldRefusals, done_message, refused_message
from ui.cli.words import command_texts
from ui.texts import error_message
from ui.web.app import launch
from ui.web.desk import Desk
from ui.web.door import admission, is_loopback


def run(
    settings: Settings, *, host: str, port: int, documents: Sequence[Path], say: Callable[[str], None]
) -> None:
    """Serve until interrupted; `documents` are taken in first, and what changes in them while it serves.

    Raises:
        KengashError: `no-accounts` (host) for an address that others can reach while nobody may come in.
    """
    accounts = None if is_loopback(host) else Accounts(settings.store)
    if accounts is not None and not len(accounts):
        raise KengashError("no-accounts", host=host)
    t = command_texts()
    told = ToldRefusals()
    if documents:
        say(t("serve.ingesting", count=len(documents)))
        with open_ingestion(settings) as ingestion:
            report = ingestion.run(documents)
        for refused in told.new(report):
            say(refused_message(refused))
    desk = Desk(settings)
    if desk.demo:
        say(t("serve.demo"))

    def ready(url: str) -> None:
        say(t("serve.ready", url=url))
        # The first question need not pay for loading the models.
        threading.Thread(target=desk.warm_up, daemon=True).start()

    def changed(report: IngestReport) -> None:
        if report.added or report.replaced or report.removed:
            say(done_message(report))
        for refused in told.new(report):
            say(refused_message(refused))

    def failed(error: KengashError) -> None:
        say(error_message(error.code, t.language, **error.values))

    admits = None if accounts is None else admission(accounts)
    watched = watching(settings, documents, changed, failed) if documents else nullcontext()
    with watched, reading_on(lambda: desk.assistant.archive):
        launch(desk, host=host, port=port, language=settings.language, ready=ready, admits=admits)
