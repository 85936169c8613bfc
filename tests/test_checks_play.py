"""Whether a place is known to be for children's play, and the words of rules that mean kinds of place."""

from __future__ import annotations

import datetime as dt

import pytest
from drawn_city import drawn_facilities, drawn_facility
from drawn_plan import drawn_rule
from drawn_survey import seen, survey_of

from planner.checks.play import known_for_play, seen_until
from planner.checks.words import words_named
from planner.errors import RuleError
from planner.model.kinds import FacilityKind, Known
from planner.model.survey import NO_EQUIPMENT, no_survey
from planner.texts import Language, translate

KNOWN = {"taman": (FacilityKind.PARK,), "sekolah": (FacilityKind.SCHOOL_SD,)}


@pytest.mark.parametrize(
    ("facts", "equipment", "known"),
    [
        ({"kind": "playground"}, None, Known.YES),
        ({"child_friendly": "yes"}, None, Known.YES),
        ({"child_friendly": "no"}, "swing;slide", Known.YES),
        ({"child_friendly": "no"}, None, Known.UNKNOWN),
        ({"child_friendly": "claimed"}, None, Known.UNKNOWN),
        ({"child_friendly": "no"}, NO_EQUIPMENT, Known.NO),
        # A designation stands, whatever was there on one day.
        ({"child_friendly": "yes"}, NO_EQUIPMENT, Known.YES),
        ({"child_friendly": "no"}, "unknown", Known.UNKNOWN),
        ({"kind": "school_sd"}, "swing", Known.NO),
        ({"kind": "rth"}, None, Known.NO),
    ],
)
def test_what_is_for_play(facts: dict[str, object], equipment: str | None, known: Known) -> None:
    places = drawn_facilities([drawn_facility("P", (0, 0), **facts)])
    survey = no_survey() if equipment is None else survey_of(seen("P", "play_equipment", value=equipment))
    assert known_for_play(places, survey).tolist() == [known]


def test_what_was_seen_later_is_not_known_yet() -> None:
    survey = survey_of(seen("P", date="2026-03-01"), seen("P", date="2026-03-02"))
    assert seen_until(survey, dt.date(2026, 3, 1))["date"].tolist() == ["2026-03-01"]


def test_the_words_of_a_rule() -> None:
    assert words_named(drawn_rule("R", places=["sekolah", "taman"]), "places", KNOWN) == ("sekolah", "taman")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, "lacks the list places"),
        ({"places": []}, "lacks the list places"),
        ({"places": "taman"}, "lacks the list places"),
        ({"places": ["tamann"]}, "“tamann” under places, which is no kind of place; the nearest known one is “taman”"),
    ],
)
def test_a_wrong_list_is_one_sentence(numbers: dict[str, object], said: str) -> None:
    with pytest.raises(RuleError) as error:
        words_named(drawn_rule("R", **numbers), "places", KNOWN)
    assert said in translate(error.value.message, Language.ENGLISH)
