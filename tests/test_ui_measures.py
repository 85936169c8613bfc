"""The measures of the coverage page, in words."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from drawn_assessment import drawn_assessment

from planner.model.kinds import Level
from planner.model.rule import Rule, RuleStatus
from planner.model.variation import CENTRAL, Variation
from planner.texts import Language, Text, speak, translate
from planner.ui.components.markup import inner
from planner.ui.components.measures import (
    MEASURES,
    explanations,
    measure_cells,
    measure_heads,
    not_counted_sentence,
    told_apart_sentence,
    walk_sentence,
)

KNOWN: dict[str, object] = {
    "children": 100,
    "children_within": 49,
    "share": 0.49,
    "share_low": 0.41,
    "share_high": 0.55,
    "median_min": 10.2,
    "p90_min": 26.0,
    "choices_median": 0.0,
    "choices_mean": 0.84,
    "park_m2_per_child": np.nan,
    "area_unknown": pd.NA,
    "capacity_per_child": np.nan,
    "capacity_unknown": pd.NA,
    "capacity_assumed": pd.NA,
}


def cells(**known: object) -> dict[str, str]:
    with speak(Language.ENGLISH):
        return {name: inner(cell) for name, cell in measure_cells(KNOWN | known).items()}


def english(sentence: Text | None) -> str:
    assert sentence is not None
    return translate(sentence, Language.ENGLISH)


def test_a_share_is_shown_with_its_range_and_minutes_are_never_rounded_down() -> None:
    shown = cells()
    assert shown["share"].endswith(" 49% (41% to 55%)</span>")
    assert (shown["median_min"], shown["p90_min"]) == ("11 min", "26 min")
    assert shown["choices"] == "0 (average 0.8)"


def test_what_nobody_knows_is_said_and_no_number_stands_for_it() -> None:
    assert cells(p90_min=np.nan)["p90_min"] == "no way known"
    assert cells(area_unknown=2)["park_m2_per_child"] == "not known"
    assert cells(capacity_unknown=1)["capacity_per_child"] == "not known"


def test_an_amount_with_something_unknown_in_it_is_a_lower_bound() -> None:
    assert cells(park_m2_per_child=12.3, area_unknown=0)["park_m2_per_child"] == "12 m²"
    assert cells(park_m2_per_child=0.067, area_unknown=2)["park_m2_per_child"] == "at least 0.1 m²"
    assert cells(capacity_per_child=0.372, capacity_unknown=1)["capacity_per_child"] == "at least 0.37"


def test_a_region_without_children_has_no_figures() -> None:
    assert cells(children=0) == {"share": "no children", **dict.fromkeys(MEASURES, "–")}


def test_only_measures_that_a_kind_has_get_a_column() -> None:
    rows = pd.DataFrame([KNOWN]).astype({"area_unknown": "Int64", "capacity_unknown": "Int64"})
    assert list(measure_heads(rows)) == ["median_min", "p90_min", "choices"]
    assert "park_m2_per_child" in measure_heads(rows.assign(area_unknown=1))
    assert "capacity_per_child" in measure_heads(rows.assign(capacity_per_child=0.0, capacity_unknown=0))


def test_the_walk_in_a_sentence() -> None:
    assert english(walk_sentence(KNOWN)) == (
        "Half of the children need at most 11 minutes on foot, nine in ten at most 26."
    )
    assert "more than one in ten has no known way" in english(walk_sentence(KNOWN | {"p90_min": np.nan}))
    assert english(walk_sentence(KNOWN | {"p90_min": np.nan, "median_min": np.nan})).startswith(
        "Half of the children or"
    )
    assert walk_sentence(KNOWN | {"children": 0}) is None


def test_places_without_a_position_are_named_since_nobody_is_counted_as_walking_there() -> None:
    assert english(not_counted_sentence(24, 197)).startswith("Of 197 places 24 have no known position")
    assert not_counted_sentence(0, 197) is None


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        # 49 % and 51 % are not sold as different; 80 % is.
        ([(0.41, 0.49, 0.55), (0.44, 0.51, 0.57), (0.7, 0.8, 0.9)], "apart from that of 1 other."),
        ([(0.41, 0.49, 0.55), (0.6, 0.7, 0.8)], "A has the lowest share, clear of the range of every other."),
    ],
)
def test_regions_whose_ranges_overlap_are_not_told_apart(ranges: list[tuple[float, float, float]], said: str) -> None:
    rows = pd.DataFrame(ranges, columns=["share_low", "share", "share_high"])
    rows = rows.assign(code=rows.index.astype(str), name=list("ABC")[: len(rows)])
    assert said in english(told_apart_sentence(rows, Level.KELURAHAN))


def test_one_region_alone_is_compared_with_nothing() -> None:
    rows = pd.DataFrame({"share_low": [0.1, np.nan], "share": [0.2, np.nan], "share_high": [0.3, np.nan]})
    assert told_apart_sentence(rows.assign(code=["1", "2"], name=["A", "B"]), Level.KECAMATAN) is None


def test_an_assumed_capacity_names_the_standard() -> None:
    rule = Rule("SD", "schools", {}, RuleStatus.DEFAULT, {}, "SNI 03-1733-2004", {"pop": 1600}, {"pop": "people"})
    assessment = drawn_assessment(rules={"SD": rule}, variations=(CENTRAL, Variation("slow", speed=0.9)))
    row = KNOWN | {"capacity_per_child": 0.4, "capacity_unknown": 0, "capacity_assumed": 24}
    said = " ".join(english(sentence) for sentence in explanations(assessment, "school_sd", row))
    assert "worked out 2 times" in said
    assert "for 24 places within reach nobody recorded the capacity" in said
    assert "one primary school (SD) for 1,600 people (SNI 03-1733-2004)" in said


def test_parks_of_unknown_area_are_counted() -> None:
    said = [english(one) for one in explanations(drawn_assessment(), "park", KNOWN | {"area_unknown": 2})]
    assert any(sentence.startswith("The areas of 2 parks within reach are not known") for sentence in said)
    plain = [english(one) for one in explanations(dataclasses.replace(drawn_assessment()), "clinic", KNOWN)]
    assert len(plain) == 3
