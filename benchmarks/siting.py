"""How close to the best, how soon: ``python benchmarks/siting.py [--peer PYTHON] [--growth] [SIZE …]``.

Clustered random cities with 800 m reach. Each run has a process of its own, so that its peak memory is its own.
Seconds are on the clock and, in brackets, of the processor, which other work on the machine changes less.
``--peer`` names the Python of another environment that holds spopt and pulp; it solves the smallest size with CBC.
``--growth`` measures 1, 4 and 16 times as many children and draws ``docs/images/siting-growth.svg``.
Figures depend on the machine and on the drawn cities; nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.spatial import cKDTree

PLOT = Path(__file__).resolve().parents[1] / "docs" / "images" / "siting-growth.svg"
REACH_M = 800.0
FINE = 0.01  # Runs end at this gap, if no goal is closer and they need not be proven.
PER_KM2 = 6.25  # As many candidates as a grid of 400 m has, the planner's own.
CHUNK = 500


@dataclass(frozen=True)
class Size:
    """One row of the table: goals are gaps and the seconds within which they are to be reached."""

    points: int
    candidates: int
    sites: int
    limit_s: float
    goals: tuple[tuple[float, float | None], ...]
    memory_gb: float | None = None


SIZES = {
    "12k": Size(12_000, 600, 12, 300, ()),
    "20k": Size(20_000, 2_000, 40, 60, ((0.02, 1), (0.005, 60))),
    "100k": Size(100_000, 5_000, 60, 60, ((0.04, 10), (0.02, 300)), 4),
    "1M": Size(1_000_000, 20_000, 200, 150, ((0.07, 300),), 12),
    "x1": Size(20_000, 2_000, 40, 120, ((0.02, None), (0.01, None))),
    "x4": Size(80_000, 2_000, 40, 120, ((0.02, None), (0.01, None))),
    "x16": Size(320_000, 2_000, 40, 120, ((0.02, None), (0.01, None))),
}
TABLE, GROWTH = ("12k", "20k", "100k", "1M"), ("x1", "x4", "x16")


def draw(size: Size, seed: int) -> tuple[sp.csr_array, npt.NDArray[np.int64]]:
    """Return who reaches which candidate, and the children of each point; a fifth live outside the clusters."""
    random = np.random.default_rng(seed)
    side_m = 1000 * np.sqrt(size.candidates / PER_KM2)
    clusters = size.candidates // 50
    centres = random.uniform(0, side_m, (clusters, 2))
    spread_m, share = random.uniform(300, 1500, clusters), random.dirichlet(np.ones(clusters))

    def places(count: int) -> npt.NDArray[np.float64]:
        cluster = random.choice(clusters, count, p=share)
        position = centres[cluster] + random.normal(size=(count, 2)) * spread_m[cluster, None]
        outside = random.random(count) < 0.2
        position[outside] = random.uniform(0, side_m, (int(outside.sum()), 2))
        return np.clip(position, 0, side_m)

    points, candidates = places(size.points), places(size.candidates)
    children = random.integers(1, 21, size.points)
    tree = cKDTree(points)
    indices, pointers = [], [np.zeros(1, dtype=np.int64)]
    for start in range(0, size.candidates, CHUNK):
        found = tree.query_ball_point(candidates[start : start + CHUNK], REACH_M)
        indices.extend(np.array(rows, dtype=np.int32) for rows in found)
        pointers.append(np.array([len(rows) for rows in found]))
    ends = np.cumsum(np.concatenate(pointers))
    pattern = (np.ones(int(ends[-1])), np.concatenate(indices), ends.astype(np.int32))
    return sp.csr_array(pattern, shape=(size.candidates, size.points)), children


def measure(size: Size, seed: int, limit_s: float, last_gap: float) -> dict[str, Any]:
    """Solve one city until a gap; return what was known when. Merging of demand is included."""
    from planner.siting.solving.problem import NO_DUTY, CoveringProblem, merged
    from planner.siting.solving.solver import Progress, solve

    covers, children = draw(size, seed)
    steps: list[tuple[float, float, float]] = []
    start, start_processor = time.perf_counter(), time.process_time()

    def tell(progress: Progress) -> None:
        steps.append((time.perf_counter() - start, time.process_time() - start_processor, progress.gap))

    fewer, weights = merged(covers, children)
    problem = CoveringProblem(
        fewer,
        weights,
        duty=np.full(size.candidates, NO_DUTY),
        duties=0,
        sites=size.sites,
        preferred=np.zeros(size.candidates, dtype=bool),
    )
    merging_s = time.perf_counter() - start
    solution = solve(problem, limit_s - merging_s, tell, stop=lambda: bool(steps) and steps[-1][2] <= last_gap)
    return {
        "rows": int(weights.size),
        "entries": int(covers.nnz),
        "steps": steps,
        "seconds": time.perf_counter() - start,
        "processor": time.process_time() - start_processor,
        "gap": (solution.bound - solution.objective) / solution.objective,
        "objective": solution.objective,
    }


def peer(size: Size, seed: int, limit_s: float) -> dict[str, Any]:
    """Solve one city with spopt and CBC; building the program is included, as it is above."""
    import pulp
    from spopt.locate import MCLP

    covers, children = draw(size, seed)
    distance_m = np.where(covers.T.toarray() > 0, 0.0, 2 * REACH_M)
    start, before = time.perf_counter(), os.times()
    model = MCLP.from_cost_matrix(distance_m, children, REACH_M, size.sites)
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s))
    after = os.times()
    return {
        "seconds": time.perf_counter() - start,
        # CBC is a process of its own.
        "processor": sum(after[:4]) - sum(before[:4]),
        "objective": round(model.problem.objective.value()),
    }


def in_process(python: str, arguments: list[str]) -> tuple[dict[str, Any], float]:
    """Run this file in a new process; return its answer and its peak memory in gigabytes."""
    with tempfile.TemporaryFile("w+") as answer:
        process = subprocess.Popen([python, str(Path(__file__).resolve()), *arguments], stdout=answer)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"the run {' '.join(arguments)} failed with status {process.returncode}")
        answer.seek(0)
        return json.load(answer), usage.ru_maxrss / 1024**2


def within(answer: dict[str, Any], gap: float) -> tuple[float, float] | None:
    """Return the seconds, on the clock and of the processor, after which a gap was reached."""
    reached = ((seconds, processor) for seconds, processor, now in answer["steps"] if now <= gap)
    return next(reached, None)


def spelled(seconds: tuple[float, float] | None) -> str:
    """Write seconds on the clock and of the processor."""
    return "not reached" if seconds is None else f"{seconds[0]:.2f} s ({seconds[1]:.2f} s)"


def show(name: str, seed: int, limit_s: float | None, other_python: str | None) -> dict[str, Any]:
    """Measure one city and print it."""
    size = SIZES[name]
    common = [name, "--seed", str(seed), "--limit", str(limit_s or size.limit_s)]
    ours, memory_gb = in_process(sys.executable, [*common, "--run", "planner"])
    first = ours["steps"][0]
    last = ours["seconds"], ours["processor"]
    print(
        f"{name:>5}, seed {seed}: {size.points:,} x {size.candidates:,}, {size.sites} sites; "
        f"{ours['entries']:,} entries, {ours['rows']:,} rows merged"
    )
    print(f"         plan and bound {spelled(first[:2])} at {first[2]:.2%}; then {spelled(last)} at {ours['gap']:.3%}")
    for gap, goal_s in size.goals:
        goal = f", goal {goal_s:g} s" if goal_s else ""
        print(f"         within {gap:.1%}: {spelled(within(ours, gap))}{goal}")
    print(f"         memory: {memory_gb:.2f} GB" + (f", goal {size.memory_gb:g} GB" if size.memory_gb else ""))
    if other_python and name == "12k":
        theirs, _ = in_process(other_python, [*common, "--run", "peer"])
        clock, processor = (theirs[kind] / ours[kind] for kind in ("seconds", "processor"))
        print(
            f"         spopt with CBC {spelled((theirs['seconds'], theirs['processor']))}: {clock:.0f} times as long "
            f"({processor:.0f}), goal 100; value {theirs['objective']:,}, here {ours['objective']:,}"
        )
    sys.stdout.flush()
    return {**ours, "memory": memory_gb}


def grow(seed: int) -> None:
    """Measure growing demand, and draw time and memory against it."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "siting"
    from matplotlib import pyplot

    answers = [show(name, seed, None, None) for name in GROWTH]
    children = [SIZES[name].points for name in GROWTH]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(8, 3), layout="constrained")
    firsts = [answer["steps"][0][1] for answer in answers]
    left.plot(children, firsts, "o-", label="plan and bound")
    for gap, _ in SIZES["x1"].goals:
        times = [within(answer, gap) for answer in answers]
        left.plot(children, [np.nan if at is None else at[1] for at in times], "o-", label=f"within {gap:.0%}")
    right.plot(children, [answer["memory"] for answer in answers], "o-")
    for axes, label in ((left, "seconds of processor time"), (right, "peak memory, GB")):
        axes.set(xscale="log", xlabel="points of demand", ylabel=label, ylim=(0, None))
        axes.set_xticks(children, [f"{count:,}" for count in children], minor=False)
        axes.minorticks_off()
        axes.grid(alpha=0.3)
    left.legend()
    figure.savefig(PLOT, metadata={"Date": None})
    print(f"drawn: {PLOT.name}")


def main() -> None:
    """Measure and print, a line a city."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", help=f"which of {', '.join(SIZES)}; {', '.join(TABLE)} if left out")
    parser.add_argument("--peer", metavar="PYTHON", help="Python with spopt 0.7 and pulp")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--limit", type=float, help="seconds; the size's own if left out")
    parser.add_argument("--growth", action="store_true", help="measure growing demand and draw it")
    parser.add_argument("--run", choices=["planner", "peer"], help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.run:
        size, seed = SIZES[chosen.sizes[0]], chosen.seed[0]
        last_gap = min((FINE, *(gap for gap, _ in size.goals))) if size.goals else 0.0
        answer = (
            measure(size, seed, chosen.limit, last_gap) if chosen.run == "planner" else peer(size, seed, chosen.limit)
        )
        print(json.dumps(answer))
        return
    if chosen.growth:
        grow(chosen.seed[0])
        return
    for name in chosen.sizes or TABLE:
        for seed in chosen.seed:
            show(name, seed, chosen.limit, chosen.peer)


if __name__ == "__main__":
    main()
