"""Taking documents in; apart from `opening`, for a question need not wait for the readers to load."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.opening import open_archive
from assistant.settings import Settings
from index.ingestion import Ingestion
from index.report import IngestReport
from index.watch import Watch, Watcher
from ingest.errors import KengashError
from ingest.passages import PassageParser
from ingest.workers import ReadPool


@contextmanager
def open_ingestion(settings: Settings) -> Iterator[Ingestion]:
    """Ingestion into the settings' store."""
    with open_archive(settings) as archive, ReadPool(settings.ingest) as pool:
        parser = PassageParser(settings=settings.ingest)
        yield Ingestion(archive, parser, settings.ingest, read_all=pool.read_all, sentences=True)


@contextmanager
def watching(
    settings: Settings,
    paths: Sequence[Path],
    report: Callable[[IngestReport], None] = lambda _: None,
    failed: Callable[[KengashError], None] = lambda _: None,
) -> Iterator[None]:
    """Take in what changes at the paths while the process does something else.

    `report` and `failed` are called in the thread that watches. Leaving waits for the ingest under way.
    """
    with open_ingestion(settings) as ingestion:
        watch = Watch(paths, lambda: ingestion.run(paths, command="watch"))
        with Watcher(watch, report, failed):
            yield
