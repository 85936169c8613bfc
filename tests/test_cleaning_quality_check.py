"""Checking a delivery, on the drawn city of four squares."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from broken.city import METRIC, drawn_city
from broken.corpus import GOOD, HEADER, changed, table, with_column
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from planner.cleaning.quality.check import DeliverySource, check_delivery, chosen_crs, suggest_crs
from planner.cleaning.quality.report import CheckedDelivery, Outcome
from planner.model.tables import FACILITIES
from planner.sources.delivery.crs import Reading
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.preview import preview
from planner.texts import Language, speak, translate

CITY = drawn_city()


def check(folder: Path, content: str, previous: pd.DataFrame | None = None, name: str = "taman.csv") -> CheckedDelivery:
    (folder / name).write_text(content, encoding="utf-8")
    return check_file(folder / name, previous)


def check_file(path: Path, previous: pd.DataFrame | None = None) -> CheckedDelivery:
    view = preview(open_delivery(path))
    mapping = guess_mapping(view)
    crs = next(iter(suggest_crs(view, mapping, CITY)), None)
    source = DeliverySource("dlh", "2025-12")
    return check_delivery(view, mapping, crs, CITY, source, today=dt.date(2026, 1, 1), previous=previous)


def test_a_sound_layer_is_accepted_whole_and_placed(tmp_path: Path) -> None:
    found = check(tmp_path, table())
    report, accepted = found.report, found.accepted
    assert (report.rows_read, report.rows_accepted, report.rows_repaired, report.rows_set_aside) == (3, 3, 0, 0)
    assert report.remarks.empty
    FACILITIES.validate(accepted)
    assert accepted.crs == METRIC
    assert accepted["id"].tolist() == ["dlh:1", "dlh:2", "dlh:3"]
    assert accepted["kelurahan_code"].tolist() == ["91.01.01.1001", "91.01.01.1002", "91.01.02.1001"]
    assert accepted["area_m2"].tolist() == [1500.0, 250.0, 800.0]
    assert accepted["source_date"].tolist() == ["2025-12"] * 3
    assert report.freshness.undated == 3


def test_pupils_are_not_capacity(tmp_path: Path) -> None:
    rows = [[*row, "40", pupils] for row, pupils in zip(GOOD, ["120", "tidak ada", ""], strict=True)]
    found = check(tmp_path, table([*HEADER, "Kapasitas", "Jumlah Siswa"], rows))
    assert found.accepted["pupils"].tolist()[0] == 120
    assert found.accepted["pupils"].isna().tolist() == [False, True, True]
    assert found.accepted["capacity"].tolist() == [40.0, 40.0, 40.0]


def test_each_remark_names_row_line_column_value_and_reason(tmp_path: Path) -> None:
    remarks = check(tmp_path, "Daftar Taman\n\n" + changed(2, "Luas", "luas sekali")).report.remarks
    with speak(Language.ENGLISH):
        remarks["reason"] = [translate(reason) for reason in remarks["reason"]]
    # Row 2 of the data stands in line 5: a title, a blank line and the header come first.
    assert remarks.to_dict("records") == [
        {
            "row": 2,
            "line": 5.0,
            "column": "Luas",
            "value": "luas sekali",
            "outcome": "repaired",
            "code": "no_number",
            "reason": "This is no number; it was left out.",
        }
    ]


def test_units_of_areas_are_converted(tmp_path: Path) -> None:
    rows = [[*row[:3], area, *row[4:]] for row, area in zip(GOOD, ["1,5 ha", "250 m2", "0,01 km²"], strict=True)]
    assert check(tmp_path, table(rows=rows)).accepted["area_m2"].tolist() == [15_000.0, 250.0, 10_000.0]
    rows = [[*row[:3], area, *row[4:]] for row, area in zip(GOOD, ["1,5", "2", "0,25"], strict=True)]
    header = [*HEADER[:3], "Luas (ha)", *HEADER[4:]]
    assert check(tmp_path, table(header, rows)).accepted["area_m2"].tolist() == [15_000.0, 20_000.0, 2_500.0]


def test_answers_and_dates_are_understood(tmp_path: Path) -> None:
    accepted = check(tmp_path, with_column("Ramah Anak", ["Ya", "diklaim", ""])).accepted
    assert accepted["child_friendly"].tolist() == ["yes", "claimed", "unknown"]
    accepted = check(tmp_path, with_column("Tanggal Survei", ["17 Agustus 2024", "05/03/2025", "2023"])).accepted
    assert accepted["source_date"].tolist() == ["2024-08-17", "2025-03-05", "2023"]


def test_kinds_that_nobody_named_are_set_aside_with_their_value(tmp_path: Path) -> None:
    report = check(tmp_path, with_column("Jenis", ["Taman", "Xyzzy", "RTH"])).report
    assert report.remarks[["row", "value", "outcome", "code"]].to_numpy().tolist() == [
        [2, "Xyzzy", "set_aside", "kind_unknown"]
    ]


def test_a_row_that_was_set_aside_takes_no_identifier_away(tmp_path: Path) -> None:
    """Row 1 has no kind, so row 2 of the same identifier stays; row 3 has its own."""
    rows = [[*GOOD[0], "T1", ""], [*GOOD[1], "T1", "Taman"], [*GOOD[2], "T2", "Taman"]]
    found = check(tmp_path, table([*HEADER, "Kode Taman", "Jenis"], rows))
    assert found.accepted["id"].tolist() == ["dlh:T1", "dlh:T2"]


def test_names_and_places_that_disagree_are_told(tmp_path: Path) -> None:
    """Row 2 lies in Hulu; its name speaks of Muara, its column of Bukit."""
    rows = [GOOD[0], ["Taman Muara Indah", "Utara", "", *GOOD[1][3:]], ["Taman X", "Selatan", "Bukit", *GOOD[2][3:]]]
    report = check(tmp_path, table(rows=rows)).report
    assert report.remarks[["row", "code"]].to_numpy().tolist() == [
        [2, "name_of_other_kelurahan"],
        [3, "other_kelurahan"],
    ]
    assert report.rows_accepted == 3


def test_an_outline_is_repaired_and_its_area_taken(tmp_path: Path) -> None:
    """A square of 100 m with a spike that goes out and back: the spike is cut off, the square stays."""
    spike = shapely.Polygon(
        [
            (482_000, 9_867_000),
            (482_100, 9_867_000),
            (482_100, 9_867_100),
            (482_300, 9_867_100),
            (482_100, 9_867_100),
            (482_000, 9_867_100),
        ]
    )
    layer = gpd.GeoDataFrame({"Nama Taman": ["Taman Duri"]}, geometry=[spike], crs=METRIC)
    layer.to_file(tmp_path / "taman.gpkg")
    found = check_file(tmp_path / "taman.gpkg")
    assert found.accepted.geometry.is_valid.all()
    assert found.accepted["area_m2"].tolist() == pytest.approx([10_000.0])
    assert found.report.counts == {"outline_repaired": 1}
    assert found.report.rows_repaired == 1


def test_an_area_that_is_not_that_of_the_outline_is_told(tmp_path: Path) -> None:
    layer = gpd.GeoDataFrame(
        {"Nama Taman": ["A", "B"], "Luas": [10_000, 50_000]},
        geometry=[
            shapely.box(482_000, 9_867_000, 482_100, 9_867_100),
            shapely.box(483_000, 9_867_000, 483_100, 9_867_100),
        ],
        crs=METRIC,
    )
    layer.to_file(tmp_path / "taman.gpkg")
    remarks = check_file(tmp_path / "taman.gpkg").report.remarks
    assert remarks[["row", "code"]].to_numpy().tolist() == [[2, "area_differs"]]


def test_the_difference_from_the_last_delivery_is_counted(tmp_path: Path) -> None:
    """Before: two parks in Utara, one rth in Selatan. Now: two parks in Utara and one in Selatan, no rth."""
    previous = pd.DataFrame({"kind": ["park", "park", "rth"], "kecamatan_code": ["91.01.01", "91.01.01", "91.01.02"]})
    report = check(tmp_path, table(), previous).report
    assert [(change.kind, change.kecamatan, change.before, change.after) for change in report.changes] == [
        ("park", "Utara", 2, 2),
        ("park", "Selatan", 0, 1),
        ("rth", "Selatan", 1, 0),
    ]
    with speak(Language.ENGLISH):
        assert [translate(reason) for reason in report.needs_confirmation] == [
            "green space (RTH): there were 1, and now there is none."
        ]


@pytest.mark.parametrize(("after", "asks"), [(8, False), (7, True)])
def test_a_fall_of_more_than_a_fifth_asks_for_confirmation(after: int, asks: bool, tmp_path: Path) -> None:
    """Ten before: 8 is a fall of exactly 20 %, 7 of more."""
    previous = pd.DataFrame({"kind": ["park"] * 10, "kecamatan_code": ["91.01.01"] * 10})
    rows = [[f"Taman {place}", "Utara", "Bukit", "1", f"-1.19{place}771", "116.842715"] for place in range(after)]
    assert bool(check(tmp_path, table(rows=rows), previous).report.needs_confirmation) is asks


def test_html_in_a_name_is_kept_as_it_is(tmp_path: Path) -> None:
    found = check(tmp_path, changed(2, "Nama Taman", "<b>Taman</b> & “Dua”"))
    assert found.accepted["name"].tolist()[1] == "<b>Taman</b> & “Dua”"
    assert found.report.remarks.empty


# Also letters that end a line for some readers, turn the direction of writing, or can't be seen.
cells = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=';"'), max_size=30),
    st.sampled_from(
        ["-", "1,5", "1.250", "nan", "inf", "1e400", "=1+1", "\u2028", "\x0c", "\u202eabc", "1°60'0\" LS", "ya", "2025"]
    ),
)


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.tuples(cells, cells, cells, cells, cells), min_size=1, max_size=6))
def test_whatever_the_cells_hold_every_row_is_accepted_or_set_aside(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    content = table(rows=[*GOOD * 5, *([f"x{row[0]}", *row[1:], "116.84"] for row in rows)])
    report = check(tmp_path_factory.mktemp("cells"), content).report
    aside = set(report.remarks.loc[report.remarks["outcome"] == str(Outcome.SET_ASIDE), "row"])
    assert report.rows_set_aside == len(aside)
    assert report.rows_accepted + report.rows_set_aside == report.rows_read == 15 + len(rows)


def test_the_way_a_source_was_read_before_comes_first_unless_another_puts_more_in_the_city(tmp_path: Path) -> None:
    (tmp_path / "taman.csv").write_text(table(), encoding="utf-8")
    view = preview(open_delivery(tmp_path / "taman.csv"))
    mapping = guess_mapping(view)
    # WGS 84 and DGN95 put the same positions in the city; read as UTM, degrees lie far from it.
    for before, first in (("EPSG:4755", "EPSG:4755"), ("EPSG:32750", "EPSG:4326")):
        assert suggest_crs(view, mapping, CITY, Reading(before))[0].reading == Reading(first)
    assert chosen_crs(view, mapping, CITY, Reading("EPSG:4755")).share_inside == 1.0
