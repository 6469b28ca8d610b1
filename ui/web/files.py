"""Files handed to a visitor: made in memory, carried by the page, never on the server's disk."""

import itertools
from base64 import b64encode
from dataclasses import dataclass

from ui.web.markup import escape

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MARKDOWN = "text/markdown"
JSON_LINES = "application/jsonl"
_count = itertools.count()


@dataclass(frozen=True, slots=True)
class File:
    """A file to be saved by the browser."""

    name: str
    kind: str
    """MIME type."""
    data: str | bytes


def file_html(file: File) -> str:
    """A link that the page's script presses once; no two are alike, so that a file can be had twice."""
    data = file.data.encode("utf-8") if isinstance(file.data, str) else file.data
    packed = b64encode(data).decode("ascii")
    return (
        f'<a download="{escape(file.name)}" href="data:{escape(file.kind)};base64,{packed}" '
        f'data-file="{next(_count)}" tabindex="-1">{escape(file.name)}</a>'
    )
