"""The KSTR work list on the page: how the work is done, made in the background when asked for, and its files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from planner.errors import PlannerError
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.labels import LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.work_list.files import WorkListName, work_file, work_metadata
from planner.reports.work_list.told import (
    amount_sentence,
    assumption_sentences,
    kilometres,
    order_told,
    proof_sentence,
    round_title,
)
from planner.rounds.travel import (
    MODE_LABELS,
    MOST_HOURS,
    MOST_SPEED_KMH,
    MOST_STOP_MINUTES,
    SPEED_KMH,
    Mode,
    Travel,
)
from planner.rounds.work_list import WorkList
from planner.texts import Text, current_language, plural, speak, text, translate
from planner.ui.components.downloads import by_worker
from planner.ui.components.markup import Content, bullets, element, show, table
from planner.ui.components.table_download import table_download
from planner.ui.components.views import error_summary, inset
from planner.ui.engine import current_stand
from planner.ui.work import Searches, asker
from planner.ui.workers.search import Search
from planner.ui.workers.task import LONG_S, Task
from planner.ui.workers.tasks import listed

ROUNDS: Searches[WorkList] = Searches()
"""The work lists that are being made on this server."""

_WANTED = "smoke_free_wanted"
_SEARCH = "smoke_free_search"
_EVERY_S = 0.7

_FILES: Mapping[WorkListName, tuple[Text, str]] = {
    WorkListName.SHEET: (text("Sheet to print (HTML)"), "text/html"),
    WorkListName.GEOPACKAGE: (text("GeoPackage, for QGIS"), "application/geopackage+sqlite3"),
}


def work_list_section(assessment: Assessment) -> None:
    """Let the reader say how the work is done, make the list when asked to, and offer its files."""
    show(
        element("h2", text("Work list")),
        element(
            "p",
            text(
                "One round a kelurahan, in the shortest order, cut into days in the field. Speeds and times are "
                "assumptions: change them to what the office knows."
            ),
        ),
    )
    with st.container(key="smoke_free_settings"):
        chosen = _settings(assessment.city)
    if chosen is None:
        return
    travel, unsurveyed, region = chosen
    key = f"{assessment.city.fingerprint} {assessment.options.as_of} {travel!r} {unsurveyed} {region}"
    wanted = st.session_state.pop(_WANTED, False)
    work = _known(key)
    if work is not None:
        _result(assessment, work)
        return
    if wanted:
        st.session_state[_SEARCH] = ROUNDS.start(
            key,
            Task(listed, (assessment, travel, unsurveyed, region), current_stand(), limit_s=LONG_S, long=True),
            asker(),
        )
    _controls()


def _settings(city: City) -> tuple[Travel, bool, str | None] | None:
    """Return how the work is to be done and what is to be listed; ``None`` where that is impossible."""
    first, second, third, fourth = st.columns(4)
    with first:
        mode = _mode_choice()
    with second:
        # Each way of getting on has a speed of its own.
        speed = _number(text("Speed (km/h)"), SPEED_KMH[mode], MOST_SPEED_KMH, 0.1, f"smoke_free_speed_{mode}")
    with third:
        minutes = _number(text("Minutes at a stop"), 10.0, MOST_STOP_MINUTES, 1.0, "smoke_free_minutes")
    with fourth:
        hours = _number(text("Hours a day in the field"), 5.0, MOST_HOURS, 0.5, "smoke_free_hours")
    region = _region_choice(city)
    unsurveyed = st.checkbox(
        translate(text("Also list places whose sign is not known, to look at them")),
        value=True,
        key="smoke_free_unsurveyed",
    )
    try:
        return Travel(mode, minutes, hours, speed), bool(unsurveyed), region
    except PlannerError as error:
        error_summary(error.message)
        return None


def _number(label: Text, usual: float, most: float, step: float, key: str) -> float:
    return float(st.number_input(translate(label), step, most, usual, step, format="%.1f", key=key))


def _mode_choice() -> Mode:
    names = {mode: capitalised(translate(label)) for mode, label in MODE_LABELS.items()}
    label = translate(text("From stop to stop"))
    return Mode(
        str(st.radio(label, list(names), format_func=names.__getitem__, key="smoke_free_mode", horizontal=True))
    )


def _region_choice(city: City) -> str | None:
    """Let the reader choose one region of the finest level, or all of them."""
    regions = city.finest_regions.sort_values(["name", "code"])
    names = {"": translate(text("All {level}", level=LEVEL_LABELS[Level(city.finest_level)]))}
    names |= dict(zip(regions["code"], regions["name"], strict=True))
    chosen = st.selectbox(
        capitalised(translate(LEVEL_LABELS[city.finest_level])),
        list(names),
        format_func=names.__getitem__,
        key="smoke_free_region",
    )
    return chosen or None


def _known(key: str) -> WorkList | None:
    """Return the list that was made for what is chosen; one that is being made for something else is stopped."""
    search = _own_search()
    if search is not None and _terms(search.key) != _terms(key):
        ROUNDS.stop(search)
        del st.session_state[_SEARCH]
        search = None
    found = ROUNDS.remembered(key)
    return found or (search.study if search is not None and search.ended else None)


def _terms(key: str) -> str:
    """Return what was chosen, whatever state the city is in: others may change it meanwhile."""
    return key.partition(" ")[2]


def _controls() -> None:
    """Show how far the list is, or the button that begins it."""
    search = _own_search()
    if search is not None and not search.ended:
        _watched(search)
        return
    if search is not None and search.problem is not None:
        error_summary(search.problem)
    # The press is only noted: begun is what is chosen once the page is drawn anew, also where a choice was just made.
    label = translate(text("Make the work list"))
    st.button(label, key="smoke_free_start", type="primary", on_click=_want)


def _want() -> None:
    st.session_state[_WANTED] = True


def _watched(search: Search[WorkList]) -> None:
    """Say every moment how far a list is, until it is made."""
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


def _progress(search: Search[WorkList]) -> None:
    show(
        element("p", element("strong", _state(search)), role="status"),
        element("p", text("{seconds} seconds so far", seconds=int(search.seconds)), css="note"),
    )
    label = text("Stop looking for shorter ways, and show the list")
    if st.button(translate(label), key="smoke_free_stop", disabled=search.stopped):
        ROUNDS.stop(search)
        st.rerun(scope="fragment")


def _state(search: Search[WorkList]) -> Text:
    before = ROUNDS.before(search)
    if before is not None:
        return plural(
            "Waiting: another work list is being made, {n} of those that wait comes first.",
            "Waiting: another work list is being made, {n} of those that wait come first.",
            before,
        )
    return search.told or text("Starting")


def _result(assessment: Assessment, work: WorkList) -> None:
    proof = proof_sentence(work)
    show(inset(element("p", amount_sentence(work)), element("p", proof) if proof is not None else None))
    if not work.stops:
        return
    with st.container(horizontal=True):
        table_download(
            text("Table (CSV)"),
            partial(work_file, assessment, work, WorkListName.TABLE),
            WorkListName.TABLE,
            partial(work_metadata, assessment, work),
            by=by_worker,
        )
        for name, (label, mime) in _FILES.items():
            st.download_button(
                translate(label),
                by_worker(partial(work_file, assessment, work, name)),
                file_name=name,
                mime=mime,
                key=f"download_{name}",
                on_click="ignore",
            )
    heads: dict[str, Content] = {
        "name": text("Round"),
        "places": text("Places"),
        "signs": text("Signs"),
        "days": text("Days"),
        "way": text("Way"),
        "order": text("Order"),
    }
    rows: list[dict[str, Content]] = [
        {
            "name": text("{number}. {round}", number=number, round=round_title(one)),
            "places": len(one.stops),
            "signs": one.signs,
            "days": len(one.days),
            "way": kilometres(sum(day.way_m for day in one.days)) if one.days else None,
            "order": order_told(one),
        }
        for number, one in enumerate(work.rounds, 1)
    ]
    caption = text("Rounds, in the order in which to go")
    written = table(caption, heads, rows, numbers=["places", "signs", "days", "way"])
    summary = plural("{n} round as a table", "{n} rounds as a table", len(rows))
    show(element("details", element("summary", summary), written), bullets(assumption_sentences(work)))


def _own_search() -> Search[WorkList] | None:
    search: Search[WorkList] | None = st.session_state.get(_SEARCH)
    return search
