"""The result: the layers of one city out of OpenStreetMap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from planner.model.city import Notice

LICENCE = "ODbL 1.0, © OpenStreetMap contributors"


@dataclass(frozen=True, eq=False)
class OsmLayers:
    """The layers of one city, in longitude and latitude (WGS 84).

    Every row has ``osm_id`` (such as ``way/123``) and ``rule``, the rule that took it. Texts that
    OpenStreetMap does not have are empty. Rows are in the order of their kind of element and number.

    Attributes
    ----------
    facilities
        Points inside the city: ``kind``, ``name``, ``public``, ``area_m2`` of the outline where there is one
        (in m², in the metric CRS of the place), ``address``, ``operator``. A place with an outline lies at a
        point inside it.
    outlines
        Outlines of green space and schools: ``kind``, ``name``, ``public``, ``area_m2``, ``barrier``.
    entrances
        Entrances and gates that lie on an outline and can be passed: ``facility``, the ``osm_id`` of the outline.
    crossings
        Where main roads can be crossed on foot: ``kind``, one of
        :data:`~planner.model.tables.CROSSING_KINDS`. Of a footbridge or underpass, ``osm_id`` is its way.
    streets
        Lines that may be walked, in the city and the margin around it: ``name``, ``street_class`` and tags.
        Lines that meet share a vertex. A barrier that stops walkers leaves a gap; the edge of a square is here too.
    refused
        Lines that may not be walked, with the same columns.
    squares
        Areas that may be walked in any direction.
    points
        Crossings, traffic signals, lifts and barriers: ``point``, ``passes`` (of a barrier) and tags.
    buildings, landuse, water, waterways
        Ground inside the city, land and water cut at its outline: ``key``, ``value``, ``name``; buildings
        whole, with ``levels``.
    exclusions
        Where nothing may be built, in the city and the margin around it: ``kind``, one of
        :data:`~planner.model.tables.EXCLUSION_KINDS`, and ``name``. Areas, and lines of rivers where they have no area.
    left_out
        Places that a rule leaves out on purpose: points with ``name``.
    counts
        How many elements each rule took or left out: ``table``, ``rule``, ``outcome``, ``elements``,
        ``explanation_id``, ``explanation_en``; one row a rule, in the order of the tables.
    homes
        The values of buildings and of land use that people live in or on, as far as there are any.
    title
        What the source is called.
    date
        Of when the data are, as a day.
    notices
        What a reader has to know.
    """

    facilities: gpd.GeoDataFrame
    outlines: gpd.GeoDataFrame
    entrances: gpd.GeoDataFrame
    crossings: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    refused: gpd.GeoDataFrame
    squares: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    buildings: gpd.GeoDataFrame
    landuse: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    waterways: gpd.GeoDataFrame
    exclusions: gpd.GeoDataFrame
    left_out: gpd.GeoDataFrame
    counts: pd.DataFrame
    homes: Mapping[str, tuple[str, ...]]
    title: str
    date: str
    notices: tuple[Notice, ...]

    @property
    def tables(self) -> Mapping[str, gpd.GeoDataFrame]:
        """Every layer by its name."""
        return {
            "facilities": self.facilities,
            "outlines": self.outlines,
            "entrances": self.entrances,
            "crossings": self.crossings,
            "streets": self.streets,
            "refused": self.refused,
            "squares": self.squares,
            "points": self.points,
            "buildings": self.buildings,
            "landuse": self.landuse,
            "water": self.water,
            "waterways": self.waterways,
            "exclusions": self.exclusions,
            "left_out": self.left_out,
        }
