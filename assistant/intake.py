"""Taking documents in; apart from `opening`, for a question need not wait for the readers to load."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.opening import open_archive
from assistant.settings import Settings
from index.ingestion import Ingestion
from ingest.passages import PassageParser
from ingest.workers import ReadPool


@contextmanager
def open_ingestion(settings: Settings) -> Iterator[Ingestion]:
    """Ingestion into the settings' store."""
    with open_archive(settings) as archive, ReadPool(settings.ingest) as pool:
        parser = PassageParser(settings=settings.ingest)
        yield Ingestion(archive, parser, settings.ingest, read_all=pool.read_all)
