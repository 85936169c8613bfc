"""Detours, measured on streets."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC
from hypothesis import given
from hypothesis import strategies as st

from planner.access.detour import DetourCurve, calibrate
from planner.access.network import StreetNetwork
from planner.model.assessment import DetourBand


def bands(*factors: float) -> list[DetourBand]:
    edges = [0.0, 300.0, 600.0, 1000.0, 2000.0]
    return [DetourBand(edges[i], edges[i + 1], factor, 1, 9, 100) for i, factor in enumerate(factors)]


def test_the_curve_goes_through_the_middle_of_each_band() -> None:
    curve = DetourCurve.of(bands(1.5, 2.0))
    # Middles 150 m and 450 m: ways 225 m and 900 m. Between, at 300 m: 562.5 m. Beyond: twice the straight line.
    assert curve.walking([0, 75, 150, 300, 450, 1000]).tolist() == [0, 112.5, 225, 562.5, 900, 2000]


def test_without_bands_the_way_is_the_straight_line() -> None:
    assert DetourCurve.of([]).walking([0, 0.5, 700]).tolist() == [0, 0.5, 700]


@given(st.lists(st.floats(0.9, 20), max_size=4), st.lists(st.floats(0, 1e5), min_size=2, max_size=20))
def test_the_curve_grows_at_least_as_the_straight_line_and_turns_back(
    factors: list[float], straight: list[float]
) -> None:
    curve = DetourCurve.of(bands(*factors))
    distances = np.sort(straight)
    ways = curve.walking(distances)
    assert (ways >= distances * (1 - 1e-12)).all()
    assert (np.diff(ways) >= np.diff(distances) * (1 - 1e-9) - 1e-6).all()
    assert curve.straight(ways) == pytest.approx(distances, rel=1e-9, abs=1e-9)


def test_a_grid_of_streets_has_the_detour_of_a_grid() -> None:
    lines = [[(0, 100 * i), (3000, 100 * i)] for i in range(31)] + [[(100 * i, 0), (100 * i, 3000)] for i in range(31)]
    streets = shapely.get_parts(shapely.node(shapely.multilinestrings(lines)))
    calibration = calibrate(StreetNetwork.of(gpd.GeoSeries(streets, crs=METRIC)))
    assert [(band.from_m, band.to_m) for band in calibration.bands] == [(0, 300), (300, 600), (600, 1000), (1000, 2000)]
    # (|dx| + |dy|) / sqrt(dx² + dy²) lies between 1 and sqrt 2, and around 4/pi in the mean.
    for band in calibration.bands:
        assert 1 <= band.low <= band.factor <= band.high <= 2**0.5 + 1e-9
    assert calibration.factor == pytest.approx(4 / np.pi, abs=0.06)


def test_too_few_streets_say_nothing() -> None:
    lone = StreetNetwork.of(gpd.GeoSeries([shapely.LineString([(0, 0), (100, 0)])], crs=METRIC))
    for streets in (lone, StreetNetwork.of(gpd.GeoSeries([], crs=METRIC))):
        assert calibrate(streets).bands == ()
        assert calibrate(streets).factor == 1.0


def test_balikpapan_kota(balikpapan_folder: Path) -> None:
    # Known from a random sample of street vertices: 1.95 at 300-600 m and 1.82 at 600-1000 m, 10th to 90th
    # percentile 1.2 to 4.0.
    streets = gpd.read_file(balikpapan_folder / "streets_balikpapan_kota.geojson").to_crs(32750)
    calibration = calibrate(StreetNetwork.of(streets.geometry))
    factors = {band.from_m: band.factor for band in calibration.bands}
    assert factors[300] == pytest.approx(1.96, abs=0.01)
    assert factors[600] == pytest.approx(1.86, abs=0.01)
    assert calibration.factor == pytest.approx(1.89, abs=0.01)
