"""Which tobacco zones proposed play places would add, and what would come to lie in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa
import shapely

from planner.checks.each.tobacco_zones.topics import ADVERTISING, SALE, Topic
from planner.checks.each.tobacco_zones.zones import nearest_within, zone_origins, zone_shapes
from planner.checks.enforcement import enforceable, required_number
from planner.model.assessment import Proposal
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, FacilityKind
from planner.model.rule import Rules

PLAY_PLACES = (CHILD_FRIENDLY_PARK, FacilityKind.PARK, FacilityKind.PLAYGROUND)
"""What a site has to become to have a zone; a proposed park is one for children's play."""

_WORDS = pd.StringDtype(na_value=np.nan)

ADDED_ZONES = pa.DataFrameSchema(
    {
        "rule": pa.Column(_WORDS),
        "rank": pa.Column("int64", pa.Check.ge(1)),
        "candidate_id": pa.Column(_WORDS),
        "radius_m": pa.Column("float64", pa.Check.gt(0)),
        "zone_m2": pa.Column("float64", pa.Check.ge(0)),
        "new_m2": pa.Column("float64", pa.Check.ge(0)),
        "points": pa.Column("Int64", pa.Check.ge(0), nullable=True),
        "point_ids": pa.Column(object),
        "point_names": pa.Column(object),
    },
    unique=["rule", "rank"],
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a rule and proposed site. ``zone_m2``: area of its zone within the city; ``new_m2``: what of it lies in no
zone of a known school or play place, nor of a site before it in the plan. ``points``: listed shops or billboards that
come to lie in a zone, empty where the city has no such layer; ``point_ids`` and ``point_names``: which, as tuples."""


def added_zones(city: City, rules: Rules, proposals: Sequence[Proposal], *, as_of: dt.date) -> pd.DataFrame:
    """Return what zones the sites of a plan would add to those that are there.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue with the city's changes.
    proposals
        The sites in the order of the plan; those that become no play place have no zone and no row.
    as_of
        The day as of which the city is judged.

    Returns
    -------
    pandas.DataFrame
        :data:`ADDED_ZONES`: first the sale of tobacco, then its advertising, each in the order of the plan. A zone is
        measured from the outline of a place that is upgraded, where the city has one, else from the point.

    Raises
    ------
    planner.errors.RuleError
        If a rule is missing, can't be enforced, or names a kind of place that is not known.
    """
    sites = [proposal for proposal in proposals if proposal.kind in PLAY_PLACES]
    places = _places(city, sites)
    tables = [_added(topic, city, rules, places, as_of) for topic in (SALE, ADVERTISING)] if sites else []
    if not tables:
        return ADDED_ZONES.validate(pd.DataFrame(columns=list(ADDED_ZONES.columns)))
    return ADDED_ZONES.validate(pd.concat(tables, ignore_index=True)[list(ADDED_ZONES.columns)])


def _places(city: City, sites: Sequence[Proposal]) -> gpd.GeoDataFrame:
    """Return the ground of each site."""
    outlines = {}
    if city.outlines is not None:
        outlines = dict(zip(city.outlines["facility_id"], city.outlines.geometry, strict=True))
    return gpd.GeoDataFrame(
        {"rank": [site.rank for site in sites], "candidate_id": [site.candidate_id for site in sites]},
        geometry=[outlines.get(site.facility_id, shapely.Point(site.x_m, site.y_m)) for site in sites],
        crs=city.crs,
    )


def _added(topic: Topic, city: City, rules: Rules, places: gpd.GeoDataFrame, as_of: dt.date) -> pd.DataFrame:
    rule = enforceable(rules, topic.rule)
    radius_m = required_number(rule, "radius_m")
    origins = zone_origins(city, rule, as_of).certain
    zones, existing = zone_shapes(places, radius_m), zone_shapes(origins, radius_m)
    inside = shapely.intersection(zones, shapely.union_all(_touched(city, zones)))
    table = pd.DataFrame(places[["rank", "candidate_id"]]).assign(
        rule=topic.rule,
        radius_m=radius_m,
        zone_m2=shapely.area(inside),
        new_m2=[_new_m2(shape, np.append(existing, zones[:place])) for place, shape in enumerate(inside)],
    )
    points = topic.points(city)
    newly = [[] for _ in zones] if points is None else _newly_inside(points, places, origins, radius_m)
    ids, names = ([], []) if points is None else (points["id"].tolist(), points["name"].tolist())
    return table.assign(
        points=pd.array([None if points is None else len(own) for own in newly], dtype="Int64"),
        point_ids=pd.Series([tuple(ids[point] for point in own) for own in newly], dtype=object),
        point_names=pd.Series([tuple(names[point] for point in own) for own in newly], dtype=object),
    )


def _touched(city: City, zones: npt.NDArray[np.object_]) -> list[shapely.Geometry]:
    """Return the regions that some zone touches: joining all of a large city would take long."""
    regions = city.finest_regions.geometry.array
    touched = shapely.STRtree(regions).query(zones, predicate="intersects")[1]
    return list(regions[np.unique(touched)])


def _new_m2(inside: shapely.Geometry, others: npt.NDArray[np.object_]) -> float:
    """Return how much of a zone lies in none of some others."""
    near = others[shapely.intersects(others, inside)]
    return float(shapely.area(shapely.difference(inside, shapely.union_all(near))))


def _newly_inside(
    points: gpd.GeoDataFrame, places: gpd.GeoDataFrame, origins: gpd.GeoDataFrame, radius_m: float
) -> list[list[int]]:
    """Return, for each site, the points that it is the first to have in its zone, by their place in the table."""
    already = nearest_within(points, origins, radius_m)
    spots = np.asarray(points.geometry.array, dtype=np.object_)
    point, site = shapely.STRtree(places.geometry.array).query(spots, predicate="dwithin", distance=radius_m)
    order = np.lexsort((site, point))
    first = order[np.unique(point[order], return_index=True)[1]]
    newly: list[list[int]] = [[] for _ in range(len(places))]
    for which, by in zip(point[first].tolist(), site[first].tolist(), strict=True):
        if which not in already:
            newly[by].append(which)
    return newly
