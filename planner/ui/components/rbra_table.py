"""The checklist of every park and playground in one table: a row a place, a sign an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from planner.checks.each.rbra_checklist.items import Checked, answered_status, checklist, facts_of, kinds_of_equipment
from planner.checks.each.rbra_checklist.names import ITEM_NAMES
from planner.checks.each.rbra_checklist.places import PREFIX, RBRA_8_PRINSIP, RBRA_13
from planner.model.assessment import Assessment
from planner.model.kinds import Designation, Status
from planner.model.labels import DESIGNATION_LABELS, STATUS_LABELS, STATUS_SIGNS
from planner.model.survey import SurveyFact
from planner.reports.facts import capitalised
from planner.reports.spreadsheet import as_csv
from planner.reports.survey_facts import value_told
from planner.texts import Text, plural, text, translate
from planner.ui.components.markup import Content, Html, element, plain, show, table
from planner.ui.lookup import region_names

ALSO = (SurveyFact.PLAY_EQUIPMENT, SurveyFact.SMOKE_FREE_SIGN)
"""What belongs to the checklist beside the requirements and the principles."""


def items_of(assessment: Assessment) -> tuple[SurveyFact, ...]:
    """Return every item that the page asks about: requirements, principles, play equipment and the sign."""
    rules = assessment.rules
    listed = [fact for rule, prefix in PREFIX.items() for fact in facts_of(rules[rule], prefix)]
    return (*listed, *ALSO)


def checked_places(assessment: Assessment) -> tuple[Checked, ...]:
    """Return what is recorded of each park and playground, the designated first, then claimed, then the others."""
    order = [Designation.YES, Designation.CLAIMED]
    rank = {designation: position for position, designation in enumerate(order)}
    places = checklist(assessment.city, items_of(assessment))
    return tuple(sorted(places, key=lambda one: rank.get(one.place.child_friendly, len(order))))


def checklist_table(assessment: Assessment, places: Sequence[Checked]) -> None:
    """Show a row a place and a sign an item, what the signs mean, and the file of the answers."""
    requirements = facts_of(assessment.rules[RBRA_13], PREFIX[RBRA_13])
    principles = facts_of(assessment.rules[RBRA_8_PRINSIP], PREFIX[RBRA_8_PRINSIP])
    short = {fact: str(number) for number, fact in enumerate(requirements, start=1)}
    short |= {fact: chr(ord("A") + number) for number, fact in enumerate(principles)}
    heads: dict[str, Content] = {
        "place": text("Park or playground"),
        **{str(fact): _head(letter, fact) for fact, letter in short.items()},
        "kinds": text("Kinds of equipment"),
        "sign": text("Sign"),
    }
    designated = [one for one in places if one.place.child_friendly in (Designation.YES, Designation.CLAIMED)]
    others = [one for one in places if one not in designated]
    caption = text("Designated places: ✓ yes, ✕ no, ? nobody answered")
    other_caption = text("Other parks and playgrounds: ✓ yes, ✕ no, ? nobody answered")
    folded = element("summary", plural("{n} other park or playground", "{n} other parks and playgrounds", len(others)))
    show(
        _signs(assessment, caption, heads, designated, short) if designated else None,
        element("details", folded, _signs(assessment, other_caption, heads, others, short)) if others else None,
        element("p", _legend(text("Requirements"), requirements, short), css="note"),
        element("p", _legend(text("Principles"), principles, short), css="note"),
    )
    _download(assessment, places)


def _signs(
    assessment: Assessment,
    caption: Text,
    heads: Mapping[str, Content],
    places: Sequence[Checked],
    short: Mapping[SurveyFact, str],
) -> Html:
    rows = [_row(assessment, one, list(short)) for one in places]
    return element("div", table(caption, heads, rows, numbers=["kinds"]), css="rbra")


def _head(letter: str, fact: SurveyFact) -> Html:
    return element("abbr", letter, title=capitalised(translate(ITEM_NAMES[fact])))


def _legend(name: Text, facts: Sequence[SurveyFact], short: dict[SurveyFact, str]) -> Text:
    named = ", ".join(f"{short[fact]} {translate(ITEM_NAMES[fact])}" for fact in facts)
    return text("{name}: {items}.", name=name, items=named)


def _row(assessment: Assessment, checked: Checked, facts: Sequence[SurveyFact]) -> dict[str, Content]:
    values = {item.fact: item.value for item in checked.items}
    kinds = kinds_of_equipment(values[SurveyFact.PLAY_EQUIPMENT])
    return {
        "place": _place(assessment, checked),
        **{str(fact): sign_of(answered_status(values[fact])) for fact in facts},
        "kinds": sign_of(Status.UNKNOWN) if kinds is None else kinds,
        "sign": sign_of(answered_status(values[SurveyFact.SMOKE_FREE_SIGN])),
    }


def _place(assessment: Assessment, checked: Checked) -> Html:
    place = checked.place
    names = region_names(assessment.city)
    region = names.get(place.kelurahan_code) or names[place.kecamatan_code]
    known = None if place.child_friendly is Designation.UNKNOWN else DESIGNATION_LABELS[place.child_friendly]
    marks = (element("span", mark, css="beside") for mark in (region, known) if mark)
    return element("span", place.name, *marks)


def sign_of(status: Status) -> Html:
    """Return a status as its sign alone, with its word for whoever listens."""
    said = element("span", STATUS_LABELS[status], css="unseen")
    sign = element("span", STATUS_SIGNS[status], css="sign", aria_hidden="true")
    return element("span", sign, said, css=f"tag tag-{status}")


def _download(assessment: Assessment, places: Sequence[Checked]) -> None:
    names = region_names(assessment.city)
    rows = [
        {
            "id": one.place.id,
            "name": one.place.name,
            "region": names.get(one.place.kelurahan_code) or names[one.place.kecamatan_code],
            "designated": translate(DESIGNATION_LABELS[one.place.child_friendly]),
            "item": plain(ITEM_NAMES[item.fact]),
            "answer": plain(value_told(item.fact, item.value)),
            "date": item.date,
            "office": item.office,
            "note": item.note,
            "photo": item.photo,
        }
        for one in places
        for item in one.items
    ]
    heads = {
        "id": text("Id"),
        "name": text("Name"),
        "region": text("Region"),
        "designated": text("Designated child-friendly"),
        "item": text("Item"),
        "answer": text("Answer"),
        "date": text("Date"),
        "office": text("Office"),
        "note": text("Note"),
        "photo": text("Photo"),
    }
    st.download_button(
        translate(text("Download the checklist (CSV)")),
        as_csv(pd.DataFrame(rows, columns=list(heads)), heads),
        file_name="rbra-checklist.csv",
        mime="text/csv",
        on_click="ignore",
        key="download_rbra",
    )
