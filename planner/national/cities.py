"""One kabupaten or kota as a city, for the code that assesses cities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from planner.errors import LayerError
from planner.model.city import City, Source
from planner.model.kinds import Designation, Known, Level, Placement
from planner.model.tables import EVERYDAY_PLACES, FACILITIES, REGIONS, STREETS
from planner.national.placing import METRES_A_DEGREE, Placed, place_national
from planner.sources.national import KABUPATEN_LETTERS, NationalData
from planner.sources.positions import WGS84
from planner.texts import text

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


@dataclass(frozen=True, eq=False)
class Piece:
    """What one kabupaten or kota is made of: all that its task needs, and nothing of the rest of the country.

    Attributes
    ----------
    code, name
        Kemendagri code and name.
    kecamatan
        Rows of :attr:`Nation.kecamatan`.
    facilities
        Rows of :attr:`Nation.facilities`: those that lie in it, those that may be in it
        (:attr:`~planner.model.kinds.Placement.UNPLACED`), and those beside it.
    sources
        Where the rows come from.
    complete_kinds
        Kinds of facility that the lists are known to hold without a gap.
    """

    code: str
    name: str
    kecamatan: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    sources: tuple[Source, ...]
    complete_kinds: frozenset[str] = frozenset()


def pieces_of(nation: Nation, complete_kinds: frozenset[str] = frozenset()) -> Iterator[Piece]:
    """Yield what every kabupaten and kota is made of, in the order of codes.

    Parameters
    ----------
    nation
        The country.
    complete_kinds
        Kinds of facility that the lists are known to hold without a gap. Neither list says so of any.
    """
    own = nation.facilities.groupby(nation.facilities["kecamatan_code"].str[:KABUPATEN_LETTERS]).indices
    maybe = nation.maybe_in.groupby("kabupaten")["facility"].agg(list).to_dict()
    tree = shapely.STRtree(np.asarray(nation.facilities.geometry.array, dtype=object))
    for code, kecamatan in nation.kecamatan.groupby("kabupaten", sort=True):
        here = np.asarray(own.get(str(code), []), dtype=np.intp)
        perhaps = np.asarray(maybe.get(code, []), dtype=np.intp)
        beside = np.setdiff1d(_around(kecamatan, tree), np.concatenate([here, perhaps]))
        yield Piece(
            str(code),
            nation.names.get(str(code), str(code)),
            kecamatan,
            _of_piece(nation.facilities, (here, perhaps, beside)),
            nation.sources,
            complete_kinds,
        )


def _around(kecamatan: gpd.GeoDataFrame, tree: shapely.STRtree) -> Rows:
    """Return the places in the rectangle around a kabupaten; none where it has no land at all."""
    margin = BESIDE_M / METRES_A_DEGREE
    west, south, east, north = kecamatan.total_bounds
    if not np.isfinite(west):
        return np.empty(0, dtype=np.intp)
    return tree.query(shapely.box(west - margin, south - margin, east + margin, north + margin))


def _of_piece(facilities: gpd.GeoDataFrame, rows: tuple[Rows, Rows, Rows]) -> gpd.GeoDataFrame:
    """Return the places in a kabupaten, those that may be in it, and those beside it."""
    chosen = facilities.iloc[np.concatenate(rows)]
    words = [Placement.POSITION, Placement.UNPLACED, Placement.OUTSIDE]
    placement = np.repeat([str(word) for word in words], [len(own) for own in rows])
    return chosen.assign(
        placement=pd.array(placement, dtype="str"),
        kecamatan_code=chosen["kecamatan_code"].mask(placement == Placement.OUTSIDE),
    ).reset_index(drop=True)


def city_of(piece: Piece) -> City:
    """Return a kabupaten or kota as a city, in the UTM zone of its middle.

    Raises
    ------
    planner.errors.LayerError
        If a kecamatan has no area.
    """
    empty = shapely.area(np.asarray(piece.kecamatan.geometry.array, dtype=object)) == 0
    if empty.any():
        raise LayerError(
            text(
                "The outline of the kecamatan {code} ({name}) has no area: draw it anew.",
                code=str(piece.kecamatan["code"].to_numpy(dtype=object)[empty][0]),
                name=str(piece.kecamatan["name"].to_numpy(dtype=object)[empty][0]),
            )
        )
    crs = _utm_zone(piece.kecamatan)
    return City(
        code=piece.code,
        name=piece.name,
        crs=crs,
        regions=_regions(piece.kecamatan, crs),
        population=None,
        population_source="",
        population_date="",
        facilities=piece.facilities.to_crs(crs),
        everyday_places=_empty(tuple(EVERYDAY_PLACES.columns), crs),
        streets=_empty(tuple(STREETS.columns), crs),
        rule_changes={},
        sources=piece.sources,
        notices=(),
        fingerprint=piece.code,
        complete_kinds=piece.complete_kinds,
    )


def cities_of(nation: Nation, complete_kinds: frozenset[str] = frozenset()) -> Iterator[City]:
    """Yield every kabupaten and kota as a city, in the order of codes; parameters as :func:`pieces_of`."""
    return (city_of(piece) for piece in pieces_of(nation, complete_kinds))


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
