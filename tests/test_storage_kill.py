"""`kill -9` at random moments: the short version of `make kill`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from postgres import why_missing

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "kill.py"


@pytest.mark.parametrize("backend", ["geopackage", "postgis"])
def test_a_killed_planner_loses_nothing_that_was_confirmed(backend: str, tmp_path: Path) -> None:
    reason = why_missing()
    if backend == "postgis" and reason is not None:
        pytest.skip(reason)
    report = tmp_path / "kill.md"
    done = subprocess.run(
        [sys.executable, SCRIPT, "--kills", "10", "--backend", backend, "--report", report],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No fault was found." in report.read_text(encoding="utf-8")
