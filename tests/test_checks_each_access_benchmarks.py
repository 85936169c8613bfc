"""SDG1171, WHO300, TPL10, LAP, LEAP, NEAP: benchmarks that are measured and never judged."""

from __future__ import annotations

import dataclasses
import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from drawn_city import drawn_city, drawn_facility
from drawn_plan import drawn_rule
from shapely import Point, box

from planner.checks.basis import Basis
from planner.checks.each.access_benchmarks import CHECKS
from planner.checks.each.access_benchmarks.measuring import (
    LABELS,
    measure_green_nearby,
    measure_play_area,
    measure_sdg,
    measure_walk,
)
from planner.checks.each.access_benchmarks.tiers import best_tier
from planner.model.city import City
from planner.model.details import Details, no_details
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier
from planner.model.options import Options
from planner.model.rule import Rule, RuleStatus
from planner.model.survey import SURVEY
from planner.model.tables import DEMAND, OUTLINES
from planner.rules.catalogue import load_rules


def benchmark(identity: str, **numbers: object) -> Rule:
    return dataclasses.replace(drawn_rule(identity, **numbers), status=RuleStatus.ADVISORY)


RULES = {
    "SDG1171": benchmark("SDG1171", radius_m=400),
    "TPL10": benchmark("TPL10", radius_m=800),
    "WHO300": benchmark("WHO300", radius_m=300, min_area_m2=5000),
    "LAP": benchmark("LAP", age=[0, 6], radius_m=100, area_m2=100),
    "LEAP": benchmark("LEAP", age=[4, 8], radius_m=400, area_m2=400, min_items=2),
}
BOXES = {"A1.01": (0, 0, 1000, 1000), "A1.02": (1000, 0, 2000, 1000), "B2.01": (2000, 0, 3000, 1000)}
CHILDREN = {"A1.01": (10, 20, 30), "A1.02": (1, 2, 3), "B2.01": (0, 0, 0)}
# Two points in A1.01 and one in A1.02; nobody lives in B2.
POINTS = [
    ("A1.01", 200, 500, (4, 5, 30)),
    ("A1.01", 800, 500, (6, 15, 0)),
    ("A1.02", 1500, 500, (1, 2, 3)),
]
# Metres to the nearest, each tier on its own way: the small avoid a road that the grown may cross.
PARK_M = {AgeTier.EARLY: [900, 400, math.inf], AgeTier.PRIMARY: [400, 401, 800], AgeTier.SECONDARY: [100, 100, 801]}
PLAYGROUND_M = {AgeTier.EARLY: [100, 900, 900], AgeTier.PRIMARY: [900, 900, 900], AgeTier.SECONDARY: [900, 900, 900]}


def place(identity: str, x: float, area_m2: float = np.nan, **facts: object) -> dict[str, object]:
    code = f"A1.0{1 + int(x // 1000)}" if x < 2000 else "B2.01"
    where = {"kelurahan_code": code, "kecamatan_code": code[:2], "area_m2": area_m2}
    return drawn_facility(identity, (x, 500), **{**where, **facts})


def basis_of(*places: dict[str, object], city: City | None = None) -> Basis:
    city = city or drawn_city(BOXES, children=CHILDREN, facilities=places)
    table = pd.DataFrame(
        {
            "region_code": [code for code, *_ in POINTS],
            "kecamatan_code": [code[:2] for code, *_ in POINTS],
            **{column: [children[i] for *_, children in POINTS] for i, column in enumerate(CHILDREN_COLUMNS)},
        }
    )
    points = gpd.GeoDataFrame(table, geometry=[Point(x, y) for _, x, y, _ in POINTS], crs=city.crs)
    distance_m = {
        tier: pd.DataFrame({"child_friendly_park": math.inf, "park": PARK_M[tier], "playground": PLAYGROUND_M[tier]})
        for tier in AgeTier
    }
    return Basis(city, RULES, Options().as_of, DEMAND.validate(points), distance_m)


def value(table: pd.DataFrame, measure: str, code: str, subject: str = "play_space") -> float:
    rows = Details(table, no_details().places).measure(table["rule"].iloc[0], measure)
    return float(rows[(rows["code"] == code) & (rows["subject"] == subject)]["value"].item())


def test_children_within_400_m_of_any_park_or_playground() -> None:
    """By hand, the nearer of park and playground, 400 m included.

    0–5: 4 at 100 m and 6 at 400 m count, 1 at 900 m does not: 10 of 11. 6–11: 5 at 400 m count, 15 at 401 m and 2 at
    800 m do not: 5 of 22. 12–17: 30 at 100 m count, 3 at 801 m do not: 30 of 33. Together 45 of 66.
    """
    table = measure_sdg(basis_of(), "SDG1171")
    assert value(table, "children_within", "00") == 45
    assert value(table, "share", "00") == pytest.approx(45 / 66)
    assert value(table, "share_0_5", "00") == pytest.approx(10 / 11)
    assert value(table, "share_6_11", "00") == pytest.approx(5 / 22)
    assert value(table, "share_12_17", "00") == pytest.approx(30 / 33)
    assert value(table, "children_within", "A1.01") == 45
    assert value(table, "share", "A1.02") == 0.0
    assert math.isnan(value(table, "share", "B2"))
    assert value(table, "children_within", "00", "child_friendly_park") == 0


def test_children_within_800_m() -> None:
    """Beside those within 400 m: 15 at 401 m and 2 at 800 m. One at 900 m and three at 801 m do not count."""
    assert value(measure_walk(basis_of(), "TPL10"), "children_within", "00") == 62


def test_recorded_park_for_each_child() -> None:
    """1,000 m² in A1.01 for its 60 children, and the city's 66; of the park in A1.02 no area is recorded."""
    table = measure_sdg(basis_of(place("P", 500, 1000.0), place("Q", 1500)), "SDG1171")
    assert value(table, "recorded_m2_per_child", "A1.01") == pytest.approx(1000 / 60)
    assert value(table, "recorded_m2_per_child", "00") == pytest.approx(1000 / 66)
    assert math.isnan(value(table, "recorded_m2_per_child", "A1.02"))
    assert value(table, "parks_without_area", "A1.02") == 1


def test_green_space_within_300_m_in_a_straight_line() -> None:
    """P of 5,000 m² stands at 500: the 39 children at 200 and the 21 at 800 live 300 m away. Q at 1600 has no area.

    So 60 children are certain, and 66 if Q is large enough. The forest at 1500 and the closed park never count.
    """
    table = measure_green_nearby(
        basis_of(
            place("P", 500, 5000.0),
            place("Q", 1600, kind="rth"),
            place("F", 1500, 1e6, kind="protected_forest"),
            place("C", 1501, 1e6, public="no"),
            place("S", 1502, 4999.0),
        ),
        "WHO300",
    )
    assert value(table, "children_within", "00", "green_space") == 60
    assert value(table, "possible_children_within", "00", "green_space") == 66
    assert value(table, "places_large_enough", "00", "") == 1
    assert value(table, "places_without_area", "A1.02", "") == 1


def test_green_space_reaches_as_far_as_its_outline() -> None:
    """P stands at 2900, too far from everybody; its outline begins at 1800, 300 m from the 6 children at 1500."""
    city = drawn_city(BOXES, children=CHILDREN, facilities=[place("P", 2900, 5000.0)])
    outlines = {"facility_id": ["P"], "geometry": [box(1800, 400, 2950, 600)]}
    city = dataclasses.replace(city, outlines=OUTLINES.validate(gpd.GeoDataFrame(outlines, crs=city.crs)))
    assert value(measure_green_nearby(basis_of(city=city), "WHO300"), "children_within", "00", "green_space") == 6


@pytest.mark.parametrize(
    ("ages", "tier"),
    [([0, 6], AgeTier.EARLY), ([4, 8], AgeTier.PRIMARY), ([8, 17], AgeTier.SECONDARY), ([5, 6], AgeTier.EARLY)],
)
def test_the_tier_that_shares_the_most_years(ages: list[int], tier: AgeTier) -> None:
    """0–6 shares 6 years with 0–5; 4–8 two with 0–5 and three with 6–11; 8–17 six with 12–17; of equals the first."""
    assert best_tier(drawn_rule("X", age=ages)) is tier


def test_local_area_for_play_counts_the_youngest() -> None:
    """LAP fits 0–5 best: of 11 children 4 live 100 m from a playground."""
    table = measure_play_area(basis_of(place("P", 500, 100.0), place("Q", 600)), "LAP")
    assert value(table, "tier_children", "00") == 11
    assert value(table, "tier_children_within", "00") == 4
    assert value(table, "tier_share", "A1.01") == pytest.approx(0.4)
    assert value(table, "places", "00", "") == 2
    assert value(table, "places_large_enough", "A1", "") == 1
    assert value(table, "places_without_area", "A1.01", "") == 1
    assert "places_with_equipment" not in set(table["measure"])


def test_equipped_area_for_play_counts_the_equipment_that_was_seen() -> None:
    """LEAP fits 6–11 best: 5 of 22 children live 400 m away. Two kinds were seen at P, none at Q, R nobody saw."""
    rows = [
        {
            "facility_id": identity,
            "fact": "play_equipment",
            "value": seen,
            "date": "2026-01-01",
            "office": "X",
            "row": 1,
        }
        for identity, seen in (("P", "swing;slide"), ("Q", "none"))
    ]
    city = drawn_city(BOXES, children=CHILDREN, facilities=[place("P", 500), place("Q", 600), place("R", 700)])
    survey = SURVEY.validate(pd.DataFrame(rows).reindex(columns=list(SURVEY.columns)))
    table = measure_play_area(basis_of(city=dataclasses.replace(city, survey=survey)), "LEAP")
    assert value(table, "tier_children_within", "00") == 5
    assert value(table, "places_with_equipment", "00", "") == 1
    assert value(table, "places_without_survey", "00", "") == 1


def test_no_benchmark_judges_and_each_names_its_numbers() -> None:
    basis = basis_of(place("P", 500, 100.0))
    rules = load_rules()
    for check in CHECKS:
        assert rules[check.rule].status is RuleStatus.ADVISORY
        assert check.find(basis) == ()
        if check.rule in RULES:
            assert check.measure is not None
            assert set(check.measure(basis)["measure"]) <= set(LABELS)


def test_without_people_only_places_are_counted() -> None:
    city = drawn_city(BOXES, children=None, facilities=[place("P", 500, 100.0)])
    assert set(measure_play_area(basis_of(city=city), "LAP")["measure"]) == {
        "places",
        "places_large_enough",
        "places_without_area",
    }
    assert measure_walk(basis_of(city=city), "TPL10").empty


def test_walks_that_nobody_measured_count_nobody() -> None:
    """A city without a park has no such column: nobody lives near one."""
    basis = dataclasses.replace(
        basis_of(), distance_m={tier: pd.DataFrame({"child_friendly_park": [math.inf] * 3}) for tier in AgeTier}
    )
    assert value(measure_walk(basis, "TPL10"), "share", "00") == 0.0
