"""Taking documents in; apart from `opening`, for a question need not wait for the readers to load."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.opening import open_archive
from assistant.settings import Settings
from index.ingestion import Ingestion
from ingest.passages import PassageParser


@contextmanager
def open_ingestion(settings: Settings) -> Iterator[Ingestion]:
    """Ingestion into the settings' store."""
    with open_archive(settings) as archive:
        yield Ingestion(archive, PassageParser(settings=settings.ingest), settings.ingest)
