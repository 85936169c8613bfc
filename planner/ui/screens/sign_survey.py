"""KSTR sign survey: a phone at the sign, with or without a connection."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import streamlit as st

from planner.errors import PlannerError
from planner.model.city import City
from planner.model.person import Collection
from planner.reports.sign_places import sign_places
from planner.reports.spreadsheet import as_csv
from planner.reports.survey_template import SIGNS_FILE, sign_template
from planner.sources.builtin import is_builtin
from planner.sources.survey.importing import import_survey
from planner.sources.survey.known import known_places
from planner.sources.survey.store import undo_visit
from planner.sources.survey.visits import seen_by
from planner.sources.survey.visits_file import MAX_VISITS_BYTES, VISITS_ENDING, import_visits, visits_of
from planner.storage.records import Deed
from planner.texts import Language, Text, current_language, plural, speak, text, translate
from planner.ui import editing, state
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import element, show
from planner.ui.components.permission import may_change
from planner.ui.components.read_only import show_read_only
from planner.ui.components.sign_form import POST, form_data, offline_form, show_sign_form
from planner.ui.components.sign_visits import recorded_today, visit_names, visits_table
from planner.ui.components.views import attempt, inset, title
from planner.ui.engine import city_folder, current_city, current_rules
from planner.ui.receiving import Answered, receive
from planner.ui.session import current_actor

OFFLINE_FILE = "sign-survey.html"

_ANSWER = "sign_answer"
_DATA = "sign_data"
_TOLD = "sign_told"

_LEAD = text(
    "Stand before the sign, choose the place, answer, take a photo, save. Everything is kept on the phone until it has "
    "arrived here."
)


@dataclass(frozen=True, eq=False)
class _Sent:
    """What the form of a session was told: where and in which language, and of which places.

    Facilities that a survey tells nothing new of stay the very same table; of others, the key says whether they differ
    in what the form knows of them.
    """

    shown_in: tuple[str, Language]
    facilities: weakref.ref[gpd.GeoDataFrame]
    key: str
    data: Mapping[str, Any]


def show_sign_survey() -> None:
    """Show the page."""
    city, folder = current_city(), city_folder()
    title(text("KSTR sign survey"), over=city.name, lead=_LEAD)
    # The style sheet makes what lies in this container large enough for a thumb.
    with st.container(key="survey"):
        if is_builtin(folder):
            show_read_only(text("Come back to this page and record what you see."))
        elif may_change(Collection.SURVEY):
            _told()
            show_sign_form(_form_data(city), _answer(), _receive)
            _today(city)
        _papers(city, folder)


def _told() -> None:
    told: list[Text] = st.session_state.pop(_TOLD, [])
    if told:
        show(inset(*(element("p", sentence) for sentence in told)))


def _form_data(city: City) -> Mapping[str, Any]:
    """Return what the form has to know: made anew only where the places changed, so that it is sent once."""
    shown_in = editing.workspace().address, current_language()
    former: _Sent | None = st.session_state.get(_DATA)
    known = former if former is not None and former.shown_in == shown_in else None
    if known is not None and known.facilities() is city.facilities:
        return known.data
    key = hashlib.sha256(city.facilities[["id", "name", "kind"]].to_csv(index=False).encode()).hexdigest()
    if known is not None and known.key == key:
        data = known.data
    else:
        data = form_data(city, sign_places(city, current_rules()), editing.shown_revision())
    st.session_state[_DATA] = _Sent(shown_in, weakref.ref(city.facilities), key, data)
    return data


def _receive() -> None:
    """Keep the visits that a phone sent, and remember what is to be answered."""
    sent = st.session_state[POST]["post"]
    told: Mapping[str, object] = sent if isinstance(sent, Mapping) else {}
    batch, visits = told.get("batch"), told.get("visits")
    editing.begin()
    try:
        # A callback runs before the page has chosen its language.
        with speak(Language(state.chosen("language"))):
            answers = receive(visits if isinstance(visits, list) else [], told.get("own"))
    except PlannerError as error:
        st.session_state[_ANSWER] = batch, (), error.message
    else:
        st.session_state[_ANSWER] = batch, answers, None


def _answer() -> dict[str, Any]:
    """Return what became of the visits that came last, in the language that is spoken."""
    batch, answers, problem = st.session_state.get(_ANSWER, (None, (), None))
    told = [_receipt(answer) for answer in answers]
    return {"batch": batch, "receipts": told, "problem": translate(problem) if problem else None}


def _receipt(answer: Answered) -> dict[str, Any]:
    """Return what a phone is told of one visit."""
    versions = [
        {
            "fact": one.fact,
            "what": translate(one.what),
            "theirs": translate(one.theirs),
            "mine": translate(one.mine),
            "who": translate(one.who),
        }
        for one in answer.contradictions
    ]
    problem = translate(answer.problem) if answer.problem else None
    return {"id": answer.id, "problem": problem, "versions": versions, "revision": answer.revision}


def _today(city: City) -> None:
    """List what was recorded today, and offer to take a visit back."""
    visits = recorded_today(city)
    if not visits:
        return
    with st.expander(translate(plural("Recorded today: {n} place", "Recorded today: {n} places", len(visits)))):
        show(visits_table(visits))
        named = visit_names(visits)
        chosen = st.selectbox(translate(text("Visit to take back")), list(named), format_func=named.__getitem__)
        if st.button(translate(text("Take this back")), width="stretch", key="sign_undo"):
            attempt(lambda: editing.edit(Deed.RECORD, lambda folder: undo_visit(folder, chosen), done=_taken_back))


def _taken_back(count: int) -> None:
    _say([plural("{n} fact was taken back.", "{n} facts were taken back.", count)])


def _say(sentences: list[Text]) -> None:
    """Show sentences at the top of the page, which is drawn anew."""
    st.session_state[_TOLD] = sentences
    st.rerun()


def _papers(city: City, folder: Path) -> None:
    rules, revision = current_rules(), editing.shown_revision()
    with st.expander(translate(text("Without network, or from a spreadsheet"))):
        show(
            element(
                "p",
                text(
                    "The form as one file works where there is no network at all: open it on the phone in Chrome or "
                    "Firefox. It saves its visits as a file, which is handed in here."
                ),
            )
        )
        st.download_button(
            translate(text("The form as one file (HTML)")),
            on_demand(
                lambda: offline_form(form_data(city, sign_places(city, rules), revision), city.name).encode("utf-8")
            ),
            file_name=OFFLINE_FILE,
            mime="text/html",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            translate(text("Table to fill in (CSV)")),
            on_demand(lambda: as_csv(sign_template(city, rules), {})),
            file_name=SIGNS_FILE,
            mime="text/csv",
            on_click="ignore",
            width="stretch",
        )
        if not is_builtin(folder) and current_actor().may_change(Collection.SURVEY):
            _hand_in(city)


def _hand_in(city: City) -> None:
    file = st.file_uploader(
        translate(text("File of the form (JSON), or filled-in table (CSV)")),
        type=["json", "csv", "tsv", "txt"],
        max_upload_size=MAX_VISITS_BYTES // 10**6,
        key="sign_file",
    )
    if file is not None and st.button(translate(text("Hand it in")), width="stretch", key="sign_hand_in"):
        name, content = Path(file.name).name, file.getvalue()
        attempt(lambda: _take_in(city, name, content))


def _take_in(city: City, name: str, content: bytes) -> None:
    """Take in a file, and say what became of it.

    Raises
    ------
    planner.errors.PlannerError
        If it can't be used.
    """

    def change(folder: Path) -> list[Text]:
        with TemporaryDirectory() as aside:
            path = Path(aside) / name
            path.write_bytes(content)
            if path.suffix.casefold() == VISITS_ENDING:
                received = import_visits(folder, path, city.code, known_places(city))
                return [received.told, *(receipt.refusal for receipt in received.refused)]
            imported = import_survey(folder, path, known_places(city))
            return [imported.told, *imported.notes]

    editing.edit(Deed.RECORD, change, done=_say, seen=_seen_by_file(name, content))


def _seen_by_file(name: str, content: bytes) -> int | None:
    """Return the revision that the forms of a file showed; what is shown here where it says nothing of that."""
    if Path(name).suffix.casefold() != VISITS_ENDING:
        return None
    return seen_by(visits_of(content))
