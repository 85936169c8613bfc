"""People and children of a city in a year of a table of growth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.cleaning.apportion import apportion
from planner.errors import ScenarioError
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, Level
from planner.model.scenario import Grow, GrowthRow
from planner.model.tables import POPULATION
from planner.texts import text

Counts = npt.NDArray[np.int64]


def grown_population(city: City, grow: Grow) -> pd.DataFrame:
    """Return the city's people with those of the table's regions as they are in its year.

    Between two years of the table people and children change by the same number each year. A kecamatan's children
    are divided over its kelurahan by age tier, and its adults, in proportion to those who live there now, by the
    largest remainder. Where the table has only all children, they are divided over the tiers as the region's children
    are now; where it has only people, each tier grows as the people do.

    Parameters
    ----------
    city
        The city before; its other regions stay as they are.
    grow
        Table and year.

    Returns
    -------
    :data:`~planner.model.tables.POPULATION`, in the order of the city's table.

    Raises
    ------
    planner.errors.ScenarioError
        If the city's people are not known, a region is not the city's or is told twice, the year lies outside the
        region's years, or what the table does not tell can't be taken from the present.
    """
    if city.population is None:
        raise ScenarioError(text("The people of the city are not known, so they can't grow: add a population first."))
    members = _members(city, grow)
    table = city.population.copy()
    by_code: dict[str, list[GrowthRow]] = {code: [] for code in members}
    for row in grow.table.rows:
        by_code[row.code].append(row)
    names = city.region_names
    for code, own in members.items():
        now = table.loc[own].to_numpy(dtype=np.int64)
        table.loc[own] = _then(by_code[code], grow.year, now, str(names[code]))
    return POPULATION.validate(table)


def _members(city: City, grow: Grow) -> Mapping[str, list[str]]:
    """Return the finest regions of each region of the table, and refuse one that is told twice."""
    finest = city.finest_regions
    kecamatan = finest.groupby("kecamatan_code", sort=False)["code"].agg(list).to_dict()
    itself = {str(code): [str(code)] for code in finest["code"]}
    members: dict[str, list[str]] = {}
    told: dict[str, str] = {}
    for code in grow.table.codes:
        if code not in itself and code not in kecamatan:
            raise ScenarioError(
                text(
                    "The table of growth has the region {code}, which is none of this city: "
                    "write a code of its {level} or delete the rows.",
                    code=code,
                    level=_levels(city),
                )
            )
        members[code] = itself.get(code) or kecamatan[code]
        twice = next((told[own] for own in members[code] if own in told), None)
        if twice is not None:
            raise ScenarioError(
                text(
                    "The table of growth tells people of {one} twice, also within {other}: keep one of the two.",
                    one=max(code, twice, key=len),
                    other=min(code, twice, key=len),
                )
            )
        told |= dict.fromkeys(members[code], code)
    return members


def _levels(city: City) -> str:
    return " / ".join(dict.fromkeys([str(city.finest_level), str(Level.KECAMATAN)]))


def _then(rows: list[GrowthRow], year: int, now: Counts, name: str) -> Counts:
    """Return people and tiers of a region's parts in a year, shape (parts, 4), as now are those of today."""
    years = [row.year for row in rows]
    if not years[0] <= year <= years[-1]:
        raise ScenarioError(
            text(
                "The table of growth tells {name} from {first} to {last}, not in {year}: choose a year it covers.",
                name=name,
                first=str(years[0]),
                last=str(years[-1]),
                year=str(year),
            )
        )
    people = _whole(np.interp(year, years, [row.population for row in rows]))
    children = _children(rows, year, people, now, name)
    tiers = np.column_stack([_divided(count, now[:, 1 + tier], now, name) for tier, count in enumerate(children)])
    adults_now = now[:, 0] - now[:, 1:].sum(axis=1)
    adults = _divided(people - int(children.sum()), np.maximum(adults_now, 0), now, name)
    return np.column_stack([adults + tiers.sum(axis=1), tiers])


def _children(rows: list[GrowthRow], year: int, people: int, now: Counts, name: str) -> Counts:
    """Return the children of each tier of a whole region."""
    years = [row.year for row in rows]
    if rows[0].tiers:
        told = np.array([row.tiers for row in rows], dtype=np.float64)
        return np.array([_whole(np.interp(year, years, told[:, tier])) for tier in range(len(CHILDREN_COLUMNS))])
    tiers_now, people_now = now[:, 1:].sum(axis=0), int(now[:, 0].sum())
    if rows[0].children is not None:
        total = _whole(np.interp(year, years, [row.children or 0 for row in rows]))
    elif people_now:
        total = min(people, _whole(float(tiers_now.sum()) * people / people_now))
    else:
        total = people
    if total and not tiers_now.any():
        raise ScenarioError(
            text(
                "No child is known in {name} now, so the ages of its children in {year} can't be taken from today's: "
                "give them in the table, one column an age tier.",
                name=name,
                year=str(year),
            )
        )
    return apportion(tiers_now, total) if total else np.zeros(len(CHILDREN_COLUMNS), dtype=np.int64)


def _divided(total: int, weights: Counts, now: Counts, name: str) -> Counts:
    """Divide a number over a region's parts: by weights, else by the people of now; a region of one part has all."""
    if len(now) == 1:
        return np.array([total], dtype=np.int64)
    used = weights if weights.any() else now[:, 0]
    if total and not used.any():
        raise ScenarioError(
            text(
                "Nobody lives in {name} now, so its people can't be divided over its kelurahan: "
                "give them by kelurahan.",
                name=name,
            )
        )
    return apportion(used, total) if total else np.zeros(len(now), dtype=np.int64)


def _whole(number: float | np.floating) -> int:
    """Round half up, as a reader would."""
    return int(np.floor(float(number) + 0.5))
