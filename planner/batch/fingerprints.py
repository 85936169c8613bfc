"""What a finished partition follows from: input, options, rules and program. If one changes, it is made again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

import planner
from planner.batch.task import BatchOptions
from planner.ingest import fingerprint
from planner.national.cities import Piece
from planner.rules.builtin import builtin_data
from planner.sources.settings_file import read_settings


def task_key(ground: Piece | Path, options: BatchOptions) -> str:
    """Return 32 hexadecimal digits by which one state of a task is told from another.

    Parameters
    ----------
    ground
        What the national layers hold of the city, or its city folder.
    options
        What was chosen.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder can't be used.
    """
    said = [planner.__version__, _rules_digest(), options.as_of.isoformat(), str(options.language)]
    said += [repr(options.threshold_min), _piece(ground) if isinstance(ground, Piece) else _folder(ground)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def _folder(folder: Path) -> str:
    return fingerprint(folder, read_settings(folder))


def _piece(piece: Piece) -> str:
    # How many rows the lists have elsewhere changes nothing here.
    sources = [replace(source, rows=0) for source in piece.sources]
    digest = hashlib.sha256(repr((piece.code, piece.name, sources, sorted(piece.complete_kinds))).encode())
    for table in (piece.kecamatan, piece.facilities):
        digest.update(_table(table))
    return digest.hexdigest()


def _table(table: gpd.GeoDataFrame) -> bytes:
    """Return what tells the rows of a table from others, in their order."""
    columns = table.drop(columns="geometry")
    rows = pd.util.hash_pandas_object(pd.DataFrame(columns), index=False).to_numpy()
    shapes = shapely.to_wkb(np.asarray(table.geometry.array, dtype=object))
    return repr(list(columns)).encode() + rows.tobytes() + b"".join(shape or b"\0" for shape in shapes)


@cache
def _rules_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted((builtin_data() / "rules").glob("*.toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
