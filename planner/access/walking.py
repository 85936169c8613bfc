"""Walking distance from where children live to places: one method for the whole city."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import csr_array
from scipy.spatial import KDTree

from planner.access.detour import Calibration, DetourCurve, calibrate
from planner.access.grid import cut_grid
from planner.access.network import SNAP_M, Footing, StreetNetwork
from planner.access.reach import TOLERANCE_M
from planner.model.assessment import DetourBand, WalkingMethod
from planner.model.city import City, Notice
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier, Level
from planner.texts import text

CITY_SHARE = 0.9
"""The streets are used if at least this share of the city's children live within reach of one …"""

REGION_SHARE = 0.5
"""… and at least this share of each finest region's children: no region may be cut off as a whole."""

LAND_CELL_M = 200.0
"""Where nobody knows how many children there are, the land stands in for them, in cells of this side."""

Floats = npt.NDArray[np.float64]


class Walking(Protocol):
    """Walking distances from one set of demand points, for one age tier at a time.

    A distance is what a child of the tier walks on level ground in the same time, in metres: so a time is always
    distance over speed, whatever slows a tier down or sends it another way.
    """

    @property
    def method(self) -> WalkingMethod:
        """How distances are measured."""
        ...

    @property
    def alike(self) -> tuple[tuple[AgeTier, ...], ...]:
        """The age tiers in groups that have the same distances, every tier in one of them."""
        ...

    def nearest_m(self, places: gpd.GeoSeries, tier: AgeTier) -> Floats:
        """Return the way from each demand point to the nearest place, in metres; infinite if none is reached."""
        ...

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> csr_array:
        """Return the ways that are not longer than a limit: one row a place, one column a demand point.

        A stored zero is a way of 0 m; a way that is not stored is longer than the limit. So never drop stored
        zeros (``eliminate_zeros``), nor ask ``!= 0`` or ``nonzero()`` who is reached: look at ``indices``.
        """
        ...


@dataclass(frozen=True, eq=False)
class NetworkWalking:
    """Along the streets: from the point to the nearest street, along it, and from the street to the place."""

    network: StreetNetwork
    origins: Footing
    method: WalkingMethod = WalkingMethod.STREET_NETWORK
    alike: tuple[tuple[AgeTier, ...], ...] = (tuple(AgeTier),)

    def nearest_m(self, places: gpd.GeoSeries, tier: AgeTier) -> Floats:
        """See :meth:`Walking.nearest_m`."""
        return self.network.nearest_m(self.origins, self.network.footing(places))

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> csr_array:
        """See :meth:`Walking.within_m`."""
        return self.network.within_m(self.origins, self.network.footing(places), limit_m)


@dataclass(frozen=True, eq=False)
class StraightLineWalking:
    """The straight line, lengthened by what the streets of the city say about detours."""

    curve: DetourCurve
    xy: Floats
    method: WalkingMethod = WalkingMethod.STRAIGHT_LINE_DETOUR
    alike: tuple[tuple[AgeTier, ...], ...] = (tuple(AgeTier),)

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(self.xy)

    def nearest_m(self, places: gpd.GeoSeries, tier: AgeTier) -> Floats:
        """See :meth:`Walking.nearest_m`."""
        if not len(places) or not len(self.xy):
            return np.full(len(self.xy), np.inf)
        straight, _ = KDTree(_xy(places)).query(self.xy)
        return self.curve.walking(straight)

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> csr_array:
        """See :meth:`Walking.within_m`."""
        shape = (len(places), len(self.xy))
        if 0 in shape:
            return csr_array(shape, dtype=np.float64)
        # A little more than the limit, so that rounding loses no pair; the exact limit is applied to the way.
        radius = float(self.curve.straight(limit_m)) + 2 * TOLERANCE_M
        pairs = KDTree(_xy(places)).sparse_distance_matrix(self._tree, radius, output_type="ndarray")
        pairs = pairs[np.lexsort((pairs["j"], pairs["i"]))]
        ways = self.curve.walking(pairs["v"])
        inside = ways <= limit_m + TOLERANCE_M
        starts = np.concatenate([[0], np.cumsum(np.bincount(pairs["i"][inside], minlength=shape[0]))])
        return csr_array((ways[inside], pairs["j"][inside], starts), shape=shape)


@dataclass(frozen=True, eq=False)
class WalkingChoice:
    """The method that fits a city, bound to its demand points.

    Attributes
    ----------
    walking
        Measures the distances.
    detour_factor
        Median ratio of all calibration pairs; 1.0 where nothing could be calibrated; ``None`` on a network.
    detour_bands
        The calibration by distance; empty on a network, or where nothing could be calibrated.
    notices
        Why this method.
    """

    walking: Walking
    detour_factor: float | None
    detour_bands: tuple[DetourBand, ...]
    notices: tuple[Notice, ...]


def choose_walking(city: City, demand_points: gpd.GeoDataFrame) -> WalkingChoice:
    """Choose how walking is measured in a city.

    The street network is used if at least :data:`CITY_SHARE` of the city's children, and at least
    :data:`REGION_SHARE` of those of every finest region with children, live within
    :data:`~planner.access.network.SNAP_M` of a street; without a population the land counts instead. Else it is
    the straight line with the detour that the city's streets, as far as it has some, show: mixed in one result,
    two quarters could not be compared.

    Parameters
    ----------
    city
        The city with its streets.
    demand_points
        :data:`~planner.model.tables.DEMAND`.
    """
    network = StreetNetwork.of(city.streets.geometry)
    origins = network.footing(demand_points.geometry)
    homes, near = _homes(city, demand_points), origins
    if city.population is None:
        near = network.footing(homes.geometry)
    if _covers(homes, near):
        return WalkingChoice(NetworkWalking(network, origins), None, (), ())
    calibration = calibrate(network)
    walking = StraightLineWalking(DetourCurve.of(calibration.bands), _xy(demand_points.geometry))
    notice = _detour_notice(city, calibration, _covered_kecamatan(city, homes, near))
    return WalkingChoice(walking, calibration.factor, calibration.bands, (notice,))


def _xy(points: gpd.GeoSeries) -> Floats:
    return shapely.get_coordinates(np.asarray(points.array, dtype=np.object_))


def _homes(city: City, demand_points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return points with ``region_code``, ``kecamatan_code`` and ``weight``: children, or else land in m²."""
    if city.population is not None:
        return demand_points.assign(weight=demand_points[CHILDREN_COLUMNS].sum(axis=1))
    regions = city.finest_regions
    cells = cut_grid(regions.geometry, LAND_CELL_M)
    codes = regions[["code", "kecamatan_code"]].iloc[cells.region].reset_index(drop=True)
    return gpd.GeoDataFrame(
        codes.rename(columns={"code": "region_code"}).assign(weight=cells.area_m2), geometry=cells.points, crs=city.crs
    )


def _near_streets(homes: gpd.GeoDataFrame, near: Footing, by: str) -> pd.DataFrame:
    """Sum the weight of homes, and of those near a street, by the regions in a column."""
    weight = homes["weight"]
    counted = pd.DataFrame({"all": weight, "near": weight.where(near.connected, 0), "region": homes[by]})
    sums = counted.groupby("region", sort=True)[["all", "near"]].sum()
    return sums[sums["all"] > 0]


def _covers(homes: gpd.GeoDataFrame, near: Footing) -> bool:
    sums = _near_streets(homes, near, "region_code")
    if sums.empty:
        return False
    whole = sums["near"].sum() >= CITY_SHARE * sums["all"].sum()
    return bool(whole and (sums["near"] >= REGION_SHARE * sums["all"]).all())


def _covered_kecamatan(city: City, homes: gpd.GeoDataFrame, near: Footing) -> list[str]:
    """Name the kecamatan that the streets do cover, in the order of codes."""
    sums = _near_streets(homes, near, "kecamatan_code")
    covered = sums.index[sums["near"] >= CITY_SHARE * sums["all"]]
    kecamatan = city.regions_at(Level.KECAMATAN)
    return [str(name) for name in kecamatan.loc[kecamatan["code"].isin(covered), "name"]]


def _detour_notice(city: City, calibration: Calibration, covered: list[str]) -> Notice:
    if not calibration.bands:
        return Notice(
            "walking_upper_bound",
            "streets",
            text(
                "The city has no street network to measure detours on: walking distance is the straight line, "
                "which no way is shorter than, so fewer children reach a place than shown.",
            ),
        )
    if covered:
        sentence = text(
            "Streets are known only in {kecamatan}: walking distance is the straight line times the detour "
            "measured there (median {factor}), for the whole city alike.",
            kecamatan=", ".join(covered),
            factor=calibration.factor,
        )
    elif city.population is None:
        sentence = text(
            "The streets reach too little of the city's land ({distance_m} m at most): walking distance is the "
            "straight line times the detour measured on them (median {factor}), for the whole city alike.",
            distance_m=int(SNAP_M),
            factor=calibration.factor,
        )
    else:
        sentence = text(
            "The streets reach too few of the children's homes ({distance_m} m at most): walking distance is the "
            "straight line times the detour measured on them (median {factor}), for the whole city alike.",
            distance_m=int(SNAP_M),
            factor=calibration.factor,
        )
    return Notice("walking_detour", "streets", sentence)
