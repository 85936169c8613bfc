"""The city and its regions, for which figures are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from planner.model.city import City
from planner.model.kinds import Level

Groups = npt.NDArray[np.intp]
Number = TypeVar("Number", np.int64, np.float64)


@dataclass(frozen=True, eq=False)
class Units:
    """The city, its kecamatan and its kelurahan by code, and which demand points lie in each.

    Attributes
    ----------
    codes, levels
        Code and level of each unit: the city first, then each level in the order of codes.
    member
        Which finest regions (columns) lie in which units (rows), 1 or 0.
    point_region
        Position of each demand point's region among the finest regions.
    """

    codes: npt.NDArray[np.object_]
    levels: npt.NDArray[np.object_]
    member: npt.NDArray[np.int64]
    point_region: Groups

    @classmethod
    def of(cls, city: City, demand_points: gpd.GeoDataFrame) -> Units:
        """Find the units of a city."""
        named = [(city.code, Level.CITY.value)]
        for level in (Level.KECAMATAN, Level.KELURAHAN):
            named += [(code, level.value) for code in city.regions_at(level)["code"]]
        codes, levels = (np.array(column, dtype=object) for column in zip(*named, strict=True))
        finest = city.finest_regions
        own = codes[:, None] == finest["code"].to_numpy(dtype=object)
        parent = codes[:, None] == finest["kecamatan_code"].to_numpy(dtype=object)
        of_level = levels[:, None]
        member = np.where(of_level == Level.CITY, True, np.where(of_level == Level.KECAMATAN, parent, own))
        region = pd.Index(finest["code"]).get_indexer(demand_points["region_code"])
        return cls(codes, levels, member.astype(np.int64), region.astype(np.intp))

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def points(self) -> csr_array:
        """Which demand points (columns) lie in which units (rows)."""
        places = np.arange(len(self.point_region))
        in_region = csr_array(
            (np.ones(len(places), dtype=np.int64), (self.point_region, places)),
            shape=(self.member.shape[1], len(places)),
        )
        return csr_array(csr_array(self.member) @ in_region)

    def total(self, values: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Sum a value of the points, shape ``(points, …)``, over each unit: shape ``(units, …)``."""
        flat = values.reshape(len(values), int(np.prod(values.shape[1:])))
        return np.asarray(self.points @ flat).reshape(len(self), *values.shape[1:])

    def by_level(self) -> Iterator[tuple[Groups, Groups]]:
        """Yield, for each level, the positions of its units and for each point the position of its unit."""
        for level in pd.unique(self.levels):
            units = np.flatnonzero(self.levels == level)
            unit_of_region = units[self.member[units].argmax(axis=0)]
            yield units, unit_of_region[self.point_region]


def with_all(tiers: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Put the sum of the tiers, along the last axis, in front of them."""
    return np.concatenate([tiers.sum(axis=-1, keepdims=True), tiers], axis=-1)
