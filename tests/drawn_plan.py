"""Small drawn cities, rules and covering problems for the tests of checks and siting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse as sp
from hypothesis import strategies as st
from pyproj import CRS
from shapely import Geometry, LineString, Point, box

from planner.model.assessment import WalkingMethod
from planner.model.city import City
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier
from planner.model.rule import Rule, RuleStatus
from planner.model.tables import DEMAND, EVERYDAY_PLACES, FACILITIES, POPULATION, REGIONS, STREETS
from planner.siting.solving.problem import CoveringProblem
from planner.siting.solving.selection import Selection

METRIC = CRS.from_epsg(32748)
SPEEDS = {AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0}
KECAMATAN_WIDTH_M = 2000.0


def place(identity: str, kecamatan: str | None, **facts: object) -> dict[str, object]:
    """Return a facility, a park of which nothing is recorded unless said otherwise."""
    return {
        "id": identity,
        "kind": "park",
        "name": identity,
        "kelurahan_code": None,
        "kecamatan_code": kecamatan,
        "placement": "outside" if kecamatan is None else "position",
        "child_friendly": "unknown",
        "public": "unknown",
        "area_m2": np.nan,
        "source": "drawn",
        "source_row": 1,
        "geometry": Point(0, 0),
        **facts,
    }


def facility_table(places: Sequence[Mapping[str, object]]) -> gpd.GeoDataFrame:
    table = pd.DataFrame(list(places), columns=list(FACILITIES.columns))
    return FACILITIES.validate(gpd.GeoDataFrame(table, geometry="geometry", crs=METRIC))


def drawn_city(
    places: Sequence[Mapping[str, object]] = (),
    *,
    kecamatan: int = 2,
    streets: Sequence[tuple[str, LineString]] = (),
    known_population: bool = True,
) -> City:
    """Return a city of square kecamatan "1", "2", … side by side from west to east, without kelurahan."""
    codes = [str(number + 1) for number in range(kecamatan)]
    width = KECAMATAN_WIDTH_M
    regions = {
        "code": codes,
        "level": "kecamatan",
        "name": [f"Kecamatan {code}" for code in codes],
        "kecamatan_code": codes,
        "geometry": [box(width * i, 0, width * (i + 1), width) for i in range(kecamatan)],
    }
    population = pd.DataFrame(100, index=pd.Index(codes, name="code"), columns=["population", *CHILDREN_COLUMNS])
    street_table = {
        "name": pd.Series([None] * len(streets), dtype=object),
        "street_class": [street_class for street_class, _ in streets],
        "geometry": [line for _, line in streets],
    }
    everyday = {"source": [], "geometry": []}
    return City(
        code="0",
        name="Drawn",
        crs=METRIC,
        regions=REGIONS.validate(gpd.GeoDataFrame(regions, crs=METRIC)),
        population=POPULATION.validate(population) if known_population else None,
        population_source="drawn",
        population_date="2026",
        facilities=facility_table(places),
        everyday_places=EVERYDAY_PLACES.validate(gpd.GeoDataFrame(everyday, geometry="geometry", crs=METRIC)),
        streets=STREETS.validate(gpd.GeoDataFrame(street_table, geometry="geometry", crs=METRIC)),
        rule_changes={},
        sources=(),
        notices=(),
        fingerprint="drawn",
    )


def demand_table(points: Sequence[tuple[float, float, tuple[int, int, int]]]) -> gpd.GeoDataFrame:
    """Return demand points: x and y in metres, and children of each tier; the kecamatan follows from x."""
    codes = [str(int(x // KECAMATAN_WIDTH_M) + 1) for x, _, _ in points]
    table = {
        "region_code": codes,
        "kecamatan_code": codes,
        **{column: [children[i] for _, _, children in points] for i, column in enumerate(CHILDREN_COLUMNS)},
        "geometry": [Point(x, y) for x, y, _ in points],
    }
    return DEMAND.validate(gpd.GeoDataFrame(table, geometry="geometry", crs=METRIC))


@dataclass(frozen=True)
class StraightLine:
    """Walking in a straight line, to be worked out by hand."""

    points: gpd.GeoDataFrame
    method: WalkingMethod = field(default=WalkingMethod.STRAIGHT_LINE_DETOUR)
    alike: tuple[tuple[AgeTier, ...], ...] = (tuple(AgeTier),)

    def _distance(self, places: gpd.GeoSeries) -> np.ndarray:
        geometry: list[Geometry] = list(places)
        return np.array([self.points.distance(spot) for spot in geometry]).reshape(len(geometry), len(self.points))

    def nearest_m(self, places: gpd.GeoSeries, tier: AgeTier = AgeTier.EARLY) -> np.ndarray:
        """Return the distance to the nearest place."""
        return self._distance(places).min(axis=0, initial=np.inf)

    def within_m(self, places: gpd.GeoSeries, limit_m: float, tier: AgeTier = AgeTier.EARLY) -> sp.csr_array:
        """Return the distances that are not longer than a limit."""
        distance = self._distance(places)
        row, column = np.nonzero(distance <= limit_m)
        return sp.csr_array((distance[row, column], (row, column)), shape=distance.shape)


ALIKE = (tuple(AgeTier),)


def alike(distance_m: Sequence[float] | np.ndarray) -> dict[AgeTier, np.ndarray]:
    """Return the same distances for every tier."""
    return dict.fromkeys(AgeTier, np.asarray(distance_m, dtype=float))


def drawn_rule(identity: str, **numbers: object) -> Rule:
    return Rule(
        id=identity,
        theme="drawn",
        titles={"en": identity, "id": identity},
        status=RuleStatus.DEFAULT,
        certainty={"": "Q"},
        citation="drawn",
        numbers=numbers,
        units={},
    )


def covering(
    covers: Sequence[Sequence[int]],
    weights: Sequence[int],
    sites: int,
    *,
    duty: Sequence[int] | None = None,
    preferred: Sequence[bool] | None = None,
) -> CoveringProblem:
    """Return a covering problem from a dense matrix: a row a candidate, a column a row of demand."""
    matrix = np.array(covers, dtype=np.int64).reshape(len(covers), len(weights))
    duties = np.array(duty if duty is not None else [-1] * len(covers), dtype=np.intp)
    return CoveringProblem(
        covers=sp.csr_array(matrix),
        weights=np.array(weights, dtype=np.int64),
        duty=duties,
        duties=int(duties.max(initial=-1)) + 1,
        sites=sites,
        preferred=np.array(preferred if preferred is not None else [False] * len(covers)),
    )


def plans_of(selection: Selection) -> list[np.ndarray]:
    """Return every plan that keeps to all constraints: to be called with few candidates only."""
    sets = (
        np.array(some, dtype=np.intp)
        for size in range(selection.candidates + 1)
        for some in combinations(range(selection.candidates), size)
    )
    return [some for some in sets if selection.allows(some)]


@st.composite
def small_selections(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what may be chosen of up to 6 candidates, with any set of constraints; often nothing may be."""
    candidates = draw(st.integers(1, 6))
    duties = draw(st.integers(0, min(2, candidates)))

    def each(values: st.SearchStrategy[Any]) -> np.ndarray:
        return np.array(draw(st.lists(values, min_size=candidates, max_size=candidates)))

    some: dict[str, Any] = {
        "duty": each(st.integers(-1, duties - 1)).astype(np.intp),
        "duties": duties,
        "sites": draw(st.integers(0, 5)),
        "preferred": each(st.booleans()),
    }
    if draw(st.booleans()):
        some |= {"cost": each(st.integers(1, 9)), "budget": draw(st.integers(0, 25))}
    if draw(st.booleans()):
        pairs = [(i, j) for i in range(candidates) for j in range(i)]
        close = [pair for pair in pairs if draw(st.integers(0, 3)) == 0]
        some["apart"] = apart(candidates, close)
    if draw(st.booleans()):
        some["must"] = np.flatnonzero(each(st.integers(0, 3)) == 0)
    if draw(st.integers(0, 4)) == 0:
        some["duties_needed"] = draw(st.integers(0, duties))
    return some


def apart(candidates: int, pairs: Sequence[tuple[int, int]]) -> sp.csr_array:
    """Return which candidates are too close to each other, as a symmetric matrix."""
    matrix = np.zeros((candidates, candidates))
    for one, other in pairs:
        matrix[one, other] = matrix[other, one] = 1
    return sp.csr_array(matrix)


@st.composite
def constrained_problems(draw: st.DrawFn) -> CoveringProblem:
    """Draw covering problems with any set of constraints, some with capacity and children that count more."""
    selection = draw(small_selections())
    candidates, rows = selection["preferred"].size, draw(st.integers(0, 6))
    cells = draw(st.lists(st.integers(0, 1), min_size=candidates * rows, max_size=candidates * rows))
    children = np.array(draw(st.lists(st.integers(1, 30), min_size=rows, max_size=rows)), dtype=np.int64)
    each = np.array(draw(st.lists(st.integers(1, 3), min_size=rows, max_size=rows)), dtype=np.int64)
    limits = draw(st.none() | st.lists(st.integers(1, 40), min_size=candidates, max_size=candidates))
    return CoveringProblem(
        covers=sp.csr_array(np.array(cells, dtype=np.float64).reshape(candidates, rows)),
        weights=children * each,
        children=children,
        capacity=None if limits is None else np.array(limits, dtype=np.int64),
        **selection,
    )


@st.composite
def small_problems(draw: st.DrawFn) -> CoveringProblem:
    """Draw covering problems with a plan: up to 7 candidates, 8 rows and 3 duties, small enough for every plan."""
    candidates, rows, duties = draw(st.integers(1, 7)), draw(st.integers(0, 8)), draw(st.integers(0, 3))
    duties = min(duties, candidates)
    cells = draw(st.lists(st.integers(0, 1), min_size=candidates * rows, max_size=candidates * rows))
    weights = draw(st.lists(st.integers(1, 50), min_size=rows, max_size=rows))
    others = draw(st.lists(st.integers(-1, duties - 1), min_size=candidates - duties, max_size=candidates - duties))
    preferred = draw(st.lists(st.booleans(), min_size=candidates, max_size=candidates))
    sites = draw(st.integers(max(duties, 1), 8))
    matrix = np.array(cells, dtype=np.int64).reshape(candidates, rows)
    return covering(matrix.tolist(), weights, sites, duty=[*range(duties), *others], preferred=preferred)
