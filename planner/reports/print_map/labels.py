"""Names on a map: put where no two overlap, or left out and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]

_DIRECTIONS = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
_STEPS = (1.0, 1.8, 2.8, 4.0)


@dataclass(frozen=True)
class Placed:
    """Where names went.

    Attributes
    ----------
    positions
        Middle of each name that was placed, by its place in the list, in the units that were given.
    left_out
        The others, for which there was no room.
    """

    positions: dict[int, tuple[float, float]]
    left_out: tuple[int, ...]


def place_labels(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    frame: tuple[float, float, float, float],
    *,
    taken: Sequence[tuple[float, float, float, float]] = (),
    centred: Sequence[bool] | None = None,
) -> Placed:
    """Put names near their anchors, so that none overlaps another, leaves the frame or hides what is taken.

    Earlier names choose first: on the anchor, then beside it, then farther away.

    Parameters
    ----------
    anchors
        The point that each name is of.
    sizes
        Width and height of each name.
    frame
        West, south, east and north of the map.
    taken
        Boxes that no name may cover.
    centred
        Whether each name may stand on its anchor, and not only beside it; all may if left out.
    """
    occupied = np.array(taken, dtype=np.float64).reshape(-1, 4)
    positions: dict[int, tuple[float, float]] = {}
    left_out = []
    for place, (anchor, size) in enumerate(zip(anchors, sizes, strict=True)):
        boxes = _boxes(anchor, size, centred=centred is None or centred[place])
        free = _inside(boxes, frame) & ~_overlap(boxes, occupied).any(axis=1)
        if not free.any():
            left_out.append(place)
            continue
        box = boxes[int(free.argmax())]
        occupied = np.vstack([occupied, box])
        positions[place] = (float(box[0] + box[2]) / 2.0, float(box[1] + box[3]) / 2.0)
    return Placed(positions, tuple(left_out))


def _boxes(anchor: tuple[float, float], size: tuple[float, float], *, centred: bool) -> Boxes:
    """Return the boxes that a name may take, the best first."""
    width, height = size
    steps = [(dx, dy, step) for step in _STEPS for dx, dy in _DIRECTIONS if (dx, dy) != (0, 0)]
    offsets = np.array(
        [(0.0, 0.0)] * centred + [(dx * (width / 2 + height * step / 2), dy * height * step) for dx, dy, step in steps]
    )
    middle = np.array(anchor) + offsets
    half = np.array([width / 2, height / 2])
    return np.hstack([middle - half, middle + half])


def _inside(boxes: Boxes, frame: tuple[float, float, float, float]) -> npt.NDArray[np.bool_]:
    west, south, east, north = frame
    inside: npt.NDArray[np.bool_] = (
        (boxes[:, 0] >= west) & (boxes[:, 1] >= south) & (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
    )
    return inside


def _overlap(boxes: Boxes, others: Boxes) -> npt.NDArray[np.bool_]:
    """Say which boxes overlap which others: one row a box, one column an other."""
    overlap: npt.NDArray[np.bool_] = (
        (boxes[:, None, 0] < others[None, :, 2])
        & (boxes[:, None, 2] > others[None, :, 0])
        & (boxes[:, None, 1] < others[None, :, 3])
        & (boxes[:, None, 3] > others[None, :, 1])
    )
    return overlap
