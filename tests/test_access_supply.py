"""What places offer."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from drawn_city import drawn_city, drawn_facilities, drawn_facility

from planner.access.supply import SERVICES, capacity, park_area_m2
from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.rule import Rule, RuleStatus

# 60, 120 and 120 children of the three tiers among 1,200 people.
DRAWN = drawn_city({"A1.01": (0, 0, 200, 200)}, children={"A1.01": (60, 120, 120)})
assert DRAWN.population is not None
CITY = dataclasses.replace(DRAWN, population=DRAWN.population.assign(population=1200))


def rule(name: str, people: float) -> dict[str, Rule]:
    return {name: Rule(name, "schools", {}, RuleStatus.DEFAULT, {}, "SNI", {"pop": people}, {"pop": "people"})}


def places(*capacities: float | None, kind: str) -> list[float | bool]:
    """Return how many children each place is meant for, and then whether that is assumed."""
    return found(CITY, *capacities, kind=kind, rules=rule("SD", 1600) | rule("PUSKESMAS", 120_000))


def found(city: City, *capacities: float | None, kind: str, rules: dict[str, Rule]) -> list[float | bool]:
    table = drawn_facilities(
        [drawn_facility(str(n), (0, 0), kind=kind, capacity=known) for n, known in enumerate(capacities)]
    )
    offered = capacity(city, rules, SERVICES[kind], table)
    return [*offered.children.tolist(), *offered.assumed.tolist()]


def test_each_school_is_for_the_ages_that_go_there() -> None:
    parts = {kind: [service.part(tier) for tier in AgeTier] for kind, service in SERVICES.items()}
    assert parts == {
        "school_paud": [0.5, 0, 0], "school_sd": [0, 1, 0], "school_smp": [0, 0, 0.5], "school_sma": [0, 0, 0.5],
        "school_smk": [0, 0, 0.5], "puskesmas": [1, 1, 1],
    }  # fmt: skip


def test_what_is_recorded_counts_and_the_standard_stands_in() -> None:
    # One in ten people is 6-11 years old: of the 1,600 people of a primary school's standard, 160.
    assert places(240, None, kind="school_sd") == [240.0, 160.0, False, True]


def test_a_puskesmas_is_for_people_of_whom_some_are_children() -> None:
    # One in four people is a child.
    assert places(1000, None, kind="puskesmas") == [250.0, 30_000.0, False, True]


def test_without_a_standard_it_is_not_known() -> None:
    assert places(90, None, kind="school_smk") == [90.0, pytest.approx(np.nan, nan_ok=True), False, False]


def test_without_people_no_standard_can_be_read_as_children() -> None:
    empty = dataclasses.replace(CITY, population=None)
    assert found(empty, None, kind="school_sd", rules=rule("SD", 1600)) == [pytest.approx(np.nan, nan_ok=True), False]


def test_a_park_that_is_closed_to_the_public_offers_nothing() -> None:
    table = drawn_facilities(
        [
            drawn_facility("1", (0, 0), area_m2=500.0),
            drawn_facility("2", (0, 0), area_m2=500.0, public="no"),
            drawn_facility("3", (0, 0), public="no"),
            drawn_facility("4", (0, 0), public="unknown"),
        ]
    )
    assert park_area_m2(table).tolist() == [500.0, 0.0, 0.0, pytest.approx(np.nan, nan_ok=True)]
