"""Many visitors at once, one session each."""

import re
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.ui.web.wire import Wire, shown, went_wrong


@dataclass
class Person:
    """A visitor with a page open."""

    name: str
    wire: Wire
    session: str = field(default_factory=lambda: uuid.uuid4().hex[:11])
    seconds: list[float] = field(default_factory=list)
    """How long each answer took."""
    seen: list[str] = field(default_factory=list)
    """The markup of each answer."""
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Ask, and wait for the whole answer; then for what a browser asks for beside it, off the clock."""
        started = time.perf_counter()
        messages = self.wire.send(self.session, "k-send", "click", {"k-question": question})
        self.seconds.append(time.perf_counter() - started)
        messages += self.wire.after(self.session, "k-send", "click")
        self.seen.append(shown(messages))
        self.errors += went_wrong(messages)


def visit(people: Sequence[Person], questions: Sequence[str], rounds: int, pause: float = 0.0) -> None:
    """Let all of them ask at once, `rounds` times each; with a pause they are spread over it."""
    over = threading.Event()

    def stay(number: int, person: Person) -> None:
        over.wait(pause * number / len(people))
        for round_ in range(rounds):
            started = time.perf_counter()
            question = questions[(number + round_) % len(questions)]
            try:
                person.ask(f"{question} ({person.name})")
            except (OSError, ValueError, KeyError) as error:
                person.errors.append(repr(error))
            over.wait(max(0.0, pause - (time.perf_counter() - started)))

    threads = [threading.Thread(target=stay, args=pair) for pair in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def names_in(markup: str) -> set[str]:
    """Visitors whose words stand in it."""
    return set(re.findall(r"visitor-\d+", markup))
