"""What is answered for the drawn country, worked out by hand.

A1 has a puskesmas; A2, B1 and B2 have none that is known; C1 has one.
"""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import OutputError
from planner.model.kinds import Placement
from planner.national.answering import ANSWERS, answer, answer_all, fewest_without
from planner.national.cities import cities_of, nation_of
from planner.national.writing import write_answers
from planner.rules.catalogue import load_rules
from planner.texts import Language
from tests.drawn_nation import Row, drawn_data

TODAY = dt.date(2026, 11, 22)
NOWHERE: Row = ("puskesmas", "Nobody knows where", "Utara", None, None)
COMPLETE = frozenset({"puskesmas"})


def statuses(*rows: Row, complete: frozenset[str] = COMPLETE) -> dict[str, str]:
    cities = cities_of(nation_of(drawn_data(rows)), complete)
    answers = answer_all(cities, load_rules(), TODAY, Language.ENGLISH)
    return dict(zip(answers["kecamatan_code"], answers["puskesmas_status"], strict=True))


def test_a_kecamatan_without_any_is_unmet_only_if_the_list_is_complete() -> None:
    assert statuses() == {
        "11.01.01": "met",
        "11.01.02": "unmet",
        "11.02.01": "unmet",
        "11.02.02": "unmet",
        "12.01.01": "met",
    }
    assert set(statuses(complete=frozenset()).values()) == {"met", "unknown"}


def test_one_without_a_position_leaves_its_whole_province_unknown_and_no_other() -> None:
    # C1 is met, whatever lies in the other province.
    assert statuses(NOWHERE) == {
        "11.01.01": "met",
        "11.01.02": "unknown",
        "11.02.01": "unknown",
        "11.02.02": "unknown",
        "12.01.01": "met",
    }


def test_one_where_outlines_overlap_leaves_that_kabupaten_unknown() -> None:
    assert statuses(("puskesmas", "In B1 or B2", "Utara", 110.25, -0.02)) == {
        "11.01.01": "met",
        "11.01.02": "unmet",
        "11.02.01": "unknown",
        "11.02.02": "unknown",
        "12.01.01": "met",
    }


@pytest.mark.parametrize(
    ("rows", "fewest"),
    [
        # Three kecamatan without any; each puskesmas of which nobody knows where it is can fill one of them.
        ((), 3),
        ((NOWHERE,), 2),
        ((NOWHERE, NOWHERE, NOWHERE, NOWHERE), 0),
        # It can fill one of B's two gaps, and none of A's.
        ((("puskesmas", "In B1 or B2", "Utara", 110.25, -0.02),), 2),
        # The other province has no gap to fill.
        ((("puskesmas", "P", "Selatan", None, None),), 3),
    ],
)
def test_so_many_at_least_have_none(rows: tuple[Row, ...], fewest: int) -> None:
    nation = nation_of(drawn_data(rows))
    answers = answer_all(cities_of(nation), load_rules(), TODAY, Language.ENGLISH)
    assert fewest_without(answers, nation) == fewest


POSITIONS = st.one_of(
    st.none(), st.tuples(st.floats(110.0, 110.3, exclude_max=True), st.floats(-0.12, 0.02, allow_subnormal=False))
)


def northern(position: tuple[float, float] | None) -> Row:
    return ("puskesmas", "P", "Utara", *(position or (None, None)))


@settings(max_examples=25)
@given(st.lists(POSITIONS, max_size=4), POSITIONS, st.sampled_from([COMPLETE, frozenset()]))
def test_one_more_puskesmas_never_makes_less_certain(
    some: list[tuple[float, float] | None], one_more: tuple[float, float] | None, complete: frozenset[str]
) -> None:
    rows = [northern(position) for position in some]
    fewer, more = statuses(*rows, complete=complete), statuses(*rows, northern(one_more), complete=complete)
    assert [code for code in fewer if fewer[code] == "met" and more[code] != "met"] == []
    # Seen the other way: taking one away never turns what is not known into met.
    assert [code for code in more if more[code] == "unknown" and fewer[code] == "met"] == []


def test_land_within_reach_of_a_primary_school_is_a_share_of_land() -> None:
    answers = answer_all(cities_of(nation_of(drawn_data())), load_rules(), TODAY, Language.ENGLISH)
    share = answers.set_index("kecamatan_code")["land_share_sd"]
    # A kecamatan is 11.1 km × 11.1 km; the radius of SNI is 1,000 m.
    assert share["11.01.01"] == pytest.approx(math.pi / 123.2, abs=0.005)
    assert share["11.01.02"] == 0
    assert set(answers["sd_radius_m"]) == {1000.0}
    assert answers.set_index("kecamatan_code")["schools_sd"].to_dict()["11.01.01"] == 1


def test_a_school_beside_the_border_serves_both_sides_but_is_counted_once() -> None:
    # 0.002° (220 m) east of the border of A2 and B1, in the southern half, where B1 lies alone.
    answers = answer_all(
        cities_of(nation_of(drawn_data([("school_sd", "SD", "Utara", 110.202, -0.07)]))), load_rules(), TODAY
    ).set_index("kecamatan_code")
    assert answers.loc["11.01.02", "land_share_sd"] > 0
    assert answers.loc[["11.01.02", "11.02.01"], "schools_sd"].tolist() == [0, 1]


def test_each_kabupaten_is_a_city_of_its_own() -> None:
    nation = nation_of(drawn_data([NOWHERE]))
    cities = list(cities_of(nation))
    assert [(city.code, city.name) for city in cities] == [
        ("11.01", "Kabupaten A"),
        ("11.02", "Kabupaten B"),
        ("12.01", "Kabupaten C"),
    ]
    # 110.1° E is in UTM zone 49, south of the equator.
    assert cities[0].crs.to_epsg() == 32749
    assert cities[0].population is None
    unplaced = cities[1].facilities[cities[1].facilities["placement"] == Placement.UNPLACED]
    assert unplaced["name"].tolist() == ["Nobody knows where"]


def test_one_task_needs_no_other() -> None:
    nation = nation_of(drawn_data([NOWHERE]))
    together = answer_all(cities_of(nation), load_rules(), TODAY)
    alone = answer(list(cities_of(nation))[1], load_rules(), TODAY)
    rows = together[together["kabupaten_code"] == "11.02"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows, ANSWERS.validate(alone))


def test_answers_are_written_with_their_outlines(tmp_path: Path) -> None:
    nation = nation_of(drawn_data())
    answers = answer_all(cities_of(nation), load_rules(), TODAY)
    path = write_answers(answers, nation.kecamatan, tmp_path / "new" / "11.01.parquet")
    back = gpd.read_parquet(path)
    assert back["kecamatan_code"].tolist() == answers["kecamatan_code"].tolist()
    assert back.crs.to_epsg() == 4326
    assert [file.name for file in path.parent.iterdir()] == ["11.01.parquet"]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    nation = nation_of(drawn_data())
    answers = answer_all([], load_rules(), TODAY)
    with pytest.raises(OutputError):
        write_answers(answers, nation.kecamatan, tmp_path / "file" / "answers.parquet")
