"""How large the zones are, and how many points lie in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.checks.basis import Basis
from planner.checks.each.tobacco_zones.judging import JudgedPoint, points_judged
from planner.checks.each.tobacco_zones.topics import Topic
from planner.checks.each.tobacco_zones.zones import Origins, zone_origins, zone_shapes
from planner.checks.enforcement import enforceable, required_number
from planner.model.city import City
from planner.model.details import MEASURES, Unit
from planner.model.kinds import Known, Level
from planner.texts import Text, text

POINTS = (
    "points",
    "points_inside",
    "confirmed_inside",
    "ruled_out_inside",
    "candidates_inside",
    "points_possibly_inside",
)
_AREAS = ("zone_m2", "possible_zone_m2")

LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "points": text("points listed"),
        "points_inside": text("points in a zone"),
        "confirmed_inside": text("of these, found by an inspection"),
        "ruled_out_inside": text("of these, looked at and nothing found"),
        "candidates_inside": text("of these, to be looked at"),
        "points_possibly_inside": text("points in the zone of a park that may be for children's play"),
        "zone_m2": text("area in a zone"),
        "zone_share": text("share of the area in a zone"),
        "possible_zone_m2": text("area that more parks would add if they are for children's play"),
        "origins": text("schools and play places with a zone"),
        "origins_possible": text("parks that have a zone only if they are for children's play"),
        "origins_without_position": text("schools and play places whose position in the city is not known"),
    }
)
"""Name of each number."""


def measure_zone(topic: Topic, basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES`: points and area of the zones.

    For the city, each kecamatan and each kelurahan; how many places the zones are drawn around only for the city.
    Counts of points are empty where the city has no such layer.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    rule = enforceable(basis.rules, topic.rule)
    origins = zone_origins(basis.city, rule, basis.as_of)
    finest = _finest(basis.city, origins, required_number(rule, "radius_m"), points_judged(topic, basis))
    tables = [
        _long(topic.rule, level, _shared(finest.groupby(_codes(basis.city, level), sort=True).sum(min_count=1)))
        for level in Level
        if len(basis.city.regions_at(level)) or level is Level.CITY
    ]
    counts = pd.DataFrame(
        {
            "origins": [len(origins.certain)],
            "origins_possible": [len(origins.possible)],
            "origins_without_position": [origins.without_position],
        },
        index=[basis.city.code],
        dtype="float64",
    )
    return pd.concat([*tables, _long(topic.rule, Level.CITY, counts)], ignore_index=True)


def _finest(city: City, origins: Origins, radius_m: float, points: list[JudgedPoint] | None) -> pd.DataFrame:
    """Return areas and counts of each region of the finest level, by its code."""
    regions = city.finest_regions
    shapes = np.asarray(regions.geometry.array, dtype=np.object_)
    certain = shapely.union_all(zone_shapes(origins.certain, radius_m))
    possible = shapely.difference(shapely.union_all(zone_shapes(origins.possible, radius_m)), certain)
    table = pd.DataFrame(
        {
            "area_m2": shapely.area(shapes),
            "zone_m2": shapely.area(shapely.intersection(shapes, certain)),
            "possible_zone_m2": shapely.area(shapely.intersection(shapes, possible)),
        },
        index=regions["code"].to_numpy(dtype=object),
    )
    if points is None:
        return table.assign(**dict.fromkeys(POINTS, np.nan))
    judged = pd.DataFrame(points, columns=JudgedPoint._fields)
    inside = judged["inside"].eq(Known.YES)
    counted = pd.DataFrame(
        {
            "points": True,
            "points_inside": inside,
            "confirmed_inside": inside & judged["confirmed"].eq(Known.YES),
            "ruled_out_inside": inside & judged["confirmed"].eq(Known.NO),
            "candidates_inside": inside & judged["confirmed"].eq(Known.UNKNOWN),
            "points_possibly_inside": ~inside & judged["distance_m"].notna(),
        },
        index=judged.index,
    ).astype("float64")
    counts = counted.groupby(judged[f"{city.finest_level}_code"].astype(object)).sum()
    return table.join(counts.reindex(table.index, fill_value=0.0))


def _codes(city: City, level: Level) -> npt.NDArray[np.object_]:
    """Return the code of the region of a level that each region of the finest level lies in."""
    finest = city.finest_regions
    if level is Level.CITY:
        return np.full(len(finest), city.code, dtype=object)
    column = "code" if level is city.finest_level else "kecamatan_code"
    return np.asarray(finest[column].to_numpy(dtype=object), dtype=np.object_)


def _shared(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table[[*POINTS, "zone_m2"]].assign(zone_share=table["zone_m2"] / table["area_m2"])
    return ordered.assign(possible_zone_m2=table["possible_zone_m2"])


def _long(rule: str, level: Level, table: pd.DataFrame) -> pd.DataFrame:
    """Return one row a number, in the order of regions and then of measures."""
    units = dict.fromkeys(_AREAS, Unit.AREA_M2) | {"zone_share": Unit.SHARE}
    names = np.tile(table.columns.to_numpy(dtype=object), len(table))
    return pd.DataFrame(
        {
            "rule": rule,
            "level": str(level),
            "code": np.repeat(table.index.to_numpy(dtype=object), len(table.columns)),
            "subject": "",
            "measure": names,
            "value": table.to_numpy(dtype="float64").ravel(),
            "unit": [str(units.get(name, Unit.COUNT)) for name in names],
        }
    )[list(MEASURES.columns)]
