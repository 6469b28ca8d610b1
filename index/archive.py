"""The archive: what is read from it, and how it is written."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode

from index import backup, near_copies, upkeep, versions
from index.alike import Sketches
from index.batch import Batch, Taken
from index.change import Change
from index.handles import Handles
from index.heap import share_heap
from index.knowledge import survey
from index.lexical import Lexical
from index.lock import WriterLock
from index.reader import ArchiveReader
from index.records import Access, Correction, Document, check_date, now
from index.settings import IndexSettings
from index.usable import usable
from index.vectors import Vectors, embed
from ingest.document import Kind
from ingest.errors import KengashError
from ingest.findings import found_in
from ingest.source import is_there

_KEPT = "kept:"
"""Begins the path of a document that no file stands for any more: no folder holds it."""
_WORTH_SAVING = 500
"""Unsaved vectors that make a checkpoint worth its while when writing ends."""


class Archive(ArchiveReader):
    """A store folder. Any thread may read; `writing` makes this process the one that writes.

    Catalogue, vectors and words are brought in step when writing begins, whatever stopped the writer before.
    """

    def __init__(
        self,
        folder: Path,
        settings: IndexSettings | None = None,
        embedding: BaseEmbedding | None = None,
        on_step: upkeep.Step = upkeep.nothing,
    ) -> None:
        share_heap()
        self._lock = WriterLock(folder)
        self._turn = threading.RLock()
        super().__init__(folder, settings, embedding, on_step)

    @contextmanager
    def writing(self, command: str = "", wait: float = 0.0, mend: bool = True) -> Iterator[None]:
        """Be the one that writes, waiting up to `wait` seconds for another to end.

        What an interrupted writer left is put right first, unless `mend` is False. Raises KengashError
        `locked` (pid, host, since, command) while another writes, `store-unusable` (path, detail).
        """
        with self._turn:
            if self._writing:
                yield
                return
            with self._lock.held(command, wait):
                with self._looking:  # a look that has begun ends first
                    self._writing = True
                try:
                    with usable(self.folder):
                        self._begin(mend)
                    yield
                    with usable(self.folder):
                        self._end()
                finally:
                    self._writing = False
                    self._handles.words.rollback()

    def commit(self, batch: Batch) -> None:
        """Make all the changes visible at once.

        New passages are embedded and written first, the catalogue then changes in one transaction, and only
        then the old passages go: whatever stops in between, every document is whole, as it was or as it is
        to be.
        """
        with self.writing(), usable(self.folder):
            if not batch:
                return
            described = {name: self._described(name, document) for name, document in batch.described.items()}
            nodes = [node for taken in batch.taken for node in taken.passages]
            nodes += [node for passages in described.values() for node in passages]
            replaced = self.catalog.names_at([taken.document.path for taken in batch.taken])
            old = self.catalog.ids_of([*replaced, *batch.described, *batch.removed])
            self._write(nodes)
            self._step("catalog.begin")
            with self.catalog.change() as change:
                self._make(change, batch, described)
                change.add(pending=len(nodes) + len(old))
                self._step("catalog.commit")
            self._drop(old)
            if batch.described:
                survey(self.catalog)  # what is told goes by the document's date and kind
            self._saw()
            if self._pending >= self.settings.vectors_per_checkpoint:
                self._checkpoint()

    def remove(self, name: str) -> None:
        """Take a document out; a copy of its file takes its place.

        Its file is left out when its folder is ingested again, until it changes or is given by itself.
        Raises KengashError `no-document`.
        """
        with self.writing("remove"):
            document = self.document(name)
            copy = next(iter(self.catalog.copies(name)), None)
            if copy is None:
                self.commit(Batch(removed=[name], taken_out=[document]))
                return
            moved = replace(
                document,
                name=copy.name,
                root=copy.root,
                path=copy.path,
                size=copy.size,
                mtime_ns=copy.mtime_ns,
            )
            self.commit(Batch(described={name: moved}, forgotten=[copy.path]))

    def edit(
        self,
        name: str,
        title: str | None = None,
        date: str | None = None,
        kind: Kind | None = None,
        access: Access | None = None,
    ) -> Document:
        """Put right what was found out about a document; None leaves a field, an empty date takes it away.

        Holds when the file is read again. Raises KengashError `no-document`, `bad-date` (date).
        """
        if date:
            check_date(date)
        with self.writing("edit"):
            document = self.document(name)
            before = self.catalog.correction(document.path)
            correction = Correction(
                title=before.title if title is None else title,
                date=before.date if date is None else date,
                kind=kind or before.kind,
                access=access or before.access,
            )
            corrected = correction.correct(document)
            self.commit(Batch(described={name: corrected}, corrections={name: correction}))
            return corrected

    def restore_document(self, name: str) -> Document:
        """Bring back a document that was taken out, or went with its file, as it was last.

        It stays though its file is no longer there. Raises KengashError `no-document`, and
        `document-present` where there is one of that name.
        """
        with self.writing("restore-document"):
            with self.catalog.reading() as connection:
                kept = versions.last_kept(connection, name)
            if self.catalog.document(name) is not None:
                raise KengashError("document-present", document=name)
            if kept is None:
                raise KengashError("no-document", document=name)
            document = kept.document
            if self.catalog.document_at(document.path) is not None or not is_there(Path(document.path)):
                document = replace(document, path=f"{_KEPT}{uuid4().hex}/{name}", root=None)
            found = found_in(kept.text, document.metadata, name)
            self.commit(
                Batch(
                    taken=[Taken(document, kept.text, kept.passages, found)],
                    corrections={name: kept.correction},
                    brought_back=[kept.id],
                )
            )
            return document

    def compare(self, report: upkeep.Report = upkeep.ignore) -> None:
        """Find the near copies among documents that were not compared yet."""
        with self.writing("compare"), usable(self.folder):
            with self.catalog.reading() as connection:
                new = near_copies.uncompared(connection)
                known = near_copies.known_sketches(connection) if new else Sketches()
            for start in range(0, len(new), near_copies.AT_ONCE):
                report(start, len(new))
                self._step("compare")
                with self.catalog.note() as note:
                    note.compare(new[start : start + near_copies.AT_ONCE], known)

    # Care

    def reindex(self, report: upkeep.Report = upkeep.ignore) -> int:
        """Make vectors and words anew from the catalogue, with the model of the settings; how many passages.

        Goes on where it was interrupted. Those in use stay in use until it is done.
        """
        with self.writing("reindex", mend=False), usable(self.folder):
            upkeep.rebuild_vectors(self.folder, self.catalog, self.embedding, report, self._step)
            upkeep.rebuild_words(self.folder, self.catalog, self._step)
            survey(self.catalog)
            self._handles = Handles.open(self.folder, self.catalog)
            self.compare()  # a store of an older version has no near copies yet
            return self.catalog.count()

    def check(self) -> list[KengashError]:
        """What is wrong with the store, as codes with values; nothing as a rule."""
        with usable(self.folder):
            return list(upkeep.problems(self.folder, self.catalog, self.embedding, self._lock.is_held()))

    def backup(self, file: Path) -> None:
        """A consistent copy of the store in one file, while others read.

        Raises KengashError `backup-unwritable` (path, detail), `locked`.
        """
        with self.writing("backup"):
            backup.write(self.folder, self.catalog.state(), file)

    def restore(self, file: Path) -> None:
        """Put a backup in place of what the store holds; others see it as they see any change.

        One that cannot be restored changes nothing. Raises KengashError `bad-backup` (path), `locked`,
        `store-newer`, `store-unusable` (path, detail).
        """
        with self.writing("restore", mend=False):
            backup.read(self.folder, self.catalog, file)
            try:
                self._handles = Handles.open(self.folder, self.catalog)
            except KengashError as error:
                if error.code not in upkeep.BROKEN:
                    raise
                upkeep.put_in_step(self.folder, self.catalog, lambda: self.embedding, self._step)
                self._handles = Handles.open(self.folder, self.catalog)

    # Inside

    @property
    def _pending(self) -> int:
        return int(self.catalog.state().get("pending", 0))

    def _described(self, name: str, document: Document) -> list[TextNode]:
        """The passages of the document of that name, about it as it now is, under new ids."""
        about = {
            "document": document.name,
            "title": document.title,
            "date": document.date,
            "kind": document.kind,
        }
        return [
            node.model_copy(update={"id_": uuid4().hex, "metadata": {**node.metadata, **about}})
            for node in self.catalog.passages_of(name)
        ]

    def _make(self, change: Change, batch: Batch, described: Mapping[str, Sequence[TextNode]]) -> None:
        """The batch's changes, those first that free names and paths."""
        for name in batch.removed:
            change.remove(name)
        for document in batch.taken_out:
            change.keep_out(document)
        for path in batch.forgotten:
            change.remove_copy(path)
        for name, document in batch.described.items():
            change.describe(name, document, described[name])
        for _ in batch.taken:
            self._step("catalog.document")
        change.put_all(batch.taken)
        for name, correction in batch.corrections.items():
            change.correct(name, correction)
        for document in batch.unread:
            change.keep_unread(document)
        self._note(change, batch)

    def _note(self, change: Change, batch: Batch) -> None:
        """What of a batch changes no text."""
        for version in batch.brought_back:
            change.forget_version(version)
        for copy in batch.copies:
            change.put_copy(copy)
        for path, size, mtime_ns in batch.touched:
            change.touch(path, size, mtime_ns)
        for folder in batch.folders:
            change.put_folder(folder, now())

    def _write(self, nodes: Sequence[TextNode]) -> None:
        if not nodes:
            return
        vectors, words = self._writable()
        embedded = embed(self.embedding, nodes)
        self._step("vectors.write")
        with ThreadPoolExecutor(1) as beside:  # Chroma computes outside Python, the words inside
            written = beside.submit(vectors.write, nodes, embedded)
            self._step("words.write")
            with usable(self.folder, ValueError):
                words.add(nodes)
            written.result()
        self._step("words.commit")
        with usable(self.folder, ValueError):  # tantivy's, whatever the cause
            words.commit()

    def _drop(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        vectors, words = self._writable()
        self._step("vectors.drop")
        vectors.drop(ids)
        self._step("words.drop")
        with usable(self.folder, ValueError):
            words.delete(ids)
            words.commit()
        self._step("catalog.dropped")
        with self.catalog.change():
            pass  # readers that looked before the drop look again, or the old ids would crowd out others

    def _writable(self) -> tuple[Vectors, Lexical]:
        """The open indexes, made where there are none yet."""
        if not {upkeep.VECTORS, upkeep.WORDS} <= self._handles.state.keys():
            upkeep.begin(self.folder, self.catalog, self.embedding)
            self._handles = Handles.open(self.folder, self.catalog)
        vectors, words = self._handles.vectors, self._handles.words
        if vectors is None:
            raise KengashError("vectors-missing", path=str(self.folder))
        self._check_model(vectors)
        return vectors, words

    def _begin(self, mend: bool) -> None:
        if mend and not self._in_step():
            self._step("repair")
            upkeep.put_in_step(self.folder, self.catalog, lambda: self.embedding, self._step)
            self._handles = Handles.open(self.folder, self.catalog)
        with self.catalog.note() as note:
            note.set(writing=1)

    def _in_step(self) -> bool:
        state = self.catalog.state()
        try:
            if state.get("generation") != self._handles.generation:
                self._handles = Handles.open(self.folder, self.catalog, self._handles)
        except KengashError as error:
            if error.code not in upkeep.BROKEN:
                raise
            return False
        vectors, words = self._handles.vectors, self._handles.words
        return "writing" not in state and upkeep.counts_agree(self.catalog, vectors, words)

    def _end(self) -> None:
        if self._pending >= _WORTH_SAVING:
            self._checkpoint()
        with self.catalog.note() as note:
            note.set(writing=None)

    def _checkpoint(self) -> None:
        vectors = self._handles.vectors
        if vectors is None:
            return
        self._step("checkpoint.copy")
        name = upkeep.next_name(self.catalog.state(), upkeep.VECTORS)
        saved = vectors.checkpoint(self.folder / name)
        self._step("checkpoint.switch")
        with self.catalog.change() as change:
            change.set(vectors=name, pending=0)
        self._handles = replace(self._handles, vectors=saved)
        self._saw()
        self._step("checkpoint.tidy")
        upkeep.tidy(self.folder, self._handles.state)

    def _saw(self) -> None:
        """What this process wrote, its handles show already."""
        self._handles = replace(self._handles, state=self.catalog.state())

    def _rebuild(self) -> None:
        with self.writing("repair"):
            pass
