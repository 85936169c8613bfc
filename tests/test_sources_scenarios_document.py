"""A scenario as a TOML file, and what a broken one says."""

from __future__ import annotations

import dataclasses

import pytest
from drawn_scenario import drawn_growth
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import ScenarioError
from planner.model.kinds import FacilityKind
from planner.model.options import CandidateSource, Objective, Options, Programme, SitingOptions, WalkingOptions
from planner.model.scenario import (
    AddFacility,
    Change,
    CloseFacility,
    Grow,
    GrowthRow,
    GrowthTable,
    MoveFacility,
    Scenario,
    UpgradeFacility,
)
from planner.sources.scenarios.document import MAX_BYTES, read_scenario, scenario_toml
from planner.texts import Language, translate

OPTIONS = Options(
    threshold_min=12.5,
    sites=4,
    time_limit_s=3.0,
    walking=WalkingOptions(barrier=False),
    siting=SitingOptions(
        programme=Programme.RBRA_PER_KELURAHAN,
        objective=Objective.MEDIAN,
        budget_idr=2_000_000_000,
        equity=1.5,
        must=("upgrade:p2",),
        sources=(CandidateSource.PARCELS,),
        exclusions=(),
        first_year=2027,
        year_budgets_idr=(500_000_000, 1_000_000_000),
    ),
)
GROWTHS = (
    drawn_growth("01,2030,10", "02,2030,20"),
    drawn_growth("01,2030,10,3", header="code,year,population,children"),
    drawn_growth("01,2030,10,1,2,3", header="code,year,population,children_0_5,children_6_11,children_12_17"),
)
WHOLE = Scenario(
    name='Taman "Baru" \\ № 1',
    city_code="00",
    city_fingerprint="drawn",
    date="2026-03-31",
    changes=(
        AddFacility("scenario:1", FacilityKind.PARK, "Taman = [Baru]", 116.8, -1.25, True, area_m2=1200.0),
        AddFacility("scenario:2", FacilityKind.SCHOOL_SD, "SD 'Dua'", 116.9, -1.0, capacity=200.0),
        MoveFacility("scenario:1", 116.81, -1.26),
        UpgradeFacility("parks:5"),
        CloseFacility("osm:1"),
        *(Grow(table, 2030) for table in GROWTHS),
    ),
    options=OPTIONS,
    note="Dua\nbaris",
)


def back(scenario: Scenario) -> Scenario:
    return read_scenario(scenario_toml(scenario).encode("utf-8"), "percobaan.toml")


def refusal(content: str | bytes) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(content if isinstance(content, bytes) else content.encode(), "percobaan.toml")
    said = translate(caught.value.message, Language.ENGLISH)
    assert "\n" not in said
    return said


def rewritten(old: str, new: str) -> str:
    content = scenario_toml(WHOLE)
    assert old in content
    return content.replace(old, new)


def test_nothing_is_lost_in_the_file() -> None:
    assert back(WHOLE) == WHOLE


def test_the_same_scenario_is_always_the_same_file() -> None:
    assert scenario_toml(back(WHOLE)) == scenario_toml(WHOLE)


def test_every_option_stands_in_the_file() -> None:
    """Also one that somebody adds to the options later: else a scenario would not run the same again."""
    content = scenario_toml(WHOLE)
    for part in (Options, WalkingOptions, SitingOptions):
        for field in dataclasses.fields(part):
            assert f"{field.name} = " in content or f"[options.{field.name}]" in content or is_none(field.name)


def is_none(name: str) -> bool:
    return getattr(OPTIONS.siting, name, None) is None


def test_a_table_of_growth_is_readable_in_the_file() -> None:
    assert "code,year,population,children\n01,2030,10,3\n" in scenario_toml(WHOLE)


@pytest.mark.parametrize("code", ["o'''o", "tab\there", 'Ä, "b"'])
def test_odd_codes_of_regions_come_back(code: str) -> None:
    row = GrowthRow(code, 2030, 10)
    scenario = dataclasses.replace(WHOLE, changes=(Grow(GrowthTable("Gambar", "2025", "CC0", (row,)), 2030),))
    assert back(scenario) == scenario


WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20)


@given(
    WORDS,
    st.lists(
        st.one_of(
            st.builds(CloseFacility, WORDS),
            st.builds(UpgradeFacility, WORDS),
            st.builds(MoveFacility, WORDS, st.floats(-180, 180), st.floats(-90, 90)),
            st.builds(
                AddFacility, WORDS, st.sampled_from(FacilityKind), WORDS, st.floats(-180, 180), st.floats(-90, 90)
            ),
        ),
        max_size=5,
    ),
)
def test_any_words_and_numbers_come_back(name: str, changes: list[Change]) -> None:
    scenario = dataclasses.replace(WHOLE, name=name, changes=tuple(changes))
    assert back(scenario) == scenario


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("lon = 116.8\n", 'lon = "x"\n', "percobaan.toml: “changes[1].lon” is “x”, but must be a number."),
        ("lon = 116.8\n", "", "percobaan.toml: the key “changes[1].lon” is missing."),
        ("lon = 116.8\n", "lom = 116.8\n", "percobaan.toml: the key “changes[1].lom” is not known."),
        (
            'kind = "park"',
            'kind = "parc"',
            "percobaan.toml: “changes[1].kind” is “parc”, but the nearest known one is “park”.",
        ),
        (
            'change = "move"',
            'change = "mov"',
            "percobaan.toml: “changes[3].change” is “mov”, but the nearest known one is “move”.",
        ),
        ('change = "move"\n', "", "percobaan.toml: the key “changes[3].change” is missing."),
        ("barrier = false", "barier = false", "percobaan.toml: the key “options.walking.barier” is not known."),
        (
            "barrier = false",
            "barrier = 3",
            "percobaan.toml: “options.walking.barrier” is 3, but must be true or false.",
        ),
        (
            "child_friendly = true",
            "child_friendly = 1",
            "percobaan.toml: “changes[1].child_friendly” is 1, but must be",
        ),
        (
            "threshold_min = 12.5",
            "threshold_min = -1",
            "percobaan.toml: in “options”: The walking time must be more than 0 and at most 120 minutes, not -1.",
        ),
        ('id = "parks:5"', "id = 5", "percobaan.toml: “changes[4].id” is 5, but must be a text in quotes."),
        (
            "lat = -1.25",
            "lat = -91.0",
            "percobaan.toml, changes[1]: Longitude 116.8 and latitude -91.0 are no position on earth",
        ),
        ("01,2030,10\n", "01,2030,11\n", "percobaan.toml, changes[6]: the table of growth is not the one"),
        ('licence = "CC0"', 'licence = "own"', "percobaan.toml, changes[6]: the table of growth is not the one"),
        ("format = 1", "format = 2", "percobaan.toml was written by a newer planner (format 2): install that one."),
        ('name = "Taman', "name = Taman", "percobaan.toml can't be read at line 2"),
    ],
)
def test_a_broken_file_is_one_sentence_that_names_file_and_key(old: str, new: str, sentence: str) -> None:
    assert refusal(rewritten(old, new)).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "percobaan.toml is not written in UTF-8"),
        (b"", "percobaan.toml: the key “format” is missing."),
        (b"# " + b"x" * MAX_BYTES, "percobaan.toml is larger than 8,000,000 bytes"),
        (b"format = 1\nname = 'a", "percobaan.toml can't be read at line 2"),
        (b"changes = 3", "percobaan.toml: "),
        (b"changes = [3]", "percobaan.toml: "),
    ],
)
def test_what_is_no_scenario_at_all_is_one_sentence_too(content: bytes, sentence: str) -> None:
    assert refusal(content).startswith(sentence)


@given(st.integers(0, 3000), st.sampled_from(["", "[", '"', "=", "\n[[changes]]\n", "0", "nan"]))
def test_no_damage_to_a_file_ends_in_a_traceback(place: int, put: str) -> None:
    content = scenario_toml(WHOLE)
    damaged = content[:place] + put + content[place + 5 :]
    said = ""
    try:
        read_scenario(damaged.encode(), "percobaan.toml")
    except ScenarioError as error:
        said = translate(error.message, Language.ENGLISH)
    assert "\n" not in said
