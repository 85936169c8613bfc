"""Layers of regions: where the programme is met, and which share of the children reaches a place."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Assessment, Finding
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level
from planner.model.labels import KIND_LABELS, STATUS_LABELS, STATUS_SIGNS, TIER_LABELS
from planner.reports.facts import capitalised
from planner.reports.palette import NO_CHILDREN_COLOUR, SHARE_COLOURS, SHARE_EDGES, STATUS_COLOURS
from planner.reports.shares import share_with_range
from planner.reports.webmap.base import simplified
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import Percent, Text, text, translate


def status_layer(assessment: Assessment, *, show: bool = True) -> MapLayer:
    """Return a label for each kecamatan: its name, and the sign of its status in the programme.

    Parameters
    ----------
    assessment
        What to show.
    show
        Whether the layer is shown at first.
    """
    return programme_layer(assessment.city, assessment.findings_of(STSK_COVERAGE), show=show)


def programme_layer(city: City, findings: Sequence[Finding], *, show: bool = True) -> MapLayer:
    """Return the labels of :func:`status_layer` for who knows the findings of the programme only.

    Parameters
    ----------
    city
        The city.
    findings
        How the programme stands in each kecamatan.
    show
        Whether the layer is shown at first.
    """
    regions = city.regions_at(Level.KECAMATAN)
    found = {finding.unit_code: finding for finding in findings}
    labelled = regions[regions["code"].isin(found)]
    edges = labelled.geometry.to_crs("EPSG:4326").bounds
    properties = [
        _status_properties(found[code], name, city) | {"span": span}
        for code, name, span in zip(
            labelled["code"], labelled["name"], (edges["maxx"] - edges["minx"]).round(4), strict=True
        )
    ]
    points = gpd.GeoSeries(labelled.representative_point(), crs=labelled.crs)
    return MapLayer(
        "status",
        translate(text("Kecamatan and their status")),
        "labels",
        {
            "labels": [translate(text("Status")), translate(text("Reason")), translate(text("Places"))],
            "features": features(points, properties),
        },
        legend=legend(
            translate(text("A child-friendly park in each kecamatan")),
            [
                legend_item(capitalised(translate(STATUS_LABELS[status])), "badge", colour, STATUS_SIGNS[status])
                for status, colour in STATUS_COLOURS.items()
            ],
        ),
        show=show,
    )


def _status_properties(finding: Finding, name: str, city: City) -> dict[str, object]:
    places = city.facilities.set_index("id")["name"].reindex(list(finding.evidence)).dropna()
    return {
        "id": finding.unit_code,
        "name": name,
        "sign": STATUS_SIGNS[finding.status],
        "colour": STATUS_COLOURS[finding.status],
        "facts": [
            capitalised(translate(STATUS_LABELS[finding.status])),
            translate(finding.reason_text),
            ", ".join(places) or None,
        ],
    }


def share_layer(
    assessment: Assessment,
    *,
    kind: str = CHILD_FRIENDLY_PARK,
    age_tier: str = ALL_CHILDREN,
    level: Level | None = None,
    show: bool = True,
) -> MapLayer:
    """Return the regions, coloured by the share of children who reach a kind of place in time.

    Parameters
    ----------
    assessment
        What to show.
    kind
        What is reached: one of ``assessment.kinds_reached``.
    age_tier
        Whose walk it is.
    level
        Level of the regions; the finest one of the city if left out.
    show
        Whether the layer is shown at first.
    """
    level = level or assessment.city.finest_level
    regions = assessment.city.regions_at(level)
    access = assessment.access
    chosen = access[(access["level"] == level) & (access["kind"] == kind) & (access["age_tier"] == age_tier)]
    table = regions[["code", "name"]].merge(chosen, on="code", how="left")
    return MapLayer(
        "shares",
        translate(text("Share of children within reach")),
        "shares",
        {
            "labels": [capitalised(translate(TIER_LABELS[age_tier])), translate(text("Within reach"))],
            "features": features(simplified(regions), _share_properties(table)),
        },
        legend=_share_legend(assessment, kind, age_tier),
        show=show,
    )


def share_classes(shares: pd.Series) -> pd.Series:
    """Return the class of each share, from 0 (nobody) upwards; missing where the share is not known."""
    classes = np.searchsorted(SHARE_EDGES, shares.to_numpy(dtype=float), side="left")
    return pd.Series(classes, index=shares.index, dtype="Int64").mask(shares.isna())


def _share_properties(table: pd.DataFrame) -> list[dict[str, object]]:
    colours = share_classes(table["share"]).map(dict(enumerate(SHARE_COLOURS))).fillna(NO_CHILDREN_COLOUR)
    return [
        {"id": code, "name": name, "colour": colour, "facts": _share_facts(children, within, *shares)}
        for code, name, colour, children, within, *shares in zip(
            table["code"],
            table["name"],
            colours,
            table["children"],
            table["children_within"],
            table["share"],
            table["share_low"],
            table["share_high"],
            strict=True,
        )
    ]


def _share_facts(children: float, within: float, share: float, low: float, high: float) -> Sequence[str | None]:
    if np.isnan(children):
        return [translate(text("not known")), None]
    if np.isnan(share):
        return [translate(text("{number}", number=int(children))), None]
    reached = text("{within}: {share}", within=int(within), share=share_with_range(share, low, high))
    return [translate(text("{number}", number=int(children))), translate(reached)]


def _share_legend(assessment: Assessment, kind: str, age_tier: str) -> dict[str, object]:
    title = text(
        "{tier} within {minutes} minutes on foot of: {place}",
        tier=TIER_LABELS[age_tier],
        minutes=assessment.method.threshold_min,
        place=KIND_LABELS[kind],
    )
    bands: list[Text] = [text("nobody")]
    bands += [
        text("over {low} to {high}", low=Percent(low), high=Percent(high))
        for low, high in zip(SHARE_EDGES, (*SHARE_EDGES[1:], 1.0), strict=True)
    ]
    items = [legend_item(translate(band), "fill", colour) for band, colour in zip(bands, SHARE_COLOURS, strict=True)]
    items.append(legend_item(translate(text("no children known")), "fill", NO_CHILDREN_COLOUR, "–"))
    return legend(capitalised(translate(title)), items)
