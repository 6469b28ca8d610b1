"""What the benchmark of taking files in writes and tells."""

import os
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from eval.benchmarks.ingest import Ingested, megabytes_of, table, write_pages, write_releases
from ingest.file import read_file


def test_releases_are_as_long_as_they_are_said_to_be(tmp_path: Path) -> None:
    write_releases(tmp_path, 6)
    files = sorted(tmp_path.rglob("*.txt"))
    assert len(files) == len({file.read_text("utf-8") for file in files}) == 6
    for file in files:
        assert 200 <= len(file.read_text("utf-8").split()) <= 420
        assert read_file(file).metadata.date is not None


def test_pages_have_text_and_files_differ(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 205)
    files = sorted((tmp_path / "pages").iterdir())
    assert [len(pdfium.PdfDocument(file)) for file in files] == [100, 100, 5]
    assert len({file.read_bytes() for file in files}) == 3
    assert len(read_file(files[2]).text.text.split()) > 500


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells")
def test_memory_of_a_process_and_its_children_is_told() -> None:
    assert megabytes_of(os.getpid()) > 10
    assert megabytes_of(2**22 + 1) == 0


def test_a_run_stands_beside_its_bar() -> None:
    run = Ingested("press releases", 10_000, 160.0, 300.0, 37_000, 900.4, 0.2)
    assert table([run]).splitlines()[-1] == (
        "| press releases | 10000 | 160.0 | 62 | 300.0 | 37000 | 900 | 180 | 0.2 |"
    )
