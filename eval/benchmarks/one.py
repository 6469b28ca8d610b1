"""One system, measured alone in its process: `python -m eval.benchmarks.one JOB RESULT`, both JSON."""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from eval.benchmarks.systems import SYSTEMS

WARM_UP = "Совет сообществ. Kengash. Council. Кеңес."
"""Indexed and asked before the clock runs, so that models are loaded."""
_MEGABYTE = 1e6
# Kilobytes on Linux, bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """One system's run."""

    passages: int
    seconds: float
    """To index, models loaded and documents read."""
    p50: float
    """Milliseconds a question."""
    p95: float
    megabytes: float
    """The most memory its process ever held."""
    documents: Mapping[str, Sequence[str]]
    """Of the passages found for each question, best first."""


def measure(name: str, folder: Path, texts: Mapping[str, str], questions: Mapping[str, str]) -> Measured:
    """Index documents, given as text and as the folder of files, with a system and ask it everything."""
    with tempfile.TemporaryDirectory() as kept:
        stores = Path(kept)
        (stores / "warm").mkdir()
        (stores / "warm" / "warm.txt").write_text(WARM_UP, encoding="utf-8")
        small = SYSTEMS[name]()
        small.read({"warm.txt": WARM_UP}, stores / "warm")
        small.index(stores / "warm-store")
        small.search(WARM_UP)

        system = SYSTEMS[name]()
        system.read(texts, folder)
        start = time.perf_counter()
        passages = system.index(stores / "store")
        seconds = time.perf_counter() - start
        times, documents = [], {}
        for question_id, question in questions.items():
            start = time.perf_counter()
            documents[question_id] = list(system.search(question))
            times.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return Measured(passages, seconds, float(p50), float(p95), memory(), documents)


def memory() -> float:
    """The most megabytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT / _MEGABYTE


def main(job: Path, result: Path) -> None:
    """Do what the job file says and write what was measured."""
    told = json.loads(job.read_text(encoding="utf-8"))
    measured = measure(told["system"], Path(told["folder"]), told["texts"], told["questions"])
    result.write_text(json.dumps(asdict(measured)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
