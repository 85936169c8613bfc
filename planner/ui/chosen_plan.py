"""What is chosen for a plan, as the engine's options."""

from __future__ import annotations

import datetime as dt

from planner.model.options import (
    CandidateSource,
    Exclusion,
    Objective,
    Options,
    Programme,
    SitingOptions,
    WalkingOptions,
)
from planner.ui import state

MILLION = 1_000_000

QUICK_SECONDS = 3.0
"""How long the plan that is shown at once may be looked for."""

LONG_SECONDS = 30.0
"""How long each step of the long search may take."""

TERMS = (
    "new_cost",
    "upgrade_cost",
    "equity",
    "apart",
    "capacity",
    "objective",
    "sources",
    "exclusions",
    "area",
    "must",
    "must_not",
)
"""Choices that stand under further terms."""


def chosen_programme() -> Programme:
    """Return what the sites are for."""
    return Programme(state.chosen("programme"))


def chosen_first_year() -> int:
    """Return the first year of a plan phased over years: the next one until another is chosen."""
    return int(state.chosen("first_year") or dt.date.today().year + 1)


def quick_options() -> Options:
    """Return the options of the plan that is shown at once.

    Raises
    ------
    planner.errors.OptionError
        If what is chosen contradicts itself.
    """
    limit, sites = state.chosen("limit"), state.chosen("sites")
    return Options(
        threshold_min=float(state.chosen("minutes")),
        sites=int(sites) if sites and limit == "sites" else None,
        time_limit_s=QUICK_SECONDS,
        walking=chosen_walking(),
        siting=_siting(limit),
    )


def plain_options() -> Options:
    """Return the options of pages that are not about the plan: the minutes, and the sites of the usual programme."""
    usual = chosen_programme() is Programme.PARK_PER_KECAMATAN and state.chosen("limit") == "sites"
    sites = state.chosen("sites") if usual else ""
    return Options(
        threshold_min=float(state.chosen("minutes")),
        sites=int(sites) if sites else None,
        time_limit_s=QUICK_SECONDS,
        walking=chosen_walking(),
    )


def chosen_walking() -> WalkingOptions:
    """Return how children walk."""
    return WalkingOptions(barrier=state.chosen("barrier") == "1", slope=state.chosen("slope") == "1")


def _siting(limit: str) -> SitingOptions:
    phased = limit == "years"
    return SitingOptions(
        programme=chosen_programme(),
        objective=Objective(state.chosen("objective")),
        budget_idr=_rupiah("budget") if limit == "budget" else None,
        new_cost_idr=_rupiah("new_cost"),
        upgrade_cost_idr=_rupiah("upgrade_cost"),
        equity=float(state.chosen("equity")),
        apart_m=float(state.chosen("apart")),
        capacity=_number("capacity"),
        must=state.several("must"),
        must_not=state.several("must_not"),
        sources=tuple(CandidateSource(word) for word in state.several("sources")),
        exclusions=tuple(Exclusion(word) for word in state.several("exclusions")),
        min_area_m2=_number("area"),
        first_year=chosen_first_year() if phased else None,
        year_budgets_idr=(_rupiah("year_budget") or 0,) * int(state.chosen("years")) if phased else (),
    )


def _number(name: str) -> int | None:
    return int(state.chosen(name)) if state.chosen(name) else None


def _rupiah(name: str) -> int | None:
    millions = _number(name)
    return None if millions is None else millions * MILLION
