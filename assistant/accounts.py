"""Who may come in when the page is open to others: names and hashed passwords, in `people.sqlite3`."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    Column,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from assistant.people import PEOPLE
from index.usable import usable
from ingest.errors import KengashError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
"""Code points that are hashed: a longer one only keeps the machine busy."""
NAME = re.compile(r"[\w.@-]{1,64}")

metadata = MetaData()
accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("added_at", String, nullable=False),
)


class Accounts:
    """Accounts of a store. Passwords are kept as Argon2id hashes only.

    Anything done with them may raise KengashError `store-unusable` (path, detail).
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._engine = create_engine(f"sqlite:///{store / PEOPLE}")
        self._hasher = PasswordHasher()
        # Somebody who does not exist costs as much time as somebody who does.
        self._nobody = self._hasher.hash("nobody's password")
        with usable(store):
            store.mkdir(parents=True, exist_ok=True)
            metadata.create_all(self._engine)

    def names(self) -> list[str]:
        """All names, in order."""
        with usable(self._store), self._engine.connect() as connection:
            return list(connection.scalars(select(accounts.c.name).order_by(accounts.c.name)))

    def __len__(self) -> int:
        with usable(self._store), self._engine.connect() as connection:
            return int(connection.scalar(select(func.count()).select_from(accounts)) or 0)

    def add(self, name: str, password: str) -> None:
        """Let somebody in from now on.

        Raises KengashError `bad-name` (name), `weak-password` (shortest), `name-taken` (name).
        """
        if not NAME.fullmatch(name):
            raise KengashError("bad-name", name=name)
        row = {
            "name": name,
            "hash": self._hash(password),
            "added_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with usable(self._store):
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(accounts).values(**row))
            except IntegrityError as error:
                raise KengashError("name-taken", name=name) from error

    def change(self, name: str, password: str) -> None:
        """Give somebody another password; KengashError `no-account` (name), `weak-password` (shortest)."""
        hashed = self._hash(password)
        with usable(self._store), self._engine.begin() as connection:
            changed = connection.execute(
                update(accounts).where(accounts.c.name == name).values(hash=hashed)
            ).rowcount
        if not changed:
            raise KengashError("no-account", name=name)

    def remove(self, name: str) -> None:
        """Let somebody in no longer; KengashError `no-account` (name)."""
        with usable(self._store), self._engine.begin() as connection:
            removed = connection.execute(delete(accounts).where(accounts.c.name == name)).rowcount
        if not removed:
            raise KengashError("no-account", name=name)

    def admits(self, name: str, password: str) -> bool:
        """Whether name and password belong together."""
        with usable(self._store), self._engine.connect() as connection:
            known = connection.scalar(select(accounts.c.hash).where(accounts.c.name == name))
        try:
            self._hasher.verify(known or self._nobody, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False
        return known is not None

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise KengashError("weak-password", shortest=SHORTEST_PASSWORD)
        return self._hasher.hash(password[:LONGEST_PASSWORD])


class Attempts:
    """How often somebody was turned away of late; for many threads, in memory alone."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._failed: dict[str, list[float]] = {}

    def exhausted(self, who: str) -> bool:
        """Whether they have had all the attempts that they get for now."""
        return len(self._recent(who)) >= self._most

    def fail(self, who: str) -> None:
        """Count an attempt; those of people who stay away are forgotten."""
        for other in [key for key in self._failed if key != who and not self._recent(key)]:
            self._failed.pop(other, None)
        self._failed[who] = [*self._recent(who), self._clock()]

    def succeed(self, who: str) -> None:
        """Forget the failures before a success."""
        self._failed.pop(who, None)

    def _recent(self, who: str) -> list[float]:
        since = self._clock() - self._seconds
        return [moment for moment in self._failed.get(who, ()) if moment > since]
