"""A store with the sample archive, made once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ui.cli.app import app

SAMPLE = Path("eval/sample")
SEED = Path("tests/data/tashkent_conference.txt")
Kengash = Callable[..., Result]


@pytest.fixture(scope="session")
def kengash() -> Kengash:
    """The command, run in this process: words after another, stdin by name."""
    runner = CliRunner()

    def run(*words: object, stdin: str | None = None) -> Result:
        return runner.invoke(app, [str(word) for word in words], input=stdin)

    return run


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, kengash: Kengash) -> Path:
    """The sample archive, ingested."""
    store = tmp_path_factory.mktemp("sample") / "store"
    result = kengash("ingest", SAMPLE / "archive", "--store", store)
    assert result.exit_code in (0, 3), result.output
    return store


@pytest.fixture
def seed_store(tmp_path: Path, kengash: Kengash) -> Path:
    """A store with the one press release whose year is not told."""
    store = tmp_path / "store"
    assert kengash("ingest", SEED, "--store", store).exit_code == 0
    return store
