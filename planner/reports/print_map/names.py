"""Names written on a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from planner.reports.print_map.content import Content, MapLabel
from planner.reports.print_map.extent import Bounds, Extent
from planner.reports.print_map.ground import HALO, INK
from planner.reports.print_map.labels import place_labels

FONT = "DejaVu Sans"
"""Comes with matplotlib, so that a sheet looks the same on every machine."""

POINT_MM = 25.4 / 72.0

_STRONG_PT, _PLAIN_PT = 9.0, 6.5
_SIGN_MM = 3.6
_BADGE_MM = 4.4
_BADGE_PT = 7.5


def draw_names(
    axes: Axes,
    enlarged: float,
    labels: Sequence[MapLabel],
    extent: Extent,
    *,
    signs: Sequence[MapLabel] = (),
    taken: Sequence[Bounds] = (),
) -> int:
    """Write the names for which there is room, and return for how many there was none.

    Parameters
    ----------
    axes
        The map.
    enlarged
        How much larger than on A4 everything is.
    labels
        Names; those out of sight are passed over.
    extent
        What the map shows.
    signs
        Names that are not written, but whose signs no name may cover.
    taken
        Ground that no name may cover, such as that under the scale bar.
    """
    seen = [label for label in labels if is_within(label, extent.bounds) and not label.badge]
    badges = [label for label in labels if is_within(label, extent.bounds) and label.badge]
    covered = [*taken, *_draw_badges(axes, enlarged, badges, extent, taken)]
    sizes_pt = [(_STRONG_PT if label.strong else _PLAIN_PT) * enlarged for label in seen]
    boxes = [_size_m(label, size, extent) for label, size in zip(seen, sizes_pt, strict=True)]
    placed = place_labels(
        [(label.x_m, label.y_m) for label in seen],
        boxes,
        extent.bounds,
        taken=[*covered, *(_sign_box(label, _SIGN_MM * enlarged, extent) for label in (*seen, *signs) if label.beside)],
        centred=[not label.beside for label in seen],
    )
    for place, (x_m, y_m) in placed.positions.items():
        label = seen[place]
        if np.hypot(x_m - label.x_m, y_m - label.y_m) > 1.6 * boxes[place][1]:
            axes.plot([label.x_m, x_m], [label.y_m, y_m], color=INK, lw=0.35 * enlarged, zorder=8)
        axes.text(
            x_m, y_m, label.words, fontsize=sizes_pt[place], fontweight="bold" if label.strong else "normal",
            ha="center", va="center", color=INK, path_effects=HALO, zorder=9, clip_on=True,
        )  # fmt: skip
    return len(placed.left_out)


def _draw_badges(
    axes: Axes, enlarged: float, badges: Sequence[MapLabel], extent: Extent, taken: Sequence[Bounds]
) -> list[Bounds]:
    """Draw the badges, each with a line to its point where it could not stand on it, and return what they cover."""
    size_mm = _BADGE_MM * enlarged
    size_m = size_mm * extent.scale / 1000.0
    anchors = [(badge.x_m, badge.y_m) for badge in badges]
    placed = place_labels(anchors, [(size_m, size_m)] * len(badges), extent.bounds, taken=taken)
    covered = []
    for place, badge in enumerate(badges):
        # A badge is never left out: at worst it covers another one.
        x_m, y_m = placed.positions.get(place, anchors[place])
        if (x_m, y_m) != anchors[place]:
            axes.plot([badge.x_m, x_m], [badge.y_m, y_m], color=INK, lw=0.6 * enlarged, zorder=7)
            axes.scatter([badge.x_m], [badge.y_m], s=6.0 * enlarged, color=INK, lw=0, zorder=7)
        axes.scatter([x_m], [y_m], s=(0.95 * size_mm / POINT_MM) ** 2, marker=badge.badge, color=INK, lw=0, zorder=7.5)
        axes.text(
            x_m, y_m, badge.words, color="white", fontsize=_BADGE_PT * enlarged, fontweight="bold", ha="center",
            va="center_baseline", zorder=8, clip_on=True,
        )  # fmt: skip
        covered.append((x_m - size_m / 2, y_m - size_m / 2, x_m + size_m / 2, y_m + size_m / 2))
    return covered


def is_within(label: MapLabel, bounds: Bounds) -> bool:
    """Say whether what a name is of lies within bounds."""
    west, south, east, north = bounds
    return west <= label.x_m <= east and south <= label.y_m <= north


def width_mm(words: str, size_pt: float, *, bold: bool = False) -> float:
    """Return how wide words are on paper."""
    font = FontProperties(family=FONT, weight="bold" if bold else "normal", size=size_pt)
    return float(TextPath((0, 0), words or " ", prop=font).get_extents().width) * POINT_MM


def wrapped(words: str, room_mm: float, size_pt: float) -> list[str]:
    """Break a sentence into lines of at most a width; a single longer word stands alone."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and width_mm(longer, size_pt) > room_mm:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def legend_labels(content: Content, room_mm: float, size_pt: float) -> list[str]:
    """Return the labels of a legend, long ones in several lines."""
    return ["\n".join(wrapped(str(key.get_label()), room_mm, size_pt)) for key in content.keys]


def _size_m(label: MapLabel, size_pt: float, extent: Extent) -> tuple[float, float]:
    """Return width and height of a name on the ground, with a little room around it."""
    metres = extent.scale / 1000.0
    width = width_mm(label.words, size_pt, bold=label.strong) + 4.0 * POINT_MM
    return width * metres, size_pt * 1.25 * POINT_MM * metres


def _sign_box(label: MapLabel, size_mm: float, extent: Extent) -> Bounds:
    """Return the ground that the sign of a label covers."""
    half_m = size_mm / 2.0 * extent.scale / 1000.0
    return label.x_m - half_m, label.y_m - half_m, label.x_m + half_m, label.y_m + half_m
