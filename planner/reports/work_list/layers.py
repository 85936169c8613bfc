"""Layers of the map of smoke-free places: what is known of each sign, told by shape and colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.kinds import Placement, Status
from planner.model.labels import KIND_LABELS, STATUS_SIGNS
from planner.reports.facts import capitalised
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.reports.work_list.geopackage import place_layer
from planner.texts import Text, text, translate


@dataclass(frozen=True)
class _Look:
    """How places of one state are drawn."""

    label: Text
    colour: str
    shape: str
    sign: str


SIGN_LABELS: Mapping[Status, Text] = {
    Status.MET: text("good sign"),
    Status.UNMET: text("bad sign, or none"),
    Status.UNKNOWN: text("not known"),
}
"""What the status of a place says of its sign."""

_LOOKS: Mapping[Status, _Look] = {
    Status.UNKNOWN: _Look(SIGN_LABELS[Status.UNKNOWN], "#767676", "dot", ""),
    Status.MET: _Look(SIGN_LABELS[Status.MET], "#00795a", "badge", STATUS_SIGNS[Status.MET]),
    Status.UNMET: _Look(SIGN_LABELS[Status.UNMET], "#b34700", "square", STATUS_SIGNS[Status.UNMET]),
}
"""Each state has its shape and sign, so that it is never told by colour alone."""


def sign_layer(assessment: Assessment, status: Status) -> MapLayer:
    """Return the places of one state that have a position in the city.

    Parameters
    ----------
    assessment
        The city's assessment.
    status
        The state of their sign.
    """
    look, facilities = _LOOKS[status], assessment.city.facilities
    placed = facilities.loc[facilities["placement"] == Placement.POSITION, "id"]
    places = place_layer(assessment)
    own = places[(places["status"] == status) & places["place_id"].isin(placed)]
    sign = {"sign": look.sign, "shape": look.shape} if look.sign else {}
    facts = _facts(own, assessment.city.regions.set_index("code")["name"])
    name = translate(text("{state} ({count})", state=capitalised(translate(look.label)), count=len(own)))
    return MapLayer(
        f"signs_{status}",
        name,
        "facilities",
        {
            "colour": look.colour,
            "labels": [translate(label) for label in (text("Kind"), text("KSTR sign"), text("Region"))],
            "features": features(
                own.geometry,
                [
                    {"id": place, "name": called, "facts": known, **sign}
                    for place, called, known in zip(own["place_id"], own["place_name"], facts, strict=True)
                ],
            ),
        },
        legend=legend(translate(text("KSTR signs")), [legend_item(name, look.shape, look.colour, look.sign)]),
    )


def _facts(places: pd.DataFrame, names: pd.Series) -> list[list[str | None]]:
    """Return what a card says of each place, in the order of the labels."""
    regions = places["kelurahan_code"].fillna(places["kecamatan_code"]).map(names)
    kinds = places["kind"].map({kind: capitalised(translate(label)) for kind, label in KIND_LABELS.items()})
    rows = pd.DataFrame({0: kinds, 1: places["reason_text"], 2: regions}).astype(object)
    known: list[list[str | None]] = rows.where(rows.notna(), None).to_numpy().tolist()
    return known
