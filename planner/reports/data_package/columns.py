"""The data dictionary: what every layer, table and column is called in front of people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.model.labels import KIND_LABELS
from planner.reports.figures import FIGURE_HEADS
from planner.reports.page_tables.coverage import ACCESS_HEADS
from planner.reports.scoreboard.table import COLUMNS as FINDING_HEADS
from planner.texts import Text, text, translate

TITLES: Mapping[str, Text] = {
    "kecamatan": text("Kecamatan: status of the programme, children and who is reached"),
    "kelurahan": text("Kelurahan: children and who is reached"),
    "facilities": text("Places for children, with what is recorded of each"),
    "signs": text("Smoke-free signs (KSTR) as seen on the spot"),
    "demand": text("Where children live, as the planner spread them"),
    "proposals": text("Proposed sites in the order in which to build them"),
    "left_out": text("Places that may not be chosen, each with the reason"),
    "gaps": text("Areas where children live who reach no place of a kind in time"),
    "catchments": text("Ground within reach of each child-friendly park"),
    "catchments_merged": text("Ground within reach of any child-friendly park"),
    "access": text("Who reaches what: each region, kind of place and age"),
    "findings": text("Every finding with its reason and its citation"),
    "measures": text("Numbers behind the findings"),
    "places": text("What a rule says of each single place"),
    "sources": text("Sources with their dates and licences"),
    "figures": text("Figures that others published"),
    "lineage": text("Which records were merged into one place"),
    "about": text("What tells this assessment from any other"),
}
"""What each layer and table holds."""

_HEADS: Mapping[str, Text] = {
    "code": text("Code"),
    "id": text("Id"),
    "name": text("Name"),
    "level": text("Level"),
    "kind": text("Kind"),
    "kecamatan_code": text("Code of the kecamatan"),
    "kecamatan_name": text("Kecamatan"),
    "kelurahan_code": text("Code of the kelurahan"),
    "region_code": text("Code of the region"),
    "region_name": text("Region"),
    "lon": text("Longitude (degrees)"),
    "lat": text("Latitude (degrees)"),
    "area_m2": text("Area (m²)"),
    "status": text("Status"),
    "reason": text("Reason"),
    "reason_text": text("Why"),
    "kecamatan_status": text("Status of the kecamatan"),
    "kecamatan_reason": text("Reason for the status of the kecamatan"),
    "kecamatan_reason_text": text("Why the kecamatan has this status"),
    **ACCESS_HEADS,
    "children_0_5": text("Children of 0–5 years"),
    "children_6_11": text("Children of 6–11 years"),
    "children_12_17": text("Children of 12–17 years"),
    "children_newly_within": text("Children newly within reach"),
    "age_tier": text("Age"),
    "age_tiers": text("Ages"),
    "minutes": text("Minutes on foot"),
    "rank": text("Rank"),
    "action": text("New place or upgrade"),
    "facility_id": text("Id of the place"),
    "facility_name": text("Place"),
    "duty": text("Needed so that its kecamatan gets a site"),
    "cost_idr": text("Cost (rupiah)"),
    "next_best_text": text("Next best place"),
    "source": text("Source"),
    "source_row": text("Row of the source"),
    "source_detail": text("Source as the row says it"),
    "source_date": text("Date of the row"),
    "placement": text("Placed"),
    "declared_kelurahan": text("Kelurahan as the source says"),
    "declared_kecamatan": text("Kecamatan as the source says"),
    "child_friendly": text("Child-friendly"),
    "child_friendly_basis": text("Basis of the designation"),
    "public": text("Open to the public"),
    "capacity": text("Capacity"),
    "pupils": text("Pupils"),
    "address": text("Address"),
    "position_quality": text("Quality of the position"),
    "note": text("Note"),
    "place": text("Place"),
    "present": text("Sign is there"),
    "legible": text("Sign is legible"),
    "visible_from_entrance": text("Sign can be seen from the entrance"),
    "obscured": text("Sign is obscured"),
    "photo_date": text("Date of the photo"),
    "seen_date": text("Seen on"),
    "place_id": text("Id of the place"),
    "place_name": text("Place"),
    "seen": text("Seen on the spot"),
    "photo": text("Photo"),
    "rule": text("Rule"),
    "subject": text("Of what"),
    "measure": text("Number"),
    "value": text("Found"),
    "unit": text("Unit"),
    "title": text("Title"),
    "date": text("As of"),
    "licence": text("Licence"),
    "rows": text("Rows"),
    "field": text("Field"),
    "record_id": text("Id of the record"),
    "row": text("Row"),
}

_HEADS_OF: Mapping[str, Mapping[str, Text]] = {
    "findings": FINDING_HEADS,
    "figures": FIGURE_HEADS,
    "gaps": {"children": text("Children out of reach")},
    "about": {"value": text("Value")},
}
"""Names that a column has in one table only."""

_OF_KIND: Mapping[str, Text] = {
    "children_within_": text("Children within reach"),
    "share_within_": text("Share within reach"),
    "share_low_": text("Least share"),
    "share_high_": text("Greatest share"),
    "median_min_": text("Half walk at most (minutes)"),
}
"""Beginnings of columns that end with a kind of place."""

_TYPES: Mapping[str, Text] = {
    "i": text("whole number"),
    "u": text("whole number"),
    "f": text("number"),
    "b": text("yes or no"),
}


def column_title(table: str, column: str) -> str:
    """Return what a column is called, in the language that is spoken.

    Raises
    ------
    KeyError
        If nobody named the column, which is a mistake in this program.
    """
    own = _HEADS_OF.get(table, {})
    if column in own:
        return translate(own[column])
    if column in _HEADS:
        return translate(_HEADS[column])
    for beginning, what in _OF_KIND.items():
        kind = column.removeprefix(beginning)
        if column.startswith(beginning) and kind in KIND_LABELS:
            return translate(text("{what}: {kind}", what=what, kind=KIND_LABELS[kind]))
    raise KeyError(column)


def column_titles(table: str, columns: pd.Index) -> dict[str, str]:
    """Return what each column of a table is called; the geometry is called nothing."""
    return {str(column): column_title(table, str(column)) for column in columns if column != "geometry"}


DICTIONARY_HEADS: Mapping[str, Text] = {
    "table": text("Layer or table"),
    "about": text("What it holds"),
    "column": text("Column"),
    "title": text("What it means"),
    "type": text("Type"),
}
"""Columns of the data dictionary."""


def data_dictionary(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a column of each table, with :data:`DICTIONARY_HEADS`, in the language that is spoken."""
    rows = [
        (name, translate(TITLES[name]), column, title, _type_of(table[column]))
        for name, table in tables.items()
        for column, title in column_titles(name, table.columns).items()
    ]
    return pd.DataFrame(rows, columns=list(DICTIONARY_HEADS), dtype="str")


def _type_of(values: pd.Series) -> str:
    return translate(_TYPES.get(values.dtype.kind, text("text")))
