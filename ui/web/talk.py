"""One visitor's conversation as the page keeps it: on the server, for as long as the page is open."""

import uuid
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation
from assistant.terms.term import Term


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it."""

    question: str
    filtered: bool = False
    """Whether filters were on when it was asked."""
    answer: Answer | None = None
    """None until the first of it arrives."""
    complete: bool = False
    error: str | None = None
    """What went wrong, in the visitor's language."""
    stopped: bool = False
    documents: tuple[tuple[str, str], ...] = ()
    """Name and kind of each cited document."""

    terms: tuple[tuple[int, int, Term], ...] = ()
    """Known terms by their place in the answer."""
    good: bool | None = None
    """What the visitor thinks of the answer."""

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return not (self.complete or self.error or self.stopped)

    def citation(self, n: int) -> Citation | None:
        """The citation of that number."""
        if self.answer is None:
            return None
        return next((one for one in self.answer.citations if one.n == n), None)


@dataclass(frozen=True, slots=True)
class Talk:
    """All turns, oldest first."""

    id: str = ""
    """Made on the server with the first question; nobody else can guess it."""
    turns: tuple[Turn, ...] = ()

    @property
    def running(self) -> bool:
        """Whether the last answer is still growing."""
        return bool(self.turns) and self.turns[-1].running

    def asked(self, turn: Turn) -> "Talk":
        """With one more turn."""
        return Talk(self.id or str(uuid.uuid4()), (*self.turns, turn))

    def with_last(self, turn: Turn) -> "Talk":
        """With the last turn as it is now."""
        return replace(self, turns=(*self.turns[:-1], turn))

    def with_turn(self, position: int, turn: Turn) -> "Talk":
        """With a turn as it is now."""
        return replace(self, turns=(*self.turns[:position], turn, *self.turns[position + 1 :]))

    def citation(self, turn: int, n: int) -> Citation | None:
        """Citation `n` of a turn, counted from 0; None where there is no such turn or citation."""
        return self.turns[turn].citation(n) if 0 <= turn < len(self.turns) else None
