"""Names of regions as people write them."""

from __future__ import annotations

import pytest

from planner.cleaning.names import match_name

KNOWN = ["Gunung Sari Ilir", "Gunung Sari Ulu", "Damai", "Damai Baru", "Sungainangka", "Balikpapan Selatan"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gunung  sari ilir", "Gunung Sari Ilir"),
        ("Gunungsari Ulu", "Gunung Sari Ulu"),
        ("GN. SARI ILIR", "Gunung Sari Ilir"),
        ("Kel. Damai", "Damai"),
        ("Kelurahan Damai Baru", "Damai Baru"),
        ("SUNGAI NANGKA", "Sungainangka"),
        ("Kec. Balikpapan Sel.", "Balikpapan Selatan"),
        ("KECAMATAN BPP SELATAN", "Balikpapan Selatan"),
    ],
)
def test_spelling_does_not_matter(written: str, meant: str) -> None:
    found = match_name(written, KNOWN)
    assert found is not None
    assert KNOWN[found] == meant


@pytest.mark.parametrize("written", ["", "...", "Gunung Sari", "Gn Sari", "Damay", "Samarinda"])
def test_what_could_mean_none_or_several_is_not_guessed(written: str) -> None:
    assert match_name(written, KNOWN) is None


def test_an_abbreviation_that_fits_two_names_means_none() -> None:
    assert match_name("D Baru", ["Damai Baru", "Depan Baru"]) is None
