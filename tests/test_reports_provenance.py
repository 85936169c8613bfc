"""What an output says of its making, and what is refused when it is read back."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drawn_assessment import drawn_assessment
from hypothesis import given
from hypothesis import strategies as st

import planner
from planner.errors import LayerError, MissingFileError
from planner.model.options import CandidateSource, Objective, Options, SitingOptions, WalkingOptions
from planner.reports.assessment_file import AssessmentFile, AssessmentName
from planner.reports.carried.reading import MAX_BYTES, read_provenance
from planner.reports.contract import assessment_json
from planner.reports.geopackage import write_geopackage
from planner.reports.identity import assessment_id
from planner.reports.provenance import asked_document, provenance_document
from planner.reports.webmap import map_html
from planner.texts import Language, speak, translate

CHOSEN = Options(
    threshold_min=12.5,
    sites=3,
    walking=WalkingOptions(barrier=False),
    siting=SitingOptions(
        objective=Objective.MEDIAN,
        budget_idr=5_000_000_000,
        must=("upgrade:parks:1",),
        sources=(CandidateSource.UPGRADES,),
    ),
    as_of=dt.date(2026, 3, 31),
)
DRAWN = drawn_assessment()


def written(folder: Path, **changes: Any) -> Path:
    """Write an assessment.json, with whatever is to differ; ``None`` leaves a key out."""
    document = json.loads(assessment_json(drawn_assessment(options=CHOSEN), Language.ENGLISH)) | changes
    path = folder / "assessment.json"
    path.write_text(json.dumps({key: value for key, value in document.items() if value is not None}), encoding="utf-8")
    return path


def problem(path: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(LayerError) as refused:
        read_provenance(path)
    said = translate(refused.value.message, Language.ENGLISH)
    assert said.startswith(str(path))
    assert "\n" not in said
    return said.removeprefix(str(path))


def test_a_document_says_how_it_was_made(tmp_path: Path) -> None:
    made = read_provenance(written(tmp_path))
    assert made.output == asked_document(AssessmentFile(AssessmentName.DOCUMENT))
    assert (made.version, made.city_code, made.language) == (planner.__version__, "90.01", Language.ENGLISH)
    assert made.fingerprint == drawn_assessment().city.fingerprint
    assert made.options == CHOSEN


def test_a_page_says_the_same_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "peta (2).htm"
    with speak(Language.INDONESIAN):
        path.write_text(map_html(drawn_assessment(options=CHOSEN)), encoding="utf-8")
    made = read_provenance(path)
    assert made.output == asked_document(AssessmentFile(AssessmentName.PAGE))
    assert (made.language, made.options) == (Language.INDONESIAN, CHOSEN)


def test_a_geopackage_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "assessment.gpkg"
    write_geopackage(drawn_assessment(options=CHOSEN), path, Language.INDONESIAN)
    made = read_provenance(path)
    assert made.output == asked_document(AssessmentFile(AssessmentName.GEOPACKAGE))
    assert (made.language, made.options) == (Language.INDONESIAN, CHOSEN)
    assert (made.city_code, made.fingerprint) == ("90.01", drawn_assessment().city.fingerprint)


@pytest.mark.parametrize(
    "about",
    [
        "CREATE TABLE other (name TEXT)",
        "CREATE TABLE about (name TEXT, value TEXT)",
        # A view that never ends.
        "CREATE VIEW about AS WITH RECURSIVE n(name, value) AS (SELECT 1, 1 UNION ALL SELECT name + 1, value FROM n) "
        "SELECT name, value FROM n WHERE name < 0",
    ],
)
def test_a_foreign_database_is_told(tmp_path: Path, about: str) -> None:
    path = tmp_path / "foreign.gpkg"
    with closing(sqlite3.connect(path)) as database:
        database.execute(about)
        database.commit()
    assert problem(path).startswith(" does not say how the planner made it")


def test_a_database_that_is_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.gpkg"
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 50)
    assert problem(path).startswith(" does not say how the planner made it")


def test_the_id_is_that_of_maps_and_briefings() -> None:
    assessment = drawn_assessment(options=CHOSEN)
    assert provenance_document(assessment.city, assessment.options)["id"] == assessment_id(assessment)


@given(
    st.builds(
        Options,
        threshold_min=st.floats(0.5, 120),
        sites=st.none() | st.integers(0, 500),
        time_limit_s=st.floats(0.1, 1e6),
        walking=st.builds(WalkingOptions),
        siting=st.builds(
            SitingOptions,
            objective=st.sampled_from(Objective),
            equity=st.floats(0, 10),
            apart_m=st.floats(0, 1e5),
            sources=st.lists(st.sampled_from(CandidateSource), unique=True).map(tuple),
            must=st.lists(st.text(max_size=20), max_size=3).map(tuple),
            must_not=st.just(()),
            year_budgets_idr=st.just(()),
        ),
        as_of=st.dates(),
    )
)
def test_any_options_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, options: Options) -> None:
    document = provenance_document(DRAWN.city, options)
    path = tmp_path_factory.mktemp("options") / "assessment.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_provenance(path).options == options


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_provenance(tmp_path / "assessment.json")
    with pytest.raises(MissingFileError):
        read_provenance(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 \xff\xfe",
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b'{"schema": 1}',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"schema":' + b"[" * 100_000,
    ],
)
def test_a_foreign_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(content)
    assert problem(path) == (
        " does not say how the planner made it: give a file as the planner wrote it, not one that another program "
        "saved."
    )


@pytest.mark.parametrize("content", [b"", b"[1, 2]", b"[" * 100_000, b"\x00" * 100, b"a,b\r\n1,2\r\n"])
def test_what_may_be_a_table_is_told_where_its_metadata_are(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign"
    path.write_bytes(content)
    assert problem(path) == (
        " does not say how the planner made it: for a table (CSV) that stands in foreign-metadata.json, as it was "
        "written beside it."
    )


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "assessment.json"
    with path.open("wb") as file:
        file.write(b"{")
        file.truncate(MAX_BYTES + 1)
    assert problem(path) == " is too large for an output of the planner."


def test_a_newer_planner_s_file_is_told(tmp_path: Path) -> None:
    assert problem(written(tmp_path, schema=2)) == " was written by a newer planner: use that one."


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"fingerprint": None}, "fingerprint"),
        ({"language": "xx"}, "language"),
        ({"version": 3}, "version"),
        ({"city": {"code": "90.01"}}, "city.name"),
        ({"options": {"as_of": "yesterday"}}, "options.as_of"),
        ({"options": []}, "options"),
    ],
)
def test_what_is_damaged_is_named(tmp_path: Path, changes: dict[str, object], key: str) -> None:
    said = problem(written(tmp_path, **changes))
    assert said == f" is damaged: “{key}” is missing or can't be so. Take another copy."


def test_impossible_options_are_told_in_their_own_words(tmp_path: Path) -> None:
    options = json.loads(written(tmp_path).read_text(encoding="utf-8"))["options"]
    said = problem(written(tmp_path, options=options | {"threshold_min": -1}))
    assert said == ": The walking time must be more than 0 and at most 120 minutes, not -1."


def test_options_that_this_version_does_not_know_are_never_dropped(tmp_path: Path) -> None:
    options = json.loads(written(tmp_path).read_text(encoding="utf-8"))["options"]
    said = problem(written(tmp_path, options=options | {"bicycles": True}, version="9.0"))
    assert said.startswith(" was written by version 9.0, whose options this one (")
    # Nor is a default quietly put in for one that is missing: it may have been another one then.
    assert "can't repeat exactly" in problem(written(tmp_path, options={"sites": 3}))


def test_the_page_cannot_be_led_astray_by_a_name_in_the_data(tmp_path: Path) -> None:
    assessment = drawn_assessment()
    forged = '</script><script type="application/json" id="planner-provenance">{"schema": 2}</script>'
    path = tmp_path / "map.html"
    with speak(Language.ENGLISH):
        path.write_text(map_html(replace(assessment, city=replace(assessment.city, name=forged))), encoding="utf-8")
    assert read_provenance(path).city_name == forged
