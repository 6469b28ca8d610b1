"""Where output goes: answers to stdout, everything else to stderr."""

import json
import sys
from collections.abc import Mapping
from typing import Any

import typer
from pydantic import BaseModel
from rich.console import Console

from ingest.errors import KengashError
from ui.cli.words import command_texts
from ui.texts import error_message

DONE, FAILED, USAGE, SOME_REFUSED = 0, 1, 2, 3
"""Exit codes of the contract."""


def out() -> Console:
    """Human text; made anew, for tests swap the streams."""
    return Console(file=sys.stdout, highlight=False, markup=False, soft_wrap=True)


def err() -> Console:
    """Progress, log lines and errors."""
    return Console(file=sys.stderr, highlight=False, markup=False, soft_wrap=True)


def say_json(value: BaseModel | Mapping[str, Any]) -> None:
    """One JSON object on one line of stdout."""
    data = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    line = json.dumps(data, ensure_ascii=False)
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")  # half a surrogate has no UTF-8
    sys.stdout.flush()


def say_error(error: KengashError) -> None:
    """What is wrong and what to do about it, on stderr."""
    err().print(error_message(error.code, command_texts().language, **error.values))


def usage_error(code: str, **values: object) -> typer.Exit:
    """Say what is wrong with the call; raise what comes back."""
    say_error(KengashError(code, **values))
    return typer.Exit(USAGE)
