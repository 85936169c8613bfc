"""The scoreboard as JSON, for other programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

import planner
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.details import Details
from planner.model.kinds import Status
from planner.model.rule import Rules
from planner.reports.carried.json import MEMBER
from planner.reports.contract import finding_document, records
from planner.reports.scoreboard.table import domain_of
from planner.texts import Text, current_language, translate

SCHEMA_NUMBER = 1


def scoreboard_json(
    city: City,
    rules: Rules,
    findings: Sequence[Finding],
    as_of: dt.date,
    details: Details | None = None,
    provenance: dict[str, Any] | None = None,
) -> str:
    """Return findings as JSON text in the language that is spoken, in a stable order and without NaN.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue with the city's changes.
    findings
        Which findings to write.
    as_of
        The day as of which the city is judged.
    details
        The numbers behind the findings and what is said of each place; both are ``null`` if left out.
    provenance
        How the document is made; ``null`` if left out.
    """
    document = {
        "schema": SCHEMA_NUMBER,
        MEMBER: provenance,
        "version": planner.__version__,
        "language": str(current_language()),
        "city": {"code": city.code, "name": city.name},
        "fingerprint": city.fingerprint,
        "as_of": as_of.isoformat(),
        "rules": _counts(rules, findings),
        "findings": [finding_document(rules[finding.rule], finding) for finding in findings],
        "measures": None if details is None else records(details.measures),
        "places": None if details is None else _places(details.places),
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _counts(rules: Rules, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return each rule with how many units have each status; nothing is added up over rules."""
    ids = dict.fromkeys(finding.rule for finding in findings)
    statuses = {rule: [finding.status for finding in findings if finding.rule == rule] for rule in ids}
    return [
        {
            "rule": rule,
            "title": rules[rule].titles[current_language()],
            "domain": str(domain_of(rule)),
            "source": rules[rule].source or None,
            **{str(status): statuses[rule].count(status) for status in Status},
        }
        for rule in ids
    ]


def _places(places: pd.DataFrame) -> list[dict[str, Any]]:
    rows = records(places)
    return [
        {name: translate(value) if isinstance(value, Text) else value for name, value in row.items()} for row in rows
    ]
