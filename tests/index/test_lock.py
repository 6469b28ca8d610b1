import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.lock import WriterLock
from ingest.errors import KengashError

ROOT = Path(__file__).parents[2]

HOLDS = """
import sys, time
from pathlib import Path
from index.lock import WriterLock
with WriterLock(Path(sys.argv[1])).held("ingest /архив"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds the lock until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    process.stdin.close()


def test_second_writer_is_told_who_holds_it(tmp_path, other):
    lock = WriterLock(tmp_path)
    assert lock.is_held()
    with pytest.raises(KengashError) as caught, lock.held():
        pass
    assert caught.value.code == "locked"
    values = caught.value.values
    assert (values["pid"], values["command"]) == (other.pid, "ingest /архив")
    assert values["host"]
    assert values["since"].startswith("20")
    assert lock.is_held()


def test_a_dead_holder_is_no_obstacle(tmp_path, other):
    other.send_signal(signal.SIGKILL)
    other.wait()
    lock = WriterLock(tmp_path)
    assert lock.holder().pid == other.pid
    assert not lock.is_held()
    with lock.held("edit"):
        assert lock.holder().pid == os.getpid()
    assert lock.holder() is None


def test_waits_for_the_other_to_end(tmp_path, other):
    other.stdin.close()
    with WriterLock(tmp_path).held("edit", wait=30):
        assert WriterLock(tmp_path).is_held()


def test_released_after_an_error(tmp_path):
    lock = WriterLock(tmp_path)
    with pytest.raises(ValueError, match="x"), lock.held():
        raise ValueError("x")
    assert not lock.is_held()


def test_torn_note_does_not_matter(tmp_path, other):
    (tmp_path / "writer.json").write_text("{")
    with pytest.raises(KengashError) as caught, WriterLock(tmp_path).held():
        pass
    assert caught.value.values["pid"] == 0
