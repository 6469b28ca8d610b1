"""The glossary, the briefing and answers as files, through the command's runner."""

import json
from pathlib import Path

import pytest
from docx import Document

from tests.ui.conftest import Kengash

STATUTE = (
    "УСТАВ СОВЕТА СЁЛ СТЕПИ\n\n1 марта 2021 года\n\n"
    "Статья 1. Совет сёл Степи (сокращённо ССС) является совещательным органом пяти сёл.\n\n"
    "Статья 2. Целями Совета являются мир между сёлами и помощь семьям.\n\n"
    "Статья 3. Под соучастием понимается труд, который вносит сам заявитель.\n"
)


@pytest.fixture(scope="module")
def store(kengash: Kengash, tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents, store = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("store")
    (documents / "2021-03-01_ustav.txt").write_text(STATUTE, encoding="utf-8")
    assert kengash("ingest", documents, "--store", store).exit_code == 0
    return store


def test_glossary_gives_terms_with_their_citations(kengash: Kengash, store: Path) -> None:
    terms = json.loads(kengash("glossary", "--json", "--store", store).stdout)["terms"]
    council = next(term for term in terms if "ССС" in term["abbreviations"])
    assert set(council) >= {"term", "abbreviations", "names", "definition", "citations"}
    assert set(council["names"]) == {"ru", "en", "uz", "kk"}
    assert council["definition"] == "совещательный орган пяти сёл"
    assert council["citations"][0]["quote"] in STATUTE
    assert "Совет сёл Степи (ССС)" in kengash("glossary", "--store", store).stdout
    assert "соучастие" in kengash("glossary", "соучаст", "--store", store).stdout
    nothing = kengash("glossary", "нет такого", "--store", store)
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "нет такого" in nothing.stderr


def test_brief_in_words_in_json_and_in_files(kengash: Kengash, store: Path, tmp_path: Path) -> None:
    brief = json.loads(kengash("brief", "--json", "--speak", "en", "--store", store).stdout)
    assert brief["title"] == "The council in brief"
    lines = [line for section in brief["sections"] for line in section["lines"]]
    assert lines
    assert all(line["citations"] for line in lines)
    assert "совещательный орган пяти сёл" in kengash("brief", "--store", store).stdout
    for name in ("brief.docx", "brief.md"):
        result = kengash("brief", "--output", tmp_path / name, "--store", store)
        assert name in result.stderr
        assert result.stdout == ""
    assert "совещательный орган" in (tmp_path / "brief.md").read_text("utf-8")
    paragraphs = [paragraph.text for paragraph in Document(str(tmp_path / "brief.docx")).paragraphs]
    assert any("совещательный орган" in text for text in paragraphs)


def test_brief_refuses_what_it_cannot_write_or_speak(kengash: Kengash, store: Path, tmp_path: Path) -> None:
    wrong = kengash("brief", "--output", tmp_path / "brief.pdf", "--store", store)
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert ".docx, .md" in wrong.stderr
    unknown = kengash("brief", "--speak", "fr", "--store", store)
    assert unknown.exit_code == 2
    assert "--speak" in unknown.stderr


def test_ask_writes_its_answer_to_a_file(kengash: Kengash, store: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    result = kengash("ask", "Что такое соучастие?", "--output", file, "--store", store)
    assert (result.exit_code, result.stdout) == (0, "")
    text = file.read_text("utf-8")
    assert text.startswith("# Что такое соучастие?")
    assert "труд, который вносит сам заявитель" in text
