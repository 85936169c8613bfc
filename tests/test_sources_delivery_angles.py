"""Degrees, minutes and seconds."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.sources.delivery.angles import has_angles, parse_angles


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("1°14'30\" LS", -(1 + 14 / 60 + 30 / 3600)),
        ("1° 14’ 30,5” S", -(1 + 14 / 60 + 30.5 / 3600)),
        ("116°49' BT", 116 + 49 / 60),
        ("E 116 49 12", 116 + 49 / 60 + 12 / 3600),
        ("LS 1° 14,5'", -(1 + 14.5 / 60)),
        # The s stands for seconds here; nothing says south.
        ("1d14m30s", 1 + 14 / 60 + 30 / 3600),
        ("-1°15'", -1.25),
        ("01:14:30", 1 + 14 / 60 + 30 / 3600),
        ("1.25° S", -1.25),
    ],
)
def test_an_angle_is_read(written: str, degrees: float) -> None:
    cells = pd.Series([written], dtype=object)
    assert has_angles(cells)
    assert parse_angles(cells).tolist() == pytest.approx([degrees])


@pytest.mark.parametrize("written", ["1°60'00\" LS", "1°10'75\" S", "190°00'00\" BT", "Taman", ""])
def test_what_is_no_angle_is_missing(written: str) -> None:
    assert parse_angles(pd.Series([written], dtype=object)).isna().all()


def test_plain_numbers_are_no_angles() -> None:
    assert not has_angles(pd.Series(["-1.25", "116,8"], dtype=object))


@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 599), st.sampled_from(["LS", "LU"]))
def test_every_angle_comes_back(degrees: int, minutes: int, tenths: int, hemisphere: str) -> None:
    size = degrees + minutes / 60 + tenths / 36000
    found = parse_angles(pd.Series([f"{degrees}°{minutes}'{tenths / 10:.1f}\" {hemisphere}"], dtype=object))
    assert found.tolist() == pytest.approx([-size if hemisphere == "LS" else size])
