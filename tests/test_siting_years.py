"""A plan phased over years."""

from __future__ import annotations

from drawn_plan import drawn_city
from drawn_task import drawn_task

from planner.model.options import Options, SitingOptions
from planner.siting.task import prepare
from planner.siting.years import phased
from planner.texts import Language, translate

MILLION = 1_000_000


def years_of(*budgets: int, sites: int | None = None):
    siting = SitingOptions(first_year=2026, year_budgets_idr=budgets)
    return phased(prepare(drawn_task(drawn_city(), options=Options(sites=sites, siting=siting))), 60.0)


def test_each_year_builds_what_its_money_pays_and_the_best_comes_first() -> None:
    # 500 million a site: one a year. 60 and 12 are duties of their kecamatan; then 9.
    years, obstacle = years_of(500 * MILLION, 500 * MILLION, 500 * MILLION)
    assert [(year.year, [site.children_newly_within for site in year.proposals]) for year in years] == [
        (2026, [60]),
        (2027, [12]),
        (2028, [9]),
    ]
    assert [(year.children, year.bound, year.gap) for year in years] == [(60, 60, 0), (72, 72, 0), (81, 81, 0)]
    assert [site.rank for year in years for site in year.proposals] == [1, 2, 3]
    assert [site.duty for year in years for site in year.proposals] == [True, True, False]
    assert obstacle is None


def test_money_that_is_not_spent_is_kept_for_the_next_year() -> None:
    years, _ = years_of(300 * MILLION, 700 * MILLION)
    assert [(year.spent_idr, len(year.proposals)) for year in years] == [(0, 0), (1000 * MILLION, 2)]


def test_too_little_money_for_the_duties_is_said_and_the_best_of_the_rest_is_phased() -> None:
    years, obstacle = years_of(200 * MILLION, 300 * MILLION)
    assert [[site.children_newly_within for site in year.proposals] for year in years] == [[], [60]]
    assert obstacle is not None
    assert "At least 1,000,000,000 rupiah would be needed." in translate(obstacle, Language.ENGLISH)


def test_without_budgets_there_are_no_years() -> None:
    assert phased(prepare(drawn_task(drawn_city())), 60.0) == ((), None)
