"""The checklist of every park and playground (RBRA) as a table: a row an item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.checks.each.rbra_checklist.items import Checked, checklist, facts_of
from planner.checks.each.rbra_checklist.names import ITEM_NAMES
from planner.checks.each.rbra_checklist.places import PREFIX
from planner.model.city import City
from planner.model.kinds import Designation
from planner.model.labels import DESIGNATION_LABELS
from planner.model.rule import Rules
from planner.model.survey import SurveyFact
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.reports.survey_facts import value_told
from planner.texts import Text, text, translate

ALSO = (SurveyFact.PLAY_EQUIPMENT, SurveyFact.SMOKE_FREE_SIGN)
"""What belongs to the checklist beside the requirements and the principles."""

_HEADS: Mapping[str, Text] = {
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


@dataclass(frozen=True)
class ChecklistFile(PageTable):
    """The checklist of every park and playground."""

    kind: ClassVar[str] = "play_checklist"

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return "rbra-checklist.csv"


def items_of(rules: Rules) -> tuple[SurveyFact, ...]:
    """Return every item that is asked about: requirements, principles, play equipment and the sign."""
    listed = [fact for rule, prefix in PREFIX.items() for fact in facts_of(rules[rule], prefix)]
    return (*listed, *ALSO)


def checked_places(city: City, rules: Rules) -> tuple[Checked, ...]:
    """Return what is recorded of each park and playground, the designated first, then claimed, then the others."""
    order = [Designation.YES, Designation.CLAIMED]
    rank = {designation: position for position, designation in enumerate(order)}
    places = checklist(city, items_of(rules))
    return tuple(sorted(places, key=lambda one: rank.get(one.place.child_friendly, len(order))))


def checklist_file(city: City, rules: Rules) -> bytes:
    """Return the table, in the spoken language."""
    names = city.region_names
    rows = [
        {
            "id": one.place.id,
            "name": one.place.name,
            "region": names.get(one.place.kelurahan_code) or names[one.place.kecamatan_code],
            "designated": translate(DESIGNATION_LABELS[one.place.child_friendly]),
            "item": translate(ITEM_NAMES[item.fact]),
            "answer": translate(value_told(item.fact, item.value)),
            "date": item.date,
            "office": item.office,
            "note": item.note,
            "photo": item.photo,
        }
        for one in checked_places(city, rules)
        for item in one.items
    ]
    return as_csv(pd.DataFrame(rows, columns=list(_HEADS)), _HEADS)
