"""Where nothing may be built, and what is left of each place that a plan may choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.checks.enforcement import measurable
from planner.model.city import City, Notice
from planner.model.kinds import FacilityKind
from planner.model.options import Exclusion, SitingOptions
from planner.model.rule import Rules
from planner.rules.citing import citation_text
from planner.siting.land.setback import river_reach
from planner.siting.land.slope import SlopeLimits, slope_limits, slopes_pct
from planner.texts import Text, text
from planner.texts.text import Percent

SITE_FLOOD = "SITE_FLOOD"

LEAST_M2 = 1.0
"""What is left of an outline counts as land from this area on; less is a rounding of its corners."""

ZONED = (Exclusion.PROTECTED_FOREST, Exclusion.WATER, Exclusion.RIVER_SETBACK, Exclusion.FLOOD)
"""Exclusions that are areas; where several are the reason to the same extent, the first is told."""

Shapes = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Zone:
    """Where one exclusion holds.

    Attributes
    ----------
    areas
        Polygons, which may overlap.
    reasons
        Why nothing may be built in each of them.
    """

    areas: Shapes
    reasons: tuple[Text, ...]

    @cached_property
    def parts(self) -> Shapes:
        """The same land as polygons that do not overlap."""
        return joined([self])

    def shares(self, shapes: Shapes) -> Floats:
        """Return which share of each point or outline lies in the zone, from 0 to 1."""
        return _shared(shapes, self.parts)

    def reason(self, shapes: Shapes) -> list[Text | None]:
        """Return the reason of the first area that each shape meets."""
        shape, area = shapely.STRtree(self.areas).query(shapes, predicate="intersects")
        order = np.lexsort((area, shape))
        found: list[Text | None] = [None] * len(shapes)
        for place, first in zip(*np.unique(shape[order], return_index=True), strict=True):
            found[int(place)] = self.reasons[int(area[order][first])]
        return found


@dataclass(frozen=True, eq=False)
class Land:
    """What is known of the land of a city, and what of it is heeded.

    Attributes
    ----------
    zones
        Where nothing may be built, as far as the city has layers.
    heeded
        The exclusions that keep a place out; the others warn.
    min_area_m2
        Least area of a place whose area is known; ``None`` for no limit.
    slopes
        How steep the ground may be; ``None`` where the city has no elevation.
    city
        The city.
    """

    zones: Mapping[Exclusion, Zone]
    heeded: frozenset[Exclusion]
    min_area_m2: float | None
    slopes: SlopeLimits | None
    city: City


@dataclass(frozen=True, eq=False)
class Judged:
    """What the land says of places, one entry a place.

    Attributes
    ----------
    remaining
        What is left of the outline of each; a point stays a point.
    area_m2
        Its area, NaN where not known.
    reason
        Why a place is left out; ``None`` where it is not.
    reason_text
        The same in words.
    warnings
        What has to be known of a place that is not left out.
    """

    remaining: Shapes
    area_m2: Floats
    reason: list[Exclusion | None]
    reason_text: list[Text | None]
    warnings: list[tuple[Text, ...]]

    @property
    def kept(self) -> Mask:
        """Which places may be built on."""
        return np.array([reason is None for reason in self.reason], dtype=np.bool_)


def find_land(city: City, options: SitingOptions, rules: Rules) -> tuple[Land, tuple[Notice, ...]]:
    """Return where nothing may be built in a city, and what is not known of it.

    Raises
    ------
    planner.errors.RuleError
        If a rule that is needed is missing, written down from memory, or says nothing that can be measured.
    """
    areas = city.exclusion_areas
    found: dict[Exclusion, Zone] = {}
    if areas is not None:
        river = areas[areas["kind"] == "river"]
        if not river.empty:
            found[Exclusion.RIVER_SETBACK] = Zone(*river_reach(river, rules))
        water = areas[areas["kind"] == "water"]
        if not water.empty:
            found[Exclusion.WATER] = _zone(water, [_in_water(name) for name in _names(water)])
        flood = areas[areas["kind"] == "flood"]
        if not flood.empty:
            citation = citation_text(measurable(rules, SITE_FLOOD))
            found[Exclusion.FLOOD] = _zone(flood, [_in_flood(citation)] * len(flood))
    forest = _protected_forest(city)
    if not forest.empty:
        found[Exclusion.PROTECTED_FOREST] = _zone(forest, [_in_forest(name) for name in _names(forest)])
    land = Land(
        zones={exclusion: found[exclusion] for exclusion in ZONED if exclusion in found},
        heeded=frozenset(options.exclusions),
        min_area_m2=options.min_area_m2,
        slopes=None if city.elevation is None else slope_limits(rules),
        city=city,
    )
    return land, tuple(_notices(city, land))


def judge(land: Land, shapes: Shapes, known_area_m2: Floats) -> Judged:
    """Say what is left of places, which are left out and why, and what has to be known of the others.

    Parameters
    ----------
    land
        The city's land.
    shapes
        The outline of each place or, where none is known, its point, in the city's metric CRS.
    known_area_m2
        Area as it is recorded, for places without an outline; NaN where not known.
    """
    shares = {exclusion: zone.shares(shapes) for exclusion, zone in land.zones.items()}
    heeded = [exclusion for exclusion in land.zones if exclusion in land.heeded]
    remaining = _remaining(shapes, joined([land.zones[exclusion] for exclusion in heeded]))
    outlined = shapely.get_dimensions(shapes) == 2
    area_m2 = np.where(outlined, shapely.area(remaining), known_area_m2)
    gone = (_most(shares, heeded, len(shapes)) > 0) & (~outlined | (area_m2 < LEAST_M2))
    told = {exclusion: zone.reason(shapes) for exclusion, zone in land.zones.items()}
    judged = Judged(remaining, area_m2, [None] * len(shapes), [None] * len(shapes), [()] * len(shapes))
    for place in np.flatnonzero(gone).tolist():
        cause = max(heeded, key=lambda exclusion: shares[exclusion][place])
        judged.reason[place], judged.reason_text[place] = cause, told[cause][place]
    _refuse_small(land, judged)
    for exclusion, zone_shares in shares.items():
        _warn(judged, zone_shares, told[exclusion], heeded=exclusion in land.heeded)
    if land.slopes is not None:
        _judge_slopes(land, land.slopes, judged)
    return judged


def joined(zones: Iterable[Zone]) -> Shapes:
    """Return the land of several zones as polygons that do not overlap."""
    shapes = [zone.areas for zone in zones]
    if not shapes:
        return np.empty(0, dtype=np.object_)
    return np.asarray(shapely.get_parts(shapely.union_all(np.concatenate(shapes))), dtype=np.object_)


def _zone(areas: gpd.GeoDataFrame, reasons: Sequence[Text]) -> Zone:
    return Zone(np.asarray(areas.geometry.array, dtype=np.object_), tuple(reasons))


def _names(areas: gpd.GeoDataFrame) -> list[str | None]:
    return [name if isinstance(name, str) else None for name in areas["name"]]


def _protected_forest(city: City) -> gpd.GeoDataFrame:
    """Return protected forest and mangrove: areas of that kind, and facilities of that kind with an outline."""
    tables = []
    if city.exclusion_areas is not None:
        own = city.exclusion_areas[city.exclusion_areas["kind"] == "protected_forest"]
        tables.append(own[["name", "geometry"]])
    if city.outlines is not None:
        forests = city.facilities[city.facilities["kind"] == FacilityKind.PROTECTED_FOREST]
        drawn = city.outlines.merge(forests[["id", "name"]], left_on="facility_id", right_on="id")
        tables.append(drawn[["name", "geometry"]])
    filled = [table for table in tables if not table.empty]
    if not filled:
        return gpd.GeoDataFrame({"name": []}, geometry=[], crs=city.crs)
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=city.crs)


def _in_forest(name: str | None) -> Text:
    if name is None:
        return text("It lies in protected forest, a nature reserve or mangrove.")
    return text("It lies in protected forest, a nature reserve or mangrove: {name}.", name=name)


def _in_water(name: str | None) -> Text:
    return text("It lies in water.") if name is None else text("It lies in water: {name}.", name=name)


def _in_flood(citation: Text) -> Text:
    return text("It lies where floods are known ({citation}).", citation=citation)


def _shared(shapes: Shapes, parts: Shapes) -> Floats:
    """Return which share of each shape lies in parts that do not overlap; a point lies in them or not."""
    shares = np.zeros(len(shapes))
    if not len(parts) or not len(shapes):
        return shares
    shape, part = shapely.STRtree(parts).query(shapes, predicate="intersects")
    order = np.lexsort((part, shape))
    shape, part = shape[order], part[order]
    outlined = shapely.get_dimensions(shapes) == 2
    common = shapely.area(shapely.intersection(shapes[shape], parts[part]))
    whole = shapely.area(shapes)[shape]
    part_share = np.divide(common, whole, out=np.ones(len(common)), where=outlined[shape] & (whole > 0))
    shares += np.bincount(shape, weights=part_share, minlength=len(shapes))
    return np.minimum(shares, 1.0)


def _most(shares: Mapping[Exclusion, Floats], exclusions: Sequence[Exclusion], count: int) -> Floats:
    most: Floats = np.max([np.zeros(count), *(shares[exclusion] for exclusion in exclusions)], axis=0)
    return most


def _remaining(shapes: Shapes, parts: Shapes) -> Shapes:
    """Return outlines without parts that do not overlap; of one that loses something, its largest piece."""
    remaining = shapes.copy()
    outlined = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    if len(parts) and len(outlined):
        shape, part = shapely.STRtree(parts).query(shapes[outlined], predicate="intersects")
        order = np.lexsort((part, shape))
        touched, index = np.unique(shape[order], return_inverse=True)
        taken = shapely.multipolygons(parts[part[order]], indices=index)
        remaining[outlined[touched]] = _largest_part(shapely.difference(shapes[outlined[touched]], taken))
    return remaining


def _largest_part(shapes: Shapes) -> Shapes:
    """Return the largest polygon of each shape; an empty one where nothing is left."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    order = np.lexsort((-area, owner))
    owners, first = np.unique(owner[order], return_index=True)
    largest: Shapes = np.full(len(shapes), shapely.Polygon(), dtype=np.object_)
    largest[owners] = parts[order][first]
    return largest


def _refuse_small(land: Land, judged: Judged) -> None:
    if land.min_area_m2 is None or Exclusion.MIN_AREA not in land.heeded:
        return
    for place in np.flatnonzero(judged.kept & (judged.area_m2 < land.min_area_m2)).tolist():
        judged.reason[place] = Exclusion.MIN_AREA
        judged.reason_text[place] = text(
            "Only {area} m² of it can be used, less than the {least} m² asked for.",
            area=round(float(judged.area_m2[place])),
            least=land.min_area_m2,
        )


def _warn(judged: Judged, shares: Floats, told: Sequence[Text | None], *, heeded: bool) -> None:
    for place in np.flatnonzero(judged.kept & (shares > 0)).tolist():
        reason, share = told[place], float(shares[place])
        if heeded:
            warning = text("{share} of it can't be used: {reason}", share=Percent(share), reason=reason)
        elif share < 1:
            warning = text("True of {share} of it: {reason}", share=Percent(share), reason=reason)
        else:
            warning = text("Look closely: {reason}", reason=reason)
        judged.warnings[place] = (*judged.warnings[place], warning)


def _judge_slopes(land: Land, limits: SlopeLimits, judged: Judged) -> None:
    if land.city.elevation is None:
        return
    kept = np.flatnonzero(judged.kept)
    slope_pct = np.full(len(judged.reason), np.nan)
    slope_pct[kept] = slopes_pct(judged.remaining[kept], land.city.elevation, land.city.crs)
    for place in np.flatnonzero(slope_pct > limits.warn_pct).tolist():
        if Exclusion.SLOPE in land.heeded and slope_pct[place] > limits.exclude_pct:
            judged.reason[place] = Exclusion.SLOPE
            judged.reason_text[place] = limits.told(float(slope_pct[place]), limits.exclude_pct)
        else:
            warning = limits.told(float(slope_pct[place]), limits.warn_pct)
            judged.warnings[place] = (*judged.warnings[place], warning)


def _notices(city: City, land: Land) -> Iterable[Notice]:
    """Say which layers are missing, so that nobody takes silence for a check."""
    missing = [exclusion for exclusion in ZONED if exclusion not in land.zones]
    sentences = {
        Exclusion.PROTECTED_FOREST: text(
            "Nothing is known of protected forest in the city: proposed sites were not checked for it."
        ),
        Exclusion.WATER: text(
            "Nothing is known of lakes and other water in the city: proposed sites were not checked for it."
        ),
        Exclusion.RIVER_SETBACK: text(
            "Nothing is known of rivers in the city: the setback of rivers was not checked for proposed sites."
        ),
        Exclusion.FLOOD: text("Nothing is known of floods in the city: proposed sites were not checked for them."),
    }
    for exclusion in missing:
        yield Notice(f"{exclusion}_not_checked", "exclusions", sentences[exclusion])
    if land.slopes is None:
        yield Notice(
            "slope_not_checked",
            "elevation",
            text("No elevation is known: the slope of proposed sites was not checked."),
        )
    areas = city.exclusion_areas
    if areas is not None:
        rivers = areas[areas["kind"] == "river"]
        lines = int((shapely.get_dimensions(rivers.geometry.array) == 1).sum())
        if lines:
            yield Notice(
                "river_width_unknown",
                "exclusions",
                text(
                    "{n} of {all} pieces of river are lines without a width: their setback is measured from the line, "
                    "which is less than from the bank.",
                    n=lines,
                    all=len(rivers),
                ),
            )
        unknown = int(rivers["depth_m"].isna().sum())
        if unknown:
            yield Notice(
                "river_depth_unknown",
                "exclusions",
                text(
                    "The depth of {n} of {all} pieces of river is not known: the setback for an unknown depth is used.",
                    n=unknown,
                    all=len(rivers),
                ),
            )
