"""Which archive a question set is asked of: the sample's, a BEIR corpus, or the user's own store."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.assistant import Assistant
from assistant.intake import open_ingestion
from assistant.opening import open_assistant
from assistant.settings import Settings
from eval.evaluation import Evaluation
from eval.questions import (
    BeirSet,
    Split,
    load_beir,
    load_claims,
    load_events,
    load_questions,
    load_terms,
    write_corpus,
)
from eval.run import Progress, evaluate

SAMPLE = Path(__file__).parent / "sample"
SAMPLE_TODAY = "2026-06-01"
"""The day that the sample's questions are asked on."""


def measure(
    settings: Settings,
    questions: Path | None = None,
    claims: Path | None = None,
    events: Path | None = None,
    terms: Path | None = None,
    *,
    split: Split | None = None,
    progress: Progress = lambda done, total: None,
) -> Evaluation:
    """Measure the product on a question set.

    Without one, the sample's questions and lists are asked of the sample archive, on the sample's day
    unless the settings name another; a folder in BEIR form brings its corpus; a file is asked of the store.
    Stores made for a measurement are gone after it. Raises KengashError `bad-question-set` (path, missing,
    row), and what opening the store raises.
    """
    if questions is None:
        settings = settings.model_copy(update={"today": settings.today or SAMPLE_TODAY})
        asked = load_questions(SAMPLE / "questions.jsonl")
        claims = claims or SAMPLE / "claims.jsonl"
        events = events or SAMPLE / "events.jsonl"
        terms = terms or SAMPLE / "glossary.jsonl"
        archive = over_documents(SAMPLE / "archive", settings)
    elif questions.is_dir():
        beir = load_beir(questions)
        asked, archive = beir.questions, over_corpus(beir, settings)
    else:
        asked, archive = load_questions(questions), over_store(settings)
    with archive as assistant:
        return evaluate(
            assistant,
            asked,
            load_claims(claims) if claims else (),
            load_events(events) if events else (),
            load_terms(terms) if terms else (),
            split=split,
            progress=progress,
        )


@contextmanager
def over_store(settings: Settings) -> Iterator[Assistant]:
    """An assistant over the settings' store."""
    assistant = open_assistant(settings)
    try:
        yield assistant
    finally:
        assistant.archive.close()


@contextmanager
def over_documents(folder: Path, settings: Settings) -> Iterator[Assistant]:
    """An assistant over the documents of a folder, whatever store the settings name."""
    with tempfile.TemporaryDirectory() as store:
        own = settings.model_copy(update={"store": Path(store)})
        with open_ingestion(own) as ingestion:
            ingestion.run([folder])
        with over_store(own) as assistant:
            yield assistant


@contextmanager
def over_corpus(beir: BeirSet, settings: Settings) -> Iterator[Assistant]:
    """An assistant over the corpus of a folder in BEIR form."""
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(beir, Path(folder))
        with over_documents(Path(folder), settings) as assistant:
            yield assistant
