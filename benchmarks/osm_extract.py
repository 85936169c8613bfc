"""Read one city out of an extract, and out of one ten times as large: the memory must grow with the city only.

Usage: python benchmarks/osm_extract.py EXTRACT WEST SOUTH EAST NORTH [TIMES]

The larger extract holds the same elements several times, each copy moved aside and numbered anew. Each
measurement runs in a process of its own. Figures depend on the machine; nothing here passes or fails. Where
pyrosm is installed (it is no dependency), it reads the same streets, buildings and land use beside the planner.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import osmium
from osmium.osm import NODE, RELATION, WAY

ROOT = Path(__file__).resolve().parents[1]
STEP_NODES, STEP_WAYS, STEP_DEGREES = 13_000_000_000, 1_500_000_000, 1.0
READ = """
import sys
from pathlib import Path
import shapely
from planner.sources.osm.extract import read_extract
layers = read_extract(Path(sys.argv[1]), shapely.box(*map(float, sys.argv[2:6])), date="2020")
print(f"{len(layers.streets)} streets, {len(layers.facilities)} places, {len(layers.buildings)} buildings")
"""
PEER = """
import sys
import warnings
from pyrosm import OSM
warnings.simplefilter("ignore")
city = OSM(sys.argv[1], bounding_box=[float(side) for side in sys.argv[2:6]])
tables = [city.get_network("walking"), city.get_buildings(), city.get_landuse()]
streets, buildings, land = (0 if table is None else len(table) for table in tables)
print(f"{streets} streets, {buildings} buildings, {land} areas of land use")
"""


def enlarge(source: Path, target: Path, times: int) -> None:
    """Write an extract several times into one: copy ``k`` lies ``k`` degrees further east."""
    with osmium.SimpleWriter(str(target)) as writer:
        for copy in range(times):
            for node in osmium.FileProcessor(str(source), NODE):
                place = (node.location.lon + copy * STEP_DEGREES, node.location.lat)
                writer.add_node(node.replace(id=node.id + copy * STEP_NODES, location=place))
        for copy in range(times):
            for way in osmium.FileProcessor(str(source), WAY):
                nodes = [node.ref + copy * STEP_NODES for node in way.nodes]
                writer.add_way(way.replace(id=way.id + copy * STEP_WAYS, nodes=nodes))
        steps = {"n": STEP_NODES, "w": STEP_WAYS, "r": STEP_WAYS}
        for copy in range(times):
            for relation in osmium.FileProcessor(str(source), RELATION):
                members = [
                    (member.type, member.ref + copy * steps[member.type], member.role) for member in relation.members
                ]
                writer.add_relation(relation.replace(id=relation.id + copy * STEP_WAYS, members=members))


def read(program: str, path: Path, bounds: list[str]) -> tuple[float, float, str]:
    """Read the city in a new process; return its seconds, its peak memory in megabytes and what it found."""
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-c", program, str(path), *bounds], cwd=ROOT, stdout=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"reading {path} failed with status {process.returncode}")
        said.seek(0)
        return seconds, usage.ru_maxrss / 1024, said.read().strip()


def main() -> None:
    """Print seconds and memory for the extract as it is and enlarged."""
    source, bounds = Path(sys.argv[1]), sys.argv[2:6]
    times = int(sys.argv[6]) if len(sys.argv) > 6 else 10
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.osm.pbf"
        enlarge(source, large, times)
        for name, path in (("as it is", source), (f"{times} times", large)):
            ours = read(READ, path, bounds)
            show(name, path, *ours)
            if importlib.util.find_spec("pyrosm"):
                peer = read(PEER, path, bounds)
                show("  pyrosm", path, *peer)
                print(
                    f"  planner / pyrosm: {ours[0] / peer[0]:.1f} times the seconds, {ours[1] / peer[1]:.1f} the memory"
                )
    if not importlib.util.find_spec("pyrosm"):
        print("Install pyrosm into this environment to see it beside the planner.")


def show(name: str, path: Path, seconds: float, megabytes: float, found: str) -> None:
    """Print one measurement."""
    size = path.stat().st_size / 1e6
    print(f"{name:<10}{size:>8.1f} MB file{seconds:>8.1f} s{megabytes:>8.0f} MB peak   {found}")


if __name__ == "__main__":
    main()
