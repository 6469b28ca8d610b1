"""What a language model is told: the rules, the numbered evidence, the question, and nothing else."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from llama_index.core.llms import ChatMessage, MessageRole

from assistant.language_model.sources import Source

REFUSAL = "NOANSWER"
"""What a model is to reply where the evidence does not answer."""


@cache
def prompt() -> Mapping[str, Any]:
    """The wordings of `prompt.toml`."""
    return tomllib.loads(files("assistant.language_model").joinpath("prompt.toml").read_text("utf-8"))


def messages(question: str, sources: Sequence[Source], language: str) -> list[ChatMessage]:
    """The conversation that asks for an answer in `language`, in Russian where that has no name here."""
    words = prompt()
    languages = words["languages"]
    rules = words["system"].format(language=languages.get(language, languages["ru"]), refusal=REFUSAL)
    numbered = "\n\n".join(
        words["source"].format(
            n=source.n, title=source.title, date=source.date or words["undated"], text=source.shown()
        )
        for source in sources
    )
    return [
        ChatMessage(role=MessageRole.SYSTEM, content=rules.strip()),
        ChatMessage(
            role=MessageRole.USER,
            content=words["user"].format(sources=numbered, question=question).strip(),
        ),
    ]
