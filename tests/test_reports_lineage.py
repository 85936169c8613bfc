"""Where a place comes from: every source that has it, and what each gave."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import pandas as pd
import pytest
from drawn_assessment import METRIC, drawn_city, facility, point

from planner.model.city import City, Source
from planner.model.merging import Merging, no_decisions
from planner.model.tables import FACILITIES, LINEAGE, MERGES, WAITING
from planner.reports.facts import facility_facts
from planner.reports.lineage import also_in, source_ids, source_lines
from planner.texts import Language, speak

# The school of the city's list was merged with two records of OpenStreetMap: the first gave position and address.
GIVEN = [
    ("*", "city_list:3"), ("*", "osm:7"), ("*", "osm:9"),
    ("identity", "city_list:3"), ("name", "city_list:3"), ("position", "osm:7"), ("address", "osm:7"),
]  # fmt: skip


def merging_city() -> City:
    """Return the drawn city with one merged school."""
    city = drawn_city()
    rows = [
        facility("osm:7", "school_sd", "SDN 1", point(2510, 500), source="osm", source_row=7),
        facility("osm:9", "school_sd", "SD", point(2512, 500), source="osm", source_row=9, source_date="2025-11"),
    ]
    table = pd.DataFrame(rows)[list(FACILITIES.columns)]
    more = FACILITIES.validate(gpd.GeoDataFrame(table, geometry="geometry", crs=METRIC))
    records = gpd.GeoDataFrame(pd.concat([city.facilities, more], ignore_index=True), geometry="geometry", crs=METRIC)
    lineage = pd.DataFrame(
        [
            ("city_list:3", field, record, record.partition(":")[0], int(record.partition(":")[2]))
            for field, record in GIVEN
        ],
        columns=list(LINEAGE.columns),
    )
    return dataclasses.replace(
        city,
        sources=(*city.sources, Source("osm", "OpenStreetMap", "2025-12", "ODbL 1.0", 9)),
        merging=Merging(
            records=records,
            lineage=LINEAGE.validate(lineage),
            merges=pd.DataFrame(columns=list(MERGES.columns)),
            waiting=pd.DataFrame(columns=list(WAITING.columns)),
            decisions=no_decisions(),
            alone=records.iloc[:0],
        ),
    )


@pytest.fixture(autouse=True)
def _english() -> object:
    with speak(Language.ENGLISH):
        yield


def test_a_merged_place_names_its_other_records_and_what_they_gave() -> None:
    city = merging_city()
    assert also_in(city, city.facilities).dropna().to_dict() == {
        2: "OpenStreetMap, 2025-12 (row 7): position, address; OpenStreetMap, 2025-11 (row 9)"
    }
    facts = facility_facts(city, city.facilities)
    assert facts["Source"].iloc[2] == "List of the city, 2025-08 (row 3)"
    assert facts["Also in"].iloc[2].startswith("OpenStreetMap, 2025-12 (row 7)")


def test_only_the_places_asked_for_are_told() -> None:
    city = merging_city()
    assert also_in(city, city.facilities.iloc[[0, 1]]).isna().all()
    assert also_in(city, city.facilities.iloc[:0]).empty


def test_where_nothing_is_merged_there_is_nothing_to_add() -> None:
    city = drawn_city()
    assert also_in(city, city.facilities).isna().all()
    assert facility_facts(city, city.facilities)["Also in"].isna().all()


def test_the_sources_of_a_place_are_named_once_each() -> None:
    city = merging_city()
    assert source_ids(city, "city_list:3") == ["city_list", "osm"]
    assert source_ids(city, "city_list:1") == ["city_list"]
    assert source_ids(drawn_city(), "city_list:3") == ["city_list"]


def test_a_row_says_more_than_its_source() -> None:
    city = drawn_city()
    rows = city.facilities.iloc[[0]].assign(source_detail="News", source_date="2024")
    assert source_lines(city, rows).tolist() == ["News, 2024 (row 1)"]
