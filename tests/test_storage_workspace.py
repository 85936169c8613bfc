"""Editing together: the version check, roles, undo and redo, the same in both backends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from city_folders import drawn_city, sentence
from shapely import Point
from sqlalchemy import select
from stores import BAPPEDA, DKK, DLH, VIEWER, Backend, answer, record, recorded, settle

from planner.errors import ConflictError, NotAllowedError, OptionError, PlannerError
from planner.model.kinds import FacilityKind
from planner.model.person import ONE_DESK, Collection
from planner.model.survey import KnownPlace, NewPlace, SurveyFact
from planner.storage.folder import read_folder
from planner.storage.records import Deed
from planner.storage.schema import SURVEY
from planner.storage.workspace import StoredWorkspace
from planner.texts import text


@pytest.fixture
def city(backend: Backend, tmp_path: Path) -> StoredWorkspace:
    return backend.workspace(drawn_city(tmp_path))


def values(city: StoredWorkspace) -> list[str]:
    return [str(row.body["value"]) for row in city.store.rows(Collection.SURVEY)]


def test_an_edit_is_one_revision_that_says_who_when_from_and_to(city: StoredWorkspace) -> None:
    edited = record(city, DKK, answer("yes"), answer("no", fact=SurveyFact.SIGN_LEGIBLE))
    assert edited.revision is not None
    assert (edited.revision.number, edited.revision.by, edited.revision.deed) == (2, DKK, Deed.RECORD)
    first, second = city.store.changes([2])
    assert (first.edit.before, first.edit.after and first.edit.after["value"]) == (None, "yes")
    assert second.edit.subject == "schools:1|sign_legible"
    assert city.store.revisions(most=1) == (edited.revision,)
    assert city.store.revisions()[-1].deed is Deed.CREATE


def test_an_edit_that_changes_nothing_is_no_revision(city: StoredWorkspace) -> None:
    assert city.edit(ONE_DESK, Deed.IMPORT, lambda folder: folder.name).revision is None
    assert city.store.revision() == 1


def test_two_desks_that_take_turns_lose_nothing(backend: Backend, city: StoredWorkspace, tmp_path: Path) -> None:
    """Each keeps in mind what it wrote last; the other one has gone on since."""
    other = StoredWorkspace(backend.open(), tmp_path / "elsewhere")
    desks = [(city, DKK), (other, DLH), (other, DKK), (city, DLH), (city, DKK)]
    for number, (desk, office) in enumerate(desks):
        place = KnownPlace(f"schools:{number}", "SD")
        record(desk, office, answer("yes" if number % 2 else "no", place=place))
        read = read_folder(desk.newest()[1]).rows
        kept = desk.store.state()[1]
        assert [(row.key, row.body) for row in read] == [(row.key, row.body) for row in kept]
    assert city.store.revision() == 1 + len(desks)
    rows = other.store.rows(Collection.SURVEY)
    assert [row.body["facility_id"] for row in rows] == [f"schools:{number}" for number in range(len(desks))]
    assert len({row.position for row in rows}) == len(desks)


def test_a_change_that_fails_changes_nothing(city: StoredWorkspace) -> None:
    def fails(folder: Path) -> None:
        (folder / "city.toml").unlink()
        raise OptionError(text("No."))

    with pytest.raises(OptionError):
        city.edit(ONE_DESK, Deed.IMPORT, fails)
    assert city.store.revision() == 1
    assert (city.newest()[1] / "city.toml").is_file()


def test_the_second_of_two_answers_gets_both_versions(city: StoredWorkspace) -> None:
    record(city, DKK, answer("yes"), seen=1)
    with pytest.raises(ConflictError) as caught:
        record(city, DLH, answer("no", office="DLH"), seen=1)
    (conflict,) = caught.value.conflicts
    assert [body["value"] for body in conflict.theirs] == ["yes"]
    assert [body["value"] for body in conflict.mine] == ["no"]
    assert conflict.latest is not None
    assert conflict.latest.by == DKK
    assert values(city) == ["yes"]


def test_whoever_saw_the_first_answer_may_give_another(city: StoredWorkspace) -> None:
    record(city, DKK, answer("yes"), seen=1)
    record(city, DLH, answer("no", office="DLH"), seen=2)
    assert values(city) == ["yes", "no"]


def test_edits_of_different_places_do_not_disturb_each_other(city: StoredWorkspace) -> None:
    record(city, DKK, answer("yes"), seen=1)
    record(city, DLH, answer("no", place=KnownPlace("schools:2", "SD Dua")), seen=1)
    assert values(city) == ["yes", "no"]


def test_a_user_may_leave_what_the_other_said(city: StoredWorkspace) -> None:
    record(city, DKK, answer("yes"), seen=1)
    with pytest.raises(ConflictError) as caught:
        record(city, DLH, answer("no", office="DLH"), answer("yes", fact=SurveyFact.SIGN_LEGIBLE), seen=1)
    leaving = {(one.collection, one.subject) for one in caught.value.conflicts}
    change = recorded(answer("no", office="DLH"), answer("yes", fact=SurveyFact.SIGN_LEGIBLE))
    city.edit(DLH, Deed.RECORD, change, seen=1, leaving=leaving)
    assert [(row.body["fact"], row.body["value"]) for row in city.store.rows(Collection.SURVEY)] == [
        ("smoke_free_sign", "yes"),
        ("sign_legible", "yes"),
    ]


def test_undo_and_redo(city: StoredWorkspace) -> None:
    made = record(city, DKK, answer("yes")).revision
    assert made is not None
    undone = city.undo(DKK, made.number)
    assert (undone.deed, undone.undoes) == (Deed.UNDO, made.number)
    assert values(city) == []
    city.undo(DKK, undone.number)
    assert values(city) == ["yes"]
    assert len(city.store.revisions()) == 4


def test_what_was_changed_again_since_is_not_undone_unseen(city: StoredWorkspace) -> None:
    settle(city, "catatan.txt", b"satu")
    settle(city, "catatan.txt", b"dua")
    with pytest.raises(ConflictError):
        city.undo(ONE_DESK, 2)
    city.undo(ONE_DESK, 3)
    assert (city.newest()[1] / "catatan.txt").read_bytes() == b"satu"


def test_the_first_revision_and_unknown_ones_can_not_be_undone(city: StoredWorkspace) -> None:
    for number in (1, 7):
        with pytest.raises(OptionError) as caught:
            city.undo(ONE_DESK, number)
        assert str(number) in sentence(caught.value)


@pytest.mark.parametrize("deed", list(Deed))
def test_a_viewer_changes_nothing_by_any_deed(city: StoredWorkspace, deed: Deed) -> None:
    with pytest.raises(NotAllowedError):
        city.edit(VIEWER, deed, recorded(answer("yes")))
    with pytest.raises(NotAllowedError):
        city.undo(VIEWER, 1)
    assert city.store.revision() == 1


def test_a_surveyor_changes_the_survey_and_nothing_else(city: StoredWorkspace) -> None:
    """What is really changed decides, whatever the deed is called."""

    def settings(folder: Path) -> None:
        path = folder / "city.toml"
        path.write_text(path.read_text(encoding="utf-8") + "\n# lain\n", encoding="utf-8")

    with pytest.raises(NotAllowedError):
        city.edit(DKK, Deed.RECORD, settings)
    assert city.store.revision() == 1


def test_a_surveyor_takes_back_only_what_the_own_office_did(city: StoredWorkspace) -> None:
    record(city, DKK, answer("yes"))
    with pytest.raises(NotAllowedError):
        city.undo(DLH, 2)
    with pytest.raises(NotAllowedError):
        city.undo(replace(DKK, office=""), 2)
    city.undo(BAPPEDA, 2)
    assert values(city) == []


def test_a_file_that_the_settings_need_is_not_taken_back(city: StoredWorkspace) -> None:
    """A city that nobody could open any more is never made."""
    settle(city, "penduduk.csv", (city.newest()[1] / "contoh_penduduk.csv").read_bytes())

    def use_it(folder: Path) -> None:
        path = folder / "city.toml"
        path.write_text(path.read_text(encoding="utf-8").replace("contoh_penduduk.csv", "penduduk.csv"), "utf-8")

    city.edit(ONE_DESK, Deed.IMPORT, use_it)
    with pytest.raises(PlannerError) as caught:
        city.undo(ONE_DESK, 2)
    assert "penduduk.csv" in sentence(caught.value)
    city.undo(ONE_DESK, 3)
    city.undo(ONE_DESK, 2)
    assert not (city.newest()[1] / "penduduk.csv").exists()


def test_names_with_sql_in_them_are_only_names(city: StoredWorkspace) -> None:
    name = "'); DROP TABLE survey; --"
    record(city, DKK, answer("yes", place=KnownPlace(name, name), office=name))
    assert [row.body["facility_id"] for row in city.store.rows(Collection.SURVEY)] == [name]
    settle(city, f"{name}.txt", b"isi")
    assert (city.newest()[1] / f"{name}.txt").read_bytes() == b"isi"
    assert city.store.revisions(most=1)[0].number == 3


def test_a_place_found_on_the_spot_is_a_point_on_the_map(city: StoredWorkspace) -> None:
    place = NewPlace("Taman Baru", FacilityKind.PARK, 110.01, -5.02)
    record(city, DKK, answer("yes", place=place, fact=SurveyFact.PUBLIC))
    with city.store.reading() as connection:
        assert connection.scalar(select(SURVEY.c.geom)) == Point(110.01, -5.02)
