"""People of a year of a table of growth. The drawn city has 4 kelurahan, each of 400 people, 100/50/50 children."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_scenario import drawn_growth, play_city
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import ScenarioError
from planner.model.scenario import Grow
from planner.scenarios.growth import grown_population
from planner.texts import Language, translate

CITY = play_city()
TIERS = "code,year,population,children_0_5,children_6_11,children_12_17"


def then(year: int, *rows: str, header: str = "code,year,population") -> dict[str, list[int]]:
    table = grown_population(CITY, Grow(drawn_growth(*rows, header=header), year))
    return {str(code): row.tolist() for code, row in table.iterrows()}


def refusal(year: int, *rows: str, header: str = "code,year,population") -> str:
    with pytest.raises(ScenarioError) as caught:
        then(year, *rows, header=header)
    return translate(caught.value.message, Language.ENGLISH)


def test_people_alone_keep_the_share_of_children() -> None:
    # Twice as many people: twice as many children of each tier. The other kelurahan stay as they are.
    grown = then(2030, "01.01,2030,800")
    assert grown["01.01"] == [800, 200, 100, 100]
    assert grown["01.02"] == [400, 100, 50, 50]


def test_children_are_divided_over_the_tiers_as_now() -> None:
    # 300 children as 100 : 50 : 50.
    assert then(2030, "01.01,2030,800,300", header="code,year,population,children")["01.01"] == [800, 150, 75, 75]


def test_tiers_are_taken_from_the_table() -> None:
    assert then(2030, "01.01,2030,800,7,8,9", header=TIERS)["01.01"] == [800, 7, 8, 9]


def test_between_two_years_the_change_is_the_same_each_year() -> None:
    rows = ("01.01,2020,400,100,50,50", "01.01,2030,500,110,50,100")
    assert then(2023, *rows, header=TIERS)["01.01"] == [430, 103, 50, 65]
    assert then(2020, *rows, header=TIERS)["01.01"] == [400, 100, 50, 50]


def test_a_kecamatan_is_divided_over_its_kelurahan() -> None:
    # 1,200 people, of whom 600 children: half in each kelurahan, as now.
    grown = then(2030, "01,2030,1200,300,150,150", header=TIERS)
    assert grown["01.01"] == grown["01.02"] == [600, 150, 75, 75]


def test_a_year_outside_the_table_is_refused() -> None:
    assert (
        refusal(2041, "01.01,2020,1", "01.01,2040,2")
        == "The table of growth tells Kelurahan 01.01 from 2020 to 2040, not in 2041: choose a year it covers."
    )


def test_a_region_of_another_city_is_refused() -> None:
    assert refusal(2030, "99.01,2030,1").startswith(
        "The table of growth has the region 99.01, which is none of this city"
    )


def test_a_kelurahan_within_a_kecamatan_of_the_table_is_refused() -> None:
    assert (
        refusal(2030, "01,2030,1000", "01.02,2030,1000")
        == "The table of growth tells people of 01.02 twice, also within 01: keep one of the two."
    )


def test_without_children_today_their_ages_are_not_known() -> None:
    assert CITY.population is not None
    city = replace(CITY, population=CITY.population * 0)
    table = drawn_growth("01.01,2030,100")
    with pytest.raises(ScenarioError):
        grown_population(city, Grow(table, 2030))
    # With the tiers told, an empty kelurahan may be settled; a whole kecamatan can't be divided.
    told = grown_population(city, Grow(drawn_growth("01.01,2030,100,10,10,10", header=TIERS), 2030))
    assert told.loc["01.01"].tolist() == [100, 10, 10, 10]
    with pytest.raises(ScenarioError):
        grown_population(city, Grow(drawn_growth("01,2030,100,10,10,10", header=TIERS), 2030))


def test_without_a_population_nothing_can_grow() -> None:
    with pytest.raises(ScenarioError):
        grown_population(replace(CITY, population=None), Grow(drawn_growth("01.01,2030,100"), 2030))


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(2020, 2040))
def test_nobody_is_lost_when_a_kecamatan_is_divided(first: int, last: int, year: int) -> None:
    grown = then(year, f"01,2020,{first}", f"01,2040,{last}")
    people = sum(grown[code][0] for code in ("01.01", "01.02"))
    exact = first + (last - first) * (year - 2020) / 20
    assert abs(people - exact) <= 0.5
    assert all(sum(row[1:]) <= row[0] for row in grown.values())
