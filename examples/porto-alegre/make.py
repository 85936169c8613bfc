"""Make the city folder of Porto Alegre: ``python examples/porto-alegre/make.py SOURCE CITY``.

``SOURCE`` holds ``hexgrid.csv`` and ``points_of_interest.csv``; ``CITY`` is the folder to write. Afterwards
``planner import osm CITY --extract SOURCE/streets.osm.pbf`` brings streets and places.

The data have no regions. Each hexagon has an H3 index, which names the larger hexagons that it belongs to: hexagons of
one parent of resolution 8 become what the planner calls a kelurahan, those of one parent of resolution 6 a kecamatan.
They are no administrative regions.
"""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree

HERE = Path(__file__).resolve().parent
METRIC_CRS = 32722
REGION_RESOLUTION, ZONE_RESOLUTION = 8, 6
FEWEST_HEXAGONS = 10
"""Zones of fewer hexagons are the cut-off edge of a larger one: they join the zone of the nearest hexagon."""

AGE_SHARES = {
    "age_00_04": 298_191 / 3_257_441,
    "age_05_09": 306_304 / 3_257_441,
    "age_10_14": 330_722 / 3_257_441,
    "age_15_19": 288_753 / 3_257_441,
}
"""People by age group among all: IBGE, PNAD 1995, metropolitan region of Porto Alegre, table 2.2."""


def h3_parent(index: str, resolution: int) -> str:
    """Return the larger hexagon of an H3 index: its resolution stands in bits 52 to 55, below it 3 bits a digit."""
    bits = int(index, 16) & ~(0xF << 52) | resolution << 52
    return f"{bits | (1 << 3 * (15 - resolution)) - 1:x}"


def read_hexagons(path: Path) -> gpd.GeoDataFrame:
    """Return the hexagons with their region and zone; each is the land that is nearest to its centre."""
    table = pd.read_csv(path)
    centres = gpd.points_from_xy(table["lon"], table["lat"], crs=4326).to_crs(METRIC_CRS)
    xy = shapely.get_coordinates(np.asarray(centres))
    apart_m = float(np.median(KDTree(xy).query(xy, k=2)[0][:, 1]))
    # Centres of neighbouring hexagons are √3 times as far apart as a corner is from its centre.
    land = shapely.union_all(shapely.buffer(np.asarray(centres), apart_m / math.sqrt(3), quad_segs=3))
    nearest = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=land, ordered=True))
    hexagons = gpd.GeoDataFrame(table, geometry=shapely.intersection(nearest, land), crs=METRIC_CRS)
    zone = table["id"].map(lambda index: h3_parent(index, ZONE_RESOLUTION))
    large = zone.map(zone.value_counts()) >= FEWEST_HEXAGONS
    joined = zone[large].to_numpy()[KDTree(xy[large]).query(xy)[1]]
    return hexagons.assign(code=table["id"].map(lambda index: h3_parent(index, REGION_RESOLUTION)), zone_code=joined)


def make(source: Path, city: Path) -> None:
    """Write the city folder."""
    city.mkdir(parents=True, exist_ok=True)
    hexagons = read_hexagons(source / "hexgrid.csv")
    # A small hexagon at the edge may have joined another zone than its neighbours: regions must not straddle zones.
    hexagons["zone_code"] = hexagons.groupby("code")["zone_code"].transform("first")
    zones = {code: f"Zona {place}" for place, code in enumerate(sorted(hexagons["zone_code"].unique()), start=1)}
    regions = hexagons.dissolve("code", aggfunc={"zone_code": "first", "population": "sum"}).reset_index()
    regions["zone"] = regions["zone_code"].map(zones)
    number = regions.groupby("zone_code").cumcount() + 1
    regions["name"] = regions["zone"] + " – " + number.astype(str)
    outlines = regions[["code", "name", "zone_code", "zone", "geometry"]]
    outlines.to_crs(4326).to_file(city / "zones.geojson", driver="GeoJSON")
    ages = {group: np.rint(regions["population"] * share).astype(int) for group, share in AGE_SHARES.items()}
    people = regions[["code", "population"]].assign(**ages)
    people.to_csv(city / "population.csv", index=False)
    shutil.copyfile(source / "points_of_interest.csv", city / "points_of_interest.csv")
    shutil.copyfile(HERE / "city.toml", city / "city.toml")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
