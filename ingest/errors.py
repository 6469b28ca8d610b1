"""Errors that carry a code and its values; the edge words them in the user's language."""

from typing import Literal

RefusalReason = Literal[
    "empty",
    "truncated",
    "encrypted",
    "corrupt",
    "not-what-it-says",
    "no-pages",
    "unknown-type",
    "too-large",
    "no-text-layer",
    "unreadable",
]


class KengashError(Exception):
    """A failure the user can do something about.

    `code` names the message in the edge's texts; `values` fill it in.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class Refusal(KengashError):
    """A file that is not taken in; the rest of the batch goes on."""

    def __init__(self, reason: RefusalReason, **values: object) -> None:
        super().__init__(reason, **values)
        self.reason: RefusalReason = reason
