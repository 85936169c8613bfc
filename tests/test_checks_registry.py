"""The registry of checks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_plan import drawn_city

from planner.checks.basis import Basis
from planner.checks.registry import all_checks, run_checks
from planner.ingest import load_city
from planner.model.assessment import Finding
from planner.model.kinds import Level, Status
from planner.rules.catalogue import apply_changes, load_rules
from planner.texts import Language, translate

AS_OF = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def built_in(balikpapan_folder: Path) -> Basis:
    city = load_city(balikpapan_folder)
    return Basis(city, apply_changes(load_rules(), city.rule_changes), AS_OF)


@pytest.fixture(scope="module")
def findings(built_in: Basis) -> tuple[Finding, ...]:
    return run_checks(built_in)


def test_findings_come_in_the_order_of_checks_and_then_of_codes() -> None:
    findings = run_checks(Basis(drawn_city(), load_rules(), AS_OF))
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    assert rules == [rule for rule in all_checks() if rule in rules]
    # The drawn city has no kelurahan, so RBRA_KELURAHAN says nothing of it.
    told = [
        (finding.rule, finding.unit_code) for finding in findings if finding.rule in ("STSK_COVERAGE", "PUSKESMAS_KEC")
    ]
    assert told == [("STSK_COVERAGE", "1"), ("STSK_COVERAGE", "2"), ("PUSKESMAS_KEC", "1"), ("PUSKESMAS_KEC", "2")]


def test_every_check_is_of_a_rule_of_the_catalogue() -> None:
    assert set(all_checks()) <= set(load_rules())


def test_every_check_says_how_it_judges() -> None:
    for check in all_checks().values():
        assert translate(check.definition, Language.ENGLISH).endswith("."), check.rule


def test_whatever_is_not_met_says_what_would_change_it(findings: tuple[Finding, ...]) -> None:
    assert findings
    for finding in findings:
        assert (finding.remedy is None) == (finding.status is Status.MET), finding


def test_no_region_is_judged_twice_under_one_rule(findings: tuple[Finding, ...]) -> None:
    about = [(finding.rule, finding.unit_level, finding.unit_code) for finding in findings]
    assert len(about) == len(set(about))


def test_findings_of_a_rule_come_in_the_order_of_levels_and_codes(findings: tuple[Finding, ...]) -> None:
    # What a scenario changes is put back in this order.
    levels, rules = list(Level), list(all_checks())
    order = [(rules.index(of.rule), levels.index(of.unit_level), of.unit_code) for of in findings]
    assert order == sorted(order)


def test_a_local_check_says_the_same_of_a_kecamatan_alone(built_in: Basis, findings: tuple[Finding, ...]) -> None:
    city = built_in.city
    local = [check for check in all_checks().values() if check.local]
    rules = {check.rule for check in local}
    assert not [of for of in findings if of.rule in rules and of.unit_level is Level.CITY]
    for code in city.regions_at(Level.KECAMATAN)["code"]:
        regions = city.regions[city.regions["kecamatan_code"] == code].reset_index(drop=True)
        own = (city.facilities["kecamatan_code"] == code) | city.facilities["kecamatan_code"].isna()
        part = replace(city, regions=regions, facilities=city.facilities[own].reset_index(drop=True))
        codes = set(regions["code"])
        assert run_checks(replace(built_in, city=part), local) == tuple(
            of for of in findings if of.rule in rules and of.unit_code in codes
        )


def test_a_check_that_names_kinds_of_place_looks_at_no_other(built_in: Basis, findings: tuple[Finding, ...]) -> None:
    city = built_in.city
    naming = [check for check in all_checks().values() if check.kinds is not None]
    assert naming
    for kinds in {check.kinds for check in naming if check.kinds}:
        chosen = [check for check in naming if check.kinds == kinds]
        facilities = city.facilities[city.facilities["kind"].isin(kinds)].reset_index(drop=True)
        without = replace(built_in, city=replace(city, facilities=facilities))
        rules = {check.rule for check in chosen}
        assert run_checks(without, chosen) == tuple(of for of in findings if of.rule in rules)


def test_the_built_in_city_gets_what_the_city_says_of_itself(findings: tuple[Finding, ...]) -> None:
    said = {
        finding.unit_name.removeprefix("Balikpapan "): (finding.status, finding.reason)
        for finding in findings
        if finding.rule == "STSK_COVERAGE"
    }
    assert said == {
        "Kota": (Status.MET, "child_friendly_park"),
        "Selatan": (Status.MET, "child_friendly_park"),
        "Utara": (Status.UNMET, "park_could_be_upgraded"),
        "Tengah": (Status.UNMET, "park_could_be_upgraded"),
        "Barat": (Status.UNMET, "park_could_be_upgraded"),
        "Timur": (Status.UNKNOWN, "unverified_claim"),
    }
    areas = {finding.unit_name: finding.status for finding in findings if finding.rule == "RPJMD_PARK_1HA"}
    assert [name for name, status in areas.items() if status is Status.MET] == ["Balikpapan Selatan"]
    assert Status.UNMET not in areas.values()
