"""A scenario's changes, applied to a city."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.cleaning.placement import place_facilities
from planner.errors import ScenarioError
from planner.model.city import City, Notice, Source
from planner.model.kinds import PLAY_KINDS, Designation, Known, Placement
from planner.model.scenario import (
    SCENARIO_SOURCE,
    AddFacility,
    Change,
    CloseFacility,
    Grow,
    MoveFacility,
    Scenario,
    UpgradeFacility,
)
from planner.model.survey import SurveyFact
from planner.model.tables import FACILITIES
from planner.scenarios.growth import grown_population
from planner.scenarios.told import change_told
from planner.sources.positions import WGS84, project
from planner.texts import Text, text

GROWTH_SOURCE = "scenario_growth"
"""Id of the source of a table of growth; of a second one, with ``_2`` behind it."""


def apply_scenario(city: City, scenario: Scenario) -> City:
    """Return the city as it would be.

    Facilities are placed in their regions as those of the city's own layers are. What was added has the source
    ``scenario``; a table of growth is a source of its own.

    Parameters
    ----------
    city
        The city as it is.
    scenario
        Its changes, in order.

    Returns
    -------
    The city with another fingerprint, which tells city and changes; its notices say what was changed. The same
    city, but for notices, where nothing is changed.

    Raises
    ------
    planner.errors.ScenarioError
        If a change can't be applied: the facility is not there (any more), a position lies outside the city, a
        region is unknown, or a table of growth does not cover its year. Names the change by its number.
    """
    if scenario.city_code != city.code:
        raise ScenarioError(
            text(
                "The scenario “{name}” was made for the city {code}, not for {city}: open that city.",
                name=scenario.name,
                code=scenario.city_code,
                city=city.name,
            )
        )
    work = _Work(city)
    notices = _stale(city, scenario)
    for number, change in enumerate(scenario.changes, start=1):
        notices.append(Notice("scenario_change", scenario.name, change_told(change, work.names)))
        try:
            work.apply(change, number)
        except ScenarioError as error:
            raise ScenarioError(_numbered(scenario, number, error.message)) from error
    if not scenario.changes:
        return replace(city, notices=(*city.notices, *notices), scenario=scenario)
    added = _added_facilities(work, scenario)
    kept = tuple(notice for notice in city.notices if notice.subject not in work.closed)
    return replace(
        city,
        facilities=_facilities(work, scenario, added),
        outlines=_without(city.outlines, work.closed),
        entrances=_without(city.entrances, work.closed),
        survey=_survey(city, work.upgraded),
        population=work.population,
        population_source="; ".join([*work.growth_titles, city.population_source]),
        population_date="; ".join([*work.growth_years, city.population_date]),
        sources=(*city.sources, *_sources(work, scenario)),
        notices=(*kept, *notices),
        fingerprint=scenario_fingerprint(city, scenario),
        scenario=scenario,
    )


def scenario_fingerprint(city: City, scenario: Scenario) -> str:
    """Return 16 hexadecimal digits that tell a city with a scenario's changes from any other."""
    changes = [[type(change).__name__, asdict(change)] for change in scenario.changes]
    told = json.dumps([city.fingerprint, scenario.name, changes], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


@dataclass(eq=False)
class _Work:
    """What has been changed so far."""

    city: City
    names: dict[str, str] = field(init=False)
    kinds: dict[str, str] = field(init=False)
    population: pd.DataFrame | None = field(init=False)
    added: dict[str, tuple[AddFacility, int]] = field(default_factory=dict)
    upgraded: dict[str, None] = field(default_factory=dict)
    closed: dict[str, None] = field(default_factory=dict)
    growths: list[Grow] = field(default_factory=list)

    def __post_init__(self) -> None:
        facilities = self.city.facilities
        self.names = dict(zip(facilities["id"], facilities["name"], strict=True))
        self.kinds = dict(zip(facilities["id"], facilities["kind"], strict=True))
        self.population = self.city.population

    @property
    def growth_titles(self) -> list[str]:
        return list(dict.fromkeys(grow.table.title for grow in reversed(self.growths)))

    @property
    def growth_years(self) -> list[str]:
        return list(dict.fromkeys(str(grow.year) for grow in reversed(self.growths)))

    def apply(self, change: Change, number: int) -> None:
        """Apply one change, the how many-th of the scenario."""
        match change:
            case AddFacility():
                self._add(change, number)
            case MoveFacility():
                self._move(change)
            case UpgradeFacility():
                self._upgrade(change)
            case CloseFacility():
                self._close(change)
            case Grow():
                self._grow(change)

    def _add(self, change: AddFacility, number: int) -> None:
        if change.id in self.names:
            raise ScenarioError(
                text("there is a place with the id {id}: give “{name}” another id.", id=change.id, name=change.name)
            )
        if change.child_friendly and change.kind not in PLAY_KINDS:
            raise ScenarioError(
                text("“{name}” can't be a child-friendly park: only a park or play space can.", name=change.name)
            )
        self.added[change.id] = (change, number)
        self.names[change.id], self.kinds[change.id] = change.name, change.kind

    def _move(self, change: MoveFacility) -> None:
        self._check_there(change.id)
        if change.id not in self.added:
            raise ScenarioError(
                text(
                    "“{name}” belongs to the city; only a place that the scenario added can be moved: "
                    "close it and add another.",
                    name=self.names[change.id],
                )
            )
        place, own = self.added[change.id]
        self.added[change.id] = (replace(place, lon=change.lon, lat=change.lat), own)

    def _upgrade(self, change: UpgradeFacility) -> None:
        self._check_there(change.id)
        if self.kinds[change.id] not in PLAY_KINDS:
            raise ScenarioError(
                text(
                    "“{name}” is neither a park nor a play space, so it can't be made child-friendly: "
                    "add a park there instead.",
                    name=self.names[change.id],
                )
            )
        if change.id in self.added:
            place, own = self.added[change.id]
            self.added[change.id] = (replace(place, child_friendly=True), own)
        else:
            self.upgraded[change.id] = None

    def _close(self, change: CloseFacility) -> None:
        self._check_there(change.id)
        self.added.pop(change.id, None)
        self.upgraded.pop(change.id, None)
        self.closed[change.id] = None

    def _grow(self, change: Grow) -> None:
        self.population = grown_population(replace(self.city, population=self.population), change)
        self.growths.append(change)

    def _check_there(self, id_: str) -> None:
        if id_ in self.closed:
            raise ScenarioError(
                text("“{name}” was closed before: take one of the two changes out.", name=self.names[id_])
            )
        if id_ not in self.names:
            raise ScenarioError(
                text("there is no place with the id {id} (any more): look its id up, or take the change out.", id=id_)
            )


def _numbered(scenario: Scenario, number: int, problem: Text) -> Text:
    return text("Change {number} of “{name}”: {problem}", number=number, name=scenario.name, problem=problem)


def _stale(city: City, scenario: Scenario) -> list[Notice]:
    if scenario.city_fingerprint == city.fingerprint:
        return []
    sentence = text(
        "The data of the city have changed since the scenario “{name}” was made on {date}: "
        "figures may differ from those of then.",
        name=scenario.name,
        date=scenario.date,
    )
    return [Notice("scenario_city_changed", scenario.name, sentence)]


def _added_facilities(work: _Work, scenario: Scenario) -> gpd.GeoDataFrame | None:
    """Return what was added, placed in its regions; ``None`` where nothing was."""
    if not work.added:
        return None
    places = [place for place, _ in work.added.values()]
    points = project(
        np.array([place.lon for place in places]), np.array([place.lat for place in places]), WGS84, work.city.crs
    )
    columns: dict[str, object] = {
        "id": [place.id for place in places],
        "kind": [str(place.kind) for place in places],
        "name": [place.name for place in places],
        "child_friendly": [str(place.designation) for place in places],
        "child_friendly_basis": [scenario.name if place.child_friendly else None for place in places],
        "public": str(Known.YES),
        "area_m2": [place.area_m2 for place in places],
        "capacity": [place.capacity for place in places],
        "source": SCENARIO_SOURCE,
        "source_row": [number for _, number in work.added.values()],
        "source_date": scenario.date,
    }
    table = gpd.GeoDataFrame(columns, geometry=points, crs=work.city.crs)
    table = table.reindex(columns=list(FACILITIES.columns))
    placed = place_facilities(table, work.city.regions)
    outside = placed.facilities["placement"] != Placement.POSITION
    if outside.any():
        place, number = work.added[str(placed.facilities.loc[outside.idxmax(), "id"])]
        raise ScenarioError(
            _numbered(
                scenario,
                number,
                text("“{name}” would lie outside the city: put it on a spot inside.", name=place.name),
            )
        )
    return FACILITIES.validate(placed.facilities)


def _facilities(work: _Work, scenario: Scenario, added: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Return the city's facilities without the closed ones, with upgraded and added ones."""
    before = work.city.facilities
    kept = before[~before["id"].isin(work.closed)]
    upgraded = kept["id"].isin(work.upgraded)
    changed = kept.assign(
        child_friendly=kept["child_friendly"].where(~upgraded, str(Designation.YES)),
        child_friendly_basis=kept["child_friendly_basis"].where(~upgraded, scenario.name),
        public=kept["public"].where(~upgraded, str(Known.YES)),
    )
    tables = [changed] if added is None else [changed, added]
    together = pd.concat(tables, ignore_index=True)
    # Rows of two valid tables are valid; only an empty one may have brought types of its own.
    valid = together if together.dtypes.equals(before.dtypes) else FACILITIES.validate(together)
    return gpd.GeoDataFrame(valid, geometry="geometry", crs=work.city.crs)


def _without(layer: gpd.GeoDataFrame | None, closed: Iterable[str]) -> gpd.GeoDataFrame | None:
    """Leave out what belongs to a closed facility."""
    return None if layer is None else layer[~layer["facility_id"].isin(list(closed))].reset_index(drop=True)


def _survey(city: City, upgraded: Iterable[str]) -> pd.DataFrame:
    """Leave out what a survey said about an upgraded place's entrance fee: it would be free."""
    paid = city.survey["facility_id"].isin(list(upgraded)) & (city.survey["fact"] == SurveyFact.FREE)
    return city.survey[~paid]


def _sources(work: _Work, scenario: Scenario) -> list[Source]:
    others = len(scenario.changes) - len(work.growths)
    own = Source(SCENARIO_SOURCE, scenario.name, scenario.date, "–", others, scenario.note)
    growths = [
        Source(
            GROWTH_SOURCE if place == 1 else f"{GROWTH_SOURCE}_{place}",
            grow.table.title,
            grow.table.date,
            grow.table.licence,
            len(grow.table.rows),
        )
        for place, grow in enumerate(work.growths, start=1)
    ]
    return [own, *growths] if others else growths
