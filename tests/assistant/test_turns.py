"""One computes at a time, and whoever waits for an answer goes first."""

import threading

from assistant.turns import Turns


def test_who_waits_for_an_answer_goes_before_what_is_made_in_advance() -> None:
    turns, order = Turns(), []

    def asks(name: str) -> None:
        with turns.now():
            order.append(name)

    def prepares() -> None:
        with turns.later():
            order.append("prepared")

    with turns.now():
        preparing = threading.Thread(target=prepares)
        preparing.start()
        asking = threading.Thread(target=asks, args=("asked",))
        asking.start()
        with turns._changed:
            assert turns._changed.wait_for(lambda: turns._waited_for == 2, 5)
        order.append("first")
    for thread in (asking, preparing):
        thread.join(5)
    assert order == ["first", "asked", "prepared"]


def test_patience_ends() -> None:
    turns = Turns()
    with turns.now():
        turns.give_way(0.01)
    turns.give_way(0)


def test_two_never_compute_at_once() -> None:
    turns, inside, most = Turns(), [], []

    def compute(later: bool) -> None:
        for _ in range(50):
            with turns.later() if later else turns.now():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=compute, args=(n % 2 == 0,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(most) == 300
    assert max(most) == 1
