"""What the two zones are about: the sale of tobacco, and its advertising outdoors; each with its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd

from planner.checks.findings import RegionUnit
from planner.model.city import City
from planner.texts import Text, plural, text

TOBACCO_SALE = "TOBACCO_SALE"
TOBACCO_AD_OUTDOOR = "TOBACCO_AD_OUTDOOR"


@dataclass(frozen=True)
class Topic:
    """What one zone is about. The texts name no one: what nobody looked at is a place to look at, no more.

    Attributes
    ----------
    rule
        Id of the rule.
    kind
        One of :data:`~planner.model.tables.POINT_KINDS`.
    points
        The city's layer of such points.
    no_layer, add_layer
        That the city has no such layer, and what to do.
    confirmed, end
        What an inspection found in a region, and what to do.
    candidates, look
        What nobody looked at, and what to do.
    uncertain
        What lies only in the zone of a park of which nobody recorded whether it is for children's play.
    incomplete, complete_list
        That more may exist than is listed, and what to do.
    none
        That there is none.
    point_texts
        What is said of one point, by reason.
    """

    rule: str
    kind: str
    points: Callable[[City], gpd.GeoDataFrame | None]
    no_layer: Text
    add_layer: Text
    confirmed: Callable[[RegionUnit, int, Text, float], Text]
    end: Callable[[Text], Text]
    candidates: Callable[[RegionUnit, int, Text, float], Text]
    look: Callable[[int, Text], Text]
    uncertain: Callable[[RegionUnit, Text, float], Text]
    incomplete: Callable[[RegionUnit, float], Text]
    complete_list: Text
    none: Callable[[RegionUnit, float], Text]
    point_texts: Mapping[str, Text]


SALE = Topic(
    rule=TOBACCO_SALE,
    kind="tobacco_outlet",
    points=lambda city: city.tobacco_outlets,
    no_layer=text("The city has no layer of shops that may sell tobacco, so where it is sold is not known."),
    add_layer=text("Add a layer of shops with their positions to city.toml, under [[tobacco_outlets]]."),
    confirmed=lambda unit, n, names, radius_m: plural(
        "An inspection found tobacco sold within {radius} m of a school or play place in {region}: {names}.",
        "An inspection found tobacco sold at {n} places within {radius} m of a school or play place in {region}: "
        "{names}.",
        n,
        region=unit.name,
        names=names,
        radius=radius_m,
    ),
    end=lambda names: text("See to it that no tobacco is sold there, and record it: {names}.", names=names),
    candidates=lambda unit, n, names, radius_m: plural(
        "In {region} one shop lies within {radius} m of a school or play place; nobody has looked whether it sells "
        "tobacco: {names}.",
        "In {region} {n} shops lie within {radius} m of a school or play place; nobody has looked whether they sell "
        "tobacco: {names}.",
        n,
        region=unit.name,
        names=names,
        radius=radius_m,
    ),
    look=lambda n, names: plural(
        "Look whether tobacco is sold at {names}, and record it in the layer's column “confirmed”.",
        "Look whether tobacco is sold at these {n} shops, and record it in the layer's column “confirmed”: {names}.",
        n,
        names=names,
    ),
    uncertain=lambda unit, names, radius_m: text(
        "In {region} these shops lie within {radius} m of a park of which nobody recorded whether it is for children's "
        "play: {names}.",
        region=unit.name,
        names=names,
        radius=radius_m,
    ),
    incomplete=lambda unit, radius_m: text(
        "No shop in {region} is known to lie within {radius} m of a school or play place, but nobody said that all "
        "shops, schools and play places are listed.",
        region=unit.name,
        radius=radius_m,
    ),
    complete_list=text(
        "List every shop that may sell tobacco, every school and every play place with its position, and say so in "
        "city.toml under “complete_kinds”."
    ),
    none=lambda unit, radius_m: text(
        "No tobacco is sold within {radius} m of a school or play place in {region}.",
        region=unit.name,
        radius=radius_m,
    ),
    point_texts=MappingProxyType(
        {
            "confirmed_inside": text("An inspection found tobacco sold there."),
            "ruled_out": text("An inspection found that no tobacco is sold there."),
            "not_looked_at": text("Nobody has looked whether tobacco is sold there."),
            "zone_not_known": text("Whether that park is for children's play is not recorded."),
        }
    ),
)

ADVERTISING = Topic(
    rule=TOBACCO_AD_OUTDOOR,
    kind="billboard",
    points=lambda city: city.billboards,
    no_layer=text("The city has no layer of billboards, so where tobacco is advertised outdoors is not known."),
    add_layer=text("Add a layer of billboards with their positions to city.toml, under [[billboards]]."),
    confirmed=lambda unit, n, names, radius_m: plural(
        "An inspection found tobacco advertised within {radius} m of a school or play place in {region}: {names}.",
        "An inspection found tobacco advertised at {n} places within {radius} m of a school or play place in "
        "{region}: {names}.",
        n,
        region=unit.name,
        names=names,
        radius=radius_m,
    ),
    end=lambda names: text("See to it that no tobacco is advertised there, and record it: {names}.", names=names),
    candidates=lambda unit, n, names, radius_m: plural(
        "In {region} one billboard stands within {radius} m of a school or play place; nobody has looked whether it "
        "advertises tobacco: {names}.",
        "In {region} {n} billboards stand within {radius} m of a school or play place; nobody has looked whether they "
        "advertise tobacco: {names}.",
        n,
        region=unit.name,
        names=names,
        radius=radius_m,
    ),
    look=lambda n, names: plural(
        "Look whether tobacco is advertised at {names}, and record it in the layer's column “confirmed”.",
        "Look whether tobacco is advertised at these {n} billboards, and record it in the layer's column “confirmed”: "
        "{names}.",
        n,
        names=names,
    ),
    uncertain=lambda unit, names, radius_m: text(
        "In {region} these billboards stand within {radius} m of a park of which nobody recorded whether it is for "
        "children's play: {names}.",
        region=unit.name,
        names=names,
        radius=radius_m,
    ),
    incomplete=lambda unit, radius_m: text(
        "No billboard in {region} is known to stand within {radius} m of a school or play place, but nobody said that "
        "all billboards, schools and play places are listed.",
        region=unit.name,
        radius=radius_m,
    ),
    complete_list=text(
        "List every billboard, every school and every play place with its position, and say so in city.toml under "
        "“complete_kinds”."
    ),
    none=lambda unit, radius_m: text(
        "No tobacco is advertised outdoors within {radius} m of a school or play place in {region}.",
        region=unit.name,
        radius=radius_m,
    ),
    point_texts=MappingProxyType(
        {
            "confirmed_inside": text("An inspection found tobacco advertised there."),
            "ruled_out": text("An inspection found that no tobacco is advertised there."),
            "not_looked_at": text("Nobody has looked whether tobacco is advertised there."),
            "zone_not_known": text("Whether that park is for children's play is not recorded."),
        }
    ),
)
