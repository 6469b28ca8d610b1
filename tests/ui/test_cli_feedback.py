"""`kengash feedback`: opinions for a reader, and as lines of a question set."""

import json
from pathlib import Path

from assistant.answer import Answer
from assistant.people import People
from tests.ui.conftest import Kengash


def test_feedback(tmp_path: Path, kengash: Kengash) -> None:
    empty = kengash("feedback", "--store", tmp_path / "none")
    assert empty.exit_code == 0 and not (tmp_path / "none").exists()
    refused = Answer(
        question="Kim asos solgan?",
        language="uz",
        answer="Hujjatlarda javob yoʻq.",
        short_answer=None,
        values=[],
        abstained=True,
        confidence=0.1,
        citations=[],
        question_understood_as="Kim asos solgan?",
    )
    People(tmp_path).add_feedback("c1", "Kim asos solgan?", refused, False, "refused", "nizomda bor")
    told = kengash("feedback", "--store", tmp_path)
    assert "Kim asos solgan?" in told.output and "nizomda bor" in told.output
    lines = kengash("feedback", "--json", "--store", tmp_path).stdout.splitlines()
    row = json.loads(lines[0])
    assert len(lines) == 1
    assert (row["question"], row["lang"], row["tags"]) == ("Kim asos solgan?", "uz", ["bad", "refused"])
