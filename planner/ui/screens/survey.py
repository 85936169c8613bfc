"""Field survey: what an office sees on the spot becomes what is known of a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from planner.model.city import City
from planner.model.kinds import Known, Status
from planner.model.labels import KNOWN_LABELS
from planner.model.person import Collection
from planner.model.survey import KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.model.survey_labels import FACT_LABELS
from planner.reports.facts import capitalised
from planner.reports.survey_facts import survey_told, value_told
from planner.sources.builtin import is_builtin
from planner.sources.survey.importing import Imported
from planner.sources.survey.photos import PHOTO_FOLDER
from planner.sources.survey.rows import new_place_id
from planner.sources.survey.store import Saved, append_survey, undo_visit
from planner.storage.records import Deed
from planner.texts import Text, plural, text, translate
from planner.ui import editing
from planner.ui.components.markup import Content, Html, element, facts, joined, show, table
from planner.ui.components.permission import may_change
from planner.ui.components.read_only import show_read_only
from planner.ui.components.survey_form import Filled, filled_problem, records_of, survey_form
from planner.ui.components.survey_place import place_choice
from planner.ui.components.survey_table import handed_in_table, import_table, template_download
from planner.ui.components.views import attempt, error_summary, inset, status_tag, title
from planner.ui.engine import city_folder, current_city, current_programme, current_rules

FEWEST_KINDS = "RBRA_MIN_PLAY_KINDS"
PREVIEW_PIXELS = 240
Change = tuple[SurveyFact, Text | str, Text]
"""A fact, what was recorded of it before, and what is now."""

_DONE = "survey_done"
_TAKEN_BACK = "survey_taken_back"
_TURN = "survey_turn"


@dataclass(frozen=True)
class Done:
    """What was saved last.

    Attributes
    ----------
    visit
        The name under which it can be taken back.
    heading
        What happened.
    changes
        What became known.
    photo
        Name of the photo that was saved with it.
    statuses
        How each kecamatan stood before.
    notes
        What else happened.
    """

    visit: str
    heading: Text
    changes: tuple[Change, ...]
    photo: str | None
    statuses: Mapping[str, Status]
    notes: tuple[Text, ...] = ()


def show_survey() -> None:
    """Show the survey page."""
    # The style sheet makes what lies in this container large enough for a thumb.
    with st.container(key="survey"):
        _show(current_city(), city_folder(), st.session_state.get(_DONE))


def _show(city: City, folder: Path, done: Done | None) -> None:
    if is_builtin(folder):
        title(text("Field survey"), over=city.name, lead=_LEAD)
        show_read_only(text("Come back to this page and record what you see."))
        template_download(city)
    elif done is not None:
        _confirmation(city, folder, done)
    else:
        title(text("Field survey"), over=city.name, lead=_LEAD)
        if _TAKEN_BACK in st.session_state:
            show(inset(element("p", st.session_state.pop(_TAKEN_BACK), role="status")))
        if may_change(Collection.SURVEY):
            _survey(city)
            with st.expander(translate(text("From a spreadsheet"))):
                template_download(city)
                _from_table(city)


_LEAD = text("Choose the place, answer what you see, and save. What you did not see stays unknown.")


def _survey(city: City) -> None:
    place = place_choice(city)
    if place is None:
        return
    identity = _identity(place)
    told = _recorded(city, identity)
    turn = f"{st.session_state.get(_TURN, 0)}_{identity}"
    show(element("h2", place.name))
    opened = editing.opened_at(f"survey_{turn}")
    filled = survey_form(told, _fewest_kinds(), turn)
    if filled is not None:
        _review(place, filled, told, opened)


def _identity(place: KnownPlace | NewPlace) -> str:
    if isinstance(place, KnownPlace):
        return place.id
    return new_place_id(place.name, str(place.kind), place.lon, place.lat)


def _recorded(city: City, identity: str) -> dict[str, str]:
    """Return what is recorded of a place already, in words, by fact."""
    facilities = city.facilities[city.facilities["id"] == identity]
    told = {
        str(fact): translate(value_told(fact, str(value)))
        for fact, column in ((SurveyFact.PUBLIC, "public"), (SurveyFact.AREA, "area_m2"))
        for value in facilities[column].dropna()
        if value != Known.UNKNOWN
    }
    seen = survey_told(city, pd.Series([identity]))
    return told | dict(zip(seen["fact"], seen["told"], strict=True))


def _fewest_kinds() -> int | None:
    rules = current_rules()
    return round(rules[FEWEST_KINDS].number("value")) if FEWEST_KINDS in rules else None


def _review(place: KnownPlace | NewPlace, filled: Filled, told: Mapping[str, str], opened: int) -> None:
    """Show what is going to be saved, and save it when that is wished."""
    problem = filled_problem(filled)
    if problem is not None:
        error_summary(problem)
        return
    records, pictures = records_of(place, filled)
    rows: list[tuple[Content, Content]] = [
        (_label(record.fact), value_told(record.fact, record.value)) for record in records
    ]
    rows += [(text("Day of the visit"), filled.date.isoformat()), (text("Office"), filled.office)]
    if filled.note:
        rows.append((text("Note"), filled.note))
    show(element("h2", text("Is this right?")), facts(rows))
    if pictures:
        st.image(pictures[0], width=PREVIEW_PIXELS)
    if st.button(translate(text("Save")), type="primary", width="stretch", key="survey_save"):
        _save(place, records, pictures, told, opened)


def _save(
    place: KnownPlace | NewPlace,
    records: Sequence[SurveyRecord],
    pictures: Sequence[bytes],
    told: Mapping[str, str],
    opened: int,
) -> None:
    """Save what was seen; ``opened`` is the revision at which the form was begun."""
    statuses = _statuses()

    def done(saved: Saved) -> None:
        heading = plural("Saved: {n} fact of {place}", "Saved: {n} facts of {place}", saved.added, place=place.name)
        photo = next((record.value for record in records if record.fact is SurveyFact.PHOTO), None)
        _finish(Done(saved.visit, heading, _changes(records, told), photo, statuses))

    attempt(
        lambda: editing.edit(
            Deed.RECORD,
            lambda folder: append_survey(folder, records, pictures),
            done=done,
            dropped=_begin_anew,
            seen=opened,
        )
    )


def _changes(
    records: Sequence[SurveyRecord], told: Mapping[str, str]
) -> tuple[tuple[SurveyFact, Text | str, Text], ...]:
    unknown = KNOWN_LABELS[Known.UNKNOWN]
    return tuple(
        (record.fact, told.get(record.fact, unknown), value_told(record.fact, record.value)) for record in records
    )


def _label(fact: SurveyFact) -> str:
    return capitalised(translate(FACT_LABELS[fact]))


def _statuses() -> dict[str, Status]:
    return {finding.unit_code: finding.status for finding in current_programme()}


def _finish(done: Done) -> None:
    """Leave the form empty behind and show what was done."""
    editing.say(_DONE, done)
    _begin_anew()
    st.rerun()


def _begin_anew() -> None:
    """Leave the form empty behind."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _from_table(city: City) -> None:
    table = handed_in_table()
    if table is not None:
        statuses = _statuses()

        def done(imported: Imported) -> None:
            _finish(Done(imported.saved.visit, imported.told, (), None, statuses, tuple(imported.notes)))

        attempt(lambda: import_table(city, *table, done))


def _confirmation(city: City, folder: Path, done: Done) -> None:
    """Show what changed, and offer to take it back."""
    title(done.heading, over=city.name)
    show(*(element("p", note) for note in done.notes))
    heads = {"fact": text("What"), "before": text("Before"), "now": text("Now")}
    rows: list[dict[str, Content]] = [
        {"fact": _label(fact), "before": before, "now": now} for fact, before, now in done.changes
    ]
    show(table(text("What changed"), heads, rows, prose=True) if rows else None, _programme_changes(done))
    if done.photo:
        st.image(folder / PHOTO_FOLDER / done.photo, width=PREVIEW_PIXELS)
    if st.button(translate(text("Record another place")), type="primary", width="stretch"):
        del st.session_state[_DONE]
        st.rerun()
    if st.button(translate(text("Take this back")), width="stretch", key="survey_undo"):
        attempt(lambda: editing.edit(Deed.RECORD, lambda folder: undo_visit(folder, done.visit), done=_taken_back))


def _taken_back(count: int) -> None:
    st.session_state.pop(_DONE, None)
    st.session_state[_TAKEN_BACK] = plural("{n} fact was taken back.", "{n} facts were taken back.", count)
    st.rerun()


def _programme_changes(done: Done) -> Html:
    """Name each kecamatan whose status is another now, with the reason."""
    changed = [
        element(
            "li",
            element("span", finding.unit_name, css="name"),
            element("span", status_tag(done.statuses[finding.unit_code]), Html(" → "), status_tag(finding.status)),
            element("span", finding.reason_text, css="reason"),
        )
        for finding in current_programme()
        if finding.status is not done.statuses.get(finding.unit_code, finding.status)
    ]
    if not changed:
        return element("p", text("In no kecamatan does the programme stand otherwise than before."), css="note")
    return joined([element("h2", text("The programme now")), element("ul", *changed, css="units")])
