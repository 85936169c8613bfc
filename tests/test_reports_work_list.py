"""The work list as a table, a sheet to print and a GeoPackage, and the layers of its map."""

from __future__ import annotations

import dataclasses
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from planner.model.assessment import Assessment
from planner.model.details import PLACE_RESULTS, Details
from planner.model.kinds import Level, Status
from planner.model.tables import TOBACCO_POINTS
from planner.reports.work_list.geopackage import work_geopackage
from planner.reports.work_list.layers import sign_layer
from planner.reports.work_list.sheet import work_sheet
from planner.reports.work_list.signs import city_counts, kind_sentences, sign_counts, sign_sentence
from planner.reports.work_list.table import HEADS, stop_table
from planner.reports.work_list.told import amount_sentence, duration, order_told, proof_sentence
from planner.reports.work_list.zones import candidate_map_layer, zone_layer, zone_map_layer
from planner.rounds.travel import Travel
from planner.rounds.work_list import WorkList, make_work_list
from planner.texts import Language, Text, speak, text, translate
from tests.drawn_assessment import HOSTILE, METRIC, point
from tests.drawn_signs import BUKIT, MUARA, PLACES, signs_assessment


@pytest.fixture(autouse=True)
def english():  # type: ignore[no-untyped-def]
    with speak(Language.ENGLISH):
        yield


def said(told: Text | None) -> str | None:
    return None if told is None else translate(told)


def with_shops(assessment: Assessment) -> Assessment:
    """Add a shop 150 m from SD Satu, which nobody looked at."""
    shop = {"id": "osm:9", "kind": "tobacco_outlet", "name": "Toko <b>", "kelurahan_code": MUARA}
    shop |= {"kecamatan_code": MUARA[:8], "source": "city_list", "confirmed": "unknown", "what": "shop=kiosk"}
    row = {column: [shop.get(column)] for column in TOBACCO_POINTS.columns if column != "geometry"}
    points = gpd.GeoDataFrame(row, geometry=[point(250, 1000)], crs=METRIC)
    outlets = gpd.GeoDataFrame(TOBACCO_POINTS.validate(points), crs=METRIC)
    result = {"rule": "TOBACCO_SALE", "place_id": "osm:9", "place_name": "Toko <b>", "kind": "tobacco_outlet"}
    result |= {"kelurahan_code": MUARA, "kecamatan_code": MUARA[:8], "status": "unknown", "reason": "not_looked_at"}
    result |= {"reason_text": text("150 m from SD Satu."), "seen": None, "photo": None}
    told = PLACE_RESULTS.validate(pd.concat([assessment.details.places, pd.DataFrame([result])], ignore_index=True))
    details = Details(assessment.details.measures, told)
    city = dataclasses.replace(assessment.city, tobacco_outlets=outlets)
    return dataclasses.replace(assessment, city=city, look_closer=lambda: details)


def hostile() -> Assessment:
    place, _, spot, region, status, reason = PLACES[0]
    return signs_assessment([(place, HOSTILE, spot, region, status, reason), *PLACES[1:]])


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember a tag."""
        self.tags.append(tag)


def test_signs_are_counted_by_region_and_kind() -> None:
    assessment = signs_assessment()
    # Of eight places one is good, four are bad and three are not known; one of these lies in no known region.
    assert city_counts(assessment) == (8, 1, 4, 3)
    kelurahan = sign_counts(assessment, Level.KELURAHAN)
    whole = kelurahan[kelurahan["subject"] == ""].drop(columns="subject")
    assert whole.to_numpy().tolist() == [[MUARA, 5, 1, 3, 1], [BUKIT, 2, 0, 1, 1]]


def test_what_nobody_saw_is_neither_good_nor_bad() -> None:
    assert said(sign_sentence(8, 1, 4, 3)) == (
        "1 of 8 places that have to be smoke-free (12%) are known to have a good sign; 4 have a bad one or none; of 3 "
        "it is not known."
    )
    assert said(sign_sentence(8, 0, 0, 8)) == (
        "8 places have to be smoke-free. Nobody has recorded a sign yet, so how many are good is not known."
    )
    assert said(sign_sentence(0, 0, 0, 0)) == "No place that has to be smoke-free is listed."
    assert [said(told) for told in kind_sentences(signs_assessment())] == [
        "Primary school (SD): 8 places, 1 with a good sign, 4 with a bad one or none, 3 not known."
    ]


def test_the_amount_of_work_is_told() -> None:
    work = make_work_list(signs_assessment())
    # 1,560 m in Muara and 780 m in Bukit at 4.3 km/h: 32.65 minutes; five stops with a position of 10 minutes.
    assert said(amount_sentence(work)) == (
        "7 places: 4 where a sign has to be put up, replaced or made visible, 3 to look at first. 3 rounds, 2 days in "
        "the field, 2.3 km between the stops, 1 h 23 min of work in all."
    )
    assert said(proof_sentence(work)) == "Every round is proven to be in the shortest order."
    nothing = make_work_list(signs_assessment(PLACES[4:5]))
    assert (said(amount_sentence(nothing)), said(proof_sentence(nothing))) == ("There is nothing to do.", None)
    assert said(duration(59.7)) == "1 h 0 min"


def test_an_order_without_proof_says_how_much_longer_it_may_be() -> None:
    work = make_work_list(signs_assessment())
    first = dataclasses.replace(work.rounds[0], bound_m=1500)
    loose = WorkList(work.city, work.as_of, work.travel, True, None, (first, *work.rounds[1:]))
    assert said(order_told(first)) == "at most 4.0% longer than the shortest"
    assert said(proof_sentence(loose)) == (
        "1 of 2 rounds are proven to be in the shortest order; no other one is more than 4.0% longer than the shortest."
    )
    assert [said(order_told(one)) for one in work.rounds] == ["proven shortest", "proven shortest", "no way known"]


def test_the_table_has_a_row_a_stop_in_the_order_in_which_to_go() -> None:
    table = stop_table(make_work_list(signs_assessment()))
    assert list(table.columns) == list(HEADS)
    assert table["place_id"].tolist() == ["s:1", "s:3", "s:2", "s:4", "b:1", "b:2", "x:1"]
    assert table["round"].tolist() == [1, 1, 1, 1, 2, 2, 3]
    assert table["number"].tolist() == [1, 2, 3, pd.NA, 1, 2, pd.NA]
    first, without, nowhere = (table.iloc[row] for row in (0, 3, 6))
    assert (first["kelurahan"], first["kecamatan"], first["to_do"]) == ("Muara", "Barat", "Replace the sign")
    assert (first["why"], first["seen"]) == ("Because of sign_faded.", "2026-03-01")
    assert 116 < first["lon"] < 118
    assert pd.isna(without["lon"])
    assert pd.isna(nowhere["kelurahan"])


def test_an_empty_list_is_an_empty_table() -> None:
    table = stop_table(make_work_list(signs_assessment(PLACES[4:5])))
    assert (len(table), list(table.columns)) == (0, list(HEADS))


def test_the_sheet_has_a_page_a_day_with_a_box_a_stop() -> None:
    page = work_sheet(make_work_list(signs_assessment(), Travel(hours_per_day=0.5, speed_kmh=4.68)))
    # Two days in Muara (780 m are 10 minutes), one in Bukit, and what lies in no known region.
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings == [
        "1. Muara, Barat: day 1 of 2",
        "1. Muara, Barat: day 2 of 2",
        "2. Bukit, Timur: day 1 of 1",
        "3. Kelurahan not known",
    ]
    assert page.count('class="box"') == 7
    assert page.count("<svg") == 3
    assert "Kota Contoh &amp; Co" in page
    assert "Data: 0123456789ab" in page
    assert "List of the city, 2025-08 (public)" in page
    # What has no position stands at the end of its kelurahan: after the second day of Muara.
    parts = page.split("<h2>")
    assert ["ask the kelurahan where it is" in part for part in parts] == [False, False, True, False, True]
    assert "SD Empat" in parts[2]
    assert "None" not in page


def test_the_sheet_asks_nobody_for_anything_and_runs_nothing() -> None:
    page = work_sheet(make_work_list(hostile()))
    tags = Tags()
    tags.feed(page)
    assert {"script", "img", "link", "iframe"}.isdisjoint(tags.tags)
    assert "&lt;img src=x" in page
    assert "default-src 'none'" in page
    assert "https://" not in page.replace("http://www.w3.org/2000/svg", "")


def test_an_empty_sheet_says_so() -> None:
    page = work_sheet(make_work_list(signs_assessment(PLACES[4:5])))
    assert "There is nothing to do." in page
    assert "<svg" not in page


def test_the_sheet_is_the_same_each_time() -> None:
    assert work_sheet(make_work_list(signs_assessment())) == work_sheet(make_work_list(signs_assessment()))


def test_the_geopackage_has_every_layer(tmp_path: Path) -> None:
    assessment = with_shops(signs_assessment())
    path = tmp_path / "kstr.gpkg"
    path.write_bytes(work_geopackage(assessment, make_work_list(assessment)))
    layers = dict(pyogrio.list_layers(path))
    assert layers == {
        "places": "Point",
        "stops": "Point",
        "routes": "LineString",
        "zones": "MultiPolygon",
        "candidates": "Point",
        "about": None,
    }
    places, stops, routes, zones, candidates, _ = (gpd.read_file(path, layer=name) for name in layers)
    assert (len(places), places.geometry.isna().sum(), str(places.crs)) == (8, 2, "EPSG:32750")
    assert stops["task"].tolist()[:3] == ["replace", "put_up", "survey"]
    assert routes[["round", "day", "stops", "way_m"]].to_numpy().tolist() == [[1, 1, 3, 1560], [2, 1, 2, 780]]
    assert routes.length.tolist() == pytest.approx([800, 400])
    # Six schools have a position; a zone each of either rule.
    assert zones.groupby("rule")["radius_m"].agg(["size", "max"]).to_numpy().tolist() == [[6, 500], [6, 200]]
    assert candidates[["place_name", "status"]].to_numpy().tolist() == [["Toko <b>", "unknown"]]


def test_a_geopackage_of_nothing_has_its_layers_too(tmp_path: Path) -> None:
    assessment = signs_assessment(PLACES[4:5])
    path = tmp_path / "kstr.gpkg"
    path.write_bytes(work_geopackage(assessment, make_work_list(assessment)))
    rows = {name: len(gpd.read_file(path, layer=name)) for name, _ in pyogrio.list_layers(path)[:5]}
    assert list(rows.values()) == [1, 0, 0, 2, 0]


def drawn(data: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(data)
    return found


@pytest.mark.parametrize(
    ("status", "places", "shape"),
    [
        (Status.MET, ["s:5"], "badge"),
        (Status.UNMET, ["s:1", "s:3", "b:2"], "square"),
        (Status.UNKNOWN, ["s:2", "b:1"], None),
    ],
)
def test_each_state_has_its_shape_and_only_places_with_a_position(
    status: Status, places: list[str], shape: str | None
) -> None:
    data = drawn(sign_layer(signs_assessment(), status).data)
    features = data["features"]["features"]  # type: ignore[index]
    assert [feature["properties"]["id"] for feature in features] == places
    assert {feature["properties"].get("shape") for feature in features} == {shape}
    assert features[0]["properties"]["facts"][0] == "Primary school (SD)"


def test_zones_that_touch_are_one_outline() -> None:
    assessment = signs_assessment()
    # 500 m around the schools of Muara, at 100, 500, 900 and 1,500 m, is one outline. The nearest of Bukit stands
    # 1,005 m farther east: its zone and its neighbour's are another one.
    wide = drawn(zone_map_layer(assessment, "TOBACCO_AD_OUTDOOR").data)["features"]["features"]  # type: ignore[index]
    assert len(wide) == 2
    assert zone_layer(assessment).area.max() == pytest.approx(3.1416 * 500**2, rel=1e-3)


def test_candidates_are_places_to_look_at() -> None:
    data = drawn(candidate_map_layer(with_shops(signs_assessment())).data)
    features = data["features"]["features"]  # type: ignore[index]
    assert [feature["properties"]["facts"] for feature in features] == [
        ["shop that may sell tobacco", "150 m from SD Satu."]
    ]
    assert "to look at" in str(data["legend"])
