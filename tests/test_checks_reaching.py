"""Children who live near enough to something, and the helpers that put numbers and findings together."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from drawn_city import drawn_city, drawn_facility

from planner.checks.findings import RegionUnit, Said, finding, region_units
from planner.checks.measuring import Measured, measured_table
from planner.checks.people import people_by_region
from planner.checks.places import listed_completely, listed_names, play_place_records
from planner.checks.reaching import within_walk
from planner.model.details import Unit
from planner.model.kinds import PLAY_KINDS, FacilityKind, Known, Level, Status
from planner.texts import Language, text, translate

BOXES = {"A1.01": (0, 0, 10, 10), "A1.02": (10, 0, 20, 10), "B2.01": (20, 0, 30, 10)}
CITY = drawn_city(BOXES, children={"A1.01": (1, 2, 3), "A1.02": (4, 0, 0), "B2.01": (0, 5, 0)})


def test_people_are_summed_up_the_levels() -> None:
    people = people_by_region(CITY)
    assert people[Level.CITY]["population"].to_dict() == {"00": 15}
    assert people[Level.KECAMATAN]["population"].to_dict() == {"A1": 10, "B2": 5}
    assert people[Level.KELURAHAN]["children_0_5"].to_dict() == {"A1.01": 1, "A1.02": 4, "B2.01": 0}
    assert people_by_region(dataclasses.replace(CITY, population=None)) == {}


def test_the_units_of_each_level() -> None:
    assert region_units(CITY, Level.CITY) == (RegionUnit(Level.CITY, "00", "Kota Gambar"),)
    assert [(unit.code, unit.kecamatan_code) for unit in region_units(CITY, Level.KELURAHAN)] == [
        ("A1.01", "A1"),
        ("A1.02", "A1"),
        ("B2.01", "B2"),
    ]


def test_a_finding_has_what_is_said_of_its_region() -> None:
    unit = region_units(CITY, Level.KECAMATAN)[0]
    said = Said("too_few", text("Too few."), text("Build one."), ["P"])
    made = finding("RULE", unit, Status.UNMET, said, value=0.0, required=1.0)
    assert (made.unit_code, made.unit_name, made.evidence, made.remedy) == (
        "A1",
        "Kecamatan A1",
        ("P",),
        text("Build one."),
    )


def test_a_walk_counts_up_to_its_limit_to_the_nearest_kind() -> None:
    distance_m = pd.DataFrame({"park": [400.0, 401.0, math.inf], "playground": [900.0, 100.0, math.inf]})
    assert within_walk(distance_m, ["park"], 400, 3).tolist() == [True, False, False]
    assert within_walk(distance_m, ["park", "playground"], 400, 3).tolist() == [True, True, False]
    assert within_walk(distance_m, ["rth"], 400, 3).tolist() == [False] * 3
    assert within_walk(None, ["park"], 400, 3).tolist() == [False] * 3


def test_numbers_become_one_table() -> None:
    numbers = pd.Series({"A1": 1.0, "B2": np.nan})
    table = measured_table("RULE", [Measured(Level.KECAMATAN, numbers, "needed", Unit.COUNT, "park")])
    assert table["code"].tolist() == ["A1", "B2"]
    assert table["unit"].tolist() == ["count", "count"]
    assert table["value"].isna().tolist() == [False, True]
    assert measured_table("RULE", []).empty


@pytest.mark.parametrize(
    ("names", "told"), [(["P"], "P"), (["P", "Q", "R"], "P, Q, R"), (["P", "Q", "R", "S", "T"], "P, Q, R and 2 more")]
)
def test_names_are_listed_up_to_three(names: list[str], told: str) -> None:
    assert translate(listed_names(names), Language.ENGLISH) == told


def test_only_what_the_city_lists_without_a_gap_is_complete() -> None:
    city = dataclasses.replace(CITY, complete_kinds=frozenset({"park"}))
    assert listed_completely(city, [FacilityKind.PARK])
    assert not listed_completely(city, PLAY_KINDS)


def test_play_places_one_by_one() -> None:
    places = [
        drawn_facility("P", (5, 5), kelurahan_code="A1.01", kecamatan_code="A1", area_m2=7.0),
        drawn_facility("Q", None, kecamatan_code="A1", placement="declared", public="no"),
        drawn_facility("R", (5, 5), kind="rth", kecamatan_code="A1"),
    ]
    first, second = play_place_records(drawn_city(BOXES, children=None, facilities=places))
    assert (first.id, first.kelurahan_code, first.area_m2, first.closed) == ("P", "A1.01", 7.0, False)
    assert (second.id, second.kelurahan_code, second.area_m2, second.closed) == ("Q", "", None, True)
    assert (second.public, second.free) == (Known.NO, Known.UNKNOWN)
