"""What changed between two kept assessments."""

from __future__ import annotations

from dataclasses import replace

from drawn_history import EAST, WEST, kept, kept_finding, kept_measures
from hypothesis import given
from hypothesis import strategies as st

from planner.history.changes import ChangeOf, changes_between
from planner.model.history import KeptFinding, KeptOptions, KeptReach
from planner.model.kinds import Level, Status
from planner.texts import Language, translate

BEFORE = kept("2025-03-31")


def told(*findings: KeptFinding) -> list[tuple[str, str, ChangeOf]]:
    changes = changes_between(BEFORE, kept("2026-03-31", findings=findings)).findings
    return [(change.rule, change.name, change.change) for change in changes]


def test_an_equal_assessment_has_no_change() -> None:
    changes = changes_between(BEFORE, kept("2026-03-31"))
    assert changes.findings == ()
    assert changes.measures.empty
    assert changes.reach == ()
    assert [translate(notice, Language.ENGLISH) for notice in changes.notices] == [
        "The data are the same: differences come from the day, the options or the rules alone."
    ]


def test_each_difference_of_a_finding_is_told_once() -> None:
    met, unknown = BEFORE.findings
    assert told(met, kept_finding("PARKS", EAST, Status.MET)) == [("PARKS", "Timur", ChangeOf.STATUS)]
    assert told(kept_finding("PARKS", WEST, Status.MET, 2.0), unknown) == [("PARKS", "Barat", ChangeOf.VALUE)]
    assert told(met, kept_finding("PARKS", EAST, Status.UNKNOWN, required=2.0)) == [
        ("PARKS", "Timur", ChangeOf.REQUIRED)
    ]
    assert told(met, kept_finding("PARKS", EAST, Status.UNKNOWN, reason="other")) == [
        ("PARKS", "Timur", ChangeOf.REASON)
    ]


def test_a_region_that_came_or_went_is_told_so() -> None:
    met, _ = BEFORE.findings
    assert told(met) == [("PARKS", "Timur", ChangeOf.GONE)]
    new = replace(kept_finding("PARKS", EAST, Status.MET), code="90.01.03", name="Utara")
    assert told(*BEFORE.findings, new) == [("PARKS", "Utara", ChangeOf.NEW)]


def test_rules_that_came_or_went_are_named_and_their_findings_are_no_changes() -> None:
    changes = changes_between(BEFORE, kept(findings=(kept_finding("SCHOOLS", WEST, Status.UNMET),)))
    assert (changes.rules_new, changes.rules_gone) == (("SCHOOLS",), ("PARKS",))
    assert changes.findings == ()


def test_changes_of_status_are_counted() -> None:
    findings = (kept_finding("PARKS", WEST, Status.UNMET), kept_finding("PARKS", EAST, Status.MET))
    changes = changes_between(BEFORE, kept(findings=findings))
    assert changes.counts() == {(Status.MET, Status.UNMET): 1, (Status.UNKNOWN, Status.MET): 1}
    assert len(changes.of_status()) == 2


def test_numbers_that_differ_are_told_with_both_values() -> None:
    after = kept(measures=kept_measures(("park", WEST, 4.0), ("park", EAST, None), ("playground", WEST, 1.0)))
    table = changes_between(BEFORE, after).measures
    assert table[["subject", "code", "before", "after", "unit"]].fillna(-1).to_numpy().tolist() == [
        ["park", WEST, 3.0, 4.0, "count"],
        ["playground", WEST, -1, 1.0, "count"],
    ]


def test_reach_that_differs_is_told() -> None:
    further = KeptReach(Level.CITY, "90.01", "park", 160, 80, 0.5)
    changes = changes_between(BEFORE, kept(reach=(further,)))
    assert [(one.before, one.after) for one in changes.reach] == [
        (BEFORE.reach[0], further),
        (BEFORE.reach[1], None),
    ]


def test_what_makes_a_comparison_hard_is_said() -> None:
    other = kept(
        city_code="90.02", city_name="Kota Lain", fingerprint="f", version="9.9", options=KeptOptions(5.0, True, True)
    )
    sentences = " ".join(translate(notice, Language.ENGLISH) for notice in changes_between(BEFORE, other).notices)
    assert "two cities: Kota Contoh & Co and Kota Lain" in sentences
    assert "0.1.0, then 9.9" in sentences
    assert "other options" in sentences


STATUSES = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(Status)), max_size=4, unique_by=lambda of: of[0]
)


@given(STATUSES, STATUSES)
def test_the_way_back_tells_the_same_changes_the_other_way(
    then: list[tuple[str, Status]], now: list[tuple[str, Status]]
) -> None:
    first, second = (kept(findings=tuple(kept_finding(rule, WEST, of) for rule, of in side)) for side in (then, now))
    there, back = changes_between(first, second), changes_between(second, first)
    assert {(one.rule, one.before, one.after) for one in there.findings} == {
        (one.rule, one.after, one.before) for one in back.findings
    }
    assert (there.rules_new, there.rules_gone) == (back.rules_gone, back.rules_new)
