"""Tensors of a safetensors file, looked at where they lie.

The library copies a file into memory; of a model's fifty megabytes a question needs a few hundred rows.
A file that is looked at must not change: what is written takes its place as a whole.
"""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

_TYPES = {"F32": "<f4", "F16": "<f2", "I32": "<i4", "U32": "<u4", "U8": "|u1"}
_LENGTH = 8
"""Bytes of the number that says how long the header is."""


def mapped(path: Path) -> dict[str, NDArray[Any]]:
    """Read-only arrays by name, by https://github.com/huggingface/safetensors#format.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no safetensors file, or holds numbers of a type that our models have none of.
    """
    with path.open("rb") as file:
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = _LENGTH + int.from_bytes(held[:_LENGTH], "little")
    described: dict[str, Any] = json.loads(held[_LENGTH:start])
    described.pop("__metadata__", None)
    found: dict[str, NDArray[Any]] = {}
    for name, one in described.items():
        if one["dtype"] not in _TYPES:
            raise ValueError(f"{path}: {name} is {one['dtype']}")
        size = int(np.prod(one["shape"]))
        numbers = np.frombuffer(held, _TYPES[one["dtype"]], size, start + one["data_offsets"][0])
        found[name] = numbers.reshape(one["shape"])
    return found


def save(tensors: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write a file that everyone may read."""
    passing = path.with_name(f".{path.name}")
    save_file(dict(tensors), passing)
    passing.chmod(0o644)
    passing.replace(path)
