"""The layer of places that a plan may not choose, each with the reason."""

from __future__ import annotations

from planner.model.assessment import Assessment
from planner.model.labels import CANDIDATE_SOURCE_LABELS, EXCLUSION_LABELS
from planner.reports.facts import capitalised
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import text, translate

LEFT_OUT_COLOUR = "#767676"
MOST_PLACES = 5000
"""A browser draws no more places in good time: the others are left off."""


def left_out_layer(assessment: Assessment, *, show: bool = False) -> MapLayer:
    """Return the places that were left out of the plan, which say why when they are clicked.

    Parameters
    ----------
    assessment
        What to show; its plan tells the places that were left out.
    show
        Whether the layer is shown at first.

    Raises
    ------
    ValueError
        If the plan was made without looking for them.
    """
    left_out = assessment.plan.left_out
    if left_out is None:
        raise ValueError("the plan tells no places that were left out")
    drawn = left_out.head(MOST_PLACES)
    columns = ["id", "name", "source", "reason", "reason_text"]
    properties = [
        {
            "id": f"left_out:{place}",
            "name": name if isinstance(name, str) else capitalised(translate(CANDIDATE_SOURCE_LABELS[source])),
            "facts": [capitalised(translate(EXCLUSION_LABELS[reason])), translate(words)],
        }
        for place, name, source, reason, words in drawn[columns].itertuples(index=False, name=None)
    ]
    name = translate(text("Places left out, with the reason ({count})", count=len(left_out)))
    return MapLayer(
        "left_out",
        name,
        "facilities",
        {
            "colour": LEFT_OUT_COLOUR,
            "labels": [translate(text("Left out")), translate(text("Why"))],
            "features": features(drawn.geometry, properties),
        },
        legend=legend(translate(text("Proposed sites")), [legend_item(name, "dot", LEFT_OUT_COLOUR)]),
        show=show,
    )
