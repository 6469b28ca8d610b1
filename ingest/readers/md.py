"""Markdown: its text without its signs."""

import re

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
        _add_tokens(tokens, builder)
        return builder.build(properties=properties)


def _add_tokens(tokens: list[Token], builder: TextBuilder) -> None:
    lists: list[int | None] = []
    """Open lists: the next number of an ordered one, None for bullets."""
    item: str | None = None
    """Marker of an item whose first line is still to come; None outside."""
    row: list[str] = []
    for number, token in enumerate(tokens):
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                item = None
            case "list_item_open":
                count = lists[-1]
                item = "" if count is None else f"{count}. "
                if count is not None:
                    lists[-1] = count + 1
            case "tr_open":
                row = []
            case "tr_close":
                builder.add_row(row)
            case "inline":
                text = _inline(token)
                before = tokens[number - 1]
                if before.type == "heading_open":
                    builder.add("heading", text, int(before.tag[1]))
                elif before.type in {"th_open", "td_open"}:
                    row.append(text)
                elif item is not None:
                    builder.add("list-item", item + text)
                    item = None
                else:
                    builder.add("paragraph", text)
            case "fence" | "code_block":
                for line in token.content.splitlines():
                    builder.add("paragraph", line)
            case "html_block":
                builder.add("paragraph", TAG.sub(" ", token.content))
            case _:
                pass


def _inline(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "image" or child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)
