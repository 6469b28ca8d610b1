"""What belongs to people rather than to the archive: no ingest locks it, no reindex touches it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, create_engine, insert, select

PEOPLE = "people.sqlite3"

metadata = MetaData()
turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("understood", Text, nullable=False),
    Column("documents", Text, nullable=False),
    Column("asked_at", String, nullable=False),
)


class People:
    """`people.sqlite3` beside the archive."""

    def __init__(self, store: Path) -> None:
        store.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{store / PEOPLE}")
        metadata.create_all(self._engine)

    def turns(self, conversation: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """The turns of a conversation, oldest first: question, how it was understood, documents cited."""
        query = (
            select(turns.c.question, turns.c.understood, turns.c.documents)
            .where(turns.c.conversation == conversation)
            .order_by(turns.c.id)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [(question, understood, tuple(json.loads(cited))) for question, understood, cited in rows]

    def add_turn(self, conversation: str, question: str, understood: str, documents: tuple[str, ...]) -> None:
        """Keep a turn."""
        row = {
            "conversation": conversation,
            "question": question,
            "understood": understood,
            "documents": json.dumps(documents, ensure_ascii=False),
            "asked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(turns).values(**row))
