"""The sentence encoder: a small transformer that reads sentences as wholes, run by ONNX Runtime."""

import json
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

Floats = NDArray[np.float32]

ENCODER_FOLDER = Path(__file__).parent / "sentence_model"
GRAPH_FILE = "encoder.onnx"
PIECES_FILE = "pieces.safetensors"
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "config.json"

QUESTION, PASSAGE = "query: ", "passage: "
"""What the model was taught to expect in front of a question and of what may answer it."""
MOST_PIECES = 256
"""Pieces of a text that are read: a window of two sentences has some sixty, a page seven hundred."""
_BATCH = 4096
"""Pieces run at once."""
_MOST_THREADS = 4
_BEGIN, _PADDING, _END = 0, 1, 2


class SentenceEncoder:
    """Vectors of whole sentences, alike for alike meaning in Russian, English, Uzbek, Kazakh.

    The directions that tell languages apart are taken out. Safe to share between threads.
    """

    def __init__(self, folder: Path = ENCODER_FOLDER, threads: int | None = None) -> None:
        """Read the model; FileNotFoundError where there is none.

        `threads` are used for one text or batch; by default half of the processors, four at most.
        """
        # Imported where a model is needed: a command that needs none should not wait for it.
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        if not (folder / GRAPH_FILE).is_file():
            raise FileNotFoundError(folder / GRAPH_FILE)
        held = load_file(folder / PIECES_FILE)
        self.fingerprint = str(json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))["fingerprint"])
        """Short name of these very weights: vectors of another fingerprint cannot be compared with theirs."""
        self._numbers = held["numbers"]
        self._steps = held["steps"]
        self._places = held["places"]
        self._origin = held.get("origin")
        self._tongues = held.get("tongues")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        options = SessionOptions()
        # Two threads of one core share its arithmetic, and waiting threads that spin take it from others.
        options.intra_op_num_threads = threads or max(1, min((os.cpu_count() or 1) // 2, _MOST_THREADS))
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session: Any = InferenceSession(
            str(folder / GRAPH_FILE), options, providers=["CPUExecutionProvider"]
        )

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._places.shape[1])

    def questions(self, texts: Sequence[str]) -> Floats:
        """[texts, dim] unit vectors of questions."""
        return self._encode([QUESTION + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Floats:
        """[texts, dim] unit vectors of sentences or passages; of long ones, their beginning."""
        return self._encode([PASSAGE + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Floats:
        found = np.empty((len(texts), self.dimension), np.float32)
        whole = [text.encode(errors="replace").decode() for text in texts]  # half a character is none
        pieces = [one.ids[: MOST_PIECES - 2] for one in self._tokenizer.encode_batch_fast(whole)]
        for places in _batches([len(ids) + 2 for ids in pieces]):
            found[places] = self._run([pieces[place] for place in places])
        return self._neutral(found)

    def _run(self, pieces: Sequence[Sequence[int]]) -> Floats:
        """[texts, dim] mean states of some texts' pieces."""
        longest = max(map(len, pieces)) + 2
        ids = np.full((len(pieces), longest), _PADDING)
        mask = np.zeros(ids.shape, np.int32)
        for row, own in enumerate(pieces):
            ids[row, : len(own) + 2] = [_BEGIN, *own, _END]
            mask[row, : len(own) + 2] = 1
        distinct, where = np.unique(ids, return_inverse=True)
        embedded = unpack(self._numbers[distinct], self._steps[distinct])[where.reshape(ids.shape)]
        embedded += self._places[:longest]
        states = self._session.run(["states"], {"embedded": embedded, "mask": mask})[0]
        summed = np.einsum("tpd,tp->td", states, mask.astype(np.float32))
        return np.asarray(summed / mask.sum(axis=1, keepdims=True), np.float32)

    def _neutral(self, vectors: Floats) -> Floats:
        """Unit vectors without what tells languages apart."""
        vectors = _unit(vectors)
        if self._origin is not None and self._tongues is not None:
            vectors = vectors - self._origin
            vectors = _unit(vectors - (vectors @ self._tongues.T) @ self._tongues)
        return vectors


@cache
def shipped_encoder() -> SentenceEncoder:
    """The shipped model, read once a process."""
    return SentenceEncoder()


def unpack(numbers: NDArray[np.uint8], steps: NDArray[Any]) -> Floats:
    """[rows, dim] of 4-bit numbers [rows, blocks, half a block], two a byte; `steps` [rows, blocks]."""
    found = np.empty((*numbers.shape[:2], 2 * numbers.shape[2]), np.float32)
    found[..., 0::2] = numbers & 15
    found[..., 1::2] = numbers >> 4
    found -= 8
    found *= steps.astype(np.float32)[..., None]
    return found.reshape(len(numbers), -1)


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts, alike in length, whose padded pieces fit into one run."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if batch and (len(batch) + 1) * lengths[place] > _BATCH:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
