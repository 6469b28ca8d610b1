"""What becomes of an upload: progress for each file, then a report. No Gradio here."""

import logging
import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.markup import escape, notice
from ui.web.service import Service, UploadReport

log = logging.getLogger(__name__)

FILES = 12
"""Files named while they are read."""


@dataclass(frozen=True, slots=True)
class Upload:
    """How far an upload has come."""

    n: int = 0
    count: int = 0
    name: str = ""
    names: tuple[str, ...] = ()
    """All files, in the order they were given."""
    seen: frozenset[str] = frozenset()
    """Those that have been read."""
    report: UploadReport | None = None
    error: KengashError | None = None


def upload(service: Service, files: Sequence[Path], folder: str = "") -> Iterator[Upload]:
    """Take files in, telling of each as it is read; the last one has the report or the error."""
    told: queue.SimpleQueue[tuple[int, int, str] | None] = queue.SimpleQueue()
    state = Upload(count=len(files), names=tuple(file.name for file in files))
    yield state
    with ThreadPoolExecutor(1, thread_name_prefix="upload") as worker:
        work = worker.submit(service.ingest, files, lambda *step: told.put(step), folder)
        work.add_done_callback(lambda _: told.put(None))
        for n, count, name in iter(told.get, None):
            seen = state.seen | {state.name} if state.name else state.seen
            state = replace(state, n=n, count=count, name=name, seen=seen)
            yield state
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
        f'<progress max="{max(state.count, 1)}"{value} aria-label="{escape(words)}"></progress>'
        f"{_files(state, texts)}</div>"
    )


def _files(state: Upload, texts: Texts) -> str:
    """Each file and how far it is; only the first ones where there are many."""
    if len(state.names) < 2:
        return ""
    rows = []
    for name in state.names[:FILES]:
        how = "read" if name in state.seen else "now" if name == state.name else "waits"
        rows.append(f'<li class="k-{how}"><b>{escape(name)}</b> {escape(texts(f"documents.{how}"))}</li>')
    left = len(state.names) - FILES
    if left > 0:
        rows.append(f"<li>{escape(texts('documents.and_more', count=left))}</li>")
    return f"<ul>{''.join(rows)}</ul>"


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
