"""Rows of a survey: each mistake is one plain sentence with its row."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from drawn_survey import seen

from planner.errors import LayerError
from planner.model.survey import SURVEY
from planner.sources.survey.rows import checked_rows, latest_today, new_place_id
from planner.texts import Language, translate

TODAY = dt.date(2026, 3, 31)
FOUND = {"facility_id": None, "place_name": "Taman Baru", "kind": "park", "lon": "116.85", "lat": "-1.25"}


def checked(*rows: dict[str, object]) -> pd.DataFrame:
    cells = pd.DataFrame(list(rows), dtype="str")
    return checked_rows(cells.set_axis(pd.RangeIndex(1, len(cells) + 1)), "t.csv", today=TODAY)


def refusal(*rows: dict[str, object]) -> str:
    with pytest.raises(LayerError) as caught:
        checked(*rows)
    said = translate(caught.value.message, Language.ENGLISH)
    assert said.endswith((".", ")"))
    return said


def test_rows_become_a_survey_in_their_order() -> None:
    survey = checked(seen("B", value="Ya"), seen("A", "play_equipment", value="slide;swing", date="28/02/2026"))
    SURVEY.validate(survey)
    assert survey["facility_id"].tolist() == ["B", "A"]
    assert survey["value"].tolist() == ["yes", "swing;slide"]
    assert survey["date"].tolist() == ["2026-03-01", "2026-02-28"]
    assert survey["row"].tolist() == [1, 2]


def test_a_new_place_gets_an_id_that_follows_from_what_it_is() -> None:
    survey = checked(seen("x") | FOUND, seen("x", "fence") | FOUND, seen("x") | FOUND | {"lon": "116.86"})
    ids = survey["facility_id"].tolist()
    assert ids[0] == ids[1] == new_place_id("taman baru", "park", 116.85, -1.25)
    assert ids[2] != ids[0]
    assert ids[0].startswith("field_survey:")


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"value": "perhaps"}, "“perhaps” can't be the value of free: write yes, no or unknown"),
        ({"value": None}, "“value” is blank"),
        ({"fact": "fense"}, "the nearest known one is “fence”"),
        ({"date": "2026-13-01"}, "“2026-13-01” is no date"),
        ({"date": "yesterday"}, "is no date"),
        ({"date": "2026-04-01"}, "lies in the future"),
        ({"office": None}, "“office” is blank"),
        ({"office": "x" * 101}, "more than 100 characters"),
        ({"note": "x" * 501}, "more than 500 characters"),
        ({"facility_id": None}, "does not say which place"),
        (FOUND | {"lat": None}, "does not say which place"),
        (FOUND | {"kind": "protected_forest"}, "“protected_forest” is not a word that is known here"),
        (FOUND | {"lat": "95"}, "no place on earth"),
        (FOUND | {"lon": "116,85"}, "is not a number"),
        (FOUND | {"facility_id": "parks:1"}, "write only one of both"),
    ],
)
def test_a_mistake_is_said_with_its_row(cells: dict[str, object], part: str) -> None:
    said = refusal(seen("A") | dict.fromkeys(FOUND) | {"facility_id": "A"}, seen("A") | cells)
    assert said.startswith("t.csv, row 2")
    assert part in said


def test_a_missing_and_an_unknown_column_are_named() -> None:
    assert "no column “office”" in refusal({"facility_id": "A", "fact": "free", "value": "yes", "date": "2026-03-01"})
    assert "a column “ofice”" in refusal(seen("A") | {"ofice": "DLH"})


def test_columns_for_readers_are_passed_over() -> None:
    assert len(checked(seen("A") | {"question": "Free?", "kecamatan": "Timur"})) == 1


def test_the_day_may_have_begun_elsewhere() -> None:
    ahead = latest_today() - dt.datetime.now(dt.UTC).date()
    assert ahead in (dt.timedelta(0), dt.timedelta(days=1))
