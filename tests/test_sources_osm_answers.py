"""Answers of a server: kept as pieces, put together to an extract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import osmium
import pytest
from drawn_extract import MOMENT

from planner.errors import FetchError, OutputError
from planner.sources.osm.answers import join_pieces, keep_answer, kept_moment, make_cache

Element = dict[str, Any]

NODE: Element = {"type": "node", "id": 1, "lat": -1.2345678, "lon": 116.8, "tags": {"name": "Taman, “A” = 100 %"}}
BARE: Element = {"type": "node", "id": 2, "lat": 0, "lon": 1}
WAY: Element = {"type": "way", "id": 1, "nodes": [1, 2], "tags": {"highway": "path"}}
RELATION: Element = {
    "type": "relation",
    "id": 7,
    "members": [{"type": "way", "ref": 1, "role": "outer"}, {"type": "node", "ref": 2, "role": ""}],
    "tags": {"type": "multipolygon"},
}


def keep(path: Path, *elements: Element) -> Path:
    keep_answer({"elements": list(elements)}, path, MOMENT)
    return path


def test_an_answer_is_kept_with_its_moment(tmp_path: Path) -> None:
    piece = tmp_path / "streets-001.opl.gz"
    assert kept_moment(piece) is None
    keep(piece, NODE)
    assert kept_moment(piece) == MOMENT
    assert [path.name for path in tmp_path.iterdir()] == [piece.name]


def test_the_same_answer_gives_the_same_file(tmp_path: Path) -> None:
    first, second = (keep(tmp_path / name, NODE, WAY).read_bytes() for name in ("a.opl.gz", "b.opl.gz"))
    assert first == second


@pytest.mark.parametrize("spoilt", [b"", b"\x1f\x8b", b"text", b"\x1f\x8b\x08\x00\xff\xff"])
def test_a_piece_that_can_not_be_read_is_none(tmp_path: Path, spoilt: bytes) -> None:
    piece = tmp_path / "a.opl.gz"
    piece.write_bytes(spoilt)
    assert kept_moment(piece) is None


def test_pieces_are_joined_in_order_and_each_element_once(tmp_path: Path) -> None:
    # The tiles of a city overlap at their edges, so that elements come twice, and in any order.
    pieces = [keep(tmp_path / "a.opl.gz", RELATION, WAY, BARE), keep(tmp_path / "b.opl.gz", WAY, NODE, BARE)]
    extract = tmp_path / "city.osm.pbf"
    join_pieces(pieces, extract, MOMENT)
    found = [(element.type_str(), element.id, dict(element.tags)) for element in osmium.FileProcessor(str(extract))]
    assert found == [
        ("n", 1, NODE["tags"]),
        ("n", 2, {}),
        ("w", 1, WAY["tags"]),
        ("r", 7, RELATION["tags"]),
    ]
    with osmium.io.Reader(str(extract)) as reader:
        assert reader.header().get("osmosis_replication_timestamp") == MOMENT
    places = [(node.location.x, node.location.y) for node in osmium.FileProcessor(str(extract), osmium.osm.NODE)]
    assert places[0] == (1_168_000_000, -12_345_678)


@pytest.mark.parametrize(
    "odd",
    [
        {"id": 1, "lat": 0, "lon": 0},
        {"type": "area", "id": 1},
        {"type": "node", "id": "one", "lat": 0, "lon": 0},
        {"type": "node", "id": 2**70, "lat": 0, "lon": 0},
        {"type": "node", "id": 1},
        {"type": "node", "id": 1, "lat": 100, "lon": 0},
        {"type": "node", "id": 1, "lat": float("nan"), "lon": 0},
        {"type": "node", "id": 1, "lat": float("inf"), "lon": 0},
        {"type": "node", "id": 1, "lat": 0, "lon": 0, "tags": ["name"]},
        {"type": "node", "id": 1, "lat": 0, "lon": 0, "tags": {"name": "x" * 100_000}},
        {"type": "node", "id": 1, "lat": 0, "lon": 0, "tags": {"name": "\ud800"}},
        {"type": "node", "id": 1, "lat": 0, "lon": 0, "tags": {"name": "a\0b"}},
        {"type": "way", "id": 1, "nodes": ["1,n2"]},
        {"type": "relation", "id": 1, "members": [{"type": "tile", "ref": 1}]},
        "node",
    ],
)
def test_an_element_of_another_form_is_refused_and_not_kept(tmp_path: Path, odd: Any) -> None:
    with pytest.raises(FetchError):
        keep(tmp_path / "a.opl.gz", NODE, odd)
    assert list(tmp_path.iterdir()) == []


def test_a_text_can_not_pass_for_an_element(tmp_path: Path) -> None:
    """Names come from anyone: none may end its own line."""
    name = "A\nn99 v1 x0 y0 Tleisure=park"
    piece = keep(tmp_path / "a.opl.gz", NODE | {"tags": {"name": name}})
    assert [dict(element.tags) for element in osmium.FileProcessor(str(piece))] == [{"name": name}]


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        make_cache(tmp_path / "file" / "cache")
    with pytest.raises(OutputError):
        keep(tmp_path / "nowhere" / "a.opl.gz", NODE)
    with pytest.raises(OutputError):
        join_pieces([keep(tmp_path / "a.opl.gz", NODE)], tmp_path / "nowhere" / "city.osm.pbf", MOMENT)
