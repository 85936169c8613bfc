"""Data of all Indonesia: outlines of kecamatan, schools and health facilities, from four Parquet files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.errors import LayerError, MissingFileError
from planner.model.city import Source
from planner.model.kinds import FacilityKind
from planner.sources.positions import WGS84
from planner.texts import Text, text

KECAMATAN_FILE = "kecamatan.parquet"
KABUPATEN_FILE = "kabupaten_kota.parquet"
SCHOOLS_FILE = "schools_2019.parquet"
HEALTH_FILE = "health_2020.parquet"

SCHOOL_LEVELS: Mapping[str, FacilityKind] = {
    "SD": FacilityKind.SCHOOL_SD,
    "SMP": FacilityKind.SCHOOL_SMP,
    "SMA": FacilityKind.SCHOOL_SMA,
    "SMK": FacilityKind.SCHOOL_SMK,
    "SLB": FacilityKind.SCHOOL_SLB,
    "SDLB": FacilityKind.SCHOOL_SLB,
    "SMPLB": FacilityKind.SCHOOL_SLB,
    "SMLB": FacilityKind.SCHOOL_SLB,
}
"""Kind of facility by level of school, as the Kemdikbud list has it."""

HEALTH_TYPES: Mapping[str, FacilityKind] = {
    "Puskesmas": FacilityKind.PUSKESMAS,
    "Rumah Sakit": FacilityKind.HOSPITAL,
    "Klinik Pratama": FacilityKind.CLINIC,
    "Klinik Utama": FacilityKind.CLINIC,
}
"""Kind of facility by type, as the BPJS list has it. A pharmacy and a doctor's practice are none."""

PROVINCE_LETTERS, KABUPATEN_LETTERS = 2, 5
"""How many letters of a kecamatan's code (``64.71.01``) name its province and its kabupaten."""

LAND_OF_INDONESIA = (94.0, -12.0, 142.0, 7.0)
"""West, south, east and north, in degrees: a position outside is none."""


@dataclass(frozen=True, eq=False)
class NationalData:
    """What the files hold, rows in their order.

    Attributes
    ----------
    kecamatan
        Columns ``code``, ``name``; geometry: polygons in WGS 84, as published.
    kabupaten_names
        Name of each kabupaten and kota by its code.
    facilities
        Columns ``id``, ``kind``, ``name``, ``province``, ``kabupaten``, ``kecamatan`` (as the list says it; the last
        two empty for health facilities), ``lon``, ``lat`` (WGS 84, empty where there is no usable position),
        ``source`` and ``source_row``.
    sources
        The two lists and the outlines.
    unusable
        What is wrong with an outline that was left out, by the code of its kabupaten; of several the first.
    """

    kecamatan: gpd.GeoDataFrame
    kabupaten_names: Mapping[str, str]
    facilities: pd.DataFrame
    sources: tuple[Source, ...]
    unusable: Mapping[str, Text] = field(default_factory=dict)


def read_national(folder: Path) -> NationalData:
    """Read the four files, every row of which has to be usable.

    Parameters
    ----------
    folder
        The folder that they lie in.

    Raises
    ------
    planner.errors.MissingFileError
        If one is not there.
    planner.errors.LayerError
        If one can't be read, lacks a column, or holds an outline that can't be used.
    """
    data = read_usable(folder)
    for problem in data.unusable.values():
        raise LayerError(problem)
    return data


def read_usable(folder: Path) -> NationalData:
    """Read the four files, leaving out the outlines that can't be used.

    Parameters
    ----------
    folder
        The folder that they lie in.

    Raises
    ------
    planner.errors.MissingFileError
        If one is not there.
    planner.errors.LayerError
        If one can't be read, or lacks a column.
    """
    kecamatan, unusable = _outlines(folder / KECAMATAN_FILE)
    kabupaten = _table(folder / KABUPATEN_FILE, ["code", "name"])
    schools = _table(folder / SCHOOLS_FILE, ["name", "level", "provinsi", "kabupaten_kota", "kecamatan", "lat", "lon"])
    health = _table(folder / HEALTH_FILE, ["name", "type", "provinsi", "lat", "lon"])
    facilities = pd.concat(
        [
            _facilities(
                schools.rename(columns={"level": "what", "kabupaten_kota": "kabupaten"}),
                SCHOOL_LEVELS,
                "schools_2019",
            ),
            _facilities(
                health.rename(columns={"type": "what"}).assign(kabupaten=np.nan, kecamatan=np.nan),
                HEALTH_TYPES,
                "health_2020",
            ),
        ],
        ignore_index=True,
    )
    return NationalData(
        kecamatan,
        dict(zip(kabupaten["code"].astype(str), kabupaten["name"].astype(str), strict=True)),
        facilities,
        _sources(len(kecamatan), len(schools), len(health)),
        unusable,
    )


def _sources(kecamatan: int, schools: int, health: int) -> tuple[Source, ...]:
    return (
        Source("boundaries", "cahyadsn/wilayah_boundaries", "2025", "MIT", kecamatan),
        Source("schools_2019", "Kemdikbud, sekolah dengan koordinat", "2019", "MIT", schools),
        Source("health_2020", "BPJS Kesehatan, fasilitas kesehatan", "2020-01", "Daftar publik", health),
    )


def _table(path: Path, columns: list[str]) -> pd.DataFrame:
    if not path.is_file():
        raise MissingFileError(text("{file} is missing in {folder}: put it there.", file=path.name, folder=path.parent))
    try:
        table = pd.read_parquet(path)
    except (ValueError, NotImplementedError) as error:
        raise LayerError(
            text("{file} can't be read as Parquet ({detail}): get it again.", file=path.name, detail=str(error))
        ) from error
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise LayerError(text("{file} lacks the column {columns}: add it.", file=path.name, columns=", ".join(missing)))
    return table[columns]


def _outlines(path: Path) -> tuple[gpd.GeoDataFrame, Mapping[str, Text]]:
    """Return the outlines that can be used, and what is wrong with the others."""
    table = _table(path, ["code", "name", "geometry"])
    shapes = gpd.GeoSeries.from_wkb(table["geometry"], crs=WGS84, on_invalid="ignore")
    outlines = gpd.GeoDataFrame(table[["code", "name"]], geometry=shapes, crs=WGS84)
    polygonal = np.isin(
        shapely.get_type_id(outlines.geometry.array),
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    )
    wrong = ~polygonal | outlines["code"].duplicated().to_numpy()
    inside = _in_indonesia(outlines)
    unusable: dict[str, Text] = {}
    for row in np.flatnonzero(wrong | ~inside):
        code = str(outlines["code"].iloc[row])
        where = {"row": int(row) + 1, "file": path.name, "code": code}
        problem = text("The outline in row {row} of {file} ({code}) does not lie in Indonesia: check it.", **where)
        if wrong[row]:
            problem = text(
                "Row {row} of {file} ({code}) has no polygon, or a code that stands there before: mend or remove it.",
                **where,
            )
        unusable.setdefault(code[:KABUPATEN_LETTERS], problem)
    return outlines[~wrong & inside], unusable


def _in_indonesia(outlines: gpd.GeoDataFrame) -> npt.NDArray[np.bool_]:
    """Say of each outline whether all its corners are numbers, and in the country."""
    corners, outline = shapely.get_coordinates(np.asarray(outlines.geometry.array, dtype=object), return_index=True)
    west, south, east, north = LAND_OF_INDONESIA
    inside = (corners >= (west, south)).all(axis=1) & (corners <= (east, north)).all(axis=1)
    return np.asarray(np.bincount(outline[~inside], minlength=len(outlines)) == 0, dtype=np.bool_)


def _facilities(rows: pd.DataFrame, kinds: Mapping[str, FacilityKind], source: str) -> pd.DataFrame:
    """Return the rows whose kind is known, without positions that can't be in the country."""
    rows = rows.assign(
        source=source,
        source_row=np.arange(1, len(rows) + 1),
        kind=rows["what"].map({what: str(kind) for what, kind in kinds.items()}),
    )
    rows = rows[rows["kind"].notna()]
    west, south, east, north = LAND_OF_INDONESIA
    # Zero stands for "none" in both lists, though the equator crosses the country: no facility lies on 0° E.
    usable = rows["lon"].between(west, east) & rows["lat"].between(south, north)
    columns = ["id", "kind", "name", "province", "kabupaten", "kecamatan", "lon", "lat", "source", "source_row"]
    named = rows.assign(
        # Numbers of schools and facilities stand in the lists more than once, or are missing: rows do not.
        id=source + ":" + rows["source_row"].astype(str),
        province=rows["provinsi"],
        lon=rows["lon"].where(usable),
        lat=rows["lat"].where(usable),
    )
    return named[columns].reset_index(drop=True)
