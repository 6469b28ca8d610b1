"""How fast files go in, and with how much memory: press releases, the same again, pages of PDF.

`python -m eval.benchmarks.ingest STORE PATH…` takes the paths in and says on stdout what came of it.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pypdfium2 as pdfium

from eval.archives import SAMPLE
from eval.benchmarks.invented import invented, pools

WORDS = 300
PAGES_A_FILE = 100
BARS = {"press releases": 180.0, "the same again": 10.0, "pages of PDF": 60.0}
"""Seconds for 10,000 press releases, twice, and 1,000 pages, on two quiet cores."""
_LOOK = 1.0
"""Seconds between two looks at the memory: each walks through all pages of a gigabyte."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """One ingest, its process measured from outside."""

    what: str
    count: int
    """Files or pages."""
    seconds: float
    busy: float
    """Seconds of all cores together that the processes worked: what a machine with others on it can tell."""
    passages: int
    megabytes: float
    """Most memory that the process and its workers held together; 0 where the system does not tell."""
    load: float
    """Of the machine when it began, in processes that wanted to run."""


def measure(files: int, pages: int, say: Callable[[str], None]) -> list[Ingested]:
    """Take in so many press releases, twice, and so many pages of PDF."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        say(f"writing {files} press releases and {pages} pages of PDF")
        write_releases(folder / "releases", files)
        write_pages(folder / "pages", pages)
        runs = (
            ("press releases", files, "releases", "store"),
            ("the same again", files, "releases", "store"),
            ("pages of PDF", pages, "pages", "pages-store"),
        )
        measured = []
        for what, count, given, store in runs:
            say(what)
            measured.append(_run(what, count, folder / store, folder / given))
        return measured


def table(measured: Sequence[Ingested]) -> str:
    """The runs as Markdown, beside their bars."""
    lines = ["| what | count | s | a second | CPU s | passages | MB | bar, s | load |", "|---|" + "---:|" * 8]
    for one in measured:
        rate = one.count / one.seconds if one.seconds else 0.0
        lines.append(
            f"| {one.what} | {one.count} | {one.seconds:.1f} | {rate:.0f} | {one.busy:.1f} | {one.passages} "
            f"| {one.megabytes:.0f} | {BARS[one.what]:.0f} | {one.load:.1f} |"
        )
    return "\n".join(lines)


def write_releases(folder: Path, count: int) -> None:
    """Press releases of 300 words, each its own."""
    random = Random(3)
    for document in islice(invented(pools(None, SAMPLE / "archive")), count):
        path = folder / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        date = ".".join(reversed((document.metadata.date or "2024-01-01").split("-")))
        words = document.text.text.split(" ")
        start = random.randrange(max(1, len(words) - WORDS))
        body = " ".join(words[start : start + WORDS])
        path.write_text(f"{document.metadata.title}\n\n{date}\n\n{body}\n", "utf-8")


def write_pages(folder: Path, count: int) -> None:
    """Files of a hundred pages each, of the sample's reports in another order each time."""
    folder.mkdir(parents=True)
    sources = [pdfium.PdfDocument(path) for path in sorted((SAMPLE / "archive").glob("*.pdf"))]
    pages = [(source, page) for source in sources for page in range(len(source)) if _has_text(source[page])]
    every: Iterator[tuple[pdfium.PdfDocument, int]] = cycle(pages)
    for number, start in enumerate(range(0, count, PAGES_A_FILE)):
        made = pdfium.PdfDocument.new()
        for source, page in islice(every, min(PAGES_A_FILE, count - start)):
            made.import_pages(source, [page])
        made.save(folder / f"report-{number:04}.pdf")
        made.close()


def _has_text(page: pdfium.PdfPage) -> bool:
    return len(page.get_textpage().get_text_bounded()) > 200


def _run(what: str, count: int, store: Path, folder: Path) -> Ingested:
    load = os.getloadavg()[0]
    started, worked = time.perf_counter(), _worked()
    command = [sys.executable, "-m", "eval.benchmarks.ingest", str(store), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, megabytes_of(process.pid))
            time.sleep(_LOOK)
        told = json.loads(process.stdout.read() if process.stdout else "{}")
    seconds, busy = time.perf_counter() - started, _worked() - worked
    return Ingested(what, count, seconds, busy, told["passages"], most, load)


def _worked() -> float:
    """CPU seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def megabytes_of(pid: int) -> float:
    """Memory that a process and those it started hold, what they share told once; 0 where nobody tells."""
    total = 0.0
    for one in (pid, *_children(pid)):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text("ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


def _children(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = path.read_text("ascii").split()
        except OSError:
            continue
        for child in map(int, found):
            yield child
            yield from _children(child)


def main(store: Path, paths: Sequence[Path]) -> None:
    """Take the paths in."""
    from assistant.intake import open_ingestion
    from assistant.settings import load_settings

    with open_ingestion(load_settings(store=store)) as ingestion:
        report = ingestion.run(paths)
    sys.stdout.write(json.dumps({"passages": report.passages, "refused": len(report.refused)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
