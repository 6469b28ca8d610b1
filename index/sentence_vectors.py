"""What the sentence encoder makes of passages, kept beside the archive under the passages' ids.

It can be left behind and made up for at any time: a passage never changes under its id, so whoever has time
adds what is missing, and ranking goes without where too much is.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
from llama_index.core.schema import MetadataMode, TextNode
from numpy.typing import NDArray

from index.context import context_of
from index.encoder import SentenceEncoder
from ingest.document import Span
from ingest.sentences import sentence_spans

Floats = NDArray[np.float32]

FOLDER = "sentences"
READING = 1
"""Counts the ways in which passages were cut for reading: vectors of another cannot be told apart."""
AT_ONCE = 16
"""Passages read in one go."""
SHORTEST = 25
"""Characters below which a sentence is read with the next: a heading, a name, a cell."""
ENOUGH = 0.9
"""Share of the passages asked about that must have been read for the others to count as unlike."""
_STEP = 0.3 / 127
"""Of the numbers as kept: in unit vectors of some hundred numbers hardly one is above 0.3."""
_REMEMBERED = 20_000
"""Passages kept in memory, some three kilobytes each."""
_PATIENCE = 30.0
"""Seconds to wait for another process that writes."""
_VARIABLES = 500
_QUESTIONS = 256
"""Questions remembered."""


class SentenceVectors:
    """Vectors of passages and of their sentences. Safe to share between threads and processes."""

    def __init__(self, store: Path, encoder: SentenceEncoder) -> None:
        """`store` is the archive's folder; what another encoder made there is gone."""
        self.encoder = encoder
        self._folder = store / FOLDER
        self._file = self._folder / f"{encoder.fingerprint}-{READING}.sqlite3"
        self._known: OrderedDict[str, Floats] = OrderedDict()
        self._questions: dict[str, Floats] = {}
        self._lock = threading.Lock()

    @staticmethod
    def are_in(store: Path) -> bool:
        """Whether any passage of the archive in that folder was ever read."""
        return (store / FOLDER).is_dir()

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Those of the ids that were not read yet."""
        held = self._ids()
        return [one for one in ids if one not in held]

    def add(self, nodes: Sequence[TextNode]) -> None:
        """Read passages; those known already cost the reading and change nothing."""
        texts: list[str] = []
        counts: list[int] = []
        for node in nodes:
            own = texts_of(node)
            texts += own
            counts.append(len(own))
        levels = np.clip(np.round(self.encoder.passages(texts) / _STEP), -127, 127).astype(np.int8)
        rows = zip(nodes, np.split(levels, np.cumsum(counts)[:-1]), strict=True)
        with self._writing() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?)",
                [(node.node_id, own.tobytes()) for node, own in rows],
            )

    def keep_only(self, ids: Sequence[str]) -> None:
        """Forget passages of other ids than these."""
        gone = self._ids() - set(ids)
        if gone:
            with self._writing() as connection:
                connection.executemany("DELETE FROM vectors WHERE passage = ?", [(one,) for one in gone])

    def of(self, ids: Sequence[str]) -> dict[str, Floats]:
        """[1 + sentences, dim] of each id that was read: the passage as a whole, then its sentences."""
        with self._lock:
            found = {one: self._known[one] for one in ids if one in self._known}
        wanted = [one for one in ids if one not in found]
        if wanted and self._file.is_file():
            with closing(self._connect()) as connection:
                for start in range(0, len(wanted), _VARIABLES):
                    some = wanted[start : start + _VARIABLES]
                    marks = ",".join("?" * len(some))
                    rows = connection.execute(f"SELECT * FROM vectors WHERE passage IN ({marks})", some)
                    for passage, kept in rows:
                        levels = np.frombuffer(kept, np.int8).reshape(-1, self.encoder.dimension)
                        found[passage] = levels * np.float32(_STEP)
        with self._lock:
            for one, vectors in found.items():
                self._known[one] = vectors
                self._known.move_to_end(one)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found

    def likeness(self, question: str, ids: Sequence[str], usual: Sequence[str]) -> dict[str, float]:
        """How much more than usual each passage is like the question, in deviations of the `usual` ones.

        Half of it is the passage as a whole, half its likest sentence. Nothing where fewer than `ENOUGH` of
        the ids were read, for the rest would be put behind without being looked at; 0 for that rest.
        """
        found = self.of(ids)
        others = self.of(usual)
        if len(found) < max(1.0, ENOUGH * len(ids)) or len(others) < max(2.0, ENOUGH * len(usual)):
            return {}
        asked = self._question(question)
        known = _likeness(asked, list(others.values()))
        scores = (_likeness(asked, list(found.values())) - known.mean()) / max(float(known.std()), 1e-6)
        return dict.fromkeys(ids, 0.0) | dict(zip(found, scores.tolist(), strict=True))

    def sentence_likeness(
        self, question: str, nodes: Sequence[TextNode]
    ) -> dict[str, list[tuple[Span, float]]]:
        """By passage, its sentences' spans in its text and how much more than the others each is like the
        question, in deviations; passages that were not read are left out."""
        found = self.of([node.node_id for node in nodes])
        read = [node for node in nodes if node.node_id in found]
        if not read:
            return {}
        asked = self._question(question)
        cosines = [found[node.node_id][1:] @ asked for node in read]
        together = np.concatenate(cosines)
        mean, deviation = float(together.mean()), max(float(together.std()), 1e-6)
        return {
            node.node_id: list(zip(spans_of(node.text), ((own - mean) / deviation).tolist(), strict=True))
            for node, own in zip(read, cosines, strict=True)
        }

    def _question(self, text: str) -> Floats:
        """[dim]; a question is asked for several times while it is answered."""
        found = self._questions.get(text)
        if found is None:
            if len(self._questions) >= _QUESTIONS:
                self._questions.clear()
            found = self._questions[text] = self.encoder.questions([text])[0]
        return found

    def _ids(self) -> set[str]:
        if not self._file.is_file():
            return set()
        with closing(self._connect()) as connection:
            return {one for (one,) in connection.execute("SELECT passage FROM vectors")}

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_PATIENCE)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (passage TEXT PRIMARY KEY, levels BLOB) WITHOUT ROWID"
        )
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._folder.mkdir(parents=True, exist_ok=True)
        for other in self._folder.glob("*.sqlite3"):
            if other != self._file:
                other.unlink(missing_ok=True)
        with closing(self._connect()) as connection, connection:
            yield connection


def texts_of(node: TextNode) -> list[str]:
    """What is read of a passage: all of it under what stands above it, then each sentence under the title."""
    text = node.get_content(MetadataMode.NONE)
    title = str(node.metadata.get("title") or "")
    whole = "\n".join(part for part in (context_of(node.metadata), text) if part)
    sentences = (" ".join(text[start:end].split()) for start, end in spans_of(text))
    return [whole, *(f"{title}. {one}" if title else one for one in sentences)]


def spans_of(text: str) -> list[Span]:
    """Spans of the sentences and rows of a text, short ones together with the next."""
    found: list[Span] = []
    offset = 0
    begun: int | None = None
    for line in text.splitlines(keepends=True):
        for start, end in sentence_spans(line):
            first = offset + start if begun is None else begun
            begun = first
            if offset + end - first >= SHORTEST:
                found.append((first, offset + end))
                begun = None
        offset += len(line)
    return found if begun is None else [*found, (begun, len(text.rstrip()))]


def _likeness(asked: Floats, passages: Sequence[Floats]) -> Floats:
    """[passages]."""
    starts = np.cumsum([0, *(len(rows) for rows in passages)])
    cosines = np.concatenate(passages) @ asked
    best = np.array(
        [cosines[a + 1 : b].max(initial=cosines[a]) for a, b in pairwise(starts)],
        np.float32,
    )
    return np.asarray((cosines[starts[:-1]] + best) / 2, np.float32)
