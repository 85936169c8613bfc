"""Where the zones around schools and children's play places are, and which points lie in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.checks.places import listed_completely
from planner.checks.play import known_for_play, seen_until
from planner.checks.words import words_named
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, SCHOOL_KINDS, FacilityKind, Known, Placement
from planner.model.rule import Rule

KINDS_OF_WORD: Mapping[str, tuple[FacilityKind, ...]] = MappingProxyType(
    {"satuan_pendidikan": SCHOOL_KINDS, "tempat_bermain_anak": PLAY_KINDS}
)
"""The kinds of facility that a word of a rule means. Of parks only those for children's play are meant; universities
are no facilities."""

QUARTER_SEGMENTS = 32
"""A quarter of a circle is drawn with so many straight lines: its area is short of the circle's by 0.04 %."""


@dataclass(frozen=True, eq=False)
class Origins:
    """What a zone is drawn around.

    Attributes
    ----------
    places
        ``id``, ``name``, ``kind`` and ``certain``: whether it is known to be a school or a place for children's play,
        or only a park of which nobody recorded that. Geometry: the outline where the city has one, else the point; in
        the city's metric CRS.
    without_position
        How many more there are whose position is not known, or lies outside the city.
    complete
        Whether it is known that there are no others: the city lists every one, each with a position.
    """

    places: gpd.GeoDataFrame
    without_position: int
    complete: bool

    @property
    def certain(self) -> gpd.GeoDataFrame:
        """The places that are known to have a zone."""
        return self.places[self.places["certain"]]

    @property
    def possible(self) -> gpd.GeoDataFrame:
        """The parks that have a zone only if they are for children's play."""
        return self.places[~self.places["certain"]]


def zone_origins(city: City, rule: Rule, as_of: dt.date) -> Origins:
    """Return what the zones of a rule are drawn around.

    Parameters
    ----------
    city
        The city.
    rule
        One whose ``from`` names kinds of place.
    as_of
        The day as of which the city is judged.

    Raises
    ------
    planner.errors.RuleError
        If the rule names no kind of place, or one that is not known.
    """
    kinds = [kind for word in words_named(rule, "from", KINDS_OF_WORD) for kind in KINDS_OF_WORD[word]]
    columns = ["id", "name", "kind", "child_friendly", "placement", "geometry"]
    facilities = city.facilities.loc[city.facilities["kind"].isin(kinds), columns]
    play = facilities["kind"].isin(PLAY_KINDS)
    known = known_for_play(facilities[play], seen_until(city.survey, as_of)).reindex(facilities.index)
    meant = (known != Known.NO).to_numpy(dtype=np.bool_)
    placed = (facilities["placement"] == Placement.POSITION).to_numpy(dtype=np.bool_)
    # A place beyond the border has a zone too, which may reach into the city.
    kept = meant & ~shapely.is_missing(np.asarray(facilities.geometry.array, dtype=np.object_))
    certain = (known != Known.UNKNOWN).to_numpy(dtype=np.bool_)
    places = facilities.loc[kept, ["id", "name", "kind", "geometry"]].assign(certain=certain[kept])
    without_position = int((meant & ~placed).sum())
    return Origins(
        places=_outlined(places.reset_index(drop=True), city),
        without_position=without_position,
        complete=listed_completely(city, kinds) and without_position == 0,
    )


def nearest_within(
    points: gpd.GeoDataFrame, origins: gpd.GeoDataFrame, radius_m: float
) -> dict[int, tuple[float, str]]:
    """Return the nearest origin within a radius, in a straight line, the radius itself included.

    Returns
    -------
    dict
        Distance in metres and name of the nearest one, by the place of each point in its table; without those that
        have none so near.
    """
    shapes = np.asarray(origins.geometry.array, dtype=np.object_)
    spots = np.asarray(points.geometry.array, dtype=np.object_)
    point, origin = shapely.STRtree(shapes).query(spots, predicate="dwithin", distance=radius_m)
    distance_m = shapely.distance(spots[point], shapes[origin])
    # The nearest of each point first; of equally near ones the first in the table.
    order = np.lexsort((origin, distance_m, point))
    first = order[np.unique(point[order], return_index=True)[1]]
    names = origins["name"].to_numpy(dtype=object)[origin[first]]
    return dict(zip(point[first].tolist(), zip(distance_m[first].tolist(), names, strict=True), strict=True))


def zone_shapes(places: gpd.GeoDataFrame, radius_m: float) -> npt.NDArray[np.object_]:
    """Return the zone of each place: all that lies within a radius of its geometry."""
    shapes = shapely.buffer(np.asarray(places.geometry.array, dtype=np.object_), radius_m, quad_segs=QUARTER_SEGMENTS)
    return np.asarray(shapes, dtype=np.object_)


def _outlined(places: gpd.GeoDataFrame, city: City) -> gpd.GeoDataFrame:
    """Return the places with their outlines, where the city has one."""
    if city.outlines is None:
        return places
    outlines = pd.Series(city.outlines.geometry.to_numpy(), index=city.outlines["facility_id"].to_numpy(dtype=object))
    drawn = places["id"].astype(object).map(outlines)
    return places.set_geometry(gpd.GeoSeries(drawn.where(drawn.notna(), places.geometry), crs=places.crs))
