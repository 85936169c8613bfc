"""Survey files that a process knows: read once, and never taken for anything but what they hold."""

from __future__ import annotations

import datetime as dt
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from city_folders import drawn_city
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import LayerError
from planner.model.kinds import FacilityKind
from planner.model.survey import SURVEY, KnownPlace, NewPlace, SurveyFact, SurveyRecord
from planner.sources.changing import table_content
from planner.sources.survey import kept
from planner.sources.survey.kept import KEPT, SurveyFile, SurveyFiles
from planner.sources.survey.rows import COLUMNS
from planner.sources.survey.store import SURVEY_FILE, append_survey, read_survey, undo_visit
from planner.sources.survey.values import tidy
from planner.sources.tables import parse_table

DAY = dt.date(2026, 3, 1)
TODAY = dt.date(2026, 3, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_city(tmp_path)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many rows each check of a file looked at."""
    done: list[int] = []
    checked_rows = kept.checked_rows

    def counting(rows: pd.DataFrame, file: str, *, today: dt.date | None = None) -> pd.DataFrame:
        done.append(len(rows))
        return checked_rows(rows, file, today=today)

    monkeypatch.setattr(kept, "checked_rows", counting)
    return done


def record(value: str = "yes", fact: SurveyFact = SurveyFact.FREE, **told: object) -> SurveyRecord:
    facts = {"place": KnownPlace("contoh:1", "Taman"), "date": DAY, "office": "DLH", **told}
    return SurveyRecord(fact=fact, value=value, **facts)  # type: ignore[arg-type]


def written(folder: Path, *values: str, date: str = "2026-03-01") -> Path:
    path = folder / SURVEY_FILE
    rows = "".join(f"contoh:1,free,{value},{date},DLH\n" for value in values)
    path.write_text(f"facility_id,fact,value,date,office\n{rows}", encoding="utf-8")
    return path


def from_scratch(folder: Path) -> pd.DataFrame:
    return SurveyFiles().read(folder / SURVEY_FILE, TODAY).survey


def test_one_content_is_checked_once_wherever_it_lies(folder: Path, checks: list[int]) -> None:
    files, path = SurveyFiles(), written(folder, "yes", "no")
    copy = path.with_name("copy.csv")
    copy.write_bytes(path.read_bytes())
    for one in (path, copy, path):
        assert files.read(one, TODAY).survey["value"].tolist() == ["yes", "no"]
    assert checks == [2]


def test_another_content_of_the_same_size_and_moment_is_read(folder: Path) -> None:
    files, path = SurveyFiles(), written(folder, "yes", "no ")
    before = path.stat()
    assert files.read(path, TODAY).survey["value"].tolist() == ["yes", "no"]
    written(folder, "no ", "yes")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns, before.st_size) == (after.st_ino, after.st_mtime_ns, after.st_size)
    assert files.read(path, TODAY).survey["value"].tolist() == ["no", "yes"]


def test_a_survey_of_tomorrow_is_refused_however_often_it_was_read(folder: Path) -> None:
    files, path = SurveyFiles(), written(folder, "yes", date="2026-03-02")
    for _ in range(2):
        assert len(files.read(path, dt.date(2026, 3, 2)).survey) == 1
        with pytest.raises(LayerError):
            files.read(path, DAY)


def test_a_file_that_is_wrong_is_refused_each_time_and_one_that_goes_is_gone(folder: Path) -> None:
    path = written(folder, "perhaps")
    for _ in range(2):
        with pytest.raises(LayerError):
            read_survey(folder)
    path.unlink()
    assert read_survey(folder).empty
    path.write_bytes(b"")
    with pytest.raises(LayerError):
        read_survey(folder)


def test_whoever_changes_what_was_read_changes_nobody_elses(folder: Path) -> None:
    append_survey(folder, [record(), record("no", SurveyFact.FENCE)])
    before = read_survey(folder)
    mine = read_survey(folder)
    mine["value"] = "changed"
    mine.loc[0, "row"] = 77
    del mine["note"]
    mine.index.name = "number"
    with pytest.raises(ValueError, match="read-only"):
        read_survey(folder)["row"].to_numpy()[0] = 77
    pd.testing.assert_frame_equal(read_survey(folder), before)
    append_survey(folder, [record(office="DPPR")])
    pd.testing.assert_frame_equal(read_survey(folder), from_scratch(folder))


def test_only_some_files_are_kept(tmp_path: Path, checks: list[int]) -> None:
    files, path = SurveyFiles(), tmp_path / SURVEY_FILE
    for number in range(1, KEPT + 2):
        written(tmp_path, *["yes"] * number)
        files.read(path, TODAY)
    written(tmp_path, "yes")
    files.read(path, TODAY)
    assert checks == [*range(1, KEPT + 2), 1]


def test_what_was_just_added_is_not_read_again(folder: Path, checks: list[int]) -> None:
    append_survey(folder, [record()])
    saved = append_survey(folder, [record("no", office="DPPR"), record("no", SurveyFact.FENCE)])
    pd.testing.assert_frame_equal(read_survey(folder), from_scratch(folder))
    assert checks == [3]
    undo_visit(folder, saved.visit)
    pd.testing.assert_frame_equal(read_survey(folder), from_scratch(folder))


def test_what_another_program_added_meanwhile_is_kept(folder: Path) -> None:
    append_survey(folder, [record()])
    with (folder / SURVEY_FILE).open("a", encoding="utf-8") as file:
        file.write("\ncontoh:2,,,,,free,Ya,01/03/2026,DPPR,,\n")
    append_survey(folder, [record("no", office="Dinkes")])
    survey = read_survey(folder)
    assert survey["office"].tolist() == ["DLH", "DPPR", "Dinkes"]
    pd.testing.assert_frame_equal(survey, from_scratch(folder))


_words = st.text(max_size=12).map(tidy)
_names = _words.filter(bool)
_places = st.builds(KnownPlace, _names, _words) | st.builds(
    NewPlace,
    _names,
    st.sampled_from([FacilityKind.PARK, FacilityKind.SCHOOL_SD]),
    st.floats(-180, 180),
    st.floats(-90, 90),
)
_answers = st.sampled_from(
    [
        (SurveyFact.FREE, "Ya"),
        (SurveyFact.SIGN_LEGIBLE, "pudar"),
        (SurveyFact.PLAY_EQUIPMENT, "slide; swing"),
        (SurveyFact.PLAY_EQUIPMENT, "none"),
        (SurveyFact.OPENING_HOURS, '"8,5"–17; Senin'),
        (SurveyFact.FENCE, "tidak diketahui"),
        (SurveyFact.PHOTO, "0123456789abcdef.jpg"),
    ]
) | st.floats(1e-9, 1e12).map(lambda number: (SurveyFact.AREA, repr(number)))
_records = st.builds(
    lambda place, answer, office, note, day: SurveyRecord(place, *answer, day, office, note),
    _places,
    _answers,
    _names,
    _words,
    st.dates(dt.date(2000, 1, 1), DAY),
)


@settings(max_examples=50, deadline=None)
@given(deliveries=st.lists(st.lists(_records, min_size=1, max_size=3), max_size=4))
def test_what_is_known_of_a_file_is_what_it_says_and_it_is_written_as_a_whole_table_would_be(
    deliveries: list[list[SurveyRecord]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = drawn_city(tmp_path_factory.mktemp("city"))
    for delivery in deliveries:
        append_survey(folder, delivery, today=TODAY)
        survey = read_survey(folder, today=TODAY)
        pd.testing.assert_frame_equal(survey, from_scratch(folder))
        # What is built without the schema is what the schema would let through, with its types.
        pd.testing.assert_frame_equal(survey, SURVEY.validate(survey))
        content = (folder / SURVEY_FILE).read_bytes()
        assert content == table_content(parse_table(content, SURVEY_FILE).reindex(columns=COLUMNS))


def test_a_file_of_a_spreadsheet_is_written_anew_as_a_whole(folder: Path) -> None:
    rows = "office;fact;value;date;facility_id\n\nDLH;free;Ya;01/02/2026;contoh:1\n"
    (folder / SURVEY_FILE).write_text(rows, encoding="utf-8-sig")
    append_survey(folder, [record("no")])
    first, second, third = (folder / SURVEY_FILE).read_text(encoding="utf-8").splitlines()
    assert first == ",".join(COLUMNS)
    assert second == "contoh:1,,,,,free,Ya,01/02/2026,DLH,,"
    assert third.startswith("contoh:1,Taman,,,,free,no,2026-03-01,DLH,,")
    pd.testing.assert_frame_equal(read_survey(folder), from_scratch(folder))


def test_several_threads_lose_nothing_and_read_nothing_else(folder: Path) -> None:
    together = threading.Barrier(4)

    def work(who: int) -> None:
        together.wait()
        for number in range(6):
            append_survey(folder, [record(place=KnownPlace(f"{who}:{number}", "Taman"), office=f"Kantor {who}")])
            own = read_survey(folder)
            # At least what this thread has recorded, in its order.
            mine = own.loc[own["office"] == f"Kantor {who}", "facility_id"].tolist()
            assert mine == [f"{who}:{done}" for done in range(number + 1)]

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(work, who) for who in range(4)]:
            done.result()
    pd.testing.assert_frame_equal(read_survey(folder), from_scratch(folder))
    assert len(read_survey(folder)) == 24


def test_a_file_there_is_none_of_holds_on_every_day(tmp_path: Path) -> None:
    file: SurveyFile = SurveyFiles().read(tmp_path / SURVEY_FILE, DAY)
    assert file.survey.empty
    assert file.holds_on(dt.date(1999, 1, 1))
