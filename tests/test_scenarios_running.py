"""A what-if is the same as assessing the changed city from scratch, only faster."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from drawn_scenario import drawn_growth, empty_scenario, park, play_city
from drawn_survey import seen, survey_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.access.destinations import kinds_reached
from planner.access.measures import Walks, access_table
from planner.access.variations import variations
from planner.assess import Ground, assess, measure
from planner.checks.basis import Basis
from planner.checks.registry import run_checks
from planner.ingest import load_city
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import FacilityKind
from planner.model.options import Options, Programme, SitingOptions, WalkingOptions
from planner.model.scenario import AddFacility, Change, CloseFacility, Grow, Scenario, UpgradeFacility
from planner.scenarios.applying import apply_scenario
from planner.scenarios.ground import changed_ground
from planner.scenarios.places import changed_places
from planner.scenarios.running import what_if
from planner.sources.scenarios.document import read_scenario, scenario_toml

CITY = play_city()
TIERS = "code,year,population,children_0_5,children_6_11,children_12_17"
CHANGES: tuple[Change, ...] = (
    park(CITY, 3500, 500),
    park(CITY, 1500, 700, id_="scenario:2", kind=FacilityKind.LIBRARY, name="Pustaka", child_friendly=False),
    UpgradeFacility("p2"),
    CloseFacility("p1"),
    CloseFacility("s1"),
    CloseFacility("p3"),
    Grow(drawn_growth("02.02,2030,4000,10,20,30", header=TIERS), 2030),
    Grow(drawn_growth("01,2030,2000", "02,2030,0"), 2030),
)


@cache
def present() -> tuple[Assessment, Ground]:
    """Return the drawn city's assessment and what it stands on."""
    ground = measure(CITY)
    return assess(CITY, ground=ground), ground


def ran(*changes: Change, options: Options | None = None) -> Assessment:
    assessment, ground = present()
    return what_if(assessment, ground, scenario_of(*changes), options)


def scenario_of(*changes: Change) -> Scenario:
    return replace(empty_scenario(CITY), changes=changes)


def from_scratch(*changes: Change, options: Options | None = None) -> Assessment:
    after = apply_scenario(CITY, scenario_of(*changes))
    walking = options.walking if options else None
    return assess(after, options=options or Options(), ground=measure(after, walking=walking))


def assert_same(one: object, other: object, where: str = "assessment") -> None:
    """Compare two results in depth, what they draw when asked too; only how long the solver took may differ."""
    if isinstance(one, pd.DataFrame):
        assert isinstance(other, pd.DataFrame), where
        pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other), obj=where)
    elif isinstance(one, Mapping):
        assert isinstance(other, Mapping), where
        assert list(one) == list(other), where
        for key, value in one.items():
            assert_same(value, other[key], f"{where}.{key}")
    elif dataclasses.is_dataclass(one) and not isinstance(one, City):
        assert type(one) is type(other), where
        if isinstance(one, Assessment) and isinstance(other, Assessment):
            assert_same(one.catchments, other.catchments, f"{where}.catchments")
        for field in dataclasses.fields(one):
            if field.name not in {"seconds", "draw_catchments", "look_closer"}:
                assert_same(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
        if isinstance(one, Assessment) and isinstance(other, Assessment):
            assert_same(one.details, other.details, f"{where}.details")
    elif isinstance(one, tuple):
        assert isinstance(other, tuple), where
        assert len(one) == len(other), where
        for place, pair in enumerate(zip(one, other, strict=True)):
            assert_same(*pair, where=f"{where}[{place}]")
    elif isinstance(one, City):
        assert isinstance(other, City), where
        assert one.fingerprint == other.fingerprint
    elif isinstance(one, float) and isinstance(other, float):
        assert one == pytest.approx(other, nan_ok=True), where
    else:
        assert one == other, where


@pytest.mark.parametrize("place", range(len(CHANGES)))
def test_each_change_gives_what_assessing_from_scratch_gives(place: int) -> None:
    assert_same(ran(CHANGES[place]), from_scratch(CHANGES[place]))


def test_no_change_gives_the_present() -> None:
    assert_same(ran(), present()[0])


@settings(max_examples=6)
@given(st.permutations(CHANGES), st.integers(2, len(CHANGES)), st.sampled_from([10.0, 4.0]))
def test_any_changes_together_give_what_assessing_from_scratch_gives(
    order: list[Change], number: int, minutes: float
) -> None:
    options = Options(threshold_min=minutes)
    assert_same(ran(*order[:number], options=options), from_scratch(*order[:number], options=options))


@pytest.mark.parametrize(
    "options",
    [
        Options(walking=WalkingOptions(barrier=False, slope=False)),
        Options(siting=SitingOptions(programme=Programme.RBRA_PER_KELURAHAN)),
        Options(sites=3),
    ],
)
def test_other_options_give_what_assessing_from_scratch_gives(options: Options) -> None:
    assert_same(ran(CHANGES[0], options=options), from_scratch(CHANGES[0], options=options))


@pytest.mark.parametrize("known", [{"public": "no"}, {}])
def test_a_designated_park_that_costs_money_is_opened_to_everybody(known: dict[str, str]) -> None:
    own = CITY.facilities["id"] == "p1"
    facilities = CITY.facilities.assign(**{name: CITY.facilities[name].mask(own, to) for name, to in known.items()})
    paid = survey_of(seen("p1", value="no"))
    city = replace(CITY, facilities=facilities, survey=paid, fingerprint="paid")
    ground = measure(city)
    scenario = replace(empty_scenario(city), changes=(UpgradeFacility("p1"),))
    after = apply_scenario(city, scenario)
    found = what_if(assess(city, ground=ground), ground, scenario, Options())
    assert_same(found, assess(after, options=Options(), ground=measure(after)))
    assert changed_places(city, after)["id"].tolist() == ["p1"]


def test_a_real_city_gives_what_assessing_from_scratch_gives(balikpapan_folder: Path) -> None:
    city = load_city(balikpapan_folder)
    ground, options = measure(city), Options(sites=0, as_of=dt.date(2026, 3, 1))
    present = assess(city, options=options, ground=ground)
    spot = city.finest_regions.geometry.representative_point().to_crs(4326).iloc[3]
    kinds = (FacilityKind.PARK, FacilityKind.SCHOOL_SD, FacilityKind.WORSHIP, FacilityKind.RTH)
    scenarios = [
        replace(empty_scenario(city), changes=changes)
        for kind in kinds
        for closed in (CloseFacility(str(city.facilities.loc[(city.facilities["kind"] == kind).idxmax(), "id"])),)
        for changes in ((AddFacility("scenario:1", kind, "Baru", spot.x, spot.y),), (closed,))
    ]
    for scenario in scenarios:
        after = apply_scenario(city, scenario)
        found = what_if(present, ground, scenario, options)
        assert found.findings == run_checks(Basis(after, ground.rules, options.as_of))
        scratch = changed_ground(city, ground, after).ground
        walks = Walks(scratch.demand.points, scratch.walking.walking, kinds_reached(after), scratch.distance_m)
        runs = variations(found.method, ground.rules)
        pd.testing.assert_frame_equal(found.access, access_table(after, walks, found.method, ground.rules, runs))


def test_a_scenario_uses_its_own_options() -> None:
    assessment, ground = present()
    scenario = replace(scenario_of(CHANGES[0]), options=Options(threshold_min=4.0))
    assert what_if(assessment, ground, scenario).method.threshold_min == 4.0


def test_the_first_plan_is_taken_where_there_is_no_time_for_a_better_one() -> None:
    assessment, ground = present()
    quick = what_if(assessment, ground, scenario_of(CHANGES[0]), plan_limit_s=0.2)
    assert quick.options.time_limit_s == 0.2
    assert_same(quick.access, ran(CHANGES[0]).access)


def test_an_added_park_serves_those_around_it() -> None:
    # In 02.02 nobody reaches a park; with one in its middle about as many children do as in 01.01 now, 70 %.
    before, after = present()[0].access, ran(CHANGES[0]).access
    key = (before["code"] == "02.02") & (before["kind"] == "child_friendly_park") & (before["age_tier"] == "0-17")
    assert before.loc[key, "share"].item() == 0.0
    assert after.loc[key, "share"].item() == pytest.approx(0.7, abs=0.05)


def test_a_scenario_run_again_from_its_file_gives_the_same() -> None:
    scenario = scenario_of(*CHANGES)
    again = read_scenario(scenario_toml(scenario).encode(), "percobaan.toml")
    assessment, ground = present()
    assert_same(what_if(assessment, ground, again), what_if(assessment, ground, scenario))
    assert np.isfinite(ran(*CHANGES).access["children"]).all()
