"""Fifty people at one page: everybody is answered, nobody reads another's words."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.ui.web.crowd import Person, names_in, visit
from tests.ui.web.wire import Wire

PEOPLE = 50
QUESTIONS = [
    row["question"]
    for row in map(json.loads, (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines())
    if not row.get("previous") and row["split"] == "tune"
]


@pytest.fixture(scope="module")
def server(sample_store: Path) -> Iterator[tuple[str, int]]:
    """Address and process of the page over the sample archive."""
    command = [sys.executable, "-c", "from ui.cli.app import main; main()"]
    serving = subprocess.Popen(
        [*command, "serve", "--port", "0", "--store", str(sample_store)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "KENGASH_TODAY": "2026-06-01"},
    )
    assert serving.stderr is not None
    address = next(found[0] for line in serving.stderr if (found := re.findall(r"http://[\d.]+:\d+", line)))
    yield address, serving.pid
    serving.terminate()
    serving.wait()


def resident(pid: int) -> int:
    """Memory of a process, MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024  # type: ignore[index]


def check(people: list[Person], rounds: int) -> None:
    for person in people:
        assert person.errors == []
        assert len(person.seen) == rounds
        for markup in person.seen:
            assert names_in(markup) == {person.name}


def test_everybody_is_answered_in_their_own_words(server: tuple[str, int]) -> None:
    wire = Wire(server[0])
    people = [Person(f"visitor-{n}", wire) for n in range(PEOPLE)]
    visit(people, QUESTIONS, rounds=1)
    check(people, rounds=1)


@pytest.mark.stress
def test_two_minutes_of_fifty_people(
    server: tuple[str, int], record_property: Callable[[str, object], None]
) -> None:
    address, pid = server
    wire = Wire(address)
    # The first question after a start waits for the models: a crowd does not come in that second.
    visit([Person("visitor-first", wire)], QUESTIONS, rounds=1)
    first = [Person(f"visitor-{n}", wire) for n in range(PEOPLE)]
    visit(first, QUESTIONS, rounds=6, pause=10.0)
    check(first, rounds=6)
    before = resident(pid)
    second = [Person(f"visitor-{PEOPLE + n}", wire) for n in range(PEOPLE)]
    visit(second, QUESTIONS, rounds=6, pause=10.0)
    check(second, rounds=6)
    seconds = sorted(one for person in (*first, *second) for one in person.seconds)
    p95 = seconds[int(0.95 * len(seconds))]
    record_property("seconds", {"p50": seconds[len(seconds) // 2], "p95": p95})
    assert p95 < 2.0
    assert resident(pid) < before + 64
