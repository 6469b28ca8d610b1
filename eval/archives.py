"""Assistants to measure: over a folder of documents, in a store that lives no longer than the measurement."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.assistant import Assistant
from assistant.opening import open_archive, open_assistant
from assistant.settings import Settings
from eval.questions import BeirSet, write_corpus
from index.ingestion import Ingestion

SAMPLE = Path(__file__).parent / "sample"
SAMPLE_TODAY = "2026-06-01"
"""The day that the sample's questions are asked on."""


@contextmanager
def over_documents(folder: Path, settings: Settings) -> Iterator[Assistant]:
    """An assistant over the documents of a folder, whatever store the settings name."""
    with tempfile.TemporaryDirectory() as store:
        own = settings.model_copy(update={"store": Path(store)})
        with open_archive(own) as archive:
            Ingestion(archive, settings=own.ingest).run([folder])
        assistant = open_assistant(own)
        try:
            yield assistant
        finally:
            assistant.archive.close()


@contextmanager
def over_corpus(beir: BeirSet, settings: Settings) -> Iterator[Assistant]:
    """An assistant over the corpus of a folder in BEIR form."""
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(beir, Path(folder))
        with over_documents(Path(folder), settings) as assistant:
            yield assistant
