"""What belongs to people rather than to the archive: no ingest locks it, no reindex touches it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, create_engine, delete, insert, select

from assistant.answer import Answer
from index.usable import usable

PEOPLE = "people.sqlite3"
Opinion = Literal["good", "bad", "refused"]
"""Somebody's thumb; `refused` where the assistant found no answer and nobody has said a word about it."""

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
opinions = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("understood", Text, nullable=False),
    Column("language", String, nullable=False),
    Column("answer", Text, nullable=False),
    Column("short_answer", Text),
    Column("abstained", Integer, nullable=False),
    Column("documents", Text, nullable=False),
    Column("opinion", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("given_at", String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer."""

    id: int
    conversation: str
    question: str
    understood: str
    language: str
    answer: str
    short_answer: str | None
    abstained: bool
    documents: tuple[str, ...]
    """Those that the answer cited."""
    opinion: Opinion
    reason: str
    """One of a few words, such as `source`; empty where none was given."""
    comment: str
    """In the visitor's own words; may be empty."""
    given_at: str
    """ISO 8601, UTC."""


class People:
    """`people.sqlite3` beside the archive.

    Anything done with it may raise KengashError `store-unusable` (path, detail).
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._engine = create_engine(f"sqlite:///{store / PEOPLE}")
        with usable(store):
            store.mkdir(parents=True, exist_ok=True)
            metadata.create_all(self._engine)

    def turns(self, conversation: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """The turns of a conversation, oldest first: question, how it was understood, documents cited."""
        query = (
            select(turns.c.question, turns.c.understood, turns.c.documents)
            .where(turns.c.conversation == conversation)
            .order_by(turns.c.id)
        )
        with usable(self._store), self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [(question, understood, tuple(json.loads(cited))) for question, understood, cited in rows]

    def add_turn(self, conversation: str, question: str, understood: str, documents: tuple[str, ...]) -> None:
        """Keep a turn."""
        row = {
            "conversation": conversation,
            "question": question,
            "understood": understood,
            "documents": json.dumps(documents, ensure_ascii=False),
            "asked_at": _now(),
        }
        with usable(self._store), self._engine.begin() as connection:
            connection.execute(insert(turns).values(**row))

    def add_feedback(
        self,
        conversation: str,
        question: str,
        answer: Answer,
        good: bool | None,
        reason: str = "",
        comment: str = "",
    ) -> None:
        """Keep an opinion on an answer, in place of an earlier one on the same question of a conversation.

        `good` is None where nobody gave one and the assistant refused.
        """
        row = {
            "conversation": conversation,
            "question": question,
            "understood": answer.question_understood_as,
            "language": answer.language,
            "answer": answer.answer,
            "short_answer": answer.short_answer,
            "abstained": answer.abstained,
            "documents": json.dumps(_cited(answer), ensure_ascii=False),
            "opinion": "refused" if good is None else "good" if good else "bad",
            "reason": reason,
            "comment": comment,
            "given_at": _now(),
        }
        same = (opinions.c.conversation == conversation) & (opinions.c.question == question)
        with usable(self._store), self._engine.begin() as connection:
            connection.execute(delete(opinions).where(same))
            connection.execute(insert(opinions).values(**row))

    def feedback(self) -> list[Feedback]:
        """All opinions, the latest first."""
        with usable(self._store), self._engine.connect() as connection:
            rows = connection.execute(select(opinions).order_by(opinions.c.id.desc())).mappings().all()
        return [
            Feedback(
                **{
                    **row,
                    "abstained": bool(row["abstained"]),
                    "documents": tuple(json.loads(row["documents"])),
                }
            )
            for row in rows
        ]


def _cited(answer: Answer) -> list[str]:
    return list(dict.fromkeys(citation.document for citation in answer.citations))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
