"""RBRA_13, RBRA_8_PRINSIP, RBRA_MIN_PLAY_KINDS: the checklist of a child-friendly play space."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd
import pytest
from drawn_plan import drawn_city, drawn_rule, place
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.each.rbra_checklist.findings import check_checklist
from planner.checks.each.rbra_checklist.items import Item, checklist, facts_of
from planner.checks.each.rbra_checklist.names import ITEM_NAMES
from planner.checks.each.rbra_checklist.places import (
    RBRA_8_PRINSIP,
    RBRA_13,
    RBRA_MIN_PLAY_KINDS,
    Judged,
    judged_places,
    place_results,
)
from planner.errors import RuleError
from planner.model.city import City
from planner.model.kinds import Status
from planner.model.survey import PRINCIPLE_FACTS, REQUIREMENT_FACTS, SURVEY, SurveyFact
from planner.rules.catalogue import load_rules
from planner.texts import Language, translate

# Two items are enough to work out by hand what thirteen say.
RULES = {
    RBRA_13: drawn_rule(RBRA_13, items=["lokasi", "material"]),
    RBRA_8_PRINSIP: drawn_rule(RBRA_8_PRINSIP, items=["gratis"]),
    RBRA_MIN_PLAY_KINDS: drawn_rule(RBRA_MIN_PLAY_KINDS, value=3),
}
LOCATION, MATERIAL = "rbra_lokasi", "rbra_material"
Seen = tuple[str, str, str]
"""Place, fact and value."""


def surveyed(
    places: Sequence[dict[str, object]], seen: Sequence[Seen], *, complete: bool = False, visit: str = "v1"
) -> City:
    """Return a city of two kecamatan in which a survey saw something on one day."""
    rows = [
        {
            "facility_id": identity,
            "place_name": identity,
            "fact": fact,
            "value": value,
            "date": "2026-03-31",
            "office": "DP3AKB",
            "note": "dari dekat",
            "visit": visit,
            "row": number + 1,
        }
        for number, (identity, fact, value) in enumerate(seen)
    ]
    survey = SURVEY.validate(pd.DataFrame(rows, columns=list(SURVEY.columns)))
    kinds = frozenset({"park", "playground"} if complete else ())
    return dataclasses.replace(drawn_city(places), survey=survey, complete_kinds=kinds)


def designated(identity: str, kecamatan: str = "1", child_friendly: str = "yes") -> dict[str, object]:
    return place(identity, kecamatan, child_friendly=child_friendly, public="yes")


def said(city: City, rule: str = RBRA_13) -> list[tuple[str, Status, str]]:
    return [(finding.unit_code, finding.status, finding.reason) for finding in check_checklist(city, RULES, rule)]


def first(city: City, rule: str = RBRA_13) -> Judged:
    return judged_places(city, RULES, rule)[0]


@pytest.mark.parametrize(
    ("seen", "status", "reason", "told"),
    [
        ([], Status.UNKNOWN, "not_surveyed", "Nobody recorded any of the 2 items."),
        ([(LOCATION, "yes")], Status.UNKNOWN, "items_not_recorded", "Not recorded: materials."),
        ([(LOCATION, "yes"), (MATERIAL, "unknown")], Status.UNKNOWN, "items_not_recorded", "Not recorded: materials."),
        ([(LOCATION, "yes"), (MATERIAL, "yes")], Status.MET, "all_items_met", "All 2 items are met."),
        ([(LOCATION, "yes"), (MATERIAL, "no")], Status.UNMET, "items_not_met", "Not met: materials."),
        ([(LOCATION, "no")], Status.UNMET, "items_not_met", "Not met: location. 1 item is not recorded."),
    ],
)
def test_a_place_keeps_to_the_list_where_it_keeps_to_every_item(
    seen: list[tuple[str, str]], status: Status, reason: str, told: str
) -> None:
    judged = first(surveyed([place("A", "1")], [("A", *fact) for fact in seen]))
    assert (judged.status, judged.reason) == (status, reason)
    assert translate(judged.reason_text, Language.ENGLISH) == told
    assert (judged.remedy is None) == (status is Status.MET)


@pytest.mark.parametrize(
    ("value", "status", "told"),
    [
        (None, Status.UNKNOWN, "Nobody recorded which kinds of play equipment there are."),
        ("none", Status.UNMET, "0 kinds of play equipment were seen; 3 are asked for."),
        ("swing;slide", Status.UNMET, "2 kinds of play equipment were seen; 3 are asked for."),
        ("swing;slide;sandpit", Status.MET, "3 kinds of play equipment were seen; 3 are asked for."),
    ],
)
def test_kinds_of_equipment_are_counted(value: str | None, status: Status, told: str) -> None:
    seen = [] if value is None else [("A", "play_equipment", value)]
    judged = first(surveyed([place("A", "1")], seen), RBRA_MIN_PLAY_KINDS)
    assert judged.status is status
    assert translate(judged.reason_text, Language.ENGLISH) == told


def test_every_designated_place_of_a_kecamatan_has_to_keep_to_it() -> None:
    """Three places, worked out by hand.

    A keeps to both items, B fails one, C is not designated and therefore nobody asks anything of it. Kecamatan 2 has
    no designated place, so the rule says nothing of it.
    """
    places = [designated("A"), designated("B"), place("C", "2")]
    both = [("A", LOCATION, "yes"), ("A", MATERIAL, "yes"), ("B", LOCATION, "no"), ("C", LOCATION, "no")]
    [finding] = check_checklist(surveyed(places, both, complete=True), RULES, RBRA_13)
    assert (finding.unit_code, finding.status, finding.value, finding.required) == ("1", Status.UNMET, 1.0, 2.0)
    assert finding.evidence == ("B",)
    assert translate(finding.reason_text, Language.ENGLISH) == "B: Not met: location. 1 item is not recorded."
    assert translate(finding.remedy, Language.ENGLISH) == "B: Mend what is not met: location."


BOTH = [("A", LOCATION, "yes"), ("A", MATERIAL, "yes")]


def test_it_is_met_only_where_no_place_can_be_missing_from_the_list() -> None:
    assert said(surveyed([designated("A")], BOTH, complete=True)) == [("1", Status.MET, "every_place_meets_it")]
    assert said(surveyed([designated("A")], BOTH)) == [("1", Status.UNKNOWN, "list_not_complete")]


def test_a_place_that_nobody_surveyed_is_not_known() -> None:
    assert said(surveyed([designated("A"), designated("B")], BOTH, complete=True)) == [
        ("1", Status.UNKNOWN, "not_recorded")
    ]


@pytest.mark.parametrize("value", ["yes", "no"])
def test_a_claimed_place_may_not_be_one_at_all(value: str) -> None:
    """One that falls short fails only if it is designated, which nobody knows; one that keeps to all is fine anyway."""
    seen = [("A", LOCATION, value), ("A", MATERIAL, value)]
    city = surveyed([designated("A", child_friendly="claimed")], seen, complete=True)
    expected = {
        "yes": [("1", Status.MET, "every_place_meets_it")],
        "no": [("1", Status.UNKNOWN, "unverified_claim")],
    }
    assert said(city) == expected[value]
    assert check_checklist(city, RULES, RBRA_13)[0].required is None


def test_protected_forest_and_other_green_space_are_no_play_spaces() -> None:
    places = [designated("F") | {"kind": "protected_forest"}, designated("R") | {"kind": "rth"}]
    assert judged_places(surveyed(places, []), RULES, RBRA_13) == ()
    assert said(surveyed(places, [])) == []


def test_the_photo_of_the_same_visit_is_the_evidence() -> None:
    seen = [("A", LOCATION, "yes"), ("A", "photo", "abc.jpg"), ("B", "photo", "other.jpg")]
    city = surveyed([designated("A"), designated("B")], seen)
    [checked, other] = checklist(city, [SurveyFact.RBRA_LOKASI])
    assert checked.items == (Item(SurveyFact.RBRA_LOKASI, "yes", "2026-03-31", "DP3AKB", "dari dekat", "abc.jpg"),)
    assert other.items == (Item(SurveyFact.RBRA_LOKASI, "unknown"),)
    results = place_results(city, RULES, RBRA_13)
    assert results.loc[0, ["place_id", "status", "seen", "photo"]].tolist() == [
        "A",
        "unknown",
        "2026-03-31",
        "abc.jpg",
    ]
    assert results.loc[1, ["seen", "photo"]].isna().all()


def test_the_catalogue_and_the_survey_ask_about_the_same_items() -> None:
    rules = load_rules()
    assert facts_of(rules[RBRA_13], "rbra_") == REQUIREMENT_FACTS
    assert facts_of(rules[RBRA_8_PRINSIP], "principle_") == PRINCIPLE_FACTS
    assert set(ITEM_NAMES) >= {*REQUIREMENT_FACTS, *PRINCIPLE_FACTS}


@pytest.mark.parametrize("items", [["lokasi", "langit"], [], "lokasi"])
def test_an_item_that_no_survey_asks_about_is_told(items: object) -> None:
    rules = {RBRA_13: drawn_rule(RBRA_13, items=items)}
    with pytest.raises(RuleError, match="RBRA_13"):
        check_checklist(surveyed([], []), rules, RBRA_13)


answers = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from([LOCATION, MATERIAL]), st.sampled_from(["yes", "no"])),
    max_size=6,
    unique_by=lambda seen: seen[:2],
)
PLACES = [designated("A"), designated("B", child_friendly="claimed"), designated("C", "2")]


@settings(max_examples=30, deadline=None)
@given(answers, st.integers(0, 6), st.booleans())
def test_an_answer_more_only_ever_decides(seen: list[Seen], known: int, complete: bool) -> None:
    """Read backwards: an answer taken away never turns unknown into met or unmet."""
    before = said(surveyed(PLACES, seen[:known], complete=complete))
    after = said(surveyed(PLACES, seen, complete=complete))
    for (_, was, _), (_, now, _) in zip(before, after, strict=True):
        assert was is Status.UNKNOWN or now is was
