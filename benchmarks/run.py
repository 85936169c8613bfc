"""Measure what the README promises about speed, on the built-in city, and print it beside the promise.

Figures depend on the machine; nothing here passes or fails.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]
PAGES = ("overview", "map", "coverage", "proposals", "sources")


def line(what: str, measured: str, promise: str) -> None:
    """Print one figure."""
    print(f"{what:<58}{measured:>12}   {promise}")


def cold_assess() -> tuple[float, float]:
    """Run ``planner assess`` in a new process; return its seconds and its peak memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "planner", "assess", "--out", str(Path(folder) / "out")],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"planner assess failed with status {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def page_changes() -> dict[str, float]:
    """Return the server's seconds for each page, once the city is loaded."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    seconds = {}
    for page in PAGES:
        path = str(ROOT / "planner" / "ui" / "pages" / f"{page}.py")
        app.switch_page(path).run()
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            app.switch_page(path).run()
            times.append(time.perf_counter() - start)
        seconds[page] = statistics.median(times)
    return seconds


def main() -> None:
    """Measure and print."""
    runs = [cold_assess() for _ in range(RUNS)]
    line("planner assess, cold start, median", f"{statistics.median(run[0] for run in runs):.2f} s", "at most 5 s")
    line("planner assess, peak memory, largest", f"{max(run[1] for run in runs):.0f} MB", "at most 700 MB")
    for page, seconds in page_changes().items():
        line(f"page change to {page}, server time, median", f"{seconds:.2f} s", "at most 0.3 s")


if __name__ == "__main__":
    main()
