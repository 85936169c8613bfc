"""Outlines to a valid coverage."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from planner.cleaning.coverage import GAP_WIDTH_M, clean_coverage
from planner.errors import LayerError


def outlines(*polygons: shapely.Geometry | None) -> gpd.GeoDataFrame:
    names = [f"R{i}" for i in range(len(polygons))]
    return gpd.GeoDataFrame({"code": names, "name": names}, geometry=gpd.GeoSeries(list(polygons), crs=METRIC))


def holes(regions: gpd.GeoDataFrame) -> list[shapely.Polygon]:
    city = shapely.union_all(np.asarray(regions.geometry.array))
    return [shapely.Polygon(ring) for part in shapely.get_parts(city) for ring in part.interiors]


def is_coverage(regions: gpd.GeoDataFrame) -> bool:
    geometry = np.asarray(regions.geometry.array)
    return bool(shapely.is_valid(geometry).all() and shapely.coverage_is_valid(geometry))


def slivers(regions: gpd.GeoDataFrame) -> list[shapely.Polygon]:
    """Holes that no circle as wide as the gap width fits into."""
    return [hole for hole in holes(regions) if 2 * shapely.maximum_inscribed_circle(hole).length < GAP_WIDTH_M]


def test_clean_outlines_come_back_as_they_were() -> None:
    drawn = outlines(shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000))
    clean = clean_coverage(drawn)
    assert clean.notices == ()
    assert shapely.equals(clean.regions.geometry.array, drawn.geometry.array).all()
    assert list(clean.regions.columns) == list(drawn.columns)


def test_an_overlap_goes_to_one_region_and_is_noted() -> None:
    # The boxes share a strip of 10 m x 1000 m = 1 ha.
    clean = clean_coverage(outlines(shapely.box(0, 0, 1010, 1000), shapely.box(1000, 0, 2000, 1000)))
    assert is_coverage(clean.regions)
    assert clean.regions.area.sum() == pytest.approx(2_000_000)
    (notice,) = clean.notices
    assert notice.code == "outlines_cleaned"
    assert (notice.text.values["n"], notice.text.values["overlap_ha"]) == (1, pytest.approx(1.0))


def test_a_slit_that_opens_to_the_outside_is_closed() -> None:
    clean = clean_coverage(outlines(shapely.box(0, 0, 1000, 1000), shapely.box(1005, 0, 2000, 1000)))
    assert is_coverage(clean.regions)
    city = shapely.union_all(np.asarray(clean.regions.geometry.array))
    assert city.geom_type == "Polygon"
    assert city.area == pytest.approx(2_000_000, rel=1e-4)


def test_islands_lakes_and_wide_gaps_stay() -> None:
    lake = shapely.box(400, 400, 600, 600)
    land = shapely.box(0, 0, 1000, 1000) - lake
    island = shapely.box(1100, 0, 1200, 100)
    drawn = outlines(shapely.MultiPolygon([land, island]), shapely.box(0, 1000, 1000, 2000))
    clean = clean_coverage(drawn)
    assert clean.regions.area.tolist() == pytest.approx(drawn.area.tolist())
    assert [hole.area for hole in holes(clean.regions)] == pytest.approx([lake.area])


def test_an_outline_that_crosses_itself_is_mended_and_named() -> None:
    bow_tie = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    clean = clean_coverage(outlines(bow_tie, shapely.box(2000, 0, 3000, 1000)))
    assert is_coverage(clean.regions)
    assert [(notice.code, notice.subject) for notice in clean.notices] == [("outline_mended", "R0")]


@pytest.mark.parametrize(
    "lost",
    [None, shapely.Polygon(), shapely.Point(1, 1), shapely.box(0, 0, 1000, 1000), shapely.box(100, 100, 200, 200)],
)
def test_a_region_without_an_area_of_its_own_is_refused(lost: shapely.Geometry | None) -> None:
    with pytest.raises(LayerError) as error:
        clean_coverage(outlines(shapely.box(0, 0, 1000, 1000), lost))
    assert error.value.message.values["row"] in {1, 2}


@settings(max_examples=40, deadline=None)
@given(npst.arrays(np.float64, (9, 5, 2), elements=st.floats(-4, 4, width=32)))
def test_a_jittered_grid_becomes_a_coverage(jitter: np.ndarray) -> None:
    # Nine boxes of 1 km, each drawn on its own with corners up to 4 m off: no gap is wider than 8 m.
    corners = np.array([(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 500)], dtype=float)
    drawn = outlines(*(shapely.Polygon(corners + (i % 3 * 1000, i // 3 * 1000) + jitter[i]) for i in range(9)))
    clean = clean_coverage(drawn).regions
    assert is_coverage(clean)
    assert not holes(clean)
    assert (clean.area / drawn.area - 1).abs().max() < 0.03


@pytest.mark.parametrize("cleaned_before", [False, True])
def test_balikpapan(shared_data: Path, balikpapan_folder: Path, cleaned_before: bool) -> None:
    uncleaned = shared_data / "balikpapan" / "kelurahan_uncleaned.geojson"
    file = balikpapan_folder / "kelurahan.geojson" if cleaned_before else uncleaned
    drawn = gpd.read_file(file).to_crs(32750)
    clean = clean_coverage(drawn)
    assert is_coverage(clean.regions)
    assert not slivers(clean.regions)
    assert (clean.regions.area / drawn.area - 1).abs().max() < (0.0005 if cleaned_before else 0.005)
    # The three islands are still there.
    assert shapely.get_num_geometries(shapely.union_all(np.asarray(clean.regions.geometry.array))) == 4
