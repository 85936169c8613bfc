"""The long search on the page: begun and stopped by the reader, told about while it runs."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from planner.model.city import City
from planner.model.options import Objective, Options
from planner.model.planning import PlanStudy
from planner.texts import Text, current_language, plural, speak, text, translate
from planner.ui.chosen_plan import LONG_SECONDS
from planner.ui.components.markup import element, show
from planner.ui.components.views import error_summary, inset
from planner.ui.engine import current_ground, current_stand
from planner.ui.work import SEARCHES, asker
from planner.ui.workers.search import Search
from planner.ui.workers.task import LONG_S, Task
from planner.ui.workers.tasks import studied

_SEARCH = "plan_search"
_EVERY_S = 0.7

_FORMER_CITY = text(
    "The city was changed after this search began: what it found is of the city as it was then. Search again for the "
    "city as it is now."
)


def known_study(city: City, options: Options) -> PlanStudy | None:
    """Return what the long search has found for what is chosen; a search for something else is stopped.

    Parameters
    ----------
    city
        The city that is shown.
    options
        What is chosen.
    """
    key, search = _key(city, options), _own_search()
    if search is not None and not search.key.endswith(_terms(options)):
        SEARCHES.stop(search)
        del st.session_state[_SEARCH]
        search = None
    found = SEARCHES.remembered(key)
    return found or (search.study if search is not None and search.ended else None)


def study_controls(city: City, options: Options) -> None:
    """Offer the long search, say how far it is, or how it ended."""
    search = _own_search()
    if search is not None and not search.ended:
        _watched(search)
        return
    if search is not None and search.problem is not None:
        error_summary(search.problem)
    finished = SEARCHES.remembered(_key(city, options)) is not None
    if finished:
        return
    if search is not None and search.study is not None and search.key != _key(city, options):
        show(inset(element("p", _FORMER_CITY)))
    show(inset(element("p", _offer(options, stopped=search is not None and search.stopped))))
    label = text("Search again") if search is not None else text("Start the long search")
    if st.button(translate(label), key="plan_search_start", type="primary"):
        begin(city, options)
        st.rerun()


def begin(city: City, options: Options) -> None:
    """Begin the long search for what is chosen, unless it runs already; a former one is stopped."""
    former, key = _own_search(), _key(city, options)
    if former is not None and not former.ended:
        if former.key.endswith(_terms(options)):
            return
        SEARCHES.stop(former)
    ground, longer = current_ground(city), replace(options, time_limit_s=LONG_SECONDS)
    task = Task(studied, (city, ground, longer), current_stand(), limit_s=LONG_S, long=True)
    st.session_state[_SEARCH] = SEARCHES.start(key, task, asker())


def _offer(options: Options, *, stopped: bool) -> Text:
    if stopped:
        return text("The search was stopped; below stands the best plan until then, and what was found out by then.")
    if options.siting.objective is not Objective.COVERAGE:
        return text(
            "This plan was found at once. A longer search looks for a better one or a proof. It takes up to some "
            "minutes and can be stopped at any time."
        )
    if options.siting.year_budgets_idr:
        return text(
            "The plan above uses the money of all years together. A longer search says what to build in which year, "
            "how sure each site is, and what more or less money would do. It takes up to some minutes and can be "
            "stopped at any time."
        )
    return text(
        "This plan was found at once. A longer search looks for a better one or a proof, and says how sure each site "
        "is and what fewer or more sites would do. It takes up to some minutes and can be stopped at any time."
    )


def _watched(search: Search[PlanStudy]) -> None:
    """Say every moment how far a search is, until it is over."""
    language = current_language()

    # A fragment runs by itself, outside of the page that speaks a language.
    @st.fragment(run_every=_EVERY_S)
    def live() -> None:
        with speak(language):
            search.look()
            if search.ended:
                st.rerun()
            _progress(search)

    live()


def _progress(search: Search[PlanStudy]) -> None:
    with st.container(key="plan_progress"):
        show(
            element("p", element("strong", _state(search)), role="status"),
            element("p", text("{seconds} seconds so far", seconds=int(search.seconds)), css="note"),
        )
        if st.button(
            translate(text("Stop and show the best plan so far")),
            key="plan_search_stop",
            disabled=search.stopped,
        ):
            SEARCHES.stop(search)
            st.rerun(scope="fragment")


def _state(search: Search[PlanStudy]) -> Text:
    if search.stopped:
        return text("Stopping …")
    before = SEARCHES.before(search)
    if before is not None:
        return plural(
            "Waiting: the computer is busy with other searches, {n} of those that wait comes first.",
            "Waiting: the computer is busy with other searches, {n} of those that wait come first.",
            before,
        )
    return search.told or text("Starting")


def _own_search() -> Search[PlanStudy] | None:
    search: Search[PlanStudy] | None = st.session_state.get(_SEARCH)
    return search


def _key(city: City, options: Options) -> str:
    return city.fingerprint + _terms(options)


def _terms(options: Options) -> str:
    return f" {options!r}"
