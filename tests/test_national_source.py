"""The four files of the country: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from planner.errors import LayerError, MissingFileError, PlannerError
from planner.sources.national import read_national
from planner.texts import Language, translate


def write(folder: Path) -> None:
    """Write a country of one kecamatan, four schools and four health facilities."""
    box = gpd.GeoDataFrame({"code": ["11.01.01"], "name": ["Satu"]}, geometry=[shapely.box(110, -1, 111, 0)], crs=4326)
    box.to_parquet(folder / "kecamatan.parquet")
    box.assign(code="11.01", name="Kabupaten Satu").to_parquet(folder / "kabupaten_kota.parquet")
    pd.DataFrame(
        {
            "npsn": ["1", "1", "3", "4"],
            "name": ["SD 1", "SMP 2", "SLB 3", "SDLB 4"],
            "level": ["SD", "SMP", "SLB", "SDLB"],
            "provinsi": "Prov. Utara",
            "kabupaten_kota": "Kab. Satu",
            "kecamatan": "Kec. Satu",
            # A position, one of zeros, one abroad, and none.
            "lat": [-0.5, 0.0, 48.0, None],
            "lon": [110.5, 0.0, 2.0, None],
        }
    ).to_parquet(folder / "schools_2019.parquet")
    pd.DataFrame(
        {
            "bpjs_code": ["a", "b", "c", "d"],
            "name": ["Puskesmas", "Apotek", "RS", "Klinik"],
            "type": ["Puskesmas", "Apotek", "Rumah Sakit", "Klinik Utama"],
            "provinsi": "Utara",
            "lat": -0.5,
            "lon": 110.5,
        }
    ).to_parquet(folder / "health_2020.parquet")


def test_every_row_of_a_known_kind_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    data = read_national(tmp_path)
    assert data.facilities["kind"].tolist() == [
        "school_sd",
        "school_smp",
        "school_slb",
        "school_slb",
        "puskesmas",
        "hospital",
        "clinic",
    ]
    # Row 2 of the health list is a pharmacy; rows keep their numbers, and no two facilities one id.
    assert data.facilities["source_row"].tolist() == [1, 2, 3, 4, 1, 3, 4]
    assert data.facilities["id"].is_unique
    assert data.kabupaten_names == {"11.01": "Kabupaten Satu"}


def test_a_position_that_cannot_be_is_none(tmp_path: Path) -> None:
    write(tmp_path)
    assert read_national(tmp_path).facilities["lon"].notna().tolist() == [True, False, False, False, True, True, True]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "health_2020.parquet").unlink()
    with pytest.raises(MissingFileError) as raised:
        read_national(tmp_path)
    assert said(raised.value).startswith("health_2020.parquet is missing in ")


def test_a_missing_column_is_said(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "schools_2019.parquet"
    pd.read_parquet(path).drop(columns=["lat", "lon"]).to_parquet(path)
    with pytest.raises(LayerError) as raised:
        read_national(tmp_path)
    assert said(raised.value) == "schools_2019.parquet lacks the column lat, lon: add it."


def test_a_file_that_is_no_parquet_is_said(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "kecamatan.parquet").write_text("no parquet", encoding="utf-8")
    with pytest.raises(LayerError) as raised:
        read_national(tmp_path)
    assert said(raised.value).startswith("kecamatan.parquet can't be read as Parquet (")


def test_an_outline_that_stands_twice_is_said(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "kecamatan.parquet"
    box = gpd.read_parquet(path)
    pd.concat([box, box], ignore_index=True).to_parquet(path)
    with pytest.raises(LayerError) as raised:
        read_national(tmp_path)
    assert said(raised.value).startswith("Row 2 of kecamatan.parquet (11.01.01) has no polygon, or a code")


def said(error: PlannerError) -> str:
    return translate(error.message, Language.ENGLISH)
