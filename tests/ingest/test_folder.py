from pathlib import Path

import pytest

from ingest.folder import find_files


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "a/protokol.docx",
        "a/2024/protokol.docx",
        "a/.hidden.txt",
        "a/~$protokol.docx",
        "a/.git/config.txt",
        "a/Thumbs.db",
        "b/protokol.docx",
        "b/otchet.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["a"], ["2024/protokol.docx", "protokol.docx"]),
        (["a/2024"], ["protokol.docx"]),
        (["a/protokol.docx"], ["protokol.docx"]),
        (["a", "a/protokol.docx"], ["2024/protokol.docx", "protokol.docx"]),
        (["a", "a"], ["2024/protokol.docx", "protokol.docx"]),
        (["a", "b"], ["2024/protokol.docx", "a/protokol.docx", "b/protokol.docx", "otchet.pdf"]),
        (["a/protokol.docx", "b/protokol.docx"], ["a/protokol.docx", "b/protokol.docx"]),
        (["missing.txt"], ["missing.txt"]),
        ([], []),
    ],
)
def test_names_are_paths_below_the_folder_given(tree: Path, given: list[str], names: list[str]) -> None:
    assert [file.name for file in find_files([tree / path for path in given])] == names


def test_a_file_knows_the_folder_it_was_found_in(tree: Path) -> None:
    found = find_files([tree / "b", tree / "a/protokol.docx"])
    roots = {file.path.relative_to(tree).as_posix(): file.root for file in found}
    assert roots == {"b/otchet.pdf": tree / "b", "b/protokol.docx": tree / "b", "a/protokol.docx": None}
