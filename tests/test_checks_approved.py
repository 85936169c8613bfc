"""What every check says of the built-in city, as somebody read and approved it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from approval import approve

from planner.checks.basis import Basis
from planner.checks.registry import all_checks
from planner.ingest import load_city
from planner.model.city import City
from planner.model.kinds import Status
from planner.model.rule import Rules
from planner.rules.catalogue import load_rules
from planner.texts import Language, translate


@pytest.fixture(scope="module")
def city(balikpapan_folder: Path) -> City:
    return load_city(balikpapan_folder)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.mark.parametrize("rule", list(all_checks()))
def test_findings_of_the_built_in_city(rule: str, city: City, rules: Rules) -> None:
    findings = all_checks()[rule].find(Basis(city, rules, dt.date(2026, 11, 22)))
    lines = [
        f"{of.unit_level} {of.unit_code} {of.unit_name}: {of.status} ({of.reason}) "
        f"value {of.value}, required {of.required}, {len(of.evidence)} places\n"
        f"  {translate(of.reason_text, Language.ENGLISH)}\n"
        f"  {'–' if of.remedy is None else translate(of.remedy, Language.ENGLISH)}\n"
        for of in findings
    ]
    approve(f"checks/{rule}.txt", "".join(lines))
    # What is met needs nothing; of everything else is said what would change it.
    assert all((of.remedy is None) == (of.status is Status.MET) for of in findings)
