"""Turns are kept apart by conversation, and outlive the process where they are stored."""

import threading
from pathlib import Path

from assistant.conversation import MAX_CONVERSATIONS, MAX_TURNS, Conversations, Turn
from assistant.people import People
from assistant.question import understand
from ingest.dates import PartialDate

TODAY = PartialDate.parse("2026-06-01")


def turn(text: str, *documents: str) -> Turn:
    return Turn(understand(text, TODAY), documents)


def nothing(_: str) -> list[Turn]:
    return []


def test_conversations_do_not_mix() -> None:
    conversations = Conversations(nothing)
    with conversations.turn("anna") as anna:
        anna.add(turn("Когда прошла конференция?", "a.txt"))
    with conversations.turn("bek") as bek:
        assert bek.last is None
    with conversations.turn("anna") as anna:
        assert anna.last is not None
        assert anna.last.documents == ("a.txt",)
    with conversations.turn(None) as passing:
        assert passing.last is None


def test_a_long_conversation_forgets_its_beginning() -> None:
    conversations = Conversations(nothing)
    with conversations.turn("c") as held:
        for n in range(MAX_TURNS + 5):
            held.add(turn(f"Вопрос {n}"))
        assert len(held.turns) == MAX_TURNS
        assert held.turns[0].question.text == "Вопрос 5"


def test_the_longest_unused_conversation_goes_first() -> None:
    conversations = Conversations(nothing)
    for n in range(MAX_CONVERSATIONS + 1):
        with conversations.turn(str(n)) as held:
            held.add(turn("Кто?"))
    with conversations.turn("0") as first, conversations.turn(str(MAX_CONVERSATIONS)) as last:
        assert first.last is None
        assert last.last is not None


def test_turns_of_one_conversation_wait_for_each_other() -> None:
    conversations = Conversations(nothing)
    order: list[str] = []
    started = threading.Event()

    def second() -> None:
        started.set()
        with conversations.turn("c"):
            order.append("second")

    with conversations.turn("c"):
        thread = threading.Thread(target=second)
        thread.start()
        started.wait()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_people_keep_turns_on_disk(tmp_path: Path) -> None:
    People(tmp_path).add_turn("c", "Кто ещё?", "Кто ещё? ← Кто был?", ("отчёт.pdf", "o‘zbek.txt"))
    assert People(tmp_path).turns("c") == [("Кто ещё?", "Кто ещё? ← Кто был?", ("отчёт.pdf", "o‘zbek.txt"))]
    assert People(tmp_path).turns("d") == []
