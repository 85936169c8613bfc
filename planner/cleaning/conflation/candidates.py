"""Records made ready for comparison, and the pairs of them that are worth a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.cleaning.conflation.kinds import REGISTERED, families
from planner.cleaning.conflation.names import CityWords, PlaceName, read_name
from planner.cleaning.conflation.similarity import rarity
from planner.cleaning.names import match_name

SEARCH_M = 500.0
"""Pairs farther apart than this, beyond what their positions may be off, are only looked at if each source has
the name once."""

_DEGREE_M = 111_320.0
_COARSE_DECIMALS = (3, 2, 1)

Positions = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Records made ready for comparison.

    Attributes
    ----------
    records
        Columns ``id``, ``kind``, ``name``, ``source``, ``family`` of kinds and ``key`` of the name; numbered from 0.
    names
        Their names, taken apart.
    kecamatan
        Where each is said to lie: the kecamatan in its name, else the one its source declares, else ``None``.
    points
        Their positions in the metric CRS; missing where none is known.
    error_m
        How far the rounding of its degrees may have moved each, in metres.
    sole, sole_in_kecamatan
        Whether its source has the name once, and once with the kecamatan it says, among the places of its kind.
    registered
        Whether its kind has names that the government registers.
    weights
        How much each word of a name tells.
    locality_keys
        Words of kelurahan.
    """

    records: pd.DataFrame
    names: Sequence[PlaceName]
    kecamatan: npt.NDArray[np.object_]
    points: npt.NDArray[np.object_]
    error_m: Floats
    sole: Bools
    sole_in_kecamatan: Bools
    registered: Bools
    weights: pd.Series
    locality_keys: frozenset[str]

    @classmethod
    def of(cls, records: gpd.GeoDataFrame, city: CityWords) -> Candidates:
        """Make records ready.

        Parameters
        ----------
        records
            :data:`~planner.model.tables.FACILITIES` of all sources, or at least its columns ``id``, ``kind``,
            ``name``, ``declared_kecamatan``, ``source`` and its geometry.
        city
            The words of names that the city shares.
        """
        names = [read_name(name, city) for name in records["name"]]
        table = pd.DataFrame(
            {column: records[column].to_numpy(dtype=object) for column in ("id", "kind", "name", "source")}
        )
        table["family"] = families(table["kind"])
        table["key"] = [name.key for name in names]
        kecamatan = _said_kecamatan(records["declared_kecamatan"], names, city)
        named = np.array([name.kecamatan is not None for name in names], dtype=bool)
        has_key = (table["key"] != "").to_numpy()
        bearers = ["source", "kind", "key"]
        twice = table.duplicated(bearers, keep=False).to_numpy()
        twice_there = table.assign(kecamatan=kecamatan).duplicated([*bearers, "kecamatan"], keep=False).to_numpy()
        return cls(
            records=table,
            names=names,
            kecamatan=kecamatan,
            points=np.asarray(records.geometry.array, dtype=object),
            error_m=position_error_m(records.geometry),
            sole=has_key & ~twice,
            sole_in_kecamatan=has_key & named & ~twice_there,
            registered=table["kind"].isin(REGISTERED).to_numpy(),
            weights=rarity(names, city),
            locality_keys=city.locality_keys,
        )


def position_error_m(positions: gpd.GeoSeries) -> Floats:
    """Return how far rounding may have moved each position, in metres.

    A position whose latitude and longitude both have at most three decimals was written on a grid of about 110 m
    and may be off by half the diagonal of a cell, 79 m. Positions with more decimals are taken as exact.

    Parameters
    ----------
    positions
        Points, missing where none is known.
    """
    points = np.asarray(positions.to_crs(4326).array, dtype=object)
    degrees = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    error_m = np.zeros(len(degrees))
    for decimals in _COARSE_DECIMALS:
        # What is left of the projection there and back lies below a tenth of a millimetre, 1e-9 degrees.
        rounded = (np.abs(degrees - np.round(degrees, decimals)) < 1e-8).all(axis=1)
        error_m[rounded] = _DEGREE_M * 10.0**-decimals * np.sqrt(0.5)
    return error_m


def candidate_pairs(candidates: Candidates) -> tuple[Positions, Positions]:
    """Return the pairs worth a look: of one family of kinds, and near or of one name that each source has once.

    Returns
    -------
    Positions of the one and of the other record of each pair, the one with the lower id first, in the order of ids.
    """
    pairs = np.vstack([_near_pairs(candidates), *_sole_pairs(candidates)])
    ids = candidates.records["id"].to_numpy(dtype=object)
    rank = np.empty(len(ids), dtype=np.intp)
    rank[np.argsort(ids, kind="stable")] = np.arange(len(ids))
    ordered = np.unique(np.sort(rank[pairs], axis=1), axis=0)
    position = np.argsort(rank)
    return position[ordered[:, 0]], position[ordered[:, 1]]


def _said_kecamatan(declared: pd.Series, names: Sequence[PlaceName], city: CityWords) -> npt.NDArray[np.object_]:
    known = list(city.kecamatan)
    # A declared name is looked up once, however many records declare it.
    found = {name: match_name(str(name), known) for name in declared.dropna().unique()}
    meant = {name: known[position] for name, position in found.items() if position is not None}
    said = [name.kecamatan or meant.get(written) for name, written in zip(names, declared, strict=True)]
    return np.array(said, dtype=object)


def _located(candidates: Candidates) -> Bools:
    return ~(shapely.is_missing(candidates.points) | shapely.is_empty(candidates.points))


def _near_pairs(candidates: Candidates) -> Positions:
    """Return pairs of one family that lie within :data:`SEARCH_M`, beyond what their positions may be off.

    Two records of one source are only looked at if they have one name.
    """
    source, key = (candidates.records[column].to_numpy(dtype=object) for column in ("source", "key"))
    found = [np.empty((0, 2), dtype=np.intp)]
    for _, rows in candidates.records[_located(candidates)].groupby("family", sort=True):
        position = rows.index.to_numpy()
        points, error_m = candidates.points[position], candidates.error_m[position]
        one, other = shapely.STRtree(points).query(
            points, predicate="dwithin", distance=SEARCH_M + error_m + error_m.max()
        )
        one, other = position[one[one < other]], position[other[one < other]]
        apart = (source[one] != source[other]) | ((key[one] == key[other]) & (key[one] != ""))
        found.append(np.column_stack([one, other])[apart])
    return np.vstack(found)


def _sole_pairs(candidates: Candidates) -> list[Positions]:
    """Return pairs of one kind and name, from two sources that each have it once.

    However far apart, if the kind is registered; of other kinds only where a position is missing.
    """
    rows = candidates.records.assign(position=candidates.records.index, kecamatan=candidates.kecamatan)
    far = candidates.registered | ~_located(candidates)
    found = []
    for chosen, keys in (
        (candidates.sole, ["kind", "key"]),
        (candidates.sole_in_kecamatan, ["kind", "key", "kecamatan"]),
    ):
        both = rows[chosen].merge(rows[chosen & far], on=keys)
        both = both[both["source_x"] != both["source_y"]]
        found.append(both[["position_x", "position_y"]].to_numpy(dtype=np.intp))
    return found
