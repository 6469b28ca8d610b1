"""Bytes to text: which alphabet a file was written in."""

import codecs
import math
from collections import Counter

from ingest.errors import Refusal

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

SINGLE_BYTE = ("cp1251", "koi8-r", "kz1048", "ptcp154", "cp866", "koi8-t", "mac-cyrillic")
"""In order of likelihood: the first of equals wins."""

# Per mille of running Russian, Uzbek and Kazakh text in Cyrillic, mean of the three, rounded.
FREQUENCY = dict(
    zip(
        "аиеонтрлсқідмкыбуғпвйүшгәзөяұңчжхўҳьюэцщфъёһӣӯҷ",
        (
            *(
                120,
                78,
                75,
                68,
                60,
                56,
                50,
                48,
                42,
                18,
                20,
                40,
                34,
                34,
                28,
                22,
                25,
                12,
                20,
                25,
                15,
                8,
                14,
                16,
                8,
            ),
            *(18, 6, 14, 5, 6, 11, 9, 9, 6, 5, 10, 6, 5, 5, 3, 3, 3, 2, 1, 2, 2, 2),
        ),
        strict=True,
    )
)
CONTROLS = frozenset(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27}
STRANGER = -10.0
"""Weight of a letter or sign that none of our languages uses."""


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
    if sum(byte in CONTROLS for byte in head) > len(head) // 500:
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
        if (
            sum(b in (0, 4, 0x20) for b in high) > 0.95 * pairs
            and 0 in high
            and sum(b == 0 for b in low) < pairs // 10
        ):
            return name
    return None


def _single_byte(data: bytes) -> str:
    sample = data[:20000]
    best: tuple[float, str] | None = None
    for name in SINGLE_BYTE:
        text = sample.decode(name, errors="replace")
        score = 0.0
        high = 0
        for letter, count in Counter(c for c in text if c > "\x7f").items():
            small = letter.lower()
            high += count
            if small in FREQUENCY:
                # Text is mostly small letters: this parts cp1251 from koi8-r, where they change places.
                score += count * (math.log(FREQUENCY[small]) - (1.5 if letter != small else 0.0))
            elif letter in "«»—–…№“”„‘’\u00a0•§°":
                score += count * 1.0
            else:
                score += count * STRANGER
        score /= max(high, 1)
        if best is None or score > best[0] + 1e-9:
            best = (score, name)
    commonest = Counter(sample).most_common(1)[0][1] / len(sample)
    # No letter makes up a third of a text, and none of our alphabets has many strangers.
    if best is None or best[0] < 0.5 or (commonest > 0.34 and len(sample) > 16):
        raise Refusal("not-what-it-says", expected="text")
    return data.decode(best[1], errors="replace")
