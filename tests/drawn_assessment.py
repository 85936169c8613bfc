"""A small drawn city and its assessment, for tests of what leaves the program.

Two kecamatan side by side, each of one kelurahan of 2 km × 2 km, south of the equator on UTM zone 50:

    +-----------+-----------+
    | Barat     | Timur     |
    | 100 child.| 60 child. |
    | park ✓    | park      |
    +-----------+-----------+

Only the park in Barat is child-friendly; 40 of the 100 children of Barat live near it.
"""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from shapely import Point, box

from planner.model.assessment import (
    Action,
    Assessment,
    DemandMethod,
    DetourBand,
    Finding,
    Method,
    Optimality,
    Plan,
    PlanStatus,
    Proposal,
    WalkingMethod,
)
from planner.model.city import City, Notice, Source
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, AgeTier, Level, Status
from planner.model.options import Options
from planner.model.rule import Rule, RuleStatus
from planner.model.tables import ACCESS, DEMAND, EVERYDAY_PLACES, FACILITIES, POPULATION, REGIONS, STREETS
from planner.texts import plural, text

METRIC = CRS.from_epsg(32750)
WEST_M, SOUTH_M = 480_000.0, 9_860_000.0
HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>{{ 'a' }}"


def table(columns: dict[str, list[object]], geometry: list[object] | None = None) -> gpd.GeoDataFrame:
    """Return a table in the drawn city's metric CRS."""
    return gpd.GeoDataFrame(columns, geometry=geometry if geometry is not None else [], crs=METRIC)


def point(east_m: float, north_m: float) -> Point:
    """Return a point, in metres from the city's south-western corner."""
    return Point(WEST_M + east_m, SOUTH_M + north_m)


def facility(identity: str, kind: str, name: str, place: Point | None, **known: object) -> dict[str, object]:
    """Return one row of the facilities, with whatever is known of it."""
    row = dict.fromkeys(FACILITIES.columns, np.nan)
    row |= {"id": identity, "kind": kind, "name": name, "geometry": place, "placement": "position"}
    row |= {"child_friendly": "unknown", "public": "unknown", "source": "city_list", "source_row": 1}
    return row | known


def drawn_city(*, with_kelurahan: bool = True) -> City:
    """Return the drawn city."""
    west, east = (
        box(WEST_M, SOUTH_M, WEST_M + 2000, SOUTH_M + 2000),
        box(WEST_M + 2000, SOUTH_M, WEST_M + 4000, SOUTH_M + 2000),
    )
    rows = [("90.01.01", "kecamatan", "Barat", "90.01.01", west), ("90.01.02", "kecamatan", "Timur", "90.01.02", east)]
    if with_kelurahan:
        rows += [
            ("90.01.01.1001", "kelurahan", "Muara", "90.01.01", west),
            ("90.01.02.1001", "kelurahan", "Bukit", "90.01.02", east),
        ]
    regions = gpd.GeoDataFrame(
        rows, columns=["code", "level", "name", "kecamatan_code", "geometry"], geometry="geometry", crs=METRIC
    )
    suffix = ".1001" if with_kelurahan else ""
    codes = [f"90.01.01{suffix}", f"90.01.02{suffix}"]
    population = pd.DataFrame(
        {
            "population": [300, 200],
            "children_0_5": [40, 20],
            "children_6_11": [30, 20],
            "children_12_17": [30, 20],
        },
        index=pd.Index(codes, name="code"),
    )
    here = {"kecamatan_code": "90.01.01", "kelurahan_code": "90.01.01.1001"}
    there = {"kecamatan_code": "90.01.02", "kelurahan_code": "90.01.02.1001"}
    facilities = gpd.GeoDataFrame(
        [
            facility(
                "city_list:1", "park", "Taman Muara", point(500, 500), **here, child_friendly="yes", public="yes",
                area_m2=15000.0, child_friendly_basis="RBRA",
            ),
            facility("city_list:2", "park", HOSTILE, point(3000, 1000), **there, source_row=2, note=HOSTILE),
            facility("city_list:3", "school_sd", "SD 1", point(2500, 500), **there, source_row=3, capacity=240.0),
            facility("city_list:4", "puskesmas", "Puskesmas Bukit", None, **there, placement="declared", source_row=4),
        ],
        geometry="geometry",
        crs=METRIC,
    )[list(FACILITIES.columns)]  # fmt: skip
    return City(
        code="90.01",
        name="Kota Contoh & Co",
        crs=METRIC,
        regions=REGIONS.validate(regions),
        population=POPULATION.validate(population),
        population_source="Register",
        population_date="2024-06",
        facilities=FACILITIES.validate(facilities),
        everyday_places=EVERYDAY_PLACES.validate(table({"source": []})),
        streets=STREETS.validate(table({"name": [], "street_class": []})),
        rule_changes={},
        sources=(Source("city_list", "List of the city", "2025-08", "public", 4),),
        notices=(Notice("facility_without_position", "city_list:4", text("{name} has no position.", name="P")),),
        fingerprint="0123456789abcdef",
    )


def drawn_rules() -> dict[str, Rule]:
    """Return the one rule that the drawn findings rest on."""
    rule = Rule(
        id="STSK_COVERAGE",
        theme="programme",
        titles={"id": "Satu Taman, Satu Kecamatan", "en": "One park, one kecamatan"},
        status=RuleStatus.PROGRAM_RULE,
        certainty={"min_count": "Q"},
        citation="A decree",
        numbers={"min_count": 1},
        units={"min_count": "parks"},
    )
    return {rule.id: rule}


def drawn_findings() -> tuple[Finding, ...]:
    """Barat is met, Timur is not."""
    return (
        Finding(
            "STSK_COVERAGE", Level.KECAMATAN, "90.01.01", "Barat", Status.MET, "child_friendly_park",
            plural("{n} park.", "{n} parks.", 1), 1.0, 1.0, ("city_list:1",),
        ),
        Finding(
            "STSK_COVERAGE", Level.KECAMATAN, "90.01.02", "Timur", Status.UNMET, "park_could_be_upgraded",
            text("{name} could be upgraded.", name=HOSTILE), 0.0, 1.0, ("city_list:2",),
        ),
    )  # fmt: skip


def drawn_plan() -> Plan:
    """Two sites: the park in Timur is upgraded, and Barat gets a new one."""
    upgrade = Proposal(
        rank=1, kind=CHILD_FRIENDLY_PARK, action=Action.UPGRADE, facility_id="city_list:2", facility_name=HOSTILE,
        x_m=WEST_M + 3000, y_m=SOUTH_M + 1000, lon=116.847, lat=-1.257, region_code="90.01.02.1001",
        region_name="Bukit", kecamatan_code="90.01.02", kecamatan_name="Timur", duty=True,
        children_newly_within=60, children_within=60, reason_text=text("For all of Timur."),
        candidate_id="upgrade:city_list:2", cost_idr=300_000_000, children_lost_elsewhere=12,
        next_best_text=text("Another one."),
    )  # fmt: skip
    new = dataclasses.replace(
        upgrade, rank=2, candidate_id="new:1:2", action=Action.NEW, facility_id=None, facility_name=None,
        x_m=WEST_M + 1500,
        y_m=SOUTH_M + 1500, lon=116.833, lat=-1.252, region_code="90.01.01.1001", region_name="Muara",
        kecamatan_code="90.01.01", kecamatan_name="Barat", duty=False, children_newly_within=30, children_within=50,
    )  # fmt: skip
    proof = Optimality(objective=90, bound=90, gap=0.0, status=PlanStatus.OPTIMAL, seconds=0.0123)
    return Plan(proposals=(upgrade, new), optimality=proof, candidates=7)


def infeasible_plan() -> Plan:
    """No plan, and why."""
    proof = Optimality(0, 0, None, PlanStatus.INFEASIBLE, 0.0, text("One site is too few."))
    return Plan(proposals=(), optimality=proof, candidates=7)


def drawn_access(city: City) -> pd.DataFrame:
    """Return who reaches the child-friendly park: 40 of 100 in Barat, nobody of 60 in Timur."""
    suffix = ".1001" if city.finest_level is Level.KELURAHAN else ""
    barat, timur = (100, 40, 0.4, 0.31, 0.52, 24.0), (60, 0, 0.0, 0.0, 0.06, None)
    rows = [
        ("90.01", "city", 160, 40, 0.25, 0.194, 0.348, 29.17),
        ("90.01.01", "kecamatan", *barat),
        ("90.01.02", "kecamatan", *timur),
    ]
    if suffix:
        rows += [("90.01.01.1001", "kelurahan", *barat), ("90.01.02.1001", "kelurahan", *timur)]
    measured = ["children", "children_within", "share", "share_low", "share_high", "median_min"]
    access = pd.DataFrame(rows, columns=["code", "level", *measured])
    access = access.assign(kind=CHILD_FRIENDLY_PARK, age_tier=ALL_CHILDREN, area_unknown=0)
    return ACCESS.validate(access.reindex(columns=list(ACCESS.columns)))


def drawn_assessment(plan: Plan | None = None, **changes: object) -> Assessment:
    """Return the assessment of the drawn city, with whatever is to differ."""
    city = drawn_city()
    demand = table(
        {
            "region_code": ["90.01.01.1001", "90.01.01.1001", "90.01.02.1001"],
            "kecamatan_code": ["90.01.01", "90.01.01", "90.01.02"],
            "children_0_5": [16, 24, 20],
            "children_6_11": [12, 18, 20],
            "children_12_17": [12, 18, 20],
        },
        [point(500, 600), point(1500, 1500), point(3000, 1000)],
    )
    method = Method(
        walking=WalkingMethod.STRAIGHT_LINE_DETOUR,
        detour_factor=1.9123456,
        detour_bands=(DetourBand(300.0, 600.0, 1.95, 1.2, 4.0, 120),),
        speed_m_s={AgeTier.EARLY: 0.8, AgeTier.PRIMARY: 1.1, AgeTier.SECONDARY: 1.1},
        threshold_min=10.0,
        demand=DemandMethod.EVERYDAY_PLACES,
    )
    assessment = Assessment(
        city=city,
        rules=drawn_rules(),
        options=Options(),
        method=method,
        demand=DEMAND.validate(demand),
        distance_m=dict.fromkeys(AgeTier, pd.DataFrame({CHILD_FRIENDLY_PARK: [100.0, 1400.0, np.inf]})),
        access=drawn_access(city),
        findings=drawn_findings(),
        plan=plan or drawn_plan(),
        notices=city.notices,
    )
    return dataclasses.replace(assessment, **changes)  # type: ignore[arg-type]
