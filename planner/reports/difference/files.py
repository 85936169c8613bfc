"""What differs between two written assessments, as a table and as a document for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from planner.model.history import KeptFinding, KeptReach
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS, LEVEL_LABELS, STATUS_LABELS
from planner.model.rule import Rules
from planner.reports.carried.json import MEMBER
from planner.reports.difference.between import Difference, Setting
from planner.reports.difference.lines import kecamatan_of, proposal_text, rule_title
from planner.reports.facts import capitalised
from planner.reports.plan_document import options_document
from planner.reports.scoreboard.changed import CHANGE_LABELS
from planner.reports.written import WrittenAssessment, WrittenProposal
from planner.texts import Text, text, translate

SCHEMA_NUMBER = 1

COLUMNS: Mapping[str, Text] = {
    "about": text("About"),
    "id": text("Id"),
    "title": text("Title"),
    "level": text("Level"),
    "code": text("Code"),
    "name": text("Name"),
    "kecamatan": text("Kecamatan"),
    "change": text("What changed"),
    "before": text("Before"),
    "after": text("After"),
    "number_before": text("Number before"),
    "number_after": text("Number after"),
}
"""Columns of the table, with what they are called."""


def difference_table(difference: Difference, rules: Rules) -> pd.DataFrame:
    """Return one row for each thing that differs, in the language that is spoken.

    Parameters
    ----------
    difference
        What differs.
    rules
        The rule catalogue, for the titles of rules.
    """
    rows = [*_setting_rows(difference), *_finding_rows(difference, rules), *_reach_rows(difference)]
    table = pd.DataFrame([*rows, *_proposal_rows(difference)], columns=list(COLUMNS))
    words = [column for column in COLUMNS if not column.startswith("number_")]
    numbers = [column for column in COLUMNS if column.startswith("number_")]
    return table.astype(dict.fromkeys(words, object)).astype(dict.fromkeys(numbers, "float64"))


def difference_json(difference: Difference, provenance: dict[str, Any] | None = None) -> str:
    """Return the same as JSON text, in a stable order and without NaN, with how it was made."""
    changes = difference.changes
    document = {
        "schema": SCHEMA_NUMBER,
        MEMBER: provenance,
        "before": _side(difference.before),
        "after": _side(difference.after),
        "notices": [translate(notice) for notice in difference.notices],
        "options": _settings(difference.options),
        "method": _settings(difference.method),
        "sources": _settings(difference.sources),
        "rules_new": list(changes.rules_new),
        "rules_gone": list(changes.rules_gone),
        "findings": [
            {
                "rule": change.rule,
                "level": str(change.level),
                "code": change.code,
                "name": change.name,
                "kecamatan_code": kecamatan_of(difference, change.level, change.code) or None,
                "change": str(change.change),
                "before": _finding(change.before),
                "after": _finding(change.after),
            }
            for change in changes.findings
        ],
        "reach": [{"before": _reach(change.before), "after": _reach(change.after)} for change in changes.reach],
        "proposals": [
            {"change": str(change.change), "before": _proposal(change.before), "after": _proposal(change.after)}
            for change in difference.proposals
        ],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _side(side: WrittenAssessment) -> dict[str, Any]:
    made = side.made
    return {
        "version": made.version,
        "fingerprint": made.fingerprint,
        "city": {"code": made.city_code, "name": made.city_name},
        "options": options_document(made.options),
    }


def _settings(settings: tuple[Setting, ...]) -> list[dict[str, Any]]:
    return [asdict(setting) for setting in settings]


def _finding(finding: KeptFinding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "status": str(finding.status),
        "reason": finding.reason,
        "value": finding.value,
        "required": finding.required,
    }


def _reach(reach: KeptReach | None) -> dict[str, Any] | None:
    return None if reach is None else asdict(reach) | {"level": str(reach.level)}


def _proposal(proposal: WrittenProposal | None) -> dict[str, Any] | None:
    return None if proposal is None else proposal.model_dump(mode="json")


def _setting_rows(difference: Difference) -> Iterator[dict[str, object]]:
    parts = {
        translate(text("Option")): difference.options,
        translate(text("Method")): difference.method,
        translate(text("Source")): difference.sources,
    }
    for about, settings in parts.items():
        for setting in settings:
            yield {
                "about": about,
                "id": setting.key,
                "before": _plain(setting.before),
                "after": _plain(setting.after),
            }


def _plain(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _finding_rows(difference: Difference, rules: Rules) -> Iterator[dict[str, object]]:
    for change in difference.changes.findings:
        yield {
            "about": translate(text("Finding")),
            "id": change.rule,
            "title": rule_title(change.rule, rules),
            **_where(difference, change.level, change.code, change.name),
            "change": translate(CHANGE_LABELS[change.change]),
            "before": "" if change.before is None else translate(STATUS_LABELS[change.before.status]),
            "after": "" if change.after is None else translate(STATUS_LABELS[change.after.status]),
            "number_before": None if change.before is None else change.before.value,
            "number_after": None if change.after is None else change.after.value,
        }


def _reach_rows(difference: Difference) -> Iterator[dict[str, object]]:
    names = {(one.level, one.code): one.name for side in _sides(difference) for one in side.snapshot.findings}
    for change in difference.changes.reach:
        one = change.after or change.before
        if one is None:
            continue
        yield {
            "about": translate(text("Children within reach")),
            "id": one.kind,
            "title": capitalised(translate(KIND_LABELS[one.kind])) if one.kind in KIND_LABELS else one.kind,
            **_where(difference, one.level, one.code, names.get((one.level, one.code), "")),
            "number_before": None if change.before is None else change.before.children_within,
            "number_after": None if change.after is None else change.after.children_within,
        }


def _proposal_rows(difference: Difference) -> Iterator[dict[str, object]]:
    for change in difference.proposals:
        one = change.after or change.before
        if one is None:
            continue
        yield {
            "about": translate(text("Proposed site")),
            "id": one.id,
            "title": one.place,
            "code": one.kecamatan_code,
            "kecamatan": one.kecamatan_name,
            "change": translate(proposal_text(change)),
            "number_before": None if change.before is None else change.before.children_newly_within,
            "number_after": None if change.after is None else change.after.children_newly_within,
        }


def _where(difference: Difference, level: Level, code: str, name: str) -> dict[str, object]:
    return {
        "level": translate(LEVEL_LABELS[level]),
        "code": code,
        "name": name,
        "kecamatan": difference.kecamatan.get(kecamatan_of(difference, level, code), ""),
    }


def _sides(difference: Difference) -> tuple[WrittenAssessment, WrittenAssessment]:
    return difference.before, difference.after
