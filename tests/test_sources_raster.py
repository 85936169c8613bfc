"""GeoTIFFs over a drawn city: any CRS, with holes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from city_folders import sentence
from drawn_raster import write_raster
from pyproj import CRS

from planner.errors import CrsError, LayerError
from planner.model.raster import Raster
from planner.sources import raster as reading
from planner.sources.elevation import read_elevation
from planner.sources.homes import read_population_raster
from planner.sources.raster import read_raster, unknown_share
from planner.sources.settings import GridSettings, RasterSettings
from planner.texts import Language, translate

METRIC = CRS.from_epsg(32748)
CITY = shapely.box(500_000, 9_300_000, 502_000, 9_302_000)
# Cells of 500 m from 1 km west and north of the city: it covers columns 2 to 5 and rows 2 to 5 of 8 by 8.
GRID = Affine(500, 0, 499_000, 0, -500, 9_303_000)
NUMBERS = np.arange(64, dtype=np.float32).reshape(8, 8)


def read(folder: Path, **more: object) -> Raster:
    settings = RasterSettings.model_validate({"file": "a.tif", "source": "drawn"} | more)
    return read_raster(folder, settings, CITY, METRIC)


def drawn(folder: Path, values: np.ndarray = NUMBERS, **more: object) -> Path:
    placed = {"transform": GRID, "crs": "EPSG:32748"} | more
    write_raster(folder / "a.tif", values, **placed)  # type: ignore[arg-type]
    return folder


def test_only_the_part_over_the_city_is_read(tmp_path: Path) -> None:
    found = read(drawn(tmp_path))
    assert found.values.tolist() == NUMBERS[2:6, 2:6].tolist()
    assert found.transform == (500, 0, 500_000, 0, -500, 9_302_000)
    assert found.crs == METRIC


def test_what_has_no_number_is_not_known(tmp_path: Path) -> None:
    values = NUMBERS.copy()
    values[2, 2], values[2, 3] = -9999, np.inf
    found = read(drawn(tmp_path, values, nodata=-9999))
    assert np.isnan(found.values[0, :2]).all()
    assert np.isfinite(found.values).sum() == 14
    # Two of the sixteen cells of the city: an eighth.
    assert unknown_share(found, CITY, METRIC) == pytest.approx(1 / 8, abs=0.02)


def test_a_raster_that_covers_half_of_the_city(tmp_path: Path) -> None:
    found = read(drawn(tmp_path, transform=Affine(500, 0, 501_000, 0, -500, 9_303_000)))
    assert found.values.shape == (4, 2)
    assert unknown_share(found, CITY, METRIC) == pytest.approx(1 / 2, abs=0.02)


def test_a_raster_in_degrees_stays_in_degrees(tmp_path: Path) -> None:
    west, south, east, north = gpd.GeoSeries([CITY], crs=METRIC).to_crs(4326).total_bounds
    # 100 by 100 cells over the city and as much again on each side.
    step = (east - west) / 100
    grid = Affine(step, 0, west - (east - west), 0, -step, north + (north - south))
    found = read(drawn(tmp_path, np.zeros((300, 300), np.float32), transform=grid, crs="EPSG:4326"))
    assert found.crs == CRS.from_epsg(4326)
    assert found.values.shape == pytest.approx((100, 100), abs=2)
    assert unknown_share(found, CITY, METRIC) == 0


def test_a_turned_raster_is_read_where_it_lies(tmp_path: Path) -> None:
    # Turned by 90 degrees: columns run to the south, rows to the west.
    grid = Affine(0, -500, 503_000, -500, 0, 9_303_000)
    found = read(drawn(tmp_path, transform=grid))
    assert found.values.shape == (4, 4)
    a, b, c, d, e, f = found.transform
    assert (a * 4 + b * 4 + c, d * 4 + e * 4 + f) == (500_000, 9_300_000)


def test_scale_and_offset_of_the_file_count(tmp_path: Path) -> None:
    drawn(tmp_path)
    with rasterio.open(tmp_path / "a.tif", "r+") as dataset:
        dataset.scales, dataset.offsets = (0.5,), (10.0,)
    assert read(tmp_path).values[0, 0] == 18 * 0.5 + 10


def test_a_raster_without_a_crs_takes_that_of_the_settings(tmp_path: Path) -> None:
    drawn(tmp_path, crs=None)
    with pytest.raises(CrsError) as caught:
        read(tmp_path)
    assert "a.tif does not tell its CRS" in sentence(caught.value)
    assert read(tmp_path, crs="EPSG:32748").values.shape == (4, 4)


def test_one_of_several_bands_has_to_be_chosen(tmp_path: Path) -> None:
    drawn(tmp_path, np.stack([NUMBERS, NUMBERS + 100]))
    with pytest.raises(LayerError) as caught:
        read(tmp_path)
    assert "a.tif has 2 bands: choose one" in sentence(caught.value)
    assert read(tmp_path, band=2).values[0, 0] == 118
    with pytest.raises(LayerError) as caught:
        read(tmp_path, band=3)
    assert "has no band 3" in sentence(caught.value)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"transform": None, "crs": None}, "does not say where it lies"),
        ({"transform": Affine(500, 0, 600_000, 0, -500, 9_303_000)}, "does not touch the city"),
        ({"values": NUMBERS.astype(np.complex64)}, "does not hold plain numbers"),
    ],
)
def test_rasters_that_can_not_be_used(tmp_path: Path, more: dict[str, object], message: str) -> None:
    with pytest.raises(LayerError) as caught:
        read(drawn(tmp_path, **more))  # type: ignore[arg-type]
    assert message in sentence(caught.value)


@pytest.mark.parametrize("content", [b"", b"not a raster", b"II*\0\x08\0\0\0"])
def test_what_is_no_geotiff_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tif").write_bytes(content)
    with pytest.raises(LayerError) as caught:
        read(tmp_path)
    assert "a.tif can't be read: it is damaged, or not a GeoTIFF" in sentence(caught.value)


def test_a_damaged_raster_is_told(tmp_path: Path) -> None:
    path = (
        drawn(tmp_path, np.zeros((400, 400), np.float32), transform=Affine(10, 0, 499_000, 0, -10, 9_303_000)) / "a.tif"
    )
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(LayerError):
        read(tmp_path)


def test_another_format_is_not_opened_by_its_ending(tmp_path: Path) -> None:
    drawn(tmp_path)
    (tmp_path / "a.tif").rename(tmp_path / "b.tif")
    (tmp_path / "a.tif").write_text(
        '<VRTDataset rasterXSize="8" rasterYSize="8"><VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        "<SourceFilename>b.tif</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>",
        encoding="utf-8",
    )
    with pytest.raises(LayerError):
        read(tmp_path)


def test_a_file_beside_it_changes_nothing(tmp_path: Path) -> None:
    drawn(tmp_path, crs=None)
    (tmp_path / "a.tif.aux.xml").write_text("<PAMDataset><SRS>EPSG:4326</SRS></PAMDataset>", encoding="utf-8")
    with pytest.raises(CrsError):
        read(tmp_path)


def test_huge_rasters_are_refused_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(tmp_path)
    monkeypatch.setattr(reading, "MOST_BLOCK_BYTES", 100)
    with pytest.raises(LayerError) as caught:
        read(tmp_path)
    assert "blocks that are too large" in sentence(caught.value)
    settings = RasterSettings(file="a.tif", source="drawn")
    with pytest.raises(LayerError) as caught:
        read_raster(tmp_path, settings, CITY, METRIC, most_cells=15)
    assert "a.tif has 16 cells over the city, more than 15" in sentence(caught.value)


def test_a_compressed_raster_of_huge_size_is_cheap_where_the_city_is_small(tmp_path: Path) -> None:
    # 20,000 by 20,000 cells without content; of its tiles only those over the city are read.
    path = tmp_path / "a.tif"
    profile = {"driver": "GTiff", "count": 1, "height": 20_000, "width": 20_000, "dtype": "float32"}
    profile |= {"crs": "EPSG:32748", "transform": GRID, "tiled": True, "compress": "deflate", "SPARSE_OK": True}
    with rasterio.open(path, "w", **profile):
        pass
    assert path.stat().st_size < 2_000_000
    assert read(tmp_path).values.shape == (4, 4)


def test_people_become_squares_on_the_ground(tmp_path: Path) -> None:
    values = NUMBERS.copy()
    values[2, 2:6] = (-200, 0, 5, -9999)
    drawn(tmp_path, values, nodata=-9999)
    settings = GridSettings(file="a.tif", source="drawn")
    found, notices = read_population_raster(tmp_path, settings, CITY, METRIC)
    # A negative number is no number, and where nobody lives there is nothing to divide.
    assert len(found) == 16 - 3
    assert found["people"].tolist()[0] == 5
    assert found.geometry.iloc[0].equals(shapely.box(501_000, 9_301_500, 501_500, 9_302_000))
    assert [notice.code for notice in notices] == ["population_grid_holes"]
    assert "has no number for 1" in translate(notices[0].text, Language.ENGLISH)


def test_squares_in_degrees_are_brought_to_the_ground(tmp_path: Path) -> None:
    west, south, _, _ = gpd.GeoSeries([CITY], crs=METRIC).to_crs(4326).total_bounds
    step = 0.000833333
    grid = Affine(step, 0, west - 2 * step, 0, -step, south + 10 * step)
    drawn(tmp_path, np.ones((12, 12), np.float32), transform=grid, crs="EPSG:4326")
    found, _ = read_population_raster(tmp_path, GridSettings(file="a.tif", source="drawn"), CITY, METRIC)
    # About 92 m a side; together without gap or overlap.
    assert found.area.median() == pytest.approx(92.5**2, rel=0.02)
    assert shapely.union_all(found.geometry.array).area == pytest.approx(found.area.sum(), rel=1e-9)


def test_a_grid_without_anybody_is_refused(tmp_path: Path) -> None:
    drawn(tmp_path, np.zeros((8, 8), np.float32))
    with pytest.raises(LayerError) as caught:
        read_population_raster(tmp_path, GridSettings(file="a.tif", source="drawn"), CITY, METRIC)
    assert "holds nobody in the city" in sentence(caught.value)


def test_heights_that_can_not_be_are_not_known(tmp_path: Path) -> None:
    values = NUMBERS.copy()
    values[2, 2:4] = (-32768, 1e6)
    settings = RasterSettings(file="a.tif", source="drawn")
    found, notices = read_elevation(drawn(tmp_path, values), settings, CITY, METRIC)
    # One kilometre around the city is read too: all of the raster.
    assert found.values.shape == (8, 8)
    assert np.isnan(found.values[2, 2:4]).all()
    assert [notice.code for notice in notices] == ["elevation_holes"]
    whole, nothing = read_elevation(drawn(tmp_path), settings, CITY, METRIC)
    assert np.isfinite(whole.values).all()
    assert nothing == ()


def test_a_raster_without_any_height_in_the_city_is_refused(tmp_path: Path) -> None:
    drawn(tmp_path, np.full((8, 8), 1e6, np.float32))
    with pytest.raises(LayerError) as caught:
        read_elevation(tmp_path, RasterSettings(file="a.tif", source="drawn"), CITY, METRIC)
    assert "holds no height of the city" in sentence(caught.value)
