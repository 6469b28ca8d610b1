"""Training pairs and development sets, read from a data folder."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_CHARACTERS = 700
"""A passage is cut here: the rest adds little to an average."""


@dataclass(frozen=True)
class Pair:
    """Two texts that mean the same, or a question (heading, title) and the passage under it."""

    left: str
    right: str
    left_language: str
    right_language: str
    asks: bool
    """The left text asks, the right one answers."""
    source: str


@dataclass(frozen=True)
class RetrievalSet:
    """Questions, passages, and for each question the indices of the right passages."""

    name: str
    questions: list[str]
    passages: list[str]
    relevant: list[set[int]]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_pairs(folders: list[Path]) -> list[Pair]:
    """All pairs of the `*.jsonl.gz` files in the folders; left out: emoji names, file names, Turkmen."""
    found: dict[tuple[str, str], Pair] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.jsonl.gz")):
        for row in read_lines(path):
            asks = "query" in row
            left, right = (row["query"], row["passage"]) if asks else (row["a"], row["b"])
            languages = (row["lang_q"], row["lang_p"]) if asks else (row["lang_a"], row["lang_b"])
            if "emoji" in row["src"] or "tatoeba-test-v" in left or left == right or "tk" in languages:
                continue
            pair = Pair(
                left[:MAX_CHARACTERS], right[:MAX_CHARACTERS], *languages, asks, path.name.split(".")[0]
            )
            found.setdefault((pair.left, pair.right), pair)
    return list(found.values())


def read_sets(folder: Path) -> list[RetrievalSet]:
    """The development sets of a folder: subfolders with corpus, queries and qrels."""
    return [_read_set(path) for path in sorted(folder.iterdir()) if (path / "qrels.tsv").exists()]


def _read_set(folder: Path) -> RetrievalSet:
    passages = list(read_lines(folder / "corpus.jsonl.gz"))
    position = {row["id"]: number for number, row in enumerate(passages)}
    relevant: dict[str, set[int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document = line.split("\t")[:2]
        if document in position:
            relevant.setdefault(query, set()).add(position[document])
    questions = [row for row in read_lines(folder / "queries.jsonl.gz") if row["id"] in relevant]
    return RetrievalSet(
        folder.name,
        [row["text"] for row in questions],
        [row["text"] for row in passages],
        [relevant[row["id"]] for row in questions],
    )


def same_meaning(pairs: list[Pair]) -> list[int]:
    """A number for each pair: one for all that share a text, directly or through others."""
    parent: dict[str, str] = {}

    def root(text: str) -> str:
        while parent.setdefault(text, text) != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for pair in pairs:
        parent[root(pair.left)] = root(pair.right)
    numbers: dict[str, int] = {}
    return [numbers.setdefault(root(pair.left), len(numbers)) for pair in pairs]
