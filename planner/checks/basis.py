"""What checks look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.rule import Rules


@dataclass(frozen=True, eq=False)
class Basis:
    """A city, the rules, and the day as of which it is judged.

    Attributes
    ----------
    city
        The city, or a part of it: some of its kecamatan with their places and those of no known region.
    rules
        The rule catalogue with the city's changes.
    as_of
        The day as of which the city is judged.
    demand
        :data:`~planner.model.tables.DEMAND`: where children live. ``None`` where only findings are asked for, which
        never need it.
    distance_m
        Walking distance of each age tier to the nearest place of each kind: one row a demand point, one column a kind,
        in metres; infinite where none can be reached. ``None`` as ``demand``.
    """

    city: City
    rules: Rules
    as_of: dt.date
    demand: gpd.GeoDataFrame | None = None
    distance_m: Mapping[AgeTier, pd.DataFrame] | None = None
