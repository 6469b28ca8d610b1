"""Which documents a search may look at."""

from pydantic import BaseModel, ConfigDict


class Filters(BaseModel):
    """Limits of a search; an empty field limits nothing. Every field given must hold."""

    model_config = ConfigDict(frozen=True)

    date_from: str | None = None
    """ISO 8601 day, inclusive. Undated documents are left out when either date is given."""
    date_to: str | None = None
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    """Names of documents in the archive."""

    def __bool__(self) -> bool:
        return bool(self.date_from or self.date_to or self.languages or self.kinds or self.documents)
