"""Taking documents in; apart from `opening`, for a question need not wait for the readers to load."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.opening import open_archive
from assistant.settings import Settings
from index.archive import Archive
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
        yield _ingestion(archive, settings, pool)


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
    with open_archive(settings) as archive, ReadPool(settings.ingest) as pool:
        ingestion = _ingestion(archive, settings, pool)

        def ingest() -> IngestReport:
            try:
                return ingestion.run(paths, command="watch")
            finally:
                pool.close()  # days may pass before the next file, and an idle reader holds 200 MB

        with Watcher(Watch(paths, ingest), report, failed):
            yield


def _ingestion(archive: Archive, settings: Settings, pool: ReadPool) -> Ingestion:
    parser = PassageParser(settings=settings.ingest)
    return Ingestion(archive, parser, settings.ingest, read_all=pool.read_all, sentences=True)
