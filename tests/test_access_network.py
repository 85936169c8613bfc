"""Walking along streets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.access.network import SNAP_M, StreetNetwork
from planner.access.search import nearest_m, reached_pieces, within_m

Point = tuple[float, float]
Line = tuple[Point, Point]


def points(*xy: Point) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(p) for p in xy], crs=METRIC)


def network(*lines: Sequence[Point]) -> StreetNetwork:
    return StreetNetwork.of(gpd.GeoSeries([shapely.LineString(line) for line in lines], crs=METRIC))


def way(streets: StreetNetwork, start: Point, end: Point) -> float:
    """Walk from one point to another, both ways of asking."""
    origins, places = streets.footing(points(start)), streets.footing(points(end))
    metres = float(nearest_m(streets, origins, places)[0])
    stored = within_m(streets, origins, places, 1e6)
    assert stored.nnz == int(np.isfinite(metres))
    if stored.nnz:
        assert stored.data[0] == metres
    return metres


# A block of 300 m x 400 m, its corner (0, 0) joined to a lane to the west.
BLOCK = network([(0, 0), (300, 0), (300, 400), (0, 400), (0, 0)], [(0, 0), (-500, 0)])


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        ((0, 0), (300, 400), 700),
        ((100, 0), (200, 0), 100),  # on one segment
        ((100, 30), (200, -40), 170),  # the ways to the street count: 30 + 100 + 40
        ((0, 100), (300, 100), 500),  # round the south side: 100 + 300 + 100
        ((0, 300), (300, 300), 500),  # round the north side
        ((-200, 10), (0, 200), 410),  # 10 + 200 + 200
        ((150, 0), (150, 0), 0),
        ((150, 20), (150, 20), 40),  # to the street and back: the same house front
        ((0, 0), (0, 0), 0),  # on a crossing: segments of no length
    ],
)
def test_ways_worked_out_by_hand(start: Point, end: Point, metres: float) -> None:
    assert way(BLOCK, start, end) == pytest.approx(metres, abs=1e-9)
    assert way(BLOCK, end, start) == pytest.approx(metres, abs=1e-9)


def test_a_point_far_from_every_street_is_not_connected() -> None:
    street = network([(0, 0), (1000, 0)])
    assert way(street, (100, SNAP_M), (100, 0)) == pytest.approx(SNAP_M)
    assert way(street, (100, SNAP_M + 0.01), (100, 0)) == np.inf
    assert way(street, (100, 0), (100, SNAP_M + 0.01)) == np.inf


def test_it_is_snapped_to_the_nearest_street_not_the_nearest_crossing() -> None:
    # A long street without vertices passes 10 m from the point; a crossing lies 60 m away, across no bridge.
    streets = network([(-1000, 0), (1000, 0)], [(0, 70), (500, 70)])
    assert way(streets, (0, 10), (400, 0)) == pytest.approx(410)


def test_lines_that_cross_without_a_shared_vertex_do_not_meet() -> None:
    bridge = network([(-100, 0), (100, 0)], [(0, -300), (0, 300)])
    assert way(bridge, (50, 0), (0, 200)) == np.inf


def test_a_one_way_street_is_walked_both_ways() -> None:
    # Drawn from west to east only: the table of streets does not even know which are one-way for cars.
    assert way(network([(0, 0), (100, 0)]), (100, 0), (0, 0)) == pytest.approx(100)


def test_of_several_entrances_the_nearest_counts() -> None:
    street = network([(0, 0), (1000, 0)])
    gates = gpd.GeoSeries([shapely.MultiPoint([(300, 0), (700, 0), (500, 900)]), shapely.Point(0, 900)], crs=METRIC)
    origins, places = street.footing(points((100, 0), (800, 10))), street.footing(gates)
    assert places.connected.tolist() == [True, False]
    assert nearest_m(street, origins, places) == pytest.approx([200, 110])
    stored = within_m(street, origins, places, 1000)
    assert (stored.indptr.tolist(), stored.data.tolist()) == ([0, 2, 2], [200, 110])


def test_cut_segments_are_as_long_as_before() -> None:
    street = network([(0, 0), (100, 0)], [(100, 0), (100, 100)])
    cut, nodes = street.split(np.array([0, 1, 0, 0]), np.array([70.0, 50.0, 20.0, 70.0]))
    assert cut.xy[nodes].tolist() == [[70, 0], [100, 50], [20, 0], [70, 0]]
    assert cut.length_m.tolist() == [20, 50, 30, 50, 50]
    assert way(cut, (0, 0), (100, 100)) == pytest.approx(200)


def test_pieces_of_street_end_exactly_at_the_limit() -> None:
    # From the gate 10 m beside (50, 0): 10 m to the street, then 30 m to the west and 50 m to the corner, where
    # nothing is left; with a limit of 70 m there are 10 m up the other street.
    street = network([(0, 0), (100, 0)], [(100, 0), (100, 100)])
    place = street.footing(points((50, 10)))
    assert street.xy[street.start].tolist() == [[0, 0], [100, 0]]
    pieces = reached_pieces(street, place, 40).to_dict("list")
    assert pieces == {"place": [0], "segment": [0], "from_m": [20], "to_m": [80]}
    longer = reached_pieces(street, place, 70)
    assert longer[longer["segment"] == 1].iloc[0].tolist() == [0, 1, 0, 10]
    own = longer[longer["segment"] == 0]
    assert (own["from_m"].min(), own["to_m"].max()) == (0, 100)
    assert reached_pieces(street, place, 5).empty


def test_of_parallel_ways_the_shorter_counts() -> None:
    streets = network([(0, 0), (0, 300), (400, 300), (400, 0)], [(0, 0), (400, 0)], [(400, 0), (0, 0)])
    assert way(streets, (0, 0), (400, 0)) == pytest.approx(400)


def test_segments_of_no_length_and_a_city_without_streets_are_no_trouble() -> None:
    assert way(network([(0, 0), (0, 0), (100, 0), (100, 0)]), (0, 0), (100, 0)) == pytest.approx(100)
    nothing = StreetNetwork.of(gpd.GeoSeries([], crs=METRIC))
    assert way(nothing, (0, 0), (100, 0)) == np.inf
    assert nothing.largest_piece.size == 0


def test_a_limit_is_kept_to_the_metre_and_includes_itself() -> None:
    origins, places = BLOCK.footing(points((100, 0), (200, 0), (300, 0))), BLOCK.footing(points((100, 0), (5000, 0)))
    reached = within_m(BLOCK, origins, places, 100)
    # The place reaches the origin on its own spot, a stored zero, and the one 100 m away; the far place none.
    assert reached.indices.tolist() == [0, 1]
    assert reached.data.tolist() == [0, 100]
    assert reached.indptr.tolist() == [0, 2, 2]


# Corners of a slanted grid, so that many lines share vertices and some lie over each other.
NODES = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda p: (p[0] * 100.0 + p[1] * 7, p[1] * 100.0))
LINES = st.lists(st.tuples(NODES, NODES).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=9)
SPOTS = st.tuples(st.floats(-300, 700), st.floats(-300, 700))


def oracle(lines: list[Line], start: Point, end: Point) -> float:
    """Split the segments at both feet, and relax every edge until nothing changes."""
    drawn = [shapely.LineString(line) for line in lines]
    stops: list[list[tuple[float, object]]] = [
        [(0.0, line[0]), (segment.length, line[1])] for line, segment in zip(lines, drawn, strict=True)
    ]
    access = []
    for name, spot in (("start", shapely.Point(start)), ("end", shapely.Point(end))):
        away = [segment.distance(spot) for segment in drawn]
        nearest = int(np.argmin(away))
        stops[nearest].append((drawn[nearest].project(spot), name))
        access.append(away[nearest] if away[nearest] <= SNAP_M else np.inf)
    edges = [
        (one, other, there - here)
        for on_segment in stops
        for (here, one), (there, other) in pairwise(sorted(on_segment, key=lambda stop: stop[0]))
    ]
    best = {"start": access[0]}
    for _ in edges:
        for one, other, length in edges:
            best[one] = min(best.get(one, np.inf), best.get(other, np.inf) + length)
            best[other] = min(best.get(other, np.inf), best[one] + length)
    return best["end"] + access[1]


def has_one_nearest(lines: list[Line], spot: Point) -> bool:
    away = sorted(shapely.LineString(line).distance(shapely.Point(spot)) for line in {tuple(sorted(x)) for x in lines})
    return len(away) == 1 or away[1] - away[0] > 1e-5


@settings(max_examples=200, deadline=None)
@given(LINES, SPOTS, SPOTS)
def test_it_is_exact(lines: list[Line], start: Point, end: Point) -> None:
    # Where two streets are equally near, either may be taken: such spots have no one answer.
    assume(has_one_nearest(lines, start) and has_one_nearest(lines, end))
    assert way(network(*lines), start, end) == pytest.approx(oracle(lines, start, end), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(
    LINES,
    st.lists(SPOTS, min_size=1, max_size=6),
    st.lists(SPOTS, min_size=1, max_size=6),
)
def test_both_questions_have_one_answer(lines: list[Line], homes: list[Point], places: list[Point]) -> None:
    streets = network(*lines)
    origins, targets = streets.footing(points(*homes)), streets.footing(points(*places))
    ways = np.full((len(places), len(homes)), np.inf)
    stored = within_m(streets, origins, targets, 1e6).tocoo()
    ways[stored.row, stored.col] = stored.data
    assert nearest_m(streets, origins, targets) == pytest.approx(ways.min(axis=0))
