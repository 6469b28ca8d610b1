"""What the archive can be told."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class IndexSettings(BaseModel):
    """Which models search, and how much is written at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    embedding: str = "built-in"
    """`built-in`, or a folder or name of a sentence-transformers model."""
    embedding_batch: int = Field(default=64, ge=1)
    """Passages embedded in one call of a sentence-transformers model."""
    encoder: Literal["built-in", "none"] = "built-in"
    """The small transformer that reads sentences as wholes beside the embedding, or none."""
    encoder_seconds: float = Field(default=120, ge=0)
    """An ingest reads by it what takes no longer than this; the rest is left to the page, which reads on."""
    reranker: str | None = None
    """A folder or name of a cross-encoder that ranks the first passages again; None for none."""
    reranked: int = Field(default=30, ge=1)
    """How many passages it ranks: each costs a run of the model."""
    candidates: int = Field(default=100, ge=1)
    """Passages each search hands to ranking."""
    documents_per_commit: int = Field(default=100, ge=1)
    passages_per_commit: int = Field(default=1000, ge=1)
    """A commit is made when either is reached: what an interruption can cost, and what memory holds."""
    vectors_per_checkpoint: int = Field(default=5000, ge=1)
    """Vectors written before the graph over them is saved; each new reader adds the unsaved ones again."""
    shrink_limit: float = Field(default=0.2, ge=0.0, le=1.0)
    """Share of a folder's documents that may be gone before the loss has to be confirmed."""
