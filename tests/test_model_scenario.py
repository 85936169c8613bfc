"""A scenario is a name and changes in order, which can be undone and redone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import ScenarioError
from planner.model.kinds import FacilityKind
from planner.model.scenario import (
    MAX_CHANGES,
    AddFacility,
    Change,
    CloseFacility,
    Draft,
    GrowthRow,
    GrowthTable,
    Scenario,
    UpgradeFacility,
)

EMPTY = Scenario("Percobaan", "00", "drawn", "2026-03-31")


def an_added(id_: str, **facts: object) -> AddFacility:
    known: dict[str, object] = {"kind": FacilityKind.PARK, "name": "Taman", "lon": 116.8, "lat": -1.2, **facts}
    return AddFacility(id=id_, **known)  # type: ignore[arg-type]


def test_changes_are_added_at_the_end_and_the_last_one_is_taken_back() -> None:
    two = EMPTY.with_change(CloseFacility("a")).with_change(UpgradeFacility("b"))
    assert two.changes == (CloseFacility("a"), UpgradeFacility("b"))
    assert two.without_last().changes == (CloseFacility("a"),)
    assert EMPTY.without_last() == EMPTY


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.integers(0, 10))
def test_what_is_undone_can_be_redone(ids: list[str], steps: int) -> None:
    draft = Draft(EMPTY)
    for id_ in ids:
        draft = draft.change(CloseFacility(id_))
    undone = draft
    for _ in range(steps):
        undone = undone.undo()
    assert len(undone.scenario.changes) == max(len(ids) - steps, 0)
    for _ in range(steps):
        undone = undone.redo()
    assert undone == draft


def test_a_new_change_forgets_what_was_undone() -> None:
    draft = Draft(EMPTY).change(CloseFacility("a")).undo().change(CloseFacility("b"))
    assert draft.redo() == draft
    assert draft.scenario.changes == (CloseFacility("b"),)


def test_each_added_place_gets_an_id_of_its_own() -> None:
    assert EMPTY.new_id == "scenario:1"
    assert EMPTY.with_change(an_added("scenario:4")).with_change(an_added("own")).new_id == "scenario:5"


@pytest.mark.parametrize(
    "facts",
    [
        {"name": " "},
        {"name": "x" * 81},
        {"name": "two\nlines"},
        {"lon": 181.0},
        {"lat": float("nan")},
        {"capacity": -1.0},
        {"area_m2": float("inf")},
    ],
)
def test_a_place_that_can_not_be_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ScenarioError):
        an_added("scenario:1", **facts)


def test_a_scenario_without_a_name_or_with_too_many_changes_is_refused() -> None:
    with pytest.raises(ScenarioError):
        Scenario("", "00", "drawn", "2026-03-31")
    many: tuple[Change, ...] = tuple(CloseFacility(str(number)) for number in range(MAX_CHANGES + 1))
    with pytest.raises(ScenarioError):
        Scenario("Banyak", "00", "drawn", "2026-03-31", many)


def test_a_table_of_growth_needs_its_source() -> None:
    row = GrowthRow("01", 2030, 10)
    for source in (("", "2025", "CC0"), ("Gambar", " ", "CC0"), ("Gambar", "2025", "")):
        with pytest.raises(ScenarioError):
            GrowthTable(*source, (row,))


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (GrowthRow("02", 2030, 10), GrowthRow("01", 2030, 10)),
        (GrowthRow("01", 2030, 10), GrowthRow("01", 2030, 11)),
        (GrowthRow("01", 2030, 10, children=11),),
        (GrowthRow("01", 2030, 10, tiers=(5, 5, 5)),),
        (GrowthRow("01", 2030, 10, tiers=(5, 5)),),
        (GrowthRow("01", 20300, 10),),
        (GrowthRow("01", 2030, -1),),
        (GrowthRow("01", 2030, 10, children=1), GrowthRow("02", 2030, 10)),
    ],
)
def test_rows_of_growth_that_contradict_each_other_are_refused(rows: tuple[GrowthRow, ...]) -> None:
    with pytest.raises(ScenarioError):
        GrowthTable("Gambar", "2025", "CC0", rows)


def test_the_years_of_a_table_are_those_that_all_its_regions_have() -> None:
    rows = (GrowthRow("01", 2020, 1), GrowthRow("01", 2040, 1), GrowthRow("02", 2025, 1), GrowthRow("02", 2035, 1))
    table = GrowthTable("Gambar", "2025", "CC0", rows)
    assert table.codes == ("01", "02")
    assert table.years == (2025, 2035)
