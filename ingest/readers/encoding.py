"""Bytes to text: which alphabet a file was written in."""

import codecs
import re
from collections import Counter
from itertools import pairwise

from ingest.errors import Refusal
from ingest.language import CYRILLIC, letter_pairs

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

SINGLE_BYTE = ("cp1251", "koi8-r", "kz1048", "ptcp154", "cp866", "koi8-t", "mac-cyrillic")
"""Likeliest first."""

RARER = 0.15
MARKS = frozenset("«»—–…№“”„‘’\u00a0•§°")
MARK, STRANGER = -5.0, -12.0
"""Scores of a common sign and of one that none of our languages uses; letters score -4 to -8."""
CAPITAL, CAPITAL_INSIDE = -0.5, -8.0
"""Text is mostly small letters: this parts cp1251 from koi8-r, where small and capital change places."""
UNLIKELY = -10.5
"""Mean score under which bytes are no text of ours."""
CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})


def decode(data: bytes) -> str:
    """Text of the bytes, line ends as `\\n`; raises `Refusal("not-what-it-says")` where they are no text."""
    return _decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strict(data, name)
    wide = _wide(data)
    if wide:
        return _strict(data, wide)
    head = data[:65536]
    if len(head) - len(head.translate(None, CONTROLS)) > len(head) // 500:
        raise Refusal("not-what-it-says", expected="text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut inside a character, or one with a few spoilt bytes, is still UTF-8.
        spoilt = data.decode("utf-8", errors="replace")
        if error.start >= len(data) - 4 or spoilt.count("\ufffd") * 100 < sum(c > "\x7f" for c in spoilt):
            return spoilt
    return _single_byte(data)


def _strict(data: bytes, name: str) -> str:
    text = data.decode(name, errors="replace").lstrip("\ufeff")
    if text.count("\ufffd") > len(text) // 100 + 1 or text.count("\x00") > len(text) // 100:
        raise Refusal("not-what-it-says", expected="text")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: in our alphabets every other byte is 0 or 4."""
    head = data[:4096]
    if len(head) < 4 or len(head) % 2:
        head = head[: len(head) // 2 * 2]
    if not head:
        return None
    pairs = len(head) // 2
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        low = head[0::2] if name == "utf-16-le" else head[1::2]
        # Latin text has 0 in nearly every high byte, Cyrillic 4 in most and 0 at spaces.
        if sum(map(high.count, (0, 4, 0x20))) > 0.95 * pairs and 0 in high and low.count(0) < pairs // 10:
            return name
    return None


def _single_byte(data: bytes) -> str:
    sample = data[:4000]
    # The rarer an encoding, the more it has to explain.
    score, name = max(
        (_likelihood(sample, name) - RARER * rank, name) for rank, name in enumerate(SINGLE_BYTE)
    )
    commonest = Counter(sample).most_common(1)[0][1] / len(sample)
    # No letter makes up a third of a text, and none of our alphabets has many strangers.
    if score < UNLIKELY or (commonest > 0.34 and len(sample) > 16):
        raise Refusal("not-what-it-says", expected="text")
    return data.decode(name, errors="replace")


def _likelihood(sample: bytes, name: str) -> float:
    """Mean score of the signs beyond ASCII; letters by pairs, in the language that they fit best."""
    text = sample.decode(name, errors="replace")
    beyond = Counter(c for c in text if c > "\x7f")
    signs = sum(
        n * (MARK if c in MARKS else STRANGER) for c, n in beyond.items() if not "\u0400" <= c <= "\u052f"
    )
    capitals = sum(n for c, n in beyond.items() if c.isupper())
    inside = sum(before.islower() and after.isupper() for before, after in pairwise(text))
    words = re.findall("[\u0400-\u052f]+", text.lower())
    pairs = Counter(pair for word in words for pair in letter_pairs(word))
    letters = max(
        sum(n * known.get(pair, STRANGER) for pair, n in pairs.items()) for known in CYRILLIC.values()
    )
    return (signs + letters + CAPITAL * capitals + CAPITAL_INSIDE * inside) / max(sum(beyond.values()), 1)
