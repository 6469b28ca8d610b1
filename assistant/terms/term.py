"""A term as the glossary gives it."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from assistant.answer import Citation

NameLanguage = Literal["ru", "en", "uz", "kk"]
NAME_LANGUAGES: tuple[NameLanguage, ...] = get_args(NameLanguage)


class Term(BaseModel):
    """A thing with a name of its own, or a word that documents explain."""

    model_config = ConfigDict(frozen=True)

    term: str
    """Its name in the language that most documents use for it; an abbreviation where no name is known."""
    abbreviations: list[str]
    """Short names in any language."""
    names: dict[NameLanguage, list[str]]
    """Long names by language, Uzbek ones in either script; all four languages are keys."""
    definition: str | None
    """What it means in the words of the first document that says so."""
    citations: list[Citation]
    """Where it is defined and its names are explained, the definition first; empty for a term that only
    the user's own table has."""
    documents: list[str]
    """Names of the documents that introduce it, oldest first."""
