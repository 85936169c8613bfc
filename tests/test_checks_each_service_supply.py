"""Schools, health and worship for the people of a region, in a city whose answers are worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from drawn_city import drawn_regions
from drawn_plan import demand_table, drawn_city, drawn_rule, place
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.each.service_supply import CHECKS
from planner.errors import RuleError
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.kinds import AgeTier, Status
from planner.model.rule import Rule
from planner.texts import Language, translate

CHECK: Mapping[str, Check] = {check.rule: check for check in CHECKS}
# One for 40 people: the 100 people of each drawn kecamatan support two.
RULES: dict[str, Rule] = {
    rule: replace(
        drawn_rule(rule, pop=40, radius_m=500),
        certainty={"pop": "Q", "radius": "M" if rule == "PUSKESMAS" else "Q2"},
        citation="SNI",
    )
    for rule in CHECK
}
RULES["SD_PER_POPULATION"] = drawn_rule("SD_PER_POPULATION", pop=40, min_per_kelurahan=1)
AS_OF = dt.date(2026, 11, 22)


def school(identity: str, kecamatan: str | None = "1", **facts: object) -> dict[str, object]:
    return place(identity, kecamatan, **({"kind": "school_sd"} | facts))


def basis(*places: dict[str, object], complete: tuple[str, ...] = (), **facts: object) -> Basis:
    city = replace(drawn_city(places), complete_kinds=frozenset(complete), **facts)  # type: ignore[arg-type]
    # In kecamatan 1 ten children of each tier at x = 0 and ten at 1,000 m; in kecamatan 2 thirty of each.
    demand = demand_table([(0, 0, (10, 10, 10)), (1000, 0, (10, 10, 10)), (3000, 0, (30, 30, 30))])
    return Basis(city, RULES, AS_OF, demand, {tier: pd.DataFrame(index=demand.index) for tier in AgeTier})


def found(rule: str, of: Basis) -> dict[str, Finding]:
    return {finding.unit_code: finding for finding in CHECK[rule].find(of)}


def judged(rule: str, of: Basis) -> dict[str, tuple[Status, str]]:
    return {code: (finding.status, finding.reason) for code, finding in found(rule, of).items()}


def numbers(rule: str, of: Basis) -> dict[tuple[str, str, str], float]:
    measure = CHECK[rule].measure
    assert measure is not None
    table = measure(of)
    return {
        (code, subject, name): value
        for code, subject, name, value in zip(
            table["code"], table["subject"], table["measure"], table["value"], strict=True
        )
    }


def test_a_kecamatan_with_as_many_as_its_people_support_is_met_and_no_list_without_a_word_makes_one_fail() -> None:
    # 100 people over 40 are 2.5: two whole schools.
    two = basis(school("A"), school("B"), school("C", "2"))
    assert judged("SD", two) == {
        "1": (Status.MET, "enough_listed"),
        "2": (Status.UNKNOWN, "list_not_complete"),
    }
    assert (found("SD", two)["2"].value, found("SD", two)["2"].required) == (1.0, 2.0)


def test_one_is_missing_only_where_the_city_says_that_it_lists_them_all() -> None:
    short = basis(school("A"), school("B"), school("C", "2"), complete=("school_sd",))
    assert judged("SD", short)["2"] == (Status.UNMET, "too_few")
    remedy = found("SD", short)["2"].remedy
    assert remedy is not None
    assert translate(remedy, Language.ENGLISH) == "Open at least 1 more in Kecamatan 2: primary school (SD)."
    said = translate(found("SD", short)["2"].reason_text, Language.ENGLISH)
    assert said == (
        "SNI asks for at least 2 for the 100 people of Kecamatan 2, one for every 40: a minimum, not a target. "
        "Listed: primary school (SD): 1."
    )


def test_where_nobody_listed_any_it_is_not_known() -> None:
    assert judged("POSYANDU", basis())["1"] == (Status.UNKNOWN, "none_listed")
    # The city may say that there is none.
    assert judged("POSYANDU", basis(complete=("posyandu",)))["1"] == (Status.UNMET, "too_few")


def test_fewer_people_than_support_one_are_asked_for_none() -> None:
    rules = RULES | {"PUSTU": replace(RULES["PUSTU"], numbers={"pop": 101})}
    finding = CHECK["PUSTU"].find(replace(basis(), rules=rules))[0]
    assert (finding.status, finding.reason, finding.required) == (Status.MET, "none_asked_for", 0.0)
    assert CHECK["PUSTU"].find(replace(basis(), rules=RULES | {"PUSTU": drawn_rule("PUSTU", pop=100)}))[0].required == 1


def test_vocational_schools_may_count() -> None:
    sma, smk = school("A", kind="school_sma"), school("B", kind="school_smk")
    complete = ("school_sma", "school_smk")
    assert judged("SMA", basis(sma, smk, complete=complete))["1"] == (Status.UNKNOWN, "not_known_which_count")
    assert judged("SMA", basis(sma, complete=complete))["1"] == (Status.UNMET, "too_few")
    assert judged("SMA", basis(sma, school("C", kind="school_sma"), complete=complete))["1"][0] is Status.MET


def test_one_of_no_known_region_may_lie_anywhere_and_one_outside_nowhere() -> None:
    lost = school("L", None, placement="unplaced", geometry=None)
    assert judged("SD", basis(school("A"), lost, complete=("school_sd",)))["1"] == (Status.UNKNOWN, "region_not_known")
    outside = school("O", None)
    assert judged("SD", basis(school("A"), outside, complete=("school_sd",)))["1"] == (Status.UNMET, "too_few")


def test_without_a_population_nothing_is_asked_for() -> None:
    assert judged("SD", basis(school("A"), population=None))["1"] == (Status.UNKNOWN, "population_unknown")
    assert found("SD", basis(school("A"), population=None))["1"].required is None


def test_only_the_number_that_is_used_has_to_be_sure() -> None:
    # The radius of a puskesmas is from memory: the number of people is not.
    assert judged("PUSKESMAS", basis())["1"][0] is Status.UNKNOWN
    unsure = RULES | {"PUSKESMAS": replace(RULES["PUSKESMAS"], certainty={"pop": "M", "radius": "Q"})}
    with pytest.raises(RuleError) as caught:
        CHECK["PUSKESMAS"].find(replace(basis(), rules=unsure))
    assert "from memory (certainty M, pop)" in translate(caught.value.message, Language.ENGLISH)


def test_places_of_worship_are_never_judged() -> None:
    many = [place(str(number), "1", kind="worship") for number in range(9)]
    assert set(judged("MUSHOLLA", basis(*many, complete=("worship",))).values()) == {
        (Status.UNKNOWN, "places_of_worship_not_told_apart")
    }
    measured = numbers("MESJID_WARGA", basis(*many))
    # Nine for 100 people, 40 of which support one: 2.5 groups.
    assert measured["1", "", "for_supporting_people"] == pytest.approx(9 / 2.5)
    assert "needed" not in {name for _, _, name in measured}


def test_the_numbers_of_a_region() -> None:
    measured = numbers("SD", basis(school("A", pupils=150.0), school("B"), school("C", "2", pupils=30.0)))
    # The city's 200 people support five; its kecamatan two each.
    assert {code: measured[code, "", "needed"] for code in ("0", "1", "2")} == {"0": 5, "1": 2, "2": 2}
    assert {code: measured[code, "school_sd", "listed"] for code in ("0", "1", "2")} == {"0": 3, "1": 2, "2": 1}
    assert {code: measured[code, "", "missing_at_most"] for code in ("0", "1", "2")} == {"0": 2, "1": 0, "2": 1}


def test_pupils_are_beside_the_children_of_that_age() -> None:
    measured = numbers("SD", basis(school("A", pupils=150.0), school("B"), school("C", "2")))
    of = {(code, name): value for (code, subject, name), value in measured.items() if subject == "school_sd"}
    assert (of["1", "pupils"], of["1", "schools_without_pupils"]) == (150, 1)
    # 150 pupils for the 100 children of 6 to 11 years who live there.
    assert (of["1", "children_of_age"], of["1", "pupils_per_child"]) == (100, 1.5)
    # Nobody recorded the pupils of the only school of the second kecamatan.
    assert np.isnan(of["2", "pupils"])
    assert np.isnan(of["2", "pupils_per_child"])
    assert of["0", "pupils"] == 150


def test_secondary_schools_share_one_tier_which_is_not_split() -> None:
    kinds = ("school_smp", "school_sma", "school_smk")
    schools = [school(kind, kind=kind, pupils=10.0 * number) for number, kind in enumerate(kinds, start=1)]
    smp, sma = numbers("SMP", basis(*schools)), numbers("SMA", basis(*schools))
    assert smp["1", "secondary_schools", "pupils"] == 60
    assert smp["1", "secondary_schools", "children_of_age"] == 100
    assert ("1", "school_smp", "children_of_age") not in smp
    assert (sma["1", "school_sma", "pupils"], sma["1", "school_smk", "pupils"]) == (20, 30)


def test_children_within_the_radius_are_counted_along_a_straight_line() -> None:
    # 500 m around x = 400: the point at 0 is 400 m away, that at 1,000 is 600 m away.
    measured = numbers(
        "SD", basis(school("A", geometry=Point(400, 0)), school("B", "2", placement="declared", geometry=None))
    )
    assert measured["1", "school_sd", "share_6_11"] == 0.5
    assert measured["2", "school_sd", "share_6_11"] == 0
    assert measured["0", "school_sd", "without_position"] == 1
    # A radius that nobody saw in a source counts nobody.
    clinic = place("P", "1", kind="puskesmas")
    assert not any("share" in name for _, _, name in numbers("PUSKESMAS", basis(clinic)))


def test_a_kind_that_nobody_listed_has_no_number() -> None:
    measured = numbers("TK", basis())
    assert np.isnan(measured["1", "school_paud", "listed"])
    assert np.isnan(measured["1", "", "missing_at_most"])
    assert numbers("TK", basis(complete=("school_paud",)))["1", "", "missing_at_most"] == 2


def kelurahan_city(*places: dict[str, object], people: int = 100) -> City:
    regions = drawn_regions({"01.01": (0, 0, 1000, 2000), "01.02": (1000, 0, 2000, 2000)})
    table = pd.DataFrame(
        people,
        index=pd.Index(["01.01", "01.02"], name="code"),
        columns=drawn_city().population.columns,  # type: ignore[union-attr]
    )
    return replace(drawn_city(places), regions=regions, population=table)


def test_every_kelurahan_has_a_primary_school() -> None:
    own = school("A", "01", kelurahan_code="01.01")
    of = Basis(kelurahan_city(own), RULES, AS_OF)
    assert judged("SD_PER_POPULATION", of) == {
        "01.01": (Status.MET, "enough_listed"),
        "01.02": (Status.UNKNOWN, "list_not_complete"),
    }
    somewhere = school("B", "01", placement="declared", geometry=None)
    of = Basis(replace(kelurahan_city(own, somewhere), complete_kinds=frozenset({"school_sd"})), RULES, AS_OF)
    assert judged("SD_PER_POPULATION", of)["01.02"] == (Status.UNKNOWN, "kelurahan_not_known")
    of = Basis(replace(kelurahan_city(own), complete_kinds=frozenset({"school_sd"})), RULES, AS_OF)
    assert judged("SD_PER_POPULATION", of)["01.02"] == (Status.UNMET, "too_few")


def test_a_kelurahan_of_few_people_is_asked_for_no_school() -> None:
    few = Basis(replace(kelurahan_city(people=39), complete_kinds=frozenset({"school_sd"})), RULES, AS_OF)
    assert judged("SD_PER_POPULATION", few)["01.01"] == (Status.MET, "none_asked_for")


def test_the_longest_walk_counts_children_of_primary_age_only() -> None:
    of = basis(school("A"))
    walks = pd.DataFrame({"school_sd": [200.0, 501.0, np.inf]}, index=of.demand.index)  # type: ignore[union-attr]
    measured = numbers("SD_WALK_MAX", replace(of, distance_m=dict.fromkeys(AgeTier, walks)))
    # 10 of the 20 children of kecamatan 1, none of 2, 10 of 50 in the city.
    assert {code: value for (code, _, _), value in measured.items()} == {"0": 0.2, "1": 0.5, "2": 0.0}


CERTAINTY = {Status.UNKNOWN: 0, Status.MET: 1, Status.UNMET: 1}
facts = st.lists(
    st.tuples(st.sampled_from(["school_sma", "school_smk"]), st.sampled_from(["1", "2", "lost"])), max_size=6
)


@settings(max_examples=25)
@given(listed=facts, more=facts, complete=st.sets(st.sampled_from(["school_sma", "school_smk"])))
def test_one_more_school_never_undoes_what_is_met(
    listed: list[tuple[str, str]], more: list[tuple[str, str]], complete: set[str]
) -> None:
    def statuses(rows: list[tuple[str, str]]) -> dict[str, Status]:
        places = [
            school(
                f"{number}",
                None if at == "lost" else at,
                kind=kind,
                placement="unplaced" if at == "lost" else "position",
            )
            for number, (kind, at) in enumerate(rows)
        ]
        return {code: status for code, (status, _) in judged("SMA", basis(*places, complete=tuple(complete))).items()}

    before, after = statuses(listed), statuses(listed + more)
    for code, status in before.items():
        if status is Status.MET:
            assert after[code] is Status.MET
        if after[code] is Status.UNMET:
            assert status is Status.UNMET


@settings(max_examples=25)
@given(listed=facts, said=st.sets(st.sampled_from(["school_sma", "school_smk"])))
def test_to_say_that_a_list_is_complete_only_makes_more_certain(listed: list[tuple[str, str]], said: set[str]) -> None:
    places = [school(f"{number}", at, kind=kind) for number, (kind, at) in enumerate(listed) if at != "lost"]
    before, after = judged("SMA", basis(*places)), judged("SMA", basis(*places, complete=tuple(said)))
    for code, (status, _) in before.items():
        assert status in (after[code][0], Status.UNKNOWN)


def test_every_measured_number_has_a_name() -> None:
    of = basis(school("A", pupils=1.0), place("W", "1", kind="worship"))
    for check in CHECKS:
        if check.measure is not None:
            assert set(check.measure(of)["measure"]) <= set(check.labels)
