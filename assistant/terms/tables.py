"""Tables of names: the user's own before the shipped one."""

from pathlib import Path

from assistant.settings import Settings
from index.glossary import Glossary

FILE_NAME = "glossary.csv"
"""Looked for in the store where the settings name no other."""


def own_path(settings: Settings) -> Path | None:
    """The user's own table; None where there is none."""
    if settings.glossary is not None:
        return settings.glossary
    path = settings.store / FILE_NAME
    return path if path.is_file() else None


def own_names(settings: Settings) -> Glossary:
    """The user's own names, none as a rule; KengashError `glossary-unreadable` (path)."""
    path = own_path(settings)
    return Glossary.load(path) if path is not None else Glossary()


def all_names(settings: Settings) -> Glossary:
    """The user's own names and the shipped ones, own first; KengashError `glossary-unreadable` (path)."""
    return Glossary((*own_names(settings).entries, *Glossary.load().entries))
