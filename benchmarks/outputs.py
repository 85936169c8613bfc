"""How long each output of the built-in city takes, from the command to the file: ``python benchmarks/outputs.py``.

``--out FOLDER`` keeps what is written. Each command is run in a process of its own, as people run it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

KILOBYTES = 1000
MOST_MEMORY_GB = 1.5


@dataclass(frozen=True)
class Output:
    """One output: what it is called, the command that writes it, and how many seconds it may take."""

    name: str
    command: tuple[str, ...]
    most_seconds: float | None = None


OUTPUTS = (
    Output("one-page briefing", ("brief", "--only", "page"), 5.0),
    Output("full report", ("brief", "--only", "report"), 30.0),
    Output("slides", ("brief", "--only", "slides")),
    Output("data package", ("export",), 60.0),
    Output("assessment.json, assessment.gpkg, map.html", ("assess",)),
    Output("five maps, A4, PDF", ("maps",)),
    Output("five maps, A3, PNG at 300 dpi", ("maps", "--paper", "a3", "--format", "png")),
    Output("series: seven sheets, A4, PDF", ("maps", "--subject", "coverage", "--series")),
)


@dataclass(frozen=True)
class Run:
    """Seconds on the clock, seconds of the processor, and the greatest memory in GB."""

    wall_s: float
    processor_s: float
    memory_gb: float


def run(command: tuple[str, ...], out: Path) -> Run:
    """Run one command of the planner, and measure it."""
    words = [sys.executable, "-m", "planner", *command, "--date", "2026-01-31", "--out", str(out)]
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    began = time.perf_counter()
    process = os.posix_spawn(sys.executable, words, os.environ, file_actions=silent)
    _, status, used = os.wait4(process, 0)
    wall_s = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"planner {' '.join(command)} failed.")
    return Run(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss * KILOBYTES / 1e9)


def main() -> None:
    """Measure every output: the best of some runs, as others may use the machine too."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--out", type=Path, help="where the outputs are kept")
    words.add_argument("--runs", type=int, default=2, help="how often each is made")
    asked = words.parse_args()
    print("| Output | Seconds | At most | Processor seconds | Memory |\n|---|---:|---:|---:|---:|")
    slow = False
    with tempfile.TemporaryDirectory() as aside:
        for output in OUTPUTS:
            runs = [run(output.command, asked.out or Path(aside)) for _ in range(asked.runs)]
            best = min(runs, key=lambda one: one.wall_s)
            most = "" if output.most_seconds is None else f"{output.most_seconds:.0f}"
            print(
                f"| {output.name} | {best.wall_s:.1f} | {most} | {best.processor_s:.1f} | {best.memory_gb:.2f} GB |",
                flush=True,
            )
            late = output.most_seconds is not None and best.wall_s > output.most_seconds
            slow = slow or late or best.memory_gb > MOST_MEMORY_GB
    if slow:
        raise SystemExit("An output takes longer, or more memory, than it may.")


if __name__ == "__main__":
    main()
