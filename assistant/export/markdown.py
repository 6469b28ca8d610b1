"""A page as Markdown: text from documents stays text, whatever marks are in it."""

import re
from collections.abc import Sequence

from assistant.export.page import Block, BlockKind

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!$^=@])")
LINE_START = re.compile(r"^(\d{1,9})([.)])|^([-+])")
"""A list mark, where a line begins."""
LINK = re.compile(r"(?<=\w):(?=//)|(?<=www)\.", re.I)
"""What readers make links of by themselves."""

TEMPLATES: dict[BlockKind, str] = {
    "title": "# {}",
    "heading": "## {}",
    "label": "### {}",
    "strong": "**{}**",
    "paragraph": "{}",
    "item": "- {}",
    "source": "- {}",
    "quote": "  > {}",
}


def as_markdown(page: Sequence[Block]) -> str:
    """The page as CommonMark, with a line feed at its end."""
    lines: list[str] = []
    before: BlockKind | None = None
    for block in page:
        if before is not None and not (block.kind == before == "item"):
            lines.append("")
        lines.append(TEMPLATES[block.kind].format(escaped(block.text)))
        before = block.kind
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    text = LINK.sub(r"\\\g<0>", MARKS.sub(r"\\\1", text))
    return LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)
