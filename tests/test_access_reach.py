"""Who reaches what in time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from drawn_city import drawn_city

from planner.access.demand import spread_children
from planner.access.reach import access_table, speeds, threshold_m, within
from planner.model.kinds import AgeTier
from planner.model.rule import Rule, RuleStatus
from planner.model.tables import ACCESS

SPEEDS = {AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0}


def test_the_threshold_includes_itself() -> None:
    # 10 minutes at 0.88 m/s are 528 m.
    assert threshold_m(0.88, 10) == 528.0
    assert within([527.9, 528.0, 528.001, np.inf], 0.88, 10).tolist() == [True, True, False, False]


def test_rounding_does_not_push_anyone_over_the_threshold() -> None:
    # 0.1 is not a binary fraction: 5,280 steps of it sum to a little more than 528.
    distance = float(np.cumsum(np.full(5280, 0.1))[-1])
    assert distance > 528.0
    assert within(distance, 0.88, 10)


def test_speeds_come_from_the_rules() -> None:
    def rule(id_: str, value: float) -> Rule:
        return Rule(id_, "walking", {}, RuleStatus.DEFAULT, {}, "", {"value": value}, {})

    rules = {r.id: r for r in (rule("WALK_SPEED_PRESCHOOL", 0.88), rule("WALK_SPEED_SCHOOL", 1.0))}
    assert list(speeds(rules).values()) == [0.88, 1.0, 1.0]


# Three kelurahan of one cell each, in two kecamatan; nobody lives in B1.01.
CITY = drawn_city(
    {"A1.01": (0, 0, 200, 200), "A1.02": (200, 0, 400, 200), "B1.01": (400, 0, 600, 200)},
    children={"A1.01": (10, 20, 30), "A1.02": (1, 2, 4), "B1.01": (0, 0, 0)},
)
POINTS = spread_children(CITY).points


def table(park: list[float], school: list[float]) -> pd.DataFrame:
    distance_m = pd.DataFrame({"child_friendly_park": park, "school_sd": school})
    return access_table(CITY, POINTS, dict.fromkeys(AgeTier, distance_m), SPEEDS, threshold_min=10)


def row(access: pd.DataFrame, code: str, kind: str, tier: str) -> tuple[int, int]:
    found = access[(access["code"] == code) & (access["kind"] == kind) & (access["age_tier"] == tier)]
    return int(found["children"].item()), int(found["children_within"].item())


def test_each_tier_walks_at_its_own_speed() -> None:
    # In ten minutes the youngest get 300 m far, the others 600 m. A1.01 is 600 m from the park, A1.02 300 m.
    access = table([600, 300], [np.inf, 0])
    assert row(access, "A1.01", "child_friendly_park", "0-5") == (10, 0)
    assert row(access, "A1.01", "child_friendly_park", "6-11") == (20, 20)
    assert row(access, "A1.01", "child_friendly_park", "0-17") == (60, 50)
    assert row(access, "A1", "child_friendly_park", "0-17") == (67, 57)
    assert row(access, "00", "school_sd", "0-17") == (67, 7)


def test_every_region_kind_and_tier_has_its_row_in_order() -> None:
    access = table([0, 0], [0, 0])
    assert access["code"].drop_duplicates().tolist() == ["00", "A1", "B1", "A1.01", "A1.02", "B1.01"]
    assert access["kind"].head(8).tolist() == ["child_friendly_park"] * 4 + ["school_sd"] * 4
    assert access["age_tier"].head(4).tolist() == ["0-17", "0-5", "6-11", "12-17"]
    assert len(access) == 6 * 2 * 4


def test_a_share_of_nobody_is_empty() -> None:
    access = table([0, 0], [0, 0]).set_index("code")
    assert access.loc["B1.01", "share"].isna().all()
    assert (access.loc["A1.01", "share"] == 1).all()


def test_without_a_population_nothing_is_known() -> None:
    city = drawn_city({"A1.01": (0, 0, 200, 200)}, children=None)
    access = access_table(
        city, spread_children(city).points, dict.fromkeys(AgeTier, pd.DataFrame({"park": []})), SPEEDS, threshold_min=10
    )
    assert access.empty
    assert list(access.columns) == list(ACCESS.columns)
