"""Files inside a zip: found, named, read and refused like those in a folder."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import Refusal
from ingest.file import read_file
from ingest.folder import find_files
from ingest.source import hash_file, is_there, member_of, stat_file

NEWS = "В Байсаре прошла встреча секретариата.\n\nУчастники утвердили бюджет.".encode()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    path = tmp_path / "архив" / "письма.zip"
    path.parent.mkdir()
    path.write_bytes(
        packed(
            **{
                "2024__май.txt": NEWS,
                "__MACOSX/._май.txt": b"x",
                "2024__": b"",
                "программа.exe": b"MZ\x90",
                "ещё.zip": packed(inner=b"x"),
                "../../побег.txt": NEWS,
            }
        )
    )
    return path


@pytest.mark.parametrize("whole", [True, False])
def test_members_are_named_through_the_zip(letters: Path, whole: bool) -> None:
    found = find_files([letters.parent if whole else letters])
    assert [file.name for file in found] == [
        "письма.zip/2024/май.txt",
        "письма.zip/ещё.zip",
        "письма.zip/побег.txt",
        "письма.zip/программа.exe",
    ]
    assert {file.root for file in found} == {letters.parent if whole else letters}


def test_a_member_is_read_and_known_by_its_bytes(letters: Path) -> None:
    path = letters / "2024/май.txt"
    parsed = read_file(path)
    assert parsed.text.text == NEWS.decode()
    assert parsed.sha256 == hash_file(path) == hashlib.sha256(NEWS).hexdigest()
    assert stat_file(path) == (len(NEWS), letters.stat().st_mtime_ns)
    assert member_of(path) == (letters, "2024/май.txt")
    assert is_there(path)
    assert not is_there(letters / "нет.txt")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("программа.exe", "unknown-type"), ("ещё.zip", "unknown-type"), ("нет.txt", "unreadable")],
)
def test_a_member_is_refused_by_its_own_reason(letters: Path, name: str, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_file(letters / name)
    assert refusal.value.reason == reason


def test_names_of_older_programs_are_russian(tmp_path: Path) -> None:
    path = tmp_path / "dos.zip"
    data = packed(abcdefgh=NEWS).replace(b"abcdefgh", "отчёт.tx".encode("cp866"))
    path.write_bytes(data)
    assert [file.name for file in find_files([path])] == ["dos.zip/отчёт.tx"]


BOMB = packed(**{f"{n}.txt": b"0" * 3_000_000 for n in range(3)})
CASES = {
    "bomb.zip": (BOMB, "too-large"),
    "cut.zip": (packed(a=NEWS * 50)[:200], "truncated"),
    "text.zip": (NEWS, "not-what-it-says"),
    "office.zip": (packed(**{"[Content_Types].xml": b"<Types/>"}), "not-what-it-says"),
    "empty.zip": (packed(), "empty"),
    "hidden.zip": (packed(**{".DS_Store": b"x"}), "empty"),
    "locked.zip": (
        packed(a=NEWS).replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
        "encrypted",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_zip_that_is_not_opened_says_why(tmp_path: Path, name: str) -> None:
    data, reason = CASES[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert [file.path for file in find_files([tmp_path])] == [path]
    with pytest.raises(Refusal) as refusal:
        read_file(path)
    assert refusal.value.reason == reason


def test_a_spoilt_member_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "spoilt.zip"
    data = bytearray(packed(**{"a.txt": NEWS * 50}))
    data[60:70] = bytes(10)
    path.write_bytes(data)
    (file,) = find_files([path])
    with pytest.raises(Refusal) as refusal:
        read_file(file.path)
    assert refusal.value.reason == "corrupt"
    assert hash_file(file.path) == ""
