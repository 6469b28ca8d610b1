import socket
from uuid import uuid4

import numpy as np
import pytest
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores.types import MetadataFilters, VectorStoreQuery
from store_fakes import WordEmbedding

from index.vectors import Vectors, embed, embedded_text, fingerprint
from ingest.errors import KengashError

DIMENSION = 8


def nodes(count):
    return [
        TextNode(
            id_=uuid4().hex,
            text="Текст, которого Chroma не видит.",
            metadata={
                "document": f"{n % 3}.txt",
                "date": None,
                "language": "uz",
                "kind": "report",
                "page": n,
            },
        )
        for n in range(count)
    ]


def rows(count, seed=0):
    return np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)


@pytest.fixture
def vectors(tmp_path):
    return Vectors.create(tmp_path / "1", "model", DIMENSION)


def test_nearest_first_with_cosines(vectors):
    some, values = nodes(50), rows(50)
    vectors.write(some, values)
    unit = values / np.linalg.norm(values, axis=1, keepdims=True)
    cosines = unit @ unit[7]
    hits = vectors.nearest(values[7], 5)
    assert [one for one, _ in hits] == [some[n].node_id for n in np.argsort(-cosines)[:5]]
    assert [score for _, score in hits] == pytest.approx(sorted(cosines, reverse=True)[:5], abs=1e-5)


def test_only_ids_vectors_and_filter_fields_are_stored(vectors, tmp_path):
    some = nodes(3)
    vectors.write(some, rows(3))
    stored = vectors.client.get(include=["metadatas", "documents"])
    assert stored["documents"] == [None] * 3
    assert sorted(stored["metadatas"], key=lambda one: one["document"]) == [
        {"document": f"{n}.txt", "language": "uz", "kind": "report"} for n in range(3)
    ]
    database = (tmp_path / "1" / "chroma.sqlite3").read_bytes()
    assert "Chroma не видит".encode() not in database


def test_search_limited_to_ids(vectors):
    some, values = nodes(300), rows(300)
    vectors.write(some, values)
    allowed = [node.node_id for node in some[100:110]]
    assert {one for one, _ in vectors.nearest(values[0], 20, allowed)} == set(allowed)
    assert vectors.nearest(values[0], 20, []) == []
    assert vectors.nearest(values[0], 0) == []
    unknown = vectors.nearest(values[0], 20, [*allowed, "unknown"])
    assert {one for one, _ in unknown} == set(allowed)
    assert vectors.nearest(values[0], 20, ["unknown"]) == []


def test_a_long_list_of_ids_limits_as_a_short_one(vectors, monkeypatch):
    some, values = nodes(300), rows(300)
    vectors.write(some, values)
    for allowed in ([node.node_id for node in some[10:]], [node.node_id for node in some[290:]]):
        short = vectors.nearest(values[0], 5, allowed)
        with monkeypatch.context() as patch:
            patch.setattr("index.vectors._MANY", 2)
            assert vectors.nearest(values[0], 5, allowed) == short
        assert len(short) == 5


def test_dropped_vectors_are_not_found(vectors):
    some, values = nodes(10), rows(10)
    vectors.write(some, values)
    vectors.drop([some[0].node_id, "unknown"])
    assert vectors.count() == 9
    assert some[0].node_id not in {one for one, _ in vectors.nearest(values[0], 10)}
    vectors.delete("1.txt")
    assert vectors.count() == 6
    assert set(vectors.ids()) == {node.node_id for node in some[1:] if node.metadata["document"] != "1.txt"}


def test_another_handle_sees_what_was_written_when_it_was_opened(vectors, tmp_path):
    some, values = nodes(4), rows(4)
    vectors.write(some[:2], values[:2])
    other = Vectors.open(tmp_path / "1")
    vectors.write(some[2:], values[2:])
    assert len(other.nearest(values[0], 10)) == 2
    fresh = Vectors.open(tmp_path / "1")
    assert len(fresh.nearest(values[0], 10)) == 4
    assert (fresh.model, fresh.dimension) == ("model", DIMENSION)
    assert len(vectors.nearest(values[0], 10)) == 4


def test_checkpoint_saves_the_graph_in_a_copy(vectors, tmp_path):
    some, values = nodes(30), rows(30)
    vectors.write(some, values)
    vectors.drop([some[3].node_id])
    assert not list((tmp_path / "1").rglob("index_metadata.pickle"))
    saved = vectors.checkpoint(tmp_path / "2")
    assert list((tmp_path / "2").rglob("index_metadata.pickle"))
    assert not list((tmp_path / "1").rglob("index_metadata.pickle"))
    assert saved.count() == 29
    saved.write(nodes(1), rows(1, seed=1))
    again = saved.checkpoint(tmp_path / "3")
    assert again.count() == 30
    assert again.nearest(values[5], 1)[0][0] == some[5].node_id
    assert vectors.nearest(values[5], 1)[0][0] == some[5].node_id


def test_missing_and_broken_stores_say_so(tmp_path, vectors):
    vectors.write(nodes(1), rows(1))
    (tmp_path / "empty").mkdir()
    for name, code in (("nowhere", "vectors-missing"), ("empty", "vectors-missing")):
        with pytest.raises(KengashError) as caught:
            Vectors.open(tmp_path / name)
        assert caught.value.code == code
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / "1" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    with pytest.raises(KengashError) as caught:
        Vectors.open(tmp_path / "1")
    assert caught.value.code == "vectors-broken"


def test_other_dimension_is_refused_with_both_numbers(vectors):
    for attempt in (
        lambda: vectors.write(nodes(1), np.zeros((1, 5), np.float32)),
        lambda: vectors.nearest(np.zeros(5, np.float32), 3),
    ):
        with pytest.raises(KengashError) as caught:
            attempt()
        assert (caught.value.code, caught.value.values) == ("other-dimension", {"stored": 8, "given": 5})


def test_serves_as_a_vector_store_of_llama_index(vectors):
    some, values = nodes(5), rows(5)
    for node, value in zip(some, values, strict=True):
        node.embedding = value.tolist()
    assert vectors.add(some) == [node.node_id for node in some]
    query = VectorStoreQuery(query_embedding=values[2].tolist(), similarity_top_k=2)
    assert vectors.query(query).ids[0] == some[2].node_id
    query.node_ids = [some[4].node_id]
    assert vectors.query(query).ids == [some[4].node_id]
    assert not vectors.stores_text
    query.filters = MetadataFilters(filters=[])
    with pytest.raises(NotImplementedError):
        vectors.query(query)


def test_nothing_leaves_the_machine(vectors, monkeypatch, tmp_path):
    def refuse(*args):
        raise AssertionError(args)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    vectors.write(nodes(2), rows(2))
    assert len(Vectors.open(tmp_path / "1").nearest(rows(1)[0], 2)) == 2


def test_what_is_embedded_has_its_title_in_front():
    node = TextNode(text="Приняли план.", metadata={"title": "Протокол", "heading": "Решения", "date": None})
    assert embedded_text(node).startswith("Протокол")
    assert embedded_text(node).endswith("Приняли план.")
    assert "Решения" in embedded_text(node)
    found = embed(WordEmbedding(), [node, TextNode(text="Приняли план.")])
    assert (found.shape, found.dtype) == ((2, 64), np.float32)
    assert found[0].sum() > found[1].sum() == 2


def test_fingerprint_tells_models_apart():
    assert fingerprint(WordEmbedding()) != fingerprint(WordEmbedding(model_name="other"))
