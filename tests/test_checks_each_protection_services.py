"""Child-protection services: listed, where, and how many children walk there in time."""

from __future__ import annotations

import dataclasses

import drawn_assessment as drawn
import geopandas as gpd
import numpy as np
import pandas as pd

from planner.checks.each.protection_services.listing import listed_services, services_by_region
from planner.model.assessment import Assessment
from planner.model.kinds import PROTECTION_KINDS, FacilityKind, Level
from planner.model.tables import ACCESS, FACILITIES


def assessed(*services: tuple[str, str, str | None], complete: tuple[str, ...] = ()) -> Assessment:
    """Return the drawn assessment with services: kind, kecamatan, and kelurahan where it is known."""
    base = drawn.drawn_assessment()
    rows = [
        drawn.facility(
            f"S{number}", kind, kind, drawn.point(100, 100), kecamatan_code=kecamatan, kelurahan_code=kelurahan
        )
        for number, (kind, kecamatan, kelurahan) in enumerate(services)
    ]
    new = gpd.GeoDataFrame(rows, columns=list(FACILITIES.columns), geometry="geometry", crs=drawn.METRIC)
    facilities = pd.concat([base.city.facilities, new]) if rows else base.city.facilities
    city = dataclasses.replace(base.city, facilities=facilities, complete_kinds=frozenset(complete))
    row = dict.fromkeys(ACCESS.columns, np.nan) | {"code": city.code, "level": "city", "kind": "puspaga"}
    row |= {"age_tier": "0-17", "children": 160, "children_within": 40, "share": 0.25}
    access = pd.concat([base.access, pd.DataFrame([row])], ignore_index=True)
    return dataclasses.replace(base, city=city, access=access)


WEST, EAST = "90.01.01", "90.01.02"


def test_what_nobody_listed_is_not_known_and_what_the_city_says_there_is_none_of_is_none() -> None:
    services = {of.kind: of for of in listed_services(assessed(complete=("uptd_ppa",)))}
    assert tuple(services) == PROTECTION_KINDS
    assert services[FacilityKind.PUSPAGA].listed is None
    assert services[FacilityKind.PUSPAGA].share is None
    assert services[FacilityKind.UPTD_PPA].listed == 0


def test_services_are_counted_where_they_are_listed() -> None:
    assessment = assessed(
        ("puspaga", WEST, f"{WEST}.1001"), ("child_task_force", WEST, f"{WEST}.1001"), ("child_task_force", EAST, None)
    )
    services = {of.kind: of for of in listed_services(assessment)}
    assert (services[FacilityKind.PUSPAGA].listed, services[FacilityKind.PUSPAGA].share) == (1, 0.25)
    # One task force of two is known to be of a kelurahan, out of two kelurahan.
    force = services[FacilityKind.CHILD_TASK_FORCE]
    assert (force.listed, force.kelurahan, force.kelurahan_of) == (2, 1, 2)
    by_kecamatan = services_by_region(assessment.city, Level.KECAMATAN)
    assert by_kecamatan["child_task_force"].to_dict() == {WEST: 1.0, EAST: 1.0}
    assert by_kecamatan["puspaga"].to_dict() == {WEST: 1.0, EAST: 0.0}
    assert by_kecamatan["uptd_ppa"].isna().all()
    assert services_by_region(assessment.city, Level.CITY)["child_task_force"].tolist() == [2.0]
