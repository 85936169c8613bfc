"""Layers of the plan: proposed sites, and where the children live whom they are for."""

from __future__ import annotations

import geopandas as gpd

from planner.model.assessment import Action, Assessment, Proposal
from planner.model.kinds import CHILDREN_COLUMNS
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import degrees, features
from planner.texts import Text, text, translate

ACTION_LABELS: dict[Action, Text] = {
    Action.NEW: text("new place"),
    Action.UPGRADE: text("existing place, made child-friendly"),
}

ACTION_SHAPES = {Action.NEW: "badge", Action.UPGRADE: "square"}

PROPOSAL_COLOUR = "#1d1d1b"
DEMAND_COLOUR = "#3f1f7a"


def proposal_layer(assessment: Assessment, *, show: bool = True) -> MapLayer:
    """Return the proposed sites, numbered in the order in which to build them; an upgrade is a square.

    Parameters
    ----------
    assessment
        What to show.
    show
        Whether the layer is shown at first.
    """
    proposals = assessment.plan.proposals
    positions = gpd.GeoSeries.from_xy(
        [proposal.x_m for proposal in proposals], [proposal.y_m for proposal in proposals], crs=assessment.city.crs
    )
    labels = [
        text("What"),
        text("Where"),
        text("Children newly reached"),
        text("Children reached"),
        text("Why"),
        text("Instead"),
    ]
    return MapLayer(
        "proposals",
        translate(text("Proposed sites ({count})", count=len(proposals))),
        "proposals",
        {
            "colour": PROPOSAL_COLOUR,
            "labels": [translate(label) for label in labels],
            "features": features(positions, [_proposal_properties(proposal) for proposal in proposals]),
        },
        legend=legend(
            translate(text("Proposed sites")),
            [
                legend_item(capitalised(translate(ACTION_LABELS[action])), shape, PROPOSAL_COLOUR, "1")
                for action, shape in ACTION_SHAPES.items()
                if any(proposal.action is action for proposal in proposals)
            ],
        ),
        show=show,
    )


def _proposal_properties(proposal: Proposal) -> dict[str, object]:
    where = text("{region}, {kecamatan}", region=proposal.region_name, kecamatan=proposal.kecamatan_name)
    what = text("{kind}: {action}", kind=KIND_LABELS[proposal.kind], action=ACTION_LABELS[proposal.action])
    return {
        "id": str(proposal.rank),
        "name": translate(proposal_title(proposal)),
        "sign": str(proposal.rank),
        "shape": ACTION_SHAPES[proposal.action],
        "facts": [
            capitalised(translate(what)),
            translate(where),
            translate(text("{number}", number=proposal.children_newly_within)),
            translate(text("{number}", number=proposal.children_within)),
            translate(proposal.reason_text),
            None if proposal.next_best_text is None else translate(proposal.next_best_text),
        ],
    }


def proposal_title(proposal: Proposal) -> Text:
    """Return what a proposed site is called: its rank, and the existing place or the region it lies in."""
    return text("{rank}. {place}", rank=proposal.rank, place=proposal.facility_name or proposal.region_name)


def demand_layer(assessment: Assessment, *, show: bool = False) -> MapLayer:
    """Return where children live: a dot a point, its area growing with their number.

    Parameters
    ----------
    assessment
        What to show.
    show
        Whether the layer is shown at first.
    """
    demand = assessment.demand
    children = demand[CHILDREN_COLUMNS].sum(axis="columns")
    points = [
        [longitude, latitude, count]
        for (longitude, latitude), count in zip(
            ((point.x, point.y) for point in degrees(demand.geometry)), children.tolist(), strict=True
        )
    ]
    name = translate(text("Where children live (estimated)"))
    return MapLayer(
        "demand",
        name,
        "demand",
        {"colour": DEMAND_COLOUR, "points": points},
        legend=legend(
            name,
            [legend_item(translate(text("children live here; larger dots are more children")), "dot", DEMAND_COLOUR)],
        ),
        show=show,
    )
