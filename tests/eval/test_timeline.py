from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from eval.questions import GoldEvent
from eval.timeline import overlap, score_timeline


@dataclass(frozen=True)
class Quote:
    document: str
    quote: str = ""
    date: str | None = None


@dataclass(frozen=True)
class Happening:
    date: str
    title: str
    citations: Sequence[Quote]
    date_end: str | None = None
    status: str = "held"


def dates_in(text: str, written: str | None) -> list[str]:
    return {"Вчера открыт хаб занятости": ["2023-05-04"], "3–5 марта": ["2024-03-03/2024-03-05"]}.get(
        text, []
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2024-11-27", "2024-11-27", True),
        ("2024-11-27", "2024-11-28", False),
        ("2024-11", "2024-11-28", True),
        ("2024-03-03/2024-03-05", "2024-03-05", True),
        ("2024-03-03/2024-03-05", "2024-03-06/2024-03-07", False),
        ("2024-03-03/2024-03-05", "2024", True),
        ("--11-27", "2024-11-27", True),
        ("--11-27", "2024-11-28", False),
        ("--03-03/--03-05", "2024-03-05", True),
    ],
)
def test_dates_overlap(one, other, expected):
    assert overlap(one, other) is expected
    assert overlap(other, one) is expected


def test_events_are_found_by_date_and_document():
    gold = [
        GoldEvent("2024-04-18/2024-04-19", "Конференция", ("a.txt",), status="held"),
        GoldEvent("2023-09-21", "Ярмарка", ("b.txt",)),
        GoldEvent("2026-10-08", "Форум", ("c.txt",), status="planned"),
    ]
    given = [
        Happening("2024-04-18", "Конференция", [Quote("a.txt")], date_end="2024-04-19"),
        Happening("2023-09", "Yarmarka", [Quote("b.txt")]),
        Happening("2026-10-08", "Форум", [Quote("z.txt", "Форум")]),
        Happening("2023-05-04", "Открыт хаб занятости", [Quote("d.txt", "Вчера открыт хаб занятости")]),
        Happening("2023-05-05", "Открыт хаб занятости", [Quote("d.txt", "Вчера открыт хаб занятости")]),
        Happening("2024-03-04", "Совсем другое дело", [Quote("d.txt", "3–5 марта")]),
    ]
    timeline, failures = score_timeline(gold, given, dates_in)
    assert (timeline.n, timeline.found) == (3, 6)
    assert timeline.recall == pytest.approx(2 / 3)
    assert timeline.dates_right == 0.5
    assert timeline.statuses_right == 1.0
    assert timeline.precision == pytest.approx(3 / 6)
    assert [f.id for f in failures] == ["2026-10-08", "2026-10-08", "2023-05-05", "2024-03-04"]


def test_an_empty_timeline_finds_nothing():
    timeline, failures = score_timeline([GoldEvent("2024", "Год", ("a.txt",))], [], dates_in)
    assert (timeline.recall, timeline.precision, len(failures)) == (0.0, 0.0, 1)
