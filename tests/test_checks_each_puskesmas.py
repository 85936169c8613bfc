"""PUSKESMAS_KEC: at least one puskesmas in every kecamatan."""

from __future__ import annotations

import dataclasses

from drawn_plan import drawn_city, drawn_rule, place

from planner.checks.each.puskesmas import check_puskesmas
from planner.model.kinds import Status
from planner.texts import Language, translate

RULES = {"PUSKESMAS_KEC": drawn_rule("PUSKESMAS_KEC", min_count=1)}


def judged(*places: dict[str, object], complete: bool = False) -> list[tuple[str, Status, str]]:
    city = dataclasses.replace(drawn_city(places), complete_kinds=frozenset({"puskesmas"} if complete else ()))
    return [(finding.unit_code, finding.status, finding.reason) for finding in check_puskesmas(city, RULES)]


ONE = (place("A", "1", kind="puskesmas"), place("B", "2", kind="pustu"))


def test_a_kecamatan_with_one_is_met_and_one_of_a_complete_list_without_is_not() -> None:
    assert judged(*ONE, complete=True) == [
        ("1", Status.MET, "puskesmas_known"),
        ("2", Status.UNMET, "too_few_puskesmas"),
    ]


def test_where_one_may_be_missing_from_the_list_nothing_is_unmet() -> None:
    assert judged(*ONE) == [
        ("1", Status.MET, "puskesmas_known"),
        ("2", Status.UNKNOWN, "list_not_complete"),
    ]


def test_one_of_an_unknown_region_may_lie_anywhere() -> None:
    lost = place("C", None, kind="puskesmas", placement="unplaced", geometry=None)
    for complete in (True, False):
        assert judged(place("A", "1", kind="puskesmas"), lost, complete=complete) == [
            ("1", Status.MET, "puskesmas_known"),
            ("2", Status.UNKNOWN, "puskesmas_without_region"),
        ]


def test_one_outside_the_city_counts_nowhere() -> None:
    far = place("D", None, kind="puskesmas")
    assert judged(place("A", "1", kind="puskesmas"), far, complete=True)[1][1] is Status.UNMET


def test_the_reason_names_what_is_there() -> None:
    finding = check_puskesmas(drawn_city([place("Puskesmas Satu", "1", kind="puskesmas")]), RULES)[0]
    assert translate(finding.reason_text, Language.ENGLISH) == "There is a puskesmas: Puskesmas Satu."
    assert (finding.value, finding.required, finding.evidence) == (1.0, 1.0, ("Puskesmas Satu",))
