"""A reader that opens, or has open, what a writer takes away: in every order, without waiting for chance."""

import shutil
from contextlib import contextmanager

import pytest
from chromadb.api.models.Collection import Collection
from chromadb.errors import InternalError
from store_fakes import found_by_meaning, found_by_words, ingest, open_archive, write_files

import index.vectors
from index.handles import Handles
from index.lexical import Lexical
from index.upkeep import BROKEN, FOLDERS, next_name
from index.vectors import Vectors
from ingest.errors import KengashError

FILES = {
    "протокол.txt": "Документ: совет утвердил план.",
    "bayonnoma.txt": "Документ: kengash rejani tasdiqladi.",
    "report.txt": "Документ: the council approved the plan.",
    "хаттама.txt": "Документ: кеңес жоспарды бекітті.",
    **{f"{number}.txt": f"Документ номер {number}." for number in range(8)},
}


class PanicException(BaseException):
    """As a Rust library raises it."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A store whose graph is saved: without its folder the vectors are lost."""
    folder = tmp_path_factory.mktemp("filled")
    with open_archive(folder / "store") as archive:
        ingest(archive, write_files(folder / "files", FILES))
        assert archive.catalog.state()["pending"] == "0"
    return folder / "store"


@pytest.fixture
def store(filled, tmp_path):
    shutil.copytree(filled, tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def reader(store):
    with open_archive(store) as archive:
        yield archive


def remove_database(folder):
    for path in folder.glob("chroma.sqlite3*"):
        path.unlink()


def remove_graph(folder):
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


REMOVALS = {"all": shutil.rmtree, "database": remove_database, "graph": remove_graph}


def writer_goes_on(archive, part, remove):
    """What a writer does between two looks of a reader, once: another folder counts, the one before goes."""
    done = []

    def go_on():
        if done:
            return
        done.append(part)
        state = archive.catalog.state()
        before, name = archive.folder / state[part], next_name(state, part)
        shutil.copytree(before, archive.folder / name)
        with archive.catalog.change() as change:
            change.set(**{part: name})
        remove(before)

    return go_on


def put_off_looking(reader):
    """As a reader does for a while when it has just looked and a writer is at work."""
    with reader.catalog.note() as note:
        note.set(writing=1)
    reader._look_again = float("inf")


def first(act, call):
    def acted(*args, **kwargs):
        act()
        return call(*args, **kwargs)

    return acted


def then(act, call):
    def acted(*args, **kwargs):
        result = call(*args, **kwargs)
        act()
        return result

    return acted


@contextmanager
def meanwhile(when, act):
    """Where in the opening of the vectors the writer acts."""
    with pytest.MonkeyPatch.context() as patch:
        if when == "before it looks":
            patch.setattr(Vectors, "open", first(act, Vectors.open))
        elif when == "before the client":
            patch.setattr(index.vectors, "_fresh_client", first(act, index.vectors._fresh_client))
        elif when == "after the client":
            patch.setattr(index.vectors, "_fresh_client", then(act, index.vectors._fresh_client))
        elif when == "before the graph":
            patch.setattr(Collection, "get", first(act, Collection.get))
        elif when == "after the graph":
            patch.setattr(Collection, "get", then(act, Collection.get))
        elif when == "in a panic":
            patch.setattr(index.vectors.chromadb, "PersistentClient", panic_after(act))
        yield


def panic_after(act):
    client = index.vectors.chromadb.PersistentClient
    panics = [PanicException("(code: 14) unable to open database file")]

    def panicked(*args, **kwargs):
        act()
        if panics:
            raise panics.pop()
        return client(*args, **kwargs)

    return panicked


WHEN = [
    "before it looks",
    "before the client",
    "after the client",
    "before the graph",
    "after the graph",
    "in a panic",
]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("removed", REMOVALS)
def test_vectors_taken_away_while_they_are_opened(reader, when, removed):
    go_on = writer_goes_on(reader, "vectors", REMOVALS[removed])
    with meanwhile(when, go_on):
        reader.refresh(anew=True)
    put_off_looking(reader)
    assert set(found_by_meaning(reader, "документ", 100)) == set(FILES)
    assert found_by_meaning(reader, "Кеңес жоспарды бекітті.", 1) == ["хаттама.txt"]


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("removed", REMOVALS)
def test_opening_alone_fails_by_a_code_if_at_all(reader, when, removed):
    folder = reader.folder / reader.catalog.state()["vectors"]
    with meanwhile(when, writer_goes_on(reader, "vectors", REMOVALS[removed])):
        try:
            Vectors.open(folder)
        except KengashError as error:
            assert error.code in BROKEN


def test_other_exits_are_no_panic(reader, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(index.vectors.chromadb, "PersistentClient", interrupt)
    with pytest.raises(KeyboardInterrupt):
        reader.refresh(anew=True)


@pytest.mark.parametrize("method", ["open", "reload"])
def test_words_taken_away_while_they_are_opened(reader, monkeypatch, method):
    act = writer_goes_on(reader, "words", shutil.rmtree)
    monkeypatch.setattr(Lexical, method, first(act, getattr(Lexical, method)))
    if method == "reload":
        reader.refresh(anew=True)
        opened = reader._handles
    else:
        opened = Handles.open(reader.folder, reader.catalog)
    assert opened.names == tuple(reader.catalog.state()[part] for part in FOLDERS)
    monkeypatch.undo()
    assert found_by_words(reader, "бекітті") == ["хаттама.txt"]


def test_open_words_are_searched_without_their_files(reader):
    shutil.rmtree(reader.folder / reader.catalog.state()["words"])
    assert found_by_words(reader, "бекітті") == ["хаттама.txt"]
    with pytest.raises(KengashError) as caught:
        reader._handles.words.reload()
    assert caught.value.code == "lexical-broken"
    assert found_by_words(reader, "бекітті") == ["хаттама.txt"]


@pytest.mark.parametrize("removed", REMOVALS)
@pytest.mark.parametrize("limited", [False, True])
def test_open_vectors_are_searched_without_their_files(reader, removed, limited):
    put_off_looking(reader)
    ids = [*reader.passage_ids(), "unknown"] if limited else None
    writer_goes_on(reader, "vectors", REMOVALS[removed])()
    vector = reader.embedding.get_query_embedding("документ")
    assert len(reader.search_vectors(vector, 100, ids)) == len(FILES)


@pytest.mark.parametrize("error", [InternalError("gone"), PanicException("gone")], ids=["error", "panic"])
@pytest.mark.parametrize("failures", [1, 2, 3])
def test_a_search_that_fails_looks_again_and_not_for_ever(reader, monkeypatch, error, failures):
    query, left = Collection.query, [error] * failures

    def fail(self, *args, **kwargs):
        if left:
            raise left.pop()
        return query(self, *args, **kwargs)

    monkeypatch.setattr(Collection, "query", fail)
    if failures < 3:
        assert found_by_meaning(reader, "Кеңес жоспарды бекітті.", 1) == ["хаттама.txt"]
        return
    with pytest.raises(KengashError) as caught:
        found_by_meaning(reader, "Кеңес жоспарды бекітті.", 1)
    assert caught.value.code == "vectors-broken"
