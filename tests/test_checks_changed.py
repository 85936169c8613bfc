"""A number that the city changed shows wherever a finding under its rule is told."""

from __future__ import annotations

import datetime as dt

from drawn_plan import drawn_city

from planner.checks.basis import Basis
from planner.checks.registry import run_checks
from planner.rules.catalogue import apply_changes, load_rules
from planner.texts import Language, translate

AS_OF = dt.date(2026, 11, 22)


def test_findings_under_a_changed_rule_say_so_and_others_do_not() -> None:
    rules = apply_changes(load_rules(), {"PUSKESMAS_KEC": {"min_count": 2}})
    told = {
        rule: {
            "The city changed this rule: at least 2 puskesmas in each kecamatan "
            "(catalogue: 1 puskesmas in each kecamatan)." in translate(finding.reason_text, Language.ENGLISH)
            for finding in run_checks(Basis(drawn_city(), rules, AS_OF))
            if finding.rule == rule
        }
        for rule in ("PUSKESMAS_KEC", "STSK_COVERAGE")
    }
    assert told == {"PUSKESMAS_KEC": {True}, "STSK_COVERAGE": {False}}
    assert not any(
        "changed this rule" in translate(finding.reason_text, Language.ENGLISH)
        for finding in run_checks(Basis(drawn_city(), load_rules(), AS_OF))
    )
