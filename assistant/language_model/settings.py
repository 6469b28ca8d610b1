"""Where a language model is, and how long to wait for it."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class LanguageModelSettings(BaseModel):
    """A server that speaks OpenAI's protocol: Ollama, llama.cpp, vLLM, a cloud.

    What is asked, and the passages that may answer, are sent there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(pattern=r"^https?://")
    """As in `http://localhost:11434/v1`."""
    model: str = Field(min_length=1)
    """Its name on that server."""
    key: SecretStr = SecretStr("none")
    patience: float = Field(default=20.0, gt=0)
    """Seconds without a word after which the model is given up."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds for the whole reply."""
    passages: int = Field(default=8, ge=1, le=40)
    """Stretches of documents that the model is given."""
