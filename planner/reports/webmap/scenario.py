"""The layer of places that a scenario changes."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.city import City
from planner.model.labels import KIND_LABELS
from planner.model.scenario import ChangeKind
from planner.reports.facts import capitalised
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.scenarios.places import changed_places
from planner.texts import Text, text, translate

CHANGE_LABELS: Mapping[ChangeKind, Text] = {
    ChangeKind.ADD: text("added"),
    ChangeKind.UPGRADE: text("made child-friendly"),
    ChangeKind.CLOSE: text("closed"),
}

CHANGE_SIGNS: Mapping[ChangeKind, str] = {ChangeKind.ADD: "+", ChangeKind.UPGRADE: "✓", ChangeKind.CLOSE: "✕"}
"""Signs tell changes apart, colours only help."""

CHANGE_SHAPES = {ChangeKind.ADD: "badge", ChangeKind.UPGRADE: "square", ChangeKind.CLOSE: "square"}
CHANGE_COLOURS = {ChangeKind.ADD: "#0b5394", ChangeKind.UPGRADE: "#00795a", ChangeKind.CLOSE: "#8a3200"}


def changes_layer(city: City, after: City, *, show: bool = True) -> MapLayer:
    """Return the places that differ between a city and what a scenario makes of it; added ones can be dragged.

    Parameters
    ----------
    city
        The city as it is.
    after
        The changed city.
    show
        Whether the layer is shown at first.
    """
    changed = changed_places(city, after)
    placed = changed[changed.geometry.notna()]
    columns = placed[["id", "kind", "name", "change"]]
    properties = [
        {
            "id": place,
            "name": name,
            "sign": CHANGE_SIGNS[ChangeKind(change)],
            "shape": CHANGE_SHAPES[ChangeKind(change)],
            "colour": CHANGE_COLOURS[ChangeKind(change)],
            "draggable": change == ChangeKind.ADD,
            "facts": [
                capitalised(translate(KIND_LABELS[kind])),
                capitalised(translate(CHANGE_LABELS[ChangeKind(change)])),
            ],
        }
        for place, kind, name, change in columns.itertuples(index=False, name=None)
    ]
    name = translate(text("What the scenario changes ({count})", count=len(placed)))
    present = set(placed["change"])
    return MapLayer(
        "changes",
        name,
        "changes",
        {
            "labels": [translate(text("Kind")), translate(text("In the scenario"))],
            "features": features(placed.geometry, properties),
        },
        legend=legend(
            translate(text("Scenario")),
            [
                legend_item(
                    capitalised(translate(label)), CHANGE_SHAPES[change], CHANGE_COLOURS[change], CHANGE_SIGNS[change]
                )
                for change, label in CHANGE_LABELS.items()
                if change in present
            ],
        ),
        show=show,
    )
