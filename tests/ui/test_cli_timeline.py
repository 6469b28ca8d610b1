"""`kengash timeline` through its runner."""

import json
from pathlib import Path

from tests.ui.conftest import Kengash

FIELDS = {
    "date",
    "date_end",
    "precision",
    "status",
    "title",
    "place",
    "organisers",
    "participants",
    "decisions",
    "citations",
}


def test_events_as_json(kengash: Kengash, seed_store: Path) -> None:
    result = kengash("timeline", "--store", seed_store, "--json")
    assert result.exit_code == 0, result.output
    events = json.loads(result.stdout)["events"]
    assert events
    assert all(set(event) == FIELDS and event["citations"] for event in events)
    assert {event["precision"] for event in events} == {"day-no-year"}


def test_events_by_year(kengash: Kengash, sample_store: Path) -> None:
    result = kengash("timeline", "--store", sample_store, "--from", "2024-04", "--to", "2024-04")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == "2024"
    assert "18–19 апреля 2024 года" in result.stdout


def test_no_events_are_told(kengash: Kengash, sample_store: Path) -> None:
    result = kengash("timeline", "--store", sample_store, "--to", "1999")
    assert (result.exit_code, result.stdout.strip()) == (0, "Документы не называют событий с датой.")


def test_a_wrong_date_is_wrong_usage(kengash: Kengash, seed_store: Path) -> None:
    assert kengash("timeline", "--store", seed_store, "--from", "вчера").exit_code == 2


def test_an_unknown_document_is_named(kengash: Kengash, seed_store: Path) -> None:
    for command in (["timeline"], ["brief"], ["check", "Совет собрался."]):
        result = kengash(*command, "--store", seed_store, "--document", "нет.txt")
        assert result.exit_code == 1
        assert "нет.txt" in result.stderr
