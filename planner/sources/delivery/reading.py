"""Reading in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import planner
from planner.errors import LayerError
from planner.sources.delivery.limits import Limits
from planner.sources.delivery.reader.answer import ReadLayer
from planner.texts import Text, text

_READER = "planner.sources.delivery.reader"


def read_apart(form: str, paths: Sequence[Path], workspace: Path, file: str, limits: Limits) -> list[ReadLayer]:
    """Read files of one form in a process of its own.

    Parameters
    ----------
    form
        ``workbook``, ``geojson``, ``kml`` or ``vector``.
    paths
        The files, inside the workspace.
    workspace
        A private folder, where task and answer are written.
    file
        What the delivered file is called.
    limits
        Time and memory.

    Raises
    ------
    planner.errors.LayerError
        If a file can't be read within the limits.
    """
    task, answer = workspace / "task.json", workspace / "answer.json"
    task.write_text(
        json.dumps(
            {
                "form": form,
                "paths": [str(path) for path in paths],
                "answer": str(answer),
                "memory_bytes": limits.memory_bytes,
                "seconds": limits.read_seconds,
                "cells": limits.cells,
                "rows": limits.rows,
            }
        ),
        encoding="utf-8",
    )
    complaint = _run(task, workspace, file, limits)
    if not answer.is_file():
        error = LayerError(text("{file} is so damaged that reading it broke off: export the layer again.", file=file))
        error.add_note(complaint)
        raise error
    found = json.loads(answer.read_text(encoding="utf-8"))
    if "problem" in found:
        raise LayerError(_sentence(found["problem"], {"file": file, **found["values"]}))
    return [ReadLayer(**layer) for layer in found["layers"]]


def _run(task: Path, workspace: Path, file: str, limits: Limits) -> str:
    """Run the reading process and return what it complained of, for whoever looks for the cause."""
    # The process finds the planner where this one did, also in a checkout that is not installed.
    package = str(Path(planner.__file__).resolve().parents[1])
    path = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        finished = subprocess.run(  # noqa: S603  (our own module on our own task)
            [sys.executable, "-m", _READER, str(task)],
            cwd=workspace,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=limits.read_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LayerError(
            text(
                "{file} took longer than {seconds} seconds to read and was left: export a smaller layer.",
                file=file,
                seconds=limits.read_seconds,
            )
        ) from error
    return finished.stderr.decode("utf-8", errors="replace")[-2000:]


def _sentence(code: str, values: Mapping[str, object]) -> Text:
    sentence = _SENTENCES[code]
    return Text(sentence.template, values)


_SENTENCES: Mapping[str, Text] = {
    "password": text("{file} is protected by a password: save it without one and bring it again."),
    "damaged_workbook": text("{file} is a damaged or cut-off workbook: save it again in Excel and bring that."),
    "too_many_cells": text(
        "{file} has a sheet of {rows} rows and {columns} columns, more than can be read: delete the cells far out."
    ),
    "not_utf8": text("{file} is not written in UTF-8: save it again with that encoding."),
    "json_syntax": text("{file} can't be read at line {line}, character {column}: it is damaged or cut off there."),
    "json_nesting": text("{file} is nested too deeply, or holds numbers too long, to be a layer."),
    "not_geojson": text("{file} is JSON, but not GeoJSON: export the layer as GeoJSON."),
    "topojson": text("{file} is TopoJSON, which can't be read: export the layer as GeoJSON."),
    "crs_by_address": text(
        "{file} gives its CRS as a link, which is not followed: export it in longitude and latitude."
    ),
    "xml_entities": text(
        "{file} is not safe: it declares a document type or entities, which a KML never needs; it was not read."
    ),
    "xml_syntax": text("{file} can't be read at line {line}: it is damaged or cut off there."),
    "xml_nesting": text("{file} is nested too deeply to be a layer."),
    "not_kml": text("{file} is XML, but not KML: export the layer as KML or GeoJSON."),
    "damaged_layer": text("{file} can't be read as a map layer: it is damaged or cut off; export it again."),
    "no_map_layer": text("{file} holds no map layer: export the layer with its shapes."),
    "too_many_rows": text("{file} has more rows than can be read at once: cut it to the city before bringing it."),
    "missing_dbf": text(
        "{file} comes without its .dbf, which holds the names: pack .shp, .shx, .dbf and .prj into one ZIP."
    ),
    "cut_off": text(
        "{file} is cut off or false: its {part} claims {claimed} bytes and has {size}; ask for the file again."
    ),
    "too_large": text("{file} needs more memory than can be given: cut it to the city before bringing it."),
}
