"""Make the city folder of Yogyakarta: ``python examples/yogyakarta/make.py SOURCE CITY``.

``SOURCE`` holds ``kecamatan.geojson``, ``streets.geojson`` and ``health.geojson``; ``CITY`` is the folder to write. The
outlines have names but no codes: these come from ``kecamatan_codes.csv`` beside this file. The columns stay as they
are, because ``city.toml`` tells the planner what they are called.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

HERE = Path(__file__).resolve().parent


def make(source: Path, city: Path) -> None:
    """Write the city folder."""
    city.mkdir(parents=True, exist_ok=True)
    outlines = gpd.read_file(source / "kecamatan.geojson").rename(columns={"kecamatan": "name_in_layer"})
    codes = pd.read_csv(HERE / "kecamatan_codes.csv")
    coded = outlines.merge(codes, on="name_in_layer", how="outer", validate="one_to_one")
    coded[["code", "name", "geometry"]].to_file(city / "kecamatan.geojson", driver="GeoJSON")
    streets = gpd.read_file(source / "streets.geojson")
    # 14 of the 4,921 streets have a length but no line.
    streets[shapely.length(streets.geometry.to_numpy()) > 0].to_file(city / "streets.geojson", driver="GeoJSON")
    shutil.copyfile(source / "health.geojson", city / "health.geojson")
    shutil.copyfile(HERE / "city.toml", city / "city.toml")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
