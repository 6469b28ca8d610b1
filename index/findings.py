"""What documents tell, as rows of the catalogue."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, insert, select

from index.records import Document
from index.rows import document_of, text_of
from index.tables import documents, findings, surveys, texts
from ingest.document import Metadata
from ingest.findings import Findings, as_rows, found_in

VERSION = 2
"""Of what is looked for; what an older one found is looked for anew."""
_AT_ONCE = 200


def put(connection: Connection, told: Sequence[tuple[int, Metadata, Findings]]) -> None:
    """Put what was found in documents, by their numbers, in place of what was found before."""
    if not told:
        return
    for table in (findings, surveys):
        numbers = [document for document, _, _ in told]
        connection.execute(delete(table).where(table.c.document.in_(numbers)))
    bases = [{"document": document, "basis": basis_of(metadata)} for document, metadata, _ in told]
    connection.execute(insert(surveys), bases)
    rows = [
        {"document": document, "position": position, "kind": kind, "data": data}
        for document, _, found in told
        for position, (kind, data) in enumerate(as_rows(found))
    ]
    if rows:
        connection.execute(insert(findings), rows)


def outdated(connection: Connection) -> list[int]:
    """Documents that were surveyed before, or as something else; by their numbers in the catalogue."""
    return [
        number for number, basis, document in surveyed(connection) if basis != basis_of(document.metadata)
    ]


def surveyed(connection: Connection) -> Iterator[tuple[int, str | None, Document]]:
    """Indexed documents by name, with what their findings rest on."""
    query = select(documents, surveys.c.basis).outerjoin(surveys).where(documents.c.status == "indexed")
    for row in connection.execute(query.order_by(documents.c.name)):
        yield row.id, row.basis, document_of(row)


def find_anew(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Document, Findings]]:
    """What is found in these documents now."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        known = {
            row.id: document_of(row)
            for row in connection.execute(select(documents).where(documents.c.id.in_(some)))
        }
        for row in connection.execute(select(texts).where(texts.c.document.in_(some))):
            document = known[row.document]
            yield row.document, document, found_in(text_of(row), document.metadata, document.name)


def basis_of(metadata: Metadata) -> str:
    """What findings rest on beside the text."""
    return f"{VERSION}|{metadata.language}|{metadata.kind}|{metadata.date or ''}|{metadata.title}"
