"""All of Indonesia: every kecamatan is answered, by the code that assesses a city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from planner.national.answering import answer_all, fewest_without
from planner.national.cities import Nation, cities_of, nation_of
from planner.rules.catalogue import load_rules
from planner.sources.national import read_national
from planner.texts import Language

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def nation(shared_data: Path) -> Nation:
    return nation_of(read_national(shared_data / "indonesia"))


@pytest.fixture(scope="module")
def answers(nation: Nation) -> pd.DataFrame:
    return answer_all(cities_of(nation), load_rules(), TODAY, Language.ENGLISH)


def test_every_kecamatan_is_answered_once(nation: Nation, answers: pd.DataFrame) -> None:
    assert len(answers) == 7285
    assert answers["kecamatan_code"].is_unique
    assert sorted(answers["kecamatan_code"]) == nation.kecamatan["code"].tolist()
    assert answers["kabupaten_code"].nunique() == 514
    assert answers["land_share_sd"].notna().all()


def test_no_facility_is_lost(nation: Nation) -> None:
    counts = nation.facilities["kind"].value_counts()
    assert (counts["puskesmas"], counts["school_sd"]) == (9913, 148479)
    puskesmas = nation.facilities[nation.facilities["kind"] == "puskesmas"]
    known = puskesmas["kecamatan_code"].notna()
    # Each is in one kecamatan, or may be in at least one kabupaten.
    assert set(puskesmas.index[~known]) <= set(nation.maybe_in["facility"])


def test_what_is_known_of_puskesmas(nation: Nation, answers: pd.DataFrame) -> None:
    status = answers["puskesmas_status"].value_counts().to_dict()
    # Nobody says that the list is complete, and many lack a position: no kecamatan is known to have none.
    assert status == {"met": 5480, "unknown": 1805}
    assert (answers["puskesmas"].gt(0) == answers["puskesmas_status"].eq("met")).all()
    # But they can't all be in the gaps.
    assert fewest_without(answers, nation) == 891


@pytest.mark.parametrize(
    ("code", "puskesmas"),
    [
        # Balikpapan's six, counted from the rows of the list that lie in each outline; the last of its 27 puskesmas,
        # Klandasan Ilir, lies off the coast of the generalised outlines.
        ("64.71.01", 4),
        ("64.71.02", 7),
        ("64.71.03", 4),
        ("64.71.04", 6),
        ("64.71.05", 2),
        ("64.71.06", 3),
    ],
)
def test_the_kecamatan_of_one_city_are_met(answers: pd.DataFrame, code: str, puskesmas: int) -> None:
    row = answers.set_index("kecamatan_code").loc[code]
    assert (row["puskesmas"], row["puskesmas_status"]) == (puskesmas, "met")


def test_schools_are_near_in_the_centre_and_far_in_the_forest(answers: pd.DataFrame) -> None:
    share = answers.set_index("kecamatan_code")["land_share_sd"]
    # Balikpapan Kota is 11 km² of town; Balikpapan Barat is 193 km², most of it protected forest.
    assert share["64.71.06"] > 0.9
    assert share["64.71.02"] < 0.1
