"""Which documents are near copies of one another, and where they tell otherwise, as it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, insert, or_, select

from index.alike import ALIKE, Sketches, groups, share, shingles, sketch
from index.contradictions import Contradiction, find_differences
from index.records import Document, date_span
from index.rows import document_of, text_of
from index.tables import documents, near_copies, sketches, texts
from ingest.document import ExtractedText

SAME_EVENT = timedelta(days=92)
"""Documents whose dates are further apart tell of different events in the same words: a yearly report."""
LATER = timedelta(days=300)
"""The same where one of them is a correction or a reprint, which take their time."""
AT_ONCE = 200
"""Documents compared in one transaction."""


def forget(connection: Connection, document: int) -> None:
    """A document has another text: it is to be compared again."""
    connection.execute(delete(sketches).where(sketches.c.document == document))
    pair = or_(near_copies.c.document == document, near_copies.c.other == document)
    connection.execute(delete(near_copies).where(pair))


def uncompared(connection: Connection) -> list[int]:
    """Documents that were not compared with the others yet."""
    query = select(texts.c.document).where(texts.c.document.not_in(select(sketches.c.document)))
    return list(connection.scalars(query.order_by(texts.c.document)))


def known_sketches(connection: Connection) -> Sketches:
    """Those of the documents that were compared."""
    found = Sketches()
    for row in connection.execute(select(sketches).where(sketches.c.sketch != b"")):
        found.add(row.document, np.frombuffer(row.sketch, np.uint32))
    return found


def compare(connection: Connection, new: Sequence[int], known: Sketches) -> None:
    """Compare documents with those known and with each other, and note which are near copies."""
    query = select(texts.c.document, texts.c.text).where(texts.c.document.in_(new))
    read = {row.document: row.text for row in connection.execute(query)}
    rows: list[dict[str, object]] = []
    for number in new:
        words = shingles(read[number])
        made = sketch(words)
        rows.append({"document": number, "sketch": b"" if made is None else made.tobytes()})
        if made is None:
            continue
        for like in sorted(known.like(made)):
            other, other_text = _read(connection, like)
            shared = share(words, shingles(other_text.text))
            if shared >= ALIKE:
                document, text = _read(connection, number)
                differences = find_differences(other_text, other.metadata, text, document.metadata)
                connection.execute(
                    insert(near_copies).values(
                        document=like,
                        other=number,
                        share=round(shared, 3),
                        differences=[asdict(one) for one in differences],
                    )
                )
        known.add(number, made)
    if rows:
        connection.execute(insert(sketches), rows)


def grouped(connection: Connection) -> dict[str, tuple[str, ...]]:
    """By name, the names of a document and its near copies, the one to trust first; others are not listed."""
    by_id, pairs = _pairs(connection)
    found: dict[str, tuple[str, ...]] = {}
    for group in groups(list(pairs)):
        names = tuple(one.name for one in sorted((by_id[number] for number in group), key=_preferred))
        found |= dict.fromkeys(names, names)
    return found


def contradictions(connection: Connection, name: str) -> list[Contradiction]:
    """Where near copies of the document of that name tell otherwise."""
    return list(_contradictions(connection, name))


def _contradictions(connection: Connection, name: str) -> Iterator[Contradiction]:
    by_id, pairs = _pairs(connection)
    for (one, other), differences in pairs.items():
        names = by_id[one].name, by_id[other].name
        if name not in names or not differences:
            continue
        first, second = (_read(connection, number)[1].text for number in (one, other))
        for row in differences:
            (start, end), (other_start, other_end) = row["quote"], row["other_quote"]
            here = (names[0], first[start:end], start, end, row["here"])
            there = (names[1], second[other_start:other_end], other_start, other_end, row["there"])
            if name != names[0]:
                here, there = there, here
            yield Contradiction(row["kind"], *here, *there)


def _pairs(
    connection: Connection,
) -> tuple[dict[int, Document], dict[tuple[int, int], list[Mapping[str, Any]]]]:
    """Documents by id, and the differences of the pairs that tell of the same."""
    rows = connection.execute(select(near_copies)).all()
    numbers = {number for row in rows for number in (row.document, row.other)}
    query = select(documents).where(documents.c.id.in_(numbers))
    by_id = {row.id: document_of(row) for row in connection.execute(query)}
    pairs = {
        (row.document, row.other): row.differences
        for row in rows
        if _of_one_time(by_id[row.document], by_id[row.other])
    }
    return by_id, pairs


def _of_one_time(one: Document, other: Document) -> bool:
    """Whether two documents may tell of the same."""
    apart = LATER if {one.kind, other.kind} & {"correction", "reprint"} else SAME_EVENT
    days = [_days(document.date) for document in (one, other)]
    if not all(days):
        return True
    (first, last), (other_first, other_last) = (found for found in days if found)
    return first - other_last <= apart and other_first - last <= apart


def _days(text: str | None) -> tuple[date, date] | None:
    """First and last day that a date may mean; a month is taken to have 28 days, which is near enough."""
    first, last = date_span(text)
    if first is None or last is None:
        return None
    return date.fromisoformat(first), date.fromisoformat(last[:8] + min(last[8:], "28"))


def _preferred(document: Document) -> tuple[bool, bool, list[int], str]:
    """A reprint comes last, a correction first; then the later; then by name."""
    latest = [-int(part) for part in (document.date or "0").split("-")]
    return document.kind == "reprint", document.kind != "correction", latest, document.name


def _read(connection: Connection, number: int) -> tuple[Document, ExtractedText]:
    document = connection.execute(select(documents).where(documents.c.id == number)).one()
    text = connection.execute(select(texts).where(texts.c.document == number)).one()
    return document_of(document), text_of(text)
