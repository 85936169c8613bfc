"""Merge 20,000 records with 20,000 others of a drawn city; print time, memory and what was found.

Usage: ``python benchmarks/conflation.py [RECORDS]``
"""

from __future__ import annotations

import resource
import sys
import time

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.cleaning.conflation.merging import Merged, merge
from planner.cleaning.conflation.names import CityWords
from planner.model.tables import FACILITIES

SIDE_M = 25_000.0
SHARED = 0.7
KECAMATAN = [f"Contoh {word}" for word in ("Utara", "Selatan", "Timur", "Barat", "Tengah", "Pusat", "Hulu", "Hilir")]
CITY = CityWords(city=("Kota Contoh", "Contoh"), kecamatan=KECAMATAN)
SYLLABLES = ["ba", "ca", "da", "gu", "ha", "ja", "ka", "la", "ma", "nu", "pa", "ra", "sa", "ta", "wi", "ya", "mi", "ro"]
KINDS = {
    "school_sd": ("SD Negeri {number:03d} {kecamatan}", "SDN {number} {kecamatan}"),
    "school_smp": ("SMP {first} {second}", "SMPS {second} {first}"),
    "worship": ("Masjid Al {first}", "Mesjid Al-{first} Contoh"),
    "clinic": ("Klinik {first} {second}", "BP {first} {second} Contoh"),
    "puskesmas": ("Puskesmas {first} {second}", "Pkm. {first} {second}"),
    "park": ("Taman {first} {second}", "Tmn {first} {second}"),
}


def draw_records(count: int, seed: int = 1) -> gpd.GeoDataFrame:
    """Draw two sources of as many records each, 70 % of them of places that both have; ``note`` holds the place."""
    rng = np.random.default_rng(seed)
    shared = int(count * SHARED)
    places = pd.DataFrame({"place": np.arange(2 * count - shared)})
    places["kind"] = rng.choice(list(KINDS), len(places), p=[0.25, 0.1, 0.35, 0.15, 0.05, 0.1])
    for word in ("first", "second"):
        parts = rng.choice(SYLLABLES, (len(places), 3))
        places[word] = ["".join(row).capitalize() for row in parts]
    places["kecamatan"] = rng.choice(KECAMATAN, len(places))
    places["number"] = places.groupby(["kind", "kecamatan"]).cumcount() + 1
    places[["x", "y"]] = rng.uniform(0, SIDE_M, (len(places), 2))
    one = _source("one", places.iloc[:count], 0, rng)
    other = _source("other", places.iloc[count - shared :], 1, rng)
    return pd.concat([one, other], ignore_index=True)


def _source(source: str, places: pd.DataFrame, style: int, rng: np.random.Generator) -> gpd.GeoDataFrame:
    names = [KINDS[place.kind][style].format(**place._asdict()) for place in places.itertuples(index=False)]
    offset = rng.normal(0, 25, (len(places), 2))
    geometry = gpd.points_from_xy(500_000 + places["x"] + offset[:, 0], 9_800_000 + places["y"] + offset[:, 1])
    table = gpd.GeoDataFrame({"id": [f"{source}:{place}" for place in places["place"]]}, geometry=geometry, crs=32750)
    values = dict.fromkeys(FACILITIES.columns, None) | {
        "kind": places["kind"].to_numpy(),
        "name": names,
        "placement": "position",
        "child_friendly": "unknown",
        "public": "unknown",
        "note": places["place"].astype(str).to_numpy(),
        "source": source,
        "source_row": np.arange(1, len(places) + 1),
    }
    table = table.assign(**{column: value for column, value in values.items() if column not in ("id", "geometry")})
    return FACILITIES.validate(table[list(FACILITIES.columns)])


def _found(records: gpd.GeoDataFrame, merged: Merged) -> str:
    place = records.set_index("id")["note"]
    right = (merged.merges["id_a"].map(place) == merged.merges["id_b"].map(place)).sum()
    shared = int(place.duplicated().sum())
    return (
        f"{len(merged.merges):,} merges, {right / len(merged.merges):.2%} of them right, "
        f"{right / shared:.2%} of the shared places found, {len(merged.waiting)} waiting"
    )


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    records = draw_records(count)
    start = time.perf_counter()
    merged = merge(records, CITY)
    seconds = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"conflation {count:,} x {count:,} records: {seconds:.1f} s, peak {peak_mb:.0f} MB; {_found(records, merged)}"
    )


if __name__ == "__main__":
    main()
