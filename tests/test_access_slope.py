"""Hills slow walking down."""

from __future__ import annotations

import math

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from drawn_city import METRIC
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from planner.access.network import StreetNetwork
from planner.access.search import nearest_m, within_m
from planner.access.slope import PIECE_M, heights_m, level_ratio, on_slopes
from planner.model.raster import Raster

Point = tuple[float, float]


def raster(values: list[list[float]], side_m: float = 100.0, top_m: float = 1000.0) -> Raster:
    """Lay square cells from x = 0 eastwards and from a northing southwards."""
    return Raster(np.array(values, dtype=np.float64), (side_m, 0.0, 0.0, 0.0, -side_m, top_m), METRIC)


def tilted(slope: float) -> Raster:
    """Let the ground rise from west to east, in cells of 10 m."""
    row = [(column + 0.5) * 10.0 * slope for column in range(100)]
    return raster([row] * 100, 10.0)


def way(network: StreetNetwork, start: Point, end: Point) -> float:
    origins, places = (network.footing(gpd.GeoSeries([shapely.Point(p)], crs=METRIC)) for p in (start, end))
    metres = float(nearest_m(network, origins, places)[0])
    stored = within_m(network, origins, places, 1e6)
    assert stored.data.tolist() == ([] if metres == math.inf else [pytest.approx(metres)])
    return metres


def network(*lines: list[Point]) -> StreetNetwork:
    return StreetNetwork.of(gpd.GeoSeries([shapely.LineString(line) for line in lines], crs=METRIC))


def test_heights_lie_between_the_centres_of_cells_in_proportion() -> None:
    # Centres: (50, 950) 10 m, (150, 950) 20 m, (50, 850) 30 m, (150, 850) 60 m.
    ground = raster([[10, 20], [30, 60]])
    spots = np.array([[50, 950], [150, 850], [100, 950], [75, 925], [0, 1000], [200, 800], [201, 900]])
    # (75, 925): ¾·¾·10 + ¾·¼·20 + ¼·¾·30 + ¼·¼·60 = 18.75
    assert heights_m(ground, spots, METRIC)[:-1].tolist() == [10, 60, 15, 18.75, 10, 60]
    assert np.isnan(heights_m(ground, spots, METRIC)[-1])


def test_a_hole_spoils_only_what_it_has_a_part_in() -> None:
    ground = raster([[10, np.nan], [30, 60]])
    spots = np.array([[50, 900], [50, 950], [60, 950]])
    heights = heights_m(ground, spots, METRIC)
    assert heights[:2].tolist() == [20, 10]
    assert np.isnan(heights[2])


def test_a_raster_in_another_crs_is_asked_in_its_own() -> None:
    degrees = CRS.from_epsg(4326)
    ground = Raster(np.array([[1.0, 2.0]]), (1.0, 0, 106.0, 0, -1.0, -6.0), degrees)
    spot = np.array([Transformer.from_crs(degrees, METRIC, always_xy=True).transform(107.0, -6.5)])
    assert heights_m(ground, spot, METRIC) == pytest.approx([1.5])


def test_toblers_function_by_hand() -> None:
    # Level 1; at 5 % downhill 6 km/h instead of 6·exp(-0.175) = 5.037 km/h; at 10 % up 6·exp(-0.525) = 3.549 km/h.
    assert level_ratio(np.array([0.0, -0.05, 0.1])) == pytest.approx([1, 5.03674 / 6, 5.03674 / 3.54933], rel=1e-5)


def test_uphill_takes_longer_than_downhill() -> None:
    street, unknown = on_slopes(network([(100, 500), (300, 500)]), tilted(0.1), METRIC)
    assert unknown == 0
    assert way(street, (100, 500), (300, 500)) == pytest.approx(200 * math.exp(0.35))
    # Downhill 10 %: |-0.1 + 0.05| = 0.05, as fast as on level ground.
    assert way(street, (300, 500), (100, 500)) == pytest.approx(200)
    # From in between, with 20 m to the street, which are level.
    assert way(street, (150, 520), (250, 500)) == pytest.approx(20 + 100 * math.exp(0.35))


def test_a_long_street_goes_over_the_hill_between_its_ends() -> None:
    # Up 20 % for 300 m and down again: its ends are equally high.
    row = [30.0 - abs(column * 10.0 + 5 - 500) * 0.2 + 70 for column in range(100)]
    hill = raster([row] * 100, 10.0)
    street, _ = on_slopes(network([(200, 500), (800, 500)]), hill, METRIC)
    up, down = math.exp(3.5 * 0.2), math.exp(3.5 * 0.1)
    # The crest itself is rounded off between two centres of cells.
    assert way(street, (200, 500), (800, 500)) == pytest.approx(300 * up + 300 * down, rel=0.02)
    assert street.length_m.max() <= PIECE_M


def test_without_a_height_the_ground_is_level_and_how_much_is_said() -> None:
    ground = tilted(0.1)
    ground.values[:, 50:] = np.nan
    street, unknown = on_slopes(network([(240, 500), (740, 500)]), ground, METRIC)
    # Heights end at x = 495, the last centre of a cell that has one. Pieces are 500 / 17 = 29.4 m long: the first
    # eight end at 475.3, all others have an end without a height.
    assert unknown == pytest.approx(9 / 17)
    assert way(street, (240, 500), (740, 500)) == pytest.approx(500 * (8 * math.exp(0.35) + 9) / 17)


def test_no_streets_are_no_trouble() -> None:
    assert on_slopes(network(), tilted(0.1), METRIC)[1] == 0


# No three of them in one line, so that each lies on no street but its own.
CORNERS = [
    (100.0, 700.0),
    (230.0, 710.0),
    (310.0, 790.0),
    (290.0, 900.0),
    (180.0, 930.0),
    (90.0, 830.0),
    (205.0, 815.0),
]
LINES = st.lists(
    st.tuples(st.sampled_from(CORNERS), st.sampled_from(CORNERS)).filter(lambda ends: ends[0] != ends[1]),
    min_size=1,
    max_size=10,
)
GROUND = st.lists(st.lists(st.floats(0, 60), min_size=5, max_size=5), min_size=5, max_size=5)


def expected_way(lines: list[tuple[Point, Point]], elevation: Raster, home: Point, places: set[Point]) -> float:
    """Walk piece by piece in NetworkX: minutes at Tobler's speed, times his speed on level ground."""
    graph = nx.DiGraph()
    for one, other in lines:
        pieces = math.ceil(math.dist(one, other) / PIECE_M)
        shares = [i / pieces for i in range(pieces + 1)]
        stops = [(one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share) for share in shares]
        heights = heights_m(elevation, np.array(stops), METRIC)
        names = [one, *((one, other, share) for share in shares[1:-1]), other]
        for i in range(pieces):
            step = math.dist(stops[i], stops[i + 1])
            rise = float(heights[i + 1] - heights[i]) / step
            for start, end, slope in ((names[i], names[i + 1], rise), (names[i + 1], names[i], -rise)):
                graph.add_edge(start, end, weight=step / tobler_km_h(slope) * tobler_km_h(0.0))
    lengths = nx.single_source_dijkstra_path_length(graph, home)
    return min(lengths.get(place, math.inf) for place in places)


def tobler_km_h(slope: float) -> float:
    return 6 * math.exp(-3.5 * abs(slope + 0.05))


@settings(max_examples=150, deadline=None)
@given(LINES, GROUND, st.sets(st.sampled_from(CORNERS), min_size=2, max_size=4))
def test_it_agrees_with_networkx(
    lines: list[tuple[Point, Point]], ground: list[list[float]], chosen: set[Point]
) -> None:
    spots = sorted(chosen & {end for line in lines for end in line})
    assume(len(spots) > 1)
    home, *places = spots
    elevation = raster(ground)
    streets, _ = on_slopes(network(*[list(line) for line in lines]), elevation, METRIC)
    origins, feet = (
        streets.footing(gpd.GeoSeries([shapely.Point(p) for p in each], crs=METRIC)) for each in ([home], places)
    )
    expected = pytest.approx(expected_way(lines, elevation, home, set(places)), abs=1e-6)
    assert nearest_m(streets, origins, feet)[0] == expected
    assert min(within_m(streets, origins, feet, 1e6).data, default=math.inf) == expected
