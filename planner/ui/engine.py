"""The assessment behind every page: made once for each city and each set of options, then remembered."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from planner.assess import Ground, assess, measure
from planner.checks.programme import check_programme
from planner.errors import MissingFileError
from planner.ingest import load_city
from planner.model.assessment import Assessment, Finding
from planner.model.city import City
from planner.model.kinds import Status
from planner.model.options import Options
from planner.model.rule import Rules
from planner.rules.catalogue import apply_changes, load_rules
from planner.sources.builtin import builtin_city
from planner.texts import text, translate
from planner.ui import state
from planner.ui.launch import CITY_VARIABLE

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
def _measure(fingerprint: str, _city: City) -> Ground:
    return measure(_city)


@st.cache_resource(show_spinner=False, max_entries=32)
def _assess(fingerprint: str, threshold_min: float, sites: int | None, _city: City, _ground: Ground) -> Assessment:
    return assess(_city, options=Options(threshold_min=threshold_min, sites=sites), ground=_ground)


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


@st.cache_data(show_spinner=False, max_entries=4)
def _kecamatan_in_need(fingerprint: str, _city: City, _ground: Ground) -> int:
    findings = check_programme(_city, _ground.rules)
    return sum(finding.status is not Status.MET for finding in findings)


def _current_ground(city: City) -> Ground:
    with st.spinner(translate(text("Measuring walking distances"))):
        return _measure(city.fingerprint, city)


def kecamatan_in_need() -> int:
    """Return how many kecamatan have to get a site, whatever is chosen.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable.
    """
    city = current_city()
    return _kecamatan_in_need(city.fingerprint, city, _current_ground(city))


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
    """Return the assessment of the city under what is chosen.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable.
    """
    city = current_city()
    ground = _current_ground(city)
    sites = state.chosen("sites")
    with st.spinner(translate(text("Looking for the best sites"))):
        return _assess(city.fingerprint, float(state.chosen("minutes")), int(sites) if sites else None, city, ground)
