"""Main roads as barriers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_city import METRIC
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.access.barrier import CROSSING_M, Pavements, main_roads, with_crossings
from planner.access.network import StreetNetwork
from planner.access.search import nearest_m, within_m
from planner.rules.catalogue import load_rules

Point = tuple[float, float]
RULES = load_rules()


def points(*xy: Point) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(p) for p in xy], crs=METRIC)


def crossings(*xy: Point, kind: str = "crossing") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"kind": [kind] * len(xy)}, geometry=points(*xy), crs=METRIC)


def pavements(
    main: Sequence[Sequence[Point]], minor: Sequence[Sequence[Point]], spots: gpd.GeoDataFrame | None = None
) -> Pavements:
    lines = gpd.GeoSeries([shapely.LineString(line) for line in [*main, *minor]], crs=METRIC)
    streets = StreetNetwork.of(lines, np.arange(len(lines)) < len(main))
    streets, open_nodes = with_crossings(streets, crossings() if spots is None else spots, RULES)
    return Pavements.of(streets, open_nodes)


def way(ground: Pavements, start: Point, end: Point) -> float:
    origins, places = (ground.footing(ground.streets.footing(points(spot))) for spot in (start, end))
    metres = float(nearest_m(ground.network, origins, places)[0])
    stored = within_m(ground.network, origins, places, 1e6)
    assert stored.data.tolist() == ([] if metres == math.inf else [pytest.approx(metres)])
    return metres


# A main road from west to east; lanes lead north at x = 100 and south at x = 300.
ROAD = [(0, 0), (100, 0), (300, 0), (1000, 0)]
NORTH, SOUTH = [(100, 0), (100, 200)], [(300, 0), (300, -200)]


def test_a_main_road_is_walked_along_but_not_crossed() -> None:
    ground = pavements([ROAD], [NORTH, SOUTH])
    # On the same side: 50 m down the lane and 400 m along the road, then 5 m to the house.
    assert way(ground, (100, 50), (500, 5)) == pytest.approx(455)
    # To the other side one walks round an end: the western one, 100 m + 300 m away.
    assert way(ground, (100, 50), (300, -50)) == pytest.approx(50 + 100 + 300 + 50)
    assert way(ground, (500, 5), (500, -5)) == pytest.approx(5 + 500 + 500 + 5)


@pytest.mark.parametrize("kind", ["crossing", "traffic_signals", "footbridge", "underpass"])
def test_a_crossing_lets_everybody_over(kind: str) -> None:
    ground = pavements([ROAD], [NORTH, SOUTH], crossings((250, 3), kind=kind))
    assert way(ground, (100, 50), (300, -50)) == pytest.approx(50 + 200 + 50)
    # The house opposite: 250 m back to the crossing and again.
    assert way(ground, (500, 5), (500, -5)) == pytest.approx(5 + 250 + 250 + 5)


def test_a_crossing_at_a_junction_joins_all_its_corners() -> None:
    ground = pavements([ROAD], [NORTH, SOUTH], crossings((300.4, 0)))
    assert way(ground, (100, 50), (300, -50)) == pytest.approx(50 + 200 + 50)


def test_a_crossing_far_from_the_road_is_none_of_it() -> None:
    ground = pavements([ROAD], [NORTH, SOUTH], crossings((250, CROSSING_M + 1)))
    assert way(ground, (500, 5), (500, -5)) == pytest.approx(1010)


def test_a_kind_of_crossing_counts_as_the_rule_says() -> None:
    ground = pavements([ROAD], [NORTH, SOUTH], crossings((250, 0), kind="ferry"))
    assert way(ground, (500, 5), (500, -5)) == pytest.approx(1010)


def test_a_crossing_between_two_carriageways_crosses_both() -> None:
    twin = [[(0, 0), (250, 0), (500, 0), (900, 0)], [(0, 12), (250, 12), (500, 12), (900, 12)]]
    lanes = [[(500, 12), (500, 100)], [(500, 0), (500, -100)], [(250, 0), (250, 12)]]
    crossed, closed = pavements(twin, lanes, crossings((250, 6))), pavements(twin, lanes)
    # Over the gap at x = 250, once both carriageways are open there; else round the western end of each, back to the
    # gap between them, which alone joins them.
    assert way(crossed, (500, 60), (500, -60)) == pytest.approx(48 + 250 + 12 + 250 + 60)
    assert way(closed, (500, 60), (500, -60)) == pytest.approx(48 + 500 + 250 + 12 + 250 + 500 + 60)


def test_a_bridge_passes_over_without_a_crossing() -> None:
    bridge = [(400, -100), (400, 100)]
    link = [(100, 200), (400, 100)]
    ground = pavements([ROAD], [NORTH, SOUTH, bridge, link])
    assert way(ground, (400, -90), (400, 90)) == pytest.approx(180)


def test_a_corner_of_the_road_has_its_own_side() -> None:
    # A hairpin: from the west to the origin and back to the north-west. The house stands outside of the bend.
    hairpin = [(-400, 0), (0, 0), (-300, 170)]
    lane_outside, lane_inside = [(-400, 0), (-400, -100)], [(-200, 0), (-200, 50)]
    ground = pavements([[(-400, 0), (-200, 0), (0, 0), (-300, 170)]], [lane_inside, lane_outside])
    assert hairpin[1] == (0, 0)
    # Outside: at the end of the bend, 400 m along the outer pavement to the lane.
    outer = math.hypot(3, 3)
    assert way(ground, (3, 3), (-200, -5)) == pytest.approx(outer + 200 + 5)
    # Inside one has to go round the end at (-400, 0).
    assert way(ground, (3, 3), (-200, 45)) == pytest.approx(outer + 400 + 200 + 45)


def test_a_place_on_the_middle_line_is_reached_from_both_sides() -> None:
    ground = pavements([ROAD], [NORTH, SOUTH])
    assert way(ground, (500, 5), (600, 0)) == pytest.approx(105)
    assert way(ground, (500, -5), (600, 0)) == pytest.approx(105)


def test_link_roads_belong_to_their_main_road() -> None:
    classes = ["trunk", "primary_link", "secondary", "residential", None]
    streets = gpd.GeoDataFrame({"street_class": classes}, geometry=[shapely.LineString([(0, 0), (1, 1)])] * 5)
    assert main_roads(streets, RULES).tolist() == [True, True, False, False, False]


def test_minor_streets_alone_are_walked_as_before() -> None:
    ground = pavements([], [NORTH, [(100, 200), (300, 200)]])
    assert way(ground, (100, 50), (200, 200)) == pytest.approx(250)


# --- Against a model of its own: the corners between neighbouring streets around each node. ---

GRID = st.tuples(st.integers(0, 3), st.integers(0, 3))
EDGES = st.lists(
    st.tuples(GRID, st.sampled_from([(1, 0), (0, 1), (1, 1)]), st.booleans()),
    min_size=1,
    max_size=12,
    unique_by=lambda e: e[:2],
)


def place(node: tuple[int, int]) -> Point:
    """Slant the grid, so that no two streets of a node leave it in one angle."""
    return (node[0] * 100.0 + node[1] * 13, node[1] * 100.0 + node[0] * 7)


def corner_graph(
    streets: list[tuple[Point, Point, bool]], opened: set[Point]
) -> tuple[nx.Graph, dict[Point, list[tuple[float, int]]]]:
    """Join corners across minor streets only, and along each side of every street.

    Corner ``(node, i)`` lies counter-clockwise of the node's ``i``-th street.
    """
    around: dict[Point, list[tuple[float, int]]] = {}
    for number, (a, b, _) in enumerate(streets):
        around.setdefault(a, []).append((math.atan2(b[1] - a[1], b[0] - a[0]), number))
        around.setdefault(b, []).append((math.atan2(a[1] - b[1], a[0] - b[0]), number))
    graph = nx.Graph()
    for node, leaving in around.items():
        leaving.sort()
        for i, (_, number) in enumerate(leaving):
            graph.add_node((node, i))
            if not streets[number][2] or node in opened:
                graph.add_edge((node, i), (node, (i - 1) % len(leaving)), weight=0.0)
    for number, (a, b, _) in enumerate(streets):
        for one, other, on_left in ((a, b, True), (a, b, False)):
            length = math.dist(one, other)
            near, far = ([each for _, each in around[node]].index(number) for node in (one, other))
            # The left side leaving a is the right side leaving b.
            start = near if on_left else (near - 1) % len(around[one])
            end = (far - 1) % len(around[other]) if on_left else far
            graph.add_edge((one, start), (other, end), weight=length)
    return graph, around


def stand(
    graph: nx.Graph,
    around: dict[Point, list[tuple[float, int]]],
    streets: list[tuple[Point, Point, bool]],
    name: str,
    spot: Point,
) -> int:
    """Join a spot beside the middle of a street to the corners of its side; return the street."""
    drawn = [shapely.LineString([a, b]) for a, b, _ in streets]
    number = int(np.argmin([line.distance(shapely.Point(spot)) for line in drawn]))
    a, b, main = streets[number]
    along, away = drawn[number].project(shapely.Point(spot)), drawn[number].distance(shapely.Point(spot))
    side = (b[0] - a[0]) * (spot[1] - a[1]) - (b[1] - a[1]) * (spot[0] - a[0])
    at = {node: [each for _, each in around[node]].index(number) for node in (a, b)}
    for on_left in (True, False):
        if main and on_left != (side > 0):
            continue
        first = at[a] if on_left else (at[a] - 1) % len(around[a])
        last = (at[b] - 1) % len(around[b]) if on_left else at[b]
        graph.add_edge(name, (a, first), weight=away + along)
        graph.add_edge(name, (b, last), weight=away + drawn[number].length - along)
    return number


@settings(max_examples=300, deadline=None)
@given(
    EDGES,
    st.sets(GRID, max_size=2),
    st.lists(
        st.tuples(st.integers(0, 11), st.floats(0.1, 0.9), st.floats(1, 8), st.booleans()), min_size=2, max_size=2
    ),
)
def test_it_agrees_with_corners(
    edges: list[tuple[tuple[int, int], tuple[int, int], bool]],
    opened: set[tuple[int, int]],
    chosen: list[tuple[int, float, float, bool]],
) -> None:
    streets = [(place(node), place((node[0] + step[0], node[1] + step[1])), is_main) for node, step, is_main in edges]
    spots = []
    for number, share, away, on_left in chosen:
        a, b, _ = streets[number % len(streets)]
        length = math.dist(a, b)
        ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
        off = away if on_left else -away
        spots.append((a[0] + ux * share * length - uy * off, a[1] + uy * share * length + ux * off))
    drawn = [shapely.LineString([a, b]) for a, b, _ in streets]
    for spot in spots:
        distances = sorted(line.distance(shapely.Point(spot)) for line in drawn)
        assume(len(distances) < 2 or distances[1] - distances[0] > 1e-3)
    nodes = {place(node) for node in opened}
    graph, around = corner_graph(streets, nodes)
    stands = [stand(graph, around, streets, name, spot) for name, spot in zip(("home", "place"), spots, strict=True)]
    assume(stands[0] != stands[1])
    expected = math.inf
    if nx.has_path(graph, "home", "place"):
        expected = nx.shortest_path_length(graph, "home", "place", weight="weight")

    lines = gpd.GeoSeries(drawn, crs=METRIC)
    network = StreetNetwork.of(lines, np.array([is_main for *_, is_main in streets]))
    is_open = [i for i, xy in enumerate(network.xy) if any(math.dist(xy, node) < 0.01 for node in nodes)]
    ground = Pavements.of(network, np.array(is_open, dtype=np.intp))
    assert way(ground, *spots) == pytest.approx(expected, abs=1e-6)
