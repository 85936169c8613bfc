"""A city folder around the drawn extract, with parks and streets of its own, and comments in its ``city.toml``."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely
from drawn_extract import CITY, DrawnExtract, at

CITY_TOML = """# Kota Gambar
[city]
code = "99.71"                     # kode
name = "Kota Gambar"
metric_crs = "EPSG:32649"

[sources.office]
title = "Dinas"
date = "2025"
licence = "CC0"

[regions]
file = "regions.geojson"
source = "office"
level = "kecamatan"
columns = { code = "code", name = "name" }

# taman dari dinas
[[facilities]]
file = "parks.csv"
source = "office"
kind = "park"
columns = { name = "name", lon = "lon", lat = "lat" }

# --- Jalan ---
[streets]
file = "streets.geojson"           # hanya satu jalan
source = "office"

# --- Aturan ---
# [rules.WALK_SPEED_SCHOOL]
"""


def drawn_osm_city(folder: Path, settings: str = CITY_TOML) -> Path:
    """Write the city folder: one kecamatan, one park, one street."""
    folder.mkdir()
    region = gpd.GeoDataFrame({"code": ["99.71.01"], "name": ["Gambar"]}, geometry=[CITY], crs="EPSG:4326")
    region.to_file(folder / "regions.geojson", driver="GeoJSON")
    street = gpd.GeoDataFrame(geometry=[shapely.LineString([at(1, 1), at(2, 1)])], crs="EPSG:4326")
    street.to_file(folder / "streets.geojson", driver="GeoJSON")
    (folder / "parks.csv").write_text("name,lon,lat\nTaman Dinas,110.001,0.001\n", encoding="utf-8")
    (folder / "city.toml").write_text(settings, encoding="utf-8")
    return folder


def write_osm(path: Path) -> Path:
    """Draw two streets that meet, a private one, a park, a library, a playground, and a disused school."""
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(10, 1)], highway="residential", name="Jalan Awal")
    drawn.way([at(10, 1), at(10, 10)], highway="footway")
    drawn.way([at(12, 1), at(12, 10)], highway="service", access="private")
    drawn.ring(4, 4, 6, 5, leisure="park", name="Taman <b>")
    drawn.node(at(3, 3), amenity="library")
    drawn.node(at(4.5, 4.5), leisure="playground")
    drawn.node(at(8, 8), amenity="school", disused="yes")
    return drawn.write(path)
