"""The assessment as a document that other programs may rely on: ``assessment.json`` and its schema."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pandas as pd

from planner.access.gaps import all_gaps
from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Assessment, Finding
from planner.model.city import Notice
from planner.model.kinds import Level, Status
from planner.model.rule import Rule
from planner.reports.json_text import json_text
from planner.reports.plan_document import (
    DEGREE_DECIMALS,
    optimality_document,
    plan_document,
    proposal_document,
)
from planner.reports.provenance import provenance_document
from planner.texts import Language, speak, translate

SCHEMA_FILE = Path(__file__).parent / "assessment.schema.json"

SHARE_DECIMALS = 6
MEASURE_DECIMALS = 3

ACCESS_MEASURES = ("median_min", "p90_min", "choices_median", "choices_mean", "park_m2_per_child", "capacity_per_child")
"""Columns of the access table that are measured, not counted."""


@cache
def assessment_schema() -> dict[str, Any]:
    """Return the JSON schema (2020-12) of the document."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(assessment_schema())


def assessment_json(assessment: Assessment, language: Language) -> str:
    """Return the document as JSON text, in a stable order and without NaN."""
    document = assessment_document(assessment, language)
    return json_text(document)


def assessment_document(assessment: Assessment, language: Language) -> dict[str, Any]:
    """Return the assessment as the document of the contract.

    Parameters
    ----------
    assessment
        What to write.
    language
        The language of the sentences in it; keys and codes are the same in each.

    Raises
    ------
    jsonschema_rs.ValidationError
        If the document does not keep to its schema, which is a mistake in this program.
    """
    with speak(language):
        document = {
            **provenance_document(assessment.city, assessment.options),
            "city": _city(assessment),
            "method": _method(assessment),
            "programme": _programme(assessment),
            "access": _access(assessment.access),
            "gaps": _gaps(assessment),
            "findings": [finding_document(assessment.rules[finding.rule], finding) for finding in assessment.findings],
            "plan": plan_document(assessment.plan),
            "proposals": [
                proposal_document(proposal, has_kelurahan=assessment.city.finest_level is Level.KELURAHAN)
                for proposal in assessment.plan.proposals
            ],
            "optimality": optimality_document(assessment.plan.optimality),
            "sources": [
                {
                    "id": source.id,
                    "title": source.title,
                    "date": source.date,
                    "licence": source.licence,
                    "rows": source.rows,
                    "note": source.note,
                }
                for source in assessment.city.sources
            ],
            "warnings": [_warning(notice) for notice in assessment.notices],
        }
    _validator().validate(document)
    return document


def _city(assessment: Assessment) -> dict[str, Any]:
    city = assessment.city
    return {
        "code": city.code,
        "name": city.name,
        "population": city.people,
        "children": city.children,
        "population_source": city.population_source or None,
        "population_date": city.population_date or None,
    }


def _method(assessment: Assessment) -> dict[str, Any]:
    method = assessment.method
    return {
        "walking": str(method.walking),
        "detour_factor": None if method.detour_factor is None else round(method.detour_factor, 6),
        "detour_bands": [
            {
                "from_m": float(band.from_m),
                "to_m": float(band.to_m),
                "factor": round(float(band.factor), 6),
                "low": round(float(band.low), 6),
                "high": round(float(band.high), 6),
                "pairs": int(band.pairs),
            }
            for band in method.detour_bands
        ],
        "speed_m_s": {str(tier): float(speed) for tier, speed in method.speed_m_s.items()},
        "threshold_min": float(method.threshold_min),
        "demand": str(method.demand),
        "variations": [dataclasses.asdict(variation) for variation in assessment.variations],
    }


def _programme(assessment: Assessment) -> dict[str, Any]:
    findings = assessment.findings_of(STSK_COVERAGE)
    statuses = [finding.status for finding in findings]
    return {
        "rule": STSK_COVERAGE,
        **{str(status): statuses.count(status) for status in Status},
        "units": [
            {
                "code": finding.unit_code,
                "name": finding.unit_name,
                "status": str(finding.status),
                "reason": finding.reason,
                "reason_text": translate(finding.reason_text),
                "facilities": list(finding.evidence),
            }
            for finding in findings
        ],
    }


def _access(access: pd.DataFrame) -> list[dict[str, Any]]:
    rounded = access.round(dict.fromkeys(("share", "share_low", "share_high"), SHARE_DECIMALS))
    rounded = rounded.round(dict.fromkeys(ACCESS_MEASURES, MEASURE_DECIMALS))
    return records(rounded)


def _gaps(assessment: Assessment) -> list[dict[str, Any]]:
    """Return where children reach no place of a kind, each area with a point inside it."""
    gaps = all_gaps(assessment)
    points = gaps.representative_point().to_crs("EPSG:4326")
    table = pd.DataFrame(gaps.drop(columns="geometry")).assign(
        area_m2=gaps["area_m2"].round(1), lon=points.x.round(DEGREE_DECIMALS), lat=points.y.round(DEGREE_DECIMALS)
    )
    return records(table)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows with ``None`` for what is not known."""
    known = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in known.to_dict("records")]


def finding_document(rule: Rule, finding: Finding) -> dict[str, Any]:
    """Return a finding as an entry of the document, in the language that is spoken.

    Parameters
    ----------
    rule
        The rule that was applied.
    finding
        The finding.
    """
    return {
        "rule": finding.rule,
        "citation": rule.citation,
        "certainty": dict(sorted(rule.certainty.items())),
        "changed": list(rule.changed),
        "unit_level": str(finding.unit_level),
        "unit_code": finding.unit_code,
        "unit_name": finding.unit_name,
        "status": str(finding.status),
        "reason": finding.reason,
        "reason_text": translate(finding.reason_text),
        "remedy_text": None if finding.remedy is None else translate(finding.remedy),
        "value": finding.value,
        "required": finding.required,
        "evidence": list(finding.evidence),
    }


def _warning(notice: Notice) -> dict[str, Any]:
    return {"code": notice.code, "subject": notice.subject, "text": translate(notice.text)}
