"""Stand-ins that are obviously right: an embedding of hashed words, a parser that cuts at empty lines."""

import hashlib
import itertools
import os
import re
import signal
import zlib
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode

from index.archive import Archive
from index.ingestion import Ingestion
from index.settings import IndexSettings
from index.upkeep import nothing
from ingest.document import Block, ExtractedText, Metadata
from ingest.errors import KengashError, Refusal
from ingest.file import ParsedFile

with suppress(ImportError):  # Windows has none
    import resource

DIMENSION = 64
SMALL = IndexSettings(documents_per_commit=2, vectors_per_checkpoint=6)


class WordEmbedding(BaseEmbedding):
    """One dimension a word, by its checksum."""

    model_name: str = "words"

    def _vector(self, text):
        vector = np.zeros(DIMENSION)
        for word in re.findall(r"\w+", text.lower()):
            vector[zlib.crc32(word.encode()) % DIMENSION] += 1
        return vector.tolist()

    def _get_text_embedding(self, text):
        return self._vector(text)

    def _get_query_embedding(self, query):
        return self._vector(query)

    async def _aget_query_embedding(self, query):
        return self._vector(query)


class ParagraphParser:
    """A passage a paragraph."""

    def passages(self, name, parsed_text, metadata):
        about = {"document": name, "title": metadata.title, "date": metadata.date, "kind": metadata.kind}
        return [
            TextNode(
                id_=uuid4().hex,
                text=parsed_text.text[block.start : block.end],
                start_char_idx=block.start,
                end_char_idx=block.end,
                metadata={**about, "language": metadata.language, "page": None, "heading": ""},
            )
            for block in parsed_text.blocks
        ]


def read_text(path):
    """Paragraphs of a text file; `key: value` lines at its start are its metadata."""
    data = path.read_bytes()
    text = data.decode()
    if not text:
        raise Refusal("empty")
    blocks = tuple(Block("paragraph", *found.span()) for found in re.finditer(r"\S.*(?:\n.+)*", text))
    about = dict(re.findall(r"^(title|date|language|kind): (.*)$", text, re.MULTILINE))
    about = {"title": path.stem, "language": "ru", **about}
    metadata = Metadata(**about, date_source="text" if "date" in about else None)
    return ParsedFile(ExtractedText(text, blocks), metadata, hashlib.sha256(data).hexdigest())


def open_archive(folder, on_step=nothing, embedding=None, settings=SMALL):
    return Archive.open(Path(folder), settings, embedding or WordEmbedding(), on_step)


def ingest(archive, *paths, **options):
    return Ingestion(archive, ParagraphParser(), read=read_text).run(
        [Path(path) for path in paths], **options
    )


def write_files(folder, files):
    """Texts by name into a folder; None takes a file away."""
    for name, text in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
    return Path(folder)


def found_by_words(archive, query, k=10):
    return documents_of(archive, archive.search_words(query, k))


def found_by_meaning(archive, query, k=10):
    return documents_of(archive, archive.search_vectors(archive.embedding.get_query_embedding(query), k))


def documents_of(archive, hits):
    nodes = archive.passages([one for one, _ in hits])
    assert len(nodes) == len(hits)
    return list(dict.fromkeys(node.metadata["document"] for node in nodes))


def assert_whole(archive):
    """Catalogue, vectors and words agree, and every passage is the text it says it is."""
    assert [
        (error.code, error.values) for error in archive.check() if error.code != "writing-unfinished"
    ] == []
    for document in archive.documents():
        if document.status != "indexed":
            continue
        text = archive.text(document.name).text
        passages = archive.passages_of(document.name)
        assert len(passages) == document.passages
        assert passages
        for node in passages:
            assert node.text == text[node.start_char_idx : node.end_char_idx]
            assert node.metadata["title"] == document.title


# Run in other processes.


def ingest_in(store, files):
    with open_archive(store) as archive:
        ingest(archive, files)


def ingest_and_note_steps(store, files, notes):
    steps = []
    with open_archive(store, steps.append) as archive:
        ingest(archive, files)
    notes.write_text("\n".join(steps))


def ingest_until_killed(store, files, number):
    """Ends by SIGKILL before the step of that number, from 0."""
    ingest(open_archive(store, _killer(number)), files)


def reindex_until_killed(store, number):
    open_archive(store, _killer(number)).reindex()


def _killer(number):
    steps = itertools.count()

    def step(name):
        if next(steps) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def ingest_without_room(store, files, room, told):
    """As on a full disk: no file may grow past so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    said = "done"
    try:
        ingest_in(store, files)
    except KengashError as error:
        said = error.code
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    told.write_text(said)
    os._exit(0)
