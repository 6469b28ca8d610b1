"""What may be done to the catalogue inside a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from llama_index.core.schema import TextNode
from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.sql import ColumnElement

from index import findings, near_copies, versions
from index.alike import Sketches
from index.batch import Taken
from index.records import Copy, Correction, Document, now
from index.rows import passage_rows, row_of, text_row
from index.tables import copies, corrections, documents, folders, passages, state, taken_out, texts
from ingest.document import ExtractedText
from ingest.findings import NOTHING, Findings


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
        found: Findings = NOTHING,
    ) -> None:
        """Take a document in, or put it in place of the one read from the same file.

        Corrections and copies of the one before are kept, and so is the day it was added.
        """
        self.put_all([Taken(document, text, nodes, found)])

    def put_all(self, taken: Sequence[Taken]) -> None:
        """Take documents in as `put` does, of different files each: a statement for all costs a tenth."""
        paths = [one.document.path for one in taken]
        self._connection.execute(delete(taken_out).where(taken_out.c.path.in_(paths)))
        known = self._connection.execute(
            select(documents.c.path, documents.c.id).where(documents.c.path.in_(paths))
        )
        numbers = {row.path: row.id for row in known}
        for one in taken:
            if one.document.path in numbers:
                self._replace(numbers[one.document.path], one)
        new = [one.document for one in taken if one.document.path not in numbers]
        last = self._connection.execute(select(func.max(documents.c.id))).scalar() or 0
        numbers |= {document.path: number for number, document in enumerate(new, last + 1)}
        self._insert(documents, [{"id": numbers[one.path], **row_of(one)} for one in new])
        passage = [row for one in taken for row in passage_rows(numbers[one.document.path], one.passages)]
        read = [(numbers[one.document.path], one, one.text) for one in taken if one.text is not None]
        self._insert(texts, [{"document": number, **text_row(text)} for number, _, text in read])
        self._insert(passages, passage)
        found = [(number, one.document.metadata, one.findings) for number, one, _ in read]
        findings.put(self._connection, found)

    def _replace(self, known: int, taken: Taken) -> None:
        """Put another document in place of one, whose text and passages go."""
        values = row_of(taken.document)
        del values["added_at"]
        if taken.text is None or taken.text.text != self._text(known):
            versions.keep(self._connection, known, "replaced", now())
        self._connection.execute(update(documents).where(documents.c.id == known).values(values))
        self._connection.execute(delete(texts).where(texts.c.document == known))
        self._connection.execute(delete(passages).where(passages.c.document == known))
        near_copies.forget(self._connection, known)

    def put_findings(self, number: int, document: Document, found: Findings) -> None:
        """Put what was found in a document in place of what was found before; `number` is its own here."""
        findings.put(self._connection, [(number, document.metadata, found)])

    def describe(self, name: str, document: Document, nodes: Sequence[TextNode]) -> None:
        """Change what is known of a document, its name among it, and put these passages in place of its own.

        The text stays.
        """
        known = self._id(documents.c.name == name)
        if name != document.name:
            versions.rename(self._connection, name, document.name)
        self._connection.execute(update(documents).where(documents.c.id == known).values(row_of(document)))
        self._connection.execute(delete(passages).where(passages.c.document == known))
        self._put_passages(known, nodes)

    def touch(self, path: str, size: int, mtime_ns: int) -> None:
        """Note that a file was written again with the same bytes."""
        for table in (documents, copies):
            self._connection.execute(
                update(table).where(table.c.path == path).values(size=size, mtime_ns=mtime_ns)
            )
        readable = documents.c.path == path, documents.c.status == "indexed"
        self._connection.execute(update(documents).where(*readable).values(reason=None, reason_values={}))

    def keep_unread(self, document: Document) -> None:
        """Keep what a file held before it became one that cannot be read; why stands in the document."""
        values = {name: row_of(document)[name] for name in ("size", "mtime_ns", "reason", "reason_values")}
        self._connection.execute(update(documents).where(documents.c.path == document.path).values(values))

    def remove(self, name: str) -> None:
        """Take a document out, with its text, passages, corrections and copies; it is kept as a version."""
        known = self._id(documents.c.name == name)
        if known is not None:
            versions.keep(self._connection, known, "removed", now())
        self._connection.execute(delete(documents).where(documents.c.id == known))

    def keep_out(self, document: Document) -> None:
        """Leave the document's file out while it stays the same, until it is given by itself."""
        self.let_in(document.path)
        file = {name: getattr(document, name) for name in ("path", "sha256", "size", "mtime_ns")}
        self._connection.execute(insert(taken_out).values(file))

    def let_in(self, path: str) -> None:
        """Leave a file out no longer."""
        self._connection.execute(delete(taken_out).where(taken_out.c.path == path))

    def forget_version(self, version: int) -> None:
        """Take out an earlier version, which is the document again."""
        versions.forget(self._connection, version)

    def correct(self, name: str, correction: Correction) -> None:
        """Note what a user has put right, in place of what was noted before."""
        known = self._id(documents.c.name == name)
        self._connection.execute(delete(corrections).where(corrections.c.document == known))
        self._connection.execute(insert(corrections).values(document=known, **asdict(correction)))

    def compare(self, new: Sequence[int], known: Sketches) -> None:
        """Note which documents are near copies, of those known and of each other; `new` are their numbers."""
        near_copies.compare(self._connection, new, known)

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

    def _text(self, document: int) -> str | None:
        return self._connection.execute(select(texts.c.text).where(texts.c.document == document)).scalar()

    def _put_passages(self, document: int | None, nodes: Sequence[TextNode]) -> None:
        self._insert(passages, passage_rows(document, nodes))

    def _insert(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)
