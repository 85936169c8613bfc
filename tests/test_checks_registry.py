"""The registry of checks."""

from __future__ import annotations

from pathlib import Path

from drawn_plan import drawn_city, drawn_rule

from planner.checks import CHECKS, run_checks
from planner.ingest import load_city
from planner.model.kinds import Status
from planner.rules.catalogue import load_rules


def test_findings_come_in_the_order_of_rules_and_then_of_codes() -> None:
    rules = {rule: drawn_rule(rule, min_count=1, area_m2=10_000) for rule in CHECKS}
    findings = run_checks(drawn_city(), rules)
    assert [(finding.rule, finding.unit_code) for finding in findings] == [
        ("STSK_COVERAGE", "1"),
        ("STSK_COVERAGE", "2"),
        # The drawn city has no kelurahan, so RBRA_KELURAHAN says nothing of it.
        ("RPJMD_PARK_1HA", "1"),
        ("RPJMD_PARK_1HA", "2"),
        ("PUSKESMAS_KEC", "1"),
        ("PUSKESMAS_KEC", "2"),
    ]


def test_the_built_in_city_gets_what_the_city_says_of_itself(balikpapan_folder: Path) -> None:
    findings = run_checks(load_city(balikpapan_folder), load_rules())
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
