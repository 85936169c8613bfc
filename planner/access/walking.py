"""Walking distance from where children live to places: one method for the whole city."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.spatial import KDTree

from planner.access.barrier import HELD_BACK, Pavements, main_roads, with_crossings
from planner.access.detour import Calibration, DetourCurve, calibrate
from planner.access.network import SNAP_M, Floats, Footing, Positions, StreetNetwork
from planner.access.reach import TOLERANCE_M
from planner.access.search import nearest_m, shortest_ways, within_m
from planner.access.slope import on_slopes
from planner.access.street_coverage import covered_kecamatan, covers, homes, places_apart
from planner.model.assessment import DetourBand, WalkingMethod
from planner.model.city import City, Notice
from planner.model.kinds import AgeTier
from planner.model.options import WalkingOptions
from planner.model.rule import Rules
from planner.rules.catalogue import load_rules
from planner.texts import Percent, text


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
        """Return the way from each demand point to the nearest place, in metres; infinite if none is reached.

        A place is a point, or a multipoint if it can be entered at several: the nearest of them counts.
        """
        ...

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> csr_array:
        """Return the ways that are not longer than a limit: one row a place, one column a demand point.

        Places are as in :meth:`nearest_m`.
        A stored zero is a way of 0 m; a way that is not stored is longer than the limit. So never drop stored
        zeros (``eliminate_zeros``), nor ask ``!= 0`` or ``nonzero()`` who is reached: look at ``indices``.
        """
        ...


@dataclass(frozen=True, eq=False)
class NetworkWalking:
    """Along the streets: from the point to the nearest street, along it, and from the street to the place.

    Attributes
    ----------
    streets
        The streets, with a node at each crossing and the time that hills take.
    origins
        Where the demand points meet them.
    pavements
        What the tiers in :data:`~planner.access.barrier.HELD_BACK` walk on; ``None`` where they cross every street.
    """

    streets: StreetNetwork
    origins: Footing
    pavements: Pavements | None = None
    method: WalkingMethod = WalkingMethod.STREET_NETWORK

    @property
    def alike(self) -> tuple[tuple[AgeTier, ...], ...]:
        """See :attr:`Walking.alike`."""
        if self.pavements is None:
            return (tuple(AgeTier),)
        return (HELD_BACK, tuple(tier for tier in AgeTier if tier not in HELD_BACK))

    def network(self, tier: AgeTier) -> StreetNetwork:
        """Return what a tier walks on."""
        return self.pavements.network if self.pavements is not None and tier in HELD_BACK else self.streets

    def footing(self, places: gpd.GeoSeries, tier: AgeTier) -> Footing:
        """Return where places meet what a tier walks on."""
        return self._for_tier(self.streets.footing(places), tier)

    def nearest_m(self, places: gpd.GeoSeries, tier: AgeTier) -> Floats:
        """See :meth:`Walking.nearest_m`."""
        return nearest_m(self.network(tier), self._origins(tier), self.footing(places, tier))

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> csr_array:
        """See :meth:`Walking.within_m`."""
        return within_m(self.network(tier), self._origins(tier), self.footing(places, tier), limit_m)

    def _for_tier(self, feet: Footing, tier: AgeTier) -> Footing:
        return self.pavements.footing(feet) if self.pavements is not None and tier in HELD_BACK else feet

    @cached_property
    def _held_back_origins(self) -> Footing:
        return self._for_tier(self.origins, HELD_BACK[0])

    def _origins(self, tier: AgeTier) -> Footing:
        return self._held_back_origins if tier in HELD_BACK else self.origins


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
        straight, _ = KDTree(_xy(places)[0]).query(self.xy)
        return self.curve.walking(straight)

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier) -> csr_array:
        """See :meth:`Walking.within_m`."""
        shape = (len(places), len(self.xy))
        if 0 in shape:
            return csr_array(shape, dtype=np.float64)
        xy, place = _xy(places)
        # A little more than the limit, so that rounding loses no pair; the exact limit is applied to the way.
        radius = float(self.curve.straight(limit_m)) + 2 * TOLERANCE_M
        pairs = KDTree(xy).sparse_distance_matrix(self._tree, radius, output_type="ndarray")
        ways = self.curve.walking(pairs["v"])
        inside = ways <= limit_m + TOLERANCE_M
        return shortest_ways(place[pairs["i"][inside]], pairs["j"][inside], ways[inside], shape)


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


def choose_walking(
    city: City,
    demand_points: gpd.GeoDataFrame,
    options: WalkingOptions | None = None,
    rules: Rules | None = None,
) -> WalkingChoice:
    """Choose how walking is measured in a city.

    The street network is used if at least :data:`~planner.access.street_coverage.CITY_SHARE` of the city's children,
    and at least :data:`~planner.access.street_coverage.REGION_SHARE` of those of every finest region with children,
    live within :data:`~planner.access.network.SNAP_M` of a street; without a population the land counts instead. Else
    it is the straight line with the detour that the city's streets, as far as it has some, show: mixed in one result,
    two quarters could not be compared. Barriers and slopes belong to streets, so the straight line knows none.

    Parameters
    ----------
    city
        The city with its streets.
    demand_points
        :data:`~planner.model.tables.DEMAND`.
    options
        How children walk; the defaults if left out.
    rules
        The rule catalogue, which says what a main road is; the built-in one if left out.
    """
    options, rules = options or WalkingOptions(), load_rules() if rules is None else rules
    network = StreetNetwork.of(city.streets.geometry, main_roads(city.streets, rules))
    origins = network.footing(demand_points.geometry)
    reached, near = homes(city, demand_points), origins
    if city.population is None:
        near = network.footing(reached.geometry)
    if covers(reached, near):
        return _on_streets(city, demand_points, network, options, rules)
    calibration = calibrate(network)
    walking = StraightLineWalking(DetourCurve.of(calibration.bands), _xy(demand_points.geometry)[0])
    notice = _detour_notice(city, calibration, covered_kecamatan(city, reached, near))
    return WalkingChoice(walking, calibration.factor, calibration.bands, (notice,))


def _on_streets(
    city: City, demand_points: gpd.GeoDataFrame, streets: StreetNetwork, options: WalkingOptions, rules: Rules
) -> WalkingChoice:
    """Bind the demand points to the streets, with the barriers and slopes that are known and chosen."""
    notices = [*places_apart(city, streets)]
    open_nodes = None
    if options.barrier and streets.main.any():
        if city.crossings is None:
            notices.append(_crossings_notice())
        else:
            streets, open_nodes = with_crossings(streets, city.crossings, rules)
    if options.slope and city.elevation is not None:
        streets, unknown = on_slopes(streets, city.elevation, city.crs)
        notices += [_heights_notice(unknown)] if unknown > 0 else []
    pavements = None if open_nodes is None else Pavements.of(streets, open_nodes)
    walking = NetworkWalking(streets, streets.footing(demand_points.geometry), pavements)
    return WalkingChoice(walking, None, (), tuple(notices))


def _xy(places: gpd.GeoSeries) -> tuple[Floats, Positions]:
    """Return the points of places, and the place of each."""
    return shapely.get_coordinates(np.asarray(places.array, dtype=np.object_), return_index=True)


def _crossings_notice() -> Notice:
    return Notice(
        "crossings_unknown",
        "crossings",
        text(
            "Where main roads can be crossed is not known: children of all ages are taken to cross them anywhere, so "
            "fewer of the younger ones reach a place than shown."
        ),
    )


def _heights_notice(share: float) -> Notice:
    return Notice(
        "heights_unknown",
        "elevation",
        text(
            "The elevation raster has no height for {share} of the streets, by length: they count as level ground.",
            share=Percent(share, decimals=1),
        ),
    )


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
