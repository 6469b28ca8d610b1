"""Pictures of pages into pieces of text, by the Tesseract that is installed; none is needed."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from statistics import median

from ingest.readers.pdf_layout import Page, Segment
from ingest.script import mend_script

PROGRAM = "tesseract"
LANGUAGES = ("rus", "eng", "uzb", "uzb_cyrl", "kaz")
"""Tesseract's names of ours, likeliest first."""
SECONDS_TO_ANSWER = 10.0
"""Time that Tesseract has to say what it can read: a tenth of a second is usual."""
DPI = 300
POINTS = 72 / DPI
LEAST_WORD = 25.0
"""Confidence, in per cent, under which a word is a stain."""
LEAST_PAGE = 40.0
"""Mean confidence under which a page is no text: a photograph, a drawing, a hand."""
SAME_SIZE = 0.15
"""Share of their height by which lines of one font size may differ as they are measured."""
X_HEIGHT, ASCENT, DEPTH = 0.52, 0.73, 0.21
"""How far letters reach up from the base line and below it, in font sizes."""
TALL = frozenset('бёйbdfhklti№()/«»"')
DEEP = frozenset("рруфцщдДЦЩqgjpyQғқҳңҷұ(),;/")
WIDE_GAP = 1.5
"""Gap between words, in their height, that parts cells or columns."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, one byte a pixel, at about 300 dots an inch."""

    width: int
    height: int
    pixels: bytes

    def as_pgm(self) -> bytes:
        """As a file that Tesseract reads."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page as it was read."""

    page: Page
    confidence: float
    """Of its words by length, in per cent."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a picture; pixels, the origin at the top left."""

    line: tuple[int, ...]
    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float


@cache
def languages() -> tuple[str, ...]:
    """Those of our languages that Tesseract can read here; empty where it is not installed or fails."""
    try:
        return installed() or ()
    except (OSError, subprocess.SubprocessError):
        return ()


def installed(seconds: float = SECONDS_TO_ANSWER) -> tuple[str, ...] | None:
    """Those of our languages that Tesseract says it has; None where it is not installed.

    Raises OSError where it does not start and SubprocessError where it fails, or is silent for so long.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    # Its input is nothing rather than the terminal, which a broken one might wait for.
    done = subprocess.run(
        [program, "--list-langs"], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=True
    )
    told = set(done.stdout.decode("utf-8", "replace").split())
    return tuple(language for language in LANGUAGES if language in told)


def recognise(picture: Picture, number: int, seconds: float) -> Recognised | None:
    """Text of a page; None where there is none, or it takes more than so many seconds.

    `number` is the page's, from 0. Needs `languages()`.
    """
    command = [PROGRAM, "-", "-", "-l", "+".join(languages()), "--dpi", str(DPI), "tsv"]
    # One thread each: many files are read at once.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command,
            input=picture.as_pgm(),
            capture_output=True,
            timeout=seconds,
            check=True,
            env=environment,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    words = read_words(done.stdout.decode("utf-8", "replace"))
    letters = sum(len(word.text) for word in words)
    if not letters:
        return None
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    if confidence < LEAST_PAGE:
        return None
    segments = lay_out(words, picture.height)
    page = Page(number, picture.width * POINTS, picture.height * POINTS, segments)
    return Recognised(page, confidence)


def read_words(table: str) -> list[Word]:
    """Words of Tesseract's table, stains left out."""
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5" or not row["text"].strip() or float(row["conf"]) < LEAST_WORD:
            continue
        line = tuple(int(row[key]) for key in ("block_num", "par_num", "line_num"))
        left, top, width, height = (int(row[key]) for key in ("left", "top", "width", "height"))
        found.append(Word(line, row["text"].strip(), left, top, width, height, float(row["conf"])))
    return found


def lay_out(words: list[Word], height: int) -> list[Segment]:
    """Words on lines as segments of a page: points, origin at the bottom left, the picture's slope undone."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    slope = _slope(lines)
    segments = []
    for line, size in zip(lines, _sizes(lines), strict=True):
        base = height - median(_base(word, size) - slope * (word.left + word.width / 2) for word in line)
        shift = slope * (height - base)
        for run in _runs(line, size):
            text = mend_script(" ".join(word.text for word in run))
            x0, x1 = run[0].left + shift, run[-1].left + run[-1].width + shift
            y0, y1 = base - DEPTH * size, base + (1 - DEPTH) * size
            box = [value * POINTS for value in (x0, x1, y0, y1)]
            segments.append(Segment(text, box[0], box[1], box[2], box[3], size * POINTS, base * POINTS))
    return segments


def _sizes(lines: list[list[Word]]) -> list[float]:
    """Font size of each line, in pixels; sizes that measuring alone may part are made one."""
    measured = [median(map(font_size, line)) for line in lines]
    usual = median(measured)
    sizes: list[float] = []
    for size in measured:
        alike = [known for known in (usual, *sizes[-1:]) if abs(size - known) < SAME_SIZE * known]
        sizes.append(alike[0] if alike else size)
    return sizes


def font_size(word: Word) -> float:
    """By the height of the word and how far its letters reach up and down."""
    tall = any(c.isupper() or c.isdigit() or c in TALL for c in word.text)
    return word.height / ((ASCENT if tall else X_HEIGHT) + DEPTH * reaches_down(word.text))


def reaches_down(text: str) -> bool:
    """Whether any letter goes below the base line."""
    return any(c in DEEP for c in text)


def _base(word: Word, size: float) -> float:
    """Base line of a word, in pixels from the top."""
    return word.top + word.height - DEPTH * size * reaches_down(word.text)


def _slope(lines: list[list[Word]]) -> float:
    """How far lines fall per pixel to the right; most scans lie a little askew."""
    slopes = [
        ((last.top + last.height / 2) - (first.top + first.height / 2)) / (last.left - first.left)
        for first, last in ((line[0], line[-1]) for line in lines)
        if last.left - first.left > 500
    ]
    return median(slopes) if slopes else 0.0


def _runs(line: list[Word], size: float) -> Iterator[list[Word]]:
    run = line[:1]
    for before, word in pairwise(line):
        if word.left - before.left - before.width > WIDE_GAP * size:
            yield run
            run = []
        run.append(word)
    yield run
