"""A field survey: the newest answer holds."""

from __future__ import annotations

import pandas as pd
from drawn_survey import seen, survey_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.survey import FORMS, SURVEY, Form, SurveyFact, answers, newest, no_survey
from planner.model.survey_labels import FACT_LABELS, FACT_QUESTIONS

rows = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.sampled_from(["free", "fence"]),
        st.sampled_from(["yes", "no", "unknown"]),
        st.sampled_from(["2026-01-31", "2026-02-01", "2025-12-31"]),
    ),
    max_size=8,
)


def test_an_empty_survey_follows_its_schema() -> None:
    SURVEY.validate(no_survey())
    assert newest(no_survey()).empty


def test_every_fact_has_a_form_a_name_and_a_question() -> None:
    assert set(FORMS) == set(FACT_LABELS) == set(FACT_QUESTIONS) == set(SurveyFact)


def test_the_newest_date_wins_whatever_the_order_of_rows() -> None:
    survey = survey_of(seen("A", value="no", date="2026-03-01"), seen("A", value="yes", date="2025-03-01"))
    assert newest(survey)["value"].tolist() == ["no"]


def test_of_one_day_the_last_row_wins() -> None:
    survey = survey_of(seen("A", value="no"), seen("A", value="yes"), seen("B", value="no"))
    assert newest(survey)["value"].tolist() == ["yes", "no"]


@settings(deadline=None)
@given(rows)
def test_what_holds_is_never_older_than_any_row(told: list[tuple[str, str, str, str]]) -> None:
    survey = survey_of(*(seen(place, fact, value=value, date=date) for place, fact, value, date in told))
    holding = newest(survey)
    # Worked out row by row: the last one among those of the latest date.
    expected: dict[tuple[str, str], tuple[str, str]] = {}
    for place, fact, value, date in told:
        if date >= expected.get((place, fact), ("", ""))[0]:
            expected[place, fact] = (date, value)
    found = {(row.facility_id, row.fact): (row.date, row.value) for row in holding.itertuples()}
    assert found == expected
    assert holding["row"].is_monotonic_increasing


def test_a_place_of_which_nothing_is_told_is_unknown() -> None:
    survey = survey_of(seen("A", "free", value="no"), seen("B", "fence", value="yes"))
    ids = pd.Series(["B", "A", "C"], index=[7, 8, 9])
    assert answers(survey, ids, SurveyFact.FREE).to_dict() == {7: "unknown", 8: "no", 9: "unknown"}
    assert answers(no_survey(), ids, SurveyFact.FREE).to_dict() == {7: "unknown", 8: "unknown", 9: "unknown"}


def test_an_answer_that_is_taken_back_is_unknown_again() -> None:
    survey = survey_of(
        seen("A", "free", value="no", date="2026-01-01"), seen("A", "free", value="unknown", date="2026-02-01")
    )
    assert answers(survey, pd.Series(["A"]), SurveyFact.FREE).tolist() == ["unknown"]


def test_answers_are_the_form_of_most_facts() -> None:
    assert sum(form is Form.ANSWER for form in FORMS.values()) == 30
