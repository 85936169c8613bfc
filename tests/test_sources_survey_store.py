"""The survey of a city folder: nothing that was saved is lost."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from city_folders import drawn_city
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import LayerError, MissingFileError, OutputError, PlannerError
from planner.model.kinds import FacilityKind
from planner.model.survey import KnownPlace, NewPlace, SurveyFact, SurveyRecord, newest
from planner.sources.builtin import builtin_city
from planner.sources.survey.photos import clean_photo, photo_name
from planner.sources.survey.store import SURVEY_FILE, append_survey, read_survey, undo_visit
from planner.sources.survey.values import tidy
from planner.texts import Language, translate

DAY = dt.date(2026, 3, 1)
PARK = KnownPlace("contoh:1", "Taman <b>, \"Satu\"; 'dua'")

WRITER = """
import datetime as dt, sys
from pathlib import Path
from planner.model.survey import KnownPlace, SurveyFact, SurveyRecord
from planner.sources.survey.store import append_survey
who = sys.argv[2]
for number in range(15):
    place = KnownPlace(f"{who}:{number}", who)
    append_survey(Path(sys.argv[1]), [SurveyRecord(place, SurveyFact.FREE, "yes", dt.date(2026, 3, 1), who)])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


def record(fact: SurveyFact = SurveyFact.FREE, value: str = "yes", **told: object) -> SurveyRecord:
    facts = {"place": PARK, "date": DAY, "office": "DLH", **told}
    return SurveyRecord(fact=fact, value=value, **facts)  # type: ignore[arg-type]


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}


def test_a_city_without_a_survey_has_none(folder: Path) -> None:
    assert read_survey(folder).empty


def test_what_is_saved_is_read_back(folder: Path) -> None:
    new = NewPlace("Taman Baru", FacilityKind.PLAYGROUND, 110.001, -5.02)
    saved = append_survey(folder, [record(note='rusak,\n"dua"'), record(SurveyFact.AREA, "1500.5", place=new)])
    survey = read_survey(folder)
    assert (saved.added, saved.repeated) == (2, 0)
    assert survey["place_name"].tolist() == [PARK.name, "Taman Baru"]
    assert survey["note"].tolist()[0] == 'rusak, "dua"'
    assert survey[["lon", "lat"]].to_numpy()[1].tolist() == [110.001, -5.02]
    assert set(survey["visit"]) == {saved.visit}


names = st.text(min_size=1, max_size=40).map(tidy).filter(bool)


@settings(max_examples=25, deadline=None)
@given(
    visits=st.lists(
        st.lists(st.tuples(names, names, st.sampled_from(["yes", "no"])), min_size=1, max_size=3), max_size=4
    )
)
def test_adding_loses_nothing(
    visits: list[list[tuple[str, str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = drawn_city(tmp_path_factory.mktemp("city"))
    last: dict[str, str] = {}
    for number, visit in enumerate(visits):
        before = read_survey(folder)
        records = [record(value=value, place=KnownPlace(place, place), note=note) for place, note, value in visit]
        saved = append_survey(folder, records)
        after = read_survey(folder)
        # Older rows stay as they are and where they are; every new one is added or stood there already.
        assert after.iloc[: len(before)].equals(before), number
        assert len(after) == len(before) + saved.added
        assert saved.added + saved.repeated == len(visit)
        last |= {place: value for place, _, value in visit}
    holding = newest(read_survey(folder))
    assert dict(zip(holding["facility_id"], holding["value"], strict=True)) == last


def test_two_processes_lose_no_row(folder: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), who]) for who in ("DLH", "DPPR")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    survey = read_survey(folder)
    assert sorted(survey["facility_id"]) == sorted(f"{who}:{number}" for who in ("DLH", "DPPR") for number in range(15))
    assert survey["visit"].nunique() == 30


def test_saving_twice_adds_once_but_a_change_of_mind_counts(folder: Path) -> None:
    append_survey(folder, [record(value="yes")])
    assert append_survey(folder, [record(value="yes")]).repeated == 1
    append_survey(folder, [record(value="no")])
    assert append_survey(folder, [record(value="yes")]).added == 1
    assert newest(read_survey(folder))["value"].tolist() == ["yes"]
    assert len(read_survey(folder)) == 3


def test_a_visit_is_taken_back_with_its_photo_and_nothing_else(folder: Path) -> None:
    from test_sources_survey_photos import picture

    photo = clean_photo(picture(), "foto.jpg")
    first = append_survey(folder, [record(value="no")])
    before = content(folder)
    second = append_survey(folder, [record(SurveyFact.PHOTO, photo_name(photo)), record(SurveyFact.FENCE)], [photo])
    assert (folder / "photos" / photo_name(photo)).is_file()
    assert undo_visit(folder, second.visit) == 2
    assert content(folder) == before
    assert undo_visit(folder, first.visit) == 1
    assert not (folder / SURVEY_FILE).exists()
    with pytest.raises(MissingFileError):
        undo_visit(folder, first.visit)


def test_a_photo_that_another_visit_shows_stays(folder: Path) -> None:
    from test_sources_survey_photos import picture

    photo = clean_photo(picture(), "foto.jpg")
    append_survey(folder, [record(SurveyFact.PHOTO, photo_name(photo))], [photo])
    other = append_survey(folder, [record(SurveyFact.PHOTO, photo_name(photo), office="DPPR")], [photo])
    undo_visit(folder, other.visit)
    assert (folder / "photos" / photo_name(photo)).is_file()


def test_taking_back_removes_no_file_that_is_no_photo(folder: Path) -> None:
    visit = append_survey(folder, [record()]).visit
    with (folder / SURVEY_FILE).open("a", encoding="utf-8") as file:
        file.write(f"contoh:1,,,,,photo,../city.toml,2026-03-01,DLH,,{visit}\n")
    undo_visit(folder, visit)
    assert (folder / "city.toml").is_file()


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "perhaps"},
        {"office": " \u200b "},
        {"date": dt.date(2999, 1, 1)},
        {"place": NewPlace("A", FacilityKind.PROTECTED_FOREST, 110.0, -5.0)},
        {"place": NewPlace("A", FacilityKind.PARK, float("nan"), -5.0)},
    ],
)
def test_a_record_that_can_not_be_true_changes_nothing(folder: Path, wrong: dict[str, object]) -> None:
    append_survey(folder, [record()])
    before = content(folder)
    with pytest.raises(LayerError):
        append_survey(folder, [record(SurveyFact.FENCE), record(**wrong)])  # type: ignore[arg-type]
    assert content(folder) == before


def test_a_file_that_is_broken_is_not_overwritten(folder: Path) -> None:
    (folder / SURVEY_FILE).write_bytes(b"\xff\xfe broken")
    before = content(folder)
    for change in (lambda: append_survey(folder, [record()]), lambda: undo_visit(folder, "1")):
        with pytest.raises(LayerError):
            change()
    assert content(folder) == before


def test_a_table_saved_by_a_spreadsheet_is_added_to(folder: Path) -> None:
    rows = "facility_id;fact;value;date;office\ncontoh:1;free;Ya;01/02/2026;DLH\n"
    (folder / SURVEY_FILE).write_text(rows, encoding="utf-8-sig")
    append_survey(folder, [record(value="no")])
    assert read_survey(folder)["value"].tolist() == ["yes", "no"]


def test_the_built_in_city_and_what_is_no_city_are_refused(tmp_path: Path) -> None:
    for folder, kind in (
        (builtin_city(), OutputError),
        (tmp_path, MissingFileError),
        (tmp_path / "no", MissingFileError),
    ):
        with pytest.raises(kind) as caught:
            append_survey(folder, [record()])
        assert isinstance(caught.value, PlannerError)
    assert not (builtin_city() / SURVEY_FILE).exists()


def test_a_folder_that_can_not_be_written_is_said_plainly(folder: Path) -> None:
    # A folder where the file belongs: even root can't write there.
    (folder / f".{SURVEY_FILE}.lock").mkdir()
    with pytest.raises(OutputError) as caught:
        append_survey(folder, [record()])
    assert "can't be written" in translate(caught.value.message, Language.ENGLISH)
