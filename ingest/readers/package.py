"""What Office documents share: a zip with parts, and properties that say who wrote what when."""

import io
import zipfile
import zlib
from typing import Any

from ingest.errors import Refusal, RefusalReason
from ingest.readers.base import clean

OLE = b"\xd0\xcf\x11\xe0"
"""How an encrypted package begins, and an Office file of before 2007."""
TEMPLATE_DATES = ("2013-12-23T23:15", "2013-01-27T09:14")
"""Creation dates inside the templates of python-docx and python-pptx: they say nothing of the document."""


def check_package(data: bytes, main_part: str, format_name: str, limit: int) -> None:
    """Look before unpacking: is it a whole file of that format, and how many bytes would it be?"""
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Refusal("encrypted" if encrypted else "not-what-it-says", expected=format_name)
    if not data.startswith(b"PK"):
        raise Refusal("not-what-it-says", expected=format_name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any(entry.flag_bits & 1 for entry in package.infolist()):
                raise Refusal("encrypted", format=format_name)
            if sum(entry.file_size for entry in package.infolist()) > limit:
                raise Refusal("too-large", limit=limit, unit="bytes")
            names = set(package.namelist())
            if "[Content_Types].xml" not in names or main_part not in names:
                raise Refusal("not-what-it-says", expected=format_name)
            if package.testzip() is not None:
                raise Refusal("corrupt", format=format_name)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise Refusal(broken_zip(data[-66000:]), format=format_name) from error


def broken_zip(tail: bytes) -> RefusalReason:
    """What is wrong with a zip that does not open: without its directory at the end it was cut."""
    return "corrupt" if b"PK\x05\x06" in tail else "truncated"


def core_properties(core: Any) -> dict[str, str]:
    """Title, day of creation and of change, as the Office libraries give them.

    The keys begin with `docx-properties`, whichever Office format it is.
    """
    found = {"docx-properties:title": clean(core.title or "")}
    for name in ("created", "modified"):
        value = getattr(core, name)
        if value is not None and not value.isoformat().startswith(TEMPLATE_DATES):
            found[f"docx-properties:{name}"] = value.date().isoformat()
    return {key: value for key, value in found.items() if value}
