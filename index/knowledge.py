"""What the documents of an archive tell: events, roles, decisions and the like, each with its document."""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from index.catalog import Catalog
from index.findings import basis_of, find_anew, outdated, surveyed
from index.records import Document
from index.tables import findings
from ingest.findings import (
    AgendaItem,
    Body,
    Decision,
    DocumentNumber,
    Event,
    Finding,
    FindingKind,
    Findings,
    Role,
    TermMention,
    from_rows,
)

_AT_ONCE = 200
_F = TypeVar("_F", bound=Finding)
_LISTS: dict[FindingKind, str] = {
    "event": "events",
    "role": "roles",
    "body": "bodies",
    "decision": "decisions",
    "agenda": "agenda",
    "number": "numbers",
    "term": "terms",
}


@dataclass(frozen=True, slots=True)
class Told(Generic[_F]):
    """A thing with the document that tells it."""

    document: Document
    what: _F

    @property
    def day(self) -> str | None:
        """ISO: the thing's own date, or else the document's."""
        return getattr(self.what, "date", None) or self.document.date


def survey(catalog: Catalog) -> int:
    """Survey the documents whose findings are out of date; how many. For the one that writes."""
    with catalog.reading() as connection:
        wanted = outdated(connection)
    for start in range(0, len(wanted), _AT_ONCE):
        with catalog.reading() as connection:
            found = list(find_anew(connection, wanted[start : start + _AT_ONCE]))
        with catalog.change() as change:
            for number, document, one in found:
                change.put_findings(number, document, one)
    return len(wanted)


class Knowledge:
    """What the documents of a catalogue tell; read once a generation, and only as far as it is asked for.

    Any thread may ask. Documents that were taken in before anything was looked for, or described
    otherwise since, are surveyed when they are first asked about, and `reindex` keeps what that finds.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._turn = threading.Lock()
        self._generation: str | None = None
        self._documents: dict[int, Document] = {}
        self._anew: dict[tuple[int, str, str], Findings] = {}
        self._lists: dict[FindingKind, list[Told[Any]]] = {}

    def events(self) -> Sequence[Told[Event]]:
        """Events as each document tells them, by document, in reading order."""
        return self._told("event")

    def roles(self) -> Sequence[Told[Role]]:
        """Who is named as what, by document, in reading order."""
        return self._told("role")

    def bodies(self) -> Sequence[Told[Body]]:
        """Organisations that are named."""
        return self._told("body")

    def decisions(self) -> Sequence[Told[Decision]]:
        """What was decided."""
        return self._told("decision")

    def agenda(self) -> Sequence[Told[AgendaItem]]:
        """What meetings were to speak about."""
        return self._told("agenda")

    def numbers(self) -> Sequence[Told[DocumentNumber]]:
        """Numbers that documents bear or refer to."""
        return self._told("number")

    def terms(self) -> Sequence[Told[TermMention]]:
        """Terms where they are introduced."""
        return self._told("term")

    def of(self, name: str) -> Findings:
        """All that one document tells, as it is kept; nothing where there is no such document."""
        lists = {
            field: tuple(told.what for told in self._told(kind) if told.document.name == name)
            for kind, field in _LISTS.items()
        }
        return Findings(**lists)

    def _told(self, kind: FindingKind) -> Sequence[Told[Any]]:
        with self._turn:
            self._look()
            if kind not in self._lists:
                self._lists[kind] = list(self._read(kind))
            return self._lists[kind]

    def _look(self) -> None:
        generation = self._catalog.state().get("generation")
        if generation == self._generation:
            return
        with self._catalog.reading() as connection:
            known = {number: (basis, document) for number, basis, document in surveyed(connection)}
            stale = [n for n, (basis, one) in known.items() if basis != basis_of(one.metadata)]
            kept = {n: self._anew.get(_key(n, known[n][1])) for n in stale}
            missing = [number for number, found in kept.items() if found is None]
            anew = {_key(n, known[n][1]): found for n, found in kept.items() if found is not None}
            for number, document, found in find_anew(connection, missing):
                anew[_key(number, document)] = found
        self._documents = {number: document for number, (_, document) in known.items()}
        self._anew, self._lists, self._generation = anew, {}, generation

    def _read(self, kind: FindingKind) -> Iterator[Told[Any]]:
        anew = {number: getattr(found, _LISTS[kind]) for (number, *_), found in self._anew.items()}
        kept: dict[int, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        query = select(findings.c.document, findings.c.data).where(findings.c.kind == kind)
        with self._catalog.reading() as connection:
            for number, data in connection.execute(query.order_by(findings.c.document, findings.c.position)):
                kept[number].append((kind, data))
        for number, document in self._documents.items():
            ones = anew.get(number)
            if ones is None:
                ones = getattr(from_rows(kept.get(number, [])), _LISTS[kind])
            yield from (Told(document, one) for one in ones)


def _key(number: int, document: Document) -> tuple[int, str, str]:
    return number, document.sha256, basis_of(document.metadata)
