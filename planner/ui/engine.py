"""The assessment behind every page: made once for each city and each set of options, then remembered."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import streamlit as st

from planner.access.place_catchment import PlaceCatchment, place_catchment, why_without_catchment
from planner.access.reach import speeds
from planner.assess import Ground, assess, measure, siting_task
from planner.checks.each.programme import check_programme
from planner.errors import MissingFileError
from planner.ingest import load_city
from planner.model.assessment import Assessment, Finding, Plan
from planner.model.city import City
from planner.model.options import Options, Programme, WalkingOptions
from planner.model.rule import Rules
from planner.model.scenario import Scenario
from planner.rules.catalogue import apply_changes, load_rules
from planner.scenarios.applying import scenario_fingerprint
from planner.scenarios.running import what_if
from planner.siting.explain import places_of
from planner.siting.plan import propose
from planner.siting.programmes import AIMS, duties_of
from planner.siting.task import Prepared, prepare
from planner.siting.wording import place_words
from planner.sources.builtin import builtin_city
from planner.texts import Text, text, translate
from planner.ui.chosen_plan import QUICK_SECONDS, chosen_walking, plain_options, quick_options
from planner.ui.launch import CITY_VARIABLE

WHAT_IF_SECONDS = 0.5
"""How long a scenario's own plan may be looked for."""

Stamp = tuple[tuple[str, int, int], ...]


def _folder() -> Path | None:
    named = os.environ.get(CITY_VARIABLE)
    return Path(named) if named else None


def city_folder() -> Path:
    """Return the folder of the city that is shown."""
    return _folder() or builtin_city()


def _stamp(folder: Path | None) -> Stamp:
    """Return names, times and sizes of a folder's files: a change means that the city has to be read again."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise MissingFileError(text("There is no city folder {folder}; check its name.", folder=str(folder)))
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@st.cache_resource(show_spinner=False, max_entries=4)
def _load(folder: Path | None, stamp: Stamp) -> City:
    return load_city(folder)


@st.cache_resource(show_spinner=False, max_entries=4)
def _measure(fingerprint: str, walking: WalkingOptions, _city: City) -> Ground:
    return measure(_city, walking=walking)


@st.cache_resource(show_spinner=False, max_entries=16)
def _assess(
    fingerprint: str, threshold_min: float, walking: WalkingOptions, as_of: dt.date, _city: City, _ground: Ground
) -> Assessment:
    options = Options(threshold_min=threshold_min, time_limit_s=QUICK_SECONDS, walking=walking, as_of=as_of)
    return assess(_city, options=options, ground=_ground)


@st.cache_resource(show_spinner=False, max_entries=256)
def _catchment(
    fingerprint: str, minutes: float, walking: WalkingOptions, place: str, _city: City, _ground: Ground
) -> PlaceCatchment | Text:
    return why_without_catchment(_city, place) or place_catchment(
        _city, _ground.walking.walking, _ground.demand.points, speeds(_ground.rules), place, minutes
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _plan(fingerprint: str, options: str, _base: Assessment, _ground: Ground, _options: Options) -> Plan:
    return propose(siting_task(_base.city, _ground, _options, _base.findings))


@st.cache_resource(show_spinner=False, max_entries=32)
def _what_if(fingerprint: str, options: str, _present: Assessment, _ground: Ground, _scenario: Scenario) -> Assessment:
    return what_if(_present, _ground, _scenario, _present.options, plan_limit_s=WHAT_IF_SECONDS)


@st.cache_resource(show_spinner=False, max_entries=16)
def _candidates(fingerprint: str, options: str, _base: Assessment, _ground: Ground, _options: Options) -> Prepared:
    return prepare(siting_task(_base.city, _ground, _options, _base.findings))


def current_city() -> City:
    """Return the city that is shown.

    Raises
    ------
    planner.errors.PlannerError
        If its folder is unusable.
    """
    folder = _folder()
    stamp = _stamp(folder)
    with st.spinner(translate(text("Reading the city"))):
        return _load(folder, stamp)


def current_ground(city: City) -> Ground:
    """Return what was measured for the city that is shown."""
    with st.spinner(translate(text("Measuring walking distances"))):
        return _measure(city.fingerprint, chosen_walking(), city)


def current_catchment(city: City, place: str) -> PlaceCatchment | Text:
    """Return who walks to a place within the walking time that is chosen, or why nobody is counted as walking there."""
    ground = current_ground(city)
    with st.spinner(translate(text("Counting who can walk there"))):
        return _catchment(city.fingerprint, plain_options().threshold_min, chosen_walking(), place, city, ground)


def regions_in_need(programme: Programme) -> int:
    """Return how many regions have to get a site for a programme.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable.
    """
    return len(duties_of(AIMS[programme], current_assessment().findings))


def current_rules() -> Rules:
    """Return the rule catalogue with the changes of the city that is shown.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable.
    """
    return apply_changes(load_rules(), current_city().rule_changes)


def current_programme() -> tuple[Finding, ...]:
    """Return how the programme stands in each kecamatan, without measuring any walk.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable.
    """
    return check_programme(current_city(), current_rules())


def current_assessment() -> Assessment:
    """Return the assessment of the city under what is chosen, with the plan of the usual programme.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable.
    """
    return _planned(plain_options())


def current_proposal() -> Assessment:
    """Return the assessment of the city with the plan that is asked for on the page of proposals, made quickly.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable, or what is chosen contradicts itself.
    """
    return _planned(quick_options())


def scenario_assessment(scenario: Scenario) -> Assessment:
    """Return the assessment of the city as a scenario would make it, under the options of other pages.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable, or a change can't be applied.
    """
    present = current_assessment()
    key = scenario_fingerprint(present.city, scenario)
    with st.spinner(translate(text("Applying the changes"))):
        return _what_if(key, repr(present.options), present, current_ground(present.city), scenario)


def candidate_names(options: Options) -> dict[str, str]:
    """Return what each candidate of a plan is called in the spoken language, by its id, in the order of names."""
    siting = replace(options.siting, must=(), must_not=(), budget_idr=None, first_year=None, year_budgets_idr=())
    # The terms left out say which candidates are chosen, not which there are.
    free = replace(options, sites=0, siting=replace(siting, apart_m=0.0, capacity=None, equity=0.0))
    base, ground = _base(options)
    with st.spinner(translate(text("Looking for candidates"))):
        prepared = _candidates(base.city.fingerprint, repr(free), base, ground, free)
    regions = dict(zip(base.city.regions["code"], base.city.regions["name"], strict=True))
    kind = prepared.task.aim.kind
    names = {
        place.id: translate(place_words(place, regions[place.region_code], kind))
        for place in places_of(prepared.candidates)
    }
    return dict(sorted(names.items(), key=lambda item: (item[1], item[0])))


def with_plan(assessment: Assessment, options: Options, plan: Plan) -> Assessment:
    """Return an assessment with another plan: nothing else of it depends on what a plan has to keep to."""
    others = assessment.notices[: len(assessment.notices) - len(assessment.plan.notices)]
    return replace(assessment, options=options, plan=plan, notices=(*others, *plan.notices))


def _base(options: Options) -> tuple[Assessment, Ground]:
    city = current_city()
    ground = current_ground(city)
    with st.spinner(translate(text("Counting who reaches what"))):
        return _assess(city.fingerprint, options.threshold_min, options.walking, options.as_of, city, ground), ground


def _planned(options: Options) -> Assessment:
    base, ground = _base(options)
    if options == base.options:
        return base
    with st.spinner(translate(text("Looking for the best sites"))):
        plan = _plan(base.city.fingerprint, repr(options), base, ground, options)
    return with_plan(base, options, plan)
