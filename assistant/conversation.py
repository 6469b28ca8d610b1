"""What was asked and answered before, so that a follow-up can lean on it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant.question import Question

MAX_CONVERSATIONS = 1000
MAX_TURNS = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as understood, and the documents that its answer cited."""

    question: Question
    documents: tuple[str, ...]
    told: tuple[str, ...] = ()
    """Values of its short answer."""


@dataclass(slots=True)
class Conversation:
    """The turns of one person's conversation, oldest first."""

    turns: list[Turn] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def last(self) -> Turn | None:
        """The turn before, None at the start."""
        return self.turns[-1] if self.turns else None

    def add(self, turn: Turn) -> None:
        """Append a turn; the oldest go when there are many."""
        self.turns.append(turn)
        del self.turns[:-MAX_TURNS]


class Conversations:
    """Conversations by their id, the longest unused dropped first. Safe for many threads."""

    def __init__(self, remembered: Callable[[str], list[Turn]]) -> None:
        """`remembered` gives the turns kept of a conversation that is not at hand."""
        self._remembered = remembered
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, key: str | None) -> Iterator[Conversation]:
        """The conversation of this id, held for one turn; a passing one for None."""
        if key is None:
            yield Conversation()
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = Conversation(self._remembered(key))
            conversation = self._kept[key]
            self._kept.move_to_end(key)
            while len(self._kept) > MAX_CONVERSATIONS:
                self._kept.popitem(last=False)
        with conversation.lock:
            yield conversation

    def forget(self, key: str) -> None:
        """Drop a conversation; an unknown id is no error."""
        with self._lock:
            self._kept.pop(key, None)
