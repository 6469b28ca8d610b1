"""Who computes when many ask: one at a time, whoever waits for an answer before what is made in advance."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 20.0
"""Seconds that what is made in advance gives way for: somebody waits for that too, if not as much."""


class Turns:
    """Turns at computing. Two threads that compute only take Python from each other, and get less done."""

    def __init__(self) -> None:
        self._computing = threading.Lock()
        self._changed = threading.Condition()
        self._waited_for = 0

    @contextmanager
    def now(self) -> Iterator[None]:
        """A turn as soon as the one before is over."""
        with self._changed:
            self._waited_for += 1
            self._changed.notify_all()
        try:
            with self._computing:
                yield
        finally:
            with self._changed:
                self._waited_for -= 1
                self._changed.notify_all()

    @contextmanager
    def later(self) -> Iterator[None]:
        """A turn once nobody waits for one, or patience is over."""
        self.give_way()
        with self._computing:
            yield

    def give_way(self, seconds: float = PATIENCE) -> None:
        """Wait until nobody waits for an answer, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waited_for, seconds)
