"""Small drawn extracts of OpenStreetMap, whose layers can be worked out by hand.

The drawn city is the square from (110.00, 0.00) to (110.02, 0.02); 0.001 degrees are about 111 m there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import osmium
import shapely
from osmium.osm.mutable import Node, Relation, Way

CITY = shapely.box(110.00, 0.00, 110.02, 0.02)
MOMENT = "2025-06-30T12:00:00Z"

Place = tuple[float, float]


def at(east: float, north: float) -> Place:
    """Return a place by thousandths of a degree from the city's south-western corner."""
    return 110 + east / 1000, north / 1000


class DrawnExtract:
    """Draws elements and writes them as an extract."""

    def __init__(self) -> None:
        self.nodes: dict[Place, Node] = {}
        self.ways: list[Way] = []
        self.relations: list[Relation] = []

    def node(self, place: Place, **tags: str) -> int:
        """Draw a point, once at each place, and return its number."""
        if place not in self.nodes:
            self.nodes[place] = Node(id=len(self.nodes) + 1, location=place, tags={})
        self.nodes[place].tags |= {_key(key): value for key, value in tags.items()}
        return int(self.nodes[place].id)

    def way(self, places: Sequence[Place], **tags: str) -> int:
        """Draw a line through places and return its number."""
        nodes = [self.node(place) for place in places]
        self.ways.append(
            Way(id=len(self.ways) + 1, nodes=nodes, tags={_key(key): value for key, value in tags.items()})
        )
        return len(self.ways)

    def ring(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        """Draw a closed line around a rectangle, in thousandths of a degree, and return its number."""
        corners = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)]
        return self.way(corners, **tags)

    def outline(self, outer: int, inner: Sequence[int] = (), **tags: str) -> int:
        """Draw an outline out of rings and return its number."""
        members = [("w", outer, "outer"), *(("w", way, "inner") for way in inner)]
        keyed = {_key(key): value for key, value in tags.items()}
        self.relations.append(
            Relation(id=len(self.relations) + 1, members=members, tags={"type": "multipolygon"} | keyed)
        )
        return len(self.relations)

    def write(self, path: Path, moment: str = MOMENT, *, without: Sequence[int] = ()) -> Path:
        """Write the extract, leaving out some nodes, and return its path."""
        header = osmium.io.Header()
        if moment:
            header.set("osmosis_replication_timestamp", moment)
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            for element in [*self.nodes.values(), *self.ways, *self.relations]:
                if not (isinstance(element, Node) and element.id in without):
                    writer.add(element)
        return path


def _key(name: str) -> str:
    """Return a tag's key: Python's names have no colons and no reserved words."""
    return name.rstrip("_").replace("__", ":")
