"""What `doctor` looks at."""

import os
import platform
from collections.abc import Callable
from pathlib import Path
from subprocess import SubprocessError
from typing import TYPE_CHECKING

from pydantic import BaseModel

from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.settings import Settings


TESSERACT_SECONDS = 5.0
"""Time that Tesseract has to say which languages it reads."""


class Check(BaseModel):
    """One thing looked at."""

    name: str
    ok: bool
    message: str
    remedy: str | None = None
    optional: bool = False
    """Whether all else works without it."""


def run_checks(settings: "Settings", t: Texts) -> list[Check]:
    """Every check, in the order in which a person would mend them."""
    checks = [check(settings, t) for check in CHECKS]
    return [check for check in checks if check is not None]


def check_python(settings: "Settings", t: Texts) -> Check:
    """The interpreter."""
    return Check(name="python", ok=True, message=t("check.python", version=platform.python_version()))


def check_model(settings: "Settings", t: Texts) -> Check:
    """The built-in model's files."""
    from index.embedding import built_in_table

    try:
        table = built_in_table()
    except (OSError, ValueError, KeyError) as error:
        return Check(
            name="model",
            ok=False,
            message=t("check.model.bad", detail=error),
            remedy=t("check.model.bad.remedy"),
        )
    return Check(name="model", ok=True, message=t("check.model.ok", dimension=table.dimension))


def check_writable(settings: "Settings", t: Texts) -> Check:
    """The store's folder, or the nearest one above it that exists."""
    folder: Path = settings.store
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Check(name="writable", ok=True, message=t("check.writable.ok"))
    return Check(
        name="writable",
        ok=False,
        message=t("check.writable.bad", detail=folder),
        remedy=t("check.writable.bad.remedy", store=settings.store),
    )


def check_store(settings: "Settings", t: Texts) -> Check:
    """Whether there is an archive."""
    from assistant.opening import open_archive

    if not (settings.store / "catalog.sqlite3").is_file():
        return Check(
            name="store",
            ok=True,
            optional=True,
            message=t("check.store.none", store=settings.store),
            remedy=t("check.store.none.remedy"),
        )
    documents = open_archive(settings).documents()
    held = [document for document in documents if document.status == "indexed"]
    passages = sum(document.passages for document in held)
    return Check(
        name="store",
        ok=True,
        message=t("check.store.ok", store=settings.store, documents=len(held), passages=passages),
    )


def check_consistent(settings: "Settings", t: Texts) -> Check | None:
    """Whether catalogue, vectors and words agree."""
    from assistant.opening import open_archive
    from ui.texts import error_message

    if not (settings.store / "catalog.sqlite3").is_file():
        return None
    found = open_archive(settings).check()
    problems = [error_message(problem.code, t.language, **problem.values) for problem in found]
    if not problems:
        return Check(name="consistent", ok=True, message=t("check.consistent.ok"))
    return Check(
        name="consistent",
        ok=False,
        message=t("check.consistent.bad", detail=" ".join(problems)),
        remedy=t("check.consistent.bad.remedy"),
    )


def check_sentences(settings: "Settings", t: Texts) -> Check | None:
    """How much of the archive the sentence encoder has read; the rest is found by words and table alone."""
    from assistant.opening import open_archive

    if settings.index.encoder == "none" or not (settings.store / "catalog.sqlite3").is_file():
        return None
    archive = open_archive(settings)
    total, left = archive.catalog.count(), len(archive.unread_sentences())
    return Check(
        name="sentences",
        ok=not left,
        optional=True,
        message=t("check.sentences", read=total - left, total=total),
        remedy=t("check.sentences.remedy") if left else None,
    )


def check_tesseract(settings: "Settings", t: Texts, seconds: float = TESSERACT_SECONDS) -> Check:
    """The reader of scans, which is optional; it has so many seconds to answer."""
    from ingest.ocr import installed

    try:
        languages = installed(seconds)
    except (OSError, SubprocessError):
        message = t("check.tesseract.silent", seconds=f"{seconds:g}")
        return _no_tesseract(message, t("check.tesseract.silent.remedy"))
    if languages is None:
        return _no_tesseract(t("check.tesseract.none"), t("check.tesseract.none.remedy"))
    return Check(name="tesseract", ok=True, message=t("check.tesseract.ok", languages=", ".join(languages)))


def _no_tesseract(message: str, remedy: str) -> Check:
    return Check(name="tesseract", ok=False, optional=True, message=message, remedy=remedy)


def check_language_model(settings: "Settings", t: Texts) -> Check | None:
    """Whether the server of the language model answers, where one is named in the settings."""
    import httpx

    if settings.llm is None:
        return None
    address, model = settings.llm.address, settings.llm.model
    headers = {"Authorization": f"Bearer {settings.llm.key.get_secret_value()}"}
    try:
        httpx.get(f"{address.rstrip('/')}/models", headers=headers, timeout=5.0).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:  # a key that is no header: ValueError
        return Check(
            name="language-model",
            ok=False,
            optional=True,
            message=t("check.llm.bad", address=address, detail=error),
            remedy=t("check.llm.bad.remedy"),
        )
    return Check(name="language-model", ok=True, message=t("check.llm.ok", address=address, model=model))


CHECKS: tuple[Callable[["Settings", Texts], Check | None], ...] = (
    check_python,
    check_model,
    check_writable,
    check_store,
    check_consistent,
    check_sentences,
    check_tesseract,
    check_language_model,
)
