"""The registry of checks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from drawn_plan import drawn_city

from planner.checks.basis import Basis
from planner.checks.registry import all_checks, run_checks
from planner.ingest import load_city
from planner.model.kinds import Status
from planner.rules.catalogue import load_rules

AS_OF = dt.date(2026, 11, 22)


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


def test_the_built_in_city_gets_what_the_city_says_of_itself(balikpapan_folder: Path) -> None:
    findings = run_checks(Basis(load_city(balikpapan_folder), load_rules(), AS_OF))
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
