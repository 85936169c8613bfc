"""The table to fill in on the spot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from city_folders import drawn_city as drawn_folder
from drawn_assessment import HOSTILE, drawn_city
from drawn_survey import seen, survey_of

from planner.errors import OutputError
from planner.ingest import load_city
from planner.model.survey import PLACE_FACTS, SIGN_FACTS
from planner.reports.sign_places import sign_places
from planner.reports.spreadsheet import as_csv
from planner.reports.survey_template import (
    COLUMNS,
    SIGN_COLUMNS,
    sign_template,
    survey_template,
    write_survey_template,
)
from planner.rules.catalogue import load_rules
from planner.sources.survey.importing import import_survey
from planner.sources.survey.rows import check_columns
from planner.sources.survey.store import read_survey
from planner.texts import Language, speak


def test_every_place_to_play_is_asked_every_question() -> None:
    with speak(Language.ENGLISH):
        table = survey_template(drawn_city())
    assert list(table.columns) == COLUMNS
    # Two parks; the school and the puskesmas are no places to play.
    assert table["place_name"].drop_duplicates().tolist() == ["Taman Muara", HOSTILE]
    assert table["fact"].tolist() == [str(fact) for fact in PLACE_FACTS] * 2
    assert table["question"].iloc[1] == "Is entry free?"
    assert table[["value", "date", "office"]].isna().all(axis=None)
    check_columns(table, "template")


def test_a_filled_in_template_can_be_imported(tmp_path: Path) -> None:
    folder = drawn_folder(tmp_path)
    path = write_survey_template(as_csv(survey_template(load_city(folder)), {}), tmp_path / "survey")
    table = pd.read_csv(path, dtype="str")
    filled = table["fact"].isin(["free", "play_equipment"])
    table.loc[filled, ["value", "date", "office"]] = ["tidak diketahui", "01/03/2026", "DLH"]
    # As a spreadsheet of the country saves it.
    table.to_csv(path, index=False, sep=";", encoding="utf-8-sig")
    imported = import_survey(folder, path)
    assert imported.saved.added == filled.sum() > 0
    assert imported.blank == (~filled).sum()
    assert set(read_survey(folder)["value"]) == {"unknown"}


def test_a_template_that_may_be_filled_in_is_never_overwritten(tmp_path: Path) -> None:
    path = write_survey_template(b"first", tmp_path)
    with pytest.raises(OutputError):
        write_survey_template(b"second", tmp_path)
    assert path.read_bytes() == b"first"
    with pytest.raises(OutputError):
        write_survey_template(b"third", path)


def test_every_place_that_has_to_be_smoke_free_is_asked_for_its_sign() -> None:
    city = drawn_city()
    with speak(Language.ENGLISH):
        table = sign_template(city, load_rules())
    assert list(table.columns) == SIGN_COLUMNS
    # Both parks, the school and the puskesmas.
    assert table["place_name"].nunique() == city.facilities["kind"].isin(["park", "school_sd", "puskesmas"]).sum() == 4
    assert table["fact"].tolist() == [str(fact) for fact in SIGN_FACTS] * 4
    assert table[["value", "date", "office", "note"]].isna().all(axis=None)
    check_columns(table, "template")


def test_places_of_signs_tell_what_was_seen_last() -> None:
    city = drawn_city()
    school = city.facilities.set_index("kind").loc["school_sd", "id"]
    seen_then = [seen(school, "smoke_free_sign"), seen(school, "sign_legible", value="faded", date="2026-03-05")]
    with speak(Language.ENGLISH):
        places = sign_places(replace(city, survey=survey_of(*seen_then)), load_rules()).set_index("id")
    assert places.loc[school, "last"] == "no-smoking sign: yes; sign can be read: faded (2026-03-05, DLH)"
    assert places["last"].drop(school).isna().all()
    assert places["lon"].notna().any()
