"""``python -m planner.sources.delivery.reader TASK``: read what the task names and write the answer beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from planner.sources.delivery.reader.answer import ReadLayer, UnreadableError


def main() -> None:
    """Read the task, keep to its limits, and write the layers or what is wrong with them."""
    task = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    _limit_resources(int(task["memory_bytes"]), int(task["seconds"]))
    try:
        layers = [layer for path in task["paths"] for layer in _read(Path(path), task)]
        answer: dict[str, object] = {"layers": [vars(layer) for layer in layers]}
    except UnreadableError as error:
        answer = {"problem": error.code, "values": error.values}
    except MemoryError:
        answer = {"problem": "too_large", "values": {}}
    Path(task["answer"]).write_text(json.dumps(answer), encoding="utf-8")


def _read(path: Path, task: dict[str, object]) -> list[ReadLayer]:
    # Each form is imported when it is met: the process starts faster.
    form = task["form"]
    if form == "workbook":
        from planner.sources.delivery.reader.workbook import read_workbook

        return read_workbook(path, int(str(task["cells"])))
    if form == "geojson":
        from planner.sources.delivery.reader.geojson import read_geojson

        return read_geojson(path)
    if form == "kml":
        from planner.sources.delivery.reader.kml import read_kml

        return read_kml(path)
    from planner.sources.delivery.reader.vector import read_vector

    return read_vector(path, int(str(task["rows"])))


def _limit_resources(memory_bytes: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (allowed, hard))


main()
