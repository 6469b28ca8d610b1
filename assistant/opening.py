"""Putting the parts together: settings in, an assistant or an archive out."""

from collections.abc import Callable

from assistant.assistant import Assistant
from assistant.confidence import Features, confidence
from assistant.people import People
from assistant.settings import Settings
from assistant.terms.tables import all_names
from index.archive import Archive
from index.embedding import built_in_table
from index.reranker import reranker_for
from index.retriever import ArchiveRetriever


def open_archive(settings: Settings) -> Archive:
    """The archive in the settings' store, which is made where there is none."""
    return Archive.open(settings.store, settings.index)


def open_assistant(
    settings: Settings, remember: bool = False, judge: Callable[[Features], float] = confidence
) -> Assistant:
    """An assistant over the settings' store; it sees what is ingested while it runs.

    With `remember`, conversations are kept in the store and go on in a later process. `judge` tells from
    the evidence how sure an answer is.
    """
    archive = open_archive(settings)
    table = built_in_table()
    retriever = ArchiveRetriever(
        archive,
        archive.embedding,
        table,
        candidates=settings.index.candidates,
        glossary=all_names(settings),
        reranker=reranker_for(settings.index.reranker, settings.index.reranked),
    )
    people = People(settings.store) if remember else None
    writer = None
    if settings.llm is not None:
        from assistant.language_model.client import Client
        from assistant.language_model.writer import Writer

        writer = Writer(Client(settings.llm), table)
    return Assistant(archive, retriever, table, settings, people, judge, writer)
