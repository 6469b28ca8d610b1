"""What a command waits for before it begins: nothing that it does not use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.conftest import Kengash

LOADED = """
import json, sys
from ui.cli.app import app
try:
    app()
finally:
    print("\\n" + json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
NEVER = (
    "torch sentence_transformers transformers gradio plotly pandas matplotlib scipy sklearn grpc "
    "trafilatura lxml.html docx pptx openpyxl pypdfium2 nltk tiktoken openai eval "
    "ingest.readers.pdf ingest.readers.html ingest.findings.finding ui.web llama_index.core.indices.base"
).split()
CLAIMS = ["assistant.claims.checking", "slovnet", "navec"]
OVERVIEWS = [
    "assistant.briefing.briefing",
    "assistant.timeline.timeline",
    "assistant.terms.book",
    "assistant.language_model.writer",
]


def loaded(*words: object) -> set[str]:
    """Modules in memory when a command of its own process ends."""
    command = [sys.executable, "-c", LOADED, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("words", "unused"),
    [
        (["ask", "Когда прошла конференция?"], [*CLAIMS, *OVERVIEWS]),
        (["ask", "When was the conference held?", "--json"], [*CLAIMS, *OVERVIEWS]),
        (["search", "mahalla"], [*CLAIMS, *OVERVIEWS]),
        (["check", "Конференция прошла 27 ноября."], OVERVIEWS),
    ],
    ids=lambda value: value[0] if value and isinstance(value[0], str) else None,
)
def test_a_question_loads_what_answers_it(seed_store: Path, words: list[str], unused: list[str]) -> None:
    assert loaded(*words, "--store", seed_store) & {*NEVER, *unused} == set()


def test_help_loads_no_more_than_its_words() -> None:
    heavy = {
        *NEVER,
        *CLAIMS,
        *OVERVIEWS,
        "onnxruntime",
        "llama_index.core",
        "chromadb",
        "sqlalchemy",
        "numpy.linalg",
    }
    assert loaded("--help") & heavy == set()


CHROMA = """
import overrides
kept = overrides.override, overrides.overrides
import index.chroma
import sys
assert (overrides.override, overrides.overrides) == kept
name = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"
assert name not in sys.modules
import chromadb.telemetry.opentelemetry as traces
exporter = traces.OTLPSpanExporter(endpoint="http://localhost:9")
assert type(exporter).__module__ == name, type(exporter)
exporter.shutdown()

from chromadb.api import collection_configuration as configuration
assert "chromadb.utils.embedding_functions" not in sys.modules
told = {"embedding_function": {"type": "known", "name": "default", "config": {}}}
made = configuration.load_create_collection_configuration_from_json(told)
assert made["embedding_function"].name() == "default"
from chromadb.utils import embedding_functions as real
assert dict(configuration.known_embedding_functions) == real.known_embedding_functions


@configuration.register_embedding_function
class Own(real.DefaultEmbeddingFunction):
    @staticmethod
    def name():
        return "own"


assert configuration.known_embedding_functions["own"] is Own
"""


def test_what_chroma_puts_off_is_there_when_it_is_wanted() -> None:
    done = subprocess.run([sys.executable, "-c", CHROMA], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["ask", "Когда прошла конференция?"], 0, "27 ноября"),
        (["ask", "Konferensiya qayerda bo'lib o'tdi?", "--json"], 0, "citations"),
        (["search", "конференция", "-k", "1"], 0, "конференц"),
        (["search", "конференция", "-k", "0"], 2, "-k"),
        (["ask"], 2, "--input"),
        (["ask", "Когда?", "--document", "нет.txt"], 1, "нет.txt"),
    ],
)
def test_a_command_says_all_before_it_leaves(
    seed_store: Path, words: list[str], code: int, said: str
) -> None:
    command = [sys.executable, "-c", "from ui.cli import main; main()", *words, "--store", str(seed_store)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done


def test_the_command_answers_as_before(seed_store: Path, kengash: Kengash) -> None:
    assert "27 ноября" in kengash("ask", "Когда прошла конференция?", "--store", seed_store).output
