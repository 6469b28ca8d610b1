"""The archives of other councils: every document is read, every piece of evidence stands in it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from eval.questions import load_claims, load_questions
from ingest.file import read_file

ARCHIVES = Path("tests/archives")
QUESTIONS = {"rivers": 150, "heritage": 150, "schools": 110}
"""How many each archive has."""
LAYOUT = re.compile(r"[\s\-\u00ad|*•–—]+")
WELL_DATED = 0.9
"""Share of the documents whose date and language have to be read right."""


def bare(text: str) -> str:
    return LAYOUT.sub("", text).casefold()


def rows(name: str, file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ARCHIVES / name / file).read_text("utf-8").splitlines()]


@pytest.fixture(scope="module", params=QUESTIONS)
def archive(request) -> tuple[str, dict[str, Any]]:
    folder = ARCHIVES / request.param / "archive"
    return request.param, {path.name: read_file(path) for path in sorted(folder.iterdir())}


def test_every_document_is_read_and_listed(archive):
    name, files = archive
    assert {row["file"] for row in rows(name, "documents.jsonl")} == set(files)


@pytest.mark.parametrize("file", ["questions.jsonl", "claims.jsonl"])
def test_evidence_stands_in_its_document(archive, file):
    name, files = archive
    for row in rows(name, file):
        assert set(row["gold_docs"]) <= set(files), row["id"]
        for document, quote in row["evidence"].items():
            assert bare(quote) in bare(files[document].text.text), (row["id"], quote)


def test_questions_and_claims_are_loaded(archive):
    name, _ = archive
    questions = load_questions(ARCHIVES / name / "questions.jsonl")
    assert len(questions) == len({question.id for question in questions}) == QUESTIONS[name]
    assert len(load_claims(ARCHIVES / name / "claims.jsonl")) == 60


def test_dates_and_languages_are_mostly_right(archive):
    name, files = archive
    listed = rows(name, "documents.jsonl")
    right = [
        files[row["file"]].metadata.date == row["date"]
        and files[row["file"]].metadata.language == row["lang"]
        for row in listed
    ]
    assert sum(right) >= WELL_DATED * len(listed)
