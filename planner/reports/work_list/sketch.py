"""A small drawing of a day's way: the stops with their numbers, the order, and the streets that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
import shapely

from planner.model.city import City
from planner.rounds.work_list import Visit
from planner.texts import text, translate

_WIDTH, _HEIGHT = 620.0, 240.0
_MARGIN = 26.0
_LEAST_ACROSS_M = 250.0
"""A day within one street is not drawn larger than this."""

_BAR_PX = 120.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Frame:
    """The ground that a drawing shows, and its scale."""

    west: float
    north: float
    px_per_m: float

    @classmethod
    def around(cls, xy: Floats) -> _Frame:
        """Return the frame in whose middle points lie."""
        low, high = xy.min(axis=0), xy.max(axis=0)
        across, along = np.maximum(high - low, _LEAST_ACROSS_M * np.array([1.0, _HEIGHT / _WIDTH]))
        scale = float(min((_WIDTH - 2 * _MARGIN) / across, (_HEIGHT - 2 * _MARGIN) / along))
        middle = (low + high) / 2
        return cls(float(middle[0] - _WIDTH / 2 / scale), float(middle[1] + _HEIGHT / 2 / scale), scale)

    @property
    def ground(self) -> shapely.Geometry:
        """All that is shown."""
        return shapely.box(
            self.west, self.north - _HEIGHT / self.px_per_m, self.west + _WIDTH / self.px_per_m, self.north
        )

    def pixels(self, xy: Floats) -> Floats:
        """Return where points are drawn."""
        return np.column_stack([xy[:, 0] - self.west, self.north - xy[:, 1]]) * self.px_per_m


def way_sketch(city: City, visits: Sequence[Visit], region_code: str | None) -> str:
    """Return a day's way as SVG: stops numbered, lines in the order, the region's border and streets in grey.

    Parameters
    ----------
    city
        Whose streets and regions are drawn.
    visits
        The stops of the day.
    region_code
        The region they lie in; its border is drawn where it is in sight.
    """
    xy = np.array([(visit.stop.x_m, visit.stop.y_m) for visit in visits], dtype=np.float64)
    frame = _Frame.around(xy)
    regions = city.regions
    border = regions.geometry[regions["code"] == region_code].boundary.to_numpy()
    lines = (
        _lines(frame, city.streets.geometry.to_numpy(), "#c9ced4", 1.2)
        + _lines(frame, border, "#5c6670", 1.4, dashes="5 4")
        + _route(frame.pixels(xy))
    )
    label = escape(translate(text("Sketch of the way, north is up")))
    dots = "".join(_stop(x, y, visit.number) for (x, y), visit in zip(frame.pixels(xy), visits, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" '
        f'aria-label="{label}"><rect x=".5" y=".5" width="{_WIDTH - 1:.0f}" height="{_HEIGHT - 1:.0f}" fill="#fff" '
        f'stroke="#5c6670"/>'
        f"{lines}{dots}{_scale_bar(frame)}{_north()}</svg>"
    )


def _lines(frame: _Frame, lines: npt.NDArray[np.object_], colour: str, width: float, dashes: str = "") -> str:
    """Draw what is in sight of lines."""
    ground = frame.ground
    seen = lines[shapely.intersects(lines, ground)]
    parts = shapely.get_parts(shapely.intersection(seen, ground))
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    path = "".join(_path(frame.pixels(shapely.get_coordinates(part))) for part in parts)
    style = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{style}/>' if path else ""


def _path(pixels: Floats) -> str:
    return "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in pixels)


def _route(pixels: Floats) -> str:
    return f'<path d="{_path(pixels)}" fill="none" stroke="#0b5394" stroke-width="1.8" stroke-linejoin="round"/>'


def _stop(x: float, y: float, number: int) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="#fff" stroke="#16202a" stroke-width="1.4"/>'
        f'<text x="{x:.1f}" y="{y + 3.6:.1f}" font-size="10.5" font-weight="700" text-anchor="middle">{number}</text>'
    )


def _scale_bar(frame: _Frame) -> str:
    """Draw a bar of a round number of metres."""
    most_m = _BAR_PX / frame.px_per_m
    power = 10 ** np.floor(np.log10(most_m))
    metres = int(max(step for step in (power, 2 * power, 5 * power) if step <= most_m))
    end, y = _WIDTH - 12, _HEIGHT - 12
    begin = end - metres * frame.px_per_m
    words = escape(translate(text("{metres} m", metres=metres)))
    return (
        f'<path d="M{begin:.1f},{y - 4:.1f}V{y:.1f}H{end:.1f}V{y - 4:.1f}" fill="none" stroke="#16202a"/>'
        f'<text x="{end:.1f}" y="{y - 7:.1f}" font-size="10.5" text-anchor="end">{words}</text>'
    )


def _north() -> str:
    return '<path d="M16,30V10M11,16L16,9L21,16" fill="none" stroke="#16202a" stroke-width="1.5"/>'
