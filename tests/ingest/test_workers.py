"""Hostile files cost a refusal and nothing else."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest

from ingest.errors import Refusal
from ingest.file import ParsedFile
from ingest.settings import IngestSettings
from ingest.workers import FEW, ReadPool

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + b"ha" * 500
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8))
    + b"]>"
)
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'

SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)


def package(path: Path, source: bytes, part: str, data: bytes) -> None:
    """A whole Office file with one part put in or replaced."""
    with (
        zipfile.ZipFile(io.BytesIO(source)) as whole,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in whole.namelist():
            if name != part:
                out.writestr(name, whole.read(name))
        out.writestr(part, data)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


DOCX, XLSX, PPTX = saved(docx.Document()), saved(openpyxl.Workbook()), saved(pptx.Presentation())
LIMIT = 4 * 2**20


def endless_pdf(path: Path) -> None:
    """A hundred thousand pages, all of them the same."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    kids = b"3 0 R " * 100_000
    at = []
    for number, body in enumerate(
        (
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 100000/Kids[" + kids + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ),
        1,
    ):
        at.append(out.tell())
        out.write(b"%d 0 obj%s endobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in at))
    out.write(b"trailer<</Size 4/Root 1 0 R>>startxref\n%d\n%%%%EOF" % start)
    path.write_bytes(out.getvalue())


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


HOSTILE: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "bomb.docx": (lambda path: package(path, DOCX, "word/media/x", bytes(2 * LIMIT)), {"too-large"}),
    "bomb.xlsx": (lambda path: package(path, XLSX, "xl/media/x", bytes(2 * LIMIT)), {"too-large"}),
    "laughs.docx": (
        lambda path: package(
            path, DOCX, "word/document.xml", LAUGHS + WORD + b"&i;</w:t></w:r></w:p></w:body></w:document>"
        ),
        {"corrupt", "empty"},
    ),
    "laughs.xlsx": (
        lambda path: package(path, XLSX, "xl/worksheets/sheet1.xml", LAUGHS + SHEET),
        {"corrupt", "empty"},
    ),
    "laughs.html": (lambda path: path.write_bytes(LAUGHS + b"<p>&i;</p>"), {"", "empty"}),
    "deep.html": (lambda path: path.write_bytes(b"<div>" * 100_000 + "Текст".encode()), {"", "empty"}),
    "deep.md": (lambda path: path.write_bytes(b"> " * 50_000 + "Текст".encode()), {"", "empty", "corrupt"}),
    "endless.pdf": (endless_pdf, {"too-large"}),
    "huge.txt": (huge, {"too-large"}),
    "broken.pptx": (lambda path: package(path, PPTX, "ppt/presentation.xml", b"<x"), {"corrupt"}),
}


def reason(result: ParsedFile | Refusal) -> str:
    return result.reason if isinstance(result, Refusal) else ""


def test_hostile_files_cost_a_refusal_each_and_nothing_else(tmp_path: Path) -> None:
    paths = []
    for number, (name, (make, _)) in enumerate(HOSTILE.items()):
        paths += [tmp_path / name, tmp_path / f"{number}.txt"]
        make(paths[-2])
        paths[-1].write_text(f"Заседание номер {number} состоялось.", "utf-8")
    with ReadPool(IngestSettings(max_read_seconds=60, max_unpacked_bytes=LIMIT), workers=2) as pool:
        results = list(pool.read_all(paths))
    given = dict(zip((path.name for path in paths), results, strict=True))
    wrong = {
        name: reason(given[name]) for name, (_, told) in HOSTILE.items() if reason(given[name]) not in told
    }
    assert wrong == {}
    for number in range(len(HOSTILE)):
        result = given[f"{number}.txt"]
        assert isinstance(result, ParsedFile)
        assert f"номер {number} " in result.text.text


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Совет собрался.</p>", "utf-8")
    with ReadPool(IngestSettings(max_read_seconds=0.01), workers=1) as pool:
        (result,) = pool.read_all([tmp_path / "a.html"])
    assert isinstance(result, Refusal)
    assert (result.reason, result.values) == ("too-large", {"limit": 0.01, "unit": "seconds"})


def test_a_reader_that_dies_is_replaced(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<p>Совет собрался.</p>", "utf-8")
    with ReadPool(workers=1) as pool:
        before = pool.read(tmp_path / "a.html")
        worker = pool._idle.get()
        worker.kill()
        died = worker.read(tmp_path / "a.html")
        after = pool.read(tmp_path / "b.html")
    assert [reason(one) for one in (before, died, after)] == ["", "too-large", ""]


def test_few_plain_files_need_no_process(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(FEW)]
    for path in paths[:-1]:
        path.write_text("Совет собрался.", "utf-8")
    pool = ReadPool()
    assert [reason(one) for one in pool.read_all(paths[:-1])] == [""] * (FEW - 1)
    assert pool._idle.empty()


def test_what_is_not_wanted_is_not_waited_for(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(3 * FEW)]
    for path in paths:
        path.write_text("Совет собрался.", "utf-8")
    with ReadPool(workers=1) as pool:
        results = pool.read_all(paths)
        assert reason(next(results)) == ""
        results.close()  # type: ignore[attr-defined]
        assert not pool._busy


@pytest.mark.skipif(sys.platform == "win32", reason="the system cannot limit it")
def test_a_file_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    path.write_bytes("<p>Совет собрался. ".encode() * 2_000_000)
    with ReadPool(IngestSettings(max_read_bytes=400 * 2**20), workers=1) as pool:
        result = pool.read(path)
    assert isinstance(result, Refusal)
    assert (result.reason, result.values["unit"]) == ("too-large", "bytes")
