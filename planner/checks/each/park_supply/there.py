"""The parks and playgrounds that a region has for everybody, and how large they are known to be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.checks.findings import RegionUnit
from planner.checks.places import PlayPlace
from planner.model.kinds import Known, Level


@dataclass(frozen=True)
class There:
    """The parks and playgrounds of a region.

    Attributes
    ----------
    inside
        Those that lie in it and are not known to be closed.
    perhaps
        Those of which it is not known whether they lie in it.
    """

    inside: tuple[PlayPlace, ...]
    perhaps: tuple[PlayPlace, ...]

    @property
    def certain(self) -> tuple[PlayPlace, ...]:
        """Those in it that everybody may enter."""
        return tuple(place for place in self.inside if place.public is Known.YES)

    @property
    def doubtful(self) -> tuple[PlayPlace, ...]:
        """Those of which it is not known whether everybody may enter, or whether they lie in it."""
        return (*(place for place in self.inside if place.public is not Known.YES), *self.perhaps)

    @property
    def recorded_m2(self) -> float:
        """The recorded areas of those that certainly count, together."""
        return math.fsum(place.area_m2 or 0 for place in self.certain)

    @property
    def without_area(self) -> tuple[PlayPlace, ...]:
        """Those that count or may count and whose area nobody recorded."""
        return tuple(place for place in (*self.inside, *self.perhaps) if place.area_m2 is None)

    @property
    def possible_m2(self) -> float:
        """How much more area may count; infinite where an area is not recorded."""
        return math.inf if self.without_area else math.fsum(place.area_m2 or 0 for place in self.doubtful)


def parks_there(places: Sequence[PlayPlace], unit: RegionUnit) -> There:
    """Find the parks and playgrounds of a region that are not known to be closed.

    Parameters
    ----------
    places
        The city's parks and playgrounds.
    unit
        The region. One of which only the kecamatan is known may lie in each of its kelurahan.
    """
    may_count = tuple(place for place in places if not place.closed)
    if unit.level is Level.CITY:
        return There(may_count, ())
    own = tuple(place for place in may_count if place.kecamatan_code == unit.kecamatan_code)
    if unit.level is Level.KECAMATAN:
        return There(own, ())
    return There(
        tuple(place for place in own if place.kelurahan_code == unit.code),
        tuple(place for place in own if not place.kelurahan_code),
    )
