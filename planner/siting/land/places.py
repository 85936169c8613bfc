"""Places whose land is known and that could become a site: facilities, municipal parcels, green space, schools."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.model.assessment import Action
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, SCHOOL_KINDS, Designation, FacilityKind, Known, Level, Placement
from planner.model.options import CandidateSource, Programme
from planner.model.survey import SurveyFact, answers

PLACE_COLUMNS = [
    "id",
    "source",
    "action",
    "facility_id",
    "facility_name",
    "name",
    "region_code",
    "kecamatan_code",
    "area_m2",
    "outline",
    "geometry",
]
"""Columns of a table of places: ``outline`` is a polygon or ``None``, ``geometry`` a point."""


SOURCES_FOR_HEALTH = (CandidateSource.UPGRADES, CandidateSource.PARCELS, CandidateSource.STREET_SIDE)
"""Sources that a puskesmas may come from: it is not built on green space or a school yard."""

_ID_START = {
    CandidateSource.UPGRADES: "upgrade",
    CandidateSource.GREEN_SPACE: "rth",
    CandidateSource.SCHOOL_YARDS: "school",
}


def sources_for(programme: Programme, chosen: Sequence[CandidateSource]) -> tuple[CandidateSource, ...]:
    """Return the sources of candidates that a programme may use, in the order of the list of sources."""
    possible = SOURCES_FOR_HEALTH if programme is Programme.PUSKESMAS_PER_KECAMATAN else tuple(CandidateSource)
    return tuple(source for source in CandidateSource if source in chosen and source in possible)


def known_places(city: City, programme: Programme, source: CandidateSource) -> gpd.GeoDataFrame:
    """Return the places of one source, street-side points apart; columns are :data:`PLACE_COLUMNS`.

    Parameters
    ----------
    city
        The city.
    programme
        What the sites are for.
    source
        Any source but :attr:`~planner.model.options.CandidateSource.STREET_SIDE`.
    """
    if source is CandidateSource.PARCELS:
        return _parcels(city)
    if source is CandidateSource.GREEN_SPACE:
        return _facilities(city, _of_kinds(city, (FacilityKind.RTH,)), source)
    if source is CandidateSource.SCHOOL_YARDS:
        return _facilities(city, _of_kinds(city, SCHOOL_KINDS), source)
    return upgradable_places(city, programme)


def upgradable_places(city: City, programme: Programme = Programme.PARK_PER_KECAMATAN) -> gpd.GeoDataFrame:
    """Return the facilities that could be raised to what a programme asks for.

    For a child-friendly park these are the parks and playgrounds that have a position inside the city, are not
    designated child-friendly yet and are not known to be closed to the public or to cost money; protected forest and
    other green space never are. For a puskesmas they are the pustu that have a position inside the city.
    """
    if programme is Programme.PUSKESMAS_PER_KECAMATAN:
        return _facilities(city, _of_kinds(city, (FacilityKind.PUSTU,)), CandidateSource.UPGRADES)
    facilities = _of_kinds(city, PLAY_KINDS)
    chosen = facilities[
        (facilities["child_friendly"] != Designation.YES)
        & (facilities["public"] != Known.NO)
        & (answers(city.survey, facilities["id"], SurveyFact.FREE) != Known.NO)
    ]
    return _facilities(city, chosen, CandidateSource.UPGRADES)


def region_of(city: City, points: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Return the finest region and the kecamatan that each point lies in; ``None`` outside of the city."""
    regions = city.finest_regions
    found: npt.NDArray[np.intp] = np.full(len(points), -1, dtype=np.intp)
    point, region = shapely.STRtree(regions.geometry.array).query(points, predicate="intersects")
    order = np.lexsort((region, point))
    inside, first = np.unique(point[order], return_index=True)
    found[inside] = region[order][first]
    # One more entry, so that -1 stands for no region.
    nowhere = np.array([None], dtype=np.object_)
    codes = np.concatenate([regions["code"].to_numpy(dtype=object), nowhere])
    kecamatan = np.concatenate([regions["kecamatan_code"].to_numpy(dtype=object), nowhere])
    return codes[found], kecamatan[found]


def _of_kinds(city: City, kinds: Sequence[FacilityKind]) -> gpd.GeoDataFrame:
    facilities = city.facilities
    return facilities[
        facilities["kind"].isin(kinds) & (facilities["placement"] == Placement.POSITION) & facilities.geometry.notna()
    ]


def _facilities(city: City, chosen: gpd.GeoDataFrame, source: CandidateSource) -> gpd.GeoDataFrame:
    upgrade = source is CandidateSource.UPGRADES
    finest = "kelurahan_code" if city.finest_level is Level.KELURAHAN else "kecamatan_code"
    outlines = pd.Series(dtype=object)
    if city.outlines is not None:
        outlines = pd.Series(np.asarray(city.outlines.geometry.array), index=city.outlines["facility_id"], dtype=object)
        outlines = outlines[~outlines.index.duplicated()]
    outline = chosen["id"].astype(object).map(outlines)
    return gpd.GeoDataFrame(
        {
            "id": _ID_START[source] + ":" + chosen["id"].astype(object),
            "source": str(source),
            "action": str(Action.UPGRADE if upgrade else Action.NEW),
            "facility_id": chosen["id"],
            "facility_name": chosen["name"],
            "name": chosen["name"],
            "region_code": chosen[finest],
            "kecamatan_code": chosen["kecamatan_code"],
            "area_m2": chosen["area_m2"],
            "outline": outline.astype(object).where(outline.notna(), None),
            "geometry": chosen.geometry,
        },
        columns=PLACE_COLUMNS,
        crs=city.crs,
    ).reset_index(drop=True)


def _parcels(city: City) -> gpd.GeoDataFrame:
    """Return the parcels a point of which lies in the city."""
    parcels = city.parcels
    if parcels is None:
        return gpd.GeoDataFrame(columns=PLACE_COLUMNS, geometry="geometry", crs=city.crs)
    shapes = np.asarray(parcels.geometry.array, dtype=np.object_)
    points = shapely.point_on_surface(shapes)
    region, kecamatan = region_of(city, points)
    table = gpd.GeoDataFrame(
        {
            "id": "parcel:" + parcels["id"].astype(object),
            "source": str(CandidateSource.PARCELS),
            "action": str(Action.NEW),
            "facility_id": None,
            "facility_name": None,
            "name": parcels["name"],
            "region_code": region,
            "kecamatan_code": kecamatan,
            "area_m2": shapely.area(shapes),
            "outline": shapes,
            "geometry": points,
        },
        columns=PLACE_COLUMNS,
        crs=city.crs,
    )
    return table[table["region_code"].notna()].reset_index(drop=True)
