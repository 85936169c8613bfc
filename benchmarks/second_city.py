"""From an extract to an assessed city: Porto Alegre as ``examples/porto-alegre`` says, each command from a cold start.

Usage: python benchmarks/second_city.py [SHARED_DATA]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


def run_cold(words: Sequence[str]) -> tuple[float, float]:
    """Run Python in a new process; return its seconds and its peak memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(words)} failed with status {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print the seconds and the memory of each command, beside the promise for all of them."""
    source = (Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED) / "porto-alegre"
    if not source.is_dir():
        print(f"second city: needs {source}, which is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        city, extract = f"{folder}/city", str(source / "streets.osm.pbf")
        commands = {
            "make.py": ["examples/porto-alegre/make.py", str(source), city],
            "planner import osm": ["-m", "planner", "import", "osm", city, "--extract", extract],
            "planner assess": ["-m", "planner", "assess", city, "--out", f"{folder}/out"],
        }
        figures = {name: run_cold(words) for name, words in commands.items()}
    for name, (seconds, megabytes) in figures.items():
        print(f"second city, {name:<20}{seconds:>8.1f} s{megabytes:>8.0f} MB")
    from_extract = [figure for name, figure in figures.items() if name != "make.py"]
    seconds, megabytes = sum(figure[0] for figure in from_extract), max(figure[1] for figure in from_extract)
    print(f"extract to assessed city{seconds:>17.1f} s{megabytes:>8.0f} MB   at most 15 s and 1,000 MB")


if __name__ == "__main__":
    main()
