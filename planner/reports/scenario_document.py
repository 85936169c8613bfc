"""A comparison of scenarios as JSON, for other programs."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

import planner
from planner.model.city import Notice
from planner.reports.carried.json import MEMBER
from planner.reports.contract import SHARE_DECIMALS
from planner.scenarios.comparing import KEYS, Comparison, Named
from planner.texts import Language, Text, speak, translate

SCHEMA_NUMBER = 1
_OF_SCENARIOS = "scenario_"
_MEASURES = ["children", "children_within", "share", "share_low", "share_high", "median_min", "p90_min"]
_CHANGES = ["change_children", "change_children_within", "change_share"]


def comparison_json(comparison: Comparison, language: Language, provenance: dict[str, Any] | None = None) -> str:
    """Return a comparison as JSON text, in a stable order and without NaN.

    Parameters
    ----------
    comparison
        What to write.
    language
        The language of the sentences in it; keys and codes are the same in each.
    provenance
        How the document is made; ``null`` if left out.
    """
    city = comparison.named[0].assessment.city
    with speak(language):
        document = {
            "schema": SCHEMA_NUMBER,
            MEMBER: provenance,
            "version": planner.__version__,
            "language": str(language),
            "city": {"code": city.code, "name": city.name},
            "compared": [_compared(one) for one in comparison.named],
            "access": _rows(_access(comparison), [*KEYS, "name"]),
            "findings": _rows(comparison.findings, ["rule", "unit_level", "unit_code", "unit_name"]),
            "plans": [_values(row) for row in comparison.plans.to_dict("records")],
            "warnings": [translate(notice) for notice in comparison.notices],
        }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def scenario_notices(one: Named) -> tuple[Notice, ...]:
    """Return what is to be known of a scenario: what it changes, and whether the city has changed since."""
    return tuple(notice for notice in one.assessment.city.notices if notice.code.startswith(_OF_SCENARIOS))


def _access(comparison: Comparison) -> pd.DataFrame:
    measures = [measure for measure in _MEASURES if measure in comparison.access.columns]
    return comparison.access[[*KEYS, "name", "scenario", *measures, *_CHANGES]]


def _compared(one: Named) -> dict[str, Any]:
    assessment = one.assessment
    return {
        "name": one.name,
        "fingerprint": assessment.city.fingerprint,
        "children": assessment.city.children,
        "threshold_min": float(assessment.options.threshold_min),
        "notices": [translate(notice.text) for notice in scenario_notices(one)],
        "sources": [
            {"id": source.id, "title": source.title, "date": source.date, "licence": source.licence}
            for source in assessment.city.sources
            if source.id.startswith("scenario")
        ],
    }


def _rows(table: pd.DataFrame, keys: list[str]) -> list[dict[str, Any]]:
    """Return one entry for each thing compared, with the figures of each assessment under ``values``."""
    entries: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in table.to_dict("records"):
        about = {str(key): _plain(row.pop(key)) for key in keys}
        entry = entries.setdefault(tuple(str(value) for value in about.values()), {**about, "values": []})
        entry["values"].append(_values(row))
    return list(entries.values())


def _values(row: Any) -> dict[str, Any]:
    return {str(key): _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    """Return what JSON can hold."""
    if isinstance(value, Text):
        return translate(value)
    if pd.isna(value):
        return None
    if isinstance(value, float):
        return round(value, SHARE_DECIMALS)
    return value
