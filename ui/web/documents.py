"""The Documents section: the table, the search in it, and what became of an upload. No Gradio here."""

import logging
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Document
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.markup import escape, format_date, kind_name, language_name, link, notice
from ui.web.service import Service, UploadReport

log = logging.getLogger(__name__)

COLUMNS = ("title", "date", "kind", "language")
ROWS = 200
"""Rows of the table shown at once; the search finds the rest."""


@dataclass(frozen=True, slots=True)
class Upload:
    """How far an upload has come."""

    n: int = 0
    count: int = 0
    name: str = ""
    report: UploadReport | None = None
    error: KengashError | None = None


def upload(service: Service, files: Sequence[Path]) -> Iterator[Upload]:
    """Take files in, telling of each as it is read; the last one has the report or the error."""
    told: queue.SimpleQueue[Upload | None] = queue.SimpleQueue()
    yield Upload(count=len(files))
    with ThreadPoolExecutor(1, thread_name_prefix="upload") as worker:
        work = worker.submit(service.ingest, files, lambda n, count, name: told.put(Upload(n, count, name)))
        work.add_done_callback(lambda _: told.put(None))
        yield from iter(told.get, None)
    error = work.exception()
    if error is None:
        yield Upload(report=work.result())
    elif isinstance(error, KengashError):
        yield Upload(error=error)
    else:
        log.error("an upload broke", exc_info=error)
        yield Upload(error=KengashError("unexpected"))


def hint_html(texts: Texts) -> str:
    """What may be dropped here."""
    words, types = escape(texts("documents.upload_text")), escape(texts("documents.upload_types"))
    return f"<p>{words}<br><small>{types}</small></p>"


def upload_html(state: Upload | None, texts: Texts) -> str:
    """Progress while files are read, then what became of each that was not simply taken."""
    if state is None:
        return ""
    if state.error is not None:
        return notice(texts("ask.failed"), texts.error(state.error), role="alert", classes="k-error")
    if state.report is not None:
        return _report(state.report, texts)
    words = texts("documents.waiting")
    if state.n:
        words = texts("documents.reading", n=state.n, all=state.count, name=state.name)
    value = f' value="{state.n}"' if state.n else ""
    return (
        f'<div class="k-progress" role="status"><p>{escape(words)}</p>'
        f'<progress max="{max(state.count, 1)}"{value} aria-label="{escape(words)}"></progress></div>'
    )


def _report(report: UploadReport, texts: Texts) -> str:
    words = texts("documents.done", added=report.added, replaced=report.replaced, unchanged=report.unchanged)
    rows = [
        (one.name, texts.error(KengashError(one.reason, **one.values)), "k-refused") for one in report.refused
    ] + [(name, texts("documents.duplicate", same_as=same), "k-same") for name, same in report.duplicates]
    head = f'<p class="k-notice-title">{escape(words)}</p>'
    if report.refused:
        head += f"<p>{escape(texts('documents.refused', count=len(report.refused)))}</p>"
    items = "".join(
        f'<li class="{style}"><b>{escape(name)}</b> <span>{escape(why)}</span></li>'
        for name, why, style in rows
    )
    listed = f"<ul>{items}</ul>" if items else ""
    return f'<div class="k-notice k-report" role="status">{head}{listed}</div>'


def found(documents: Sequence[Document], search: str) -> list[Document]:
    """Documents whose title or name has every word of the search, newest first; those not taken last."""
    words = search.casefold().split()
    matching = [
        one for one in documents if all(word in f"{one.title} {one.name}".casefold() for word in words)
    ]
    return sorted(matching, key=lambda one: (one.status == "indexed", one.date or "", one.name), reverse=True)


def documents_html(documents: Sequence[Document], search: str, texts: Texts) -> str:
    """The table of documents; says what to do where there is nothing to show."""
    if not documents:
        return notice(texts("documents.empty_title"), texts("documents.empty_text"))
    rows = found(documents, search)
    if not rows:
        return notice(search.strip(), texts("documents.none_found"))
    count = texts("documents.count", count=len(rows))
    if len(rows) > ROWS:
        count = texts("documents.more", shown=ROWS, count=len(rows))
    heads = "".join(f'<th scope="col">{escape(texts(f"documents.column_{name}"))}</th>' for name in COLUMNS)
    body = "".join(_row(one, texts) for one in rows[:ROWS])
    return (
        f'<p class="k-count" aria-live="polite">{escape(count)}</p>'
        f'<table class="k-documents"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _row(one: Document, texts: Texts) -> str:
    shown = one.title or one.name
    file = f'<span class="k-file">{escape(one.name)}</span>' if shown != one.name else ""
    if one.status != "indexed":
        reason = texts.error(KengashError(one.reason, **(one.reason_values or {}))) if one.reason else ""
        why = f'<span class="k-why">{escape(texts(f"status.{one.status}"))}. {escape(reason)}</span>'
        return f'<tr><td colspan="{len(COLUMNS)}">{escape(one.name)}{why}</td></tr>'
    cells = (
        link(shown, label=texts("documents.open", title=shown), do="document", document=one.name) + file,
        escape(format_date(one.date, texts)),
        escape(kind_name(one.kind, texts)),
        escape(language_name(one.language, texts)),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
