import multiprocessing
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import store_fakes


@pytest.fixture(scope="session")
def processes():
    """Forks of a server that has imported everything and opened nothing."""
    here = Path(__file__).parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(here.parents[1]), str(here)]))
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["store_fakes"])
        process = context.Process(target=store_fakes.nothing, args=("start",))
        process.start()
        process.join()
        yield context
