"""RPJMD_PARK_1HA: a park of 1 ha in every kecamatan."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from drawn_plan import drawn_city, drawn_rule, place

from planner.checks.each.park_area import check_park_area
from planner.model.kinds import Status

RULES = {"RPJMD_PARK_1HA": drawn_rule("RPJMD_PARK_1HA", min_count=1, area_m2=10_000)}


@pytest.mark.parametrize(
    ("areas", "status", "reason", "value", "evidence"),
    [
        ([], Status.UNMET, "no_park_known", None, ()),
        ([np.nan], Status.UNKNOWN, "no_area_recorded", None, ("0",)),
        ([10_000.0], Status.MET, "park_large_enough", 10_000.0, ("0",)),
        ([9_999.9], Status.UNMET, "parks_too_small", 9_999.9, ("0",)),
        ([500.0, np.nan], Status.UNKNOWN, "no_area_recorded", 500.0, ("1",)),
        ([np.nan, 15_000.0], Status.MET, "park_large_enough", 15_000.0, ("1",)),
        ([500.0, 800.0], Status.UNMET, "parks_too_small", 800.0, ("0", "1")),
    ],
)
def test_what_recorded_areas_say_where_every_park_is_listed(
    areas: list[float], status: Status, reason: str, value: float | None, evidence: tuple[str, ...]
) -> None:
    city = drawn_city([place(str(i), "1", area_m2=area) for i, area in enumerate(areas)])
    listed = dataclasses.replace(city, complete_kinds=frozenset({"park", "playground"}))
    first, second = check_park_area(listed, RULES)
    assert (first.status, first.reason, first.value, first.evidence) == (status, reason, value, evidence)
    assert first.required == 10_000.0
    assert (second.status, second.reason) == (Status.UNMET, "no_park_known")


def test_a_park_that_nobody_listed_may_be_large_enough() -> None:
    first, second = check_park_area(drawn_city([place("A", "1", area_m2=500.0)]), RULES)
    assert (first.status, first.reason, first.value) == (Status.UNKNOWN, "list_not_complete", 500.0)
    assert (second.status, second.reason) == (Status.UNKNOWN, "no_park_known")


def test_other_green_space_is_no_park() -> None:
    city = drawn_city([place("mangrove", "1", kind="rth", area_m2=290_000.0)])
    assert check_park_area(city, RULES)[0].reason == "no_park_known"
