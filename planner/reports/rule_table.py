"""The rule catalogue as a table in words: for the page, the command line, the file and the handbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from planner.checks.check import Check
from planner.checks.registry import all_checks
from planner.model.rule import Rule, Rules, RuleStatus, applies_to
from planner.model.rule_labels import RULE_STATUS_LABELS
from planner.rules.citing import certainty_text, joined, number_label, number_text, printable, theme_text
from planner.texts import Text, current_language, plural, text, translate

RULE_HEADS: Mapping[str, Text] = {
    "rule": text("Rule"),
    "theme": text("Theme"),
    "title": text("Title"),
    "numbers": text("What it says"),
    "status": text("Binding"),
    "certainty": text("How sure"),
    "citation": text("Source"),
    "source": text("Address"),
    "checked": text("Compared on"),
    "planner": text("In the planner"),
    "note": text("Note"),
}
"""Columns of the table, as they are called in front of people."""


FOR_THE_PROGRAM = ("unit", "counts_if", "formula")
"""What stands in the catalogue for programs to read: people are told it by the title and the note."""


ITS_ONLY_NUMBER = "value"
"""Name of a number that needs none: the rule's title says what it is."""


def rules_of_city(rules: Rules, city_code: str) -> Rules:
    """Return the rules that may be printed and that speak of a city."""
    return {name: rule for name, rule in printable(rules).items() if applies_to(rule, city_code)}


def kept_out_text(rules: Rules) -> Text | None:
    """Say how many rules are kept out because they must never be printed; ``None`` where there is none."""
    kept_out = len(rules) - len(printable(rules))
    if not kept_out:
        return None
    return plural(
        "{n} rule of the catalogue is not shown: no document says what it claims, so it must never be printed.",
        "{n} rules of the catalogue are not shown: no document says what they claim, so they must never be printed.",
        kept_out,
    )


def numbers_text(rule: Rule) -> Text:
    """Return all that a rule says in numbers and words."""
    return joined(number_lines(rule), "; ")


def number_lines(rule: Rule) -> list[Text]:
    """Return what a rule says, one text a number."""
    return [
        number_text(rule, name)
        if name == ITS_ONLY_NUMBER
        else text("{name}: {value}", name=number_label(name), value=number_text(rule, name))
        for name in rule.numbers
        if name not in FOR_THE_PROGRAM and not (name == "fields" and rule.status is RuleStatus.BLANK)
    ]


def planner_text(rule: Rule) -> Text | None:
    """Say what the planner does with a rule; ``None`` where it finds and measures nothing by it."""
    check = all_checks().get(rule.id)
    if check is None or rule.status is RuleStatus.BLANK:
        return None
    # A check that finds nothing has the function that every check begins with.
    return text("measured, without a pass mark") if check.find is Check.find else text("checked")


def checked_text(rule: Rule) -> Text:
    """Return the day on which a rule was last compared with what was collected."""
    return text("{day}", day=dt.date.fromisoformat(rule.checked)) if rule.checked else text("not known")


def rule_table(rules: Rules) -> pd.DataFrame:
    """Return rules in the language that is spoken, one row each, with the columns of :data:`RULE_HEADS`.

    Parameters
    ----------
    rules
        Rules of the catalogue; those that must never be printed are left out.
    """
    rows = [
        {
            "rule": rule.id,
            "theme": translate(theme_text(rule.theme)),
            "title": rule.titles[current_language()],
            "numbers": translate(numbers_text(rule)),
            "status": translate(RULE_STATUS_LABELS[rule.status]),
            "certainty": translate(certainty_text(rule)),
            "citation": rule.citation,
            "source": rule.source,
            "checked": rule.checked,
            "planner": "" if (said := planner_text(rule)) is None else translate(said),
            "note": rule.note,
        }
        for rule in printable(rules).values()
    ]
    return pd.DataFrame(rows, columns=list(RULE_HEADS), dtype="str")
