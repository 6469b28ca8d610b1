"""Embeddings for LlamaIndex: the built-in table, or any sentence-transformers model."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr

from index.table import MODEL_FOLDER, TokenTable
from ingest.errors import KengashError

Floats = NDArray[np.float32]

BUILT_IN = "built-in"
"""Name of the shipped model in the settings."""

PROMPTS = {
    "instruct": ("Instruct: Given a question, retrieve passages that answer it\nQuery: ", ""),
    "e5": ("query: ", "passage: "),
    "bge-m3": ("", ""),
    "frida": ("search_query: ", "search_document: "),
    "user-": ("query: ", "passage: "),
}
"""Part of a model's name, and what it wants in front of a question and of a passage, where its own
configuration does not say so."""


@cache
def built_in_table(folder: Path = MODEL_FOLDER) -> TokenTable:
    """The shipped table, read once a process."""
    return TokenTable.load(folder)


def _numbers(vector: Floats) -> list[float]:
    numbers: list[float] = vector.tolist()
    return numbers


class TableEmbedding(BaseEmbedding):
    """The built-in table: thousands of passages a second on one core, nothing downloaded, no torch."""

    model_name: str = BUILT_IN
    embed_batch_size: int = 2048
    _table: TokenTable = PrivateAttr()

    def __init__(self, table: TokenTable | None = None, **options: Any):
        super().__init__(**options)
        self._table = table or built_in_table()

    @classmethod
    def class_name(cls) -> str:
        """Name in LlamaIndex's registries."""
        return "TableEmbedding"

    @property
    def table(self) -> TokenTable:
        """The table itself, for late interaction."""
        return self._table

    @property
    def fingerprint(self) -> str:
        """Identity of the weights, kept beside stored vectors."""
        return f"{BUILT_IN}-{self._table.fingerprint}"

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """[texts, dim] unit vectors of passages."""
        return self._table.embed(texts)

    def embed_question(self, text: str) -> Floats:
        """[dim] unit vector of a question."""
        found: Floats = self._table.embed([text])[0]
        return found

    def _get_query_embedding(self, query: str) -> list[float]:
        return _numbers(self.embed_question(query))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return _numbers(self.embed_question(text))

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_numbers(row) for row in self.embed_passages(texts)]


class TransformerEmbedding(BaseEmbedding):
    """A sentence-transformers model from a folder, or by a name this machine has: nothing is downloaded."""

    query_prompt: str | None = None
    """Put before a question; None: as the model's own configuration or `PROMPTS` says."""
    passage_prompt: str | None = None
    """Put before a passage."""
    _model: Any = PrivateAttr()

    def __init__(self, model_name: str, **options: Any):
        super().__init__(model_name=model_name, **{"embed_batch_size": 64, **options})
        # Importing it takes seconds that the built-in model need not wait for.
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            self._model = SentenceTransformer(model_name, local_files_only=True)
        except (OSError, ValueError) as problem:
            raise KengashError("embedding-not-found", model=model_name) from problem
        own_name = Path(model_name).name.lower()  # folders above it tell nothing of the model
        known = next((pair for part, pair in PROMPTS.items() if part in own_name), ("", ""))
        prompts = {name: text for name, text in self._model.prompts.items() if text}
        if self.query_prompt is None:
            self.query_prompt = prompts.get("query", known[0])
        if self.passage_prompt is None:
            self.passage_prompt = prompts.get("document", prompts.get("passage", known[1]))

    @classmethod
    def class_name(cls) -> str:
        """Name in LlamaIndex's registries."""
        return "TransformerEmbedding"

    @property
    def fingerprint(self) -> str:
        """Identity of model and prompts, kept beside stored vectors."""
        return f"{self.model_name}|{self.query_prompt}|{self.passage_prompt}"

    def embed_passages(self, texts: Sequence[str]) -> Floats:
        """[texts, dim] unit vectors of passages."""
        return self._encode(list(texts), self.passage_prompt)

    def embed_question(self, text: str) -> Floats:
        """[dim] unit vector of a question."""
        found: Floats = self._encode([text], self.query_prompt)[0]
        return found

    def _encode(self, texts: list[str], prompt: str | None) -> Floats:
        encoded = self._model.encode(
            texts,
            prompt=prompt or "",
            batch_size=self.embed_batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(encoded, dtype=np.float32)

    def _get_query_embedding(self, query: str) -> list[float]:
        return _numbers(self.embed_question(query))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return _numbers(self.embed_passages([text])[0])

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_numbers(row) for row in self.embed_passages(texts)]


def embedding_for(model: str = BUILT_IN) -> TableEmbedding | TransformerEmbedding:
    """The embedding of that name: `built-in`, or the folder or name of a sentence-transformers model.

    Raises KengashError `embedding-not-found` (model) where there is none on this machine.
    """
    return TableEmbedding() if model == BUILT_IN else TransformerEmbedding(model)
