"""Assess all of Indonesia with 1, 2 and 4 workers, and write speed and memory into ``docs/batch.md``.

``make workers``, or ``python benchmarks/batch.py [FOLDER] [--workers 1 2 4] [--day 2026-11-22]``

Each run begins with an empty folder and reads, places, assesses and writes all kabupaten and kota; the summary is
not timed. Beside the seconds of the clock stand those of the processor, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import pickle
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from planner.batch.task import BatchOptions, CityTask
from planner.national.cities import Piece, nation_of, pieces_of
from planner.sources.national import read_usable
from planner.texts import Language

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data" / "indonesia"
PAGE = ROOT / "docs" / "batch.md"
PLOT = ROOT / "docs" / "images" / "batch-workers.png"
BEGIN, END = "<!-- figures of benchmarks/batch.py: begin -->", "<!-- figures: end -->"
PROMISE_S = 300.0

RUN = """
import datetime as dt, sys, time
from pathlib import Path
from planner.batch.cluster import local_cluster
from planner.batch.country import run_batch
from planner.batch.task import BatchOptions
from planner.texts import Language
if __name__ == "__main__":
    folder, out, workers, day = sys.argv[1:]
    options = BatchOptions(dt.date.fromisoformat(day), Language.ENGLISH)
    connect = lambda: local_cluster(int(workers), dashboard_port=0)
    begun = time.perf_counter()
    result = run_batch(None, Path(folder), Path(out), options, connect, lambda _: None)
    print(time.perf_counter() - begun, len(result.done), len(result.failed))
"""
TASK = """
import pickle, sys
from pathlib import Path
from planner.batch.task import assess_city
def held(name):
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024
before = held("VmRSS")
assess_city(pickle.loads(Path(sys.argv[1]).read_bytes()))
print(before, held("VmHWM"))
"""
TASKS_LOOKED_AT = 3


@dataclass(frozen=True)
class Run:
    """One run over the country: workers, seconds of the clock and of the processor, and the memory of a worker."""

    workers: int
    seconds: float
    processor_s: float
    worker_mb: float
    cities: int
    failed: int


def measure(workers: int, folder: Path, day: str) -> Run:
    """Assess the country in a new process with an empty folder."""
    with tempfile.TemporaryDirectory() as out:
        script = Path(out) / "run.py"
        script.write_text(RUN, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, str(script), str(folder), f"{out}/run", str(workers), day],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        worker_mb, processor_s = watch(process)
        seconds, cities, failed = (process.stdout.read() if process.stdout else "").split()
    return Run(workers, float(seconds), processor_s, worker_mb, int(cities), int(failed))


def watch(process: subprocess.Popen[str]) -> tuple[float, float]:
    """Return the most memory that any one worker held, and the seconds of the processor of all processes together."""
    most_mb = 0.0
    busy: dict[int, float] = {}
    main = psutil.Process(process.pid)
    while process.poll() is None:
        for one in [main, *children(main)]:
            try:
                with one.oneshot():
                    times = one.cpu_times()
                    busy[one.pid] = times.user + times.system
                    if one.pid != main.pid:
                        most_mb = max(most_mb, one.memory_info().rss / 1e6)
            except psutil.Error:
                continue
        time.sleep(0.2)
    return most_mb, sum(busy.values())


def children(process: psutil.Process) -> list[psutil.Process]:
    """Return what a process has started; nothing once it is gone."""
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def largest_task(folder: Path, day: str) -> str:
    """Return a sentence on the memory of the largest task, each of a few with most places in a process of its own."""
    options = BatchOptions(dt.date.fromisoformat(day), Language.ENGLISH)
    pieces = sorted(pieces_of(nation_of(read_usable(folder))), key=lambda piece: -len(piece.facilities))
    figures: list[tuple[float, float, Piece]] = []
    for piece in pieces[:TASKS_LOOKED_AT]:
        with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
            Path(file.name).write_bytes(pickle.dumps(CityTask(piece.code, piece, options, "")))
            told = subprocess.run(
                [sys.executable, "-c", TASK, file.name], cwd=ROOT, capture_output=True, text=True, check=True
            )
        before, most = (float(word) for word in told.stdout.split())
        figures.append((most, before, piece))
    most, before, piece = max(figures, key=lambda figure: figure[0])
    return (
        f"The largest task is {piece.name} ({piece.code}; {len(piece.kecamatan)} kecamatan, {len(piece.facilities):,} "
        f"places): in a process of its own it holds {most:.0f} MB at most, {before:.0f} MB of them before it begins."
    )


def draw(runs: Sequence[Run]) -> None:
    """Draw the seconds against the number of workers."""
    figure = Figure(figsize=(6.4, 3.4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(runs))
    axes.bar(places, [run.seconds for run in runs], color="#3f9a86", width=0.6)
    for place, run in zip(places, runs, strict=True):
        axes.text(place, run.seconds, f"{run.seconds:.0f} s", ha="center", va="bottom")
    axes.axhline(PROMISE_S, color="#b34700", lw=1.2)
    axes.text(-0.45, PROMISE_S, "at most 5 minutes with two workers", va="bottom", color="#b34700")
    axes.set_xticks(list(places), [f"{run.workers}" for run in runs])
    axes.set(xlabel="workers", ylabel="seconds", ylim=(0, max(PROMISE_S, *(run.seconds for run in runs)) * 1.15))
    axes.spines[["top", "right"]].set_visible(False)
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PLOT, dpi=130, metadata={"Software": None})


def table(runs: Sequence[Run], load: Sequence[float], largest: str, day: str) -> str:
    """Return the figures as Markdown."""
    machine = f"{os.cpu_count()} processors, {psutil.virtual_memory().total / 1e9:.0f} GB, {platform.system()}"
    first = runs[0]
    rows = [
        f"| {run.workers} | {run.seconds:.0f} | {first.seconds / run.seconds:.2f} | {run.processor_s:.0f} "
        f"| {before:.1f} | {run.worker_mb:.0f} |"
        for run, before in zip(runs, load, strict=True)
    ]
    return "\n".join(
        [
            f"Measured on {dt.date.today()} for the cities as of {day}: {machine}, Python {platform.python_version()}.",
            f"{first.cities} cities, {first.failed} failed.",
            "",
            "| Workers | Seconds | Times as fast as the first | Seconds of the processor, all processes "
            "| Load of the machine before | Most memory of a worker, MB |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            largest,
            "",
            "![Seconds against the number of workers](images/batch-workers.png)",
        ]
    )


def main() -> None:
    """Measure, and write the figures between their marks."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path, default=DATA)
    arguments.add_argument("--workers", nargs="+", type=int, default=[1, 2, 4])
    arguments.add_argument("--day", default=dt.date.today().isoformat())
    chosen = arguments.parse_args()
    if not chosen.folder.is_dir():
        print(f"batch: needs {chosen.folder}, which is not here")
        return
    runs: list[Run] = []
    load: list[float] = []
    for workers in chosen.workers:
        load.append(os.getloadavg()[0])
        runs.append(measure(workers, chosen.folder, chosen.day))
        print(runs[-1], f"load before {load[-1]:.1f}", flush=True)
    figures = table(runs, load, largest_task(chosen.folder, chosen.day), chosen.day)
    draw(runs)
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    PAGE.write_text(f"{head}{BEGIN}\n{figures}\n{END}{tail}", encoding="utf-8")
    print(figures)


if __name__ == "__main__":
    main()
