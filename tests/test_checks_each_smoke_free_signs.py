"""KSTR_SIGN, KTR_PLACES, KSTR_PLACES_BPN: which places have to be smoke-free, and their signs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from drawn_city import drawn_city, drawn_facilities, drawn_facility
from drawn_plan import drawn_rule
from drawn_survey import seen, survey_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.basis import Basis
from planner.checks.each.smoke_free_signs import CHECKS
from planner.checks.each.smoke_free_signs.judging import check_signs
from planner.checks.each.smoke_free_signs.measures import COUNTS, SHARES, measure_places, measure_signs
from planner.checks.each.smoke_free_signs.places import KINDS_OF_WORD, WORD_LABELS, smoke_free_kinds, unlisted_words
from planner.checks.each.smoke_free_signs.signs import REASON_TEXTS, place_results, sign_states
from planner.errors import RuleError
from planner.model.assessment import Finding
from planner.model.details import MEASURES, PLACE_RESULTS
from planner.model.kinds import FacilityKind, Level, Status
from planner.model.survey import SIGN_FACTS, no_survey
from planner.rules.catalogue import load_rules
from planner.texts import Language, translate

RULES = load_rules()
TODAY = dt.date(2026, 11, 22)
GOOD = {"smoke_free_sign": "yes", "sign_legible": "yes", "sign_visible": "yes", "sign_obscured": "no"}

# Two kelurahan of kecamatan A1 side by side, and one of kecamatan A2.
CITY = drawn_city({"A1.01": (0, 0, 10, 10), "A1.02": (10, 0, 20, 10), "A2.01": (20, 0, 30, 10)}, children=None)


def place(id_: str, kelurahan: str | None = "A1.01", **facts: object) -> dict[str, object]:
    """Return a school in a kelurahan."""
    where = {"kelurahan_code": kelurahan, "kecamatan_code": kelurahan and kelurahan[:2]}
    return drawn_facility(id_, (1, 1), **{"kind": "school_sd", "name": id_, **where, **facts})


def visit(id_: str, answers: Mapping[str, str] = GOOD, date: str = "2026-03-01") -> list[dict[str, object]]:
    """Return the rows of one visit."""
    return [seen(id_, fact, value=value, date=date) for fact, value in answers.items()]


def basis(
    places: Sequence[dict[str, object]],
    rows: Sequence[dict[str, object]] = (),
    *,
    complete: bool = False,
    as_of: dt.date = TODAY,
) -> Basis:
    kinds = frozenset(str(kind) for kind in FacilityKind) if complete else frozenset()
    city = dataclasses.replace(
        CITY,
        facilities=drawn_facilities(places),
        survey=survey_of(*rows) if rows else no_survey(),
        complete_kinds=kinds,
    )
    return Basis(city, RULES, as_of)


def of_region(findings: Sequence[Finding], code: str) -> Finding:
    return next(finding for finding in findings if finding.unit_code == code)


# Which places


def test_every_word_of_the_catalogue_is_known_and_named() -> None:
    words = {word for rule in ("KTR_PLACES", "KSTR_PLACES_BPN") for word in RULES[rule].numbers["places"]}
    assert words == set(KINDS_OF_WORD) == set(WORD_LABELS)


def test_a_citys_own_list_counts_in_that_city_only() -> None:
    national = smoke_free_kinds(CITY, RULES)
    assert FacilityKind.SPORT not in national
    assert {FacilityKind.SCHOOL_PAUD, FacilityKind.PARK, FacilityKind.WORSHIP, FacilityKind.TERMINAL} <= set(national)
    assert {FacilityKind.RTH, FacilityKind.PROTECTED_FOREST}.isdisjoint(national)
    own = dataclasses.replace(RULES["KSTR_PLACES_BPN"], city=CITY.code)
    assert FacilityKind.SPORT in smoke_free_kinds(CITY, {**RULES, "KSTR_PLACES_BPN": own})


def test_a_word_that_no_one_knows_is_an_error() -> None:
    rules = {**RULES, "KTR_PLACES": drawn_rule("KTR_PLACES", places=["sekolahan"])}
    with pytest.raises(RuleError, match="sekolahan"):
        smoke_free_kinds(CITY, rules)


def test_words_of_one_meaning_are_missed_once() -> None:
    lists = (drawn_rule("A", places=["sekolah", "ibadah"]), drawn_rule("B", places=["belajar_mengajar", "faskes"]))
    missed = unlisted_words(["worship"], lists)
    assert [translate(label, Language.ENGLISH) for label in missed] == ["schools", "health facilities"]


def test_places_are_counted_under_the_narrowest_word() -> None:
    places = [
        place("S"),
        place("plain", kind="park"),
        place("played in", kind="park"),
        place("designated", kind="park", child_friendly="yes"),
        place("ground", kind="playground"),
        place("office", kind="government_office"),
        place("green", kind="rth"),
        place("outside", None, placement="outside"),
    ]
    table = measure_places("KTR_PLACES", basis(places, [seen("played in", "play_equipment", value="swing")]))
    assert dict(zip(table["subject"], table["value"], strict=True)) == {
        "faskes": 0,
        "belajar_mengajar": 1,
        "bermain_anak": 3,
        "ibadah": 0,
        "angkutan_umum": 0,
        "tempat_kerja": 1,
        "tempat_umum": 1,
        "lainnya": 0,
    }
    MEASURES.validate(table)


# The sign of one place


@pytest.mark.parametrize(
    ("answers", "status", "reason"),
    [
        (GOOD, Status.MET, "sign_good"),
        ({}, Status.UNKNOWN, "not_surveyed"),
        ({"smoke_free_sign": "no"}, Status.UNMET, "no_sign"),
        ({**GOOD, "sign_legible": "no"}, Status.UNMET, "sign_illegible"),
        ({**GOOD, "sign_legible": "faded"}, Status.UNMET, "sign_faded"),
        ({**GOOD, "sign_visible": "no"}, Status.UNMET, "sign_not_visible"),
        ({**GOOD, "sign_obscured": "yes"}, Status.UNMET, "sign_obscured"),
        # The worst is told.
        ({**GOOD, "sign_obscured": "yes", "sign_legible": "faded"}, Status.UNMET, "sign_faded"),
        ({"smoke_free_sign": "yes"}, Status.UNKNOWN, "incompletely_surveyed"),
        ({**GOOD, "sign_visible": "unknown"}, Status.UNKNOWN, "incompletely_surveyed"),
        # One bad answer is enough, whatever else is not known.
        ({"sign_obscured": "yes"}, Status.UNMET, "sign_obscured"),
        ({"smoke_free_sign": "unknown"}, Status.UNKNOWN, "not_surveyed"),
        ({"photo": "a.jpg"}, Status.UNKNOWN, "not_surveyed"),
    ],
)
def test_the_sign_of_a_place(answers: dict[str, str], status: Status, reason: str) -> None:
    (state,) = sign_states(basis([place("S")], visit("S", answers)))
    assert (state.status, state.reason) == (status, reason)
    assert reason in REASON_TEXTS


@pytest.mark.parametrize(
    ("answers", "date", "reason"),
    [
        # Twelve months before 22 November 2026 is 22 November 2025.
        (GOOD, "2025-11-22", "sign_good"),
        (GOOD, "2025-11-21", "survey_out_of_date"),
        # What is too old is not known any more, be it good or bad.
        ({"smoke_free_sign": "no"}, "2025-11-21", "survey_out_of_date"),
        (GOOD, "2026-11-22", "sign_good"),
        # On the day of judgement nobody knew it yet.
        (GOOD, "2026-11-23", "not_surveyed"),
    ],
)
def test_answers_count_for_a_year(answers: dict[str, str], date: str, reason: str) -> None:
    (state,) = sign_states(basis([place("S")], visit("S", answers, date)))
    assert state.reason == reason
    assert state.seen == (None if reason == "not_surveyed" else date)


def test_a_newer_answer_takes_the_place_of_an_older_one() -> None:
    rows = [*visit("S", {**GOOD, "sign_legible": "no"}, "2026-01-01"), *visit("S", GOOD, "2026-02-01")]
    assert [state.reason for state in sign_states(basis([place("S")], rows))] == ["sign_good"]


def test_one_answer_out_of_date_leaves_the_rest_not_known() -> None:
    rows = [*visit("S", GOOD, "2025-01-01"), *visit("S", {"smoke_free_sign": "yes"}, "2026-02-01")]
    (state,) = sign_states(basis([place("S")], rows))
    assert (state.reason, state.seen) == ("survey_out_of_date", "2026-02-01")


def test_a_photo_is_no_answer_but_its_age_is_told() -> None:
    rows = [seen("S", "photo", value="old.jpg", date="2024-05-06"), *visit("S", GOOD)]
    row = place_results(basis([place("S")], rows)).iloc[0]
    assert (row["status"], row["seen"], row["photo"]) == ("met", "2026-03-01", "old.jpg")
    assert translate(row["reason_text"], Language.ENGLISH) == (
        "There is a sign; it can be read and seen from the entrance. Seen on 1 March 2026. "
        "Its photo of 6 May 2024 is out of date."
    )
    # A new photo alone answers nothing again.
    rows = [*visit("S", GOOD, "2025-01-01"), seen("S", "photo", value="new.jpg", date="2026-05-06")]
    (state,) = sign_states(basis([place("S")], rows))
    assert (state.reason, state.photo, state.photo_stale) == ("survey_out_of_date", "new.jpg", False)


def test_places_outside_the_city_are_left_out() -> None:
    table = place_results(basis([place("S"), place("far", None, placement="outside")]))
    assert table["place_id"].tolist() == ["S"]
    PLACE_RESULTS.validate(table)


# Regions

TOY = [
    place("good"),
    place("faded"),
    place("unseen"),
    place("mosque", "A1.02", kind="worship"),
    place("clinic", "A2.01", kind="clinic"),
]
TOY_ROWS = [
    *visit("good"),
    *visit("faded", {**GOOD, "sign_legible": "faded"}),
    *visit("mosque"),
    *visit("clinic", GOOD, "2024-01-01"),
]


def test_the_toy_city() -> None:
    found = [
        (one.unit_level, one.unit_code, one.status, one.reason, one.value, one.required, one.evidence)
        for one in check_signs(basis(TOY, TOY_ROWS))
    ]
    assert found == [
        (Level.KECAMATAN, "A1", Status.UNMET, "signs_bad", 2.0, 4.0, ("faded",)),
        (Level.KECAMATAN, "A2", Status.UNKNOWN, "incompletely_surveyed", 0.0, 1.0, ("clinic",)),
        (Level.KELURAHAN, "A1.01", Status.UNMET, "signs_bad", 1.0, 3.0, ("faded",)),
        # The one place there has a good sign, but more may be there than is listed.
        (Level.KELURAHAN, "A1.02", Status.UNKNOWN, "list_not_complete", 1.0, 1.0, ("mosque",)),
        (Level.KELURAHAN, "A2.01", Status.UNKNOWN, "incompletely_surveyed", 0.0, 1.0, ("clinic",)),
    ]


def test_the_toy_city_whose_list_is_complete() -> None:
    found = {one.unit_code: (one.status, one.reason) for one in check_signs(basis(TOY, TOY_ROWS, complete=True))}
    assert found == {
        "A1": (Status.UNMET, "signs_bad"),
        "A2": (Status.UNKNOWN, "incompletely_surveyed"),
        "A1.01": (Status.UNMET, "signs_bad"),
        "A1.02": (Status.MET, "signs_good"),
        "A2.01": (Status.UNKNOWN, "incompletely_surveyed"),
    }


def test_what_is_told_and_what_would_change_it() -> None:
    finding = of_region(check_signs(basis(TOY, TOY_ROWS, complete=True)), "A1.01")
    assert translate(finding.reason_text, Language.ENGLISH) == (
        "Of 3 places in Kelurahan A1.01 that have to be smoke-free, a good sign is known at 1, a bad one or none at 1; "
        "at 1 it is not known."
    )
    assert finding.remedy is not None
    assert (
        translate(finding.remedy, Language.ENGLISH) == "Replace the faded sign at faded. Look for the sign at unseen."
    )
    finding = of_region(check_signs(basis(TOY, TOY_ROWS)), "A1.02")
    assert finding.remedy is not None
    assert "List the places in Kelurahan A1.02 of: health facilities" in translate(finding.remedy, Language.ENGLISH)
    assert "worship" not in translate(finding.remedy, Language.ENGLISH)


def test_a_region_without_a_place() -> None:
    empty = {one.unit_code: (one.status, one.reason, one.value) for one in check_signs(basis([]))}
    assert empty["A1"] == (Status.UNKNOWN, "no_place_listed", None)
    none = {one.unit_code: (one.status, one.reason, one.value) for one in check_signs(basis([], complete=True))}
    assert none["A1"] == (Status.MET, "no_place", None)


def test_a_place_of_which_only_the_kecamatan_is_known_may_lie_in_each_kelurahan() -> None:
    somewhere = place("X", None, kecamatan_code="A1", placement="declared", geometry=None)
    rows = [*visit("X", {"smoke_free_sign": "no"}), *visit("good")]
    found = {
        one.unit_code: (one.status, one.reason)
        for one in check_signs(basis([somewhere, place("good")], rows, complete=True))
    }
    assert found["A1"] == (Status.UNMET, "signs_bad")
    assert found["A1.01"] == (Status.UNKNOWN, "region_not_known")
    assert found["A2"] == (Status.MET, "no_place")
    # A good sign is one wherever the place lies.
    rows = [*visit("X"), *visit("good")]
    found = {
        one.unit_code: (one.status, one.reason)
        for one in check_signs(basis([somewhere, place("good")], rows, complete=True))
    }
    assert found["A1.01"] == (Status.MET, "signs_good")


def test_a_place_of_no_known_region_may_lie_anywhere() -> None:
    lost = place("X", None, placement="unplaced", geometry=None)
    found = check_signs(basis([lost, place("good")], visit("good"), complete=True))
    assert {one.status for one in found} == {Status.UNKNOWN}


def test_what_is_met_needs_nothing_and_everything_else_a_remedy() -> None:
    for complete in (False, True):
        for one in check_signs(basis(TOY, TOY_ROWS, complete=complete)):
            assert (one.remedy is None) == (one.status is Status.MET)


# Numbers


def test_the_numbers_of_the_toy_city() -> None:
    table = measure_signs(basis(TOY, [*TOY_ROWS, seen("good", "photo", value="a.jpg", date="2024-01-01")]))
    MEASURES.validate(table)
    assert set(table["measure"]) == {*COUNTS, *SHARES} == set(CHECKS[0].labels)
    values = table.set_index(["code", "subject", "measure"])["value"]
    city = values["00"][""]
    assert city[list(COUNTS)].tolist() == [5, 2, 1, 2, 1]
    # Two of five are known to be good, two of the three that are known.
    assert city[list(SHARES)].tolist() == pytest.approx([2 / 5, 2 / 3])
    assert values["A1.01"]["school_sd"][list(COUNTS)].tolist() == [3, 1, 1, 1, 1]
    assert values["A2"]["clinic"]["share_good"] == 0
    assert values.isna()["A2"]["clinic"]["share_good_of_surveyed"]
    # Of the city also the kinds that nobody listed.
    assert values["00"]["terminal"]["places"] == 0
    assert "terminal" not in values["A1"].index.get_level_values("subject")


def test_every_region_has_its_number_of_places() -> None:
    table = measure_signs(basis([]))
    places = table[(table["measure"] == "places") & (table["subject"] == "")]
    assert places["code"].tolist() == ["00", "A1", "A2", "A1.01", "A1.02", "A2.01"]
    assert set(places["value"]) == {0.0}


# More facts never make less certain

facts = st.tuples(
    st.sampled_from(["P0", "P1", "P2", "P3"]),
    st.sampled_from([str(fact) for fact in SIGN_FACTS]),
    st.sampled_from(["yes", "no", "faded"]),
    st.sampled_from(["2025-01-01", "2026-01-01", "2026-06-01", "2027-01-01"]),
).filter(lambda fact: fact[2] != "faded" or fact[1] == "sign_legible")
REGIONS = ["A1.01", "A1.02", "A2.01", None]


def drawn(
    regions: Sequence[str | None], told: Sequence[tuple[str, str, str, str]], complete: bool
) -> dict[str, Status]:
    places = [
        place(f"P{number}", code, placement="position" if code else "unplaced") for number, code in enumerate(regions)
    ]
    rows = [seen(id_, fact, value=value, date=date) for id_, fact, value, date in told]
    return {one.unit_code: one.status for one in check_signs(basis(places, rows, complete=complete))}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(REGIONS), max_size=4),
    st.lists(facts, max_size=14),
    st.lists(facts, max_size=4),
    st.booleans(),
)
def test_more_facts_never_turn_met_into_unknown(regions: list, old: list, new: list, complete: bool) -> None:
    """Read backwards: taking facts away never turns unknown into met."""
    before, after = drawn(regions, old, complete), drawn(regions, [*old, *new], complete)
    assert not [code for code in before if before[code] is Status.MET and after[code] is Status.UNKNOWN]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(REGIONS), max_size=2),
    st.lists(st.sampled_from(REGIONS), max_size=2),
    st.lists(facts, max_size=14),
)
def test_more_places_never_turn_met_or_unmet_into_unknown(regions: list, new: list, told: list) -> None:
    """Where a list may be longer than it is: a complete one has no more places."""
    before, after = drawn(regions, told, False), drawn([*regions, *new], told, False)
    assert Status.MET not in before.values()
    assert not [code for code in before if before[code] is Status.UNMET and after[code] is not Status.UNMET]
