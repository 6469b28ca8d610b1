"""The main job with every outgoing connection forbidden."""

import subprocess
import sys
from pathlib import Path

from tests.ui.conftest import SEED

GUARDED = """
import sys

def guard(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise AssertionError(f"reached out: {event} {args}")

sys.addaudithook(guard)
from ui.cli.app import app
for words in (
    ["ingest", SEED, "--store", STORE],
    ["search", "махалля", "--store", STORE],
    ["ask", "Когда прошла конференция?", "--store", STORE],
    ["documents", "--store", STORE],
    ["doctor", "--store", STORE],
):
    app(words, standalone_mode=False)
"""


def test_nothing_reaches_out(tmp_path: Path) -> None:
    script = f"SEED, STORE = {str(SEED)!r}, {str(tmp_path / 'store')!r}\n{GUARDED}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "27 ноября" in done.stdout
