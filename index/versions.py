"""What documents were before: texts that were replaced, and documents that were taken out."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from llama_index.core.schema import TextNode
from sqlalchemy import Connection, Row, delete, insert, select, update

from index.records import Correction, Document
from index.rows import OF_DOCUMENT, text_of
from index.tables import corrections, documents, passages, texts, versions
from ingest.document import ExtractedText

Ended = Literal["replaced", "removed"]


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was for a time."""

    number: int
    """From 1, the oldest."""
    document: Document
    """What was known of it."""
    until: str | None = None
    """When it was replaced or taken out, ISO 8601 in UTC; None for what the archive holds now."""
    ended: Ended | None = None

    def as_json(self) -> dict[str, Any]:
        """An entry of `documents versions`."""
        known = ("title", "date", "date_source", "language", "kind", "pages", "added_at")
        fields = {name: getattr(self.document, name) for name in known}
        return {"version": self.number, **fields, "until": self.until, "ended": self.ended}


@dataclass(frozen=True, slots=True)
class Kept:
    """All that it takes to bring a document back."""

    id: int
    document: Document
    text: ExtractedText
    passages: list[TextNode]
    """Under no ids that are in use."""
    correction: Correction


def keep(connection: Connection, document: int, ended: Ended, when: str) -> None:
    """Put by what is known of a document, with its text; where it has none, there is nothing to keep."""
    known = connection.execute(select(documents).where(documents.c.id == document)).one()
    text = connection.execute(select(texts).where(texts.c.document == document)).first()
    if text is None:
        return
    corrected = connection.execute(select(corrections).where(corrections.c.document == document)).first()
    query = select(passages).where(passages.c.document == document).order_by(passages.c.position)
    fields = {name: getattr(known, name) for name in Document.__slots__}
    connection.execute(
        insert(versions).values(
            name=known.name,
            ended=ended,
            ended_at=when,
            fields=fields,
            correction=asdict(_correction(corrected)),
            passages=[[row.start, row.end, row.metadata] for row in connection.execute(query)],
            **{name: getattr(text, name) for name in ("text", "blocks", "pages", "properties")},
        )
    )


def rename(connection: Connection, name: str, new: str) -> None:
    """What a document was goes with it."""
    connection.execute(update(versions).where(versions.c.name == name).values(name=new))


def forget(connection: Connection, version: int) -> None:
    """Take one out, which is the document again."""
    connection.execute(delete(versions).where(versions.c.id == version))


def versions_of(connection: Connection, name: str) -> list[Version]:
    """What the document of that name was, oldest first, and last what it is, if it is there."""
    columns = (versions.c.fields, versions.c.ended, versions.c.ended_at)
    query = select(*columns).where(versions.c.name == name).order_by(versions.c.id)
    rows = connection.execute(query).all()
    found = [
        Version(number, Document(**row.fields), row.ended_at, row.ended) for number, row in enumerate(rows, 1)
    ]
    present = connection.execute(select(documents).where(documents.c.name == name)).first()
    if present is not None:
        document = Document(**{field: getattr(present, field) for field in Document.__slots__})
        found.append(Version(len(found) + 1, document))
    return found


def text_of_version(connection: Connection, name: str, number: int) -> ExtractedText | None:
    """Its text; None where there is no earlier version of that number."""
    query = select(versions).where(versions.c.name == name).order_by(versions.c.id)
    row = connection.execute(query.offset(number - 1).limit(1)).first() if number > 0 else None
    return text_of(row) if row else None


def taken_out(connection: Connection) -> list[Version]:
    """What can be brought back: the last version of each document that is not there, by name."""
    here = select(documents.c.name)
    query = select(versions.c.name).where(versions.c.name.not_in(here)).distinct().order_by(versions.c.name)
    return [versions_of(connection, name)[-1] for name in connection.scalars(query).all()]


def last_kept(connection: Connection, name: str) -> Kept | None:
    """The last version of that name, whole."""
    query = select(versions).where(versions.c.name == name).order_by(versions.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    document, text = Document(**row.fields), text_of(row)
    about = {key: getattr(document, key) for key in OF_DOCUMENT}
    nodes = [
        TextNode(
            text=text.text[start:end],
            start_char_idx=start,
            end_char_idx=end,
            metadata={**about, **metadata},
        )
        for start, end, metadata in row.passages
    ]
    return Kept(row.id, document, text, nodes, Correction(**row.correction))


def _correction(row: Row[Any] | None) -> Correction:
    return Correction(row.title, row.date, row.kind, row.access) if row else Correction()
