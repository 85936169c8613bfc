"""One park or playground: what was answered of each item, by whom and when, with the photos of these visits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from planner.checks.each.rbra_checklist.items import Checked, Item
from planner.checks.each.rbra_checklist.names import ITEM_NAMES
from planner.checks.each.rbra_checklist.places import RBRA_8_PRINSIP, RBRA_13, RBRA_MIN_PLAY_KINDS
from planner.model.assessment import Assessment
from planner.model.kinds import Known, Status
from planner.reports.facts import capitalised
from planner.reports.survey_facts import value_told
from planner.sources.survey.photos import PHOTO_FOLDER
from planner.texts import Text, current_language, plural, text, translate
from planner.ui.components.markup import Content, Html, element, show, table
from planner.ui.components.views import status_tag

PHOTO_PIXELS = 320


def place_detail(assessment: Assessment, checked: Checked, folder: Path) -> None:
    """Show what is recorded of one place, and what the rules of the checklist say of it."""
    show(element("h3", checked.place.name), element("ul", *_verdicts(assessment, checked), css="units"))
    answered = [item for item in checked.items if item.value != Known.UNKNOWN]
    if answered:
        heads: dict[str, Content] = {
            "item": text("Item"),
            "answer": text("Answer"),
            "visit": text("Visit"),
            "note": text("Note"),
        }
        folded = element("summary", plural("{n} answer from the spot", "{n} answers from the spot", len(answered)))
        rows = [_row(item) for item in answered]
        show(element("details", folded, table(text("Answers on the spot"), heads, rows, prose=True)))
    _photos(answered, folder)


def _verdicts(assessment: Assessment, checked: Checked) -> list[Html]:
    """Return a line for each rule of the checklist."""
    lines = []
    for rule in (RBRA_13, RBRA_8_PRINSIP, RBRA_MIN_PLAY_KINDS):
        places = assessment.details.places_of(rule)
        for status, reason in places.loc[places["place_id"] == checked.place.id, ["status", "reason_text"]].itertuples(
            index=False, name=None
        ):
            title = assessment.rules[rule].titles[current_language()]
            name, said = element("span", title, css="name"), element("span", reason, css="reason")
            lines.append(element("li", name, element("span", status_tag(Status(status))), said))
    return lines


def _row(item: Item) -> dict[str, Content]:
    return {
        "item": capitalised(translate(ITEM_NAMES[item.fact])),
        "answer": value_told(item.fact, item.value),
        "visit": text("{date}, {office}", date=item.date, office=item.office),
        "note": item.note or None,
    }


def _photos(items: Sequence[Item], folder: Path) -> None:
    """Show each photo of these visits once, the newest first."""
    visits = {item.photo: _taken(item) for item in sorted(items, key=lambda item: item.date) if item.photo}
    kept = {photo: taken for photo, taken in visits.items() if (folder / PHOTO_FOLDER / photo).is_file()}
    for photo, taken in reversed(kept.items()):
        st.image(folder / PHOTO_FOLDER / photo, caption=translate(taken), width=PHOTO_PIXELS)
    if len(kept) < len(visits):
        show(element("p", text("A photo that the survey names is missing from the city folder."), css="note"))


def _taken(item: Item) -> Text:
    return text("Photo of the visit, {date}, {office}", date=item.date, office=item.office)
