"""The examples: two cities made from nothing to an assessment, with figures that can be counted in the data."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import geopandas as gpd
import jsonschema
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from planner.assess import assess, measure
from planner.checks.each.park_area import RPJMD_PARK_1HA
from planner.checks.each.programme import STSK_COVERAGE
from planner.cli import main
from planner.ingest import load_city
from planner.model.assessment import Assessment, DemandMethod, PlanStatus, WalkingMethod
from planner.model.kinds import AgeTier, Level, Placement, Status
from planner.model.options import WalkingOptions
from planner.reports.contract import assessment_schema
from planner.ui.router import PAGES

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module")
def yogyakarta(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "yogyakarta"
    runpy.run_path(str(EXAMPLES / "yogyakarta" / "make.py"))["make"](shared_data / "yogyakarta", folder)
    return folder


@pytest.fixture(scope="module")
def porto_alegre(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "porto-alegre"
    runpy.run_path(str(EXAMPLES / "porto-alegre" / "make.py"))["make"](shared_data / "porto-alegre", folder)
    extract = shared_data / "porto-alegre" / "streets.osm.pbf"
    assert main(["import", "osm", str(folder), "--extract", str(extract)]) == 0
    return folder


@pytest.fixture(scope="module")
def assessed_yogyakarta(yogyakarta: Path) -> Assessment:
    return assess(load_city(yogyakarta))


@pytest.fixture(scope="module")
def assessed_porto_alegre(porto_alegre: Path) -> Assessment:
    return assess(load_city(porto_alegre))


def statuses(assessment: Assessment, rule: str) -> list[Status]:
    return [finding.status for finding in assessment.findings_of(rule)]


def test_yogyakarta_is_its_kecamatan_streets_and_health_facilities(assessed_yogyakarta: Assessment) -> None:
    city = assessed_yogyakarta.city
    kecamatan = city.regions_at(Level.KECAMATAN)
    assert city.finest_level is Level.KECAMATAN
    assert kecamatan["code"].tolist() == [f"34.71.{number:02d}" for number in range(1, 15)]
    assert city.facilities["kind"].value_counts().to_dict() == {"puskesmas": 17, "hospital": 15}
    assert (city.facilities["placement"] == Placement.POSITION).all()
    # The source names the same kecamatan as the outline for all but one hospital near a border.
    elsewhere = [notice for notice in city.notices if notice.code == "facility_in_other_kecamatan"]
    assert [str(notice.text.values["name"]) for notice in elsewhere] == ["RS Bhakti Ibu"]


def test_the_streets_of_yogyakarta_are_all_there(assessed_yogyakarta: Assessment) -> None:
    # 4,921 rows, 14 of which have no line; the lines of the others are single and measure 462 km.
    streets = assessed_yogyakarta.city.streets
    assert len(streets) == 4921 - 14
    assert streets.length.sum() == pytest.approx(462_000, rel=0.001)
    assert assessed_yogyakarta.method.walking is WalkingMethod.STREET_NETWORK


def test_without_a_population_nobody_is_counted_and_the_programme_is_checked(assessed_yogyakarta: Assessment) -> None:
    assert (assessed_yogyakarta.city.people, assessed_yogyakarta.city.children) == (None, None)
    assert assessed_yogyakarta.method.demand is DemandMethod.NONE
    assert assessed_yogyakarta.access.empty
    # No park is known in any of the 14.
    assert statuses(assessed_yogyakarta, STSK_COVERAGE) == [Status.UNMET] * 14
    # A rule of another city's own plan says nothing here.
    assert statuses(assessed_yogyakarta, RPJMD_PARK_1HA) == []
    assert assessed_yogyakarta.plan.optimality.status is PlanStatus.INFEASIBLE


def test_porto_alegre_is_its_hexagons(assessed_porto_alegre: Assessment, shared_data: Path) -> None:
    city = assessed_porto_alegre.city
    hexagons = pd.read_csv(shared_data / "porto-alegre" / "hexgrid.csv")
    # H3 index 89a901291ab… (resolution 9) lies in 88a901291bf… (8), and that in 86a901297… (6).
    assert len(city.finest_regions) == 211
    assert city.finest_regions.set_index("code").at["88a901291bfffff", "kecamatan_code"] == "86a901297ffffff"
    assert city.people == hexagons["population"].sum() == 812_935
    # Of 12 parents of resolution 6, those of 1, 3 and 4 hexagons joined their neighbours.
    assert len(city.regions_at(Level.KECAMATAN)) == 9
    # A hexagon of resolution 9 is 0.09 km² there; together they leave no gap.
    assert city.finest_regions.area.sum() == pytest.approx(1227 * 89_100, rel=0.02)


def test_a_third_of_porto_alegre_were_children_in_1995(assessed_porto_alegre: Assessment) -> None:
    # (298,191 + 306,304 + 330,722 + 3/5 · 288,753) / 3,257,441 = 34.03 % of 812,935 people.
    assert assessed_porto_alegre.city.children == pytest.approx(276_635, abs=211)
    assert assessed_porto_alegre.city.population_date == "2019"


def test_the_streets_of_the_extract_are_walked(assessed_porto_alegre: Assessment) -> None:
    assert assessed_porto_alegre.method.walking is WalkingMethod.STREET_NETWORK
    assert [source.id for source in assessed_porto_alegre.city.sources][-1] == "openstreetmap"
    assert assessed_porto_alegre.city.sources[-1].date == "2020-08-12"
    kinds = assessed_porto_alegre.city.facilities["kind"].value_counts().to_dict()
    # Seven points of interest; the extract's park and stadium stay out, because these kinds have a source.
    points = {"hospital": 2, "government_office": 2, "worship": 1, "park": 1, "sport": 1}
    assert kinds == points | {"rth": 1, "terminal": 30, "public_place": 1}


def test_the_extract_brings_crossings_and_water_but_too_few_homes(assessed_porto_alegre: Assessment) -> None:
    city = assessed_porto_alegre.city
    assert city.crossings is not None
    assert city.crossings["kind"].value_counts()["traffic_signals"] > 1_600
    assert city.exclusion_areas is not None
    assert city.exclusion_areas["kind"].tolist() == ["water", "water"]
    # 19 buildings would draw all children of their zone to them.
    assert city.buildings is None
    assert city.residential_land is None


def test_main_roads_hold_back_younger_children_unless_the_switch_is_off(assessed_porto_alegre: Assessment) -> None:
    city = assessed_porto_alegre.city
    free = measure(city, walking=WalkingOptions(barrier=False)).distance_m
    held = assessed_porto_alegre.distance_m
    kind = "hospital"
    # Nobody's way gets shorter; some ways of younger children get longer, none of older ones do.
    assert (held[AgeTier.PRIMARY][kind] >= free[AgeTier.PRIMARY][kind] - 1e-6).all()
    assert (held[AgeTier.PRIMARY][kind] > free[AgeTier.PRIMARY][kind] + 1).any()
    pd.testing.assert_series_equal(held[AgeTier.SECONDARY][kind], free[AgeTier.SECONDARY][kind])


def test_the_switch_stands_on_the_coverage_page_where_it_matters(
    porto_alegre: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_CITY", str(porto_alegre))
    app = AppTest.from_function(_run_app, args=("coverage",), default_timeout=120)
    app.query_params["language"] = "en"
    app.run()
    assert [box.key for box in app.checkbox] == ["choice_barrier"]
    app.checkbox(key="choice_barrier").uncheck().run()
    assert not app.exception
    assert "0" in app.query_params["barrier"]


def test_each_zone_gets_a_site(assessed_porto_alegre: Assessment) -> None:
    assert statuses(assessed_porto_alegre, STSK_COVERAGE) == [Status.UNMET] * 9
    proposals = assessed_porto_alegre.plan.proposals
    assert len({proposal.kecamatan_code for proposal in proposals}) == len(proposals) == 9


@pytest.mark.parametrize("example", ["yogyakarta", "porto_alegre"])
def test_the_files_of_an_example_follow_the_contract(
    example: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    # Without a population no site can be chosen, which is the status 3.
    expected = 3 if example == "yogyakarta" else 0
    assert main(["assess", str(request.getfixturevalue(example)), "--out", str(tmp_path)]) == expected
    document: dict[str, Any] = json.loads((tmp_path / "assessment.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, assessment_schema(), cls=jsonschema.Draft202012Validator)
    units = gpd.read_file(tmp_path / "assessment.gpkg", layer="kecamatan")
    assert len(units) == len(document["programme"]["units"])
    assert (tmp_path / "map.html").stat().st_size > 100_000


def _run_app(first: str) -> None:
    from planner.ui.router import main

    main(first)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_a_city_of_kecamatan_without_population(
    page: str, yogyakarta: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_CITY", str(yogyakarta))
    app = AppTest.from_function(_run_app, args=(page,), default_timeout=120)
    app.query_params["language"] = "en"
    app.run()
    assert not app.exception
    said = " ".join(str(block.value) for block in app.get("html")[:-1])
    assert 'class="error-summary"' not in said
    assert "<h1>" in said
    # An empty value would leave a hole in a sentence.
    assert "Source: ," not in said
    # Without a park the map begins with what the city has.
    assert page != "map" or "RS Bethesda" in said
