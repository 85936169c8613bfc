"""From an extract of any size to an extract of one city, complete in itself.

What is kept in memory is the city's own: the numbers of its points, then its ways and outlines, then the
points of those. Neither a table of all nodes nor osmium's own sets of ids are used; both grow with the
extract (a set of ids takes 4 MB for every 33 million numbers that it spans, and a city's elements are spread
over all of them).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import NODE, RELATION, WAY

from planner.errors import LayerError
from planner.sources.osm.matching import Tags
from planner.sources.osm.opl import node_line, relation_line, way_line
from planner.texts import Text, text

MAX_NODES = 20_000_000
"""A city has fewer points; an outline with more is a mistake, and would not fit into memory."""

OUTLINE_TYPES = frozenset({"multipolygon", "boundary"})
"""Relations that are outlines in several parts."""

TIMESTAMP = "osmosis_replication_timestamp"
"""Where the header of an extract says of when its data are."""

_UNITS = 10_000_000
"""osmium's own unit of longitude and latitude is a ten-millionth of a degree."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Wanted = Mapping[str, tuple[str, ...]]
Bounds = tuple[float, float, float, float]
Progress = Callable[[Text], None]


@dataclass(frozen=True)
class City:
    """The extract of one city.

    Attributes
    ----------
    content
        Its elements as lines, complete, points before ways before relations.
    date
        Of when they are: as the whole extract says it, else when the newest of them was changed; ``None`` if
        neither is known.
    """

    content: bytes
    date: dt.date | None


def clip_extract(source: Path, bounds: Bounds, wanted: Wanted, progress: Progress) -> City:
    """Take what a city needs out of an extract: its elements with wanted tags, and all that these consist of.

    Parameters
    ----------
    source
        The extract, ``.osm.pbf``.
    bounds
        West, south, east and north of the city, in degrees. A way belongs to it that has a point inside, an
        outline in parts one of whose ways does.
    wanted
        Values by key; none for any value.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.LayerError
        If the bounds hold more than :data:`MAX_NODES` points, or the file is a history of changes.
    """
    with osmium.io.Reader(str(source), osmium.osm.NOTHING) as reader:
        header = reader.header()
    if header.has_multiple_object_versions:
        raise LayerError(
            text("{file} is a history of changes: download the extract that holds the current data.", file=source.name)
        )
    clipper = _Clipper(source, wanted)
    progress(text("Looking for the city's points in the extract"))
    inside = clipper.find_nodes(bounds)
    progress(text("Looking for the city's streets and outlines in the extract"))
    touching = clipper.take_ways(inside)
    clipper.take_members(clipper.take_relations(touching))
    progress(text("Copying the city out of the extract"))
    content = clipper.content().encode()
    written = header.get(TIMESTAMP, "")
    return City(content, dt.datetime.fromisoformat(written).date() if written else clipper.newest_date)


class _Clipper:
    """Takes the city's elements out of an extract, ways and relations as lines by their number."""

    def __init__(self, source: Path, wanted: Wanted) -> None:
        self.source = source
        self.wanted = wanted
        self.nodes: set[int] = set()
        self.ways: dict[int, str] = {}
        self.relations: dict[int, str] = {}
        self.newest = _EPOCH

    def find_nodes(self, bounds: Bounds) -> set[int]:
        """Return the nodes inside the bounds; those among them with wanted tags are chosen."""
        west, south, east, north = (round(degrees * _UNITS) for degrees in bounds)
        inside: set[int] = set()
        for node in self._elements(NODE):
            place = node.location
            if west <= place.x <= east and south <= place.y <= north:
                inside.add(node.id)
                if len(node.tags) and is_wanted(dict(node.tags), self.wanted):
                    self.nodes.add(node.id)
                if len(inside) > MAX_NODES:
                    raise LayerError(
                        text(
                            "The outline holds more than {most} points of {file}: choose the outline of one city.",
                            most=MAX_NODES,
                            file=self.source.name,
                        )
                    )
        return inside

    def take_ways(self, inside: set[int]) -> set[int]:
        """Return the ways with a node inside; those among them with wanted tags are taken, and their nodes chosen."""
        touching: set[int] = set()
        for way in self._elements(WAY):
            nodes = [node.ref for node in way.nodes]
            if not inside.isdisjoint(nodes):
                touching.add(way.id)
                tags = dict(way.tags)
                if is_wanted(tags, self.wanted):
                    self._take_way(way, nodes, tags)
        return touching

    def take_relations(self, touching: set[int]) -> set[int]:
        """Take the outlines in parts with wanted tags that have a way inside, and return all their ways."""
        needed: set[int] = set()
        for relation in self._elements(RELATION):
            tags = dict(relation.tags)
            if tags.get("type") in OUTLINE_TYPES and is_wanted(tags, self.wanted):
                members = [(member.type, member.ref, member.role) for member in relation.members]
                ways = {number for kind, number, _ in members if kind == "w"}
                if not touching.isdisjoint(ways):
                    needed |= ways
                    self.relations[relation.id] = relation_line(relation.id, members, tags)
                    self._note_change(relation)
        return needed

    def take_members(self, needed: set[int]) -> None:
        """Take the ways of outlines that are not taken yet, wherever they lie."""
        missing = needed - self.ways.keys()
        if missing:
            for way in self._elements(WAY):
                if way.id in missing:
                    self._take_way(way, [node.ref for node in way.nodes], dict(way.tags))

    def content(self) -> str:
        """Return all that was taken, with the chosen nodes."""
        return "".join([*self._node_lines(), *_in_order(self.ways), *_in_order(self.relations)])

    @property
    def newest_date(self) -> dt.date | None:
        """When the newest element was changed; ``None`` where the extract does not say."""
        return self.newest.date() if self.newest > _EPOCH else None

    def _elements(self, kind: osmium.osm.osm_entity_bits) -> Iterator[Any]:
        return iter(osmium.FileProcessor(str(self.source), kind))

    def _take_way(self, way: osmium.osm.Way, nodes: list[int], tags: Tags) -> None:
        self.nodes.update(nodes)
        self.ways[way.id] = way_line(way.id, nodes, tags)
        self._note_change(way)

    def _node_lines(self) -> Iterator[str]:
        for node in self._elements(NODE):
            if node.id in self.nodes:
                place = node.location
                yield node_line(node.id, place.x / _UNITS, place.y / _UNITS, dict(node.tags))
                self._note_change(node)

    def _note_change(self, element: osmium.osm.Node | osmium.osm.Way | osmium.osm.Relation) -> None:
        self.newest = max(self.newest, element.timestamp)


def _in_order(lines: Mapping[int, str]) -> Iterator[str]:
    return (lines[number] for number in sorted(lines))


def is_wanted(tags: Tags, wanted: Wanted) -> bool:
    """Tell whether an element has one of the wanted tags."""
    return any(key in wanted and (not wanted[key] or value in wanted[key]) for key, value in tags.items())
