"""The connection to a language model: any server that speaks OpenAI's protocol."""

from collections.abc import Iterator, Sequence
from time import monotonic

import httpx
from llama_index.core.llms import LLM, ChatMessage

from assistant.language_model.settings import LanguageModelSettings
from ingest.errors import KengashError

MOST_TOKENS = 700
_NO_PROTOCOL = (ValueError, TypeError, LookupError, AttributeError)
"""Raised where a server says what the protocol does not know."""
LONGEST_REPLY = 12_000
"""Code points, thoughts included, after which a reply is taken as it is."""


class Client:
    """One language model; safe for many threads. Connects when first asked."""

    def __init__(self, settings: LanguageModelSettings, llm: LLM | None = None) -> None:
        self.settings = settings
        self._llm = llm

    def reply(self, messages: Sequence[ChatMessage]) -> Iterator[str]:
        """The pieces of a reply as they come.

        Raises KengashError `llm-silent` (seconds) where nothing comes for as long as the settings allow, or
        the whole takes too long; `llm-failed` (address, detail) for anything else that goes wrong.
        """
        from openai import APITimeoutError, OpenAIError  # noqa: PLC0415 - takes a second to import

        started, length = monotonic(), 0
        try:
            for chunk in self._model().stream_chat(messages):
                piece = chunk.delta or ""
                length += len(piece)
                yield piece
                if length > LONGEST_REPLY:
                    return
                if monotonic() - started > self.settings.timeout:
                    raise KengashError("llm-silent", seconds=self.settings.timeout)
        except (APITimeoutError, httpx.TimeoutException) as error:
            raise KengashError("llm-silent", seconds=self.settings.patience) from error
        except (OpenAIError, httpx.HTTPError, httpx.InvalidURL, *_NO_PROTOCOL) as error:
            detail = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise KengashError("llm-failed", address=self.settings.address, detail=detail[:200]) from error

    def _model(self) -> LLM:
        if self._llm is None:
            from llama_index.llms.openai_like import OpenAILike  # noqa: PLC0415 - takes seconds to import

            self._llm = OpenAILike(
                model=self.settings.model,
                api_base=self.settings.address,
                api_key=self.settings.key.get_secret_value(),
                is_chat_model=True,
                temperature=0.0,
                max_tokens=MOST_TOKENS,
                max_retries=0,
                timeout=self.settings.patience,
            )
        return self._llm
