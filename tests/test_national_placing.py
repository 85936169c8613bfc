"""Where a facility of the drawn country is, or where it may be."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from planner.national.placing import Placed, place_national
from planner.sources.national import NationalData
from tests.drawn_nation import KNOWN, Row, drawn_data


def placed(*rows: Row) -> Placed:
    return place_national(drawn_data(rows))


def whereabouts(row: Row) -> tuple[str | None, list[str]]:
    """Return the kecamatan of one more facility, and the kabupaten that it may be in."""
    result = placed(row)
    code = result.facilities["kecamatan_code"].astype(object).where(result.facilities["kecamatan_code"].notna(), None)
    maybe = result.maybe_in[result.maybe_in["facility"] == len(KNOWN)]
    return code.iloc[len(KNOWN)], maybe["kabupaten"].tolist()


@pytest.mark.parametrize(
    ("row", "kecamatan", "maybe"),
    [
        # In A2 alone.
        (("puskesmas", "P", "Utara", 110.15, -0.05), "11.01.02", []),
        # 0.0004° north of A1: 45 m outside counts as inside.
        (("puskesmas", "P", "Utara", 110.05, 0.0004), "11.01.01", []),
        # 0.01° north of A1: 1.1 km from it, so nobody knows whether it is A1's; but it is near no other kabupaten.
        (("puskesmas", "P", "Utara", 110.05, 0.01), None, ["11.01"]),
        # Where B2 is drawn over B1, it may be in either, both of kabupaten B.
        (("puskesmas", "P", "Utara", 110.25, -0.02), None, ["11.02"]),
        # Without a position it may be anywhere in its province.
        (("puskesmas", "P", "Utara", None, None), None, ["11.01", "11.02"]),
        # In C1, but the list says the other province: one of them is wrong, and the list decides where it may be.
        (("puskesmas", "P", "Utara", 110.36, -0.05), None, ["11.01", "11.02"]),
        # 1° south of everything: no position of this country's outlines.
        (("puskesmas", "P", "Selatan", 110.35, -1.1), None, ["12.01"]),
        # A province that no list and no outline knows.
        (("puskesmas", "P", "Barat", None, None), None, []),
    ],
)
def test_where_a_facility_is_or_may_be(row: Row, kecamatan: str | None, maybe: list[str]) -> None:
    assert whereabouts(row) == (kecamatan, maybe)


def test_a_facility_on_a_shared_border_may_be_in_either_kabupaten() -> None:
    assert whereabouts(("puskesmas", "P", "Utara", 110.2, -0.07)) == (None, ["11.01", "11.02"])


def test_no_facility_and_no_kecamatan_is_lost() -> None:
    result = placed(("puskesmas", "P", "Utara", None, None), ("puskesmas", "Q", "Barat", None, None))
    assert len(result.facilities) == len(KNOWN) + 2
    assert result.kecamatan["code"].tolist() == ["11.01.01", "11.01.02", "11.02.01", "11.02.02", "12.01.01"]


def test_an_outline_that_crosses_itself_is_mended() -> None:
    data = drawn_data()
    bow = shapely.Polygon([(110.0, -0.1), (110.1, 0.0), (110.1, -0.1), (110.0, 0.0)])
    shapes = data.kecamatan.geometry.to_list()
    outlines = gpd.GeoDataFrame(data.kecamatan.drop(columns="geometry"), geometry=[bow, *shapes[1:]], crs="EPSG:4326")
    result = place_national(NationalData(outlines, data.kabupaten_names, data.facilities, ()))
    assert result.kecamatan.geometry.is_valid.all()
