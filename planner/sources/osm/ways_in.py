"""Ways into places and over main roads: entrances on outlines, crossings, footbridges and underpasses."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.model.kinds import Known
from planner.sources.osm.rules import OsmRules
from planner.sources.osm.territory import Territory
from planner.sources.positions import WGS84

ON_OUTLINE_M = 2.0
"""An entrance or gate this near to an outline is on it; the door of a building inside of it is not."""

_NO_BRIDGE = ("", "no")
_NO_TUNNEL = ("", "no", "building_passage")

Shapes = npt.NDArray[np.object_]


def entrances_on(
    points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame, rules: OsmRules, territory: Territory
) -> gpd.GeoDataFrame:
    """Return the entrances and gates that lie on an outline and can be passed: one row a point and outline.

    Parameters
    ----------
    points
        Points on or beside streets, with ``osm_id``, ``passes`` and ``rule``.
    outlines
        Outlines of places, with ``osm_id``.
    rules
        The rules, which say what an entrance is.
    territory
        Where to measure.
    """
    gates = points[points["rule"].isin(rules.entrances) & (points["passes"] != Known.NO.value)].reset_index(drop=True)
    spots = _metric(gates.geometry, territory)
    edges = shapely.boundary(_metric(outlines.geometry, territory))
    gate, outline = shapely.STRtree(edges).query(spots, predicate="dwithin", distance=ON_OUTLINE_M)
    order = np.lexsort((outline, gate))
    gate, outline = gate[order], outline[order]
    return gpd.GeoDataFrame(
        {
            "osm_id": gates["osm_id"].to_numpy()[gate],
            "facility": outlines["osm_id"].to_numpy()[outline],
            "rule": gates["rule"].to_numpy()[gate],
        },
        geometry=gates.geometry.array[gate],
        crs=WGS84,
    )


def crossings_of(points: gpd.GeoDataFrame, ways: gpd.GeoDataFrame, rules: OsmRules) -> gpd.GeoDataFrame:
    """Return where main roads can be crossed on foot: mapped crossings, then bridges and underpasses.

    Parameters
    ----------
    points
        Points on or beside streets, with ``osm_id`` and ``rule``.
    ways
        Lines that may be walked and those that may not, with ``osm_id``, ``rule``, ``street_class``, ``bridge``,
        ``tunnel`` and ``walked``.
    rules
        The rules, which say what a crossing is, and which classes are main roads.
    """
    mapped = points[points["rule"].isin(rules.crossings)]
    marked = gpd.GeoDataFrame(
        {"osm_id": mapped["osm_id"], "kind": mapped["rule"].map(dict(rules.crossings)), "rule": mapped["rule"]},
        geometry=mapped.geometry,
        crs=WGS84,
    )
    tables = [table for table in (marked, _bridges(ways, rules.main_roads)) if not table.empty] or [marked]
    return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=WGS84)


def _bridges(ways: gpd.GeoDataFrame, main_roads: Sequence[str]) -> gpd.GeoDataFrame:
    """Return the points where a way that is walked passes above or below a main road.

    Above: the way is a bridge or the road a tunnel. Below: the way is a tunnel or the road a bridge. Where both are
    bridges, or both tunnels, it is not known which lies above, and neither is taken.
    """
    main = ways["street_class"].isin(main_roads).to_numpy(dtype=bool)
    walked = ways["walked"].to_numpy(dtype=bool) & ~main
    paths, roads = ways[walked].reset_index(drop=True), ways[main].reset_index(drop=True)
    path, road = shapely.STRtree(roads.geometry.to_numpy()).query(paths.geometry.to_numpy(), predicate="crosses")
    order = np.lexsort((road, path))
    path, road = path[order], road[order]
    bridge, tunnel = ((~ways[key].isin(no)).to_numpy() for key, no in (("bridge", _NO_BRIDGE), ("tunnel", _NO_TUNNEL)))
    path_height = (bridge.astype(int) - tunnel.astype(int))[walked][path]
    road_height = (bridge.astype(int) - tunnel.astype(int))[main][road]
    apart = path_height != road_height
    path, road = path[apart], road[apart]
    above = (path_height > road_height)[apart]
    met = shapely.intersection(paths.geometry.to_numpy()[path], roads.geometry.to_numpy()[road])
    spots, pair = shapely.get_parts(met, return_index=True)
    kept = shapely.get_type_id(spots) == shapely.GeometryType.POINT
    spots, pair = spots[kept], pair[kept]
    return gpd.GeoDataFrame(
        {
            "osm_id": paths["osm_id"].to_numpy()[path[pair]],
            "kind": np.where(above[pair], "footbridge", "underpass"),
            "rule": paths["rule"].to_numpy()[path[pair]],
        },
        geometry=spots,
        crs=WGS84,
    )


def _metric(shapes: gpd.GeoSeries, territory: Territory) -> Shapes:
    return np.asarray(shapes.to_crs(territory.metric_crs).array, dtype=np.object_)
