"""Layer of gaps: areas whose children reach no place of a kind in time."""

from __future__ import annotations

import geopandas as gpd

from planner.model.assessment import Assessment
from planner.model.labels import KIND_LABELS
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import text, translate

GAP_COLOUR, GAP_GROUND = "#b34700", "#f3d8c8"


def gap_layer(assessment: Assessment, gaps: gpd.GeoDataFrame, *, show: bool = True) -> MapLayer:
    """Return the areas as outlines, each with its children without access.

    Parameters
    ----------
    assessment
        What they were found in.
    gaps
        :data:`~planner.model.tables.GAPS` of one kind.
    show
        Whether the layer is shown at first.
    """
    names = assessment.city.regions.set_index("code")["name"]
    properties = [
        {
            "id": str(rank),
            "name": translate(text("{rank}. {place}", rank=rank, place=place)),
            "facts": [translate(text("{number}", number=children)), names[kecamatan], hectares(area_m2)],
        }
        for rank, place, children, kecamatan, area_m2 in zip(
            gaps["rank"].tolist(),
            gaps["region_name"],
            gaps["children"].tolist(),
            gaps["kecamatan_code"],
            gaps["area_m2"].tolist(),
            strict=True,
        )
    ]
    labels = [text("Children without access"), text("Kecamatan"), text("Area")]
    name = translate(text("Areas without access ({count})", count=len(gaps)))
    kind = KIND_LABELS[gaps["kind"].iloc[0]] if len(gaps) else None
    title = text("Areas without access") if kind is None else text("Areas without access: {place}", place=kind)
    return MapLayer(
        "gaps",
        name,
        "gaps",
        {
            "colour": GAP_COLOUR,
            "labels": [translate(label) for label in labels],
            "features": features(gaps.geometry, properties),
        },
        legend=legend(
            translate(title), [legend_item(translate(text("children here reach none in time")), "fill", GAP_GROUND)]
        ),
        show=show,
    )


def hectares(area_m2: float) -> str:
    """Return an area in hectares, as the spoken language writes it."""
    return translate(text("{area} ha", area=round(area_m2 / 10_000)))
