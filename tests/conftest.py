"""What the tests of several layers share."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.intake import open_ingestion
from assistant.opening import open_assistant
from assistant.settings import load_settings

SAMPLE = Path("eval/sample")
SAMPLE_TODAY = "2026-06-01"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the sample archive, for tests that only ask."""
    settings = load_settings(store=tmp_path_factory.mktemp("sample") / "store", today=SAMPLE_TODAY)
    with open_ingestion(settings) as ingestion:
        ingestion.run([SAMPLE / "archive"])
    return open_assistant(settings)
