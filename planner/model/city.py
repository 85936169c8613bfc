"""A city as the planner knows it: regions, people, facilities, streets, and where each fact comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from planner.model.kinds import CHILDREN_COLUMNS, Level
from planner.model.merging import Merging
from planner.model.raster import Raster
from planner.model.scenario import Scenario
from planner.model.survey import no_survey
from planner.texts import Text


@dataclass(frozen=True)
class Source:
    """Where rows come from.

    Attributes
    ----------
    id
        Short name, unique in the city; the ``source`` of a facility.
    title
        What the source is called, in its own words.
    date
        As of when, as the source says it (a year, a month or a day).
    licence
        Under which terms its rows may be used.
    rows
        How many rows were read from it.
    note
        What a reader has to know of it; empty if nothing.
    """

    id: str
    title: str
    date: str
    licence: str
    rows: int
    note: str = ""


@dataclass(frozen=True)
class Notice:
    """Something a reader has to know: what was found, of which layer or place.

    Attributes
    ----------
    code
        Stable name of the kind of notice, such as ``facility_outside_city``.
    subject
        The layer, facility or region it is about.
    text
        One plain sentence.
    """

    code: str
    subject: str
    text: Text


@dataclass(frozen=True, eq=False)
class City:
    """One city, read from its folder and cleaned. Tables follow :mod:`planner.model.tables`.

    Attributes
    ----------
    code, name
        Kemendagri code and name.
    crs
        The metric CRS of every table that has a geometry.
    regions
        :data:`~planner.model.tables.REGIONS`.
    population
        :data:`~planner.model.tables.POPULATION`, or ``None`` where nobody gave one: then who is reached
        is not known.
    population_source, population_date
        Where the counts come from and of when they are; empty without a population.
    facilities
        :data:`~planner.model.tables.FACILITIES`.
    everyday_places
        :data:`~planner.model.tables.EVERYDAY_PLACES`.
    streets
        :data:`~planner.model.tables.STREETS`; empty where the city has none.
    rule_changes
        Numbers of rules that this city sets itself: rule id, then name, then value.
    sources
        Every source that was read, in the order of ``city.toml``.
    notices
        What was found while reading and cleaning.
    fingerprint
        Hash of ``city.toml`` and of every file it names: the same input has the same fingerprint.
    merging
        Which records were merged into one place, and why; ``None`` where the city does not merge.
    survey
        :data:`~planner.model.survey.SURVEY`: what was seen on the spot, also of places the city does not have.
    population_grid
        :data:`~planner.model.tables.POPULATION_GRID`, or ``None`` where the city has none.
    buildings, residential_land
        :data:`~planner.model.tables.HOMES`, or ``None`` where the city has none.
    outlines
        :data:`~planner.model.tables.OUTLINES`, or ``None`` where no layer gives one.
    entrances
        :data:`~planner.model.tables.ENTRANCES`, or ``None`` where the city has no such layer.
    crossings
        :data:`~planner.model.tables.CROSSINGS`, or ``None`` where the city has no such layer: then where main roads
        can be crossed is not known.
    parcels
        :data:`~planner.model.tables.PARCELS`, or ``None`` where the city has no such layer.
    exclusion_areas
        :data:`~planner.model.tables.EXCLUSION_AREAS`, or ``None`` where the city has no such layer. A layer of
        one kind says nothing about the others.
    elevation
        Height of the ground in metres, or ``None`` where the city has no such raster.
    tobacco_outlets, billboards
        :data:`~planner.model.tables.TOBACCO_POINTS`, or ``None`` where the city has no such layer.
    child_reports
        :data:`~planner.model.tables.CHILD_REPORTS`, or ``None`` where the city has no such table. Never to be shown or
        written as it is, and so left out of what a city prints of itself.
    figures
        :data:`~planner.model.tables.FIGURES`, or ``None`` where the city has no such table.
    complete_kinds
        Kinds of facility of which the city says that its layers list every one. Of any other kind more may exist than
        are listed, so that it is never known that one is missing.
    scenario
        What was changed, if this is a city as a scenario would make it.
    """

    code: str
    name: str
    crs: CRS
    regions: gpd.GeoDataFrame
    population: pd.DataFrame | None
    population_source: str
    population_date: str
    facilities: gpd.GeoDataFrame
    everyday_places: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    rule_changes: Mapping[str, Mapping[str, object]]
    sources: tuple[Source, ...]
    notices: tuple[Notice, ...]
    fingerprint: str
    merging: Merging | None = None
    survey: pd.DataFrame = field(default_factory=no_survey)
    population_grid: gpd.GeoDataFrame | None = None
    buildings: gpd.GeoDataFrame | None = None
    residential_land: gpd.GeoDataFrame | None = None
    outlines: gpd.GeoDataFrame | None = None
    entrances: gpd.GeoDataFrame | None = None
    crossings: gpd.GeoDataFrame | None = None
    parcels: gpd.GeoDataFrame | None = None
    exclusion_areas: gpd.GeoDataFrame | None = None
    elevation: Raster | None = None
    tobacco_outlets: gpd.GeoDataFrame | None = None
    billboards: gpd.GeoDataFrame | None = None
    child_reports: pd.DataFrame | None = field(default=None, repr=False)
    figures: pd.DataFrame | None = None
    complete_kinds: frozenset[str] = frozenset()
    scenario: Scenario | None = None

    @property
    def finest_level(self) -> Level:
        """The smallest regions the city has: kelurahan, or kecamatan where it has no kelurahan."""
        has_kelurahan = bool((self.regions["level"] == Level.KELURAHAN).any())
        return Level.KELURAHAN if has_kelurahan else Level.KECAMATAN

    def regions_at(self, level: Level) -> gpd.GeoDataFrame:
        """Return the regions of one level, in the order of their codes."""
        chosen = self.regions[self.regions["level"] == level]
        return chosen.sort_values("code", ignore_index=True)

    @property
    def finest_regions(self) -> gpd.GeoDataFrame:
        """The regions of the finest level, in the order of their codes."""
        return self.regions_at(self.finest_level)

    @property
    def region_names(self) -> dict[str, str]:
        """The name of each region by its code, in the order of the regions."""
        return dict(zip(self.regions["code"], self.regions["name"], strict=True))

    @property
    def children(self) -> int | None:
        """All children of the city, or ``None`` where no population is known."""
        if self.population is None:
            return None
        return int(self.population[CHILDREN_COLUMNS].to_numpy().sum())

    @property
    def people(self) -> int | None:
        """All people of the city, or ``None`` where no population is known."""
        return None if self.population is None else int(self.population["population"].sum())
