"""The files that run the planner as a service: what systemd says of the unit, and that all of them agree."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from planner.sources.delivery.limits import LIMITS
from planner.ui.serve import DEFAULT_HEALTH_PORT, DEFAULT_PORT, PING_SECONDS, STOP_SECONDS

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
PLAIN_TRUE = "/bin/true"


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Return the unit with a program that is there, for systemd to look at."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze, which comes with systemd")
    written = (DEPLOY / "planner.service").read_text(encoding="utf-8")
    path = tmp_path / "planner.service"
    path.write_text(written.replace("/opt/planner/.venv/bin/planner", PLAIN_TRUE), encoding="utf-8")
    return path


def test_systemd_understands_the_unit(unit: Path) -> None:
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_systemd_finds_the_unit_well_shut(unit: Path) -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-500:]


def test_nginx_lets_in_what_the_planner_takes_and_no_more() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    sizes = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", proxy)]
    # Streamlit counts in units of 1024 · 1024 bytes, as nginx does; around a file there is a little more.
    assert sizes == [LIMITS.file_bytes // 1_000_000 + 5]


def test_nginx_asks_where_the_planner_listens_and_waits_long_enough() -> None:
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"proxy_pass http://127\.0\.0\.1:(\d+)", proxy)) == {
        str(DEFAULT_PORT),
        str(DEFAULT_HEALTH_PORT),
    }
    waits = [int(seconds) for seconds in re.findall(r"proxy_(?:read|send)_timeout (\d+)s", proxy)]
    assert min(waits) > 2 * PING_SECONDS


def test_systemd_waits_longer_than_the_planner_needs_to_stop() -> None:
    found = re.search(r"TimeoutStopSec=(\d+)", (DEPLOY / "planner.service").read_text(encoding="utf-8"))
    assert found
    assert int(found[1]) > STOP_SECONDS
