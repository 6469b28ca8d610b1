"""An archive as it is read: documents, texts, passages, and the search by words and by meaning."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode
from numpy.typing import NDArray
from sqlalchemy.exc import DatabaseError, OperationalError

from index import backup, near_copies, upkeep, versions
from index.catalog import Catalog
from index.chroma import ChromaError
from index.contradictions import Contradiction
from index.embedding import embedding_for
from index.encoder import shipped_encoder
from index.filters import Filters
from index.handles import Handles, Hits, known_hits
from index.knowledge import Knowledge
from index.query import SearchQuery
from index.records import Document
from index.sentence_vectors import AT_ONCE, SentenceVectors
from index.settings import IndexSettings
from index.usable import usable
from index.vectors import Vectors, fingerprint
from index.versions import Version
from index.vocabulary import Vocabulary
from ingest.document import ExtractedText
from ingest.errors import KengashError

_PATIENCE = 5
"""While another process writes, a new look costs at most a sixth of a reader's time."""
FIRST = 4
"""Passages from which the sentence encoder learns how long the rest would take."""
_LOOKS = 3
"""At the vectors, where searches fail because a writer puts others in their place."""


class ArchiveReader(ABC):
    """What any thread of any process may do with a store folder, whoever writes meanwhile."""

    def __init__(
        self,
        folder: Path,
        settings: IndexSettings | None = None,
        embedding: BaseEmbedding | None = None,
        on_step: upkeep.Step = upkeep.nothing,
    ) -> None:
        self.folder = folder
        self.settings = settings or IndexSettings()
        self._embedding = embedding
        self._step = on_step
        self.catalog = _catalog(folder)
        self.knowledge = Knowledge(self.catalog)
        """What the documents tell: events, roles, decisions and the like."""
        self._looking = threading.Lock()
        self._writing = False
        self._handles = Handles()
        self._sentences: SentenceVectors | None = None
        self._look_again = 0.0
        self.refresh()

    @classmethod
    def open(
        cls,
        folder: Path,
        settings: IndexSettings | None = None,
        embedding: BaseEmbedding | None = None,
        on_step: upkeep.Step = upkeep.nothing,
    ) -> Self:
        """The archive in `folder`, which is made where there is none.

        `embedding` is made from the settings, when first needed, where none is given. `on_step` is told the
        name of each step of writing before it is taken. Raises KengashError `store-newer` (stored, known),
        `store-unusable` (path, detail), `catalog-damaged` (detail).
        """
        return cls(folder, settings, embedding, on_step)

    def close(self) -> None:
        """Let go of the files."""
        self._handles = Handles()
        self.catalog.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def embedding(self) -> BaseEmbedding:
        """The model that questions and passages are embedded with."""
        if self._embedding is None:
            self._embedding = embedding_for(self.settings.embedding)
        return self._embedding

    @property
    def sentences(self) -> SentenceVectors | None:
        """What the sentence encoder made of the passages; None where it read none."""
        if self.settings.encoder == "none" or not SentenceVectors.are_in(self.folder):
            return None
        if self._sentences is None:
            self._sentences = SentenceVectors(self.folder, shipped_encoder())
        return self._sentences

    def read_sentences(self, seconds: float | None = None, report: upkeep.Report = upkeep.ignore) -> int:
        """Have the sentence encoder read what it did not read yet; how many passages are left.

        With `seconds`, no more than a first few where the rest would take longer: an archive of years is
        better read while nobody waits. Needs no lock, for what is read is only ever added.
        """
        left = self.unread_sentences()
        if left:
            shipped_encoder()  # loading it tells nothing of how long reading takes
        started = time.monotonic()
        read = 0
        while read < len(left):
            report(read, len(left))
            some = left[read : read + (AT_ONCE if read else FIRST)]
            self.add_sentences(self.passages(some))
            read += len(some)
            needed = (time.monotonic() - started) / read * len(left)
            if seconds is not None and needed > seconds:
                return len(left) - read
        report(len(left), len(left))
        return 0

    def unread_sentences(self) -> list[str]:
        """Ids of the passages that the sentence encoder did not read yet; those gone are forgotten."""
        ids = self.catalog.passage_ids()
        if self.settings.encoder == "none" or self.sentences is None:
            return [] if self.settings.encoder == "none" else ids
        with usable(self.folder):
            self.sentences.keep_only(ids)
            return self.sentences.missing(ids)

    def add_sentences(self, nodes: Sequence[TextNode]) -> None:
        """Have the sentence encoder read passages."""
        if nodes:
            with usable(self.folder):
                (self.sentences or SentenceVectors(self.folder, shipped_encoder())).add(nodes)

    @property
    def generation(self) -> int:
        """Grows with every change that can be seen."""
        return int(self.catalog.state().get("generation", 0))

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the passages."""
        return self._handles.words.vocabulary

    def documents(self, filters: Filters | None = None) -> list[Document]:
        """What is known of the documents that the filters let through, by name; refused files among them."""
        return self.catalog.documents(filters)

    def document(self, name: str) -> Document:
        """What is known of one; raises KengashError `no-document` (document)."""
        found = self.catalog.document(name)
        if found is None:
            raise KengashError("no-document", document=name)
        return found

    def text(self, name: str, version: int | None = None) -> ExtractedText:
        """Its text, into which all offsets point; that of an earlier version, from 1, where one is named.

        Raises KengashError `no-document`, `no-text` (document), `no-version` (document, version, versions).
        """
        if version is not None:
            return self._text_of(name, version)
        self.document(name)
        text = self.catalog.text(name)
        if text is None:
            raise KengashError("no-text", document=name)
        return text

    def versions(self, name: str) -> list[Version]:
        """What a document was, oldest first, and last what it is; raises KengashError `no-document`.

        One that was taken out has no last one: all have `until`.
        """
        with self.catalog.reading() as connection:
            found = versions.versions_of(connection, name)
        if not found:
            raise KengashError("no-document", document=name)
        return found

    def taken_out(self) -> list[Version]:
        """Documents that are gone and can be brought back, each as it was last, by name."""
        with self.catalog.reading() as connection:
            return versions.taken_out(connection)

    def near_copies(self) -> dict[str, tuple[str, ...]]:
        """By name, a document and those that tell the same in nearly the same words, the one to trust first.

        A correction comes before others, a reprint after them, the later before the earlier. Documents
        without near copies are not listed.
        """
        with self.catalog.reading() as connection:
            return near_copies.grouped(connection)

    def contradictions(self, name: str) -> list[Contradiction]:
        """Figures, dates and names that near copies of a document tell otherwise, with quotes of both."""
        with self.catalog.reading() as connection:
            return near_copies.contradictions(connection, name)

    def passages(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages in the order of the ids; ids that are not known are left out."""
        return self.catalog.passages(ids)

    def passages_of(self, name: str) -> list[TextNode]:
        """Passages of a document, in reading order; raises KengashError `no-document` (document)."""
        self.document(name)
        return self.catalog.passages_of(name)

    def passage_ids(self, filters: Filters | None = None) -> list[str]:
        """Ids of the passages of the documents that the filters let through.

        A document's date may be partial: it matches when the span it may mean overlaps the range.
        """
        return self.catalog.passage_ids(filters)

    def undated(self, filters: Filters) -> int:
        """How many documents a date filter leaves out because they have no date."""
        return self.catalog.undated(filters)

    def search_vectors(
        self, vector: NDArray[np.float32] | Sequence[float], k: int, ids: Sequence[str] | None = None
    ) -> Hits:
        """At most `k` passages nearest to `vector` [dimension]: (id, cosine, -1 to 1), nearest first.

        `ids` limits the search. Raises KengashError `other-model` (stored, configured) where another model
        wrote the vectors, `other-dimension`, and `vectors-broken` (path) where they cannot be read.
        """
        self.refresh()
        wanted = np.asarray(vector, dtype=np.float32)
        failure = None
        for _ in range(_LOOKS):
            try:
                return self._nearest(wanted, k, ids)
            except ChromaError as error:  # a writer saved the graph elsewhere and took the files away
                failure = error
                self.refresh(anew=True)
        raise KengashError("vectors-broken", path=str(self.folder)) from failure

    def search_words(
        self,
        query: str | SearchQuery,
        k: int,
        ids: Sequence[str] | None = None,
        filters: Filters | None = None,
    ) -> Hits:
        """At most `k` passages with words of the query: (id, BM25 score > 0), best first."""
        self.refresh()
        words = self._handles.words
        return known_hits(self.catalog, k, lambda n: words.search(query, n, filters, ids))

    def refresh(self, anew: bool = False) -> bool:
        """See what other processes have written since; True where there was something. One tiny query.

        While another still writes, not at every change: each look at the vectors takes tenths of a second.
        """
        if not anew and self.catalog.state().get("generation") == self._handles.generation:
            return False
        with self._looking:
            state = self.catalog.state()
            # The handles of the one that writes show what it writes; others' would soon be behind.
            if self._writing or (not anew and state.get("generation") == self._handles.generation):
                return False
            started = time.monotonic()
            if not anew and "writing" in state and started < self._look_again:
                return False
            try:
                with usable(self.folder):
                    self._handles = Handles.open(self.folder, self.catalog, self._handles)
            except KengashError as error:
                if error.code not in upkeep.BROKEN:
                    raise
            else:
                ended = time.monotonic()
                self._look_again = ended + _PATIENCE * (ended - started)
                return True
        self._rebuild()
        return True

    def _text_of(self, name: str, version: int) -> ExtractedText:
        known = self.versions(name)
        if version == len(known) and known[-1].until is None:
            return self.text(name)
        with self.catalog.reading() as connection:
            text = versions.text_of_version(connection, name, version)
        if text is None:
            raise KengashError("no-version", document=name, version=version, versions=len(known))
        return text

    @abstractmethod
    def _rebuild(self) -> None:
        """Make anew what is missing beside the catalogue."""

    def _check_model(self, vectors: Vectors) -> None:
        configured = fingerprint(self.embedding)
        if vectors.model != configured:
            raise KengashError("other-model", stored=vectors.model, configured=configured)

    def _nearest(self, vector: NDArray[np.float32], k: int, ids: Sequence[str] | None) -> Hits:
        vectors = self._handles.vectors
        if vectors is None:
            return []
        self._check_model(vectors)
        return known_hits(self.catalog, k, lambda n: vectors.nearest(vector, n, ids))


def _catalog(folder: Path) -> Catalog:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Catalog(folder / backup.CATALOG)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise KengashError("store-unusable", path=str(folder), detail=detail) from error
    except OperationalError as error:
        raise KengashError("store-unusable", path=str(folder), detail=str(error.orig)) from error
    except DatabaseError as error:
        raise KengashError("catalog-damaged", detail=str(error.orig)) from error
