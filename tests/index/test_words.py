"""A model's word lists, found by checksum, and tensors looked at where they lie."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.tensors import mapped
from index.words import WordList, WordNumbers, pack, sort

WORDS = ["совет", "council", "кеңес", "kengash", "o‘zbekiston", "ё", "2024"]
# Two pairs of words whose checksums are the same.
ALIKE = ["plumless", "buckeroo", "codding", "gnu"]


@pytest.mark.parametrize("words", [[], ["один"], WORDS, [*WORDS, *ALIKE], [""]], ids=len)
def test_a_list_is_what_was_packed(words: Sequence[str]) -> None:
    packed = WordList(pack(words))
    expected = [word for word in words if word]
    assert (len(packed), list(packed)) == (len(expected), expected)
    assert [packed[n] for n in range(len(packed))] == expected
    assert packed[1:3] == expected[1:3]


@pytest.mark.parametrize("words", [WORDS, [*WORDS, *ALIKE], ALIKE, []], ids=len)
def test_every_word_is_found_and_no_other(words: Sequence[str]) -> None:
    numbers = {word: 10 * n for n, word in enumerate(words)}
    found = WordNumbers(WordList(pack(words)), *sort(words, numbers.values()))
    assert dict(found) == numbers
    for word in [*WORDS, *ALIKE, "Совет", "", "сове", "кенгаш", "\ud800"]:
        assert (found.get(word), word in found) == (numbers.get(word), word in numbers)
    with pytest.raises(KeyError):
        found["нет такого"]


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.int32, np.uint32, np.uint8])
@pytest.mark.parametrize("shape", [(3, 5), (7,), (0,), (2, 0)])
def test_tensors_are_those_that_were_saved(tmp_path, dtype, shape) -> None:
    numbers = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    save_file({"odd": np.arange(3, dtype=np.uint8), "numbers": numbers}, tmp_path / "a.safetensors")
    found = mapped(tmp_path / "a.safetensors")
    assert set(found) == {"odd", "numbers"}
    assert found["numbers"].dtype == dtype
    assert np.array_equal(found["numbers"], numbers)
    with pytest.raises(ValueError, match="read-only"):
        found["odd"][0] = 1


def test_what_is_no_tensor_of_ours_is_refused(tmp_path) -> None:
    save_file({"big": np.zeros(3, np.int64)}, tmp_path / "a.safetensors")
    with pytest.raises(ValueError, match="big is I64"):
        mapped(tmp_path / "a.safetensors")
    header = json.dumps({"__metadata__": {"made": "by hand"}}).encode()
    (tmp_path / "b.safetensors").write_bytes(len(header).to_bytes(8, "little") + header)
    assert mapped(tmp_path / "b.safetensors") == {}
    with pytest.raises(FileNotFoundError):
        mapped(tmp_path / "none.safetensors")
