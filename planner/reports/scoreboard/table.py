"""Every finding in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from planner.checks.registry import all_checks
from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Status
from planner.model.labels import LEVEL_LABELS, STATUS_LABELS
from planner.model.rule import Rule, Rules
from planner.model.rule_labels import UNIT_LABELS
from planner.rules.citing import certainty_text, citation_text
from planner.texts import Text, current_language, text, translate

COLUMNS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "title": text("Title"),
    "domain": text("About"),
    "level": text("Level"),
    "code": text("Code"),
    "name": text("Name"),
    "kecamatan_code": text("Code of the kecamatan"),
    "kecamatan": text("Kecamatan"),
    "status": text("Status"),
    "value": text("Found"),
    "required": text("Asked for"),
    "unit": text("Unit"),
    "reason": text("Reason"),
    "reason_text": text("Why"),
    "remedy": text("What would change this"),
    "citation": text("Citation"),
    "source": text("Address of the source"),
    "certainty": text("How sure the rule is"),
    "changed": text("Numbers the city changed"),
}
"""Columns of the table, with what they are called."""


@dataclass(frozen=True)
class _Told:
    """What is said of a rule beside each of its findings."""

    title: str
    domain: str
    citation: str
    source: str
    certainty: str
    changed: str


def finding_table(city: City, rules: Rules, findings: Sequence[Finding]) -> pd.DataFrame:
    """Return every finding with what has to be known of it, in the language that is spoken.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue with the city's changes.
    findings
        The findings.

    Returns
    -------
    pandas.DataFrame
        One row a finding in their order, with :data:`COLUMNS`. ``domain``, ``level`` and ``status`` are words of the
        closed lists. ``kecamatan_code`` and ``kecamatan`` are empty for a finding of the whole city; ``value`` and
        ``required`` are empty where there is no number; ``unit`` is that of the rule's number that is asked for, and
        empty where that is not clear.
    """
    told = {rule: _told(rules[rule]) for rule in dict.fromkeys(finding.rule for finding in findings)}
    kecamatan = dict(zip(city.regions["code"], city.regions["kecamatan_code"], strict=True))
    names = city.region_names
    rows = []
    for finding in findings:
        own = kecamatan.get(finding.unit_code, "")
        rows.append(
            {
                **vars(told[finding.rule]),
                "rule": finding.rule,
                "level": str(finding.unit_level),
                "code": finding.unit_code,
                "name": finding.unit_name,
                "kecamatan_code": own,
                "kecamatan": names.get(own, ""),
                "status": str(finding.status),
                "value": finding.value,
                "required": finding.required,
                "unit": unit_of(rules[finding.rule], finding.required),
                "reason": finding.reason,
                "reason_text": translate(finding.reason_text),
                "remedy": "" if finding.remedy is None else translate(finding.remedy),
            }
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"value": "float64", "required": "float64"})


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with domain, level and status in the language that is spoken."""
    levels = {str(level): translate(label) for level, label in LEVEL_LABELS.items()}
    statuses = {str(status): translate(label) for status, label in STATUS_LABELS.items()}
    domains = {str(domain): translate(label) for domain, label in DOMAIN_LABELS.items()}
    return table.assign(
        domain=table["domain"].map(domains), level=table["level"].map(levels), status=table["status"].map(statuses)
    )


def chosen_rows(
    table: pd.DataFrame,
    *,
    rules: Sequence[str] = (),
    domain: str = "",
    level: str = "",
    kecamatan_code: str = "",
    status: str = "",
) -> pd.DataFrame:
    """Return the rows that are asked for, with the index of the whole table; what is left empty leaves out nothing.

    A finding of the whole city belongs to no kecamatan.
    """
    wanted = {"domain": domain, "level": level, "kecamatan_code": kecamatan_code, "status": status}
    chosen = table[table["rule"].isin(list(rules))] if rules else table
    for column, word in wanted.items():
        if word:
            chosen = chosen[chosen[column] == word]
    return chosen


def status_counts(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many units of each rule and level are met, unmet and unknown, in the order of the table."""
    counts = pd.crosstab([table["rule"], table["level"]], table["status"])
    counts = counts.reindex(columns=[str(status) for status in Status], fill_value=0)
    about = table[["rule", "title", "domain", "level"]].drop_duplicates(["rule", "level"])
    return about.merge(counts, left_on=["rule", "level"], right_index=True, how="left").reset_index(drop=True)


def unit_of(rule: Rule, required: float | None) -> str:
    """Return the unit of what a finding asks for, in the language that is spoken; empty where that is not clear.

    A finding does not say which number of its rule it asks for: it is the one of that value, if their units agree.
    """
    if required is None:
        return ""
    units = dict.fromkeys(
        rule.units.get(name, "")
        for name, value in rule.numbers.items()
        if isinstance(value, int | float) and not isinstance(value, bool) and value == required
    )
    if len(units) != 1:
        return ""
    unit = next(iter(units))
    return translate(UNIT_LABELS[unit]) if unit in UNIT_LABELS else unit


def domain_of(rule_id: str) -> Domain:
    """Return what part of the city a rule is about."""
    return all_checks()[rule_id].domain


def _told(rule: Rule) -> _Told:
    return _Told(
        title=rule.titles[current_language()],
        domain=str(domain_of(rule.id)),
        citation=translate(citation_text(rule)),
        source=rule.source,
        certainty=translate(certainty_text(rule)),
        changed=", ".join(rule.changed),
    )
