"""A cross-encoder, which reads question and passage together, behind the ranking."""

from typing import Any

import numpy as np
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import MetadataMode, NodeWithScore, QueryBundle
from pydantic import PrivateAttr

from index.context import context_of
from ingest.errors import KengashError


class CrossEncoderRanking(BaseNodePostprocessor):
    """Puts the first passages in the order of a sentence-transformers cross-encoder; nothing is downloaded.

    The scores stay those of the ranking before, dealt out anew from the highest down, so that what is read
    from them (is there an answer at all?) does not change with the model.

    Raises KengashError `reranker-not-found` (model) where there is none on this machine, and
    `reranker-unfit` (model) where the model gives no single score for a question and a passage.
    """

    model_name: str
    first: int = 30
    """How many are ranked again."""
    batch_size: int = 32
    _model: Any = PrivateAttr()

    def __init__(self, model_name: str, **options: Any) -> None:
        super().__init__(**{"model_name": model_name, **options})
        # Importing it takes seconds that others need not wait for.
        from sentence_transformers import CrossEncoder  # noqa: PLC0415

        try:
            self._model = CrossEncoder(model_name, local_files_only=True)
        except (OSError, ValueError) as problem:
            raise KengashError("reranker-not-found", model=model_name) from problem
        # A model without a head of its own is given one of random numbers.
        headless = any(name.endswith("Model") for name in self._model.config.architectures or ())
        if headless or self._model.num_labels != 1:
            raise KengashError("reranker-unfit", model=model_name)

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex keeps the class."""
        return "CrossEncoderRanking"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None or not nodes:
            return nodes
        first = nodes[: self.first]
        pairs = [(query_bundle.query_str, _text(hit)) for hit in first]
        scores = self._model.predict(pairs, batch_size=self.batch_size, show_progress_bar=False)
        order = np.argsort(-np.asarray(scores, np.float32), kind="stable").tolist()
        again = [
            NodeWithScore(node=first[i].node, score=hit.score) for i, hit in zip(order, first, strict=True)
        ]
        return [*again, *nodes[self.first :]]


def reranker_for(model: str | None, first: int = 30) -> CrossEncoderRanking | None:
    """The cross-encoder of that name or in that folder, None for none; raises what it raises."""
    return CrossEncoderRanking(model, first=first) if model else None


def _text(hit: NodeWithScore) -> str:
    """A passage below what stands above it."""
    parts = (context_of(hit.node.metadata), hit.node.get_content(MetadataMode.NONE))
    return "\n".join(part for part in parts if part)
