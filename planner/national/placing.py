"""Every facility of the country to the kecamatan it lies in, at once."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.sources.national import KABUPATEN_LETTERS, PROVINCE_LETTERS, NationalData
from planner.sources.positions import FAR_M, SHORE_M

METRES_A_DEGREE = 111_320.0
"""Metres of one degree at the equator; up to 12° away from it a degree of longitude is at most 2 % shorter."""


@dataclass(frozen=True, eq=False)
class Placed:
    """The facilities of the country, each with what is known of where it is.

    Attributes
    ----------
    kecamatan
        Columns ``code``, ``name``, ``kabupaten``, ``province`` (codes); geometry: valid polygons in WGS 84.
    facilities
        Those of :class:`~planner.sources.national.NationalData`, with ``kecamatan_code``: the one that its position
        lies in, or is within :data:`~planner.sources.positions.SHORE_M` of; empty where there is no usable position,
        where outlines overlap, where it lies farther from all, or where it is in another province than the list names.
    maybe_in
        Columns ``facility`` (row of ``facilities``) and ``kabupaten``: where a facility without a kecamatan may be. The
        kabupaten of the outlines that overlap at its position, or of the nearest outline; where it has no position, or
        one in another province or far from every outline, each kabupaten of the province that the list names.
    """

    kecamatan: gpd.GeoDataFrame
    facilities: pd.DataFrame
    maybe_in: pd.DataFrame


def place_national(data: NationalData) -> Placed:
    """Give every facility the kecamatan that it lies in.

    Parameters
    ----------
    data
        The files.

    Notes
    -----
    Which province a list means by a name is read from the list itself: the name that most of its places in a
    province bear. So the six provinces of Papua are all the "Papua" or "Papua Barat" of older lists.
    """
    kecamatan = _mended(data.kecamatan)
    facilities = data.facilities.reset_index(drop=True)
    pairs = _lies_in(facilities, kecamatan)
    names = _province_names(pairs)
    # What lies in another province than its list says is known to lie in neither.
    pairs = pairs[
        names.reindex(pd.MultiIndex.from_frame(pairs[["source", "province"]])).to_numpy(dtype=object)
        == pairs["stated"].to_numpy(dtype=object)
    ]
    certain = pairs[pairs["inside"] & ~pairs["facility"].duplicated(keep=False)]
    doubtful = pairs[~pairs["facility"].isin(certain["facility"])]
    nowhere = np.setdiff1d(np.arange(len(facilities)), pairs["facility"])
    return Placed(
        kecamatan,
        facilities.assign(kecamatan_code=certain.set_index("facility")["code"].reindex(facilities.index)),
        pd.concat([doubtful[["facility", "kabupaten"]], _anywhere(nowhere, facilities, names, kecamatan)])
        .drop_duplicates()
        .sort_values(["kabupaten", "facility"], ignore_index=True),
    )


def _mended(outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make each outline valid; overlaps of neighbours stay, so that nothing is taken from either."""
    shapes = np.asarray(outlines.geometry.array, dtype=object).copy()
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    kabupaten = outlines["code"].str[:KABUPATEN_LETTERS]
    return gpd.GeoDataFrame(
        {
            "code": outlines["code"],
            "name": outlines["name"],
            "kabupaten": kabupaten,
            "province": kabupaten.str[:PROVINCE_LETTERS],
        },
        geometry=gpd.GeoSeries(shapes, index=outlines.index, crs=outlines.crs),
        crs=outlines.crs,
    ).sort_values("code", ignore_index=True)


def _lies_in(facilities: pd.DataFrame, kecamatan: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return pairs of a facility and an outline that it lies in, or the nearest one where it lies in none.

    Columns: ``facility`` (its row), ``source`` and ``stated`` (its list, and the province that this names), ``inside``
    (whether the position counts as inside), and ``code``, ``kabupaten`` and ``province`` of the outline.
    """
    located = np.flatnonzero(facilities["lon"].notna().to_numpy())
    degrees = facilities[["lon", "lat"]].to_numpy(dtype="float64")[located]
    points = np.asarray(shapely.points(degrees), dtype=object)
    tree = shapely.STRtree(np.asarray(kecamatan.geometry.array, dtype=object))
    place, outline = tree.query(points, predicate="intersects")
    outside = np.setdiff1d(np.arange(len(points)), place)
    (beside, near), distance = tree.query_nearest(
        points[outside], max_distance=FAR_M / METRES_A_DEGREE, return_distance=True
    )
    row = located[np.concatenate([place, outside[beside]])]
    found = kecamatan[["code", "kabupaten", "province"]].iloc[np.concatenate([outline, near])]
    return pd.DataFrame(
        {
            "facility": row,
            "source": facilities["source"].to_numpy(dtype=object)[row],
            "stated": facilities["province"].to_numpy(dtype=object)[row],
            "inside": np.concatenate([np.ones(len(place), dtype=bool), distance * METRES_A_DEGREE <= SHORE_M]),
            **{column: found[column].to_numpy(dtype=object) for column in found},
        }
    )


def _province_names(pairs: pd.DataFrame) -> pd.Series:
    """Return the name that each source gives to each province, by source and code of the province."""
    counts = pairs.value_counts(["source", "province", "stated"]).reset_index(name="places")
    most = counts.sort_values(["places", "stated"], ascending=[False, True], kind="stable")
    return most.drop_duplicates(["source", "province"]).set_index(["source", "province"])["stated"].rename("name")


def _anywhere(
    nowhere: npt.NDArray[np.intp], facilities: pd.DataFrame, names: pd.Series, kecamatan: gpd.GeoDataFrame
) -> pd.DataFrame:
    """Return every kabupaten of the province that each of some facilities is said to be in."""
    kabupaten = kecamatan[["province", "kabupaten"]].drop_duplicates()
    of_name = names.reset_index().merge(kabupaten, on="province")
    rows = facilities.iloc[nowhere][["source", "province"]].rename(columns={"province": "name"})
    return rows.assign(facility=nowhere).merge(of_name, on=["source", "name"])[["facility", "kabupaten"]]
