"""One task: a city from the national layers or from its own folder, and what is wrong with one that can't be used."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import pickle
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from planner.batch.fingerprints import task_key
from planner.batch.task import LISTED_RULES, BatchOptions, CityTask, Outcome, assess_city
from planner.national.cities import Piece, nation_of, pieces_of
from planner.national.partitions import assessment_file, findings_file, kecamatan_file
from planner.sources.national import read_usable
from planner.texts import Language
from tests.city_folders import drawn_city
from tests.drawn_nation_files import write_nation

OPTIONS = BatchOptions(dt.date(2026, 11, 22), Language.ENGLISH)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Piece]:
    data = read_usable(write_nation(tmp_path_factory.mktemp("nation")))
    return {piece.code: piece for piece in pieces_of(nation_of(data))}


def run(code: str, ground: Piece | Path) -> Outcome:
    return assess_city(CityTask(code, ground, OPTIONS, "key"))


def kecamatan_of(outcome: Outcome) -> gpd.GeoDataFrame:
    assert outcome.problem == ""
    return gpd.read_parquet(io.BytesIO(outcome.files[kecamatan_file(outcome.code)]))


def findings_of(outcome: Outcome) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(outcome.files[findings_file(outcome.code)]))


def test_a_city_of_the_layers_is_answered_and_assessed(pieces: dict[str, Piece]) -> None:
    outcome = run("11.01", pieces["11.01"])
    rows = kecamatan_of(outcome).set_index("kecamatan_code")
    assert rows["puskesmas_status"].to_dict() == {"11.01.01": "met", "11.01.02": "unknown"}
    assert set(rows["data_from"]) == {"national_layers"}
    assert rows.crs.to_epsg() == 4326
    # The same as the assessment's own finding.
    findings = findings_of(outcome)
    own = findings[findings["rule"] == "PUSKESMAS_KEC"].set_index("unit_code")["status"]
    assert own.to_dict() == rows["puskesmas_status"].to_dict()


def test_rules_of_what_the_layers_do_not_list_are_left_out(pieces: dict[str, Piece]) -> None:
    assert {"PUSKESMAS_KEC", "SD", "SMP", "SMA", "PUSKESMAS"} <= set(LISTED_RULES)
    assert set(findings_of(run("11.01", pieces["11.01"]))["rule"]) == set(LISTED_RULES)
    # No park is listed: the programme would seem to fail in each kecamatan.
    assert "STSK_COVERAGE" not in LISTED_RULES


def test_a_city_without_any_facility_is_not_known_and_no_failure(pieces: dict[str, Piece]) -> None:
    assert pieces["12.01"].facilities.empty
    rows = kecamatan_of(run("12.01", pieces["12.01"]))
    assert rows["puskesmas_status"].tolist() == ["unknown", "unknown"]
    assert rows["land_share_sd"].isna().all()


def test_an_outline_without_area_is_told_with_its_code(pieces: dict[str, Piece]) -> None:
    piece = pieces["11.02"]
    flat = piece.kecamatan.set_geometry([shapely.Polygon(), piece.kecamatan.geometry.iloc[1]], crs=4326)
    outcome = run("11.02", dataclasses.replace(piece, kecamatan=flat))
    assert outcome.problem == "The outline of the kecamatan 11.02.01 (Kecamatan 11.02.01) has no area: draw it anew."
    assert not outcome.files


def test_a_city_folder_is_assessed_whole(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    outcome = run("99.99", folder)
    assert set(kecamatan_of(outcome)["data_from"]) == {"city_folder"}
    assert "STSK_COVERAGE" in set(findings_of(outcome)["rule"])
    document = json.loads(outcome.files[assessment_file("99.99")])
    told = {(one["rule"], one["unit_code"]): one["status"] for one in document["findings"]}
    findings = findings_of(outcome)
    kept = zip(findings["rule"], findings["unit_code"], findings["status"], strict=True)
    assert told == {(rule, code): status for rule, code, status in kept}


def test_a_folder_of_another_city_is_refused(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    assert run("64.71", folder).problem == (
        f"The folder {folder} is of the city 99.99, but the table of cities has it as 64.71: mend the table."
    )


def test_a_missing_folder_is_told_in_the_language_of_the_run(tmp_path: Path) -> None:
    outcome = run("64.71", tmp_path / "none")
    assert outcome.problem
    assert "\n" not in outcome.problem


def test_a_task_and_its_outcome_go_from_process_to_process(pieces: dict[str, Piece]) -> None:
    task = pickle.loads(pickle.dumps(CityTask("11.01", pieces["11.01"], OPTIONS, "key")))  # noqa: S301
    assert pickle.loads(pickle.dumps(assess_city(task))).files == run("11.01", pieces["11.01"]).files  # noqa: S301


def test_a_key_follows_from_all_that_a_partition_is_made_from(pieces: dict[str, Piece], tmp_path: Path) -> None:
    piece = pieces["11.01"]
    moved = dataclasses.replace(piece, kecamatan=piece.kecamatan.set_geometry(piece.kecamatan.translate(0.001)))
    renamed = dataclasses.replace(piece, facilities=piece.facilities.assign(name="Lain"))
    folder = drawn_city(tmp_path)
    keys = [
        task_key(piece, OPTIONS),
        task_key(piece, dataclasses.replace(OPTIONS, as_of=dt.date(2026, 11, 23))),
        task_key(piece, dataclasses.replace(OPTIONS, language=Language.INDONESIAN)),
        task_key(piece, dataclasses.replace(OPTIONS, threshold_min=12.0)),
        task_key(dataclasses.replace(piece, complete_kinds=frozenset({"puskesmas"})), OPTIONS),
        task_key(moved, OPTIONS),
        task_key(renamed, OPTIONS),
        task_key(folder, OPTIONS),
    ]
    assert len(set(keys)) == len(keys)
    assert task_key(pickle.loads(pickle.dumps(piece)), OPTIONS) == keys[0]  # noqa: S301
