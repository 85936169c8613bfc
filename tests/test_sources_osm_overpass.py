"""One question to a server, and what may go wrong with it. The server is local."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import osmnx
import pytest
import shapely
from drawn_extract import CITY, MOMENT, DrawnExtract, at
from overpass_server import Extract, OverpassServer, serving

from planner.errors import FetchError
from planner.sources.osm.overpass import OsmService, TryAgain, ask_overpass, ask_place
from planner.texts import Language, translate

WANTED: dict[str, tuple[str, ...]] = {"leisure": ("park", "playground"), "highway": ()}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[OverpassServer]:
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(2, 1)], highway="residential")
    drawn.node(at(3, 3), leisure="playground")
    drawn.node(at(4, 4), leisure="pitch")
    with serving(Extract(drawn.write(tmp_path / "drawn.osm.pbf")), MOMENT) as running:
        yield running


def service(server: OverpassServer, **settings: object) -> OsmService:
    return OsmService(overpass_url=server.url + "/api", nominatim_url=server.url, **{"timeout_s": 0.3, **settings})  # type: ignore[arg-type]


def test_the_answer_is_what_the_server_gave(server: OverpassServer) -> None:
    answer = ask_overpass(CITY, WANTED, None, service(server))
    found = sorted((element["type"], element["id"]) for element in answer["elements"])
    assert found == [("node", 1), ("node", 2), ("node", 3), ("way", 1)]
    assert answer["osm3s"]["timestamp_osm_base"] == MOMENT


def test_the_question_names_the_moment_and_the_time_allowed(server: OverpassServer) -> None:
    ask_overpass(CITY, WANTED, None, service(server))
    ask_overpass(CITY, WANTED, MOMENT, service(server, timeout_s=25.0))
    now, then = server.questions
    assert now.startswith("[out:json][timeout:1];")
    assert then.startswith(f'[out:json][timeout:25][date:"{MOMENT}"];')
    assert "node['leisure'='playground']" in now
    assert "way['highway'](poly:" in now


def test_nothing_of_the_process_is_changed(server: OverpassServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osmnx.settings, "requests_timeout", 17)
    resolve, before = socket.getaddrinfo, dict(vars(osmnx.settings))
    ask_overpass(CITY, WANTED, None, service(server))
    server.faults = ["refused"]
    with pytest.raises(FetchError):
        ask_overpass(CITY, WANTED, None, service(server))
    assert dict(vars(osmnx.settings)) == before
    assert socket.getaddrinfo is resolve


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("timeout", "the server did not answer within 0.3 seconds"),
        ("busy", "the server has too many questions to answer"),
        ("overloaded", "the server is overloaded or out of order (HTTP 504)"),
        ("broken", "the answer was broken"),
        ("cut", "the server could not be reached or broke off"),
        ("remark", "the server ran out of time or memory"),
        ("undated", "the answer does not say of when its data are"),
    ],
)
def test_what_may_pass_is_worth_another_try(server: OverpassServer, fault: str, reason: str) -> None:
    server.faults = [fault]
    with pytest.raises(TryAgain) as caught:
        ask_overpass(CITY, WANTED, None, service(server))
    assert translate(caught.value.reason, Language.ENGLISH) == reason


@pytest.mark.parametrize(
    ("written", "expected"), [("7", 7.0), (None, None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)]
)
def test_a_busy_server_says_when_to_come_back(
    server: OverpassServer, written: str | None, expected: float | None
) -> None:
    server.faults, server.retry_after = ["busy"], written
    with pytest.raises(TryAgain) as caught:
        ask_overpass(CITY, WANTED, None, service(server))
    assert caught.value.after_s == expected


def test_a_refusal_is_final(server: OverpassServer) -> None:
    server.faults = ["refused"]
    with pytest.raises(FetchError) as caught:
        ask_overpass(CITY, WANTED, None, service(server))
    assert "HTTP 400" in translate(caught.value.message, Language.ENGLISH)


def test_an_answer_that_is_too_large_is_refused(server: OverpassServer) -> None:
    server.faults = ["large"]
    with pytest.raises(FetchError) as caught:
        ask_overpass(CITY, WANTED, None, service(server, timeout_s=20, max_answer_bytes=2_000_000))
    assert "larger than 2 MB" in translate(caught.value.message, Language.ENGLISH)


def test_a_server_that_is_not_there() -> None:
    nowhere = OsmService(overpass_url="http://127.0.0.1:9/api", wait_for_slot=False, timeout_s=1)
    with pytest.raises(TryAgain):
        ask_overpass(CITY, WANTED, None, nowhere)


def test_an_address_that_is_none() -> None:
    with pytest.raises(FetchError) as caught:
        ask_overpass(CITY, WANTED, None, OsmService(overpass_url="nonsense", wait_for_slot=False, timeout_s=1))
    assert "nonsense" in translate(caught.value.message, Language.ENGLISH)


def test_a_place_is_found_by_its_name(server: OverpassServer) -> None:
    server.outline = shapely.geometry.mapping(CITY)
    assert ask_place("Kota, Indonesia", service(server, timeout_s=20)).equals(CITY)


@pytest.mark.parametrize("outline", [None, {"type": "Point", "coordinates": [110, 0]}])
def test_a_place_without_an_outline_is_told(server: OverpassServer, outline: dict[str, object] | None) -> None:
    server.outline = outline
    with pytest.raises(FetchError) as caught:
        ask_place("Kota <Hilang>", service(server, timeout_s=20))
    assert "no outline of “Kota <Hilang>”" in translate(caught.value.message, Language.ENGLISH)
