"""One step of growth, alone in its process: `python -m eval.benchmarks.grown STEP JOB RESULT`, both JSON.

Steps: `bare` writes ids, vectors and filter fields to Chroma and nothing else; `build` makes an archive of
the same passages; `ask` opens it and asks. Only what a system does is timed: inventing the text is not.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from llama_index.core.schema import TextNode

from assistant.opening import open_archive, open_assistant
from assistant.settings import load_settings
from eval.archives import SAMPLE, SAMPLE_TODAY
from eval.benchmarks.invented import Invented, Pools, invented, pools
from eval.benchmarks.one import memory
from index.batch import Batch, Taken
from index.filters import Filters
from index.records import Document
from index.vectors import FILTER_FIELDS, embed
from ingest.passages import PassageParser

DOCUMENTS = 50
"""Documents written at once."""
CHROMA_MAX = 5000
ANSWERED = 50
FILTERS = {
    "no filter": Filters(),
    "language": Filters(languages=("uz",)),
    "kind": Filters(kinds=("minutes",)),
    "dates": Filters(date_from="2024-01-01", date_to="2024-12-31"),
    "language, kind and dates": Filters(
        languages=("ru",), kinds=("report",), date_from="2020-01-01", date_to="2024-12-31"
    ),
}


@dataclass(frozen=True, slots=True)
class Job:
    """What a step is told."""

    passages: int
    store: Path
    data: Path | None
    questions: Sequence[str]

    def sentences(self) -> Pools:
        """What the text is recombined from."""
        return pools(self.data, SAMPLE / "archive")


class Watch:
    """Adds up the time of what is done under it: on the clock, and of all processors."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    def __enter__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._start[0]
        self.processor += time.process_time() - self._start[1]


def bare(job: Job) -> dict[str, Any]:
    """Chroma alone, as fast as it goes."""
    embedding = open_archive(load_settings(store=job.store)).embedding
    with tempfile.TemporaryDirectory() as folder:
        client = chromadb.PersistentClient(folder, ChromaSettings(anonymized_telemetry=False))
        collection = client.create_collection(
            "bare", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        watch, written = Watch(), 0
        for nodes in _in_chunks(passage for _, cut in _documents(job) for passage in cut):
            vectors = embed(embedding, nodes)
            fields: Any = [{key: node.metadata[key] for key in FILTER_FIELDS} for node in nodes]
            with watch:
                collection.add([node.node_id for node in nodes], embeddings=vectors, metadatas=fields)
            written += len(nodes)
        return _cost(written, watch, Path(folder))


def build(job: Job) -> dict[str, Any]:
    """An archive: cutting, embedding, words, vectors and catalogue."""
    watch, written = Watch(), 0
    settings = load_settings(store=job.store)
    parser = PassageParser(settings=settings.ingest)
    with open_archive(settings) as archive:
        embed(archive.embedding, [TextNode(text="Совет", metadata={})])  # loads the model
        documents = _invented(job)
        with ExitStack() as writing:
            writing.enter_context(archive.writing("growth"))
            while written < job.passages:
                some = list(islice(documents, DOCUMENTS))
                with watch:
                    batch = Batch()
                    for one in some:
                        cut = parser.passages(one.name, one.text, one.metadata)[: job.passages - written]
                        batch.taken.append(Taken(_document(one, len(cut)), one.text, cut))
                        written += len(cut)
                    archive.commit(batch)
            with watch:
                writing.close()  # which saves what is left to save
    return _cost(written, watch, job.store)


def ask(job: Job) -> dict[str, Any]:
    """Searches with and without filters, and answers, by an assistant that has just opened."""
    asked, opening = job.questions, time.perf_counter()
    assistant = open_assistant(load_settings(store=job.store, today=SAMPLE_TODAY))
    assistant.search(asked[0], 10)
    opened = time.perf_counter() - opening
    times = {
        name: _times(asked, partial(assistant.search, k=10, filters=filters))
        for name, filters in FILTERS.items()
    }
    times["answer"] = _times(asked[:ANSWERED], assistant.ask)
    return {"opened": opened, "times": times, "memory": memory()}


STEPS: dict[str, Callable[[Job], dict[str, Any]]] = {"bare": bare, "build": build, "ask": ask}


def _cost(passages: int, watch: Watch, folder: Path) -> dict[str, Any]:
    return {
        "passages": passages,
        "seconds": watch.seconds,
        "processor": watch.processor,
        "disk": _size(folder),
        "memory": memory(),
    }


def _invented(job: Job) -> Iterator[Invented]:
    return invented(job.sentences())


def _documents(job: Job) -> Iterator[tuple[Invented, list[TextNode]]]:
    """Documents and their passages, as many as are wanted in all."""
    parser, left = PassageParser(settings=load_settings(store=job.store).ingest), job.passages
    for one in _invented(job):
        cut = parser.passages(one.name, one.text, one.metadata)[:left]
        left -= len(cut)
        yield one, cut
        if not left:
            return


def _in_chunks(passages: Iterator[TextNode]) -> Iterator[list[TextNode]]:
    while chunk := list(islice(passages, CHROMA_MAX)):
        yield chunk


def _document(one: Invented, passages: int) -> Document:
    return Document(
        name=one.name,
        root=None,
        path=f"/{one.name}",
        sha256=one.name,
        size=len(one.text.text),
        mtime_ns=0,
        title=one.metadata.title,
        date=one.metadata.date,
        date_source=one.metadata.date_source,
        language=one.metadata.language,
        kind=one.metadata.kind,
        passages=passages,
    )


def _times(asked: Sequence[str], call: Callable[[str], object]) -> dict[str, float]:
    """Milliseconds of a call, one at a time."""
    times = []
    for text in asked:
        start = time.perf_counter()
        call(text)
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50": float(p50), "p95": float(p95)}


def _size(folder: Path) -> float:
    """Megabytes of the files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(step: str, job: Path, result: Path) -> None:
    """Do a step and write what was measured."""
    told = json.loads(job.read_text(encoding="utf-8"))
    data = Path(told["data"]) if told["data"] else None
    measured = STEPS[step](Job(told["passages"], Path(told["store"]), data, told["questions"]))
    result.write_text(json.dumps(measured), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
