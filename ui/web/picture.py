"""A page of a pdf as a picture, with the words of a quote boxed.

Drawn in a process of its own, for a file that breaks PDFium must not take the page with it:
`python -m ui.web.picture FILE PAGE`, the quote on stdin; out come a line of JSON and the picture.
"""

import io
import json
import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WIDTH, MOST_HEIGHT = 1040, 3000
"""Pixels: twice the width it is shown at."""
QUALITY = 72
PATIENCE = 10.0
"""Seconds."""
KEPT = 128
"""Pages kept as pictures, about 100 KB each."""
AGAIN = 60.0
"""Seconds after which a page that could not be drawn is tried again: perhaps the machine was busy."""
LIKE = 75
"""From 0 to 100: how alike words on the page must be to be taken for the quote."""
START = 40
"""Letters and digits by which the start of a quote is found that goes on overleaf."""

Box = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the page."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it looks."""

    image: bytes
    """WebP."""
    width: int
    height: int
    boxes: tuple[Box, ...]
    """Around the lines of the quote; none where it was not found on the page."""


Key = tuple[Path, int, int, str]
Draw = Callable[[Path, int, str], PagePicture | None]


class Pictures:
    """Pages drawn before, for as long as their files stay the same; what failed is tried again soon."""

    def __init__(self, draw: Draw | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._draw = draw or page_picture
        self._clock = clock
        self._drawn: OrderedDict[Key, tuple[PagePicture | None, float]] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, path: Path, mtime_ns: int, page: int, quote: str) -> PagePicture | None:
        """Page `page` (from 1) of a pdf written at that time; None where it cannot be drawn now."""
        key = (path, mtime_ns, page, quote)
        with self._turn:
            picture, until = self._drawn.get(key, (None, 0.0))
        if picture is not None or self._clock() < until:
            return picture
        picture = self._draw(path, page, quote)
        with self._turn:
            self._drawn[key] = picture, self._clock() + AGAIN
            self._drawn.move_to_end(key)
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return picture


def page_picture(path: Path, page: int, quote: str) -> PagePicture | None:
    """Page `page` (from 1) of a pdf; None where it cannot be drawn."""
    package = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "ui.web.picture", str(path), str(page)],
            input=quote.encode("utf-8", "replace"),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        )
    except (subprocess.SubprocessError, OSError):
        return None
    head, _, image = done.stdout.partition(b"\n")
    told = json.loads(head)
    return PagePicture(image, told["width"], told["height"], tuple(tuple(box) for box in told["boxes"]))


def quote_at(letters: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands among the letters and digits of a page; None where it does not."""
    wanted = "".join(bare(quote))
    if not wanted or not letters:
        return None
    start = letters.find(wanted)
    if start >= 0:
        return start, start + len(wanted)
    start = letters.find(wanted[:START]) if len(wanted) > START else -1
    if start >= 0:
        return start, min(len(letters), start + len(wanted))
    from rapidfuzz import fuzz  # noqa: PLC0415 - rarely needed, and somebody waits

    found = fuzz.partial_ratio_alignment(wanted, letters, score_cutoff=LIKE)
    return (found.dest_start, found.dest_end) if found and len(wanted) <= len(letters) else None


def bare(text: Iterable[str]) -> Iterator[str]:
    """Letters and digits alone, one case: how a page breaks its lines does not matter."""
    for letter in text:
        if letter.isalnum():
            yield letter.casefold()[0]


def lines(boxes: Iterable[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Boxes of letters (left, bottom, right, top) joined to one for every line."""
    joined: list[tuple[float, float, float, float]] = []
    for left, bottom, right, top in boxes:
        if joined:
            before = joined[-1]
            if before[1] < (bottom + top) / 2 < before[3] and left >= before[0] - 1:
                joined[-1] = (
                    before[0],
                    min(before[1], bottom),
                    max(before[2], right),
                    max(before[3], top),
                )
                continue
        joined.append((left, bottom, right, top))
    return joined


def _main() -> None:
    import pypdfium2 as pdfium  # noqa: PLC0415 - the page itself needs none of this
    import pypdfium2.raw as pdfium_c  # noqa: PLC0415
    from PIL import WebPImagePlugin  # noqa: F401, PLC0415 - or Pillow loads every format to find this one

    path, number, quote = sys.argv[1], int(sys.argv[2]), sys.stdin.buffer.read().decode("utf-8")
    document = pdfium.PdfDocument(path)
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(WIDTH / width, MOST_HEIGHT / height)
    image = page.render(scale=scale).to_pil().convert("RGB")
    text = page.get_textpage()
    places, letters = [], []
    for index in range(text.count_chars()):
        for letter in bare(chr(pdfium_c.FPDFText_GetUnicode(text.raw, index))):
            places.append(index)
            letters.append(letter)
    found = quote_at("".join(letters), quote)
    boxes = []
    if found is not None and not page.get_rotation():
        x0, y0, _, _ = page.get_bbox()  # what is drawn: a cropped page begins elsewhere
        spots = [text.get_charbox(places[at], loose=True) for at in range(*found)]
        for left, bottom, right, top in lines(spots):
            place = (left - x0) / width, 1 - (top - y0) / height
            size = (right - left) / width, (top - bottom) / height
            boxes.append([round(share, 4) for share in (*place, *size)])
    packed = io.BytesIO()
    image.save(packed, "WEBP", quality=QUALITY, method=0)  # the fastest: somebody waits
    head = {"width": image.width, "height": image.height, "boxes": boxes}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + packed.getvalue())


if __name__ == "__main__":
    _main()
