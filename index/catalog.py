"""The catalogue: documents, their texts and passages, and the state of the store (SQLite)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from llama_index.core.schema import TextNode
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.sql import ColumnElement

from index.change import Change
from index.filters import Filters
from index.migrations import migrate
from index.plan import HashedFile
from index.records import Copy, Correction, Document, date_span
from index.rows import document_of, passage_of, text_of
from index.tables import copies, corrections, documents, folders, passages, taken_out, texts
from ingest.document import ExtractedText

__all__ = ["Catalog", "Change", "Copy", "Correction", "Document"]

_AT_ONCE = 10_000
"""Values in one IN list; SQLite takes 32,766."""


class Catalog:
    """The truth of a store: whatever is elsewhere can be rebuilt from it.

    Any thread may read and any number of processes; one at a time may `change`, which is seen to elsewhere.
    Raises KengashError `store-newer` (stored, known) for a store that a later version wrote.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = _engine(path)
        migrate(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def state(self) -> dict[str, str]:
        """What the store says of itself; `generation` grows with every change."""
        return dict(self._rows("SELECT key, value FROM state"))

    def documents(self, filters: Filters | None = None) -> list[Document]:
        """Documents that the filters let through, by name; refused ones among them."""
        with self._engine.connect() as connection:
            query = select(documents).where(*_limits(filters)).order_by(documents.c.name)
            return [document_of(row) for row in connection.execute(query)]

    def document(self, name: str) -> Document | None:
        """The document of that name."""
        return self._one(documents.c.name == name)

    def document_at(self, path: str) -> Document | None:
        """The document that was read from that file."""
        return self._one(documents.c.path == path)

    def copies(self, document: str | None = None) -> list[Copy]:
        """Known copies, of one document or of all, by path."""
        query = select(copies, documents.c.name.label("original")).join(documents).order_by(copies.c.path)
        if document is not None:
            query = query.where(documents.c.name == document)
        with self._engine.connect() as connection:
            return [
                Copy(r.path, r.name, r.root, r.sha256, r.size, r.mtime_ns, r.original)
                for r in connection.execute(query)
            ]

    def names_at(self, paths: Sequence[str]) -> list[str]:
        """Names of the documents that were read from these files."""
        query = select(documents.c.name)
        with self._engine.connect() as connection:
            return [
                name
                for some in _chunks(paths)
                for name in connection.scalars(query.where(documents.c.path.in_(some)))
            ]

    def corrections(self) -> dict[str, Correction]:
        """What users have put right, by the path of the document's file."""
        query = select(corrections, documents.c.path).join(documents)
        with self._engine.connect() as connection:
            return {
                row.path: Correction(row.title, row.date, row.kind, row.access)
                for row in connection.execute(query)
            }

    def correction(self, path: str) -> Correction:
        """What a user has put right about the document read from that file."""
        query = select(corrections).join(documents).where(documents.c.path == path)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Correction(row.title, row.date, row.kind, row.access) if row else Correction()

    def taken_out(self) -> list[HashedFile]:
        """Files that are left out because a user took out their documents."""
        with self._engine.connect() as connection:
            return [
                HashedFile(row.path, row.path, None, row.size, row.mtime_ns, row.sha256)
                for row in connection.execute(select(taken_out))
            ]

    def folders(self) -> list[str]:
        """Folders that have been ingested."""
        with self._engine.connect() as connection:
            return list(connection.scalars(select(folders.c.path).order_by(folders.c.path)))

    def text(self, name: str) -> ExtractedText | None:
        """Text of the document of that name; None where there is none."""
        query = select(texts).join(documents).where(documents.c.name == name)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return text_of(row) if row else None

    def passages(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages of these ids, in their order; ids that are not known are left out."""
        known = {node.node_id: node for node in self._nodes(ids)}
        return [known[one] for one in ids if one in known]

    def ids_of(self, names: Sequence[str]) -> list[str]:
        """Ids of the passages of these documents."""
        query = select(passages.c.id).join(documents)
        with self._engine.connect() as connection:
            return [
                one
                for some in _chunks(names)
                for one in connection.scalars(query.where(documents.c.name.in_(some)))
            ]

    def passages_of(self, name: str) -> list[TextNode]:
        """Passages of a document, in reading order."""
        query = _passages().where(documents.c.name == name).order_by(passages.c.position)
        with self._engine.connect() as connection:
            return [passage_of(row) for row in connection.execute(query)]

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are passages."""
        query = "SELECT id FROM passages WHERE id IN (SELECT value FROM json_each(?))"
        return {one for (one,) in self._rows(query, json.dumps(list(ids)))}

    def passage_ids(self, filters: Filters | None = None) -> list[str]:
        """Ids of the passages of the documents that the filters let through."""
        query = select(passages.c.id)
        if filters:
            query = query.join(documents).where(*_limits(filters))
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def count(self) -> int:
        """How many passages there are."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(passages)).scalar_one()

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing as a rule."""
        with self._engine.connect() as connection:
            found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            found += [f"{row[0]}: {row[1]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
        return [problem for problem in found if problem != "ok"]

    def undated(self, filters: Filters) -> int:
        """How many indexed documents a date filter leaves out for want of a date; 0 without one."""
        if not (filters.date_from or filters.date_to):
            return 0
        others = filters.model_copy(update={"date_from": None, "date_to": None})
        query = select(func.count()).where(
            documents.c.status == "indexed", documents.c.first_day.is_(None), *_limits(others)
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for what is read from tables that others describe."""
        return self._engine.connect()

    @contextmanager
    def change(self) -> Iterator[Change]:
        """One transaction: all of it or nothing. It ends a generation."""
        with self._engine.execution_options(begin="IMMEDIATE").begin() as connection:
            change = Change(connection)
            yield change
            change.add(generation=1)

    @contextmanager
    def note(self) -> Iterator[Change]:
        """One transaction that readers need not look at."""
        with self._engine.execution_options(begin="IMMEDIATE").begin() as connection:
            yield Change(connection)

    def _rows(self, query: str, *values: str) -> list[Any]:
        """Rows without SQLAlchemy between: for what every question asks several times."""
        with closing(self._engine.raw_connection()) as connection:
            rows: list[Any] = connection.cursor().execute(query, values).fetchall()
            return rows

    def _one(self, condition: ColumnElement[bool]) -> Document | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(documents).where(condition)).first()
            return document_of(row) if row else None

    def _nodes(self, ids: Sequence[str]) -> Iterator[TextNode]:
        with self._engine.connect() as connection:
            for some in _chunks(ids):
                yield from map(passage_of, connection.execute(_passages().where(passages.c.id.in_(some))))


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": 60},
        json_serializer=partial(json.dumps, ensure_ascii=False),
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves, below
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A change takes the write lock at once: taken later, it fails where another wrote in between.
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")

    return engine


def _limits(filters: Filters | None) -> list[ColumnElement[bool]]:
    """The filters as conditions on documents; a document's date matches when its span overlaps the range."""
    if not filters:
        return []
    limits: list[ColumnElement[bool]] = []
    if filters.date_from or filters.date_to:
        limits.append(documents.c.first_day.is_not(None))
    if filters.date_from:
        limits.append(documents.c.last_day >= date_span(filters.date_from)[0])
    if filters.date_to:
        limits.append(documents.c.first_day <= date_span(filters.date_to)[1])
    for column, values in (
        (documents.c.language, filters.languages),
        (documents.c.kind, filters.kinds),
        (documents.c.name, filters.documents),
    ):
        if values:
            limits.append(column.in_(values))
    return limits


def _passages() -> Any:
    of_document = (documents.c.name.label("document"), documents.c.title, documents.c.date, documents.c.kind)
    own = (passages.c.id, passages.c.start, passages.c.end, passages.c.text, passages.c.metadata)
    return select(*own, *of_document).join(documents)


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
