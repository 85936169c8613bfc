"""The drawing of where points fall."""

from __future__ import annotations

import re

import numpy as np
import shapely
from broken.city import drawn_city

from planner.reports.point_sketch import point_sketch


def test_points_stand_in_their_kecamatan_and_those_beyond_at_the_edge() -> None:
    # The city is a square of 10 km with a margin of 6 %: 11.2 km are 480 wide, and its middle is at 240.
    points = np.array([shapely.Point(485_000, 9_865_000), None, shapely.Point(0, 0)], dtype=object)
    drawn = point_sketch(drawn_city(), points)
    assert drawn.count("<path") == 2
    circles = re.findall(r'<circle cx="(.*?)" cy="(.*?)" r="6" fill="(.*?)"/>', drawn)
    assert circles == [("240.0", "240.0", "#0b5394"), ("5.0", "475.0", "#b3261e")]


def test_of_very_many_points_only_some_are_drawn() -> None:
    points = np.full(10_001, shapely.Point(485_000, 9_865_000), dtype=object)
    assert point_sketch(drawn_city(), points).count("<circle") <= 2_000
