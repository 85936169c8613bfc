"""The form of a field survey: one question a row, made for a thumb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from planner.model.kinds import Known
from planner.model.labels import KNOWN_LABELS
from planner.model.survey import (
    FORMS,
    PLACE_FACTS,
    Form,
    KnownPlace,
    NewPlace,
    SurveyFact,
    SurveyRecord,
)
from planner.model.survey_labels import EQUIPMENT_LABELS, FACT_QUESTIONS
from planner.reports.facts import capitalised
from planner.sources.survey.photos import FORMATS, MAX_PHOTO_BYTES, clean_photo, photo_name
from planner.sources.survey.rows import latest_today
from planner.sources.survey.values import LONGEST, tidy
from planner.texts import Text, text, translate
from planner.ui.components.markup import as_label

NOT_SEEN = "not_seen"
ANSWER_LABELS: Mapping[str, Text] = {
    Known.YES: KNOWN_LABELS[Known.YES],
    Known.NO: KNOWN_LABELS[Known.NO],
    NOT_SEEN: text("not seen"),
}
QUESTIONS = tuple(fact for fact in PLACE_FACTS if fact is not SurveyFact.PHOTO)
_OFFICE = "survey_office"


@dataclass(frozen=True)
class Filled:
    """What somebody filled in.

    Attributes
    ----------
    values
        What was seen; what was not seen is left out.
    date
        The day of the visit.
    office
        The office; empty if nobody named it.
    note
        A note; empty if nobody wrote one.
    photo
        The picture as it came, with its name; ``None`` without one.
    """

    values: Mapping[SurveyFact, str]
    date: dt.date
    office: str
    note: str
    photo: tuple[str, bytes] | None


def survey_form(
    recorded: Mapping[str, str], fewest_kinds: int | None, turn: str, questions: Sequence[SurveyFact] = QUESTIONS
) -> Filled | None:
    """Show the questions, and return what was filled in once it has been handed in for review.

    Parameters
    ----------
    recorded
        What is recorded of the place already, in words, by fact.
    fewest_kinds
        How many kinds of play equipment are asked for, if that is known.
    turn
        Names this filling-in; another turn begins with an empty form.
    questions
        What is asked; a photo always is.
    """
    handed_in = f"survey_handed_in_{turn}"
    with st.form(f"survey_{turn}", border=False):
        values: dict[SurveyFact, str] = {}
        for fact in questions:
            value = _question(fact, recorded.get(fact), fewest_kinds, turn)
            if value is not None:
                values[fact] = value
        photo = _photo(turn)
        filled = Filled(values, _date(turn), _office(), _note(turn), photo)
        if st.form_submit_button(translate(text("Review")), type="primary", width="stretch"):
            st.session_state[handed_in] = True
    return filled if st.session_state.get(handed_in) else None


def records_of(place: KnownPlace | NewPlace, filled: Filled) -> tuple[list[SurveyRecord], list[bytes]]:
    """Return what was filled in as records, with the cleaned photo that they name.

    Raises
    ------
    planner.errors.LayerError
        If the photo is unusable.
    """
    values, pictures = dict(filled.values), []
    if filled.photo is not None:
        name, content = filled.photo
        pictures = [clean_photo(content, name)]
        values[SurveyFact.PHOTO] = photo_name(pictures[0])
    records = [
        SurveyRecord(place, fact, value, filled.date, filled.office, filled.note) for fact, value in values.items()
    ]
    return records, pictures


def filled_problem(filled: Filled) -> Text | None:
    """Say what is missing or can't be true in what was filled in; ``None`` if nothing."""
    if not filled.values and filled.photo is None:
        return text("Nothing is filled in: answer at least one question, or add a photo.")
    if not filled.office:
        return text("The office is missing: write which office made the visit.")
    if (
        "none;" in filled.values.get(SurveyFact.PLAY_EQUIPMENT, "") + ";"
        and filled.values[SurveyFact.PLAY_EQUIPMENT] != "none"
    ):
        return text("“None at all” and kinds of play equipment are both chosen: choose one or the other.")
    return None


def _question(fact: SurveyFact, recorded: str | None, fewest_kinds: int | None, turn: str) -> str | None:
    """Ask one question, and return the answer as a survey writes it; ``None`` where nothing was seen."""
    question, key = translate(FACT_QUESTIONS[fact]), f"survey_{fact}_{turn}"
    if recorded:
        question += "  \n:small[" + as_label(translate(text("Recorded: {answer}", answer=recorded))) + "]"
    form = FORMS[fact]
    if form is Form.ANSWER:
        return _answer(question, key)
    if form is Form.EQUIPMENT:
        return _equipment(question, fewest_kinds, key)
    if form is Form.NUMBER:
        number = st.number_input(question, min_value=1.0, value=None, step=1.0, format="%0.0f", key=key)
        return None if number is None else f"{number:.12g}"
    return tidy(st.text_input(question, max_chars=LONGEST["value"], key=key, placeholder="08.00–18.00")) or None


def _answer(question: str, key: str) -> str | None:
    labels = {word: capitalised(translate(label)) for word, label in ANSWER_LABELS.items()}
    chosen = st.segmented_control(
        question, list(labels), default=NOT_SEEN, format_func=labels.__getitem__, key=key, width="stretch"
    )
    return None if chosen in (None, NOT_SEEN) else str(chosen)


def _equipment(question: str, fewest_kinds: int | None, key: str) -> str | None:
    if fewest_kinds is not None:
        asked = text("At least {n} kinds are asked for; choose all that you see.", n=fewest_kinds)
        question += "  \n:small[" + translate(asked) + "]"
    labels = {str(kind): capitalised(translate(label)) for kind, label in EQUIPMENT_LABELS.items()}
    chosen = st.pills(question, list(labels), selection_mode="multi", format_func=labels.__getitem__, key=key)
    return ";".join(chosen) or None


def _photo(turn: str) -> tuple[str, bytes] | None:
    limit = MAX_PHOTO_BYTES // 10**6
    hint = translate(text("The position and the camera's data are taken out of the picture; show no faces."))
    label = translate(FACT_QUESTIONS[SurveyFact.PHOTO]) + "  \n:small[" + hint + "]"
    types = ["jpg", *(name.lower() for name in FORMATS)]
    photo = st.file_uploader(label, type=types, max_upload_size=limit, key=f"survey_photo_{turn}")
    return None if photo is None else (photo.name, photo.getvalue())


def _date(turn: str) -> dt.date:
    return st.date_input(
        translate(text("Day of the visit")),
        value=dt.date.today(),
        max_value=latest_today(),
        format="DD/MM/YYYY",
        key=f"survey_date_{turn}",
    )


def _office() -> str:
    """Ask for the office, which stays while the session lasts: also while other pages are shown."""
    label = translate(text("Office")) + "  \n:small[" + translate(text("Never the name of a person.")) + "]"
    office = st.text_input(label, value=st.session_state.get(_OFFICE, ""), max_chars=LONGEST["office"])
    st.session_state[_OFFICE] = office
    return tidy(office)


def _note(turn: str) -> str:
    return tidy(st.text_area(translate(text("Note")), max_chars=LONGEST["note"], height=80, key=f"survey_note_{turn}"))
