"""The assessment behind every page: made once for each city and each set of options, then remembered."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

import streamlit as st

from planner.access.place_catchment import PlaceCatchment, place_catchment, why_without_catchment
from planner.access.reach import speeds
from planner.assess import Ground, assess, siting_task
from planner.checks.each.programme import check_programme
from planner.errors import MissingFileError
from planner.model.assessment import Assessment, Finding, Plan
from planner.model.city import City
from planner.model.details import no_details
from planner.model.options import Options, Programme, WalkingOptions
from planner.model.rule import Rules
from planner.model.scenario import Scenario
from planner.rules.catalogue import apply_changes, load_rules
from planner.scenarios.applying import scenario_fingerprint
from planner.siting.explain import places_of
from planner.siting.programmes import AIMS, duties_of
from planner.siting.task import Prepared, prepare
from planner.siting.wording import place_words
from planner.texts import Text, text, translate
from planner.ui.chosen_plan import QUICK_SECONDS, chosen_walking, plain_options, quick_options
from planner.ui.editing import shown, shown_folder
from planner.ui.memory import set_aside
from planner.ui.metrics import sessions
from planner.ui.work import asker, crew, waited_for
from planner.ui.workers.cities import CITIES, Stand
from planner.ui.workers.figures import Dated, Figures
from planner.ui.workers.task import Task
from planner.ui.workers.tasks import judged, planned, tried
from planner.ui.workers.tasks import known as known_by_worker

_BEHIND = "figures_behind"
_READ = "engine_read"

_FIRST = threading.Lock()
"""Held while figures are made that nobody asked for before."""

FIGURES = Figures(lambda: 1.0 + (sessions() or 0.0) / 2.0)
"""The figures that this server keeps: the more windows are open, the more would be drawn anew for newer ones."""

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, eq=False)
class Known:
    """A city as it was read, and what its large parts are called among the planner's processes."""

    city: City
    folder: Path
    key: str


def city_folder() -> Path:
    """Return the folder of the city that is shown."""
    return shown_folder()


def _stamp(folder: Path) -> Stamp:
    """Return names, times and sizes of a folder's files: a change means that the city has to be read again."""
    if not folder.is_dir():
        raise MissingFileError(text("There is no city folder {folder}; check its name.", folder=str(folder)))
    return stamp_of(folder.iterdir())


def stamp_of(files: Iterable[Path]) -> Stamp:
    """Return names, times and sizes of those files that are there; one may be gone before it was looked at."""
    found = []
    for path in sorted(files):
        with suppress(FileNotFoundError):
            status = path.stat()
            if S_ISREG(status.st_mode):
                found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


@st.cache_resource(show_spinner=False, max_entries=4)
def _load(folder: Path, stamp: str) -> Known:
    city, key = CITIES.read(folder)
    return Known(city, folder, key)


@st.cache_resource(show_spinner=False, max_entries=4)
def _rules(key: str, _city: City) -> Rules:
    return apply_changes(load_rules(), _city.rule_changes)


@st.cache_resource(show_spinner=False, max_entries=4)
def _measured(fingerprint: str, walking: WalkingOptions, _known: Known) -> Ground:
    return CITIES.ground(_known.city, _stand(_known, walking))


@st.cache_resource(show_spinner=False, max_entries=256)
def _catchment(
    fingerprint: str, minutes: float, walking: WalkingOptions, place: str, _city: City, _ground: Ground
) -> PlaceCatchment | Text:
    return why_without_catchment(_city, place) or place_catchment(
        _city, _ground.walking.walking, _ground.demand.points, speeds(_ground.rules), place, minutes
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _plan(fingerprint: str, options: str, _base: Assessment, _ground: Ground, _options: Options, _stand: Stand) -> Plan:
    task = Task(planned, (siting_task(_base.city, _ground, _options, _base.findings),), _stand, urgent=True)
    return waited_for(task, asker())


@st.cache_resource(show_spinner=False, max_entries=12)
def _what_if(
    fingerprint: str, options: str, _present: Assessment, _ground: Ground, _scenario: Scenario, _stand: Stand
) -> Assessment:
    # What was looked at more closely of the present, or can be, is not needed there: a fresh copy has not got it.
    present = replace(_present, draw_catchments=None, look_closer=no_details)
    return waited_for(Task(tried, (present, _ground, _scenario), _stand, urgent=True), asker())


@st.cache_resource(show_spinner=False, max_entries=16)
def _candidates(fingerprint: str, options: str, _base: Assessment, _ground: Ground, _options: Options) -> Prepared:
    return prepare(siting_task(_base.city, _ground, _options, _base.findings))


def _stand(known: Known, walking: WalkingOptions) -> Stand:
    return Stand(known.folder, known.key, walking)


def current_stand() -> Stand:
    """Return what a worker has to know of the city that is shown before it is sent anything of it."""
    return _stand(_current(), chosen_walking())


def begin_page() -> None:
    """Begin a page: so far nothing on it is of an earlier state of the city."""
    st.session_state.pop(_BEHIND, None)


def behind() -> dt.datetime | None:
    """Return of when figures on this page are, where the city was changed since; ``None`` where they are the newest."""
    at: dt.datetime | None = st.session_state.get(_BEHIND)
    return at


def caught_up() -> bool:
    """Say whether newer figures than those on this page were made meanwhile."""
    known, at = _current(), behind()
    newest = FIGURES.before((known.key, _base_options(plain_options())), known.city.fingerprint)
    return newest is not None and at is not None and newest.at > at


def _current() -> Known:
    """Return the city that is shown, read once a run: a page is of one state, whoever changes the city meanwhile."""
    of = shown()
    read: tuple[tuple[int, Path], Known] | None = st.session_state.get(_READ)
    if read is None or read[0] is not of:
        stamp = _stamp(of[1])
        with st.spinner(translate(text("Reading the city"))):
            read = of, _load(of[1], repr(stamp))
        st.session_state[_READ] = read
    return read[1]


def current_city() -> City:
    """Return the city that is shown.

    Raises
    ------
    planner.errors.PlannerError
        If its folder is unusable.
    """
    return _current().city


def city_of_figures(options: Options) -> City:
    """Return the city in the state that its figures are of: that of now, or an earlier one while newer are made."""
    return _base(options)[0].city


def current_ground(city: City) -> Ground:
    """Return what was measured for the city that is shown, or for the state of it that its figures are of."""
    known = _current()
    with st.spinner(translate(text("Measuring walking distances"))):
        return _measured(city.fingerprint, chosen_walking(), replace(known, city=city))


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
    known = _current()
    return _rules(known.key, known.city)


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


def scenario_assessment(present: Assessment, scenario: Scenario) -> Assessment:
    """Return the assessment of the city as a scenario would make it, under the options of other pages.

    Parameters
    ----------
    present
        What :func:`current_assessment` returned.
    scenario
        Its changes.

    Raises
    ------
    planner.errors.PlannerError
        If the city folder or the rule catalogue is unusable, or a change can't be applied.
    """
    key = scenario_fingerprint(present.city, scenario)
    with st.spinner(translate(text("Applying the changes"))):
        return _what_if(key, repr(present.options), present, current_ground(present.city), scenario, current_stand())


def candidate_names(options: Options) -> dict[str, str]:
    """Return what each candidate of a plan is called in the spoken language, by its id, in the order of names."""
    siting = replace(options.siting, must=(), must_not=(), budget_idr=None, first_year=None, year_budgets_idr=())
    # The terms left out say which candidates are chosen, not which there are.
    free = replace(options, sites=0, siting=replace(siting, apart_m=0.0, capacity=None, equity=0.0))
    base, ground = _base(options)
    with st.spinner(translate(text("Looking for candidates"))):
        prepared = _candidates(base.city.fingerprint, repr(free), base, ground, free)
    regions = base.city.region_names
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
    with st.spinner(translate(text("Counting who reaches what"))):
        assessment = _newest(_base_options(options))
    return assessment, current_ground(assessment.city)


def _base_options(options: Options) -> Options:
    """Return the options without what only the plan depends on."""
    return Options(
        threshold_min=options.threshold_min,
        time_limit_s=QUICK_SECONDS,
        walking=options.walking,
        as_of=options.as_of,
    )


def _newest(options: Options) -> Assessment:
    """Return the newest assessment there is; where the city was changed since, one of now is being made meanwhile."""
    known = _current()
    found = _kept(known, options)
    if found is None and crew().apart:
        # Of a city that only a survey changed: all else is the same.
        found = FIGURES.before((known.key, options), known.city.fingerprint)
        if found is not None:
            _show_former(known, options, found)
    if found is None:
        found = _first(known, options)
    return found.assessment


def _kept(known: Known, options: Options) -> Dated | None:
    return FIGURES.of((known.key, options), known.city.fingerprint)


def _show_former(known: Known, options: Options, found: Dated) -> None:
    """Say on the page that its figures are of an earlier state of the city, and have those of now made."""
    st.session_state[_BEHIND] = found.at
    stand = _stand(known, options.walking)

    def make() -> Assessment:
        ground = CITIES.ground(known.city, stand)
        return waited_for(Task(judged, (known.city, ground, options), stand))

    FIGURES.want((known.key, options), known.city.fingerprint, make)


def _first(known: Known, options: Options) -> Dated:
    """Make figures that nobody asked for before: once, however many wait for them."""
    ground = _measured(known.city.fingerprint, options.walking, known)
    line, stand = (known.key, options), _stand(known, options.walking)
    with _FIRST:
        dated = _kept(known, options)
        if dated is None and FIGURES.any_of(known.key):
            # The workers know the city by now: other pages go on meanwhile.
            made = waited_for(Task(judged, (known.city, ground, options), stand, urgent=True), asker())
            dated = FIGURES.keep(line, known.city.fingerprint, made)
        elif dated is None:
            dated = FIGURES.keep(line, known.city.fingerprint, assess(known.city, options=options, ground=ground))
    if set_aside("figures"):
        crew().prepare(Task(known_by_worker, stand=stand))
    return dated


def _planned(options: Options) -> Assessment:
    base, ground = _base(options)
    if options == base.options:
        return base
    with st.spinner(translate(text("Looking for the best sites"))):
        plan = _plan(base.city.fingerprint, repr(options), base, ground, options, current_stand())
    return with_plan(base, options, plan)
