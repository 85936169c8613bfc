"""One kabupaten or kota as a city, for the code that assesses cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from planner.model.city import City, Source
from planner.model.kinds import Designation, Known, Level, Placement
from planner.model.survey import no_survey
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, REGIONS, STREETS
from planner.national.placing import METRES_A_DEGREE, Placed, place_national
from planner.sources.national import NationalData
from planner.sources.positions import WGS84

Rows = npt.NDArray[np.intp]

BESIDE_M = 2_000.0
"""Places this close outside a kabupaten are part of it as well, as places outside: a school serves both sides of a
border."""


@dataclass(frozen=True, eq=False)
class Nation:
    """The country, ready to be taken apart into cities.

    Attributes
    ----------
    kecamatan
        As in :class:`~planner.national.placing.Placed`.
    facilities
        Rows of :data:`~planner.model.tables.FACILITIES` with points in WGS 84 (or ``None``), but for ``kelurahan_code``
        and ``placement``, which depend on the city.
    maybe_in
        As in :class:`~planner.national.placing.Placed`.
    names
        Name of each kabupaten and kota by its code.
    sources
        Where the rows come from.
    """

    kecamatan: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    maybe_in: pd.DataFrame
    names: Mapping[str, str]
    sources: tuple[Source, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the kabupaten and kota that have a kecamatan, in their order."""
        return tuple(sorted(self.kecamatan["kabupaten"].unique()))


def nation_of(data: NationalData) -> Nation:
    """Return the country, each of its facilities placed.

    Parameters
    ----------
    data
        The files.
    """
    placed = place_national(data)
    return Nation(placed.kecamatan, _facilities(placed), placed.maybe_in, data.kabupaten_names, data.sources)


def _facilities(placed: Placed) -> gpd.GeoDataFrame:
    rows = placed.facilities
    located = rows["lon"].notna().to_numpy()
    points = np.full(len(rows), None, dtype=object)
    points[located] = np.asarray(shapely.points(rows.loc[located, ["lon", "lat"]].to_numpy(dtype="float64")))
    table = rows.assign(
        declared_kecamatan=rows["kecamatan"],
        child_friendly=str(Designation.UNKNOWN),
        public=str(Known.UNKNOWN),
        placement=np.where(rows["kecamatan_code"].notna(), str(Placement.POSITION), str(Placement.UNPLACED)),
        source_date=rows["source"].str.rpartition("_")[2],
    ).reindex(columns=[column for column in FACILITIES.columns if column != "geometry"])
    table = table.assign(geometry=gpd.GeoSeries(points, index=table.index, crs=WGS84))
    return gpd.GeoDataFrame(FACILITIES.validate(gpd.GeoDataFrame(table, crs=WGS84)), crs=WGS84)


def cities_of(nation: Nation, complete_kinds: frozenset[str] = frozenset()) -> Iterator[City]:
    """Yield every kabupaten and kota as a city, in the order of codes.

    Parameters
    ----------
    nation
        The country.
    complete_kinds
        Kinds of facility that the lists are known to hold without a gap. Neither list says so of any.
    """
    own = nation.facilities.groupby(nation.facilities["kecamatan_code"].str[:5]).indices
    maybe = nation.maybe_in.groupby("kabupaten")["facility"].agg(list).to_dict()
    points = np.asarray(nation.facilities.geometry.array, dtype=object)
    tree = shapely.STRtree(points)
    survey = no_survey()
    for code, kecamatan in nation.kecamatan.groupby("kabupaten", sort=True):
        here = np.asarray(own.get(str(code), []), dtype=np.intp)
        perhaps = np.asarray(maybe.get(code, []), dtype=np.intp)
        margin = BESIDE_M / METRES_A_DEGREE
        west, south, east, north = kecamatan.total_bounds
        around = tree.query(shapely.box(west - margin, south - margin, east + margin, north + margin))
        beside = np.setdiff1d(around, np.concatenate([here, perhaps]))
        city = _city(nation, str(code), kecamatan, (here, perhaps, beside), survey)
        yield replace(city, complete_kinds=complete_kinds) if complete_kinds else city


def _city(
    nation: Nation,
    code: str,
    kecamatan: gpd.GeoDataFrame,
    rows: tuple[Rows, Rows, Rows],
    survey: pd.DataFrame,
) -> City:
    """Return a city of its own places, those that may be in it, and those beside it."""
    crs = _utm_zone(kecamatan)
    here, perhaps, beside = rows
    facilities = nation.facilities.iloc[np.concatenate([here, perhaps, beside])].to_crs(crs)
    placement = np.repeat(
        [Placement.POSITION, Placement.UNPLACED, Placement.OUTSIDE], [len(here), len(perhaps), len(beside)]
    )
    outside = placement == Placement.OUTSIDE
    facilities = facilities.assign(
        placement=pd.array([str(word) for word in placement], dtype="str"),
        kecamatan_code=facilities["kecamatan_code"].mask(outside),
    )
    return City(
        code=code,
        name=nation.names.get(code, code),
        crs=crs,
        regions=_regions(kecamatan, crs),
        population=None,
        population_source="",
        population_date="",
        facilities=facilities.reset_index(drop=True),
        everyday_places=_empty(tuple(EVERYDAY_PLACES.columns), crs),
        streets=_empty(tuple(STREETS.columns), crs),
        rule_changes={},
        sources=nation.sources,
        notices=(),
        fingerprint=code,
        survey=survey,
    )


def _regions(kecamatan: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    table = kecamatan.assign(level=str(Level.KECAMATAN), kecamatan_code=kecamatan["code"])
    return table[list(REGIONS.columns)].to_crs(crs).reset_index(drop=True)


def _utm_zone(kecamatan: gpd.GeoDataFrame) -> CRS:
    """Return the UTM zone of the middle of some outlines."""
    west, south, east, north = kecamatan.total_bounds
    zone = int(((west + east) / 2 + 180) // 6) + 1
    return CRS.from_epsg((32700 if south + north < 0 else 32600) + zone)


@cache
def _empty(columns: tuple[str, ...], crs: CRS) -> gpd.GeoDataFrame:
    """Return a table without a row, made once for each UTM zone."""
    return gpd.GeoDataFrame(columns=list(columns), geometry="geometry", crs=crs)
