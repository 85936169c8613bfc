"""The zones around schools and children's play places without tobacco sale or advertising, and what lies inside."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from planner.checks.each.tobacco_zones.topics import ADVERTISING, SALE, TOBACCO_AD_OUTDOOR, TOBACCO_SALE, Topic
from planner.checks.each.tobacco_zones.zones import zone_origins, zone_shapes
from planner.model.assessment import Assessment
from planner.reports.webmap.layer import MapLayer, legend, legend_item
from planner.reports.webmap.script_data import features
from planner.texts import Text, text, translate

TOPICS: tuple[Topic, ...] = (SALE, ADVERTISING)
"""What the zones are about, the narrower ones first."""

ZONE_LABELS: Mapping[str, Text] = {
    TOBACCO_SALE: text("no sale of tobacco"),
    TOBACCO_AD_OUTDOOR: text("no outdoor advertising of tobacco"),
}
"""What is forbidden in the zones of each rule."""

POINT_LABELS: Mapping[str, Text] = {
    TOBACCO_SALE: text("shop that may sell tobacco"),
    TOBACCO_AD_OUTDOOR: text("billboard"),
}
"""What is looked for in the zones of each rule, in the singular."""

_COLOURS: Mapping[str, str] = {TOBACCO_SALE: "#7a1f5c", TOBACCO_AD_OUTDOOR: "#0b5394"}
_GROUNDS: Mapping[str, str] = {TOBACCO_SALE: "#f1e4ed", TOBACCO_AD_OUTDOOR: "#e2ebf4"}
_CANDIDATES = "#7a1f5c"
_DRAWN_M = 2.0


def zone_layer(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the zone of each school and play place: one row a rule and place.

    Returns
    -------
    geopandas.GeoDataFrame
        ``rule``, ``radius_m``, ``place_id``, ``place_name``, ``certain`` (whether the place is known to have a zone, or
        only if the park is for children's play). Geometry: polygons in the city's metric CRS.
    """
    tables = []
    for topic in TOPICS:
        radius_m = radius_of(assessment, topic.rule)
        places = zone_origins(assessment.city, assessment.rules[topic.rule], assessment.options.as_of).places
        table = places[["id", "name", "certain"]].rename(columns={"id": "place_id", "name": "place_name"})
        table.insert(0, "rule", topic.rule)
        table.insert(1, "radius_m", radius_m)
        tables.append(gpd.GeoDataFrame(table, geometry=list(zone_shapes(places, radius_m)), crs=assessment.city.crs))
    return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=assessment.city.crs)


def radius_of(assessment: Assessment, rule: str) -> float:
    """Return the radius of a rule's zones, in metres."""
    return assessment.rules[rule].number("radius_m")


def candidate_layer(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the shops and billboards that lie in a zone, or may, with what is said of each, as points."""
    tables = []
    for topic in TOPICS:
        points = topic.points(assessment.city)
        if points is None:
            continue
        said = assessment.details.places_of(topic.rule)
        positions = points.set_index("id").geometry.reindex(said["place_id"])
        tables.append(gpd.GeoDataFrame(said, geometry=positions.to_numpy(), crs=assessment.city.crs))
    columns = ["rule", "place_id", "place_name", "kind", "kelurahan_code", "kecamatan_code", "status", "reason"]
    if not tables:
        return gpd.GeoDataFrame(columns=[*columns, "reason_text"], geometry=[], crs=assessment.city.crs)
    every = gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), crs=assessment.city.crs)
    told = pd.Series([translate(reason) for reason in every["reason_text"]], index=every.index, dtype="str")
    return every.assign(reason_text=told)[[*columns, "reason_text", "geometry"]]


def zone_map_layer(assessment: Assessment, rule: str) -> MapLayer:
    """Return the zones of places that are known to have one, those that touch as one outline, for the map."""
    zones = zone_layer(assessment)
    known = zones[(zones["rule"] == rule) & zones["certain"]]
    together = gpd.GeoSeries(shapely.get_parts(shapely.union_all(known.geometry.to_numpy())), crs=assessment.city.crs)
    # A drawing of a whole city shows no more.
    together = together.simplify(_DRAWN_M)
    name = translate(text("{metres} m: {what}", metres=radius_of(assessment, rule), what=ZONE_LABELS[rule]))
    properties = [{"id": f"{rule}:{number}", "name": name, "facts": []} for number in range(len(together))]
    return MapLayer(
        f"zones_{rule.lower()}",
        name,
        "gaps",
        {"colour": _COLOURS[rule], "labels": [], "features": features(together, properties)},
        legend=legend(translate(text("Zones")), [legend_item(name, "fill", _GROUNDS[rule])]),
    )


def candidate_map_layer(assessment: Assessment) -> MapLayer:
    """Return what lies in a zone, or may, for the map: places to look at."""
    candidates = candidate_layer(assessment)
    name = translate(text("Shops and billboards to look at ({count})", count=len(candidates)))
    properties = [
        {"id": f"candidate:{place}", "name": called, "facts": [translate(POINT_LABELS[rule]), told]}
        for rule, place, called, told in candidates[["rule", "place_id", "place_name", "reason_text"]].itertuples(
            index=False, name=None
        )
    ]
    return MapLayer(
        "tobacco_candidates",
        name,
        "facilities",
        {
            "colour": _CANDIDATES,
            "labels": [translate(text("Kind")), translate(text("What is known"))],
            "features": features(candidates.geometry, properties),
        },
        legend=legend(translate(text("Zones")), [legend_item(name, "dot", _CANDIDATES)]),
    )
