"""Everything that a plan may choose from, and what was left out and why."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
from drawn_land import exclusion_table, outline_table, parcel_table, walkers_of
from drawn_plan import demand_table, drawn_city, place
from shapely import LineString, Point, box

from planner.model.city import City
from planner.model.options import CandidateSource, SitingOptions
from planner.rules.catalogue import load_rules
from planner.siting.land.candidates import COLUMNS, LEFT_OUT_COLUMNS, Candidates, find_candidates, why_none
from planner.texts import Language, translate

DEMAND = demand_table([(1000, 1000, (1, 0, 0))])


def found_in(city: City, demand: gpd.GeoDataFrame = DEMAND, **options: object) -> Candidates:
    siting = SitingOptions(**options)  # type: ignore[arg-type]
    return find_candidates(city, demand, walkers_of(demand), siting, load_rules())


def test_upgrades_come_first() -> None:
    found = found_in(drawn_city([place("A", "1")]))
    assert found.kept["action"].tolist() == ["upgrade", "new"]
    assert found.kept["id"].tolist() == ["upgrade:A", "new:1000:1000"]
    assert found.kept["warnings"].tolist() == [(), ()]
    assert found.kept.columns.tolist() == COLUMNS
    assert found.left_out.empty
    assert found.left_out.columns.tolist() == LEFT_OUT_COLUMNS


def test_a_city_without_anything_has_no_candidates() -> None:
    nobody = DEMAND.iloc[:0]
    found = found_in(drawn_city(), nobody)
    assert found.kept.empty
    assert found.kept.columns.tolist() == COLUMNS
    assert found_in(drawn_city(), nobody, sources=()).kept.columns.tolist() == COLUMNS


def test_green_space_and_school_yards_have_to_be_asked_for() -> None:
    city = drawn_city([place("R", "1", kind="rth"), place("S", "2", kind="school_sd", geometry=Point(3000, 9))])
    assert found_in(city).kept["source"].tolist() == ["street_side"]
    everything = found_in(city, sources=tuple(CandidateSource)).kept
    assert everything["id"].tolist() == ["rth:R", "school:S", "new:1000:1000"]


def test_a_parcel_stands_for_its_cell_and_is_entered_from_the_street() -> None:
    # The parcel and the demand point share the cell from (800, 800) to (1200, 1200).
    city = replace(
        drawn_city(streets=[("residential", LineString([(0, 850), (2000, 850)]))]),
        parcels=parcel_table([("p:1", box(900, 900, 1000, 1000))]),
    )
    kept = found_in(city).kept
    assert kept["id"].tolist() == ["parcel:p:1"]
    parcel = kept.iloc[0]
    assert parcel.geometry == Point(950, 950)
    assert parcel["entrance"].y == 900
    assert (parcel["area_m2"], parcel["name"], parcel["on_street"]) == (10_000, "Parcel p:1", False)
    assert found_in(replace(city, streets=drawn_city().streets)).kept["entrance"].tolist() == [Point(950, 950)]


def test_a_parcel_beside_a_river_moves_to_the_land_that_is_left() -> None:
    # 90 m of 100 m lie in the river or within 15 m of it.
    city = replace(
        drawn_city(),
        parcels=parcel_table([("p:1", box(900, 900, 1000, 1000))]),
        exclusion_areas=exclusion_table([("river", box(900, 0, 975, 2000), "Way A", np.nan)]),
    )
    parcel = found_in(city).kept.iloc[0]
    assert (parcel.geometry, parcel["area_m2"]) == (Point(995, 950), 1000)
    assert translate(parcel["warnings"][0], Language.ENGLISH).startswith("90% of it can't be used")


def test_why_a_place_was_left_out_is_kept() -> None:
    city = replace(
        drawn_city([place("A", "1", geometry=Point(1010, 1010)), place("B", "2", geometry=Point(3000, 500))]),
        parcels=parcel_table([("p:1", box(900, 900, 950, 950))]),
        exclusion_areas=exclusion_table([("protected_forest", box(0, 0, 2000, 2000), None, np.nan)]),
    )
    found = found_in(city, must_not=("upgrade:B",))
    assert found.kept.empty
    assert found.left_out["id"].tolist() == ["upgrade:A", "parcel:p:1", "new:1000:1000", "upgrade:B"]
    assert found.left_out["reason"].tolist() == ["protected_forest"] * 3 + ["must_not"]
    assert found.left_out["name"].tolist()[:2] == ["A", "Parcel p:1"]
    why = why_none(found.left_out, "1")
    assert why is not None
    assert translate(why, Language.ENGLISH) == "Left out there: 3 × protected forest or mangrove."
    assert why_none(found.left_out, "3") is None


def test_an_outline_says_how_much_of_a_park_can_be_used() -> None:
    city = replace(
        drawn_city([place("A", "1", area_m2=99_999, geometry=Point(10, 10))]),
        outlines=outline_table([("A", box(0, 0, 100, 100))]),
        exclusion_areas=exclusion_table([("water", box(0, 0, 50, 100), None, np.nan)]),
    )
    park = found_in(city).kept.iloc[0]
    # Its point lay in the water half.
    assert (park["area_m2"], park.geometry) == (5000, Point(75, 50))


def test_the_same_city_gives_the_same_candidates() -> None:
    city = drawn_city([place("A", "1"), place("B", "2")])
    assert found_in(city).kept.drop(columns="warnings").equals(found_in(city).kept.drop(columns="warnings"))
