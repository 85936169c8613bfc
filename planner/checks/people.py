"""How many people live in each region, whatever its level."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.checks.once import once_a_city
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, Level

PEOPLE = ["population", *CHILDREN_COLUMNS]


@once_a_city
def people_by_region(city: City) -> Mapping[Level, pd.DataFrame]:
    """Count people and children in the city, in each kecamatan and in each kelurahan that it has.

    Returns
    -------
    By level a table with the columns of :data:`~planner.model.tables.POPULATION` and the region's code as index, in the
    order of codes. Empty where nobody gave a population.
    """
    if city.population is None:
        return {}
    finest = city.finest_regions
    people = city.population.reindex(finest["code"])[PEOPLE]
    kecamatan = people.groupby(finest["kecamatan_code"].to_numpy()).sum()
    counted = {
        Level.CITY: people.groupby([city.code] * len(people)).sum(),
        Level.KECAMATAN: kecamatan,
    }
    return counted if city.finest_level is Level.KECAMATAN else counted | {Level.KELURAHAN: people}
