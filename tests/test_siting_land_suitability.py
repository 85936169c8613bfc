"""Where nothing may be built, and what is left of places, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from drawn_land import exclusion_table, outline_table
from drawn_plan import METRIC, drawn_city, place
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from planner.model.city import City
from planner.model.options import DEFAULT_EXCLUSIONS, Exclusion, SitingOptions
from planner.model.raster import Raster
from planner.rules.catalogue import load_rules
from planner.siting.land.suitability import Judged, find_land, judge
from planner.sources.osm.extract import read_extract
from planner.texts import Language, translate

RULES = load_rules()


def judged(city: City, shapes: list[shapely.Geometry], area_m2: float = np.nan, **options: object) -> Judged:
    land, _ = find_land(city, SitingOptions(**options), RULES)  # type: ignore[arg-type]
    return judge(land, np.array(shapes, dtype=object), np.full(len(shapes), area_m2))


def city_with(*areas: tuple[str, shapely.Geometry, str | None, float]) -> City:
    return replace(drawn_city(), exclusion_areas=exclusion_table(areas))


def said(texts: list[object]) -> list[str]:
    return [translate(one, Language.ENGLISH) for one in texts]  # type: ignore[arg-type]


def test_points_in_the_setback_of_a_river_are_left_out() -> None:
    # Three rivers 20 m wide: 2 m deep, 5 m deep, and of unknown depth, with setbacks of 10, 15 and 15 m.
    rivers = [("river", box(0, y, 2000, y + 20), None, depth) for y, depth in ((100, 2), (500, 5), (900, np.nan))]
    edges = [(120, 10), (520, 15), (920, 15)]
    inner = [Point(1000, bank + metres - 0.1) for bank, metres in edges]
    outer = [Point(1000, bank + metres + 0.1) for bank, metres in edges]
    found = judged(city_with(*rivers), [*inner, *outer])
    assert found.reason == [Exclusion.RIVER_SETBACK] * 3 + [None] * 3


def test_what_is_left_of_an_outline_can_be_used() -> None:
    # Of a parcel of 100 m × 100 m beside a river 2 m deep the northern 90 m are left: 9,000 m², 10 % lost.
    city = city_with(("river", box(0, 0, 2000, 100), "Way A", 2))
    found = judged(city, [box(100, 100, 200, 200)])
    assert found.reason == [None]
    assert found.area_m2.tolist() == pytest.approx([9000])
    assert found.remaining[0].bounds == pytest.approx((100, 110, 200, 200))
    assert said(list(found.warnings[0]))[0].startswith("10% of it can't be used: It lies within 10 m of Way A")


def test_the_largest_piece_of_a_divided_parcel_counts() -> None:
    # Water takes the middle: 30 m and 60 m are left of 100 m.
    city = city_with(("water", box(0, 130, 2000, 140), None, np.nan))
    found = judged(city, [box(100, 100, 200, 200)])
    assert found.remaining[0].bounds == (100, 140, 200, 200)
    assert found.area_m2.tolist() == [6000]


def test_a_park_in_two_parts_that_loses_nothing_keeps_both() -> None:
    city = city_with(("water", box(500, 500, 600, 600), None, np.nan))
    park = shapely.multipolygons([box(0, 0, 10, 10), box(20, 0, 30, 10)])
    assert judged(city, [park]).area_m2.tolist() == [200]


def test_a_tiny_outline_without_exclusions_is_no_failure() -> None:
    assert judged(drawn_city(), [box(0, 0, 0.5, 0.5)]).reason == [None]


def test_a_place_without_land_is_left_out_with_the_main_reason() -> None:
    city = city_with(
        ("protected_forest", box(0, 0, 300, 300), "Hutan A", np.nan), ("water", box(0, 0, 130, 300), "Danau", np.nan)
    )
    found = judged(city, [box(100, 100, 200, 200), Point(150, 150), Point(500, 500)])
    assert found.reason == [Exclusion.PROTECTED_FOREST] * 2 + [None]
    assert said(found.reason_text[:1]) == ["It lies in protected forest, a nature reserve or mangrove: Hutan A."]


def test_a_facility_that_is_protected_forest_counts_by_its_outline() -> None:
    city = replace(
        drawn_city([place("hutan", "1", kind="protected_forest", name="Hutan B")]),
        outlines=outline_table([("hutan", box(0, 0, 100, 100))]),
    )
    assert judged(city, [Point(50, 50), Point(150, 50)]).reason == [Exclusion.PROTECTED_FOREST, None]


def test_floods_warn_unless_they_are_asked_to_exclude() -> None:
    city = city_with(("flood", box(0, 0, 100, 100), None, np.nan))
    warned = judged(city, [Point(50, 50), box(50, 0, 150, 100)])
    assert warned.reason == [None, None]
    assert said([warnings[0] for warnings in warned.warnings]) == [
        "Look closely: It lies where floods are known (BPBD 2022/2025; ceklis lokasi puskesmas "
        "(tidak di daerah rawan banjir)).",
        "True of 50% of it: It lies where floods are known (BPBD 2022/2025; ceklis lokasi puskesmas "
        "(tidak di daerah rawan banjir)).",
    ]
    # The half of the parcel that is not flooded stays.
    asked = judged(city, [Point(50, 50), box(50, 0, 150, 100)], exclusions=tuple(Exclusion))
    assert asked.reason == [Exclusion.FLOOD, None]
    assert asked.area_m2.tolist()[1] == 5000


def test_an_exclusion_that_is_not_heeded_warns() -> None:
    city = city_with(("water", box(0, 0, 100, 100), None, np.nan))
    found = judged(city, [Point(50, 50)], exclusions=())
    assert found.reason == [None]
    assert said(list(found.warnings[0])) == ["Look closely: It lies in water."]


def test_places_that_are_too_small() -> None:
    found = judged(drawn_city(), [box(0, 0, 10, 10), box(0, 0, 30, 10), Point(5, 5)], min_area_m2=200)
    # A point has no known area, and what is not known is no failure.
    assert found.reason == [Exclusion.MIN_AREA, None, None]
    assert said(found.reason_text[:1]) == ["Only 100 m² of it can be used, less than the 200 m² asked for."]
    assert judged(drawn_city(), [Point(5, 5)], area_m2=150, min_area_m2=200).reason == [Exclusion.MIN_AREA]
    without = tuple(exclusion for exclusion in DEFAULT_EXCLUSIONS if exclusion != Exclusion.MIN_AREA)
    assert judged(drawn_city(), [box(0, 0, 10, 10)], min_area_m2=200, exclusions=without).reason == [None]


@pytest.mark.parametrize(
    ("rise", "exclusions", "reason", "warned"),
    [
        (0.1, tuple(Exclusion), None, False),
        (0.2, tuple(Exclusion), None, True),
        (0.5, DEFAULT_EXCLUSIONS, None, True),
        (0.5, tuple(Exclusion), Exclusion.SLOPE, False),
    ],
)
def test_steep_ground_warns_from_15_and_excludes_from_40_percent_where_asked(
    rise: float, exclusions: tuple[Exclusion, ...], reason: Exclusion | None, warned: bool
) -> None:
    x = (np.arange(100) + 0.5) * 20
    raster = Raster(np.broadcast_to(rise * x, (100, 100)), (20, 0, 0, 0, -20, 2000), METRIC)
    found = judged(replace(drawn_city(), elevation=raster), [Point(1000, 1000)], exclusions=exclusions)
    assert found.reason == [reason]
    assert bool(found.warnings[0]) is warned


def test_what_is_not_known_is_told() -> None:
    _, nothing = find_land(drawn_city(), SitingOptions(), RULES)
    assert [notice.code for notice in nothing] == [
        "protected_forest_not_checked",
        "water_not_checked",
        "river_setback_not_checked",
        "flood_not_checked",
        "slope_not_checked",
    ]
    line = shapely.LineString([(0, 0), (10, 10)])
    _, some = find_land(city_with(("river", line, None, np.nan)), SitingOptions(), RULES)
    codes = [notice.code for notice in some]
    assert "river_setback_not_checked" not in codes
    assert codes[-2:] == ["river_width_unknown", "river_depth_unknown"]


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(1, 40)), min_size=1, max_size=6),
    st.integers(0, 90),
)
def test_no_land_is_used_that_may_not_be(boxes: list[tuple[int, int, int]], corner: int) -> None:
    areas = [("water", box(x, y, x + side, y + side), None, np.nan) for x, y, side in boxes]
    parcel = box(corner, corner, corner + 30, corner + 30)
    found = judged(city_with(*areas), [parcel])
    water = shapely.union_all([area for _, area, _, _ in areas])
    free = parcel.difference(water)
    assert found.remaining[0].intersection(water).area == pytest.approx(0, abs=1e-6)
    largest = max((part.area for part in shapely.get_parts(free)), default=0)
    assert found.area_m2[0] == pytest.approx(largest)
    assert (found.reason[0] is None) == (largest >= 1)


def test_the_rivers_and_water_of_a_real_city(shared_data: Path) -> None:
    """Points all over Baltimore's extract, judged by their distance to each river and lake, one by one."""
    outline = box(-76.61, 39.25, -76.52, 39.31)
    found = read_extract(shared_data / "osm" / "valhalla-baltimore.osm.pbf", outline).exclusions
    areas = found.to_crs(found.estimate_utm_crs())
    own = [(kind, shape, None, np.nan) for kind, shape in zip(areas["kind"], areas.geometry, strict=True)]
    west, south, east, north = areas.total_bounds
    x, y = np.meshgrid(np.linspace(west, east, 60), np.linspace(south, north, 60))
    points = shapely.points(x.ravel(), y.ravel())
    shapes = areas.geometry.to_numpy()
    river, water = (areas["kind"] == kind for kind in ("river", "water"))
    apart_m = shapely.distance(points[:, None], shapes[None, river])
    inside = shapely.intersects(points[:, None], shapes[None, water]).any(axis=1)
    # No depth is known: 15 m. A round bank is drawn with corners, a few centimetres too near.
    near, far = (apart_m < 14.95).any(axis=1), (apart_m > 15).all(axis=1)
    judgement = judged(city_with(*own), list(points))
    reasons = np.array([str(reason) for reason in judgement.reason])
    assert set(reasons) == {"None", "river_setback", "water"}
    assert (reasons[inside] == "water").all()
    assert (reasons[near & ~inside] == "river_setback").all()
    assert (reasons[far & ~inside] == "None").all()
