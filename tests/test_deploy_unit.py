"""The unit run by a real systemd, in a copy of this machine that is thrown away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = Path(__file__).with_name("under_systemd.sh")
MOST_SECONDS = 240
NEEDED = ("systemd-nspawn", "unshare", "curl", "ps", "useradd", "runuser")


@contextmanager
def own_groups() -> Iterator[list[Path]]:
    """Make control groups for this try alone, on a machine with the older kind of them, and remove them."""
    kinds = [Path("/sys/fs/cgroup") / kind for kind in ("systemd", "unified")]
    made = [kind / f"planner-try-{os.getpid()}" for kind in kinds if (kind / "cgroup.procs").exists()]
    for group in made:
        group.mkdir()
    try:
        yield made
    finally:
        for group in made:
            for inner in sorted((path for path in group.rglob("*") if path.is_dir()), reverse=True):
                inner.rmdir()
            group.rmdir()


def why_not() -> str | None:
    """Return why it is not tried here, if it isn't."""
    if "PLANNER_TRY_SYSTEMD" not in os.environ:
        return "boots a systemd of its own, which is done when it is asked for: make systemd"
    if sys.platform != "linux" or os.getuid() != 0:
        return "needs root on Linux, to boot a systemd of its own"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"needs {', '.join(missing)}: Debian's package systemd-container has systemd-nspawn"
    if not (ROOT / ".venv" / "bin" / "planner").is_file():
        return "needs the checkout's own .venv, which the unit runs"
    return None


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """Boot systemd, and return what was seen of the unit."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with own_groups() as groups:
        joins = "".join(f"echo $$ > {group}/cgroup.procs; " for group in groups)
        command = f'{joins}exec unshare --mount --propagation private sh "$@"'
        environment = os.environ | ({"UNIFIED_CGROUP_HIERARCHY": "0"} if groups else {})
        tried = subprocess.run(
            ["sh", "-c", command, "sh", str(SCRIPT), str(ROOT), sys.base_prefix, str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    seen = tmp_path / "look.txt"
    if tried.returncode or not seen.is_file() or "booted=systemd" not in seen.read_text(encoding="utf-8"):
        pytest.skip(f"no systemd can be booted here: {tried.stderr.strip()[-200:]}")
    return dict(line.split("=", 1) for line in seen.read_text(encoding="utf-8").splitlines())


def test_systemd_runs_the_unit_shut_in_starts_it_again_and_ends_it(told: dict[str, str]) -> None:
    last = json.loads(told.pop("last"))
    assert told == {
        "booted": "systemd",
        "active": "active",
        "user": "planner",
        "capabilities": "0000000000000000",
        "seccomp": "2",
        "health": "200",
        "page": "200",
        "restarts": "1",
        "health_again": "200",
        "stopped": "success",
        "status": "0",
    }
    assert last["event"] == "service_stopped"
