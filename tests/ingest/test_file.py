import hashlib
import io
import os
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from ingest.errors import Refusal
from ingest.file import FileReader, read_file
from ingest.findings import NOTHING
from ingest.settings import IngestSettings

SAMPLE = Path(__file__).parents[2] / "eval" / "sample"
SEED = Path(__file__).parents[1] / "data" / "tashkent_conference.txt"


def package(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), data)
    return out.getvalue()


BOMB = package(types=b"<Types/>", word__document=b"", **{"word/document.xml": b"0" * 5_000_000})
PDF = (SAMPLE / "archive" / "byudzhet_2025.pdf").read_bytes()
DOCX = (SAMPLE / "archive" / "plan_raboty_2025.docx").read_bytes()

REFUSED = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\r\n \xc2\xa0 ", "empty"),
    ("signs.md", "— * * * —".encode(), "empty"),
    ("empty.html", b"<html><body><script>x()</script></body></html>", "empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "not-what-it-says"),
    ("document.txt", PDF, "not-what-it-says"),
    ("document.html", DOCX, "not-what-it-says"),
    ("text.pdf", "Просто текст".encode(), "not-what-it-says"),
    ("text.docx", "Просто текст".encode(), "not-what-it-says"),
    ("sheet.docx", package(types=b"<Types/>", xl__workbook=b"<x/>"), "not-what-it-says"),
    ("word97.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not-what-it-says"),
    (
        "secret.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    ("cut.docx", DOCX[: len(DOCX) // 2], "truncated"),
    ("cut.pdf", PDF[: len(PDF) // 3], "truncated"),
    ("broken.docx", DOCX[:200] + bytes(400) + DOCX[600:], "corrupt"),
    ("bomb.docx", BOMB, "too-large"),
    ("large.txt", b"x" * 2_000_001, "too-large"),
    ("table.xlsx", b"PK\x03\x04", "truncated"),
    ("noname", "Текст".encode(), "unknown-type"),
]


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_cannot_be_read_is_refused_by_its_contents(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        read_file(path, IngestSettings(max_file_bytes=2_000_000, max_unpacked_bytes=4_000_000))
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("binary.txt", "not-what-it-says"),
        ("cut_xml.docx", "corrupt"),
        ("empty.txt", "empty"),
        ("password_protected.pdf", "encrypted"),
        ("renamed_zip.docx", "not-what-it-says"),
        ("truncated.pdf", "truncated"),
        ("unknown_type.xyz", "unknown-type"),
        ("zero_pages.pdf", "no-pages"),
    ],
)
def test_damaged_files_of_the_sample(name: str, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_file(SAMPLE / "damaged" / name)
    assert refusal.value.reason == reason


def test_folders_and_missing_files_are_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "vanished.txt"):
        with pytest.raises(Refusal) as refusal:
            read_file(path)
        assert refusal.value.reason == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Текст")
    path.chmod(0)
    with pytest.raises(Refusal) as refusal:
        read_file(path)
    assert refusal.value.reason == "unreadable"


def test_the_sample_reads_but_for_its_scans_where_nothing_reads_them() -> None:
    refused = {}
    for path in sorted((SAMPLE / "archive").iterdir()):
        try:
            parsed = read_file(path, IngestSettings(ocr=False))
        except Refusal as refusal:
            refused[path.name] = refusal.reason
            continue
        blocks, pages = parsed.text.blocks, parsed.text.pages
        assert all(a.end <= b.start for a, b in pairwise(blocks))
        assert "".join(parsed.text.text[b.start : b.end] for b in blocks).replace(" ", "") == "".join(
            parsed.text.text.split()
        )
        assert (path.suffix == ".pdf") == bool(pages)
        if pages:
            assert pages[0][0] == 0
            assert pages[-1][1] == len(parsed.text.text)
    assert refused == {
        "scan_letter_nordwell_2023-02.pdf": "no-text-layer",
        "scan_rasporyazhenie_2021_09_01.pdf": "no-text-layer",
    }


def test_a_file_is_known_by_its_bytes() -> None:
    assert read_file(SEED).sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert read_file(SEED).text == FileReader().read(SEED)


def test_file_reader_gives_llama_index_documents() -> None:
    (document,) = FileReader().load_data(SEED, extra_info={"document": "press/tashkent.txt"})
    assert document.text.startswith("В Ташкенте обсудили")
    assert document.metadata["document"] == "press/tashkent.txt"
    assert document.metadata["language"] == "ru"
    assert "blocks" not in document.get_metadata_str(mode="embed")  # type: ignore[arg-type]


def test_a_text_is_kept_where_looking_for_what_it_tells_stumbles(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr("ingest.findings.find", stumble)
    read = read_file(SEED)
    assert read.text.text
    assert read.findings == NOTHING
