"""The places that a finding rests on, each with its source and date."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.details import Details
from planner.model.kinds import Level, Status
from planner.model.labels import KIND_LABELS, STATUS_LABELS
from planner.reports.lineage import source_lines
from planner.texts import Text, text, translate

EVIDENCE_COLUMNS: Mapping[str, Text] = {
    "place": text("Place"),
    "kind": text("Kind"),
    "region": text("Where"),
    "status": text("Status"),
    "reason_text": text("Why"),
    "seen": text("Seen on the spot"),
    "photo": text("Photo"),
    "source": text("Source"),
    "place_id": text("Id"),
}
"""Columns of the evidence, with what they are called."""

_REGION_COLUMN: Mapping[Level, str] = {Level.KECAMATAN: "kecamatan_code", Level.KELURAHAN: "kelurahan_code"}


def evidence_of(city: City, details: Details | None, finding: Finding) -> pd.DataFrame:
    """Return the places behind a finding, in the language that is spoken.

    Parameters
    ----------
    city
        The city.
    details
        What the checks say of each place; ``None`` where nobody worked that out.
    finding
        The finding.

    Returns
    -------
    pandas.DataFrame
        One row a place with :data:`EVIDENCE_COLUMNS`: what the rule says of each place of the region, or else the
        facilities that the finding names. ``status`` is a word of the closed list, and empty with ``reason_text``
        where the rule says nothing of a single place. Those that are not met come first, then those not known.
    """
    said = _said(details, finding)
    rows = _named(city, finding) if said.empty else said
    facilities = city.facilities.set_index("id", drop=False)
    known = facilities.loc[[place for place in rows["place_id"] if place in facilities.index]]
    sources = source_lines(city, pd.DataFrame(known))
    regions = city.region_names
    kinds = {str(kind): translate(label) for kind, label in KIND_LABELS.items()}
    return pd.DataFrame(
        {
            "place": rows["place_name"],
            "kind": [kinds.get(kind, kind.replace("_", " ")) for kind in rows["kind"]],
            "region": rows["kelurahan_code"].fillna(rows["kecamatan_code"]).map(regions).fillna(""),
            "status": rows["status"],
            "reason_text": [translate(reason) if isinstance(reason, Text) else "" for reason in rows["reason_text"]],
            "seen": rows["seen"].fillna(""),
            "photo": rows["photo"].fillna(""),
            "source": rows["place_id"].map(sources).fillna(""),
            "place_id": rows["place_id"],
        },
        columns=list(EVIDENCE_COLUMNS),
    ).reset_index(drop=True)


def evidence_in_words(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return the evidence with its status in the language that is spoken."""
    words = {str(status): translate(label) for status, label in STATUS_LABELS.items()}
    return evidence.assign(status=evidence["status"].map(words).fillna(""))


def _said(details: Details | None, finding: Finding) -> pd.DataFrame:
    """Return what the rule says of each place of the finding's region, the worst first."""
    if details is None:
        return pd.DataFrame()
    places = details.places_of(finding.rule)
    column = _REGION_COLUMN.get(finding.unit_level)
    own = places if column is None else places[places[column] == finding.unit_code]
    order = own["status"].map({Status.UNMET: 0, Status.UNKNOWN: 1, Status.MET: 2})
    return own.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def _named(city: City, finding: Finding) -> pd.DataFrame:
    """Return the facilities that a finding names, in its order."""
    facilities = pd.DataFrame(city.facilities.drop(columns="geometry")).set_index("id", drop=False)
    own = facilities.loc[[place for place in finding.evidence if place in facilities.index]]
    own = own.rename(columns={"id": "place_id", "name": "place_name"})
    return own.assign(status="", reason_text=None, seen=None, photo=None)
