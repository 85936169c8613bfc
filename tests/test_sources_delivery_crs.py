"""Guessing the CRS, with the evidence. The drawn city lies in UTM zone 50S."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from broken.city import METRIC, drawn_city
from pyproj import Transformer

from planner.cleaning.quality.check import city_outline
from planner.errors import CrsError
from planner.sources.delivery.coordinates import locate
from planner.sources.delivery.crs import CrsGuess, Reading, apply_reading, clear_guess, guess_crs
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.preview import preview
from planner.texts import Language, speak, translate

METRES = np.array(
    [(482_500.0, 9_867_500.0), (487_500.0, 9_867_500.0), (482_500.0, 9_862_500.0), (700_000.0, 9_862_500.0)]
)


def guesses_for(folder: Path, pairs: np.ndarray, header: str = "Nama;X;Y") -> list[CrsGuess]:  # type: ignore[type-arg]
    rows = "".join(f"T{place};{x:.8f};{y:.8f}\n" for place, (x, y) in enumerate(pairs))
    (folder / "taman.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    view = preview(open_delivery(folder / "taman.csv"))
    return guess_crs(locate(view, guess_mapping(view)), city_outline(drawn_city()), METRIC, view.crs)


@pytest.mark.parametrize(
    ("crs", "swapped", "name"),
    [
        ("EPSG:4326", False, "longitude and latitude (WGS 84)"),
        ("EPSG:4326", True, "longitude and latitude (WGS 84), axes exchanged"),
        ("EPSG:32750", False, "UTM zone 50S"),
        ("EPSG:32750", True, "UTM zone 50S, axes exchanged"),
        ("EPSG:32650", False, "UTM zone 50N"),
        ("EPSG:23837", False, "DGN95 TM-3 (DGN95 / Indonesia TM-3 zone 50.1)"),
        ("EPSG:3857", False, "Web Mercator (WGS 84 / Pseudo-Mercator)"),
    ],
)
def test_the_crs_that_puts_most_positions_in_the_city_comes_first(
    crs: str, swapped: bool, name: str, tmp_path: Path
) -> None:
    """Three of the four positions lie in the city."""
    x, y = Transformer.from_crs(METRIC, crs, always_xy=True).transform(METRES[:, 0], METRES[:, 1])
    best = guesses_for(tmp_path, np.column_stack([y, x] if swapped else [x, y]))[0]
    assert best.reading == Reading(crs, swapped)
    with speak(Language.ENGLISH):
        assert translate(best.evidence) == f"75% of the positions fall in the city if read as {name}."


def test_another_city_fits_no_crs(tmp_path: Path) -> None:
    with speak(Language.ENGLISH), pytest.raises(CrsError, match=r"coordinates of t\.csv"):
        clear_guess(guesses_for(tmp_path, np.array([(4.9, 52.37), (4.91, 52.38)])), "t.csv")


def test_a_reading_moves_outlines_too() -> None:
    box = shapely.box(9_867_000, 482_000, 9_868_000, 483_000)
    moved = apply_reading(np.array([box, None], dtype=object), Reading("EPSG:32750", swapped=True), METRIC)
    assert shapely.bounds(moved[0]).tolist() == pytest.approx([482_000, 9_867_000, 483_000, 9_868_000])
    assert moved[1] is None


@pytest.mark.parametrize(
    "written",
    ["-1.2, 116.85", "(-1.2; 116.85)", "-1,2 116,85", "1°12'00\" LS, 116°51'00\" BT", "1°12'00\"S 116°51'00\"E"],
)
def test_a_position_may_stand_in_one_cell(written: str, tmp_path: Path) -> None:
    (tmp_path / "taman.csv").write_text(f"Nama|Koordinat\nA|{written}\n", encoding="utf-8")
    view = preview(open_delivery(tmp_path / "taman.csv"))
    located = locate(view, guess_mapping(view))
    assert (located.x[0], located.y[0]) == pytest.approx((116.85, -1.2))
