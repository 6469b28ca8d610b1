"""The systems compared: each indexes the same documents and names documents for a question.

What a system needs is imported when it is used: each runs in a process of its own, whose memory is measured.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from llama_index.core import Document
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode

from eval.run import PASSAGES
from ingest.errors import Refusal

if TYPE_CHECKING:
    from ingest.file import ParsedFile

TODAY = "2026-06-01"
"""The day that the sample's questions are asked on."""


class System(Protocol):
    """Something that can be asked once it has indexed."""

    def read(self, texts: Mapping[str, str], folder: Path) -> None:
        """Take the documents, given as text by name and as the folder of files that they came from."""

    def index(self, store: Path) -> int:
        """Index them; returns how many passages they were cut into."""

    def search(self, question: str) -> Sequence[str]:
        """Names of the documents of the passages found, best first."""


class Peer:
    """A LlamaIndex retriever over its default splitter, asked for as many passages as we are."""

    def __init__(self, build: Callable[[list[BaseNode], int], BaseRetriever]) -> None:
        self._build = build

    def read(self, texts: Mapping[str, str], folder: Path) -> None:
        """Take the texts."""
        self._documents = [Document(text=text, metadata={"file_name": name}) for name, text in texts.items()]

    def index(self, store: Path) -> int:
        """Split and index; everything in memory, as is its default."""
        nodes = SentenceSplitter().get_nodes_from_documents(self._documents)
        self._retriever = self._build(nodes, min(PASSAGES, len(nodes)))
        return len(nodes)

    def search(self, question: str) -> list[str]:
        """Names of the documents of the nodes retrieved."""
        return [hit.node.metadata["file_name"] for hit in self._retriever.retrieve(question)]


class Ours:
    """Kengash as it is installed, with everything on disk."""

    def read(self, texts: Mapping[str, str], folder: Path) -> None:
        """Read the files: what they are is known from more than their text."""
        from ingest.file import ParsedFile, read_file
        from ingest.folder import find_files
        from ingest.settings import IngestSettings

        self._folder = folder
        self._files: dict[Path, ParsedFile | Refusal] = {}
        for file in find_files([folder]):
            try:
                self._files[file.path] = read_file(file.path, IngestSettings())
            except Refusal as refusal:
                self._files[file.path] = refusal

    def index(self, store: Path) -> int:
        """Ingest what was read into a store."""
        from assistant.opening import open_archive, open_assistant
        from assistant.settings import load_settings
        from index.ingestion import Ingestion

        settings = load_settings(store=store, today=TODAY)
        with open_archive(settings) as archive:
            ingestion = Ingestion(archive, settings=settings.ingest, read=self._read)
            report = ingestion.run([self._folder])
        self._assistant = open_assistant(settings)
        return report.passages

    def _read(self, path: Path) -> "ParsedFile":
        found = self._files[path]
        if isinstance(found, Refusal):
            raise found
        return found

    def search(self, question: str) -> list[str]:
        """Documents of the passages found."""
        return [hit.document for hit in self._assistant.search(question, PASSAGES)]


def vector(nodes: list[BaseNode], k: int) -> BaseRetriever:
    """`VectorStoreIndex` with all-MiniLM-L6-v2."""
    from llama_index.core import VectorStoreIndex

    from eval.benchmarks.minilm import MiniLM

    return VectorStoreIndex(nodes, embed_model=MiniLM()).as_retriever(similarity_top_k=k)


def bm25(nodes: list[BaseNode], k: int, **settings: Any) -> BaseRetriever:
    """`BM25Retriever`; without settings it stems and drops stop words as in English."""
    from llama_index.retrievers.bm25 import BM25Retriever

    retriever: BaseRetriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=k, **settings)
    return retriever


def bm25_russian(nodes: list[BaseNode], k: int) -> BaseRetriever:
    """`BM25Retriever` set to Russian."""
    import Stemmer

    return bm25(nodes, k, stemmer=Stemmer.Stemmer("russian"), language="ru")


def fused(nodes: list[BaseNode], k: int) -> BaseRetriever:
    """Both defaults, fused by reciprocal rank."""
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES

    return QueryFusionRetriever(
        [vector(nodes, k), bm25(nodes, k)],
        llm=MockLLM(),  # without one it asks for OpenAI's; one query of its own needs none
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=k,
        num_queries=1,
        use_async=False,
    )


SYSTEMS: dict[str, Callable[[], System]] = {
    "LlamaIndex vector, all-MiniLM-L6-v2": lambda: Peer(vector),
    "LlamaIndex BM25Retriever": lambda: Peer(bm25),
    "LlamaIndex BM25Retriever, Russian": lambda: Peer(bm25_russian),
    "LlamaIndex both, reciprocal rank": lambda: Peer(fused),
    "Kengash": Ours,
}
