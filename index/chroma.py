"""Chroma, imported without what a start need not wait for.

Two things that it does at every import are put off, a third of its time: it takes the classes that it defines
apart to see whether their methods may override others (a check of Chroma's own code, which the decorators of
`overrides` make), and loads gRPC in order to send traces to a collector, which it does only where one is set
up. Whoever has imported Chroma before has it as it is; both ways it does the same.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import overrides

_EXPORTER = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"


def _unchecked(method: Callable[..., Any] | None = None, **_: bool) -> Any:
    """What `overrides.override` returns once it has checked."""
    if method is None:
        return _unchecked
    method.__override__ = True  # type: ignore[attr-defined]
    return method


@contextmanager
def _unchecked_overrides() -> Iterator[None]:
    checked = overrides.override, overrides.overrides
    overrides.override = overrides.overrides = _unchecked
    try:
        yield
    finally:
        overrides.override, overrides.overrides = checked


@contextmanager
def _exporter_on_demand() -> Iterator[None]:
    """A stand-in for the module while Chroma takes its one class from it, which is loaded when it is made."""
    if _EXPORTER in sys.modules:
        yield
        return
    stand_in = ModuleType(_EXPORTER)

    def exporter(*args: Any, **options: Any) -> Any:
        return import_module(_EXPORTER).OTLPSpanExporter(*args, **options)

    stand_in.OTLPSpanExporter = exporter  # type: ignore[attr-defined]
    sys.modules[_EXPORTER] = stand_in
    try:
        yield
    finally:
        del sys.modules[_EXPORTER]


with _unchecked_overrides(), _exporter_on_demand():
    import chromadb
    import chromadb.api.rust  # Chroma itself does so when a client is made

from chromadb.api import ClientAPI  # noqa: E402
from chromadb.api.models.Collection import Collection  # noqa: E402
from chromadb.api.shared_system_client import SharedSystemClient  # noqa: E402
from chromadb.config import Settings  # noqa: E402
from chromadb.errors import ChromaError, InternalError, NotFoundError  # noqa: E402

__all__ = [
    "ChromaError",
    "ClientAPI",
    "Collection",
    "InternalError",
    "NotFoundError",
    "Settings",
    "SharedSystemClient",
    "chromadb",
]
