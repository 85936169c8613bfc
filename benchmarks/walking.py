"""How fast and how exactly walking is measured: ``python benchmarks/walking.py [--peer PYTHON] [NETWORK …]``.

``synthetic`` is a slanted grid of 1,000,000 nodes from which 1.35 million streets are drawn; ``porto-alegre`` and
``yogyakarta`` are read from the extracts of the shared data, as far as they are there. 200 facilities stand at nodes
drawn at random. ``--peer`` names the Python of another environment that holds pandana 0.8: it walks from node to node,
so both are compared at nodes. Each runs in a process of its own. Figures depend on the machine; nothing here passes or
fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NETWORKS = {
    "synthetic": None,
    "porto-alegre": "porto-alegre/streets.osm.pbf",
    "yogyakarta": "yogyakarta/streets.geojson",
}
PORTO_ALEGRE = (-51.27, -30.12, -51.13, -29.99)
LIMIT_M = 1000.0
FACILITIES = 200
SIDE = 1000
STREETS = 1_350_000
GOALS = {"nearest": "at most 0.5 s", "catchments": "at most 1 s", "ratio": "at least 40"}

Floats = npt.NDArray[np.float64]


def drawn_streets(random: np.random.Generator) -> npt.NDArray[np.object_]:
    """Draw streets of about 100 m between the neighbours of a shaken grid."""
    import shapely

    number = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    xy = np.stack(np.divmod(number.ravel(), SIDE), axis=1) * 100.0 + random.uniform(-35, 35, (SIDE * SIDE, 2))
    ends = np.concatenate(
        [
            np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
            np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
        ]
    )
    return np.asarray(shapely.linestrings(xy[random.choice(ends, STREETS, replace=False)]), dtype=np.object_)


def read_streets(path: Path) -> npt.NDArray[np.object_]:
    """Read what may be walked from an extract, or lines from a layer, in metres."""
    import geopandas as gpd
    import shapely

    from planner.sources.osm.extract import read_extract

    if path.suffix == ".pbf":
        streets = read_extract(path, shapely.box(*PORTO_ALEGRE), date="").streets
    else:
        streets = gpd.read_file(path).explode()
    return np.asarray(streets.to_crs(streets.estimate_utm_crs()).geometry.array, dtype=np.object_)


def timed(times: dict[str, float], name: str, start: float) -> None:
    """Note the seconds since a start."""
    times[name] = time.perf_counter() - start


def planner(name: str, folder: Path) -> dict[str, Any]:
    """Measure the planner, and leave the network and its answer for the peer."""
    from dataclasses import replace

    import geopandas as gpd
    import shapely

    from planner.access.network import StreetNetwork
    from planner.access.search import nearest_m, within_m

    random = np.random.default_rng(1)
    path = NETWORKS[name]
    lines = gpd.GeoSeries(drawn_streets(random) if path is None else read_streets(SHARED / path))
    times: dict[str, float] = {}
    start = time.perf_counter()
    network = StreetNetwork.of(lines)
    _ = network.graph, network.nodes_tree, network.forward_ratio, network.backward_ratio
    timed(times, "build", start)
    start = time.perf_counter()
    origins = network.footing(gpd.GeoSeries(shapely.points(network.xy)))
    timed(times, "footings", start)
    chosen = random.choice(len(network.xy), FACILITIES, replace=False)
    places = network.footing(gpd.GeoSeries(shapely.points(network.xy[chosen])))
    start = time.perf_counter()
    nearest = nearest_m(network, origins, places)
    timed(times, "nearest", start)
    start = time.perf_counter()
    catchments = within_m(network, origins, places, LIMIT_M)
    timed(times, "catchments", start)
    # pandana keeps the length of each street in whole millimetres: what it has to equal are the ways over such streets.
    whole = np.floor(network.length_m * 1000) / 1000
    in_whole = replace(network, forward_m=whole, backward_m=whole)
    np.savez(
        folder / "network.npz",
        xy=network.xy,
        start=network.start,
        end=network.end,
        length=network.length_m,
        chosen=chosen,
        nearest=nearest,
        in_whole=nearest_m(in_whole, origins, places),
    )
    merged = np.full(len(nearest), np.inf)
    np.minimum.at(merged, catchments.indices, catchments.data)
    near = nearest <= LIMIT_M
    return {
        "times": times,
        "nodes": len(network.xy),
        "streets": len(network.start),
        "pairs": int(catchments.nnz),
        "one_answer": bool((np.isfinite(merged) == near).all() and np.allclose(merged[near], nearest[near])),
    }


def peer(folder: Path) -> dict[str, Any]:
    """Measure pandana on the same network, and compare every node's answer."""
    import pandana
    import pandas as pd

    given = np.load(folder / "network.npz")
    x, y = given["xy"].T
    times: dict[str, float] = {}
    start = time.perf_counter()
    weights = pd.DataFrame({"metres": given["length"]})
    network = pandana.Network(pd.Series(x), pd.Series(y), pd.Series(given["start"]), pd.Series(given["end"]), weights)
    timed(times, "build", start)
    start = time.perf_counter()
    network.precompute(LIMIT_M)
    timed(times, "precompute", start)
    start = time.perf_counter()
    network.set_pois("places", LIMIT_M, 1, pd.Series(x[given["chosen"]]), pd.Series(y[given["chosen"]]))
    found = network.nearest_pois(LIMIT_M, "places", num_pois=1)[1].to_numpy()
    timed(times, "query", start)
    # Where it finds none, it answers with the limit itself.
    theirs = np.where(found < LIMIT_M, found, np.inf)
    ours, in_whole = (np.where(given[name] < LIMIT_M, given[name], np.inf) for name in ("nearest", "in_whole"))
    both = np.isfinite(ours) & np.isfinite(theirs)
    alike = np.isfinite(in_whole) & np.isfinite(theirs)
    return {
        "times": times,
        "compared": int(both.sum()),
        "only_one": int((np.isfinite(ours) != np.isfinite(theirs)).sum()),
        "largest_in_whole_mm": float(np.abs(in_whole[alike] - theirs[alike]).max(initial=0.0)) * 1000,
        "largest_difference_m": float(np.abs(ours[both] - theirs[both]).max(initial=0.0)),
    }


def in_process(python: str, name: str, run: str, folder: str) -> tuple[dict[str, Any], float]:
    """Run this file in a new process; return its answer and its peak memory in gigabytes."""
    words = [str(Path(__file__).resolve()), name, "--run", run, "--folder", folder]
    # pandana writes about itself where the answer would go, so that comes in a file.
    process = subprocess.Popen([python, *words], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"the run {name} of {run} failed with status {process.returncode}")
    return json.loads((Path(folder) / "answer.json").read_text()), usage.ru_maxrss / 1024**2


def show(name: str, python: str | None) -> None:
    """Measure one network and print it."""
    path = NETWORKS[name]
    if path is not None and not (SHARED / path).is_file():
        print(f"{name}: needs {SHARED / path}, which is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        ours, memory = in_process(sys.executable, name, "planner", folder)
        times = ours["times"]
        print(f"{name}: {ours['nodes']} nodes, {ours['streets']} streets, {FACILITIES} facilities")
        print(f"  network {times['build']:.2f} s, all nodes joined to it {times['footings']:.2f} s, {memory:.2f} GB")
        print(f"  nearest, without a limit   {times['nearest']:8.3f} s   {GOALS['nearest']}")
        agree = "the same ways" if ours["one_answer"] else "OTHER WAYS than nearest"
        print(
            f"  catchments within 1,000 m  {times['catchments']:8.3f} s   {GOALS['catchments']} "
            f"({ours['pairs']} pairs, {agree})"
        )
        if python is None:
            return
        theirs, memory = in_process(python, name, "peer", folder)
    others = theirs["times"]
    total = sum(others.values())
    steps = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in others.items())
    print(f"  pandana within 1,000 m     {total:8.3f} s   {steps}; {memory:.2f} GB")
    print(f"  pandana / nearest          {total / times['nearest']:8.1f}     {GOALS['ratio']}")
    print(f"  pandana / network + nearest{total / (times['build'] + times['nearest']):8.1f}")
    print(
        f"  {theirs['compared']} nodes compared: {theirs['largest_difference_m']:.3f} m apart at most, "
        f"{theirs['only_one']} reached by one of both only; over streets in whole millimetres, as pandana keeps them, "
        f"{theirs['largest_in_whole_mm']:.3f} mm apart at most"
    )


def main() -> None:
    """Measure and print, network by network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", nargs="*", help=f"which of {', '.join(NETWORKS)}; all if left out")
    parser.add_argument("--peer", metavar="PYTHON", help="Python with pandana 0.8")
    parser.add_argument("--run", choices=["planner", "peer"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    for name in chosen.networks or NETWORKS:
        if chosen.run:
            answer = planner(name, chosen.folder) if chosen.run == "planner" else peer(chosen.folder)
            (chosen.folder / "answer.json").write_text(json.dumps(answer))
        else:
            show(name, chosen.peer)


if __name__ == "__main__":
    main()
