"""The present city and scenarios side by side."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from drawn_scenario import drawn_growth, empty_scenario, play_city

from planner.assess import assess, measure
from planner.errors import OptionError
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level
from planner.model.labels import TIER_LABELS
from planner.model.options import Options
from planner.model.scenario import Change, CloseFacility, Grow, UpgradeFacility
from planner.model.tables import ACCESS
from planner.scenarios.comparing import Comparison, Named, compare
from planner.scenarios.running import what_if
from planner.texts import Language, translate

CITY = play_city()
GROUND = measure(CITY)
PRESENT = assess(CITY, ground=GROUND)


def named(name: str, *changes: Change, options: Options | None = None) -> Named:
    scenario = replace(empty_scenario(CITY, name), changes=changes)
    return Named(name, what_if(PRESENT, GROUND, scenario, options))


@cache
def four() -> Comparison:
    """Compare the present with three scenarios: an upgrade in 02, the only school closed, twice the people in 02.02."""
    return compare(
        [
            Named("Kini", PRESENT),
            named("Naik", UpgradeFacility("p2")),
            named("Tutup", CloseFacility("s1")),
            named("Tumbuh", Grow(drawn_growth("02.02,2030,800"), 2030)),
        ]
    )


def test_every_region_kind_and_tier_has_a_row_for_each() -> None:
    access = four().access
    assert len(access) == 4 * len(PRESENT.access)
    assert access["scenario"].iloc[:4].tolist() == ["Kini", "Naik", "Tutup", "Tumbuh"]
    assert [column for column in ACCESS.columns if column not in access.columns] == []
    assert access.loc[access["code"] == "00", "name"].unique().tolist() == ["Kota Gambar"]


def test_an_upgrade_is_seen_where_it_lies() -> None:
    table = four().side_by_side(Level.KECAMATAN, CHILD_FRIENDLY_PARK, ALL_CHILDREN)
    assert table.index.tolist() == [("01", "Kecamatan 01"), ("02", "Kecamatan 02")]
    assert table[("Naik", "children_within")].dtype == "int64"
    # Nobody of 02 reaches a park now; in 01 only a few who live near the border gain one.
    assert table.loc[("02", "Kecamatan 02"), ("Kini", "share")] == 0
    gained = table.loc[("02", "Kecamatan 02"), ("Naik", "change_children_within")]
    assert gained == table.loc[("02", "Kecamatan 02"), ("Naik", "children_within")] > 100
    assert (table["Kini"]["change_share"] == 0).all()
    assert (table["Tutup"]["change_share"] == 0).all()


@pytest.mark.parametrize("kind", [CHILD_FRIENDLY_PARK, "school_sd"])
def test_who_reaches_a_kind_is_the_same_when_only_some_levels_are_looked_at(kind: str) -> None:
    comparison, levels = four(), (Level.CITY, Level.KECAMATAN)
    reached = comparison.reach_of(kind, levels)
    assert list(reached) == [("00", "Kota Gambar"), ("01", "Kecamatan 01"), ("02", "Kecamatan 02")]
    for tier in TIER_LABELS:
        sides = pd.concat([comparison.side_by_side(level, kind, tier) for level in levels])
        for region, own in reached.items():
            for name in comparison.names:
                figures = sides.loc[region, name]
                assert own[tier, name].share == pytest.approx(figures["share"], rel=0, abs=0, nan_ok=True)
                assert own[tier, name].change_children_within == figures["change_children_within"]


def test_a_kind_whose_last_place_is_closed_is_reached_by_nobody() -> None:
    table = four().side_by_side(Level.CITY, "school_sd", ALL_CHILDREN).iloc[0]
    assert table[("Kini", "children_within")] > 0
    assert (table[("Tutup", "children")], table[("Tutup", "children_within")], table[("Tutup", "share")]) == (800, 0, 0)
    assert table[("Tutup", "change_share")] == -table[("Kini", "share")]


def test_growth_changes_the_children() -> None:
    table = four().side_by_side(Level.KELURAHAN, CHILD_FRIENDLY_PARK, ALL_CHILDREN)
    assert table[("Tumbuh", "change_children")].tolist() == [0, 0, 0, 200]


def of_programme(findings: pd.DataFrame, **chosen: str) -> pd.DataFrame:
    """Return the findings of the city's own programme, and of those the ones that are asked for."""
    rows = findings[findings["rule"].isin(["STSK_COVERAGE", "RBRA_KELURAHAN"])]
    for column, word in chosen.items():
        rows = rows[rows[column] == word]
    return rows


def test_findings_that_change_are_told_from_what_to_what() -> None:
    changed = of_programme(four().changed_findings())
    assert changed[["rule", "unit_code", "scenario", "status_before", "status"]].to_numpy().tolist() == [
        ["STSK_COVERAGE", "02", "Naik", "unmet", "met"],
        ["RBRA_KELURAHAN", "02.01", "Naik", "unmet", "met"],
    ]
    assert len(of_programme(four().findings)) == 4 * len(of_programme(four().findings, scenario="Kini"))


def test_a_finding_that_only_a_scenario_has_is_a_change_without_a_status_before() -> None:
    # Only a designated park is judged by its 13 requirements: the present has none in kecamatan 02.
    changed = four().changed_findings()
    own = changed[(changed["rule"] == "RBRA_13") & (changed["unit_code"] == "02")]
    assert own[["scenario", "status"]].to_numpy().tolist() == [["Naik", "unknown"]]
    assert own["status_before"].isna().all()


def test_plans_are_measured_by_whom_they_reach_together_with_what_exists() -> None:
    plans = four().plans.set_index("scenario")
    for one in four().named:
        row = plans.loc[one.name]
        assert row["children_newly_within"] == sum(own.children_newly_within for own in one.assessment.plan.proposals)
        assert row["children_within_with_plan"] == row["children_within"] + row["children_newly_within"]
    assert plans.loc["Kini", "change_with_plan"] == 0
    assert plans.loc["Naik", "sites"] == 0


def test_other_options_are_said() -> None:
    other = named("Cepat", UpgradeFacility("p2"), options=Options(threshold_min=5.0, sites=2))
    notices = [translate(notice, Language.ENGLISH) for notice in compare([Named("Kini", PRESENT), other]).notices]
    assert notices == [
        "“Cepat” counts 5 minutes on foot as reached, “Kini” 10: their shares can't be compared.",
        "“Cepat” and “Kini” ask for different plans: what these reach can't be compared.",
    ]


def test_plans_of_another_size_are_said() -> None:
    # With its park upgraded, the only kecamatan that needs a site needs none.
    assert [translate(notice, Language.ENGLISH) for notice in four().notices] == [
        "The plan of “Naik” has 0 sites, that of “Kini” 1: what the plans reach differs for that reason too."
    ]


def test_one_alone_two_of_a_name_or_another_city_are_refused() -> None:
    with pytest.raises(OptionError):
        compare([Named("Kini", PRESENT)])
    with pytest.raises(OptionError):
        compare([Named("Kini", PRESENT), Named("Kini", PRESENT)])
    elsewhere = replace(PRESENT, city=replace(CITY, code="99"))
    with pytest.raises(OptionError):
        compare([Named("Kini", PRESENT), Named("Lain", elsewhere)])


def test_a_city_without_people_can_be_compared_too() -> None:
    unknown = replace(CITY, population=None)
    ground = measure(unknown)
    present = assess(unknown, ground=ground)
    upgraded = replace(empty_scenario(unknown), changes=(UpgradeFacility("p2"),))
    compared = compare([Named("Kini", present), Named("Naik", what_if(present, ground, upgraded))])
    assert compared.access.empty
    assert of_programme(compared.changed_findings())["unit_code"].tolist() == ["02", "02.01"]
    assert compared.plans["children_within"].isna().all()
