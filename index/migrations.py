"""Steps that bring a catalogue of an older version up to date."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Engine

from ingest.errors import KengashError

Migration = Callable[[Connection], None]


def _first(connection: Connection) -> None:
    """Documents with their text, passages, corrections and copies; the state of the store."""
    for statement in (
        "CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE folders (path TEXT PRIMARY KEY, last_ingested TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            root TEXT,
            path TEXT NOT NULL UNIQUE,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            title TEXT NOT NULL,
            date TEXT,
            first_day TEXT,
            last_day TEXT,
            date_source TEXT,
            language TEXT NOT NULL,
            kind TEXT NOT NULL,
            access TEXT NOT NULL,
            pages INTEGER,
            passages INTEGER NOT NULL,
            status TEXT NOT NULL,
            reason TEXT,
            reason_values JSON NOT NULL,
            added_at TEXT NOT NULL
        )""",
        "CREATE INDEX documents_sha256 ON documents (sha256)",
        "CREATE INDEX documents_root ON documents (root)",
        """CREATE TABLE corrections (
            document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            title TEXT, date TEXT, kind TEXT, access TEXT
        )""",
        """CREATE TABLE copies (
            path TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            root TEXT,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE
        ) WITHOUT ROWID""",
        "CREATE INDEX copies_document ON copies (document)",
        """CREATE TABLE texts (
            document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            text TEXT NOT NULL, blocks JSON NOT NULL, pages JSON NOT NULL, properties JSON NOT NULL
        )""",
        """CREATE TABLE passages (
            id TEXT PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            position INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            page INTEGER,
            text TEXT NOT NULL,
            metadata JSON NOT NULL
        )""",
        "CREATE INDEX passages_document ON passages (document, position)",
    ):
        connection.exec_driver_sql(statement)


def _versions(connection: Connection) -> None:
    """Earlier versions of documents, what users took out, and how well scans were read."""
    for statement in (
        """CREATE TABLE versions (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            ended TEXT NOT NULL,
            ended_at TEXT NOT NULL,
            fields JSON NOT NULL,
            correction JSON NOT NULL,
            passages JSON NOT NULL,
            text TEXT NOT NULL, blocks JSON NOT NULL, pages JSON NOT NULL, properties JSON NOT NULL
        )""",
        "CREATE INDEX versions_name ON versions (name, id)",
        """CREATE TABLE taken_out (
            path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL
        ) WITHOUT ROWID""",
        "ALTER TABLE documents ADD COLUMN ocr_confidence INTEGER",
    ):
        connection.exec_driver_sql(statement)
    scans = """SELECT document, json_extract(properties, '$."ocr:confidence"') FROM texts"""
    for document, confidence in connection.exec_driver_sql(scans).all():
        if confidence:
            worst = min(map(int, confidence.split()))
            connection.exec_driver_sql(
                "UPDATE documents SET ocr_confidence = ? WHERE id = ?", (worst, document)
            )


def _findings(connection: Connection) -> None:
    """What documents tell, each thing a row."""
    for statement in (
        """CREATE TABLE surveys (
            document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            basis TEXT NOT NULL
        )""",
        """CREATE TABLE findings (
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            data JSON NOT NULL,
            PRIMARY KEY (document, position)
        ) WITHOUT ROWID""",
        "CREATE INDEX findings_kind ON findings (kind, document, position)",
    ):
        connection.exec_driver_sql(statement)


def _near_copies(connection: Connection) -> None:
    """Documents that are near copies of others, and where they differ."""
    for statement in (
        """CREATE TABLE sketches (
            document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            sketch BLOB NOT NULL
        )""",
        """CREATE TABLE near_copies (
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            other INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            share REAL NOT NULL,
            differences JSON NOT NULL,
            PRIMARY KEY (document, other)
        ) WITHOUT ROWID""",
        "CREATE INDEX near_copies_other ON near_copies (other)",
    ):
        connection.exec_driver_sql(statement)


MIGRATIONS: Sequence[Migration] = (_first, _versions, _findings, _near_copies)
"""In order; a step that has been released is never changed, a later one is added."""


def migrate(engine: Engine, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Take the steps that a catalogue has not seen, all or none.

    Raises KengashError `store-newer` (values: stored, known) for one that a later version wrote.
    """
    with engine.connect() as connection:
        done = _version(connection)
    if done == len(migrations):
        return
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
            "applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"
        )
        done = _version(connection)
        if done > len(migrations):
            raise KengashError("store-newer", stored=done, known=len(migrations))
        for number, step in enumerate(migrations[done:], start=done + 1):
            step(connection)
            connection.exec_driver_sql(
                "INSERT INTO migrations (number, name) VALUES (?, ?)", (number, step.__name__.strip("_"))
            )


def _version(connection: Connection) -> int:
    """Number of the last step taken; 0 for an empty file."""
    tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    if not connection.exec_driver_sql(tables).scalar_one():
        return 0
    return int(connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM migrations").scalar_one())
