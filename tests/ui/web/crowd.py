"""Many visitors at once, each as a browser speaks to the page: HTTP, one session each."""

import json
import re
import threading
import time
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Asking:
    """How the page wants to be asked: the event behind its button."""

    address: str
    event: int
    trigger: int
    inputs: Sequence[int]
    """Components whose values go along, in order."""
    question: int
    current: int
    """Place of the last turn's markup among the outputs."""

    @classmethod
    def of(cls, address: str) -> "Asking":
        with OPENER.open(f"{address}/config", timeout=PATIENCE) as response:
            config = json.load(response)
        ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        event = next(
            one for one in config["dependencies"] if [ids["k-send"], "click"] in map(list, one["targets"])
        )
        return cls(
            address,
            event["id"],
            ids["k-send"],
            event["inputs"],
            ids["k-question"],
            event["outputs"].index(ids["k-current"]),
        )


@dataclass
class Person:
    """A visitor with a page open."""

    name: str
    page: Asking
    session: str = field(default_factory=lambda: uuid.uuid4().hex[:11])
    seconds: list[float] = field(default_factory=list)
    """How long each answer took."""
    seen: list[str] = field(default_factory=list)
    """The markup of each answer."""
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Ask, and wait for the whole answer."""
        started = time.perf_counter()
        data = [question if part == self.page.question else None for part in self.page.inputs]
        body = {
            "data": data,
            "fn_index": self.page.event,
            "trigger_id": self.page.trigger,
            "session_hash": self.session,
        }
        request = urllib.request.Request(
            f"{self.page.address}/gradio_api/queue/join",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with OPENER.open(request, timeout=PATIENCE) as response:
            response.read()
        self._read()
        self.seconds.append(time.perf_counter() - started)

    def _read(self) -> None:
        """All the markup that comes until the answer is whole, changes as well as wholes."""
        told: list[str] = []
        stream = f"{self.page.address}/gradio_api/queue/data?session_hash={self.session}"
        with OPENER.open(stream, timeout=PATIENCE) as response:
            for line in response:
                if not line.startswith(b"data:"):
                    continue
                message: dict[str, Any] = json.loads(line[5:])
                output = message.get("output") or {}
                if output.get("error") or message.get("success") is False:
                    self.errors.append(json.dumps(message, ensure_ascii=False)[:300])
                if message["msg"] in ("process_generating", "process_completed") and output.get("data"):
                    told.append(json.dumps(output["data"], ensure_ascii=False))
                if message["msg"] == "process_completed":
                    break
        self.seen.append("\n".join(told))


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
