"""Everything that a plan may choose from, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.access.entrances import entrances
from planner.model.city import City, Notice
from planner.model.labels import EXCLUSION_LABELS
from planner.model.options import CandidateSource, Exclusion, SitingOptions
from planner.model.rule import Rules
from planner.siting.land.places import PLACE_COLUMNS, known_places, region_of, sources_for
from planner.siting.land.street_side import STREET_SIDE_M, Cell, cells_of, crossable, street_side_sites
from planner.siting.land.suitability import Judged, find_land, judge
from planner.siting.walkers import Walkers
from planner.texts import Text, text

COLUMNS = [
    "id",
    "source",
    "action",
    "facility_id",
    "facility_name",
    "name",
    "on_street",
    "region_code",
    "kecamatan_code",
    "area_m2",
    "warnings",
    "entrance",
    "geometry",
]
"""Columns of a table of candidates. ``id`` is stable: ``upgrade:``, ``rth:`` or ``school:`` and the facility's id,
``parcel:`` and the parcel's, or ``new:`` and the rounded metres of a street-side point. ``facility_*`` are empty of a
parcel or point, ``name`` is of the facility or parcel, ``on_street`` is only true of a street-side site that lies on a
street, ``area_m2`` is what can be used, where known. ``warnings`` is a tuple of texts. ``entrance`` is where children
walk to: the entrances of a facility (a point or several), of a parcel its point nearest to a street, else the site
itself. Geometry: points in the city's metric CRS."""

LEFT_OUT_COLUMNS = ["id", "source", "name", "reason", "reason_text", "region_code", "kecamatan_code", "geometry"]
"""Columns of a table of places that were left out: ``reason`` is a word of
:class:`~planner.model.options.Exclusion` or :data:`MUST_NOT`, ``reason_text`` the same in words. Geometry: points."""

MUST_NOT = "must_not"
"""Why a place is left out that a person does not want."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """What a plan may choose from.

    Attributes
    ----------
    kept
        The candidates, with :data:`COLUMNS`: upgrades first, then the other sources in the order of
        :class:`~planner.model.options.CandidateSource`.
    left_out
        Places that would be candidates, were it not for their land or a person's decision, with
        :data:`LEFT_OUT_COLUMNS`, in the same order.
    notices
        What could not be checked.
    """

    kept: gpd.GeoDataFrame
    left_out: gpd.GeoDataFrame
    notices: tuple[Notice, ...]


def find_candidates(
    city: City, demand: gpd.GeoDataFrame, walkers: Walkers, options: SitingOptions, rules: Rules
) -> Candidates:
    """Return every place that a plan may choose from, and those that were left out.

    Parameters
    ----------
    city
        The city.
    demand
        :data:`~planner.model.tables.DEMAND`.
    walkers
        The children at the demand points.
    options
        Which sources are used, which exclusions heeded, and which candidates must not be chosen.
    rules
        The rule catalogue.

    Raises
    ------
    planner.errors.RuleError
        If a rule about land is missing or can't be applied.
    """
    land, notices = find_land(city, options, rules)
    sources = sources_for(options.programme, options.sources)
    tables = [
        known_places(city, options.programme, source) for source in sources if source != CandidateSource.STREET_SIDE
    ]
    places = _together(city, [table.assign(on_street=False) for table in tables])
    shapes = np.where(places["outline"].notna(), places["outline"], places.geometry)
    judged = judge(land, shapes, places["area_m2"].to_numpy(dtype=float))
    found = [_split(city, _moved(city, places, judged), judged)]
    if CandidateSource.STREET_SIDE in sources:
        beside = street_side_sites(city, demand, walkers, land, _cells_with_a_plot(found[0][0]))
        found.append(_split(city, beside.sites, beside.judged))
    kept, left_out = (_joined(city, [pair[place] for pair in found]) for place in (0, 1))
    kept, unwanted = _without(kept, options.must_not)
    return Candidates(kept[COLUMNS], _joined(city, [left_out, unwanted])[LEFT_OUT_COLUMNS], notices)


def why_none(left_out: gpd.GeoDataFrame, region_code: str) -> Text | None:
    """Say why a region has no candidate; ``None`` where none was left out there.

    Parameters
    ----------
    left_out
        Places that were left out (:data:`LEFT_OUT_COLUMNS`).
    region_code
        Code of a kecamatan, or of a region of the finest level.
    """
    own = left_out[(left_out["region_code"] == region_code) | (left_out["kecamatan_code"] == region_code)]
    counts = Counter(own["reason"].tolist())
    reasons: Text | None = None
    for reason in (*Exclusion, MUST_NOT):
        if counts[str(reason)]:
            one = text("{n} × {reason}", n=counts[str(reason)], reason=EXCLUSION_LABELS[str(reason)])
            reasons = one if reasons is None else text("{first}, {second}", first=reasons, second=one)
    return None if reasons is None else text("Left out there: {reasons}.", reasons=reasons)


def _together(city: City, tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    filled = [table for table in tables if not table.empty]
    if not filled:
        return gpd.GeoDataFrame(columns=[*PLACE_COLUMNS, "on_street"], geometry="geometry", crs=city.crs)
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), geometry="geometry", crs=city.crs)


def _moved(city: City, places: gpd.GeoDataFrame, judged: Judged) -> gpd.GeoDataFrame:
    """Move a place whose point lies on land that can't be used to what is left of its outline."""
    points = np.asarray(places.geometry.array, dtype=np.object_)
    move = judged.kept & places["outline"].notna().to_numpy() & ~shapely.intersects(judged.remaining, points)
    points = np.where(move, shapely.point_on_surface(judged.remaining), points)
    region, kecamatan = region_of(city, points)
    move &= pd.notna(region)
    return places.assign(
        region_code=np.where(move, region, places["region_code"]),
        kecamatan_code=np.where(move, kecamatan, places["kecamatan_code"]),
        geometry=gpd.GeoSeries(points, places.index, crs=city.crs),
    )


def _split(city: City, places: gpd.GeoDataFrame, judged: Judged) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Return the places that may be built on, and those that may not."""
    kept = judged.kept
    table = places.assign(
        area_m2=judged.area_m2,
        warnings=pd.Series(judged.warnings, places.index, dtype=object),
        entrance=gpd.GeoSeries(_entrances(city, places, judged), places.index, crs=city.crs),
        reason=pd.Series(
            [None if reason is None else str(reason) for reason in judged.reason], places.index, dtype=object
        ),
        reason_text=pd.Series(judged.reason_text, places.index, dtype=object),
    )
    return table[kept], table[~kept]


def _entrances(city: City, places: gpd.GeoDataFrame, judged: Judged) -> npt.NDArray[np.object_]:
    """Return where children enter: a facility as always, a parcel from its nearest street, any other at its point."""
    found = np.asarray(places.geometry.array, dtype=np.object_).copy()
    facilities = np.flatnonzero(places["facility_id"].notna())
    if len(facilities):
        own = city.facilities.set_index("id", drop=False).loc[places["facility_id"].iloc[facilities]]
        found[facilities] = np.asarray(entrances(city, own).array, dtype=np.object_)
    parcels = np.flatnonzero((places["source"] == CandidateSource.PARCELS).to_numpy() & judged.kept)
    edges, lines = shapely.boundary(judged.remaining[parcels]), crossable(city.streets)
    if len(parcels) and len(lines):
        parcel, line = shapely.STRtree(lines).query_nearest(edges, max_distance=STREET_SIDE_M, all_matches=False)
        to_street = shapely.shortest_line(edges[parcel], lines[line])
        found[parcels[parcel]] = shapely.get_point(to_street, 0)
    return found


def _cells_with_a_plot(kept: gpd.GeoDataFrame) -> frozenset[Cell]:
    """Return the cells where a plot for a new site is known: no point beside a street has to stand for one there."""
    plots = kept[kept["source"] != CandidateSource.UPGRADES]
    return frozenset(cells_of(plots.geometry.to_numpy(), plots["region_code"].to_numpy(dtype=object)))


def _joined(city: City, tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    # An empty table has no types to keep.
    filled = [table for table in tables if not table.empty] or tables[-1:]
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), geometry="geometry", crs=city.crs)


def _without(kept: gpd.GeoDataFrame, must_not: tuple[str, ...]) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    unwanted = kept["id"].isin(must_not)
    reason = text("A person decided that it must not be in the plan.")
    out = kept[unwanted].assign(reason=MUST_NOT)
    return kept[~unwanted].reset_index(drop=True), out.assign(
        reason_text=pd.Series([reason] * len(out), out.index, dtype=object)
    )
