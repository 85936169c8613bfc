"""A plan looked at from all sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.assess import Ground, measure
from planner.ingest import load_city
from planner.model.assessment import PlanStatus
from planner.model.city import City
from planner.model.options import Objective, Options, Programme, SitingOptions
from planner.planning import Wanted, study_plan
from planner.texts import Language, Text, translate


@pytest.fixture(scope="module")
def balikpapan(balikpapan_folder: Path) -> tuple[City, Ground]:
    city = load_city(balikpapan_folder)
    return city, measure(city)


def test_the_built_in_city_is_looked_at_from_all_sides(balikpapan: tuple[City, Ground]) -> None:
    told: list[Text] = []
    study = study_plan(*balikpapan, Options(), told=told.append)
    assert (len(study.plan.proposals), study.plan.children_newly_within) == (4, 11_820)
    # Four kecamatan need a site, so the curve begins there; the plan lies on it, and all of it is proven.
    assert [(point.sites, point.children) for point in study.curve][:2] == [(4, 11_820), (5, 14_696)]
    assert all(point.children == point.bound for point in study.curve)
    assert study.stability is not None
    assert study.stability.runs[0] == "central"
    assert set(study.stability.nearby) == {site.candidate_id for site in study.plan.proposals}
    words = [translate(each, Language.ENGLISH) for each in told]
    assert words[0] == "Looking for candidates"
    assert words[-1].startswith("Checking how sure the sites are: 10 of 10")


def test_a_play_space_for_every_kelurahan_by_2030(balikpapan: tuple[City, Ground]) -> None:
    # 3 of 34 kelurahan have one; 31 need one, at 300 to 500 million rupiah each.
    options = Options(
        siting=SitingOptions(
            programme=Programme.RBRA_PER_KELURAHAN, first_year=2026, year_budgets_idr=(3_100_000_000,) * 5
        ),
        time_limit_s=5.0,
    )
    study = study_plan(*balikpapan, options, Wanted(curve=False, stability=False))
    assert [year.year for year in study.years] == [2026, 2027, 2028, 2029, 2030]
    built = [site for year in study.years for site in year.proposals]
    assert sum(site.duty for site in built) == 31
    spent = 0
    for number, year in enumerate(study.years, start=1):
        spent += year.spent_idr
        assert spent <= number * 3_100_000_000
        assert year.children <= year.bound
    assert study.years_obstacle is None


def test_too_little_money_leaves_duties_aside_and_says_so(balikpapan: tuple[City, Ground]) -> None:
    study = study_plan(*balikpapan, Options(siting=SitingOptions(budget_idr=1_000_000_000)), Wanted(False, False))
    assert study.plan.optimality.status is PlanStatus.INFEASIBLE
    assert study.plan.optimality.reason_text is not None
    assert "At least 1,400,000,000 rupiah would be needed." in translate(
        study.plan.optimality.reason_text, Language.ENGLISH
    )
    assert len(study.plan.proposals) == 3


def test_other_objectives_are_told_in_metres(balikpapan: tuple[City, Ground]) -> None:
    options = Options(siting=SitingOptions(objective=Objective.MEDIAN), time_limit_s=2.0)
    study = study_plan(*balikpapan, options)
    proof = study.plan.optimality
    assert proof.without is not None
    assert proof.bound <= proof.objective < proof.without
    assert (study.curve, study.stability) == ((), None)


def test_stopped_at_once_there_still_is_a_plan_with_a_bound(balikpapan: tuple[City, Ground]) -> None:
    study = study_plan(*balikpapan, Options(sites=30), stop=lambda: True)
    proof = study.plan.optimality
    assert 0 < proof.objective <= proof.bound
    assert (study.curve, study.stability) == ((), None)
