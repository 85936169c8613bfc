"""Server-side requests: nothing that somebody hands over makes the planner ask an address or read another file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point, box

from planner.errors import LayerError, PlannerError
from planner.ingest import load_city
from planner.sources.delivery.delivery import open_delivery
from planner.sources.layer_content import check_content
from planner.sources.osm.overpass import OsmService, TryAgain, ask_overpass, ask_place
from planner.sources.starter import write_starter

SECRET = "nama;lon;lat\nrahasia;113.5;-2.5\n"  # noqa: S105


class Listener(ThreadingHTTPServer):
    """Somebody who notes what is asked, and sends everybody on to another."""

    daemon_threads = True

    def __init__(self, onward: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.onward = onward
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(302 if self.server.onward else 404)
        self.send_header("Location", f"{self.server.onward}/inside")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def listening(onward: str = "") -> Iterator[Listener]:
    server = Listener(onward)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


def virtual(source: str, name: str) -> str:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="{name}"><SrcDataSource>{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )


def linked(url: str, key: str = "crs") -> str:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [113.5, -2.5]}}
    layer = {
        "type": "FeatureCollection",
        "features": [point],
        "CRS": {"properties": {"href": f"{url}/crs"}, "type": "link"},
    }
    return json.dumps(layer).replace("CRS", key)


POINTING: dict[str, Callable[[str, Path], str]] = {
    "another file": lambda _, secret: virtual(str(secret), "rahasia"),
    "an address": lambda url, _: virtual(f"/vsicurl/{url}/x.geojson", "x"),
    "a service": lambda url, _: f"<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>",
    "an address of a CRS": lambda url, _: linked(url),
    "an address of a CRS, hidden": lambda url, _: linked(url, "\\u0063rs"),
    "a command": lambda url, _: json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector pipe {url}"}),
}
"""Files that say where their rows are."""


@pytest.mark.parametrize("what", POINTING)
@pytest.mark.parametrize("name", ["contoh_kelurahan.geojson", "contoh_jalan.geojson"])
def test_no_layer_of_a_city_is_followed_elsewhere(what: str, name: str, tmp_path: Path, listener: Listener) -> None:
    secret = tmp_path / "rahasia.csv"
    secret.write_text(SECRET, encoding="utf-8")
    write_starter(tmp_path / "city")
    (tmp_path / "city" / name).write_text(POINTING[what](listener.url, secret), encoding="utf-8")
    with pytest.raises(LayerError, match=name):
        load_city(tmp_path / "city")
    assert listener.asked == []


@pytest.mark.parametrize("what", POINTING)
@pytest.mark.parametrize("ending", [".geojson", ".json", ".gpkg", ".kml", ".shp", ".fgb", ".csv"])
def test_no_delivery_is_followed_elsewhere(what: str, ending: str, tmp_path: Path, listener: Listener) -> None:
    secret = tmp_path / "rahasia.csv"
    secret.write_text(SECRET, encoding="utf-8")
    delivered = tmp_path / f"taman{ending}"
    delivered.write_text(POINTING[what](listener.url, secret), encoding="utf-8")
    try:
        opened = open_delivery(delivered)
    except PlannerError:
        opened = None
    assert "rahasia;" not in repr(opened)
    assert listener.asked == []


def geopackage_with_a_virtual_table(path: Path, source: str) -> None:
    """Write a GeoPackage one of whose tables is a view of another file, by the module that GDAL brings."""
    points = gpd.GeoDataFrame({"name": ["Taman"]}, geometry=[Point(113.5, -2.5)], crs=4326)
    points.to_file(path, layer="taman")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'lain', 'lain', 0, ?)",
            [f"CREATE VIRTUAL TABLE lain USING VirtualOGR('{source}')"],
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('lain', 'attributes', 'lain')"
        )
    database.close()


def test_no_table_of_a_geopackage_is_followed_elsewhere(tmp_path: Path, listener: Listener) -> None:
    secret = tmp_path / "rahasia.csv"
    secret.write_text(SECRET, encoding="utf-8")
    for number, source in enumerate((f"/vsicurl/{listener.url}/x.geojson", str(secret))):
        path = tmp_path / f"{number}.gpkg"
        geopackage_with_a_virtual_table(path, source)
        try:
            opened = open_delivery(path)
        except PlannerError:
            continue
        assert "rahasia;" not in repr(opened)
    assert listener.asked == []


@pytest.mark.parametrize("content", ['{"type":"FeatureCollection","features":[]}', '\ufeff {"type": "Feature"}'])
def test_a_plain_layer_is_taken(content: str, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(content, encoding="utf-8")
    check_content(path, "x.geojson")


def test_a_layer_with_links_in_its_facts_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    feature = {"type": "Feature", "properties": {"type": "link", "href": "x\u00e9"}, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), encoding="utf-8")
    check_content(path, "x.geojson")


@pytest.mark.parametrize("wait", [False, True])
def test_a_server_of_openstreetmap_can_not_send_the_planner_elsewhere(wait: bool, listener: Listener) -> None:
    """Neither by its answer nor by what it says of its own state."""
    with listening(listener.url) as server:
        service = OsmService(f"{server.url}/api", server.url, wait_for_slot=wait, timeout_s=2, tries=1)
        with pytest.raises((TryAgain, PlannerError)):
            ask_overpass(box(113.5, -2.5, 113.51, -2.49), {"leisure": ("park",)}, None, service)
        with pytest.raises((TryAgain, PlannerError)):
            ask_place("Kota", service)
        assert len(server.asked) >= 2
    assert listener.asked == []
