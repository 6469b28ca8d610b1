import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from llama_index.core.schema import TextNode
from sqlalchemy import create_engine

from index.catalog import Catalog
from index.filters import Filters
from index.migrations import MIGRATIONS, migrate
from index.records import Copy, Correction, Document, check_date, date_span
from index.tables import documents as documents_table
from ingest.document import Block, ExtractedText, Metadata
from ingest.errors import KengashError

TEXT = ExtractedText(
    "Отчёт\n\nКеңес — жиналыс 😀.",
    (Block("heading", 0, 5, 1), Block("paragraph", 7, 24)),
    ((0, 7), (7, 24)),
    {"html-meta:date": "2024-05-01"},
)


def document(name, date=None, **others):
    path = f"/d/{name}"
    return Document(
        name, "/d", path, f"sha-{name}", 10, 1, f"Title of {name}", date, added_at="then", **others
    )


def node(one, passage_id, start=0, end=5):
    about = {"document": one.name, "title": one.title, "date": one.date, "kind": one.kind}
    return TextNode(
        id_=passage_id,
        text=TEXT.text[start:end],
        start_char_idx=start,
        end_char_idx=end,
        metadata={**about, "language": one.language, "page": 1, "heading": "Отчёт", "table_header": "a | b"},
    )


@pytest.fixture
def catalog(tmp_path):
    catalog = Catalog(tmp_path / "catalog.sqlite3")
    yield catalog
    catalog.close()


def put(catalog, *documents):
    with catalog.change() as change:
        for one in documents:
            indexed = one.status == "indexed"
            change.put(one, TEXT if indexed else None, [node(one, f"p-{one.name}")] if indexed else [])


def test_everything_comes_back_as_it_went_in(catalog):
    one = document(
        "отчёт.pdf", "2024-05", date_source="text", language="ru", kind="report", pages=2, passages=2
    )
    nodes = [node(one, "p2", 7, 24), node(one, "p1")]
    with catalog.change() as change:
        change.put(one, TEXT, nodes)
    assert catalog.documents() == [replace(one, reason_values={})]
    assert catalog.text("отчёт.pdf") == TEXT
    assert catalog.passages(["p1", "unknown", "p2"]) == [nodes[1], nodes[0]]
    assert catalog.passages_of("отчёт.pdf") == nodes
    assert catalog.known(["p1", "unknown"]) == {"p1"}
    assert catalog.document("nothing") is None
    assert catalog.text("nothing") is None


def test_every_change_ends_a_generation_and_a_failed_one_leaves_nothing(catalog):
    put(catalog, document("a"))
    assert catalog.state()["generation"] == "1"
    with pytest.raises(RuntimeError), catalog.change() as change:
        change.remove("a")
        raise RuntimeError
    assert catalog.document("a") is not None
    assert catalog.state()["generation"] == "1"
    with catalog.note() as note:
        note.set(writing=1)
    assert catalog.state() == {"generation": "1", "writing": "1"}


def test_a_new_version_keeps_when_it_was_added_corrections_and_copies(catalog):
    put(catalog, document("a"))
    with catalog.change() as change:
        change.correct("a", Correction(title="Right"))
        change.put_copy(Copy("/d/b", "b", "/d", "sha-a", 10, 1, "a"))
    put(catalog, replace(document("a"), title="New", added_at="later"))
    assert (catalog.document("a").title, catalog.document("a").added_at) == ("New", "then")
    assert catalog.correction("/d/a") == Correction(title="Right")
    assert [copy.name for copy in catalog.copies("a")] == ["b"]
    assert catalog.ids_of(["a"]) == ["p-a"]


def test_removing_takes_everything_of_a_document(catalog):
    put(catalog, document("a"), document("b"))
    with catalog.change() as change:
        change.correct("a", Correction(title="Right"))
        change.put_copy(Copy("/d/c", "c", "/d", "sha-a", 10, 1, "a"))
        change.remove("a")
    assert [one.name for one in catalog.documents()] == ["b"]
    assert catalog.passage_ids() == ["p-b"]
    assert catalog.copies() == []
    with sqlite3.connect(catalog.path) as raw:
        for table in ("texts", "corrections", "copies"):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (int(table == "texts"),)


DATED = {
    "day": "2024-05-17",
    "month": "2024-05",
    "year": "2024",
    "next": "2025-01-01",
    "none": None,
}


@pytest.mark.parametrize(
    ("date_from", "date_to", "expected"),
    [
        ("2024-05-17", "2024-05-17", {"day", "month", "year"}),
        ("2024-05-18", "2024-05-31", {"month", "year"}),
        ("2024-06-01", None, {"year", "next"}),
        (None, "2023-12-31", set()),
        (None, "2024-04-30", {"year"}),
        ("2024-05", "2024-05", {"day", "month", "year"}),
        ("2024", "2024", {"day", "month", "year"}),
        ("2025", None, {"next"}),
        (None, None, set(DATED)),
    ],
)
def test_partial_dates_match_where_their_span_overlaps(catalog, date_from, date_to, expected):
    put(catalog, *(document(name, date) for name, date in DATED.items()))
    filters = Filters(date_from=date_from, date_to=date_to)
    assert {one.name for one in catalog.documents(filters)} == expected
    assert set(catalog.passage_ids(filters)) == {f"p-{name}" for name in expected}
    assert catalog.undated(filters) == (1 if filters else 0)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(languages=("uz", "kk")), {"uz", "kk"}),
        (Filters(kinds=("minutes",)), {"ru", "kk"}),
        (Filters(languages=("uz", "kk"), kinds=("minutes",)), {"kk"}),
        (Filters(documents=("ru", "nothing")), {"ru"}),
        (Filters(documents=("nothing",)), set()),
        (Filters(), {"ru", "uz", "kk"}),
    ],
)
def test_filters(catalog, filters, expected):
    put(
        catalog,
        document("ru", language="ru", kind="minutes"),
        document("uz", language="uz", kind="report"),
        document("kk", language="kk", kind="minutes"),
    )
    assert {one.name for one in catalog.documents(filters)} == expected
    assert set(catalog.passage_ids(filters)) == {f"p-{name}" for name in expected}


def test_undated_counts_only_what_the_other_filters_let_through(catalog):
    put(
        catalog,
        document("a", language="uz"),
        document("b", language="ru"),
        document("c", status="refused", reason="empty"),
    )
    assert catalog.undated(Filters(date_from="2024-01-01")) == 2
    assert catalog.undated(Filters(date_from="2024-01-01", languages=("uz",))) == 1


@pytest.mark.parametrize(
    ("correction", "expected"),
    [
        (Correction(), Metadata("T", "ru", "report", "2024", "text")),
        (Correction(title="Верно", kind="minutes"), Metadata("Верно", "ru", "minutes", "2024", "text")),
        (Correction(date="2023-02"), Metadata("T", "ru", "report", "2023-02", "user")),
        (Correction(date=""), Metadata("T", "ru", "report", None, "user")),
        (Correction(access="staff"), Metadata("T", "ru", "report", "2024", "text")),
    ],
)
def test_corrections(correction, expected):
    assert correction.apply(Metadata("T", "ru", "report", "2024", "text")) == expected


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("2024-11-27", ("2024-11-27", "2024-11-27")),
        ("2024-11", ("2024-11-01", "2024-11-31")),
        ("2024", ("2024-01-01", "2024-12-31")),
        (None, (None, None)),
    ],
)
def test_date_span(date, span):
    assert date_span(date) == span


@pytest.mark.parametrize(
    "date", ["2024-13", "27.11.2024", "--11-27", "2024-02-30", "24", "20240101", "2024-1-1"]
)
def test_bad_dates(date):
    with pytest.raises(KengashError) as caught:
        check_date(date)
    assert (caught.value.code, caught.value.values) == ("bad-date", {"date": date})


def test_good_dates():
    for date in ("2024", "2024-02", "2024-02-29"):
        check_date(date)


def test_documents_list_is_the_contract():
    entry = document("a", "2024").as_json()
    expected = "document title date date_source language kind pages passages status reason"
    assert set(expected.split()) <= set(entry)
    assert entry["document"] == "a"


def test_a_store_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "catalog.sqlite3"
    Catalog(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO migrations (number, name) VALUES (?, 'later')", (len(MIGRATIONS) + 1,))
    with pytest.raises(KengashError) as caught:
        Catalog(path)
    assert caught.value.code == "store-newer"
    assert caught.value.values == {"stored": len(MIGRATIONS) + 1, "known": len(MIGRATIONS)}


def test_an_older_store_takes_the_steps_it_has_not_seen(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    taken = []

    def step(number):
        return lambda connection: taken.append(number)

    steps = [step(number) for number in range(3)]
    migrate(engine, steps[:1])
    migrate(engine, steps)
    migrate(engine, steps)
    assert taken == [0, 1, 2]


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path):
    path = tmp_path / "catalog.sqlite3"
    catalog = Catalog(path)
    put(catalog, document("a"))

    def half(connection):
        connection.exec_driver_sql("DELETE FROM documents")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        migrate(catalog._engine, [*MIGRATIONS, half])
    assert [one.name for one in catalog.documents()] == ["a"]
    catalog.close()
    Catalog(path).close()


def test_tables_are_what_the_migrations_make(catalog):
    with sqlite3.connect(catalog.path) as raw:
        for table in documents_table.metadata.tables.values():
            made = [row[1] for row in raw.execute(f"PRAGMA table_info({table.name})")]
            assert made == [column.name for column in table.columns]


def test_a_reader_is_not_held_up_by_a_change(catalog, tmp_path):
    put(catalog, document("a"))
    other = Catalog(Path(catalog.path))
    with catalog.change() as change:
        change.remove("a")
        assert [one.name for one in other.documents()] == ["a"]
    assert other.documents() == []
    other.close()
