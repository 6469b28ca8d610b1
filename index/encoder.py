"""The sentence encoder: a small transformer that reads sentences as wholes, run by ONNX Runtime."""

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.tensors import mapped

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
MOST_ASKED = 96
"""Pieces of a question that are read: the longest has some sixty, a paragraph that is to be checked more."""
_MOST_THREADS = 4
_BEGIN, _END = 0, 2


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
        held = mapped(folder / PIECES_FILE)
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
        """[texts, dim] unit vectors of questions; of long ones, their beginning."""
        return self._encode([QUESTION + text for text in texts], MOST_ASKED)

    def passages(self, texts: Sequence[str]) -> Floats:
        """[texts, dim] unit vectors of sentences or passages; of long ones, their beginning."""
        return self._encode([PASSAGE + text for text in texts], MOST_PIECES)

    def _encode(self, texts: Sequence[str], most: int) -> Floats:
        whole = [text.encode(errors="replace").decode() for text in texts]  # half a character is none
        pieces = [one.ids[: most - 2] for one in self._tokenizer.encode_batch_fast(whole)]
        # One by one: what stands beside a text would change how its numbers are rounded, and its vector.
        states = [self._mean_state([_BEGIN, *own, _END]) for own in pieces]
        return self._neutral(np.array(states, np.float32).reshape(-1, self.dimension))

    def _mean_state(self, pieces: Sequence[int]) -> Floats:
        """[dim]."""
        embedded = unpack(self._numbers[pieces], self._steps[pieces]) + self._places[: len(pieces)]
        mask = np.ones((1, len(pieces)), np.int32)
        states = self._session.run(["states"], {"embedded": embedded[None], "mask": mask})[0]
        return np.asarray(states[0].mean(axis=0), np.float32)

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
