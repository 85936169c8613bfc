"""Which part of the ground a sheet shows, at a round scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.reports.print_map.paper import Frame

Bounds = tuple[float, float, float, float]
"""West, south, east and north, in metres."""

_ROUND = (1.0, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
_MARGIN = 1.06
"""How much wider than what it shows the map is, so that nothing touches the frame."""


@dataclass(frozen=True)
class Extent:
    """The ground that a map shows.

    Attributes
    ----------
    bounds
        In the city's metric CRS.
    scale
        One mm on paper is so many mm on the ground.
    """

    bounds: Bounds
    scale: float

    @property
    def width_m(self) -> float:
        """From west to east."""
        return self.bounds[2] - self.bounds[0]

    @property
    def height_m(self) -> float:
        """From south to north."""
        return self.bounds[3] - self.bounds[1]


def extent_on(frame: Frame, shown: Bounds) -> Extent:
    """Return the ground that a frame shows so that something lies in its middle, at the largest round scale.

    Parameters
    ----------
    frame
        Where the map stands on the sheet.
    shown
        What has to be seen whole.
    """
    west, south, east, north = shown
    # A single point has no size; nothing is drawn larger than 1 : 500.
    needed = max((east - west) / frame.width_mm, (north - south) / frame.height_mm) * 1000.0 * _MARGIN
    return extent_around(frame, ((west + east) / 2.0, (south + north) / 2.0), round_up(max(needed, 500.0)))


def extent_around(frame: Frame, middle: tuple[float, float], scale: float) -> Extent:
    """Return the ground that a frame shows at a scale, with a point in its middle."""
    half_width, half_height = frame.width_mm * scale / 2000.0, frame.height_mm * scale / 2000.0
    x_m, y_m = middle
    return Extent((x_m - half_width, y_m - half_height, x_m + half_width, y_m + half_height), scale)


def round_up(value: float) -> float:
    """Return the least round number that is not below a value above 0."""
    power = 10.0 ** math.floor(math.log10(value))
    # A value just above a power of ten may be taken for one just below it.
    return next((first * power for first in _ROUND if first * power >= value * (1 - 1e-12)), 10.0 * power)


def round_down(value: float) -> float:
    """Return the greatest of 1, 2 and 5 times a power of ten that is not above a value above 0."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(first * power for first in (1.0, 2.0, 5.0, 10.0) if first * power <= value * (1 + 1e-12))
