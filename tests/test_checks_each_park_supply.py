"""PARK_RT to PARK_KOTA, PARK_ATR14: how much park the people of a region ask for."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from drawn_city import drawn_city, drawn_facility
from drawn_plan import drawn_rule
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from planner.checks.basis import Basis
from planner.checks.each.park_supply.judging import check_park_supply
from planner.checks.each.park_supply.measuring import measure_supply
from planner.checks.each.park_supply.successor import measure_successor
from planner.errors import RuleError
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, Status
from planner.model.options import Options
from planner.model.rule import RuleStatus
from planner.model.tables import DEMAND
from planner.texts import Language, translate

# Least 100 m², or 2 m² for each person where that is more.
RULES = {
    "PARK_KEC": drawn_rule("PARK_KEC", pop=1000, area_m2=100, m2_per_cap=2),
    "PARK_KEL": drawn_rule("PARK_KEL", pop=100, area_m2=100, m2_per_cap=2),
    "PARK_KOTA": drawn_rule("PARK_KOTA", pop=4000, area_m2=500, m2_per_cap=1),
    "PARK_RW": drawn_rule("PARK_RW", pop=30, area_m2=15, m2_per_cap=0.5, radius_m=50),
}
BOXES = {"A1.01": (0, 0, 1000, 1000), "A1.02": (1000, 0, 2000, 1000), "B2.01": (2000, 0, 3000, 1000)}
# 40, 60 and 20 people, all children.
CHILDREN = {"A1.01": (10, 20, 10), "A1.02": (60, 0, 0), "B2.01": (0, 0, 20)}


def park(identity: str, kelurahan: str | None, area_m2: float = np.nan, **facts: object) -> dict[str, object]:
    kecamatan = facts.pop("kecamatan_code", None if kelurahan is None else kelurahan[:2])
    where = {"kelurahan_code": kelurahan, "kecamatan_code": kecamatan, "area_m2": area_m2}
    return drawn_facility(identity, (500, 500), **where, **facts)


def city_of(*parks: dict[str, object], complete: bool = True, people: bool = True) -> City:
    city = drawn_city(BOXES, children=CHILDREN if people else None, facilities=parks)
    return dataclasses.replace(city, complete_kinds=frozenset({"park", "playground"} if complete else ()))


def said(city: City, rule: str = "PARK_KEC") -> list[tuple[str, Status, str]]:
    return [(finding.unit_code, finding.status, finding.reason) for finding in check_park_supply(city, RULES, rule)]


def test_the_greater_of_both_least_areas_is_asked_for() -> None:
    """A1 has 100 people: 2 m² each are 200 m². B2 has 20 people: 40 m², so the least area of 100 m² holds."""
    findings = check_park_supply(city_of(), RULES, "PARK_KEC")
    assert [finding.required for finding in findings] == [200.0, 100.0]


def test_where_every_park_is_listed_and_measured_it_is_decided() -> None:
    city = city_of(park("P", "A1.01", 150.0), park("Q", "A1.02", 50.0), park("R", "B2.01", 99.0))
    assert said(city) == [("A1", Status.MET, "park_area_enough"), ("B2", Status.UNMET, "too_little_park_area")]
    assert said(city, "PARK_KEL") == [
        ("A1.01", Status.MET, "park_area_enough"),
        ("A1.02", Status.UNMET, "too_little_park_area"),
        ("B2.01", Status.UNMET, "too_little_park_area"),
    ]


def test_the_sentence_says_that_the_regulation_has_been_replaced() -> None:
    finding = check_park_supply(city_of(park("R", "B2.01", 99.0)), RULES, "PARK_KEC")[1]
    assert translate(finding.reason_text, Language.ENGLISH) == (
        "The public parks and playgrounds of Kecamatan B2 have 99 m² together, as far as recorded. "
        "100 m² are asked for by a regulation that has been replaced: drawn."
    )
    assert translate(finding.remedy, Language.ENGLISH) == "Open 1 m² more of public park in Kecamatan B2."


@pytest.mark.parametrize(
    ("places", "complete", "reason"),
    [
        ([], False, "list_not_complete"),
        ([park("R", "B2.01", 99.0)], False, "list_not_complete"),
        ([park("R", "B2.01")], True, "no_area_recorded"),
        ([park("R", "B2.01", 99.0), park("S", "B2.01")], True, "no_area_recorded"),
        ([park("R", "B2.01", 200.0, public="unknown")], True, "not_known_whether_it_counts"),
    ],
)
def test_what_is_not_known_is_no_failure(places: list[dict[str, object]], complete: bool, reason: str) -> None:
    assert said(city_of(*places, complete=complete))[1] == ("B2", Status.UNKNOWN, reason)


def test_a_closed_park_does_not_count_at_all() -> None:
    assert said(city_of(park("R", "B2.01", 200.0, public="no")))[1][1] is Status.UNMET


def test_other_green_space_and_protected_forest_are_no_parks() -> None:
    kinds = ("rth", "protected_forest")
    assert said(city_of(*(park(kind, "B2.01", 1e6, kind=kind) for kind in kinds)))[1][1] is Status.UNMET


def test_a_park_of_which_only_the_kecamatan_is_known_may_lie_in_each_kelurahan() -> None:
    city = city_of(park("P", None, 500.0, kecamatan_code="A1"))
    assert said(city) == [("A1", Status.MET, "park_area_enough"), ("B2", Status.UNMET, "too_little_park_area")]
    assert [status for _, status, _ in said(city, "PARK_KEL")] == [Status.UNKNOWN, Status.UNKNOWN, Status.UNMET]


def test_without_people_nobody_knows_how_much_is_asked_for() -> None:
    city = city_of(park("P", "A1.01", 1e6), people=False)
    assert said(city) == [
        ("A1", Status.UNKNOWN, "population_not_known"),
        ("B2", Status.UNKNOWN, "population_not_known"),
    ]
    assert check_park_supply(city, RULES, "PARK_KEC")[0].required is None


def demand_of(city: City, points: Sequence[tuple[str, float, float, tuple[int, int, int]]]) -> Basis:
    table = pd.DataFrame(
        {
            "region_code": [code for code, *_ in points],
            "kecamatan_code": [code[:2] for code, *_ in points],
            **{column: [children[i] for *_, children in points] for i, column in enumerate(CHILDREN_COLUMNS)},
        }
    )
    demand = DEMAND.validate(gpd.GeoDataFrame(table, geometry=[Point(x, y) for _, x, y, _ in points], crs=city.crs))
    return Basis(city, RULES, Options().as_of, demand, {})


def measured(table: pd.DataFrame, measure: str, level: str) -> dict[str, float]:
    rows = table[(table["measure"] == measure) & (table["level"] == level)]
    return dict(zip(rows["code"], rows["value"], strict=True))


def test_the_numbers_of_each_level() -> None:
    """By hand. Kelurahan need 2·40 → 100, 2·60 = 120 and 2·20 → 100 m²: A1 needs 220 m² and the city 320 m² together.

    Recorded are 150 m² in A1.01; of the park in A1.02 the area is not recorded.
    """
    basis = Basis(city_of(park("P", "A1.01", 150.0), park("Q", "A1.02")), RULES, Options().as_of)
    table = measure_supply(basis, "PARK_KEL")
    assert measured(table, "needed_m2", "kelurahan") == {"A1.01": 100, "A1.02": 120, "B2.01": 100}
    assert measured(table, "needed_m2", "kecamatan") == {"A1": 220, "B2": 100}
    assert measured(table, "needed_m2", "city") == {"00": 320}
    assert measured(table, "needed", "city") == {"00": 3}
    assert measured(table, "recorded_m2", "kecamatan") == {"A1": 150, "B2": 0}
    assert measured(table, "parks_without_area", "kelurahan") == {"A1.01": 0, "A1.02": 1, "B2.01": 0}
    assert measured(table, "missing_at_most_m2", "kelurahan") == {"A1.01": 0, "A1.02": 120, "B2.01": 100}
    # 120 people ask for 120 m², less than the least area of a city's park.
    assert measured(measure_supply(basis, "PARK_KOTA"), "needed_m2", "city") == {"00": 500}


def test_parks_of_an_rw_are_counted_by_people_and_children_by_their_radius() -> None:
    """40, 60 and 20 people fill 2, 2 and 1 RW of 30; the city's 120 fill 4. The park is at 500, 500; radius 50 m.

    10 children live 50 m away from it and count, 30 live 51 m away and do not.
    """
    city = city_of(park("P", "A1.01", 150.0))
    points = [("A1.01", 550, 500, (10, 0, 0)), ("A1.01", 551, 500, (0, 20, 10)), ("A1.02", 1500, 500, (60, 0, 0))]
    table = measure_supply(demand_of(city, [*points, ("B2.01", 2500, 500, (0, 0, 20))]), "PARK_RW")
    assert measured(table, "needed", "kelurahan") == {"A1.01": 2, "A1.02": 2, "B2.01": 1}
    assert measured(table, "needed", "city") == {"00": 4}
    assert measured(table, "needed_m2", "kelurahan") == {"A1.01": 20, "A1.02": 30, "B2.01": 10}
    assert measured(table, "children_within", "city") == {"00": 10}
    assert measured(table, "share", "kelurahan") == {"A1.01": 0.25, "A1.02": 0.0, "B2.01": 0.0}
    assert measured(table, "share_0_5", "kelurahan")["A1.01"] == 1.0
    assert np.isnan(measured(table, "share_0_5", "kelurahan")["B2.01"])


def test_the_newer_regulation_is_empty_until_the_city_fills_it_in() -> None:
    blank = drawn_rule("PARK_ATR14", kecamatan_area_m2=None, kecamatan_radius_m=None)
    rules = {"PARK_ATR14": dataclasses.replace(blank, status=RuleStatus.BLANK)}
    city = city_of(park("P", "A1.01", 150.0), park("Q", "A1.02"))
    assert measure_successor(Basis(city, rules, Options().as_of)).empty
    filled = {"kecamatan_area_m2": 150, "kecamatan_radius_m": None}
    rules = {"PARK_ATR14": dataclasses.replace(rules["PARK_ATR14"], numbers=filled, before=blank.numbers)}
    table = measure_successor(Basis(city, rules, Options().as_of))
    assert measured(table, "parks_large_enough", "kecamatan") == {"A1": 1, "B2": 0}
    assert measured(table, "parks_without_area", "kecamatan") == {"A1": 1, "B2": 0}


def test_a_rule_without_its_numbers_is_told() -> None:
    with pytest.raises(RuleError, match="PARK_KEC"):
        check_park_supply(city_of(), {"PARK_KEC": drawn_rule("PARK_KEC", area_m2=100)}, "PARK_KEC")


parks = st.lists(
    st.tuples(
        st.sampled_from(["A1.01", "A1.02", "B2.01"]),
        st.sampled_from([np.nan, 50.0, 150.0]),
        st.sampled_from(["yes", "unknown", "no"]),
    ),
    max_size=4,
)


def built(drawn: list[tuple[str, float, str]]) -> list[dict[str, object]]:
    return [park(str(i), code, area_m2, public=public) for i, (code, area_m2, public) in enumerate(drawn)]


@settings(max_examples=25, deadline=None)
@given(parks, parks, st.sampled_from(["PARK_KEC", "PARK_KEL"]))
def test_parks_found_later_never_turn_met_into_anything_else(old: list, new: list, rule: str) -> None:
    before = said(city_of(*built(old), complete=False), rule)
    after = said(city_of(*built(old + new), complete=False), rule)
    for (_, was, _), (_, now, _) in zip(before, after, strict=True):
        assert was is Status.UNKNOWN or now is was
        assert now is not Status.UNMET


@settings(max_examples=25, deadline=None)
@given(parks.filter(bool), st.sampled_from([50.0, 250.0]), st.sampled_from(["PARK_KEC", "PARK_KEL"]))
def test_an_area_measured_later_only_ever_decides(drawn: list, area_m2: float, rule: str) -> None:
    """Read backwards: a forgotten area never turns unknown into met or unmet."""
    forgotten = [(drawn[0][0], np.nan, drawn[0][2]), *drawn[1:]]
    recorded = [(drawn[0][0], area_m2, drawn[0][2]), *drawn[1:]]
    before, after = said(city_of(*built(forgotten)), rule), said(city_of(*built(recorded)), rule)
    for (_, was, _), (_, now, _) in zip(before, after, strict=True):
        assert was is Status.UNKNOWN or now is was
