"""The layer of the ground from which one place is reached in time."""

from __future__ import annotations

from itertools import cycle

from planner.access.place_catchment import PlaceCatchment
from planner.reports.catchment import children_of, tiers_words
from planner.reports.facts import capitalised
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import text, translate

CATCHMENT_COLOURS = ("#4a148c", "#8e44ad", "#b784cf")
"""Colours of outlines, that of the youngest walkers first."""


def catchment_layer(catchment: PlaceCatchment) -> MapLayer:
    """Return the outlines of a catchment, one for each group of age tiers that walk alike; the map goes to a new place.

    Parameters
    ----------
    catchment
        The catchment. An outline without ground is not drawn.
    """
    drawn = catchment.outlines.assign(
        colour=[colour for _, colour in zip(catchment.outlines.index, cycle(CATCHMENT_COLOURS), strict=False)]
    )
    drawn = drawn[~drawn.geometry.is_empty]
    # Who walks fast gets farthest: the larger outline lies below, so that each can be clicked.
    drawn = drawn.iloc[drawn.area.argsort(kind="stable")[::-1]]
    properties = [
        {
            "id": f"catchment:{catchment.facility_id}",
            "name": catchment.name,
            "colour": colour,
            "facts": [tiers_words(tiers), _children(catchment, tiers)],
        }
        for tiers, colour in zip(drawn["age_tiers"], drawn["colour"], strict=True)
    ]
    items = [
        legend_item(capitalised(tiers_words(tiers)), "fill", colour)
        for tiers, colour in zip(drawn["age_tiers"], drawn["colour"], strict=True)
    ]
    title = text("Within {minutes} minutes on foot: {place}", minutes=catchment.threshold_min, place=catchment.name)
    return MapLayer(
        "catchment",
        translate(title),
        "catchment",
        {
            "place": catchment.facility_id,
            "labels": [translate(text("Who walks")), translate(text("Children"))],
            "features": features(drawn.geometry, properties),
        },
        legend=legend(translate(title), items[::-1]),
    )


def _children(catchment: PlaceCatchment, age_tiers: str) -> str:
    children = children_of(catchment, age_tiers)
    return translate(text("not known") if children is None else text("{number}", number=children))
