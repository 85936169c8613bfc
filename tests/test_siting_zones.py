"""Which tobacco zones proposed play places would add."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from drawn_city import METRIC, drawn_city, drawn_facilities, drawn_facility

from planner.model.assessment import Action, Proposal
from planner.model.city import City
from planner.model.tables import OUTLINES, TOBACCO_POINTS
from planner.rules.catalogue import load_rules
from planner.siting.zones import ADDED_ZONES, added_zones
from planner.texts import text

RULES = load_rules()
TODAY = dt.date(2026, 11, 22)
CIRCLE_M2 = math.pi * 200**2

# Two kecamatan of 2 km by 2 km side by side.
CITY = drawn_city({"A1.01": (0, 0, 2000, 2000), "A2.01": (2000, 0, 4000, 2000)}, children=None)


def proposal(rank: int, x: float, y: float, **facts: object) -> Proposal:
    values: dict[str, object] = {
        "rank": rank,
        "kind": "child_friendly_park",
        "action": Action.NEW,
        "facility_id": None,
        "facility_name": None,
        "x_m": x,
        "y_m": y,
        "lon": 0.0,
        "lat": 0.0,
        "region_code": "A1.01",
        "region_name": "",
        "kecamatan_code": "A1",
        "kecamatan_name": "",
        "duty": True,
        "children_newly_within": 0,
        "children_within": 0,
        "reason_text": text("{name}", name=""),
        "candidate_id": f"new:{rank}",
    }
    return Proposal(**(values | facts))  # type: ignore[arg-type]


def city_of(*facilities: dict[str, object], shops: dict[str, tuple[float, float]] | None = None) -> City:
    outlets = None
    if shops is not None:
        table = pd.DataFrame(
            {
                "id": list(shops),
                "kind": "tobacco_outlet",
                "name": [f"Toko {name}" for name in shops],
                "confirmed": "unknown",
                "source": "drawn",
            }
        ).reindex(columns=list(TOBACCO_POINTS.columns))
        points = [shapely.Point(xy) for xy in shops.values()]
        outlets = TOBACCO_POINTS.validate(gpd.GeoDataFrame(table.assign(geometry=points), crs=METRIC))
    return dataclasses.replace(CITY, facilities=drawn_facilities(facilities), tobacco_outlets=outlets)


def sale(city: City, *proposals: Proposal) -> pd.DataFrame:
    table = added_zones(city, RULES, proposals, as_of=TODAY)
    ADDED_ZONES.validate(table)
    return table[table["rule"] == "TOBACCO_SALE"].reset_index(drop=True)


def test_a_park_far_from_everything_adds_its_whole_zone() -> None:
    (row,) = sale(city_of(), proposal(1, 1000, 1000)).to_dict("records")
    assert (row["zone_m2"], row["new_m2"]) == pytest.approx((CIRCLE_M2, CIRCLE_M2), rel=1e-3)
    assert (row["radius_m"], row["candidate_id"]) == (200.0, "new:1")


def test_what_lies_in_the_zone_of_a_school_is_not_new() -> None:
    school = drawn_facility("S", (1000, 1000), kind="school_sd")
    (row,) = sale(city_of(school), proposal(1, 1000, 1000)).to_dict("records")
    assert row["new_m2"] == pytest.approx(0, abs=1)
    # Two circles whose centres are one radius apart share 2/3 π − √3/2 of r².
    (row,) = sale(city_of(school), proposal(1, 1200, 1000)).to_dict("records")
    shared_m2 = (2 / 3 * math.pi - math.sqrt(3) / 2) * 200**2
    assert row["new_m2"] == pytest.approx(CIRCLE_M2 - shared_m2, rel=1e-3)


def test_a_zone_ends_with_the_city() -> None:
    (row,) = sale(city_of(), proposal(1, 0, 1000)).to_dict("records")
    assert row["zone_m2"] == pytest.approx(CIRCLE_M2 / 2, rel=1e-3)


def test_of_two_sites_the_first_in_the_plan_adds_what_they_share() -> None:
    table = sale(city_of(shops={"a": (1000, 1100)}), proposal(1, 1000, 1000), proposal(2, 1000, 1000))
    assert table["new_m2"].tolist() == pytest.approx([CIRCLE_M2, 0], rel=1e-3, abs=1)
    assert table["points"].tolist() == [1, 0]


def test_shops_that_come_to_lie_in_a_zone() -> None:
    school = drawn_facility("S", (700, 1000), kind="school_sd")
    shops = {"already": (800, 1000), "newly": (1200, 1000), "beyond": (1201, 1000)}
    (row,) = sale(city_of(school, shops=shops), proposal(1, 1000, 1000)).to_dict("records")
    assert (row["points"], row["point_ids"], row["point_names"]) == (1, ("newly",), ("Toko newly",))


def test_without_a_layer_nobody_knows_what_lies_there() -> None:
    table = added_zones(city_of(shops={}), RULES, [proposal(1, 1000, 1000)], as_of=TODAY)
    assert table["rule"].tolist() == ["TOBACCO_SALE", "TOBACCO_AD_OUTDOOR"]
    assert table["radius_m"].tolist() == [200.0, 500.0]
    assert table["points"].iloc[0] == 0
    assert pd.isna(table["points"].iloc[1])


def test_an_upgraded_park_of_which_nobody_knew_whether_it_is_for_play_adds_its_zone() -> None:
    park = drawn_facility("P", (1000, 1000), kind="park")
    upgrade = proposal(1, 1000, 1000, facility_id="P", action=Action.UPGRADE)
    (row,) = sale(city_of(park), upgrade).to_dict("records")
    assert row["new_m2"] == pytest.approx(CIRCLE_M2, rel=1e-3)
    # A playground has its zone already.
    (row,) = sale(city_of({**park, "kind": "playground"}), upgrade).to_dict("records")
    assert row["new_m2"] == pytest.approx(0, abs=1)


def test_an_upgrade_is_measured_from_its_outline() -> None:
    ground = gpd.GeoDataFrame({"facility_id": ["P"]}, geometry=[shapely.box(900, 900, 1100, 1100)], crs=METRIC)
    park = drawn_facility("P", (1000, 1000), kind="park")
    city = dataclasses.replace(city_of(park), outlines=OUTLINES.validate(ground))
    (row,) = sale(city, proposal(1, 1000, 1000, facility_id="P")).to_dict("records")
    # The square, a strip of 200 m along each side, and a quarter circle at each corner.
    assert row["zone_m2"] == pytest.approx(200**2 + 4 * 200 * 200 + CIRCLE_M2, rel=1e-3)


def test_only_play_places_have_a_zone() -> None:
    assert sale(city_of(), proposal(1, 1000, 1000, kind="puskesmas")).empty
    assert sale(city_of()).empty
