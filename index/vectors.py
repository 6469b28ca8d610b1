"""Vectors of passages, on disk (Chroma)."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import BaseNode, MetadataMode
from llama_index.core.vector_stores.types import VectorStoreQuery, VectorStoreQueryResult
from numpy.typing import NDArray
from pydantic import PrivateAttr

from index.chroma import (
    ChromaError,
    ClientAPI,
    Collection,
    InternalError,
    NotFoundError,
    Settings,
    SharedSystemClient,
    chromadb,
)
from index.context import context_of
from ingest.errors import KengashError

from llama_index.vector_stores.chroma import ChromaVectorStore  # isort: skip - behind our import of Chroma

COLLECTION = "passages"
FILTER_FIELDS = ("document", "date", "language", "kind")

_BATCH = 5000
"""Chroma takes at most 5,461 at once."""
_MANY = 20_000
_AMONG_ALL = 4

# Chroma saves its graph over the old one whenever it has seen so many changes, in whichever process: one that
# is killed then leaves it broken for good, one that opens it then crashes. So it never does by itself; see
# `checkpoint`, which saves it in a copy.
_NEVER = 1_000_000_000
_AT_ONCE = 2

_opening = threading.Lock()


@contextmanager
def _no_panic() -> Iterator[None]:
    """Chroma panics, which is no `Exception`, where files go under it: an `InternalError`, as others are."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a class that cannot be imported
            raise
        raise InternalError(str(error)) from error


class Vectors(ChromaVectorStore):
    """A `ChromaVectorStore` that is given ids, vectors and filter fields only: the catalogue has the rest.

    A handle shows the state at the moment it was opened and what was written through it since; what other
    handles write, here or in another process, takes a fresh one.
    """

    stores_text: bool = False
    _folder: Path = PrivateAttr()
    _chroma: ClientAPI = PrivateAttr()

    def __init__(self, folder: Path, client: ClientAPI, collection: Collection) -> None:
        super().__init__(chroma_collection=collection)
        self._folder = folder
        self._chroma = client

    @classmethod
    def class_name(cls) -> str:
        """Name in LlamaIndex's registries."""
        return "Vectors"

    @classmethod
    @_no_panic()
    def create(cls, folder: Path, model: str, dimension: int) -> "Vectors":
        """An empty store of `dimension` numbers a vector; what stood in the folder is gone."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        client = _fresh_client(folder)
        collection = client.create_collection(
            COLLECTION,
            metadata={"model": model, "dimension": dimension},
            configuration={"hnsw": {"space": "cosine", "sync_threshold": _NEVER}},
            embedding_function=None,
        )
        return cls(folder, client, collection)

    @classmethod
    def open(cls, folder: Path) -> "Vectors":
        """The store in `folder`, as it is now.

        Raises KengashError `vectors-missing` where there is none and `vectors-broken` where it cannot be
        read; both carry `path`, and the store can be rebuilt.
        """
        if not (folder / "chroma.sqlite3").is_file():
            raise KengashError("vectors-missing", path=str(folder))
        try:
            with _no_panic():
                client = _fresh_client(folder)
                collection = client.get_collection(COLLECTION, embedding_function=None)
                collection.get(limit=1, include=[])  # brings the graph up to date
        except NotFoundError as error:
            raise KengashError("vectors-missing", path=str(folder)) from error
        except (ChromaError, ValueError) as error:
            raise KengashError("vectors-broken", path=str(folder)) from error
        return cls(folder, client, collection)

    @property
    def model(self) -> str:
        """Fingerprint of the embedding that the vectors are of."""
        return str((self._collection.metadata or {}).get("model"))

    @property
    def dimension(self) -> int:
        """Numbers a vector."""
        return int((self._collection.metadata or {}).get("dimension", 0))

    @_no_panic()
    def count(self) -> int:
        """How many vectors there are."""
        return self._collection.count()

    def add(self, nodes: Sequence[BaseNode], **_: Any) -> list[str]:
        """Write the nodes' embeddings under their ids, which must be new: Chroma keeps the old vector of one
        that exists, and does not say so."""
        self.write(nodes, np.asarray([node.get_embedding() for node in nodes], dtype=np.float32))
        return [node.node_id for node in nodes]

    @_no_panic()
    def write(self, nodes: Sequence[BaseNode], vectors: NDArray[np.float32]) -> None:
        """Write vectors [nodes, dimension] under the nodes' ids, which must be new.

        Raises KengashError `other-dimension` (stored, given).
        """
        if not nodes:
            return
        if vectors.shape != (len(nodes), self.dimension):
            raise KengashError("other-dimension", stored=self.dimension, given=vectors.shape[-1])
        for start in range(0, len(nodes), _BATCH):
            some = nodes[start : start + _BATCH]
            self._collection.add(
                ids=[node.node_id for node in some],
                embeddings=vectors[start : start + _BATCH],
                metadatas=[_filter_fields(node) for node in some],
            )

    @_no_panic()
    def ids(self) -> list[str]:
        """Every id."""
        return list(self._collection.get(include=[])["ids"])

    @_no_panic()
    def drop(self, ids: Sequence[str]) -> None:
        """Take vectors out; ids that are not there are no error."""
        for start in range(0, len(ids), _BATCH):
            self._collection.delete(ids=list(ids[start : start + _BATCH]))

    @_no_panic()
    def delete(self, ref_doc_id: str, **_: Any) -> None:
        """Take out the vectors of the document of that name."""
        self._collection.delete(where={"document": ref_doc_id})

    @_no_panic()
    def nearest(
        self, vector: NDArray[np.float32], k: int, ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """At most `k` passages, nearest first: (id, cosine, -1 to 1). `ids` limits the search to those;
        ids that are not there are no error.

        Raises KengashError `other-dimension` (stored, given).
        """
        if vector.shape != (self.dimension,):
            raise KengashError("other-dimension", stored=self.dimension, given=vector.shape[-1])
        if k <= 0:
            return []
        try:
            return self._nearest(vector, k, ids)
        except InternalError:
            if ids is None:
                raise
            # Chroma fails on an id that it does not have.
            return self._nearest(vector, k, self._collection.get(ids=list(ids), include=[])["ids"])

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """Ids and cosines of the nearest passages; LlamaIndex fills in the nodes from its document store.

        `query.node_ids` and `query.filters` limit the search.
        """
        if query.filters is not None or query.query_embedding is None:
            raise NotImplementedError("resolve filters to node_ids first: many times as fast")
        vector = np.asarray(query.query_embedding, dtype=np.float32)
        hits = self.nearest(vector, query.similarity_top_k, query.node_ids)
        return VectorStoreQueryResult(ids=[one for one, _ in hits], similarities=[score for _, score in hits])

    def _nearest(
        self, vector: NDArray[np.float32], k: int, ids: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        if ids is not None and not ids:
            return []
        if ids is not None and len(ids) > _MANY:
            # So long a list takes longer than to look among all.
            allowed = set(ids)
            hits = [hit for hit in self._nearest(vector, _AMONG_ALL * k, None) if hit[0] in allowed]
            if len(hits) >= k:
                return hits[:k]
        found = self._collection.query(
            query_embeddings=vector[None, :],
            n_results=k,
            include=["distances"],
            ids=None if ids is None else list(ids),
        )
        distances = found["distances"] or [[]]
        return [(one, 1.0 - far) for one, far in zip(found["ids"][0], distances[0], strict=True)]

    @_no_panic()
    def checkpoint(self, folder: Path) -> "Vectors":
        """A copy in `folder` with its graph saved, so that opening it need not add the last vectors again."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._folder, folder, ignore=shutil.ignore_patterns("chroma.sqlite3*"))
        with (
            closing(sqlite3.connect(self._folder / "chroma.sqlite3")) as source,
            closing(sqlite3.connect(folder / "chroma.sqlite3")) as target,
        ):
            source.backup(target)
        for threshold in (_AT_ONCE, _NEVER):
            collection = _fresh_client(folder).get_collection(COLLECTION, embedding_function=None)
            collection.modify(configuration={"hnsw": {"sync_threshold": threshold}})
            Vectors.open(folder)
        return Vectors.open(folder)


def fingerprint(embedding: BaseEmbedding) -> str:
    """What tells an embedding from others: vectors of different ones must not be mixed."""
    return str(
        getattr(embedding, "fingerprint", None) or f"{type(embedding).__name__}:{embedding.model_name}"
    )


def embedded_text(node: BaseNode) -> str:
    """What of a passage is embedded: what stands above it, which often says what it is about; its text."""
    parts = (context_of(node.metadata), node.get_content(MetadataMode.NONE))
    return "\n".join(part for part in parts if part)


def embed(embedding: BaseEmbedding, nodes: Sequence[BaseNode]) -> NDArray[np.float32]:
    """Vectors of passages, [nodes, dimension]."""
    texts = [embedded_text(node) for node in nodes]
    # Ours give arrays; LlamaIndex's own way makes a list of Python numbers of each.
    at_once = getattr(embedding, "embed_passages", embedding.get_text_embedding_batch)
    return np.asarray(at_once(texts), dtype=np.float32)


def _fresh_client(folder: Path) -> ClientAPI:
    """A client that shares nothing with those before it, which stay usable.

    Chroma keeps one system a path and process, blind to what others write; dropping it from the cache is the
    only way to another.
    """
    with _opening:
        SharedSystemClient.clear_system_cache()
        return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))


def _filter_fields(node: BaseNode) -> dict[str, str]:
    """Chroma takes no empty values."""
    return {key: str(node.metadata[key]) for key in FILTER_FIELDS if node.metadata.get(key)}
