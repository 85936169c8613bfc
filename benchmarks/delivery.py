"""How long 100,000 delivered points take to open, preview, check and place: ``python benchmarks/delivery.py``."""

from __future__ import annotations

import csv
import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
import xlsxwriter

from planner.cleaning.quality.check import DeliverySource, check_delivery, suggest_crs
from planner.ingest import load_city
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.preview import preview
from planner.texts import Language, speak, translate

POINTS = 100_000
HEADER = [
    "No",
    "Nama Posyandu",
    "Kecamatan",
    "Kelurahan",
    "Alamat",
    "Luas (m2)",
    "Tanggal Pendataan",
    "Lintang",
    "Bujur",
]


def draw_points(city: gpd.GeoDataFrame) -> list[list[str]]:
    """Draw made-up rows: most where they say, some outside the city or in another kelurahan, some twice."""
    generator = np.random.default_rng(7)
    kelurahan = city[city["level"] == "kelurahan"].reset_index(drop=True)
    drawn = kelurahan.sample_points(4_000, rng=generator).explode()
    points = drawn.sample(POINTS, random_state=7).to_crs("EPSG:4326")
    # Every twentieth lies elsewhere, so that every kind of remark is made.
    lon, lat = points.x.to_numpy(copy=True), points.y.to_numpy(copy=True)
    lon[::20] += generator.uniform(-0.1, 0.1, len(lon[::20]))
    chosen = points.index.to_numpy()
    names = kelurahan["name"].to_numpy()[chosen]
    parents = dict(zip(city["code"], city["name"], strict=True))
    kecamatan = [parents[code] for code in kelurahan["kecamatan_code"].to_numpy()[chosen]]
    return [
        [
            str(number),
            f"Posyandu {names[number]} {number % 90_000}",
            kecamatan[number],
            names[number],
            f"Jl. Contoh No. {number % 97}",
            f"{number % 900},5",
            f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2025",
            f"{lat[number]:.6f}".replace(".", ","),
            f"{lon[number]:.6f}".replace(".", ","),
        ]
        for number in range(POINTS)
    ]


def write_files(folder: Path, rows: list[list[str]]) -> list[Path]:
    """Write the rows as CSV, Excel and GeoPackage."""
    table, book, layer = folder / "posyandu.csv", folder / "posyandu.xlsx", folder / "posyandu.gpkg"
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    with xlsxwriter.Workbook(book, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
    lat, lon = (np.array([float(row[place].replace(",", ".")) for row in rows]) for place in (7, 8))
    attributes = {name: [row[place] for row in rows] for place, name in enumerate(HEADER[:7])}
    gpd.GeoDataFrame(attributes, geometry=shapely.points(lon, lat), crs="EPSG:4326").to_file(layer, engine="pyogrio")
    return [table, book, layer]


def main() -> None:
    """Print the seconds of each step for each form."""
    city = load_city()
    with tempfile.TemporaryDirectory() as folder, speak(Language.ENGLISH):
        for path in write_files(Path(folder), draw_points(city.regions)):
            marks = [time.perf_counter()]
            view = preview(open_delivery(path))
            mapping = guess_mapping(view)
            marks.append(time.perf_counter())
            guess = suggest_crs(view, mapping, city)[0]
            marks.append(time.perf_counter())
            source = DeliverySource("posyandu", "2025-12")
            report = check_delivery(view, mapping, guess, city, source, today=dt.date(2026, 1, 1)).report
            marks.append(time.perf_counter())
            opened, guessed, checked = np.diff(marks)
            print(
                f"{path.name}: {report.rows_read} rows, {report.rows_accepted} accepted, "
                f"{len(report.remarks)} remarks; open and preview {opened:.1f} s, CRS {guessed:.1f} s, "
                f"check and place {checked:.1f} s, "
                f"together {marks[-1] - marks[0]:.1f} s (limit 10 s)"
            )
            print("  " + translate(guess.evidence))
    if sys.platform != "win32":
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
