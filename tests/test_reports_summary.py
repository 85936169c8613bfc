"""The result in a sentence."""

from __future__ import annotations

import dataclasses

from drawn_assessment import drawn_access, drawn_assessment, drawn_city, drawn_findings, drawn_plan, infeasible_plan

from planner.model.assessment import Optimality, PlanStatus
from planner.model.kinds import Status
from planner.reports.summary import plan_sentence, programme_sentence, reach_sentence
from planner.texts import Language, translate


def english(sentence: object) -> str:
    return translate(sentence, Language.ENGLISH)  # type: ignore[arg-type]


def test_the_programme_in_a_sentence() -> None:
    assert english(programme_sentence(drawn_assessment())) == "1 of 2 kecamatan have a child-friendly park."


def test_what_is_not_known_is_named() -> None:
    met, unmet = drawn_findings()
    unknown = dataclasses.replace(unmet, status=Status.UNKNOWN)
    sentence = english(programme_sentence(drawn_assessment(findings=(met, unknown))))
    assert sentence == "1 of 2 kecamatan have a child-friendly park; for 1 it is not known."


def test_reach_in_a_sentence() -> None:
    sentence = english(reach_sentence(drawn_assessment()))
    assert sentence == ("40 of 160 children live within 10 minutes on foot of a child-friendly park: 25% (19% to 35%).")


def test_reach_without_a_population_is_not_known() -> None:
    access = drawn_access(drawn_city()).iloc[:0]
    assert "not known" in english(reach_sentence(drawn_assessment(access=access)))


def test_a_proven_plan_says_so() -> None:
    sentence = english(plan_sentence(drawn_assessment()))
    assert sentence == "2 sites are proposed, for 90 more children; no other plan with as many sites reaches more."


def test_a_plan_within_the_gap_names_its_bound() -> None:
    proof = Optimality(90, 95, 5 / 90, PlanStatus.WITHIN_GAP, 1.0)
    sentence = english(plan_sentence(drawn_assessment(dataclasses.replace(drawn_plan(), optimality=proof))))
    assert sentence.endswith("reaches more than 95.")


def test_without_a_plan_the_reason_is_the_sentence() -> None:
    assert english(plan_sentence(drawn_assessment(infeasible_plan()))) == "One site is too few."


def test_nobody_left_to_reach_is_no_plan() -> None:
    nothing = dataclasses.replace(drawn_plan(), proposals=(), optimality=Optimality(0, 0, 0.0, PlanStatus.OPTIMAL, 0.0))
    assert "nobody left to reach" in english(plan_sentence(drawn_assessment(nothing)))
