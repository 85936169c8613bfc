"""RTH_TOTAL, RTH_PUBLIC: the share of the city that is green open space."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from drawn_city import drawn_city, drawn_facility
from drawn_plan import drawn_rule
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.basis import Basis
from planner.checks.each.green_share import CHECKS, check_green_share, measure_green_share
from planner.model.city import City
from planner.model.kinds import Level, Status
from planner.model.options import Options
from planner.texts import Language, translate

RULES = {"RTH_TOTAL": drawn_rule("RTH_TOTAL", value=30), "RTH_PUBLIC": drawn_rule("RTH_PUBLIC", value=20)}
# One hectare of city, so that 100 m² are one percent.
BOXES = {"A1.01": (0, 0, 50, 100), "A1.02": (50, 0, 100, 100)}


def green(identity: str, area_m2: float, kind: str = "park", **facts: object) -> dict[str, object]:
    where = {"kelurahan_code": "A1.01", "kecamatan_code": "A1", "area_m2": area_m2, "kind": kind}
    return drawn_facility(identity, (10, 10), **{**where, **facts})


def city_of(*places: dict[str, object], complete: bool = True) -> City:
    kinds = frozenset({"park", "playground", "rth", "protected_forest"} if complete else ())
    return dataclasses.replace(drawn_city(BOXES, children=None, facilities=places), complete_kinds=kinds)


def said(rule: str, city: City) -> tuple[Status, str, float | None]:
    [finding] = check_green_share(city, RULES, rule)
    assert (finding.unit_level, finding.unit_code) == (Level.CITY, "00")
    assert (finding.remedy is None) == (finding.status is Status.MET)
    return finding.status, finding.reason, finding.value


def test_protected_forest_counts_in_the_whole_share_and_never_in_the_public_one() -> None:
    """A park of 500 m² (5 %), other green space of 1,000 m² (10 %) and a forest of 2,000 m² (20 %)."""
    city = city_of(green("P", 500.0), green("R", 1000.0, "rth"), green("F", 2000.0, "protected_forest"))
    assert said("RTH_TOTAL", city) == (Status.MET, "enough_recorded", 35.0)
    assert said("RTH_PUBLIC", city) == (Status.UNMET, "too_little_green", 15.0)


def test_a_school_is_no_green_space_and_a_place_outside_the_city_does_not_count() -> None:
    city = city_of(green("S", 9000.0, "school_sd"), green("O", 9000.0, kecamatan_code=None, placement="outside"))
    assert said("RTH_TOTAL", city) == (Status.UNMET, "too_little_green", 0.0)


@pytest.mark.parametrize(
    ("places", "complete", "reason"),
    [
        ([], False, "list_not_complete"),
        ([green("P", 1900.0)], False, "list_not_complete"),
        ([green("P", 1900.0), green("Q", np.nan)], True, "no_area_recorded"),
        ([green("P", 1900.0), green("Q", 500.0, public="unknown")], True, "list_not_complete"),
    ],
)
def test_what_is_not_known_is_no_failure(places: list[dict[str, object]], complete: bool, reason: str) -> None:
    assert said("RTH_PUBLIC", city_of(*places, complete=complete))[:2] == (Status.UNKNOWN, reason)


def test_green_space_that_is_known_to_be_closed_is_not_public() -> None:
    city = city_of(green("P", 3000.0, public="no"))
    assert said("RTH_PUBLIC", city) == (Status.UNMET, "too_little_green", 0.0)
    assert said("RTH_TOTAL", city) == (Status.MET, "enough_recorded", 30.0)


def test_the_sentence_has_the_area_and_both_shares() -> None:
    [finding] = check_green_share(city_of(green("P", 1550.0)), RULES, "RTH_PUBLIC")
    assert translate(finding.reason_text, Language.ENGLISH) == (
        "0 hectares of green open space are recorded, 15.5% of the city; 20% are asked for."
    )


def test_the_numbers_by_kind() -> None:
    city = city_of(green("P", 500.0), green("Q", np.nan), green("F", 2000.0, "protected_forest"))
    table = measure_green_share(Basis(city, RULES, Options().as_of), "RTH_TOTAL").set_index(["subject", "measure"])
    assert table.loc[("", "city_m2"), "value"] == 10_000
    assert table.loc[("", "share"), "value"] == 0.25
    assert table.loc[("protected_forest", "share"), "value"] == 0.20
    assert table.loc[("park", "recorded_m2"), "value"] == 500
    assert table.loc[("park", "without_area"), "value"] == 1


def test_it_is_a_finding_of_the_whole_city() -> None:
    assert not any(check.local for check in CHECKS)


places = st.lists(
    st.tuples(
        st.sampled_from(["park", "rth", "protected_forest"]),
        st.sampled_from([np.nan, 900.0, 2500.0]),
        st.sampled_from(["yes", "unknown", "no"]),
    ),
    max_size=3,
)


def built(drawn: list[tuple[str, float, str]]) -> list[dict[str, object]]:
    return [green(str(i), area_m2, kind, public=public) for i, (kind, area_m2, public) in enumerate(drawn)]


@settings(max_examples=25, deadline=None)
@given(places, places, st.sampled_from(list(RULES)))
def test_green_space_found_later_never_turns_met_into_anything_else(old: list, new: list, rule: str) -> None:
    before = said(rule, city_of(*built(old), complete=False))[0]
    after = said(rule, city_of(*built(old + new), complete=False))[0]
    assert before is Status.UNKNOWN or after is before
    assert after is not Status.UNMET


@settings(max_examples=25, deadline=None)
@given(places.filter(bool), st.sampled_from([900.0, 2500.0]), st.sampled_from(list(RULES)))
def test_an_area_measured_later_only_ever_decides(drawn: list, area_m2: float, rule: str) -> None:
    """Read backwards: a forgotten area never turns unknown into met or unmet."""
    forgotten = [(drawn[0][0], np.nan, drawn[0][2]), *drawn[1:]]
    recorded = [(drawn[0][0], area_m2, drawn[0][2]), *drawn[1:]]
    before, after = said(rule, city_of(*built(forgotten)))[0], said(rule, city_of(*built(recorded)))[0]
    assert before is Status.UNKNOWN or after is before
