"""What `doctor` says of programs that misbehave."""

import os
from pathlib import Path

import pytest

from assistant.settings import load_settings
from ui.cli.checks import check_tesseract
from ui.cli.words import command_texts

NEVER_ANSWERS = "#!/bin/sh\nread line < '{pipe}'\n"
BREAKS = "#!/bin/sh\necho 'Error opening data file' >&2\nexit 1\n"
ANSWERS = "#!/bin/sh\necho 'List of available languages (3):'\necho eng\necho rus\necho osd\n"


@pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
@pytest.mark.parametrize(
    ("script", "seconds", "ok", "said"),
    [
        (NEVER_ANSWERS, 0.2, False, "check.tesseract.silent"),
        (BREAKS, 30.0, False, "check.tesseract.silent"),
        (ANSWERS, 30.0, True, "check.tesseract.ok"),
        (None, 30.0, False, "check.tesseract.none"),
    ],
)
def test_tesseract_is_asked_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, seconds: float, ok: bool, said: str
) -> None:
    program, pipe = tmp_path / "tesseract", tmp_path / "pipe"
    os.mkfifo(pipe)  # nobody writes into it
    if script is not None:
        program.write_text(script.format(pipe=pipe), "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    t = command_texts()
    check = check_tesseract(load_settings(store=tmp_path / "store"), t, seconds)
    assert check.ok is ok
    assert check.message == t(said, seconds=f"{seconds:g}", languages="rus, eng")
    assert (check.remedy is None) is ok
