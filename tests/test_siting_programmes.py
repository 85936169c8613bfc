"""What sites are proposed for, and what they cost."""

from __future__ import annotations

import datetime as dt

import pytest
from drawn_plan import drawn_city, drawn_rule, place

from planner.checks.basis import Basis
from planner.checks.registry import run_checks
from planner.errors import OptionError
from planner.model.assessment import Action
from planner.model.options import Programme, SitingOptions
from planner.rules.catalogue import load_rules
from planner.siting.programmes import AIMS, costs_idr, duties_of

RULES = load_rules()
PARKS, PUSKESMAS = AIMS[Programme.PARK_PER_KECAMATAN], AIMS[Programme.PUSKESMAS_PER_KECAMATAN]


def test_every_programme_has_an_aim_and_a_rule() -> None:
    assert set(AIMS) == set(Programme)
    assert all(str(programme) in RULES for programme in Programme)


def test_duties_are_the_regions_whose_finding_is_not_met() -> None:
    city = drawn_city([place("A", "1", child_friendly="yes", public="yes")])
    findings = run_checks(Basis(city, RULES, dt.date(2026, 1, 1)))
    assert list(duties_of(PARKS, findings)) == ["2"]
    assert list(duties_of(PUSKESMAS, findings)) == ["1", "2"]


def test_a_new_play_space_costs_the_upper_end_of_the_rule_and_an_upgrade_the_lower() -> None:
    assert costs_idr(PARKS, SitingOptions(), RULES) == {Action.NEW: 500_000_000, Action.UPGRADE: 300_000_000}


def test_a_person_may_set_the_costs() -> None:
    chosen = SitingOptions(new_cost_idr=7, upgrade_cost_idr=3)
    assert costs_idr(PUSKESMAS, chosen, RULES) == {Action.NEW: 7, Action.UPGRADE: 3}


def test_what_a_puskesmas_costs_is_not_known() -> None:
    assert costs_idr(PUSKESMAS, SitingOptions(), RULES) is None
    with pytest.raises(OptionError):
        costs_idr(PUSKESMAS, SitingOptions(year_budgets_idr=(1,), first_year=2026), RULES)


def test_a_catalogue_without_the_rule_knows_no_cost() -> None:
    assert costs_idr(PARKS, SitingOptions(), {"X": drawn_rule("X")}) is None
