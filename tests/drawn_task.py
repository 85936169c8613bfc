"""Siting tasks of small drawn cities, whose walks are straight lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import geopandas as gpd
import pandas as pd
from drawn_plan import SPEEDS, StraightLine, demand_table
from shapely import Point

from planner.checks.basis import Basis
from planner.checks.registry import run_checks
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, AgeTier
from planner.model.options import Options
from planner.rules.catalogue import load_rules
from planner.siting.task import SitingTask

RULES = load_rules()
AS_OF = dt.date(2026, 1, 1)

# Two kecamatan of 2 × 2 km. Nobody walks from one of these points to another within 10 minutes (600 m).
FOUR_POINTS = demand_table(
    [
        (500, 500, (10, 20, 30)),  # 60 children in kecamatan 1
        (500, 1500, (1, 2, 3)),  # 6 in kecamatan 1
        (3500, 500, (4, 4, 4)),  # 12 in kecamatan 2
        (3500, 1500, (3, 3, 3)),  # 9 in kecamatan 2
    ]
)


def drawn_task(
    city: City,
    demand: gpd.GeoDataFrame = FOUR_POINTS,
    options: Options | None = None,
    *,
    parks: Sequence[Point] = (),
) -> SitingTask:
    """Return the task of proposing sites in a city whose child-friendly parks are at some points."""
    walking = StraightLine(demand)
    nearest = pd.DataFrame({CHILD_FRIENDLY_PARK: walking.nearest_m(gpd.GeoSeries(list(parks), crs=city.crs))})
    return SitingTask(
        city=city,
        rules=RULES,
        demand=demand,
        walking=walking,
        distance_m=dict.fromkeys(AgeTier, nearest),
        findings=run_checks(Basis(city, RULES, AS_OF)),
        speeds=SPEEDS,
        options=options or Options(),
    )
