"""One place once in a whole city: what counts, what only completes, and where a merged place stands."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from planner.cleaning.conflation.city import Conflated, city_words, conflate, positions_once
from planner.model.merging import no_decisions
from planner.model.tables import FACILITIES, LINEAGE, MERGES, WAITING
from planner.texts import Language, translate
from tests.drawn_records import CONTOH, METRIC, drawn_record, drawn_records

# The register has two schools, one without a position; OpenStreetMap has both, and a third that the register lacks.
RECORDS = [
    drawn_record("register:1", "school_sd", "SD Negeri 001", (0, 0), capacity=120.0),
    drawn_record("register:2", "school_sd", "SD Negeri 002", None, declared_kecamatan="Contoh Timur"),
    drawn_record("osm:1", "school_sd", "SDN 1", (30, 0)),
    drawn_record("osm:2", "school_sd", "SDN 2", (900, 0)),
    drawn_record("osm:3", "school_sd", "MI Nurul Huda", (500, 500)),
]
OSM = frozenset({"osm:1", "osm:2", "osm:3"})


def merged(completing: frozenset[str] = OSM, rows: list[dict[str, object]] = RECORDS) -> Conflated:
    precedence = {"*": ["register", "osm"], "position": ["osm", "register"]}
    return conflate(drawn_records(rows), CONTOH, precedence=precedence, decisions=no_decisions(), completing=completing)


def test_a_source_that_only_completes_adds_no_place() -> None:
    city = merged()
    assert city.facilities["id"].tolist() == ["register:1", "register:2"]
    # Both stand where OpenStreetMap has them; the second had no position at all.
    assert [point.x for point in city.facilities.geometry] == [500_030, 500_900]
    assert city.merging.alone["id"].tolist() == ["osm:3"]
    assert [(notice.code, notice.subject) for notice in city.notices] == [("record_completes_nothing", "osm")]
    assert translate(city.notices[0].text, Language.ENGLISH) == (
        "1 record fits no place of another source and does not count as a place of its own (primary school (SD))."
    )


def test_a_source_that_adds_places_does() -> None:
    city = merged(completing=frozenset())
    assert city.facilities["id"].tolist() == ["register:1", "register:2", "osm:3"]
    assert city.merging.alone.empty
    assert city.notices == ()


def test_what_became_of_the_records_is_kept() -> None:
    merging = merged().merging
    assert merging.members.to_dict() == {
        "register:1": "register:1",
        "osm:1": "register:1",
        "register:2": "register:2",
        "osm:2": "register:2",
    }
    assert merging.records_of("register:1")["id"].tolist() == ["register:1", "osm:1"]
    assert merging.given("position").to_dict() == {"register:1": "osm:1", "register:2": "osm:2"}
    assert merging.given("capacity").to_dict() == {"register:1": "register:1"}
    assert merging.records["id"].tolist() == [row["id"] for row in RECORDS]
    for table, schema in (
        (merging.lineage, LINEAGE), (merging.merges, MERGES), (merging.waiting, WAITING), (merging.alone, FACILITIES)
    ):  # fmt: skip
        schema.validate(table)


def test_records_of_a_place_on_its_own_are_itself() -> None:
    assert merged(completing=frozenset()).merging.records_of("osm:3")["id"].tolist() == ["osm:3"]


def test_nobody_is_asked_about_two_records_that_only_complete() -> None:
    rows = [
        drawn_record("osm:1", "worship", "Masjid Al Huda", (0, 0)),
        drawn_record("map:1", "worship", "Musholla Al Huda", (20, 0)),
    ]
    asked = merged(completing=frozenset({"osm:1"}), rows=rows)
    assert asked.merging.waiting[["id_a", "id_b"]].to_numpy().tolist() == [["map:1", "osm:1"]]
    assert asked.notices[0].code == "records_waiting"
    assert merged(completing=frozenset({"osm:1", "map:1"}), rows=rows).merging.waiting.empty


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kota Contoh", ("Kota Contoh", "Contoh")),
        ("Kabupaten Contoh Raya", ("Kabupaten Contoh Raya", "Contoh Raya")),
        ("Kab. Contoh", ("Kab. Contoh", "Contoh")),
        ("Contoh", ("Contoh", "Contoh")),
        ("Kotabaru", ("Kotabaru", "Kotabaru")),
    ],
)
def test_the_city_is_named_with_and_without_its_form(name: str, words: tuple[str, str]) -> None:
    regions = pd.DataFrame({"level": ["kecamatan", "kelurahan", "kelurahan"], "name": ["Timur", "Damai", "Sari"]})
    city = city_words(name, gpd.GeoDataFrame(regions))
    assert (city.city, city.kecamatan, city.kelurahan) == (words, ("Timur",), ("Damai", "Sari"))


def test_a_merged_place_is_one_hint_at_where_people_live() -> None:
    city = merged()
    given = {"register:1": (0, 0), "osm:1": (30, 0), "osm:2": (900, 0), "osm:3": (500, 500), "osm:4": (7, 7)}
    points = gpd.GeoSeries([shapely.Point(500_000 + x, 9_200_000 + y) for x, y in given.values()], list(given), METRIC)

    left, first = positions_once(points, city.facilities, city.merging)

    # The record that comes first stands for the place, where the place is; records that are alone stay.
    assert left.index.tolist() == ["register:1", "osm:2", "osm:3", "osm:4"]
    assert first.tolist() == [True, False, True, True, True]
    assert left.iloc[0].x == 500_030
    assert left.iloc[3].equals(points.iloc[4])
    assert left.crs == METRIC
