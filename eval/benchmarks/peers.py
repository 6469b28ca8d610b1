"""LlamaIndex's defaults and ours side by side: one run, one table.

    python -m eval.benchmarks peers --report bench

The peers get the text that we extracted; everything else is theirs as it comes, but for the number of
passages asked for. Reading files is on nobody's clock. Each runs in a process of its own, so that memory is
its own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eval import outcomes
from eval.benchmarks.one import Measured
from eval.benchmarks.systems import SYSTEMS
from eval.evaluation import Ranking
from eval.outcomes import Found
from eval.questions import Question
from ingest.errors import Refusal
from ingest.file import read_file
from ingest.folder import find_files
from ingest.settings import IngestSettings

GROUPS = ("cross-lingual", "paraphrase", "typo-translit")
LANGUAGES = ("ru", "en", "uz", "kk")


def extracted(folder: Path) -> dict[str, str]:
    """Text of every document of a folder that can be read, by name."""
    texts = {}
    for file in find_files([folder]):
        try:
            texts[file.name] = read_file(file.path, IngestSettings()).text.text
        except Refusal:
            continue  # what we refuse, scans without text among it, nobody gets
    return texts


def in_own_process(
    name: str, folder: Path, texts: Mapping[str, str], questions: Sequence[Question]
) -> Measured:
    """Measure one system in a fresh interpreter."""
    with tempfile.TemporaryDirectory() as kept:
        job, result = Path(kept) / "job.json", Path(kept) / "result.json"
        asked = {question.id: question.text for question in questions}
        job.write_text(
            json.dumps({"system": name, "folder": str(folder), "texts": texts, "questions": asked}),
            encoding="utf-8",
        )
        subprocess.run([sys.executable, "-m", "eval.benchmarks.one", str(job), str(result)], check=True)
        return Measured(**json.loads(result.read_text(encoding="utf-8")))


def table(runs: Mapping[str, Measured], questions: Sequence[Question]) -> dict[str, dict[str, str]]:
    """Rows of figures by system: quality over all questions and groups of them, then cost."""
    rows: dict[str, dict[str, str]] = {}
    for name, run in runs.items():
        found = [Found(question, tuple(run.documents[question.id]), ()) for question in questions]
        quality = outcomes.retrieval(found)
        if quality is None:
            continue
        row = {
            "hit@1": f"{quality.hit_at_1:.3f}",
            "hit@5": f"{quality.hit_at_5:.3f}",
            "recall@10": f"{quality.recall_at_10:.3f}",
            "mrr@10": f"{quality.mrr_at_10:.3f}",
            "ndcg@10": f"{quality.ndcg_at_10:.3f}",
        }
        row |= {f"hit@5 {group}": _hit(quality.by_kind.get(group)) for group in GROUPS}
        row |= {f"hit@5 {language}": _hit(quality.by_language.get(language)) for language in LANGUAGES}
        row |= {
            "passages": str(run.passages),
            "seconds to index": f"{run.seconds:.2f}",
            "passages a second": f"{run.passages / run.seconds:.0f}",
            "ms a question, p50": f"{run.p50:.1f}",
            "ms a question, p95": f"{run.p95:.1f}",
            "peak memory, MB": f"{run.megabytes:.0f}",
        }
        rows[name] = row
    return rows


def as_markdown(rows: Mapping[str, Mapping[str, str]]) -> str:
    """One column a system, one line a figure."""
    names = list(rows)
    figures = list(next(iter(rows.values()), {}))
    lines = ["| | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    lines += [
        "| " + " | ".join([figure, *(rows[name][figure] for name in names)]) + " |" for figure in figures
    ]
    return "\n".join(lines) + "\n"


def _hit(group: Ranking | None) -> str:
    if group is None:
        return "–"
    return f"{group.counts['hit@5']} / {group.n}" if group.counts else f"{group.hit_at_5:.3f}"


def compare(
    documents: Path, questions: Sequence[Question], only: Sequence[str], say: Callable[[str], None]
) -> dict[str, dict[str, str]]:
    """Rows of the systems whose name holds one of `only`, or of all; `say` is told each before it runs."""
    asked = [question for question in questions if question.answerable and question.previous is None]
    texts, runs = extracted(documents), {}
    for name in SYSTEMS:
        if not only or any(part in name for part in only):
            say(name)
            runs[name] = in_own_process(name, documents, texts, asked)
    return table(runs, asked)


def write_peers(rows: Mapping[str, Mapping[str, str]], folder: Path) -> str:
    """Write `peers.md` and `peers.json`; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    text = as_markdown(rows)
    (folder / "peers.md").write_text(text, encoding="utf-8")
    (folder / "peers.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return text
