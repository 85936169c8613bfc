"""The document that other programs rely on."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any

import jsonschema
import numpy as np
import pytest
from drawn_assessment import drawn_assessment, drawn_city, infeasible_plan

from planner.model.variation import CENTRAL, Variation
from planner.reports.contract import assessment_document, assessment_json, assessment_schema
from planner.texts import Language, text

TOP_KEYS = [
    "schema", "version", "id", "language", "fingerprint", "options", "city", "method", "programme", "access", "gaps",
    "findings", "plan", "proposals", "optimality", "sources", "warnings",
]  # fmt: skip


def document(**changes: object) -> dict[str, Any]:
    return assessment_document(drawn_assessment(**changes), Language.ENGLISH)  # type: ignore[arg-type]


def test_the_schema_is_a_valid_schema_and_closed_everywhere() -> None:
    schema = assessment_schema()
    jsonschema.Draft202012Validator.check_schema(schema)

    def closed(part: object) -> bool:
        if isinstance(part, dict):
            is_open = "properties" in part and part.get("additionalProperties") is not False
            return not is_open and all(closed(inner) for inner in part.values())
        return all(closed(inner) for inner in part) if isinstance(part, list) else True

    assert closed(schema)


def test_the_keys_stand_in_a_fixed_order() -> None:
    made = document()
    assert list(made) == TOP_KEYS
    assert list(made["access"][0]) == [
        "code", "level", "kind", "age_tier", "children", "children_within", "share", "share_low", "share_high",
        "median_min", "p90_min", "choices_median", "choices_mean", "park_m2_per_child", "area_unknown",
        "capacity_per_child", "capacity_unknown", "capacity_assumed",
    ]  # fmt: skip


def test_the_programme_counts_statuses_and_names_the_evidence() -> None:
    programme = document()["programme"]
    assert {key: programme[key] for key in ("met", "unmet", "unknown")} == {"met": 1, "unmet": 1, "unknown": 0}
    assert programme["units"][0] == {
        "code": "90.01.01", "name": "Barat", "status": "met", "reason": "child_friendly_park",
        "reason_text": "1 park.", "facilities": ["city_list:1"],
    }  # fmt: skip


def test_shares_positions_and_factors_are_rounded_and_of_the_right_type() -> None:
    made = document()
    assert made["method"]["detour_factor"] == 1.912346
    assert made["proposals"][0]["lon"] == 116.847
    assert made["access"][0]["share"] == 0.25
    assert type(made["access"][0]["children"]) is int
    # Not the 0.0123 s it took: no two runs take the same.
    assert made["optimality"]["seconds"] == 10


def test_what_is_not_known_is_null() -> None:
    city = dataclasses.replace(drawn_city(), population=None, population_source="", population_date="")
    made = document(city=city)
    assert made["city"] == {
        "code": "90.01", "name": "Kota Contoh & Co", "population": None, "children": None,
        "population_source": None, "population_date": None,
    }  # fmt: skip


def test_a_share_without_children_is_null_and_never_nan() -> None:
    access = drawn_assessment().access.copy()
    access.loc[0, ["children", "children_within"]] = 0
    access.loc[0, "share"] = np.nan
    written = assessment_json(drawn_assessment(access=access), Language.INDONESIAN)
    assert "NaN" not in written
    assert json.loads(written)["access"][0]["share"] is None


def test_ranges_and_measures_stand_beside_the_share_and_are_null_where_not_known() -> None:
    city, _, timur = document()["access"][:3]
    assert (city["share_low"], city["share_high"], city["median_min"]) == (0.194, 0.348, 29.17)
    assert (timur["median_min"], timur["capacity_per_child"], timur["capacity_assumed"]) == (None, None, None)
    assert type(city["area_unknown"]) is int


def test_the_runs_of_the_ranges_are_named() -> None:
    runs = (CENTRAL, Variation("slow", speed=0.9))
    assert document(variations=runs)["method"]["variations"] == [
        {"id": "central", "speed": 1.0, "detour": 1.0, "threshold": 1.0, "demand_seed": None},
        {"id": "slow", "speed": 0.9, "detour": 1.0, "threshold": 1.0, "demand_seed": None},
    ]


def test_gaps_are_ranked_with_a_point_inside() -> None:
    # In ten minutes the youngest get 480 m, the others 660 m: the points at 1,400 m and without a way are gaps.
    first, second = document()["gaps"]
    assert {**first, "lon": 0, "lat": 0} == {
        "kind": "child_friendly_park", "age_tier": "0-17", "rank": 1, "region_code": "90.01.01.1001",
        "region_name": "Muara", "kecamatan_code": "90.01.01", "children": 60, "area_m2": 40000.0, "lon": 0, "lat": 0,
    }  # fmt: skip
    assert (second["region_name"], second["children"]) == ("Bukit", 60)
    assert (round(first["lon"], 2), round(first["lat"], 2)) == (116.83, -1.25)


def test_a_city_without_kelurahan_names_none() -> None:
    demand = drawn_assessment().demand
    made = document(city=drawn_city(with_kelurahan=False), demand=demand.assign(region_code=demand["kecamatan_code"]))
    assert {proposal["kelurahan_code"] for proposal in made["proposals"]} == {None}


def test_findings_say_what_would_change_them_and_which_numbers_the_city_changed() -> None:
    usual = drawn_assessment()
    rule = dataclasses.replace(usual.rules["STSK_COVERAGE"], before={"min_count": 2})
    met, unmet = (
        dataclasses.replace(one, remedy=remedy)
        for one, remedy in zip(usual.findings, (None, text("Build it.")), strict=True)
    )
    made = document(rules={rule.id: rule}, findings=(met, unmet))["findings"]
    assert [(one["remedy_text"], one["changed"]) for one in made] == [
        (None, ["min_count"]),
        ("Build it.", ["min_count"]),
    ]
    assert document()["findings"][0]["changed"] == []


def test_a_certainty_may_be_limited_to_a_part() -> None:
    rule = dataclasses.replace(drawn_assessment().rules["STSK_COVERAGE"], certainty={"min_count": "Q_existence"})
    assert document(rules={rule.id: rule})["findings"][0]["certainty"] == {"min_count": "Q_existence"}


def test_without_a_plan_the_reason_is_told() -> None:
    made = document(plan=infeasible_plan())
    assert made["proposals"] == []
    assert made["optimality"]["status"] == "infeasible"
    assert made["optimality"]["reason_text"] == "One site is too few."


def test_the_same_assessment_gives_the_same_text() -> None:
    assert assessment_json(drawn_assessment(), Language.ENGLISH) == assessment_json(
        drawn_assessment(), Language.ENGLISH
    )


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), 2),
        (("extra",), 1),
        (("access", 0, "share"), 1.5),
        (("access", 0, "children"), "160"),
        (("access", 0, "level"), "desa"),
        (("proposals", 0, "lat"), -91),
        (("proposals", 0, "action"), "close"),
        (("findings", 0, "certainty"), {"min_count": "Z"}),
        (("method", "speed_m_s", "0-5"), 0),
    ],
)
def test_a_wrong_document_is_refused(path: tuple[str | int, ...], wrong: object) -> None:
    made: Any = copy.deepcopy(document())
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, assessment_schema(), cls=jsonschema.Draft202012Validator)
