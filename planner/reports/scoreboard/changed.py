"""What changed since a kept assessment, as rows for people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.history.changes import ChangeOf, Changes, FindingChange
from planner.model.history import KeptFinding
from planner.model.kinds import Status
from planner.model.labels import LEVEL_LABELS, STATUS_LABELS
from planner.model.rule import Rules
from planner.texts import Text, current_language, plural, text, translate

CHANGE_LABELS: Mapping[ChangeOf, Text] = {
    ChangeOf.STATUS: text("another status"),
    ChangeOf.VALUE: text("another number"),
    ChangeOf.REQUIRED: text("something else is asked for"),
    ChangeOf.REASON: text("another reason"),
    ChangeOf.NEW: text("not judged before"),
    ChangeOf.GONE: text("not judged any more"),
}

CHANGE_COLUMNS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "title": text("Title"),
    "level": text("Level"),
    "code": text("Code"),
    "name": text("Name"),
    "change": text("What changed"),
    "status_before": text("Status before"),
    "status": text("Status"),
    "value_before": text("Found before"),
    "value": text("Found"),
    "required_before": text("Asked for before"),
    "required": text("Asked for"),
}
"""Columns of the table of changes, with what they are called."""


def change_table(changes: Changes, rules: Rules) -> pd.DataFrame:
    """Return each changed finding, in the language that is spoken, changes of status first.

    Parameters
    ----------
    changes
        What changed.
    rules
        The rule catalogue, for the titles of rules; a rule that is in it no more is told by its id.
    """
    order = list(ChangeOf)
    ordered = sorted(changes.findings, key=lambda change: order.index(change.change))
    table = pd.DataFrame([_row(change, rules) for change in ordered], columns=list(CHANGE_COLUMNS))
    numbers = ["value_before", "value", "required_before", "required"]
    return table.astype(dict.fromkeys(numbers, "float64"))


def change_sentences(changes: Changes, rules: Rules) -> list[Text]:
    """Say in a few sentences what changed: how often which status, rules that came or went, and what to beware of."""
    sentences = [
        plural(
            "{n} finding went from “{before}” to “{after}”.",
            "{n} findings went from “{before}” to “{after}”.",
            number,
            before=STATUS_LABELS[before],
            after=STATUS_LABELS[after],
        )
        for (before, after), number in changes.counts().items()
    ]
    if not sentences:
        sentences = [text("No finding has another status.")]
    others = len(changes.findings) - len(changes.of_status())
    if others:
        sentences.append(plural("{n} more finding differs.", "{n} more findings differ.", others))
    if changes.rules_new:
        sentences.append(text("Checked now and not then: {rules}.", rules=_titles(changes.rules_new, rules)))
    if changes.rules_gone:
        sentences.append(text("Checked then and not now: {rules}.", rules=_titles(changes.rules_gone, rules)))
    return [*sentences, *changes.notices]


def change_lines(changes: Changes, rules: Rules) -> list[str]:
    """Return each finding whose status is another as one line, in the language that is spoken."""
    return [
        translate(
            text(
                "{title}, {name}: {before} → {after}",
                title=_title(change.rule, rules),
                name=change.name,
                before=_status(change.before),
                after=_status(change.after),
            )
        )
        for change in changes.of_status()
    ]


def _row(change: FindingChange, rules: Rules) -> dict[str, object]:
    return {
        "rule": change.rule,
        "title": _title(change.rule, rules),
        "level": translate(LEVEL_LABELS[change.level]),
        "code": change.code,
        "name": change.name,
        "change": translate(CHANGE_LABELS[change.change]),
        "status_before": _status(change.before),
        "status": _status(change.after),
        "value_before": None if change.before is None else change.before.value,
        "value": None if change.after is None else change.after.value,
        "required_before": None if change.before is None else change.before.required,
        "required": None if change.after is None else change.after.required,
    }


def _status(finding: KeptFinding | None) -> str:
    return "" if finding is None else translate(STATUS_LABELS[Status(finding.status)])


def _title(rule: str, rules: Rules) -> str:
    return rules[rule].titles[current_language()] if rule in rules else rule


def _titles(ids: tuple[str, ...], rules: Rules) -> str:
    return "; ".join(_title(rule, rules) for rule in ids)
