"""Places whose land is known and that could become a site."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn_land import outline_table, parcel_table
from drawn_plan import drawn_city, place
from shapely import Point, box

from planner.model.options import CandidateSource, Programme
from planner.siting.land.places import PLACE_COLUMNS, known_places, region_of, sources_for, upgradable_places

PARK = Programme.PARK_PER_KECAMATAN


def test_parks_that_could_be_upgraded() -> None:
    city = drawn_city(
        [
            place("nothing recorded", "1"),
            place("not designated", "1", kind="playground", child_friendly="no", public="yes"),
            place("claimed", "2", child_friendly="claimed"),
            place("already", "1", child_friendly="yes", public="yes"),
            place("closed", "1", public="no"),
            place("green space", "1", kind="rth"),
            place("forest", "1", kind="protected_forest"),
            place("no position", "1", placement="declared", geometry=None),
            place("outside", None),
        ]
    )
    upgrades = upgradable_places(city)
    assert upgrades["facility_id"].tolist() == ["nothing recorded", "not designated", "claimed"]
    assert upgrades["id"].tolist()[0] == "upgrade:nothing recorded"
    assert upgrades["region_code"].tolist() == ["1", "1", "2"]
    assert upgrades.columns.tolist() == PLACE_COLUMNS


def test_a_pustu_may_become_a_puskesmas() -> None:
    city = drawn_city([place("pustu", "1", kind="pustu"), place("park", "1"), place("clinic", "1", kind="clinic")])
    upgrades = upgradable_places(city, Programme.PUSKESMAS_PER_KECAMATAN)
    assert upgrades["facility_id"].tolist() == ["pustu"]


def test_a_puskesmas_is_not_built_on_green_space() -> None:
    everything = tuple(CandidateSource)
    assert sources_for(PARK, everything) == everything
    assert sources_for(Programme.PUSKESMAS_PER_KECAMATAN, everything) == (
        CandidateSource.UPGRADES,
        CandidateSource.PARCELS,
        CandidateSource.STREET_SIDE,
    )


@pytest.mark.parametrize(
    ("source", "id_"), [(CandidateSource.GREEN_SPACE, "rth:R"), (CandidateSource.SCHOOL_YARDS, "school:S")]
)
def test_green_space_and_school_yards_become_new_sites(source: CandidateSource, id_: str) -> None:
    yard = box(0, 0, 50, 50)
    city = replace(
        drawn_city([place("R", "1", kind="rth", area_m2=70), place("S", "1", kind="school_sd"), place("P", "1")]),
        outlines=outline_table([("S", yard)]),
    )
    found = known_places(city, PARK, source).iloc[0]
    assert (found["id"], found["action"], found["facility_id"]) == (id_, "new", id_[-1])
    assert found["outline"] == (yard if id_ == "school:S" else None)


def test_a_parcel_lies_where_a_point_of_it_does() -> None:
    parcels = parcel_table(
        [("p:1", box(1900, 0, 1990, 50)), ("p:2", box(2100, 0, 2200, 50)), ("p:3", box(-90, 0, 5, 9))]
    )
    found = known_places(replace(drawn_city(), parcels=parcels), PARK, CandidateSource.PARCELS)
    assert found["id"].tolist() == ["parcel:p:1", "parcel:p:2"]
    assert found["kecamatan_code"].tolist() == ["1", "2"]
    assert found["area_m2"].tolist() == [90 * 50, 100 * 50]
    assert found.columns.tolist() == PLACE_COLUMNS


def test_a_city_without_parcels_has_none() -> None:
    assert known_places(drawn_city(), PARK, CandidateSource.PARCELS).empty


def test_the_region_of_a_point() -> None:
    # On the border the first region counts.
    points = np.array([Point(10, 10), Point(2000, 10), Point(-1, 10)], dtype=object)
    region, kecamatan = region_of(drawn_city(), points)
    assert region.tolist() == kecamatan.tolist() == ["1", "1", None]
