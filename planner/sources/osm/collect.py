"""From the extract of one city to rows: each element that a rule fits, with its tags and its shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import osmium
import shapely
from osmium.osm import Area, Node, Relation, Way

from planner.model.kinds import Known
from planner.sources.osm.lines import cut_line
from planner.sources.osm.matching import OsmRule, Tags, own_name
from planner.sources.osm.opl import as_file
from planner.sources.osm.rules import BLOCKED, WALKED, Ground, OsmRules

Row = dict[str, object]

STREET_TAGS = (
    "foot",
    "access",
    "oneway",
    "oneway:foot",
    "bridge",
    "tunnel",
    "covered",
    "layer",
    "surface",
    "lit",
    "width",
    "sidewalk",
    "incline",
    "wheelchair",
    "service",
    "maxspeed",
    "footway",
    "area",
)
POINT_TAGS = (
    "crossing",
    "crossing:markings",
    "crossing:signals",
    "crossing:island",
    "tactile_paving",
    "kerb",
    "barrier",
    "access",
    "foot",
    "locked",
)
SQUARE_TAGS = ("foot", "access", "surface", "lit")


@dataclass(eq=False)
class Collected:
    """Rows of one city, as they come out of its extract. Shapes are WKB in hexadecimal.

    Attributes
    ----------
    facilities, streets, squares, points, ground
        One row an element and rule.
    broken_outlines
        The outlines that could not be put together, such as ``relation/123``.
    broken_ways
        How many ways lack a point.
    """

    facilities: list[Row] = field(default_factory=list)
    streets: list[Row] = field(default_factory=list)
    squares: list[Row] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)
    ground: list[Row] = field(default_factory=list)
    broken_outlines: list[str] = field(default_factory=list)
    broken_ways: int = 0


def column_name(key: str) -> str:
    """Return the name of the column that holds a tag."""
    return key.replace(":", "_")


def collect(content: bytes, rules: OsmRules) -> Collected:
    """Read the extract of one city.

    Parameters
    ----------
    content
        Its elements as lines, points before ways before relations.
    rules
        What is taken, and as what.
    """
    collector = _Collector(rules)
    keys = osmium.filter.KeyFilter(*rules.wanted())
    processor = osmium.FileProcessor(as_file(content)).with_locations("flex_mem").with_areas(keys).with_filter(keys)
    for element in processor:
        match element:
            case Node():
                collector.take_node(element)
            case Way():
                collector.take_way(element)
            case Area():
                collector.take_area(element)
            case Relation():
                collector.expected_outlines.add(element.id)
    return collector.finish()


class _Collector:
    """Takes elements one by one; nodes have to come before ways, as they do in an extract."""

    def __init__(self, rules: OsmRules) -> None:
        self.rules = rules
        self.rows = Collected()
        self.blocked: set[int] = set()
        self.expected_outlines: set[int] = set()
        self.assembled_outlines: set[int] = set()
        self.wkb = osmium.geom.WKBFactory()

    def take_node(self, node: Node) -> None:
        """Take a place, or a point on a street."""
        tags = dict(node.tags)
        barrier = self.rules.barriers.match(tags)
        blocks = barrier is not None and barrier.outcome == BLOCKED
        if blocks:
            self.blocked.add(node.id)
        place, point = self.rules.facilities.match(tags), self.rules.points.match(tags)
        if place is None and point is None:
            return
        identity, shape = f"node/{node.id}", self.wkb.create_point(node)
        if place is not None:
            self.rows.facilities.append(self._facility(identity, place, tags, shape))
        if point is not None:
            row = _row(identity, point, shape, tags, POINT_TAGS)
            passes = Known.UNKNOWN if barrier is None else Known.NO if blocks else Known.YES
            self.rows.points.append(row | {"point": point.outcome, "passes": passes.value})

    def take_way(self, way: Way) -> None:
        """Take a street or a waterway."""
        tags = dict(way.tags)
        street, ground = self.rules.ways.match(tags), self.rules.ground.match(tags)
        identity = f"way/{way.id}"
        if street is not None:
            facts = {
                "name": own_name(tags),
                "street_class": tags.get("highway") or tags[street.first_key],
                "walked": street.outcome == WALKED,
            }
            for shape in self._street_shapes(way):
                self.rows.streets.append(_row(identity, street, shape, tags, STREET_TAGS) | facts)
        if ground is not None and ground.outcome == Ground.WATERWAYS:
            for shape in self._line_shapes(way):
                self.rows.ground.append(_ground(identity, ground, tags, shape))

    def take_area(self, area: Area) -> None:
        """Take a place with an outline, a square, or ground."""
        # osmium takes the type off an outline in several parts; the rules may ask for it.
        tags = dict(area.tags) | ({} if area.from_way() else {"type": "multipolygon"})
        tables = (self.rules.facilities, self.rules.squares, self.rules.ground)
        place, square, ground = (table.match(tags) for table in tables)
        if not area.from_way():
            self.assembled_outlines.add(area.orig_id())
        if ground is not None and ground.outcome == Ground.WATERWAYS:
            ground = None
        if place is None and square is None and ground is None:
            return
        identity = f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"
        if not area.num_rings()[0]:
            self.rows.broken_outlines.append(identity)
            return
        shape = self.wkb.create_multipolygon(area)
        if place is not None:
            self.rows.facilities.append(self._facility(identity, place, tags, shape))
        if square is not None and square.outcome == WALKED:
            facts = {"name": own_name(tags), "street_class": tags.get("highway") or tags[square.first_key]}
            self.rows.squares.append(_row(identity, square, shape, tags, SQUARE_TAGS) | facts)
        if ground is not None:
            self.rows.ground.append(_ground(identity, ground, tags, shape))

    def finish(self) -> Collected:
        """Return what was taken."""
        missing = self.expected_outlines - self.assembled_outlines
        self.rows.broken_outlines += [f"relation/{number}" for number in missing]
        self.rows.broken_outlines.sort(key=_element_order)
        return self.rows

    def _facility(self, identity: str, rule: OsmRule, tags: Tags, shape: str) -> Row:
        public = self.rules.public.get(tags.get("access", ""), Known.UNKNOWN)
        return {
            "osm_id": identity,
            "kind": rule.outcome,
            "name": own_name(tags),
            "public": public.value,
            "address": _address(tags),
            "operator": tags.get("operator", ""),
            "barrier": tags.get("barrier", ""),
            "rule": rule.id,
            "geometry": shape,
        }

    def _street_shapes(self, way: Way) -> list[str]:
        if self.blocked and any(node.ref in self.blocked for node in way.nodes):
            return self._pieces(way)
        return self._line_shapes(way)

    def _line_shapes(self, way: Way) -> list[str]:
        try:
            return [self.wkb.create_linestring(way)]
        except (osmium.InvalidLocationError, RuntimeError):
            # A point is missing from the extract, or all points are one: what is left of the line is taken.
            self.rows.broken_ways += 1
            return self._pieces(way)

    def _pieces(self, way: Way) -> list[str]:
        missing = np.array([not node.location.valid() for node in way.nodes])
        blocked = np.array([node.ref in self.blocked for node in way.nodes])
        coordinates = np.array([(node.lon, node.lat) if node.location.valid() else (0.0, 0.0) for node in way.nodes])
        pieces = cut_line(coordinates, blocked, missing)
        return [str(shapely.to_wkb(shapely.LineString(piece), hex=True)) for piece in pieces]


def _element_order(identity: str) -> tuple[bool, int]:
    kind, number = identity.split("/")
    return kind == "relation", int(number)


def _row(identity: str, rule: OsmRule, shape: str, tags: Tags, kept: Iterable[str]) -> Row:
    facts: Mapping[str, object] = {column_name(key): tags.get(key, "") for key in kept}
    return {"osm_id": identity, "rule": rule.id, "geometry": shape, **facts}


def _ground(identity: str, rule: OsmRule, tags: Tags, shape: str) -> Row:
    return {
        "osm_id": identity,
        "layer": rule.outcome,
        "key": rule.first_key,
        "value": tags[rule.first_key],
        "name": own_name(tags),
        "levels": tags.get("building:levels", ""),
        "rule": rule.id,
        "geometry": shape,
    }


def _address(tags: Tags) -> str:
    whole = tags.get("addr:full", "")
    return whole or " ".join(filter(None, (tags.get("addr:street", ""), tags.get("addr:housenumber", ""))))
