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

from planner.reports.contract import assessment_document, assessment_json, assessment_schema
from planner.texts import Language

TOP_KEYS = [
    "schema", "version", "language", "fingerprint", "options", "city", "method", "programme", "access", "findings",
    "proposals", "optimality", "sources", "warnings",
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
        "code", "level", "kind", "age_tier", "children", "children_within", "share",
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
    assert made["optimality"]["seconds"] == 0.012


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


def test_a_city_without_kelurahan_names_none() -> None:
    made = document(city=drawn_city(with_kelurahan=False))
    assert {proposal["kelurahan_code"] for proposal in made["proposals"]} == {None}


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
