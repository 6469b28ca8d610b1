"""Vectors and words brought in step with the catalogue, or made anew from it."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode

from index.catalog import Catalog
from index.lexical import Lexical
from index.vectors import Vectors, embed, fingerprint
from ingest.errors import KengashError

VECTORS, WORDS = "vectors", "words"
FOLDERS = {VECTORS: "chroma", WORDS: "lexical"}
"""Parts of the store that are numbered folders: the catalogue names the one in use."""

BROKEN = frozenset({"vectors-missing", "vectors-broken", "lexical-missing", "lexical-broken"})
"""Codes of what making anew puts right."""

_AT_ONCE = 1000

Report = Callable[[int, int], None]
"""Told how many passages are done, and of how many."""


Step = Callable[[str], None]
"""Told the name of a step before it is taken."""


def nothing(name: str) -> None:
    """A step that nobody watches."""


def ignore(done: int, total: int) -> None:
    """Report to nobody."""


def next_name(state: Mapping[str, str], part: str) -> str:
    """A folder for a part of the store, after the one in use and the one being made."""
    used = (state.get(part, ""), state.get(f"new_{part}", ""))
    return f"{FOLDERS[part]}/{max(int(name.rpartition('/')[2] or 0) for name in used) + 1}"


def begin(folder: Path, catalog: Catalog, embedding: BaseEmbedding) -> None:
    """Make the folders that are not there yet, empty."""
    state = catalog.state()
    if VECTORS not in state:
        name = next_name(state, VECTORS)
        Vectors.create(folder / name, fingerprint(embedding), _dimension(embedding))
        with catalog.change() as change:
            change.set(vectors=name, pending=0)
    if WORDS not in state:
        name = next_name(state, WORDS)
        Lexical.create(folder / name)
        with catalog.change() as change:
            change.set(words=name)


def counts_agree(catalog: Catalog, vectors: Vectors | None, words: Lexical | None) -> bool:
    """Whether the three hold as many passages: a cheap look, enough where the last writer ended well."""
    counts = {catalog.count(), vectors.count() if vectors else 0, len(words) if words else 0}
    return len(counts) == 1


def put_in_step(
    folder: Path,
    catalog: Catalog,
    embedding: Callable[[], BaseEmbedding],
    step: Step = nothing,
) -> None:
    """Drop vectors and words that the catalogue does not know, and write those that it misses."""
    state = catalog.state()
    known = set(catalog.passage_ids())
    if known or VECTORS in state:
        try:
            vectors = Vectors.open(folder / state[VECTORS])
        except (KengashError, KeyError):
            rebuild_vectors(folder, catalog, embedding(), step=step)
        else:
            held = set(vectors.ids())
            step("repair.vectors")
            vectors.drop(sorted(held - known))
            missing = sorted(known - held)
            if missing and vectors.model == fingerprint(embedding()):
                for _ in _write_vectors(vectors, catalog, embedding(), missing, step):
                    pass
    if known or WORDS in state:
        try:
            words = Lexical.open(folder / state[WORDS])
        except (KengashError, KeyError):
            rebuild_words(folder, catalog, step)
        else:
            step("repair.words")
            try:
                _mend_words(words, catalog, known)
            except ValueError:  # tantivy's, over what the killed one left
                rebuild_words(folder, catalog, step)
    tidy(folder, catalog.state())
    step("repair.done")
    with catalog.change():
        pass


def _mend_words(words: Lexical, catalog: Catalog, known: set[str]) -> None:
    words.sweep()
    held = set(words.ids())
    words.delete(sorted(held - known))
    for nodes in _nodes(catalog, sorted(known - held)):
        words.add(nodes)
    words.commit()


def rebuild_vectors(
    folder: Path,
    catalog: Catalog,
    embedding: BaseEmbedding,
    report: Report = ignore,
    step: Step = nothing,
) -> None:
    """Embed every passage again, beside the vectors in use, and put these in their place.

    Goes on where it was interrupted, if the model is the same.
    """
    vectors = _under_way(folder, catalog, embedding)
    ids = catalog.passage_ids()
    held = set(vectors.ids())
    missing = sorted(set(ids) - held)
    done = len(ids) - len(missing)
    report(done, len(ids))
    for written in _write_vectors(vectors, catalog, embedding, missing, step):
        report(done + written, len(ids))
    vectors.drop(sorted(held - set(ids)))
    state = catalog.state()
    name = next_name(state, VECTORS)
    step("rebuild.checkpoint")
    vectors.checkpoint(folder / name)
    step("rebuild.switch")
    with catalog.change() as change:
        change.set(vectors=name, new_vectors=None, pending=0)
    tidy(folder, catalog.state())


def rebuild_words(folder: Path, catalog: Catalog, step: Step = nothing) -> None:
    """Index the words of every passage again, beside the index in use, and put this in its place."""
    name = next_name(catalog.state(), WORDS)
    words = Lexical.create(folder / name)
    for nodes in _nodes(catalog, catalog.passage_ids()):
        words.add(nodes)
    words.commit()
    step("rebuild.words")
    with catalog.change() as change:
        change.set(words=name)
    tidy(folder, catalog.state())


def tidy(folder: Path, state: Mapping[str, str]) -> None:
    """Take away the folders that are no longer in use, as far as the system lets us."""
    for part, parent in FOLDERS.items():
        kept = {folder / state[key] for key in (part, f"new_{part}") if key in state}
        for old in (folder / parent).glob("*"):
            if old not in kept:
                shutil.rmtree(old, ignore_errors=True)


def problems(
    folder: Path, catalog: Catalog, embedding: BaseEmbedding, writer_at_work: bool
) -> Iterator[KengashError]:
    """What is wrong with the store; to be asked while nobody writes.

    Codes: `catalog-damaged` (detail), `out-of-step` (part, missing, extra), `other-model` (stored,
    configured), `writing-unfinished`, and those of `BROKEN`.
    """
    for problem in catalog.problems():
        yield KengashError("catalog-damaged", detail=problem)
    state = catalog.state()
    known = set(catalog.passage_ids())
    for part in (VECTORS, WORDS):
        try:
            held, model = _held(folder, state, part)
        except KengashError as error:
            yield error
            continue
        if held != known:
            yield KengashError("out-of-step", part=part, missing=len(known - held), extra=len(held - known))
        if model is not None and model != fingerprint(embedding):
            yield KengashError("other-model", stored=model, configured=fingerprint(embedding))
    if "writing" in state and not writer_at_work:
        yield KengashError("writing-unfinished")


def _held(folder: Path, state: Mapping[str, str], part: str) -> tuple[set[str], str | None]:
    if part not in state:
        return set(), None
    if part == WORDS:
        return set(Lexical.open(folder / state[WORDS]).ids()), None
    vectors = Vectors.open(folder / state[VECTORS])
    return set(vectors.ids()), vectors.model


def _under_way(folder: Path, catalog: Catalog, embedding: BaseEmbedding) -> Vectors:
    """Vectors being made: those of an interrupted rebuild with this model, or new ones."""
    name = catalog.state().get("new_vectors")
    if name:
        try:
            vectors = Vectors.open(folder / name)
        except KengashError as error:
            if error.code not in BROKEN:
                raise
        else:
            if vectors.model == fingerprint(embedding):
                return vectors
    name = next_name(catalog.state(), VECTORS)
    with catalog.note() as note:
        note.set(new_vectors=name)
    return Vectors.create(folder / name, fingerprint(embedding), _dimension(embedding))


def _write_vectors(
    vectors: Vectors,
    catalog: Catalog,
    embedding: BaseEmbedding,
    ids: Sequence[str],
    step: Step = nothing,
) -> Iterator[int]:
    """Tells how many are written, after each thousand."""
    written = 0
    for nodes in _nodes(catalog, ids):
        step("rebuild.write")
        vectors.write(nodes, embed(embedding, nodes))
        written += len(nodes)
        yield written


def _nodes(catalog: Catalog, ids: Sequence[str]) -> Iterator[list[TextNode]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield catalog.passages(ids[start : start + _AT_ONCE])


def _dimension(embedding: BaseEmbedding) -> int:
    return len(embedding.get_text_embedding("a"))
