"""A whole fetch from a local server: the same as from an extract, kept, resumed, patient, stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from drawn_extract import CITY, MOMENT, DrawnExtract, at
from geopandas.testing import assert_geodataframe_equal
from overpass_server import Extract, OverpassServer, serving
from pandas.testing import assert_frame_equal

from planner.errors import FetchError, LayerError, OptionError
from planner.sources.osm.extract import read_extract
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.live import GROUPS, fetch_live
from planner.sources.osm.overpass import OsmService
from planner.sources.osm.rules import load_rules
from planner.texts import Language, Text, translate

PIECES = len(GROUPS)
"""The drawn city is one tile, asked for in this many questions."""


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(2, 1), at(30, 1)], highway="residential", name="Jalan Awal")
    drawn.node(at(2, 1), barrier="gate", access="private")
    drawn.node(at(3, 3), leisure="playground")
    drawn.outline(drawn.ring(4, 4, 8, 8), [drawn.ring(5, 5, 6, 6)], leisure="park", name="Taman")
    drawn.ring(15, 10, 30, 12, landuse="forest")
    drawn.ring(9, 9, 10, 10, building="yes")
    return drawn.write(tmp_path / "drawn.osm.pbf")


@pytest.fixture
def server(extract: Path) -> Iterator[OverpassServer]:
    with serving(Extract(extract), MOMENT) as running:
        yield running


def fetch(server: OverpassServer, cache: Path, said: list[Text] | None = None, **settings: object) -> OsmLayers:
    service = OsmService(
        overpass_url=server.url + "/api",
        nominatim_url=server.url,
        timeout_s=0.3,
        tries=3,
        first_pause_s=0.01,
        longest_pause_s=2,
    )
    heard = [] if said is None else said
    chosen = {"place": None, "outline": CITY, "service": service, "progress": heard.append, **settings}
    return fetch_live(cache_dir=cache, **chosen)  # type: ignore[arg-type]


def refusal(server: OverpassServer, cache: Path, **settings: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(server, cache, **settings)
    return translate(caught.value.message, Language.ENGLISH)


def assert_same(left: OsmLayers, right: OsmLayers) -> None:
    for name, table in left.tables.items():
        assert_geodataframe_equal(table, right.tables[name])
    assert_frame_equal(left.counts, right.counts)
    assert left.date == right.date


def test_live_gives_the_same_as_an_extract(server: OverpassServer, extract: Path, tmp_path: Path) -> None:
    live = fetch(server, tmp_path / "cache")
    assert len(live.outlines) == 1
    assert len(live.streets) == 2
    assert_same(live, read_extract(extract, CITY))


def test_live_gives_the_same_as_a_real_extract(shared_data: Path, tmp_path: Path) -> None:
    """The middle of Porto Alegre, through OSMnx's own questions, beside the file itself."""
    path = shared_data / "porto-alegre" / "streets.osm.pbf"
    outline = shapely.box(-51.24, -30.05, -51.19, -30.02)
    direct = read_extract(path, outline)
    with serving(Extract(path), direct.date + "T19:31:51Z") as running:
        live = fetch(
            running, tmp_path / "cache", outline=outline, service=OsmService(overpass_url=running.url + "/api")
        )
    assert len(live.streets) > 1000
    assert_same(live, direct)


def test_a_city_of_several_tiles_counts_nothing_twice(server: OverpassServer, extract: Path, tmp_path: Path) -> None:
    # 0.2 degrees wide: two tiles, and the forest lies in both.
    wide = shapely.box(109.87, 0.0, 110.07, 0.02)
    live = fetch(server, tmp_path / "cache", outline=wide)
    assert len(server.questions) == 2 * PIECES
    assert_same(live, read_extract(extract, wide))


def test_all_pieces_are_of_the_moment_of_the_first(server: OverpassServer, tmp_path: Path) -> None:
    fetch(server, tmp_path / "cache")
    assert "[date:" not in server.questions[0]
    assert all(f'[date:"{MOMENT}"]' in question for question in server.questions[1:])


def test_the_same_fetch_again_asks_nobody(server: OverpassServer, tmp_path: Path) -> None:
    first = fetch(server, tmp_path / "cache")
    server.moment = "2025-07-31T00:00:00Z"
    assert_same(fetch(server, tmp_path / "cache"), first)
    assert len(server.questions) == PIECES
    assert fetch(server, tmp_path / "cache", anew=True).date == "2025-07-31"
    assert len(server.questions) == 2 * PIECES


def test_a_fetch_that_failed_goes_on_where_it_was(server: OverpassServer, tmp_path: Path) -> None:
    server.faults = ["fine", "refused"]
    refusal(server, tmp_path / "cache")
    server.moment = "2025-07-31T00:00:00Z"
    layers = fetch(server, tmp_path / "cache")
    # One answer, one refusal, and then only what was missing, still of the first moment.
    assert len(server.questions) == 1 + 1 + (PIECES - 1)
    assert layers.date == "2025-06-30"


def test_a_piece_of_another_moment_is_asked_for_again(server: OverpassServer, tmp_path: Path) -> None:
    fetch(server, tmp_path / "cache")
    (first, *_) = sorted((tmp_path / "cache").rglob("facilities-*"))
    first.unlink()
    server.moment = "2025-07-31T00:00:00Z"
    assert fetch(server, tmp_path / "cache").date == "2025-07-31"
    assert len(server.questions) == 2 * PIECES


def test_the_extract_that_was_made_can_be_read_without_the_server(server: OverpassServer, tmp_path: Path) -> None:
    live = fetch(server, tmp_path / "cache")
    (made,) = (tmp_path / "cache").rglob("city.osm.pbf")
    assert_same(read_extract(made, CITY), live)


@pytest.mark.parametrize("fault", ["timeout", "busy", "overloaded", "broken", "cut", "remark", "undated"])
def test_a_passing_fault_is_waited_out(server: OverpassServer, tmp_path: Path, fault: str) -> None:
    server.faults = [fault]
    said: list[Text] = []
    layers = fetch(server, tmp_path / "cache", said)
    assert len(layers.facilities) == 2
    assert any(translate(line, Language.ENGLISH).startswith("Waiting ") for line in said)


def test_a_fault_that_stays_is_told_in_one_sentence(server: OverpassServer, tmp_path: Path) -> None:
    server.faults = ["overloaded"] * 3
    assert refusal(server, tmp_path / "cache") == (
        "OpenStreetMap could not be fetched: the server is overloaded or out of order (HTTP 504). "
        "What was fetched is kept: try again later, or use an extract."
    )
    assert len(server.questions) == 3


def test_a_server_that_asks_to_wait_too_long_is_left_alone(server: OverpassServer, tmp_path: Path) -> None:
    server.faults, server.retry_after = ["busy"], "3600"
    assert "too many questions" in refusal(server, tmp_path / "cache")
    assert len(server.questions) == 1


def test_elements_that_make_no_sense_are_told(server: OverpassServer, tmp_path: Path) -> None:
    server.faults = ["odd"]
    assert "can't be understood" in refusal(server, tmp_path / "cache")


def test_an_empty_answer_is_told(server: OverpassServer, tmp_path: Path) -> None:
    server.faults = ["empty"] * PIECES
    with pytest.raises(LayerError) as caught:
        fetch(server, tmp_path / "cache")
    assert "OpenStreetMap holds nothing inside" in translate(caught.value.message, Language.ENGLISH)


def test_a_piece_without_elements_is_no_fault(server: OverpassServer, tmp_path: Path) -> None:
    server.faults = ["empty"]
    layers = fetch(server, tmp_path / "cache")
    assert layers.facilities.empty
    assert not layers.streets.empty


def test_whoever_stops_it_can_go_on_later(server: OverpassServer, tmp_path: Path) -> None:
    said = refusal(server, tmp_path / "cache", stop=lambda: len(server.questions) == 2)
    assert said.startswith("Stopped.")
    fetch(server, tmp_path / "cache")
    assert len(server.questions) == PIECES


def test_a_wait_can_be_stopped(server: OverpassServer, tmp_path: Path) -> None:
    server.faults, server.retry_after = ["busy"], "2"
    assert refusal(server, tmp_path / "cache", stop=lambda: len(server.questions) == 1).startswith("Stopped.")


def test_the_outline_may_come_from_the_name(server: OverpassServer, tmp_path: Path) -> None:
    server.outline = shapely.geometry.mapping(CITY)
    by_name = fetch(server, tmp_path / "cache", place="Kota, Indonesia", outline=None)
    assert_same(by_name, fetch(server, tmp_path / "cache"))


def test_a_city_is_named_in_one_way(server: OverpassServer, tmp_path: Path) -> None:
    with pytest.raises(OptionError):
        fetch(server, tmp_path, place="Kota")
    with pytest.raises(OptionError):
        fetch(server, tmp_path, outline=None)


def test_other_rules_are_another_fetch(server: OverpassServer, tmp_path: Path) -> None:
    fetch(server, tmp_path / "cache")
    folder = tmp_path / "kota" / "osm"
    folder.mkdir(parents=True)
    (folder / "ground.toml").write_text(
        '[[rule]]\nid = "b"\nlayer = "buildings"\ntags = { building = ["*"] }\nexplanation = { id = "b", en = "b" }\n'
    )
    layers = fetch(server, tmp_path / "cache", rules=load_rules(tmp_path / "kota"))
    assert layers.landuse.empty
    assert len(layers.buildings) == 1
    assert len(server.questions) == 2 * PIECES
