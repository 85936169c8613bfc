"""STSK_COVERAGE: a child-friendly park in every kecamatan."""

from __future__ import annotations

import dataclasses

import pytest
from drawn_city import drawn_city as with_kelurahan
from drawn_plan import drawn_city, drawn_rule, facility_table, place
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.each.programme import check_play_space_per_kelurahan, check_programme
from planner.model.kinds import Designation, Known, Status
from planner.texts import Language, translate

RULES = {"STSK_COVERAGE": drawn_rule("STSK_COVERAGE", min_count=1)}

parks = st.lists(
    st.tuples(
        st.sampled_from(["park", "playground", "rth", "school_sd"]),
        st.sampled_from(list(Designation)),
        st.sampled_from(list(Known)),
        st.sampled_from(["1", None]),
    ),
    max_size=4,
)


def judged(*places: dict[str, object], required: int = 1):
    """Return the finding of the first kecamatan."""
    rules = {"STSK_COVERAGE": drawn_rule("STSK_COVERAGE", min_count=required)}
    return check_programme(drawn_city(places), rules)[0]


def designated(identity: str = "A", **facts: object) -> dict[str, object]:
    return place(identity, "1", **{"child_friendly": "yes", "public": "yes", **facts})


def test_each_kecamatan_has_one_finding_in_the_order_of_codes() -> None:
    findings = check_programme(drawn_city(kecamatan=3), RULES)
    assert [(finding.unit_code, finding.status) for finding in findings] == [
        ("1", Status.UNMET),
        ("2", Status.UNMET),
        ("3", Status.UNMET),
    ]


@pytest.mark.parametrize(
    ("facts", "status", "reason"),
    [
        ({}, Status.MET, "child_friendly_park"),
        ({"kind": "playground"}, Status.MET, "child_friendly_park"),
        ({"kind": "rth"}, Status.UNMET, "no_park_known"),
        ({"kind": "protected_forest"}, Status.UNMET, "no_park_known"),
        ({"public": "unknown"}, Status.UNKNOWN, "public_access_unknown"),
        ({"public": "no"}, Status.UNMET, "no_park_known"),
        ({"child_friendly": "claimed", "public": "unknown"}, Status.UNKNOWN, "unverified_claim"),
        ({"child_friendly": "claimed", "public": "no"}, Status.UNMET, "no_park_known"),
        ({"child_friendly": "no"}, Status.UNMET, "park_could_be_upgraded"),
        ({"child_friendly": "unknown", "public": "unknown"}, Status.UNMET, "park_could_be_upgraded"),
        ({"kecamatan_code": None, "placement": "outside"}, Status.UNMET, "no_park_known"),
        ({"placement": "declared", "geometry": None}, Status.MET, "child_friendly_park"),
    ],
)
def test_what_one_place_says(facts: dict[str, object], status: Status, reason: str) -> None:
    finding = judged(designated(**facts))
    assert (finding.status, finding.reason) == (status, reason)
    assert finding.evidence == (() if reason == "no_park_known" else ("A",))


def test_the_value_counts_the_parks_that_are_certain() -> None:
    finding = judged(designated("A"), designated("B"), designated("C", public="unknown"))
    assert (finding.value, finding.required, finding.evidence) == (2.0, 1.0, ("A", "B"))


def test_a_claim_is_told_before_unknown_access() -> None:
    finding = judged(designated("A", public="unknown"), place("B", "1", child_friendly="claimed"))
    assert (finding.reason, finding.evidence) == ("unverified_claim", ("B",))


def test_too_few_parks_where_more_than_one_is_asked_for() -> None:
    finding = judged(designated("A"), place("B", "1"), required=2)
    assert (finding.status, finding.reason, finding.evidence) == (Status.UNMET, "too_few_parks", ("A",))


def test_a_park_without_position_counts_and_says_so() -> None:
    finding = judged(designated("Taman <b>", placement="declared", geometry=None))
    assert translate(finding.reason_text, Language.ENGLISH) == (
        "There is a public child-friendly park: Taman <b>. "
        "The position of Taman <b> is not known, so nobody is counted as walking there."
    )


def built(facts: list[tuple[str, Designation, Known, str | None]]) -> list[dict[str, object]]:
    return [
        place(
            str(i),
            kecamatan,
            kind=kind,
            child_friendly=str(designation),
            public=str(public),
        )
        for i, (kind, designation, public, kecamatan) in enumerate(facts)
    ]


@settings(max_examples=25, deadline=None)
@given(parks, parks)
def test_more_facilities_never_turn_met_into_anything_else(old: list, new: list) -> None:
    """Read backwards: taking facilities away never turns unknown or unmet into met."""
    before, after = judged(*built(old)), judged(*built(old + new))
    assert before.status is not Status.MET or after.status is Status.MET
    assert after.status is not Status.UNMET or before.status is Status.UNMET


# Two kelurahan of one kecamatan, side by side.
KELURAHAN = with_kelurahan({"A1.01": (0, 0, 1000, 1000), "A1.02": (1000, 0, 2000, 1000)}, children=None)
PER_KELURAHAN = {"RBRA_KELURAHAN": drawn_rule("RBRA_KELURAHAN", min_count=1)}


def judged_kelurahan(*places: dict[str, object]) -> list[tuple[str, Status, str]]:
    city = dataclasses.replace(KELURAHAN, facilities=facility_table(places))
    findings = check_play_space_per_kelurahan(city, PER_KELURAHAN)
    return [(finding.unit_code, finding.status, finding.reason) for finding in findings]


def test_each_kelurahan_needs_a_play_space_of_its_own() -> None:
    assert judged_kelurahan(designated("P", kecamatan_code="A1", kelurahan_code="A1.01")) == [
        ("A1.01", Status.MET, "child_friendly_park"),
        ("A1.02", Status.UNMET, "no_park_known"),
    ]


def test_a_play_space_of_which_only_the_kecamatan_is_known_may_lie_in_any_of_its_kelurahan() -> None:
    somewhere = designated("P", kecamatan_code="A1", placement="declared", geometry=None)
    near = designated("Q", kecamatan_code="A1", kelurahan_code="A1.01")
    assert judged_kelurahan(somewhere, near) == [
        ("A1.01", Status.MET, "child_friendly_park"),
        ("A1.02", Status.UNKNOWN, "kelurahan_not_known"),
    ]


def test_a_city_without_kelurahan_has_no_finding_about_them() -> None:
    assert check_play_space_per_kelurahan(drawn_city([designated()]), PER_KELURAHAN) == ()
