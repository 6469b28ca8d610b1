"""What may be done to the catalogue inside a transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from llama_index.core.schema import TextNode
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.sql import ColumnElement

from index.records import Copy, Correction, Document, date_span
from index.tables import copies, corrections, documents, folders, passages, state, texts
from ingest.document import ExtractedText
from ingest.findings import NOTHING, Findings

OF_DOCUMENT = ("document", "title", "date", "kind")
"""Metadata of a passage that its document knows; the rest is kept with the passage."""


class Change:
    """What may be done inside a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """A value of the store's state."""
        return self._connection.execute(select(state.c.value).where(state.c.key == key)).scalar()

    def set(self, **values: object) -> None:
        """Put values into the store's state; None takes one out."""
        for key, value in values.items():
            self._connection.execute(delete(state).where(state.c.key == key))
            if value is not None:
                self._connection.execute(insert(state).values(key=key, value=str(value)))

    def add(self, **amounts: int) -> None:
        """Add to numbers of the store's state."""
        self.set(**{key: int(self.get(key) or 0) + amount for key, amount in amounts.items()})

    def put(
        self,
        document: Document,
        text: ExtractedText | None,
        nodes: Sequence[TextNode],
        findings: Findings = NOTHING,
    ) -> None:
        """Take a document in, or put it in place of the one read from the same file.

        Corrections and copies of the one before are kept, and so is the day it was added.
        """
        known = self._id(documents.c.path == document.path)
        values = _row(document)
        if known is None:
            known = self._connection.execute(insert(documents).values(values)).inserted_primary_key[0]  # type: ignore[index]
        else:
            del values["added_at"]
            self._connection.execute(update(documents).where(documents.c.id == known).values(values))
            self._connection.execute(delete(texts).where(texts.c.document == known))
            self._connection.execute(delete(passages).where(passages.c.document == known))
        if text is not None:
            blocks = [[b.kind, b.start, b.end, b.level] for b in text.blocks]
            self._connection.execute(
                insert(texts).values(
                    document=known,
                    text=text.text,
                    blocks=blocks,
                    pages=[list(page) for page in text.pages],
                    properties=dict(text.properties),
                )
            )
        self._put_passages(known, nodes)
        self._put_findings(known, findings)

    def describe(self, name: str, document: Document, nodes: Sequence[TextNode]) -> None:
        """Change what is known of a document, its name among it, and put these passages in place of its own.

        The text stays.
        """
        known = self._id(documents.c.name == name)
        self._connection.execute(update(documents).where(documents.c.id == known).values(_row(document)))
        self._connection.execute(delete(passages).where(passages.c.document == known))
        self._put_passages(known, nodes)

    def touch(self, path: str, size: int, mtime_ns: int) -> None:
        """Note that a file was written again with the same bytes."""
        for table in (documents, copies):
            self._connection.execute(
                update(table).where(table.c.path == path).values(size=size, mtime_ns=mtime_ns)
            )

    def remove(self, name: str) -> None:
        """Take a document out, with its text, passages, corrections and copies."""
        self._connection.execute(delete(documents).where(documents.c.name == name))

    def correct(self, name: str, correction: Correction) -> None:
        """Note what a user has put right, in place of what was noted before."""
        known = self._id(documents.c.name == name)
        self._connection.execute(delete(corrections).where(corrections.c.document == known))
        self._connection.execute(insert(corrections).values(document=known, **asdict(correction)))

    def put_copy(self, copy: Copy) -> None:
        """Note a copy of a document."""
        self.remove_copy(copy.path)
        known = self._id(documents.c.name == copy.document)
        self._connection.execute(insert(copies).values({**asdict(copy), "document": known}))

    def remove_copy(self, path: str) -> None:
        """Forget a copy."""
        self._connection.execute(delete(copies).where(copies.c.path == path))

    def put_folder(self, path: str, now: str) -> None:
        """Note that a folder was ingested."""
        self._connection.execute(delete(folders).where(folders.c.path == path))
        self._connection.execute(insert(folders).values(path=path, last_ingested=now))

    def _id(self, condition: ColumnElement[bool]) -> int | None:
        return self._connection.execute(select(documents.c.id).where(condition)).scalar()

    def _put_findings(self, document: int | None, findings: Findings) -> None:
        """Put what was found in a document in place of what was found before."""

    def _put_passages(self, document: int | None, nodes: Sequence[TextNode]) -> None:
        rows = [
            {
                "id": node.node_id,
                "document": document,
                "position": position,
                "start": node.start_char_idx,
                "end": node.end_char_idx,
                "page": node.metadata.get("page"),
                "text": node.text,
                "metadata": {k: v for k, v in node.metadata.items() if k not in OF_DOCUMENT},
            }
            for position, node in enumerate(nodes)
        ]
        if rows:
            self._connection.execute(insert(passages), rows)


def _row(document: Document) -> dict[str, Any]:
    values = {name: getattr(document, name) for name in Document.__slots__}
    first, last = date_span(document.date)
    return {**values, "first_day": first, "last_day": last, "reason_values": document.reason_values or {}}
