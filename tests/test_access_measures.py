"""Every measure of who reaches what, on a drawn city."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
import shapely
from drawn_city import drawn_city, drawn_facility
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.access.demand import spread_children
from planner.access.destinations import kinds_reached
from planner.access.detour import DetourCurve
from planner.access.measures import Walks, access_table
from planner.access.variations import variations
from planner.access.walking import StraightLineWalking
from planner.model.assessment import DemandMethod, Method, WalkingMethod
from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.tables import ACCESS
from planner.model.variation import CENTRAL, Variation
from planner.rules.catalogue import load_rules

RULES = load_rules()
METHOD = Method(
    walking=WalkingMethod.STRAIGHT_LINE_DETOUR,
    detour_factor=1.0,
    detour_bands=(),
    speed_m_s={AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0},
    threshold_min=10.0,
    demand=DemandMethod.AREA,
)

# Three kelurahan of one cell each, in two kecamatan; children live at 100 m and 300 m east, nobody lives in B1.01.
BOXES = {"A1.01": (0, 0, 200, 200), "A1.02": (200, 0, 400, 200), "B1.01": (400, 0, 600, 200)}
CHILDREN = {"A1.01": (10, 20, 30), "A1.02": (1, 2, 4), "B1.01": (0, 0, 0)}


def park(east_m: float, **known: object) -> dict[str, object]:
    return drawn_facility(f"park {east_m}", (east_m, 100), child_friendly="yes", **known)


def school(east_m: float | None, **known: object) -> dict[str, object]:
    return drawn_facility(f"sd {east_m}", east_m if east_m is None else (east_m, 100), kind="school_sd", **known)


def measured(city: City, runs: Sequence[Variation] = (CENTRAL,)) -> pd.DataFrame:
    points, places = spread_children(city).points, kinds_reached(city)
    walking = StraightLineWalking(DetourCurve.of(()), shapely.get_coordinates(points.geometry.array))
    nearest = pd.DataFrame(
        {kind: walking.nearest_m(own, AgeTier.EARLY) for kind, own in places.items()}, index=points.index
    )
    return access_table(city, Walks(points, walking, places, dict.fromkeys(AgeTier, nearest)), METHOD, RULES, runs)


def access_to(*facilities: dict[str, object], runs: Sequence[Variation] = (CENTRAL,)) -> pd.DataFrame:
    return measured(drawn_city(BOXES, children=CHILDREN, facilities=facilities), runs)


def row(access: pd.DataFrame, code: str, tier: str = "0-17", kind: str = "child_friendly_park") -> pd.Series:
    found = access[(access["code"] == code) & (access["kind"] == kind) & (access["age_tier"] == tier)]
    return found.squeeze()


def test_each_tier_walks_at_its_own_speed() -> None:
    # In ten minutes the youngest get 300 m far, the others 600 m. A1.01 is 600 m from the park, A1.02 400 m.
    access = access_to(park(700))
    assert row(access, "A1.01", "0-5")["children_within"] == 0
    assert row(access, "A1.01", "6-11")["children_within"] == 20
    assert row(access, "A1.01")[["children", "children_within"]].tolist() == [60, 50]
    assert row(access, "A1")[["children", "children_within"]].tolist() == [67, 56]
    assert row(access, "00")["share"] == 56 / 67


def test_every_region_kind_and_tier_has_its_row_in_order() -> None:
    access = access_to(park(100), school(100))
    assert access["code"].drop_duplicates().tolist() == ["00", "A1", "B1", "A1.01", "A1.02", "B1.01"]
    assert access["kind"].drop_duplicates().tolist() == ["child_friendly_park", "park", "school_sd"]
    assert access["age_tier"].head(4).tolist() == ["0-17", "0-5", "6-11", "12-17"]
    assert len(access) == 6 * 3 * 4


def test_half_and_nine_in_ten_of_the_children_have_their_minutes() -> None:
    # 12 minutes are 720 m for the older children; at 0.5 m/s the youngest need twice the time: from A1.01, 600 m, they
    # need 20, the others 10; from A1.02, 400 m, 13 1/3 and 6 2/3. Of 67 children 6 need 6 2/3, then 50 need 10, 1 needs
    # 13 1/3 and 10 need 20: the 34th needs 10, the 61st 20.
    city = row(access_to(park(700)), "00")
    assert [city["median_min"], city["p90_min"]] == pytest.approx([10, 20])


def test_who_reaches_nothing_has_no_minutes() -> None:
    # The only school has no position: nobody walks there, however long.
    city = row(access_to(school(None)), "00", kind="school_sd")
    assert np.isnan([city["median_min"], city["p90_min"]]).all()
    assert city[["children_within", "share", "share_low", "share_high", "choices_median"]].tolist() == [0, 0, 0, 0, 0]
    assert city["capacity_per_child"] == 0


def test_choices_are_the_middle_childs_and_the_mean() -> None:
    # The older children reach both parks from both points, the youngest of A1.01 one (at 300 m) and of A1.02 both.
    city = row(access_to(park(400), park(600)), "00")
    assert city["choices_median"] == 2
    assert city["choices_mean"] == pytest.approx((57 * 2 + 10) / 67)


def test_park_is_shared_by_all_children_who_reach_it() -> None:
    # 5,700 m² for the 57 of 67 children who reach it, 100 m² each; the youngest of A1.01 have none.
    access = access_to(park(600, area_m2=5700.0))
    assert row(access, "A1.01", "6-11")["park_m2_per_child"] == pytest.approx(100)
    assert row(access, "A1.01", "0-5")["park_m2_per_child"] == 0
    assert row(access, "00")["park_m2_per_child"] == pytest.approx(5700 / 67)
    assert row(access, "00")["area_unknown"] == 0


def test_a_park_of_unknown_area_is_counted_as_such() -> None:
    city = row(access_to(park(100)), "00")
    assert np.isnan(city["park_m2_per_child"])
    assert city["area_unknown"] == 1
    both = row(access_to(park(100), park(150, area_m2=670.0)), "00")
    assert (both["park_m2_per_child"], both["area_unknown"]) == (pytest.approx(10), 1)


def test_a_school_is_for_the_ages_that_go_there() -> None:
    # 11 places for the 22 children of 6-11 years.
    access = access_to(school(200, capacity=11.0))
    assert row(access, "00", "6-11", "school_sd")["capacity_per_child"] == 0.5
    assert row(access, "00", "0-17", "school_sd")["capacity_per_child"] == 0.5
    assert np.isnan(row(access, "00", "0-5", "school_sd")["capacity_per_child"])
    assert row(access, "00", kind="school_sd")[["capacity_unknown", "capacity_assumed"]].tolist() == [0, 0]


def test_a_capacity_that_nobody_recorded_is_the_standards_and_says_so() -> None:
    # The standard has 1,600 people for a school; 22 of the 67 people are 6-11 years old, and they share the school.
    city = row(access_to(school(200)), "00", kind="school_sd")
    assert city["capacity_per_child"] == pytest.approx(1600 * (22 / 67) / 22)
    assert city[["capacity_unknown", "capacity_assumed"]].tolist() == [0, 1]


def test_measures_that_a_kind_has_not_are_empty() -> None:
    access = access_to(park(100), school(100))
    assert access.loc[access["kind"] == "school_sd", ["park_m2_per_child", "area_unknown"]].isna().all(axis=None)
    assert access.loc[access["kind"] == "park", ["capacity_per_child", "capacity_assumed"]].isna().all(axis=None)


def test_a_region_without_children_has_no_share_and_no_minutes() -> None:
    nobody = row(access_to(park(100)), "B1.01")
    assert nobody[["children", "children_within", "area_unknown"]].tolist() == [0, 0, 0]
    empty = ["share", "share_low", "share_high", "median_min", "p90_min", "choices_median", "choices_mean"]
    assert nobody[[*empty, "park_m2_per_child"]].isna().all()


def test_a_city_without_children_has_rows_without_shares() -> None:
    access = measured(drawn_city(BOXES, children=dict.fromkeys(BOXES, (0, 0, 0)), facilities=[park(100), school(100)]))
    assert len(access) == 6 * 3 * 4
    assert access[["share", "share_low", "median_min", "choices_mean", "capacity_per_child"]].isna().all(axis=None)


def test_without_a_population_nothing_is_known() -> None:
    access = measured(drawn_city(BOXES, children=None, facilities=[park(100)]))
    assert access.empty
    assert list(access.columns) == list(ACCESS.columns)


def test_a_range_goes_from_the_least_to_the_most_of_the_runs() -> None:
    # At half the speed the older children of A1.01 are out of reach at 600 m; at twice the speed everybody is within.
    runs = (CENTRAL, Variation("slow", speed=0.5), Variation("fast", speed=2.0))
    found = row(access_to(park(700), runs=runs), "A1.01")
    assert found[["share_low", "share", "share_high"]].tolist() == [0, 50 / 60, 1]


@settings(max_examples=12)
@given(st.lists(st.floats(0, 3000), max_size=4), st.floats(0, 3000))
def test_the_share_lies_in_its_range_and_one_more_place_never_makes_it_worse(east_m: list[float], more: float) -> None:
    runs = variations(METHOD, RULES)
    places = [
        drawn_facility(str(n), (east, 100), child_friendly="yes") for n, east in enumerate([-5000, *east_m, more])
    ]
    before, after = access_to(*places[:-1], runs=runs), access_to(*places, runs=runs)
    for access in (before, after):
        known = access.dropna(subset=["share"])
        assert (known["share_low"] <= known["share"]).all()
        assert (known["share"] <= known["share_high"]).all()
        assert (known["median_min"] <= known["p90_min"]).all()
    kept = before["kind"] == "child_friendly_park"
    for measure in ("children_within", "share_low", "share_high", "choices_median", "choices_mean"):
        assert (after.loc[kept, measure].fillna(0) >= before.loc[kept, measure].fillna(0)).all()
    for minutes in ("median_min", "p90_min"):
        assert (after.loc[kept, minutes].fillna(0) <= before.loc[kept, minutes].fillna(0)).all()
