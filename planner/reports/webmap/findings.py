"""The layer of findings: each kecamatan and kelurahan with the status that one rule gives it, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd

from planner.model.assessment import Assessment, Finding
from planner.model.city import City
from planner.model.kinds import Level, Status
from planner.model.labels import STATUS_LABELS, STATUS_SIGNS
from planner.model.rule import Rule
from planner.reports.facts import capitalised
from planner.reports.lineage import source_lines
from planner.reports.palette import STATUS_COLOURS
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.rules.citing import citation_text
from planner.texts import current_language, text, translate

LAYER = "findings"
MOST_PLACES = 5
"""A card names no more places behind a finding; the others are counted."""


def findings_layer(assessment: Assessment, *, show: bool = True) -> MapLayer:
    """Return a label for each region that a rule speaks of: its name, and the sign of its status.

    One rule is shown at a time, at first that of the first finding. Rules of the whole city have no place on the map.

    Parameters
    ----------
    assessment
        What to show.
    show
        Whether the layer is shown at first.
    """
    placed = [finding for finding in assessment.findings if finding.unit_level is not Level.CITY]
    labelled = _Labelled(assessment.city)
    sources = _places(assessment.city, placed)
    by_rule: dict[str, list[Finding]] = {}
    for finding in placed:
        by_rule.setdefault(finding.rule, []).append(finding)
    labels = [text("Status"), text("Reason"), text("What would change this"), text("Places"), text("Citation")]
    return MapLayer(
        LAYER,
        translate(text("Findings of kecamatan and kelurahan")),
        "findings",
        {
            "labels": [translate(label) for label in labels],
            "rules": [_rule(assessment.rules[rule], findings, labelled, sources) for rule, findings in by_rule.items()],
        },
        show=show,
    )


class _Labelled:
    """Where the label of each region stands, and how much room it has."""

    def __init__(self, city: City) -> None:
        regions = city.regions.drop_duplicates("code").set_index("code")
        edges = regions.geometry.to_crs("EPSG:4326").bounds
        self.points = gpd.GeoSeries(regions.representative_point(), crs=regions.crs)
        self.spans = (edges["maxx"] - edges["minx"]).round(4)
        self.names = regions["name"]


def _rule(rule: Rule, findings: Sequence[Finding], labelled: _Labelled, places: Mapping[str, str]) -> dict[str, object]:
    title = rule.titles[current_language()]
    known = [finding for finding in findings if finding.unit_code in labelled.points.index]
    codes = [finding.unit_code for finding in known]
    statuses = [status for status in Status if any(finding.status is status for finding in known)]
    return {
        "rule": rule.id,
        "title": title,
        "features": features(
            labelled.points.loc[codes], [_properties(finding, rule, labelled, places) for finding in known]
        ),
        "legend": legend(
            title,
            [
                legend_item(
                    capitalised(translate(STATUS_LABELS[status])), "badge", STATUS_COLOURS[status], STATUS_SIGNS[status]
                )
                for status in statuses
            ],
        ),
    }


def _properties(finding: Finding, rule: Rule, labelled: _Labelled, places: Mapping[str, str]) -> dict[str, object]:
    return {
        "id": finding.unit_code,
        "name": labelled.names[finding.unit_code],
        "status": str(finding.status),
        "sign": STATUS_SIGNS[finding.status],
        "colour": STATUS_COLOURS[finding.status],
        "span": float(labelled.spans[finding.unit_code]),
        "facts": [
            capitalised(translate(STATUS_LABELS[finding.status])),
            translate(finding.reason_text),
            None if finding.remedy is None else translate(finding.remedy),
            _evidence(finding, places),
            translate(citation_text(rule)),
        ],
    }


def _places(city: City, findings: Sequence[Finding]) -> dict[str, str]:
    """Return each place that a finding rests on, with its source and date, by its id."""
    wanted = {place for finding in findings for place in finding.evidence[:MOST_PLACES]}
    rows = pd.DataFrame(city.facilities[city.facilities["id"].isin(wanted)])
    return {
        place: translate(text("{place} ({source})", place=name, source=source))
        for place, name, source in zip(rows["id"], rows["name"], source_lines(city, rows), strict=True)
    }


def _evidence(finding: Finding, places: Mapping[str, str]) -> str | None:
    known = [places[place] for place in finding.evidence[:MOST_PLACES] if place in places]
    more = len(finding.evidence) - MOST_PLACES
    told = "; ".join(known)
    if more > 0:
        return translate(text("{places}; and {more} more", places=told, more=more))
    return told or None
