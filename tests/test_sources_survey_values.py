"""What may stand in the cells of a survey."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.survey import NO_EQUIPMENT, PlayEquipment, SurveyFact
from planner.sources.survey.values import how_to_write, tidy, understood
from planner.texts import Language, translate


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        (SurveyFact.FREE, "yes", "yes"),
        (SurveyFact.FREE, "Tidak", "no"),
        (SurveyFact.FREE, "tidak diketahui", "unknown"),
        (SurveyFact.FREE, "perhaps", None),
        (SurveyFact.FREE, "1", None),
        (SurveyFact.PLAY_EQUIPMENT, "slide;swing", "swing;slide"),
        (SurveyFact.PLAY_EQUIPMENT, "swing ; Swing; ", "swing"),
        (SurveyFact.PLAY_EQUIPMENT, "Climbing frame, sandpit", "climbing_frame;sandpit"),
        (SurveyFact.PLAY_EQUIPMENT, "none", "none"),
        (SurveyFact.PLAY_EQUIPMENT, "none;swing", None),
        (SurveyFact.PLAY_EQUIPMENT, "rocket", None),
        (SurveyFact.PLAY_EQUIPMENT, "unknown", "unknown"),
        (SurveyFact.AREA, "15000", "15000"),
        (SurveyFact.AREA, "97830000.5", "97830000.5"),
        (SurveyFact.AREA, "0", None),
        (SurveyFact.AREA, "-3", None),
        (SurveyFact.AREA, "inf", None),
        (SurveyFact.AREA, "1.500,5", None),
        (SurveyFact.OPENING_HOURS, "08.00–18.00", "08.00–18.00"),
        (SurveyFact.PHOTO, "0123456789abcdef.jpg", "0123456789abcdef.jpg"),
        (SurveyFact.PHOTO, "../../city.toml", None),
    ],
)
def test_a_value_is_understood_or_refused(fact: SurveyFact, written: str, value: str | None) -> None:
    assert understood(fact, written) == value


@pytest.mark.parametrize("language", list(Language))
def test_equipment_may_be_named_as_the_page_names_it(language: Language) -> None:
    from planner.model.survey_labels import EQUIPMENT_LABELS

    for kind in [*PlayEquipment, NO_EQUIPMENT]:
        assert understood(SurveyFact.PLAY_EQUIPMENT, translate(EQUIPMENT_LABELS[kind], language)) == kind


@settings(deadline=None)
@given(st.sampled_from(list(SurveyFact)), st.text(min_size=1, max_size=30).map(tidy).filter(bool))
def test_what_is_understood_is_understood_again(fact: SurveyFact, written: str) -> None:
    value = understood(fact, written)
    assert value is None or understood(fact, value) == value


def test_each_fact_says_how_it_is_written() -> None:
    assert "yes, no or unknown" in translate(how_to_write(SurveyFact.FENCE), Language.ENGLISH)
    assert "swing" in translate(how_to_write(SurveyFact.PLAY_EQUIPMENT), Language.ENGLISH)


@settings(deadline=None)
@given(st.text(max_size=50))
def test_tidy_words_stand_on_one_line_and_hide_nothing(words: str) -> None:
    clean = tidy(words)
    assert clean == tidy(clean)
    assert len(clean.splitlines()) <= 1
    assert clean.isprintable()


def test_a_sign_that_turns_the_reading_direction_is_left_out() -> None:
    assert tidy(" DLH\u202e \n\tKota\x00 ") == "DLH Kota"
