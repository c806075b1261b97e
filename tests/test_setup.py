"""`make setup` with a Python that is too old refuses before it creates anything."""

import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing")
def test_too_old_a_python_leaves_nothing_behind(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent.parent / "Makefile", tmp_path)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    old = tmp_path / "old-python"
    old.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\necho "Python 3.11 or newer is needed" >&2\nexit 1\n')
    old.chmod(0o755)
    ran = subprocess.run(
        ["make", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    asked = (tmp_path / "asked").read_text().splitlines()
    assert (ran.returncode, [line.split()[0] for line in asked]) == (2, ["-c"])
    assert "Python 3.11 or newer is needed" in ran.stderr
    assert not (tmp_path / ".venv").exists()
