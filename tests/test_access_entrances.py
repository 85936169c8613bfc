"""Where one gets into a facility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from drawn_city import METRIC, drawn_city, drawn_facility

from planner.access.destinations import kinds_reached
from planner.access.detour import DetourCurve
from planner.access.entrances import entrances
from planner.access.walking import StraightLineWalking
from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.tables import ENTRANCES, OUTLINES

Point = tuple[float, float]
Gate = tuple[str | None, Point]
REGION = {"A1.01": (0.0, 0.0, 2000.0, 2000.0)}
PARK = shapely.box(400, 400, 600, 600)


def city(
    *streets: Sequence[Point],
    gates: Sequence[Gate] | None = None,
    outlines: Sequence[tuple[str, shapely.Geometry]] | None = (("park", PARK),),
) -> City:
    """Draw a park of 200 m x 200 m, and a kiosk without an outline."""
    drawn = drawn_city(
        REGION,
        children=None,
        facilities=[drawn_facility("park", (500, 500)), drawn_facility("kiosk", (100, 100), kind="library")],
        streets=streets,
    )
    named = (
        None if outlines is None else layer(OUTLINES, [each for each, _ in outlines], [each for _, each in outlines])
    )
    doors = (
        None if gates is None else layer(ENTRANCES, [id_ for id_, _ in gates], [shapely.Point(xy) for _, xy in gates])
    )
    return replace(drawn, outlines=named, entrances=doors)


def layer(schema: object, ids: Sequence[str | None], shapes: Sequence[shapely.Geometry]) -> gpd.GeoDataFrame:
    table = gpd.GeoDataFrame({"facility_id": ids}, geometry=gpd.GeoSeries(list(shapes), crs=METRIC))
    return gpd.GeoDataFrame(schema.validate(table), crs=METRIC)  # type: ignore[attr-defined]


def entered(drawn: City) -> list[Point]:
    """Return the entrances of the park, from west to east."""
    places = entrances(drawn, drawn.facilities)
    assert places.iloc[1].equals(shapely.Point(100, 100))
    return sorted(tuple(xy) for xy in shapely.get_coordinates(places.iloc[0]).tolist())


ACROSS = [(0, 500), (1000, 500)]


def test_mapped_entrances_come_first() -> None:
    # A gate that names the park, one that lies 4 m off its outline; another's, and a door far inside.
    gates = [("park", (450, 400)), (None, (604, 550)), ("other", (400, 450)), (None, (500, 500))]
    assert entered(city(ACROSS, gates=gates)) == [(450, 400), (604, 550)]


def test_a_facility_without_an_outline_is_entered_at_its_gate() -> None:
    drawn = city(ACROSS, gates=[("kiosk", (110, 100))], outlines=None)
    assert entrances(drawn, drawn.facilities).tolist() == [shapely.Point(500, 500), shapely.Point(110, 100)]


def test_a_street_that_crosses_the_outline_enters_on_both_sides() -> None:
    assert entered(city(ACROSS)) == [(400, 500), (600, 500)]


def test_a_street_that_ends_a_few_metres_away_enters() -> None:
    assert entered(city([(0, 500), (397, 500)], [(500, 1000), (500, 620)])) == [(400, 500)]


def test_a_street_that_runs_along_the_outline_is_met_all_along() -> None:
    points = entered(city([(300, 396), (700, 396)]))
    assert {y for _, y in points} == {400}
    assert (points[0], points[-1]) == ((400, 400), (600, 400))
    assert np.diff([x for x, _ in points]).max() <= 25


def test_a_street_on_the_outline_itself_is_met_all_along() -> None:
    points = entered(city([(400, 400), (600, 400)]))
    assert (points[0], points[-1]) == ((400, 400), (600, 400))
    assert np.diff([x for x, _ in points]).max() <= 25


def test_else_the_nearest_point_of_the_outline_to_a_street_counts() -> None:
    assert entered(city([(0, 350), (500, 380), (1000, 350)])) == [(500, 400)]


def test_far_from_every_street_it_is_the_place_itself() -> None:
    assert entered(city([(0, 0), (100, 0)])) == [(500, 500)]
    assert entered(city()) == [(500, 500)]
    assert entered(city(ACROSS, outlines=None)) == [(500, 500)]


def test_an_outline_in_parts_is_entered_at_each() -> None:
    parts = [("park", shapely.box(400, 400, 450, 600)), ("park", shapely.box(550, 400, 600, 600))]
    assert entered(city(ACROSS, outlines=parts)) == [(400, 500), (450, 500), (550, 500), (600, 500)]


def test_the_nearest_entrance_counts() -> None:
    places = kinds_reached(city(ACROSS))["park"]
    homes = np.array([[300.0, 500.0], [650.0, 500.0]])
    walking = StraightLineWalking(DetourCurve.of([]), homes)
    assert walking.nearest_m(places, AgeTier.EARLY).tolist() == [100, 50]
    ways = walking.within_m(places, 100, AgeTier.EARLY)
    assert (ways.indptr.tolist(), ways.indices.tolist(), ways.data.tolist()) == ([0, 2], [0, 1], [100, 50])
