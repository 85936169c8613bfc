"""A drawn country as the four files of the national layers: small kabupaten of two kecamatan, side by side.

The kabupaten 11.01, 11.02 … lie in one row from 110.0° E eastwards, 0.2° each, just south of the equator; each has a
primary school and a puskesmas in its first kecamatan, nearer to its second one than to any other kabupaten. The last
one, 12.01, is a province of its own and has nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

STEP = 0.1
WEST = 110.0


def drawn_codes(kabupaten: int) -> tuple[str, ...]:
    """Return the codes of so many kabupaten with facilities, and of the one without."""
    return (*(f"11.{number:02d}" for number in range(1, kabupaten + 1)), "12.01")


def write_nation(folder: Path, kabupaten: int = 3, shapes: Mapping[str, shapely.Geometry] | None = None) -> Path:
    """Write the four files and return their folder.

    Parameters
    ----------
    folder
        Where to.
    kabupaten
        How many with facilities.
    shapes
        Other outlines of some kecamatan, by code.
    """
    folder.mkdir(parents=True, exist_ok=True)
    codes = drawn_codes(kabupaten)
    kecamatan = {f"{code}.{number:02d}": None for code in codes for number in (1, 2)}
    boxes = {
        code: shapely.box(WEST + place * STEP, -STEP, WEST + (place + 1) * STEP, 0.0)
        for place, code in enumerate(kecamatan)
    }
    outlines = gpd.GeoDataFrame(
        {"code": list(boxes), "name": [f"Kecamatan {code}" for code in boxes]},
        geometry=list((boxes | dict(shapes or {})).values()),
        crs=4326,
    )
    outlines.to_parquet(folder / "kecamatan.parquet")
    names = pd.DataFrame({"code": list(codes), "name": [f"Kabupaten {code}" for code in codes]})
    names.to_parquet(folder / "kabupaten_kota.parquet")
    places = pd.DataFrame(
        {
            "name": [f"Tempat {code}" for code in codes[:-1]],
            "provinsi": "Utara",
            "lat": -0.05,
            "lon": [WEST + 2 * place * STEP + 0.06 for place in range(kabupaten)],
        }
    )
    places.assign(level="SD", kabupaten_kota="", kecamatan="").to_parquet(folder / "schools_2019.parquet")
    places.assign(type="Puskesmas").to_parquet(folder / "health_2020.parquet")
    return folder
