"""The systems compared: each indexes the same documents and names documents for a question.

What a system needs is imported when it is used: each runs in a process of its own, whose memory is measured.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from llama_index.core import Document
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode

from eval.run import PASSAGES

TODAY = "2026-06-01"
"""The day that the sample's questions are asked on."""


class System(Protocol):
    """Something that can be asked once it has indexed."""

    def index(self, texts: Mapping[str, str], files: Sequence[Path], store: Path) -> int:
        """Index the documents, given as text by name and as the files they came from.

        Returns how many passages it cut them into.
        """

    def search(self, question: str) -> Sequence[str]:
        """Names of the documents of the passages found, best first."""


class Peer:
    """A LlamaIndex retriever over its default splitter, asked for as many passages as we are."""

    def __init__(self, build: Callable[[list[BaseNode], int], BaseRetriever]) -> None:
        self._build = build

    def index(self, texts: Mapping[str, str], files: Sequence[Path], store: Path) -> int:
        """Split and index; everything in memory, as is its default."""
        documents = [Document(text=text, metadata={"file_name": name}) for name, text in texts.items()]
        nodes = SentenceSplitter().get_nodes_from_documents(documents)
        self._retriever = self._build(nodes, min(PASSAGES, len(nodes)))
        return len(nodes)

    def search(self, question: str) -> list[str]:
        """Names of the documents of the nodes retrieved."""
        return [hit.node.metadata["file_name"] for hit in self._retriever.retrieve(question)]


class Ours:
    """Kengash as it is installed; it reads the files itself, and that time counts."""

    def index(self, texts: Mapping[str, str], files: Sequence[Path], store: Path) -> int:
        """Ingest the files into a store on disk."""
        from assistant.opening import open_archive, open_assistant
        from assistant.settings import load_settings
        from index.ingestion import Ingestion

        settings = load_settings(store=store, today=TODAY)
        with open_archive(settings) as archive:
            report = Ingestion(archive, settings=settings.ingest).run(files)
        self._assistant = open_assistant(settings)
        return report.passages

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

    return BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=k, **settings)


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
