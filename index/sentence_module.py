"""The built-in table as a sentence-transformers module.

The model folder names this class in `modules.json`, so `SentenceTransformer(folder)` loads it wherever this
package is installed (from version 6 on, the library wants `trust_remote_code=True` for every class that is
not its own, though no code is in the folder).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from sentence_transformers.base.modules import InputModule

from index.table import TokenTable


class TableModule(InputModule):
    """Tokenises and sums with `TokenTable`; nothing here is trained."""

    def __init__(self, table: TokenTable):
        super().__init__()  # type: ignore[no-untyped-call]
        self.table = table

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **options: Any) -> dict[str, Any]:
        """Vectors [texts, dim] of the texts; a prompt is left out: questions and passages are read alike."""
        return {"sentence_embedding": torch.from_numpy(self.table.embed([str(text) for text in inputs]))}

    def forward(self, features: dict[str, Any], **options: Any) -> dict[str, Any]:
        """The features as they are: the work is done by `preprocess`."""
        return features

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self.table.dimension

    get_sentence_embedding_dimension = get_embedding_dimension

    @property
    def max_seq_length(self) -> float:
        """Texts are never cut."""
        return float("inf")

    def save(self, output_path: str, *args: Any, **options: Any) -> None:
        """Write the weights into a folder."""
        self.table.save(Path(output_path))

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *_: Any, **options: Any) -> Self:
        """Read the weights from a folder on disk."""
        return cls(TokenTable.load(Path(model_name_or_path, subfolder)))
