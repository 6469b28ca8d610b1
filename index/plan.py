"""What an ingest has to do: pure, from what is known and what was found."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from index.records import Copy, Document


@dataclass(frozen=True, slots=True)
class HashedFile:
    """A file on disk and the hash of its bytes."""

    path: str
    """Absolute."""
    name: str
    """What it would be called in the archive."""
    root: str | None
    size: int
    mtime_ns: int
    sha256: str
    """Empty where it could not be read."""

    def copy_of(self, document: str) -> Copy:
        """The file as a copy of the document of that name."""
        return Copy(self.path, self.name, self.root, self.sha256, self.size, self.mtime_ns, document)

    def is_as(self, known: "Document | Copy | HashedFile") -> bool:
        """Whether the file is as it was known; tells nothing about its bytes."""
        return (self.size, self.mtime_ns) == (known.size, known.mtime_ns)


@dataclass(slots=True)
class Plan:
    """The decisions, each file in one of them."""

    to_read: list[tuple[HashedFile, list[HashedFile]]] = field(default_factory=list)
    """New and changed files, each with the other files of the same bytes."""
    moved: dict[str, Document] = field(default_factory=dict)
    """By the name before: the same bytes elsewhere."""
    removed: list[Document] = field(default_factory=list)
    """The file is gone, and no copy of it is left."""
    absorbed: list[Document] = field(default_factory=list)
    """The file now has the bytes of another document."""
    copies: list[Copy] = field(default_factory=list)
    """Every copy of a document that stays, known before or not."""
    forgotten: list[str] = field(default_factory=list)
    """Paths of copies that are none any more."""
    unchanged: list[Document] = field(default_factory=list)
    touched: list[HashedFile] = field(default_factory=list)
    """Written again with the same bytes."""


def make_plan(
    found: Sequence[HashedFile],
    documents: Sequence[Document],
    copies: Sequence[Copy],
    gone: AbstractSet[str],
) -> Plan:
    """What to do about the files `found`, when those at the paths `gone` are no longer there.

    Whatever else is known is taken to be as it was.
    """
    plan = Plan()
    at = {file.path: file for file in found}
    known: dict[str, Document | Copy] = {copy.path: copy for copy in copies}
    known |= {document.path: document for document in documents}
    elsewhere = [_as_file(one) for one in known.values() if one.path not in at and one.path not in gone]
    namer = _Namer(known)
    files: dict[str, list[HashedFile]] = defaultdict(list)
    for file in [*found, *elsewhere]:
        files[file.sha256 or file.path].append(file)
    held: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        held[document.sha256 or document.path].append(document)
    for sha256 in sorted({*files, *held}, key=lambda one: files[one][0].name if files[one] else ""):
        here = sorted(files[sha256], key=lambda file: (file.path not in known, file.name))
        if sha256 not in held or any(one.status != "indexed" for one in held[sha256]):
            _alone(plan, here, held[sha256], at, namer)
        else:
            _together(plan, here, held[sha256], at, gone, namer)
    _let_go(plan, documents, copies, at, gone)
    return plan


def distinct_name(name: str, folder: str, names: AbstractSet[str]) -> str:
    """The name, with as many folders of its path in front as it takes to be none of `names`."""
    parts = [part for part in PurePath(folder).parts if part != PurePath(folder).anchor]
    while name in names and parts:
        name = f"{parts.pop()}/{name}"
    while name in names:
        name = f"_/{name}"
    return name


class _Namer:
    """Gives each file a name of its own; one that is known keeps the one it has."""

    def __init__(self, known: Mapping[str, Document | Copy]) -> None:
        self._known = {path: one.name for path, one in known.items()}
        self._used = set(self._known.values())

    def free(self, name: str) -> None:
        """Let the name be given again."""
        self._used.discard(name)

    def named(self, file: HashedFile) -> HashedFile:
        """The file under its name."""
        name = self._known.get(file.path)
        if name is None:
            folder = file.root or str(PurePath(file.path).parent)
            name = distinct_name(file.name, folder, self._used)
        self._used.add(name)
        return replace(file, name=name)


def _alone(
    plan: Plan,
    here: Sequence[HashedFile],
    held: Sequence[Document],
    at: dict[str, HashedFile],
    namer: _Namer,
) -> None:
    """Bytes that no indexed document has: new ones, or of refused files, each of which is listed."""
    as_was = {document.path: document for document in held if document.sha256}
    new = [file for file in here if file.path in at and file.path not in as_was]
    for file in here:
        if file.path in at and file.path in as_was:
            _stay(plan, as_was[file.path], file)
    if new:
        named = [namer.named(file) for file in new]
        plan.to_read.append((named[0], named[1:]))


def _together(
    plan: Plan,
    here: Sequence[HashedFile],
    held: Sequence[Document],
    at: dict[str, HashedFile],
    gone: AbstractSet[str],
    namer: _Namer,
) -> None:
    """Bytes that an indexed document has: it stays, moves to another file of them, or is read there anew."""
    paths = {file.path for file in here}
    staying = [document for document in held if document.path in paths]
    leaving = [document for document in held if document.path in gone]
    if not here:
        return
    if staying:
        original = staying[0]
        others = [file for file in here if file.path != original.path]
        file = next(file for file in here if file.path == original.path)
        if file.path in at:
            original = _stay(plan, original, file)
    elif leaving:
        namer.free(leaving[0].name)
        first, others = namer.named(here[0]), list(here[1:])
        original = replace(
            leaving[0],
            name=first.name,
            root=first.root,
            path=first.path,
            size=first.size,
            mtime_ns=first.mtime_ns,
        )
        plan.moved[leaving[0].name] = original
    else:
        named = [namer.named(file) for file in here]
        plan.to_read.append((named[0], named[1:]))
        return
    plan.copies += [namer.named(file).copy_of(original.name) for file in others]


def _stay(plan: Plan, document: Document, file: HashedFile) -> Document:
    if document.root is None and file.root is not None:
        # Given by itself before, now with its folder: it goes when it goes from there.
        moved = replace(document, root=file.root)
        plan.moved[document.name] = moved
        return moved
    plan.unchanged.append(document)
    if not file.is_as(document):
        plan.touched.append(file)
    return document


def _let_go(
    plan: Plan,
    documents: Sequence[Document],
    copies: Sequence[Copy],
    at: dict[str, HashedFile],
    gone: AbstractSet[str],
) -> None:
    """What was known at a path and is not so any more."""
    copied = {copy.path for copy in plan.copies}
    read = {file.path for first, others in plan.to_read for file in (first, *others)}
    taken_over = {document.path for document in plan.moved.values()}
    for document in documents:
        if document.name in plan.moved:
            continue
        if document.path in gone:
            plan.removed.append(document)
        elif document.path in copied or (document.path in taken_over and document.path not in read):
            plan.absorbed.append(document)
    for copy in copies:
        if copy.path in gone or copy.path not in copied:
            plan.forgotten.append(copy.path)


def _as_file(known: Document | Copy) -> HashedFile:
    return HashedFile(known.path, known.name, known.root, known.size, known.mtime_ns, known.sha256)


def inside(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these or below one."""
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
