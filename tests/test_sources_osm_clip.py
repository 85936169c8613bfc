"""From an extract of any size to an extract of one city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import osmium
import pytest
from drawn_extract import MOMENT, DrawnExtract, at

from planner.errors import LayerError
from planner.sources.osm import clip
from planner.sources.osm.clip import City, clip_extract, is_wanted
from planner.sources.osm.opl import as_file

BOUNDS = (110.00, 0.00, 110.02, 0.02)
WANTED = {"highway": (), "leisure": ("park",), "natural": ("water",)}


def numbers(city: City) -> dict[str, list[int]]:
    """Return the numbers of the elements of an extract by kind."""
    found: dict[str, list[int]] = {"n": [], "w": [], "r": []}
    for element in osmium.FileProcessor(as_file(city.content)):
        found[element.type_str()].append(element.id)
    return found


def clipped(drawn: DrawnExtract, folder: Path, moment: str = MOMENT) -> City:
    return clip_extract(drawn.write(folder / "all.osm.pbf", moment), BOUNDS, WANTED, lambda _: None)


def test_a_way_of_the_city_is_kept_with_all_its_points(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    crossing_the_border = drawn.way([at(5, 5), at(50, 5), at(90, 5)], highway="primary")
    drawn.way([at(50, 50), at(60, 60)], highway="primary")
    assert numbers(clipped(drawn, tmp_path)) == {"n": [1, 2, 3], "w": [crossing_the_border], "r": []}


def test_an_outline_in_parts_is_kept_with_all_its_ways(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    near = drawn.way([at(-50, 5), at(10, 5), at(10, 10)])
    far = drawn.way([at(10, 10), at(-50, 10), at(-50, 5)])
    drawn.way([at(-50, 10), at(-60, 10)])
    lake = drawn.outline(near, natural="water")
    drawn.relations[0].members.append(("w", far, "outer"))
    drawn.relations[0].members.append(("n", 1, "label"))
    found = numbers(clipped(drawn, tmp_path))
    assert found == {"n": [1, 2, 3, 4], "w": [near, far], "r": [lake]}


def test_what_has_no_wanted_tag_or_lies_elsewhere_is_not_kept(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    park = drawn.node(at(1, 1), leisure="park")
    drawn.node(at(2, 2), leisure="pitch")
    drawn.node(at(3, 3))
    drawn.node(at(30, 30), leisure="park")
    drawn.ring(4, 4, 5, 5, building="yes")
    route = drawn.way([at(6, 6), at(7, 7)], highway="path")
    drawn.outline(route, type="route", highway="path")
    found = numbers(clipped(drawn, tmp_path))
    assert found["n"][0] == park
    assert len(found["n"]) == 3
    assert (found["w"], found["r"]) == ([route], [])


def test_the_date_is_that_of_the_extract_or_of_its_newest_element(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    drawn.node(at(1, 1), leisure="park")
    drawn.node(at(2, 2), leisure="park")
    assert clipped(drawn, tmp_path).date == dt.date(2025, 6, 30)
    assert clipped(drawn, tmp_path, moment="").date is None
    drawn.nodes[at(1, 1)].timestamp = "2024-02-29T23:00:00Z"
    drawn.nodes[at(2, 2)].timestamp = "2023-01-01T00:00:00Z"
    assert clipped(drawn, tmp_path, moment="").date == dt.date(2024, 2, 29)


def test_texts_go_along_as_they_are(tmp_path: Path) -> None:
    name = "Taman “Gn. Sari” 100 %, =@\n<b> ☂ مسجد"
    drawn = DrawnExtract()
    drawn.node(at(1, 1), leisure="park", name=name)
    city = clipped(drawn, tmp_path)
    found = [
        (dict(park.tags), park.location.lon, park.location.lat) for park in osmium.FileProcessor(as_file(city.content))
    ]
    assert found == [({"leisure": "park", "name": name}, *at(1, 1))]


def test_an_outline_of_half_the_world_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip, "MAX_NODES", 2)
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(2, 2), at(3, 3)], highway="path")
    with pytest.raises(LayerError, match=r"all\.osm\.pbf"):
        clipped(drawn, tmp_path)


def test_a_wanted_tag_has_the_right_value() -> None:
    assert is_wanted({"highway": "anything"}, WANTED)
    assert is_wanted({"name": "Taman", "leisure": "park"}, WANTED)
    assert not is_wanted({"leisure": "pitch"}, WANTED)
    assert not is_wanted({}, WANTED)
