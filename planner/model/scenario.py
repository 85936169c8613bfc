"""What if: named changes to a city, kept apart from the city's own data."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from planner.errors import ScenarioError
from planner.model.kinds import CHILDREN_COLUMNS, Designation, FacilityKind
from planner.model.options import Options
from planner.texts import Text, text

SCENARIO_SOURCE = "scenario"
"""Id of the source of what a scenario adds, and first part of the ids of its facilities."""

MAX_CHANGES = 500
MAX_NAME = 80
MAX_NOTE = 2000
MAX_GROWTH_ROWS = 20_000
FIRST_YEAR, LAST_YEAR = 1900, 2200


class ChangeKind(StrEnum):
    """What a change does."""

    ADD = "add"
    MOVE = "move"
    UPGRADE = "upgrade"
    CLOSE = "close"
    GROW = "grow"


@dataclass(frozen=True)
class AddFacility:
    """Put a new place on the map.

    Attributes
    ----------
    id
        Unique in the scenario; :meth:`Scenario.new_id` gives one.
    kind
        What it is.
    name
        What it is called.
    lon, lat
        Position in degrees on WGS 84.
    child_friendly
        Whether it counts as designated child-friendly (RBRA).
    capacity
        How many children it has room for; ``None`` if not said.
    area_m2
        Its area in m²; ``None`` if not said.

    Raises
    ------
    planner.errors.ScenarioError
        If a value lies outside what is possible.
    """

    id: str
    kind: FacilityKind
    name: str
    lon: float
    lat: float
    child_friendly: bool = False
    capacity: float | None = None
    area_m2: float | None = None

    def __post_init__(self) -> None:
        _refuse((*_name_problems(self.name), *_position_problems(self.lon, self.lat), *_amount_problems(self)))

    @property
    def designation(self) -> Designation:
        """What is known of it being designated child-friendly."""
        return Designation.YES if self.child_friendly else Designation.NO


@dataclass(frozen=True)
class MoveFacility:
    """Move a place that the scenario added.

    Attributes
    ----------
    id
        Id of the place.
    lon, lat
        New position in degrees on WGS 84.

    Raises
    ------
    planner.errors.ScenarioError
        If the position lies nowhere on earth.
    """

    id: str
    lon: float
    lat: float

    def __post_init__(self) -> None:
        _refuse(_position_problems(self.lon, self.lat))


@dataclass(frozen=True)
class UpgradeFacility:
    """Make a park or play space child-friendly (RBRA), open to everybody and free.

    Attributes
    ----------
    id
        Id of the place.
    """

    id: str


@dataclass(frozen=True)
class CloseFacility:
    """Close a place.

    Attributes
    ----------
    id
        Id of the place.
    """

    id: str


@dataclass(frozen=True)
class GrowthRow:
    """People of one region in one year.

    Attributes
    ----------
    code
        Code of a kelurahan or kecamatan.
    year
        The year.
    population
        All people.
    children
        All children of 0–17 years, or ``None`` where the table has no such column, or has their age tiers.
    tiers
        Children of each age tier, youngest first; empty where the table does not tell them.
    """

    code: str
    year: int
    population: int
    children: int | None = None
    tiers: tuple[int, ...] = ()


@dataclass(frozen=True)
class GrowthTable:
    """People and children by region and year, as a source says.

    Attributes
    ----------
    title, date, licence
        What the source is called, of when it is, and under which terms it may be used; none of them empty.
    rows
        By code and then year, each pair once; all with children, all with tiers, or all with people alone.

    Raises
    ------
    planner.errors.ScenarioError
        If the source is not named, or two rows contradict each other.
    """

    title: str
    date: str
    licence: str
    rows: tuple[GrowthRow, ...]

    def __post_init__(self) -> None:
        _refuse(_growth_problems(self))

    @property
    def codes(self) -> tuple[str, ...]:
        """The regions it speaks of, in order."""
        return tuple(dict.fromkeys(row.code for row in self.rows))

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that every region of the table has."""
        own = [[row.year for row in self.rows if row.code == code] for code in self.codes]
        return max(min(years) for years in own), min(max(years) for years in own)


@dataclass(frozen=True)
class Grow:
    """Let people and children of some regions be those of a year of a table.

    Attributes
    ----------
    table
        The table.
    year
        The year to look at: one of the table's or one between two of them.
    """

    table: GrowthTable
    year: int


Change = AddFacility | MoveFacility | UpgradeFacility | CloseFacility | Grow

CHANGE_KINDS: dict[type[Change], ChangeKind] = {
    AddFacility: ChangeKind.ADD,
    MoveFacility: ChangeKind.MOVE,
    UpgradeFacility: ChangeKind.UPGRADE,
    CloseFacility: ChangeKind.CLOSE,
    Grow: ChangeKind.GROW,
}


@dataclass(frozen=True)
class Scenario:
    """A name and changes in order.

    Attributes
    ----------
    name
        What it is called.
    city_code
        The city it was made for.
    city_fingerprint
        The state of the city it was made on.
    date
        The day it was made, such as ``2026-03-31``.
    changes
        What it changes, in order.
    options
        Under which options it is assessed.
    note
        What else a reader has to know; empty if nothing.

    Raises
    ------
    planner.errors.ScenarioError
        If the name is empty or too long, or there are too many changes.
    """

    name: str
    city_code: str
    city_fingerprint: str
    date: str
    changes: tuple[Change, ...] = ()
    options: Options = field(default_factory=Options)
    note: str = ""

    def __post_init__(self) -> None:
        _refuse(_scenario_problems(self))

    def with_change(self, change: Change) -> Scenario:
        """Return the scenario with one more change at the end."""
        return replace(self, changes=(*self.changes, change))

    def without_last(self) -> Scenario:
        """Return the scenario without its last change; itself where it has none."""
        return replace(self, changes=self.changes[:-1])

    @property
    def new_id(self) -> str:
        """An id for a place to add, which no place of the scenario has."""
        numbers = [
            int(number)
            for change in self.changes
            if isinstance(change, AddFacility) and (number := change.id.removeprefix(f"{SCENARIO_SOURCE}:")).isdecimal()
        ]
        return f"{SCENARIO_SOURCE}:{max(numbers, default=0) + 1}"


@dataclass(frozen=True)
class Draft:
    """A scenario that is being worked on, with what was undone.

    Attributes
    ----------
    scenario
        As it stands.
    undone
        Changes that were undone and can be done again, the next one last.
    """

    scenario: Scenario
    undone: tuple[Change, ...] = ()

    def change(self, change: Change) -> Draft:
        """Return the draft with one more change; what was undone is forgotten."""
        return Draft(self.scenario.with_change(change))

    def undo(self) -> Draft:
        """Return the draft without its last change; itself where it has none."""
        if not self.scenario.changes:
            return self
        return Draft(self.scenario.without_last(), (*self.undone, self.scenario.changes[-1]))

    def redo(self) -> Draft:
        """Return the draft with what was undone last; itself where nothing was."""
        if not self.undone:
            return self
        return Draft(self.scenario.with_change(self.undone[-1]), self.undone[:-1])


def _refuse(problems: Iterable[Text]) -> None:
    for problem in problems:
        raise ScenarioError(problem)


def _name_problems(name: str) -> Iterable[Text]:
    if not name.strip():
        yield text("A name is missing: write one.")
    if len(name) > MAX_NAME:
        yield text("The name “{name} …” is too long: write at most {most} letters.", name=name[:20], most=MAX_NAME)
    if not name.isprintable():
        yield text("The name “{name}” has letters that can't be printed: write it on one line.", name=ascii(name[:20]))


def _position_problems(lon: float, lat: float) -> Iterable[Text]:
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        yield text(
            "Longitude {lon} and latitude {lat} are no position on earth: write degrees, longitude first.",
            lon=str(lon),
            lat=str(lat),
        )


def _amount_problems(change: AddFacility) -> Iterable[Text]:
    for amount in (change.capacity, change.area_m2):
        if amount is not None and not (math.isfinite(amount) and amount >= 0):
            yield text("Capacity and area of “{name}” must be 0 or more.", name=change.name)


def _growth_problems(table: GrowthTable) -> Iterable[Text]:
    if not (table.title.strip() and table.date.strip() and table.licence.strip()):
        yield text("A table of growth needs its source: give its title, its date and its licence.")
    if not table.rows:
        yield text("The table of growth has no row: write one for each region and year.")
    if len(table.rows) > MAX_GROWTH_ROWS:
        yield text("The table of growth has more than {most} rows: leave some out.", most=MAX_GROWTH_ROWS)
    keys = [(row.code, row.year) for row in table.rows]
    if keys != sorted(set(keys)):
        yield text("The rows of a table of growth must be in the order of codes and years, each pair once.")
    for row in table.rows:
        yield from _row_problems(row)
    if len({(row.children is None, bool(row.tiers)) for row in table.rows}) > 1:
        yield text("All rows of a table of growth must tell the children in the same way.")


def _row_problems(row: GrowthRow) -> Iterable[Text]:
    place = {"code": row.code, "year": str(row.year)}
    if not FIRST_YEAR <= row.year <= LAST_YEAR:
        yield text("The table of growth has the year {year} for {code}, which can't be: correct it.", **place)
    if row.tiers and len(row.tiers) != len(CHILDREN_COLUMNS):
        yield text("The table of growth must tell every age tier of {code} in {year}.", **place)
    children = sum(row.tiers) if row.tiers else row.children or 0
    if min((row.population, row.children or 0, *row.tiers)) < 0:
        yield text("The table of growth has less than nobody in {code} in {year}: correct it.", **place)
    elif children > row.population:
        yield text(
            "The table of growth has more children ({children}) than people ({people}) in {code} in {year}.",
            children=children,
            people=row.population,
            **place,
        )


def _scenario_problems(scenario: Scenario) -> Iterable[Text]:
    yield from _name_problems(scenario.name)
    if len(scenario.note) > MAX_NOTE:
        yield text("The note of a scenario can have at most {most} letters.", most=MAX_NOTE)
    if len(scenario.changes) > MAX_CHANGES:
        yield text("A scenario can have at most {most} changes: make a second one.", most=MAX_CHANGES)
