"""Chroma, imported without what a start need not wait for.

Three things that it does at every import are put off, half of its time: it takes the classes that it defines
apart to see whether their methods may override others (a check of Chroma's own code, which the decorators of
`overrides` make), loads gRPC in order to send traces to a collector, which it does only where one is set up,
and its own ways to embed, some forty, which an archive with vectors of its own never asks for. Whoever has
imported Chroma before has it as it is; both ways it does the same.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

import overrides

_EMBEDDINGS = "chromadb.utils.embedding_functions"
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


class _KnownEmbeddings(Mapping[str, Any]):
    """Chroma's own ways to embed, by name."""

    def __getitem__(self, name: str) -> Any:
        return import_module(_EMBEDDINGS).known_embedding_functions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(import_module(_EMBEDDINGS).known_embedding_functions)

    def __len__(self) -> int:
        return len(import_module(_EMBEDDINGS).known_embedding_functions)


def _exporter(*args: Any, **options: Any) -> Any:
    return import_module(_EXPORTER).OTLPSpanExporter(*args, **options)


def _register(function: Any = None) -> Any:
    return import_module(_EMBEDDINGS).register_embedding_function(function)


@contextmanager
def _on_demand(name: str, **taken: Any) -> Iterator[None]:
    """A stand-in for a module while Chroma takes a few names from it, which load it when they are used."""
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    vars(stand_in).update(taken)
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]


with (
    _unchecked_overrides(),
    _on_demand(_EXPORTER, OTLPSpanExporter=_exporter),
    _on_demand(
        _EMBEDDINGS, known_embedding_functions=_KnownEmbeddings(), register_embedding_function=_register
    ),
):
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
