"""Opening the archive and the assistant that a command works on."""

from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import KengashError
from ui.cli.on_demand import put_off

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from index.archive import Archive
    from index.filters import Filters

_SELDOM_WHOLE = ("llama_index.core", "jsonschema", "requests")
"""Packages of which an answer needs a few names, or (Chroma's check of settings, what fetches) none."""


def load_sparingly() -> None:
    """Load of large packages what is used, for a command whose user waits for it to begin."""
    for package in _SELDOM_WHOLE:
        put_off(package)


def settings_for(store: Path | None, today: str | None = None) -> "Settings":
    """Settings with what the command was told on top."""
    from assistant.settings import load_settings

    return load_settings(store=store, today=today)


def archive_for(store: Path | None) -> "Archive":
    """The archive alone, for commands that ask no question.

    Raises:
        KengashError: `no-archive` where the store holds none yet.
    """
    from assistant.opening import open_archive

    return open_archive(checked(settings_for(store)))


def checked(settings: "Settings") -> "Settings":
    """The settings of a store that holds an archive; KengashError `no-archive` otherwise."""
    if not (settings.store / "catalog.sqlite3").is_file():
        raise KengashError("no-archive", store=settings.store)
    return settings


def assistant_for(store: Path | None, today: str | None = None, remember: bool = False) -> "Assistant":
    """The assistant over an archive that exists.

    Raises:
        KengashError: `no-archive` where the store holds none yet.
    """
    load_sparingly()
    from assistant.opening import open_assistant

    return open_assistant(checked(settings_for(store, today)), remember)


def known(archive: "Archive", filters: "Filters") -> "Filters":
    """Filters that name documents of the archive only; KengashError `no-document` (document) otherwise."""
    for name in filters.documents:
        archive.document(name)
    return filters
