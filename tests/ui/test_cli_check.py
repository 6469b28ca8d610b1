"""`kengash check` through its runner."""

import json
from pathlib import Path

from tests.ui.conftest import Kengash

FIELDS = {"id", "claim", "verdict", "confidence", "differences", "explanation", "citations", "took_ms"}
CLAIM = "Конференция прошла в Ташкенте 27 ноября."


def test_one_claim_as_json(kengash: Kengash, seed_store: Path) -> None:
    result = kengash("check", CLAIM, "--store", seed_store, "--json")
    assert result.exit_code == 0, result.output
    verdict = json.loads(result.stdout)
    assert set(verdict) == FIELDS
    assert verdict["claim"] == CLAIM
    assert verdict["verdict"] in ("supported", "refuted", "not_enough_info")


def test_many_claims_in_order(kengash: Kengash, seed_store: Path) -> None:
    lines = "".join(json.dumps({"id": name, "text": CLAIM}) + "\n" for name in ("a", "b"))
    result = kengash("check", "--input", "-", "--store", seed_store, stdin=lines)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "b"]


def test_a_whole_text_with_places(kengash: Kengash, seed_store: Path, tmp_path: Path) -> None:
    text = f"{CLAIM} Её организовал совет сообществ."
    file = tmp_path / "note.txt"
    file.write_text(text, encoding="utf-8")
    result = kengash("check", "--text", file, "--store", seed_store, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [text[row["start"] : row["end"]] for row in rows] == [row["claim"] for row in rows]
    assert len(rows) == 2


def test_nothing_to_check_is_told(kengash: Kengash, seed_store: Path) -> None:
    assert kengash("check", "", "--store", seed_store).exit_code == 1
    assert kengash("check", "--store", seed_store).exit_code == 2
    assert kengash("check", CLAIM, "--input", "x.jsonl", "--store", seed_store).exit_code == 2
