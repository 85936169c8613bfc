"""How close to the best, how soon: ``python benchmarks/siting.py [--peer PYTHON] [SIZE …]``.

Clustered random cities with 800 m reach. Each size runs in a process of its own, so that its peak memory is its own.
``--peer`` names the Python of another environment that holds spopt and pulp; it solves the smallest size with CBC.
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

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.spatial import cKDTree

REACH_M = 800.0
PER_KM2 = 6.25  # As many candidates as a grid of 400 m has, the planner's own.
CHUNK = 500


@dataclass(frozen=True)
class Size:
    """One row of the table."""

    points: int
    candidates: int
    sites: int
    limit_s: float
    goal: str


SIZES = {
    "12k": Size(12_000, 600, 12, 300, "proven, 100 times as fast as spopt with CBC"),
    "20k": Size(20_000, 2_000, 40, 60, "2 % in 1 s, 0.5 % in 60 s"),
    "100k": Size(100_000, 5_000, 60, 300, "4 % in 10 s, 2 % in 5 min, 4 GB"),
    "1M": Size(1_000_000, 20_000, 200, 300, "7 % in 5 min, 12 GB"),
}


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


def measure(size: Size, seed: int, limit_s: float) -> dict[str, object]:
    """Solve one city; return the first answer, the last and the time of each. Merging of demand is included."""
    from planner.siting.problem import NO_DUTY, CoveringProblem, merged
    from planner.siting.solver import Progress, solve

    covers, children = draw(size, seed)
    told: list[Progress] = []
    start = time.perf_counter()
    fewer, weights = merged(covers, children)
    merging = time.perf_counter() - start
    none = np.zeros(size.candidates, dtype=bool)
    problem = CoveringProblem(fewer, weights, np.full(size.candidates, NO_DUTY), 0, size.sites, none)
    solution = solve(problem, limit_s - merging, told.append)
    return {
        "rows": int(weights.size),
        "entries": int(covers.nnz),
        "first_s": merging + told[0].seconds,
        "first_gap": told[0].gap,
        "steps": [(round(merging + step.seconds, 2), round(step.gap, 5)) for step in told],
        "seconds": merging + solution.seconds,
        "gap": (solution.bound - solution.objective) / solution.objective,
        "objective": solution.objective,
    }


def peer(size: Size, seed: int, limit_s: float) -> dict[str, object]:
    """Solve one city with spopt and CBC; building the program is included, as it is above."""
    import pulp
    from spopt.locate import MCLP

    covers, children = draw(size, seed)
    distance_m = np.where(covers.T.toarray() > 0, 0.0, 2 * REACH_M)
    start = time.perf_counter()
    model = MCLP.from_cost_matrix(distance_m, children, REACH_M, size.sites)
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s))
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "objective": round(model.problem.objective.value())}


def in_process(python: str, arguments: list[str]) -> tuple[dict[str, object], float]:
    """Run this file in a new process; return its answer and its peak memory in gigabytes."""
    with tempfile.TemporaryFile("w+") as answer:
        process = subprocess.Popen([python, str(Path(__file__).resolve()), *arguments], stdout=answer)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"the run {' '.join(arguments)} failed with status {process.returncode}")
        answer.seek(0)
        return json.load(answer), usage.ru_maxrss / 1024**2


def main() -> None:
    """Measure and print, a line a city."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", help=f"which of {', '.join(SIZES)}; all if left out")
    parser.add_argument("--peer", metavar="PYTHON", help="Python with spopt 0.7 and pulp")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, help="seconds; the goal's own if left out")
    parser.add_argument("--run", choices=["planner", "peer"], help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    for name in chosen.sizes or SIZES:
        size = SIZES[name]
        limit_s = chosen.limit or size.limit_s
        if chosen.run:
            print(json.dumps((measure if chosen.run == "planner" else peer)(size, chosen.seed, limit_s)))
            continue
        common = [name, "--seed", str(chosen.seed), "--limit", str(limit_s)]
        ours, memory = in_process(sys.executable, [*common, "--run", "planner"])
        print(
            f"{name:>5} x {size.candidates}, {size.sites} sites: {ours['entries']} entries, "
            f"{ours['rows']} rows merged; first {ours['first_s']:.2f} s at {ours['first_gap']:.2%}, "
            f"then {ours['seconds']:.2f} s at {ours['gap']:.2%}, {memory:.2f} GB (goal: {size.goal})"
        )
        print(f"      {ours['steps']}", flush=True)
        if chosen.peer and name == "12k":
            theirs, _ = in_process(chosen.peer, [*common, "--run", "peer"])
            ratio = float(str(theirs["seconds"])) / float(str(ours["seconds"]))
            print(
                f"      spopt {theirs['seconds']:.1f} s, value {theirs['objective']} "
                f"({ours['objective']} here): {ratio:.1f} x"
            )


if __name__ == "__main__":
    main()
