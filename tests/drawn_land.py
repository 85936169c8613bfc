"""Drawn parcels, outlines and places where nothing may be built, for a drawn city."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from drawn_plan import ALIKE, METRIC, SPEEDS, alike
from shapely import Geometry

from planner.model.tables import EXCLUSION_AREAS, OUTLINES, PARCELS
from planner.siting.walkers import Walkers, group_walkers


def walkers_of(demand: gpd.GeoDataFrame, minutes: float = 10.0) -> Walkers:
    """Return the children at demand points as long as nobody reaches anything."""
    return group_walkers(demand, alike(np.full(len(demand), np.inf)), SPEEDS, minutes, ALIKE)


def exclusion_table(areas: Sequence[tuple[str, Geometry, str | None, float]]) -> gpd.GeoDataFrame:
    """Return areas: kind, shape, name and depth in metres."""
    kinds, shapes, names, depths = zip(*areas, strict=True)
    table = {"kind": kinds, "name": pd.Series(names, dtype=object), "depth_m": depths, "source": "drawn"}
    return EXCLUSION_AREAS.validate(gpd.GeoDataFrame({**table, "geometry": shapes}, crs=METRIC))


def parcel_table(parcels: Sequence[tuple[str, Geometry]]) -> gpd.GeoDataFrame:
    """Return parcels: id and shape."""
    ids, shapes = zip(*parcels, strict=True)
    table = {"id": ids, "name": [f"Parcel {id_}" for id_ in ids], "use": None, "owner": None, "source": "drawn"}
    return PARCELS.validate(gpd.GeoDataFrame({**table, "geometry": shapes}, crs=METRIC))


def outline_table(outlines: Sequence[tuple[str, Geometry]]) -> gpd.GeoDataFrame:
    """Return outlines: facility id and shape."""
    ids, shapes = zip(*outlines, strict=True)
    return OUTLINES.validate(gpd.GeoDataFrame({"facility_id": ids, "geometry": shapes}, crs=METRIC))
