"""The KSTR signs of a survey as a layer."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import pandas as pd
from drawn_assessment import METRIC, drawn_city

from planner.model.survey import SURVEY
from planner.reports.sign_layer import SIGN_COLUMNS, sign_layer


def layer(*rows: tuple[str, str, str, str, str | None]) -> gpd.GeoDataFrame:
    """Return the layer of a survey: place, fact, value, day and visit of each row."""
    columns = ["facility_id", "fact", "value", "date", "visit"]
    table = pd.DataFrame(rows, columns=columns).reindex(columns=list(SURVEY.columns))
    table = table.assign(place_name="As it was called", office="Dinkes", row=range(1, len(rows) + 1))
    return sign_layer(dataclasses.replace(drawn_city(), survey=SURVEY.validate(table)))


def test_without_a_survey_there_is_no_row_but_every_column() -> None:
    signs = sign_layer(drawn_city())
    assert list(signs.columns) == [*SIGN_COLUMNS, "geometry"]
    assert len(signs) == 0
    assert signs.crs == METRIC


def test_a_surveyed_place_is_one_row_with_its_newest_answers() -> None:
    signs = layer(
        ("city_list:1", "smoke_free_sign", "no", "2026-01-01", "a"),
        ("city_list:1", "smoke_free_sign", "yes", "2026-03-01", "b"),
        ("city_list:1", "sign_legible", "faded", "2026-03-01", "b"),
        ("city_list:1", "photo", "x.jpg", "2026-03-01", "b"),
    )
    (row,) = signs.drop(columns="geometry").to_dict("records")
    assert row == {
        "place": "Taman Muara", "present": "yes", "legible": "faded", "visible_from_entrance": None,
        "photo_date": "2026-03-01", "obscured": None, "seen_date": "2026-03-01", "place_id": "city_list:1",
    }  # fmt: skip
    assert not signs.geometry.isna().any()


def test_a_photo_of_another_visit_shows_no_sign() -> None:
    signs = layer(
        ("city_list:1", "smoke_free_sign", "yes", "2026-03-01", "b"),
        ("city_list:1", "photo", "x.jpg", "2026-04-01", "c"),
    )
    assert signs["photo_date"].tolist() == [None]


def test_what_was_taken_back_or_asks_for_no_sign_is_no_row() -> None:
    signs = layer(
        ("city_list:1", "smoke_free_sign", "yes", "2026-03-01", "b"),
        ("city_list:1", "smoke_free_sign", "unknown", "2026-03-02", "c"),
        ("city_list:2", "fence", "yes", "2026-03-02", "c"),
    )
    assert len(signs) == 0


def test_a_place_that_the_city_has_no_more_keeps_its_name_and_has_no_position() -> None:
    signs = layer(("gone:1", "sign_visible", "no", "2026-03-01", None))
    assert signs["place"].tolist() == ["As it was called"]
    assert signs["visible_from_entrance"].tolist() == ["no"]
    assert signs.geometry.isna().tolist() == [True]
