"""What was seen on the spot stands in the reason of a finding."""

from __future__ import annotations

from dataclasses import replace

from drawn_plan import drawn_city, drawn_rule, facility_table, place
from drawn_survey import seen, survey_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks.each.programme import check_programme
from planner.checks.surveyed import with_survey
from planner.model.assessment import Finding
from planner.model.kinds import Designation, Known, Status
from planner.texts import Language, text, translate


def said(*rows: dict[str, object], public: str = "yes") -> str:
    reason = with_survey(text("So it is."), facility_table([place("A", "1", public=public)]), survey_of(*rows))
    return translate(reason, Language.ENGLISH)


def test_only_answers_about_who_may_enter_are_told_with_date_and_office() -> None:
    assert said(seen("A", "free", value="no"), seen("A", "fence")) == (
        "So it is. Field survey: A, free entry: no (2026-03-01, DLH)."
    )
    assert said(seen("A", "public"), seen("A", "free", office="DPPR")) == (
        "So it is. Field survey: A, open to the public: yes (2026-03-01, DLH); A, free entry: yes (2026-03-01, DPPR)."
    )


def test_nothing_is_added_where_the_survey_does_not_count() -> None:
    assert said() == said(seen("B")) == said(seen("A", "free", value="unknown")) == "So it is."
    # The source is newer and says otherwise.
    assert said(seen("A", "public", value="no")) == "So it is."


def judged(*rows: dict[str, object], **facts: object) -> Finding:
    """Judge a kecamatan whose only park, designated, is the one that the survey saw."""
    places = [place("A", "1", **{"child_friendly": "yes", "public": "yes", **facts})]
    city = replace(drawn_city(places, kecamatan=1), survey=survey_of(*rows))
    return check_programme(city, {"STSK_COVERAGE": drawn_rule("STSK_COVERAGE", min_count=1)})[0]


def test_a_park_that_costs_money_does_not_count() -> None:
    finding = judged(seen("A", "free", value="no"))
    assert (finding.status, finding.reason, finding.evidence) == (Status.UNMET, "park_not_free", ("A",))
    assert translate(finding.reason_text, Language.ENGLISH) == (
        "No free public park is known in Kecamatan 1; entry costs money at: A. "
        "Field survey: A, free entry: no (2026-03-01, DLH)."
    )


def test_what_is_not_recorded_of_the_price_changes_nothing() -> None:
    assert judged().status is judged(seen("A", "free", value="unknown")).status is Status.MET
    assert judged(seen("A", "free")).status is Status.MET


def test_a_park_that_costs_money_is_no_claim_and_no_candidate_either() -> None:
    for designation in ("claimed", "no", "unknown"):
        finding = judged(seen("A", "free", value="no"), child_friendly=designation)
        assert (finding.status, finding.reason) == (Status.UNMET, "park_not_free")


def test_a_closed_park_is_not_told_to_cost_money() -> None:
    assert judged(seen("A", "free", value="no"), public="no").reason == "no_park_known"


def test_unknown_access_stays_unknown_unless_it_costs_money() -> None:
    assert judged(public="unknown").status is Status.UNKNOWN
    assert judged(seen("A", "free"), public="unknown").status is Status.UNKNOWN
    assert judged(seen("A", "free", value="no"), public="unknown").status is Status.UNMET


_ORDER = {Status.UNMET: 0, Status.UNKNOWN: 1, Status.MET: 2}
parks = st.lists(
    st.tuples(
        st.sampled_from(list(Designation)), st.sampled_from(list(Known)), st.sampled_from(["yes", "no", "unknown"])
    ),
    min_size=1,
    max_size=4,
)


def status_of(told: list[tuple[Designation, Known, str]]) -> Status:
    """Return the status of a kecamatan with parks of each designation, access and price."""
    places = [
        place(str(number), "1", child_friendly=str(designation), public=str(public))
        for number, (designation, public, _) in enumerate(told)
    ]
    rows = [seen(str(number), "free", value=free) for number, (_, _, free) in enumerate(told)]
    city = replace(drawn_city(places, kecamatan=1), survey=survey_of(*rows))
    return check_programme(city, {"STSK_COVERAGE": drawn_rule("STSK_COVERAGE", min_count=1)})[0].status


@settings(max_examples=40, deadline=None)
@given(parks, parks)
def test_more_parks_never_make_it_worse_whatever_they_cost(old: list, new: list) -> None:
    assert _ORDER[status_of(old + new)] >= _ORDER[status_of(old)]


@settings(max_examples=40, deadline=None)
@given(parks)
def test_a_price_never_makes_it_better_and_free_entry_never_worse(told: list) -> None:
    unknown, paid, free = (
        _ORDER[status_of([(designation, public, value) for designation, public, _ in told])]
        for value in ("unknown", "no", "yes")
    )
    # What nobody recorded of the price counts as before: as if it were free.
    assert paid == _ORDER[Status.UNMET] <= unknown == free


@settings(max_examples=60, deadline=None)
@given(parks)
def test_the_truth_table(told: list[tuple[Designation, Known, str]]) -> None:
    counts = any(who == "yes" and public == "yes" and free != "no" for who, public, free in told)
    may_count = any(who in {"yes", "claimed"} and public != "no" and free != "no" for who, public, free in told)
    assert status_of(told) is (Status.MET if counts else Status.UNKNOWN if may_count else Status.UNMET)
