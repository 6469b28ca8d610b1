"""Markdown: its text without its signs."""

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.document import ExtractedText
from ingest.errors import Refusal
from ingest.readers.base import FormatReader, TextBuilder
from ingest.readers.encoding import decode

FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


class MdReader(FormatReader):
    """Markdown (CommonMark with tables), front matter as properties."""

    def extract(self, data: bytes) -> ExtractedText:
        """Headings, paragraphs, items and rows as plain text."""
        text = decode(data)
        if not text.strip():
            raise Refusal("empty")
        properties: dict[str, str] = {}
        front = FRONT_MATTER.match(text)
        if front:
            text = text[front.end() :]
            for line in front.group(1).splitlines():
                key, colon, value = line.partition(":")
                if colon and value.strip() and not key.startswith((" ", "#", "-")):
                    properties[f"md-front:{key.strip().lower()}"] = value.strip().strip("\"'")
        builder = self.builder()
        tokens = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).parse(text)
        _Walk(builder).walk([Token("start", "", 0), *tokens])
        return builder.build(properties=properties)


class _Walk:
    """Turns Markdown's tokens into blocks."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.lists: list[int | None] = []
        """Open lists: the next number of an ordered one, None for bullets."""
        self.marker: str | None = None
        """Number of an item whose first line is still to come, empty for a bullet; None outside."""
        self.row: list[str] = []

    def walk(self, tokens: list[Token]) -> None:
        """All tokens in order."""
        for before, token in pairwise(tokens):
            if token.type == "inline":
                self._text(before, _inline(token))
            elif token.type in {"fence", "code_block"}:
                for line in token.content.splitlines():
                    self.builder.add("paragraph", line)
            elif token.type == "html_block":
                self.builder.add("paragraph", TAG.sub(" ", token.content))
            elif token.type == "tr_close":
                self.builder.add_row(self.row)
                self.row = []
            else:
                self._list(token)

    def _text(self, before: Token, text: str) -> None:
        if before.type == "heading_open":
            self.builder.add("heading", text, int(before.tag[1]))
        elif before.type in {"th_open", "td_open"}:
            self.row.append(text)
        elif self.marker is not None:
            self.builder.add("list-item", self.marker + text)
            self.marker = None
        else:
            self.builder.add("paragraph", text)

    def _list(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self.lists.append(None)
        elif token.type == "ordered_list_open":
            self.lists.append(int(token.attrGet("start") or 1))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
            self.marker = None
        elif token.type == "list_item_open":
            number = self.lists[-1]
            self.marker = "" if number is None else f"{number}. "
            self.lists[-1] = None if number is None else number + 1


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "image" or child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)
