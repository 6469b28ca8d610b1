"""Files and folders into the archive."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from llama_index.core.schema import TextNode

from index.archive import Archive
from index.batch import Batch, Taken
from index.plan import HashedFile, Plan, inside, make_plan
from index.records import Copy, Correction, Document, Status, now
from index.report import DuplicateFile, IngestReport, Progress, RefusedFile
from ingest.document import ExtractedText, Metadata
from ingest.errors import Refusal
from ingest.file import ParsedFile, read_file, refusing
from ingest.findings import found_in
from ingest.folder import FoundFile, find_files, is_text, printable
from ingest.passages import PassageParser
from ingest.settings import IngestSettings
from ingest.source import hash_file, is_there, stat_file
from ingest.told import NOTHING, BadRow, ToldTables

__all__ = ["DuplicateFile", "IngestReport", "Ingestion", "Progress", "RefusedFile"]


class Parser(Protocol):
    """What cuts a text into passages, as `PassageParser` does."""

    def passages(self, name: str, parsed_text: ExtractedText, metadata: Metadata) -> list[TextNode]:
        """Passages in reading order, each under an id never used before."""
        ...


Report = Callable[[Progress], None]
ReadAll = Callable[[Iterable[Path]], Iterator[ParsedFile | Refusal]]
"""What each file gives, in the order of the paths."""


class Ingestion:
    """Takes files and folders into an archive."""

    def __init__(
        self,
        archive: Archive,
        parser: Parser | None = None,
        settings: IngestSettings | None = None,
        read: Callable[[Path], ParsedFile] | None = None,
        read_all: ReadAll | None = None,
        sentences: bool = False,
    ) -> None:
        """`read` reads a file or raises Refusal; `read_all` in its place may read several at once.

        With `sentences`, the sentence encoder reads what was taken in, as far as the settings allow.
        """
        settings = settings or IngestSettings()
        self._archive = archive
        self._parser = parser or PassageParser(settings=settings)
        self._read_all = read_all or _one_by_one(read or (lambda path: read_file(path, settings)))
        self._sentences = sentences
        self._told = ToldTables()
        self._corrections: Mapping[str, Correction] = {}

    def run(
        self,
        paths: Sequence[Path],
        progress: Report = lambda _: None,
        prune: bool = False,
        command: str = "ingest",
        wait: float = 0.0,
    ) -> IngestReport:
        """Add what is new, replace what changed, take out what is gone from the folders given.

        A folder that is missing, empty or has lost more than the settings' share of what it had is refused
        and left as it is, unless `prune`. Files with the bytes of another are noted, and take its place when
        it goes. Raises KengashError `locked` while another process writes, waiting `wait` seconds for it.
        """
        started = time.monotonic()
        report = IngestReport()
        self._told = ToldTables()
        with self._archive.writing(command, wait):
            self._corrections = self._archive.catalog.corrections()
            asked = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - links keep their names
            plan = self._plan(asked, prune, report, progress)
            refused = {one.path for one in report.refused}
            folders = [str(path) for path in asked if path.is_dir() and printable(path) not in refused]
            self._carry_out(plan, folders, report, progress)
        if self._sentences:
            report.unread = self._archive.read_sentences(
                self._archive.settings.encoder_seconds,
                lambda done, total: progress(Progress(stage="sentences", done=done, total=total)),
            )
        report.refused += [_bad_row(problem) for problem in self._told.problems]
        report.refused.sort(key=lambda refused: refused.path)
        report.seconds = round(time.monotonic() - started, 3)
        return report

    def _plan(self, paths: Sequence[Path], prune: bool, report: IngestReport, progress: Report) -> Plan:
        catalog = self._archive.catalog
        documents, copies = catalog.documents(), catalog.copies()
        known: dict[str, Document | Copy] = {copy.path: copy for copy in copies}
        known |= {document.path: document for document in documents}
        accepted = []
        unlisted: dict[Path, str] = {}
        every = find_files(paths, unlisted)
        report.refused += [_unlisted(path, cause) for path, cause in unlisted.items()]
        # What stands in a folder that cannot be listed is not gone: a drive may fail in the middle.
        closed = [str(path) for path in unlisted]
        known = {path: one for path, one in known.items() if not inside(path, closed)}
        for path in paths:
            if path in unlisted:
                continue
            problem = None if prune and is_text(path) else self._problem(path, known, every)
            if problem is None:
                accepted.append(path)
            else:
                report.refused.append(problem)
        kept = every if accepted == list(paths) else find_files(accepted)
        there = [file for file in kept if file.root is not None or file.path.exists()]
        report.refused += [_unnamed(file.path) for file in there if not is_text(file.path)]
        files = [file for file in there if is_text(file.path)]
        out = {file.path: file for file in catalog.taken_out()}
        found = []
        for done, file in enumerate(files):
            progress(Progress(stage="looking", done=done, total=len(files), path=str(file.path)))
            at = str(file.path)
            hashed = _hashed(file, known.get(at) or out.get(at))
            if file.root is not None and at in out and hashed.sha256 == out[at].sha256:
                report.left_out += 1
            else:
                found.append(hashed)
        gone = _gone(known, found, [str(path) for path in accepted])
        return make_plan(found, documents, copies, gone)

    def _problem(
        self, path: Path, known: Mapping[str, Document | Copy], every: Sequence[FoundFile]
    ) -> RefusedFile | None:
        """Why a path is refused as a whole; `every` are the files at and below all paths."""
        if not is_text(path):
            return _unnamed(path)
        limit = self._archive.settings.shrink_limit
        held = [one for one in known.values() if one.path != str(path) and inside(one.path, [str(path)])]
        files = {str(file.path) for file in every} if path.is_dir() else set()
        there = {file for file in files if inside(file, [str(path)])}
        gone = [one for one in held if one.path not in there]
        if path.is_dir() and len(gone) > limit * len(held):
            # Files that were moved inside the folder are not lost; to know them takes reading the new ones.
            new = {hash_file(Path(one)) for one in there - known.keys()}
            gone = [one for one in gone if one.sha256 not in new]
        values = {"known": len(held), "gone": len(gone)}
        if not path.exists():
            reason = "folder-missing" if held or str(path) in self._archive.catalog.folders() else "not-found"
        elif path.is_dir() and not there:
            reason = "folder-empty"
        elif len(gone) > limit * len(held):
            reason = "folder-shrunk"
        else:
            return None
        return RefusedFile(path=str(path), reason=reason, values=values)

    def _carry_out(self, plan: Plan, folders: Sequence[str], report: IngestReport, progress: Report) -> None:
        archive, settings = self._archive, self._archive.settings
        known_copies = set(archive.catalog.copies())
        documents = {document.path: document for document in archive.catalog.documents()}
        # What goes and what moves comes first and at once: it frees names that others take.
        batch = Batch(
            described=self._described(plan),
            removed=[document.name for document in (*plan.removed, *plan.absorbed)],
            copies=[copy for copy in plan.copies if copy not in known_copies],
            forgotten=plan.forgotten,
            touched=[(file.path, file.size, file.mtime_ns) for file in plan.touched],
            folders=list(folders),
        )
        archive.commit(batch)
        stayed = [*plan.unchanged, *plan.moved.values()]
        report.removed = len(plan.removed)
        report.replaced = len(plan.absorbed)
        report.unchanged = sum(document.status == "indexed" for document in stayed)
        report.refused += [_refusal(document) for document in stayed if _is_refused(document, plan)]
        report.duplicates += [DuplicateFile(path=copy.path, same_as=copy.document) for copy in plan.copies]
        batch = Batch()
        for done, (file, others, result) in enumerate(self._read(plan)):
            so_far = Progress(stage="reading", done=done, total=len(plan.to_read), passages=report.passages)
            progress(so_far.model_copy(update={"path": file.path}))
            taken = self._taken(file, result)
            if taken.document.status == "indexed":
                self._add(batch, taken, file, others, report)
                known = file.path in documents
                report.replaced += known
                report.added += not known
            else:
                self._refuse(batch, taken, [file, *others], documents, report)
            if (
                len(batch.taken) >= settings.documents_per_commit
                or batch.passages >= settings.passages_per_commit
            ):
                archive.commit(batch)
                batch = Batch()
        archive.commit(batch)
        progress(Progress(stage="reading", done=len(plan.to_read), total=len(plan.to_read)))
        archive.compare(lambda done, total: progress(Progress(stage="comparing", done=done, total=total)))

    def _read(self, plan: Plan) -> Iterator[tuple[HashedFile, list[HashedFile], ParsedFile | Refusal]]:
        """Files with those that turned out to be the same, and what they gave.

        A file may change or go between the look and the reading: what is read then tells nothing of the
        others, the first of which is read in its place, after all the rest.
        """
        waiting = plan.to_read
        while waiting:
            results = self._read_all(Path(file.path) for file, _ in waiting)
            again = []
            for (file, others), result in zip(waiting, results, strict=True):
                same = _same_bytes(file, result)
                if others and not same:
                    again.append((others[0], others[1:]))
                yield file, others if same else [], result
            waiting = again

    def _described(self, plan: Plan) -> dict[str, Document]:
        """What moved, and what a `metadata.csv` now tells otherwise of documents that stay."""
        staying = [(document, self._overruled(document)) for document in plan.unchanged]
        changed = {before.name: after for before, after in staying if before != after}
        return {name: self._overruled(document) for name, document in plan.moved.items()} | changed

    def _overruled(self, document: Document) -> Document:
        """The document as it is told, where it is, and as it was corrected."""
        told = self._told.about(Path(document.path), Path(document.root) if document.root else None)
        if document.status != "indexed" or told == NOTHING:
            return document
        correction = self._corrections.get(document.path, Correction())
        return correction.correct(replace(document, **told.given()))

    def _add(
        self,
        batch: Batch,
        taken: Taken,
        file: HashedFile,
        others: Sequence[HashedFile],
        report: IngestReport,
    ) -> None:
        """Take in what a file gave; the others have the same bytes."""
        batch.taken.append(taken)
        report.passages += len(taken.passages)
        for copy in (other.copy_of(file.name) for other in others):
            batch.copies.append(copy)
            report.duplicates.append(DuplicateFile(path=copy.path, same_as=copy.document))

    def _refuse(
        self,
        batch: Batch,
        taken: Taken,
        files: Sequence[HashedFile],
        documents: Mapping[str, Document],
        report: IngestReport,
    ) -> None:
        """List files of the same bytes as refused; what one of them held when it could be read is kept."""
        for here in files:
            # What the system would not let us read may be read tomorrow, unchanged: it is not remembered.
            fleeting = taken.document.reason == "unreadable"
            file = replace(here, size=0, mtime_ns=0, sha256="") if fleeting else here
            refused, before = _at(taken.document, file), documents.get(file.path)
            if before is not None and before.status == "indexed":
                batch.unread.append(
                    replace(
                        before,
                        size=file.size,
                        mtime_ns=file.mtime_ns,
                        reason=refused.reason,
                        reason_values=refused.reason_values,
                    )
                )
            else:
                batch.taken.append(replace(taken, document=refused))
            report.refused.append(_refusal(refused))

    def _taken(self, file: HashedFile, parsed: ParsedFile | Refusal) -> Taken:
        path = Path(file.path)
        known = _at(
            Document(name="", root=None, path="", sha256="", size=0, mtime_ns=0, title=path.stem), file
        )
        if not isinstance(parsed, Refusal):
            try:
                with refusing():
                    return self._parsed(known, file, parsed)
            except Refusal as refusal:
                parsed = refusal
        status: Status = "no-text-layer" if parsed.reason == "no-text-layer" else "refused"
        document = replace(known, status=status, reason=parsed.reason, reason_values=parsed.values)
        return Taken(document, None)

    def _parsed(self, known: Document, file: HashedFile, parsed: ParsedFile) -> Taken:
        """What was read, as it is told and was corrected, in passages."""
        correction = self._corrections.get(file.path, Correction())
        told = self._told.about(Path(file.path), Path(file.root) if file.root else None)
        metadata = correction.apply(told.apply(parsed.metadata))
        passages = self._parser.passages(file.name, parsed.text, metadata)
        confidence = parsed.text.properties.get("ocr:confidence")
        document = replace(
            known,
            sha256=parsed.sha256,
            title=metadata.title,
            date=metadata.date,
            date_source=metadata.date_source,
            language=metadata.language,
            kind=metadata.kind,
            access=told.access or known.access,
            pages=len(parsed.text.pages) or None,
            ocr_confidence=min(map(int, confidence.split())) if confidence else None,
            passages=len(passages),
        )
        # Dates in a text are taken from the document's, which may have been overruled.
        unchanged = metadata == parsed.metadata
        found = parsed.findings if unchanged else found_in(parsed.text, metadata, file.name)
        return Taken(correction.correct(document), parsed.text, passages, found)


def _one_by_one(read: Callable[[Path], ParsedFile]) -> ReadAll:
    def read_all(paths: Iterable[Path]) -> Iterator[ParsedFile | Refusal]:
        for path in paths:
            result: ParsedFile | Refusal
            try:
                with refusing():
                    result = read(path)
            except Refusal as refusal:
                result = refusal
            yield result

    return read_all


def _hashed(file: FoundFile, known: Document | Copy | HashedFile | None) -> HashedFile:
    """The hash as it is known, if the file has not been touched; reading it only otherwise."""
    path = str(file.path)
    root = None if file.root is None else str(file.root)
    try:
        size, mtime_ns = stat_file(file.path)
    except (OSError, Refusal):
        return HashedFile(path, file.name, root, 0, 0, "")
    hashed = HashedFile(path, file.name, root, size, mtime_ns, "")
    if known is not None and known.sha256 and hashed.is_as(known):
        return replace(hashed, sha256=known.sha256)
    return replace(hashed, sha256=hash_file(file.path))


def _gone(
    known: Mapping[str, Document | Copy], found: Sequence[HashedFile], folders: Sequence[str]
) -> set[str]:
    """Known paths where no file is any more: in the folders gone through, and, elsewhere, among those whose
    bytes are met again."""
    there = {file.path for file in found}
    gone = {path for path in known if path not in there and inside(path, folders)}
    copied = Counter(one.sha256 for one in [*known.values(), *found])
    for path, one in known.items():
        if path in there or path in gone or copied[one.sha256] < 2:
            continue
        # A folder that is not there may be back tomorrow: a drive that is not plugged in.
        home = Path(one.root) if one.root else Path(path).parent
        if home.is_dir() and not is_there(Path(path)):
            gone.add(path)
    return gone


def _same_bytes(file: HashedFile, result: ParsedFile | Refusal) -> bool:
    """Whether what was read are the bytes that were seen before, as far as that is known."""
    return result.reason != "unreadable" if isinstance(result, Refusal) else result.sha256 == file.sha256


def _at(document: Document, file: HashedFile) -> Document:
    return replace(
        document,
        name=file.name,
        root=file.root,
        path=file.path,
        sha256=file.sha256,
        size=file.size,
        mtime_ns=file.mtime_ns,
        added_at=now(),
    )


def _is_refused(document: Document, plan: Plan) -> bool:
    """Whether a file that was looked at is still one that cannot be read."""
    written = {file.path for file in plan.touched} if document.status == "indexed" else set()
    return document.reason is not None and document.path not in written


def _refusal(document: Document) -> RefusedFile:
    return RefusedFile(
        path=document.path, reason=document.reason or "unreadable", values=dict(document.reason_values or {})
    )


def _unnamed(path: Path) -> RefusedFile:
    """A file whose name is no text, which the catalogue could not hold."""
    return RefusedFile(path=printable(path), reason="unreadable", values={"cause": "name"})


def _unlisted(folder: Path, cause: str) -> RefusedFile:
    return RefusedFile(path=printable(folder), reason="unreadable", values={"cause": cause})


def _bad_row(problem: BadRow) -> RefusedFile:
    values = {"row": problem.row, "column": problem.column, "value": problem.value}
    return RefusedFile(path=str(problem.path), reason="bad-metadata-row", values=values)
