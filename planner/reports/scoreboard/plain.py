"""Findings as plain lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from planner.model.city import City
from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Status
from planner.model.labels import LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.scoreboard.matrix import matrix_of
from planner.reports.scoreboard.words import counts_words, number_words, status_words
from planner.texts import Text, text, translate

_BESIDE = "    "


def finding_lines(city: City, table: pd.DataFrame) -> Iterator[str]:
    """Return findings as lines in the language that is spoken, grouped by rule.

    Parameters
    ----------
    city
        The city.
    table
        What :func:`planner.reports.scoreboard.table.finding_table` returns, or some of its rows.
    """
    counts = {(row.rule, str(row.level)): row for row in matrix_of(city, table).rows}
    for rule, findings in table.groupby("rule", sort=False):
        first = findings.iloc[0]
        yield ""
        yield f"{first['title']} ({rule})"
        about = text(
            "About: {domain}. Source: {citation}",
            domain=DOMAIN_LABELS[Domain(first["domain"])],
            citation=first["citation"],
        )
        yield _BESIDE + translate(about)
        for level in findings["level"].drop_duplicates():
            row = counts[(str(rule), level)]
            told = text("{level}: {counts}", level=LEVEL_LABELS[row.level], counts=counts_words(row.all))
            yield _BESIDE + capitalised(translate(told))
        for _, finding in findings.iterrows():
            yield from _finding_lines(finding)


def _finding_lines(finding: pd.Series) -> Iterator[str]:
    status = translate(status_words(Status(finding["status"])))
    yield f"  {status}  {finding['name']}{_number(finding)}: {finding['reason_text']}"
    if finding["remedy"]:
        yield _BESIDE + translate(text("What would change this: {remedy}", remedy=finding["remedy"]))


def _number(finding: pd.Series) -> str:
    """Return the number found and the number asked for, in brackets; nothing where either is missing."""
    value, required = (number_words(finding[name]) for name in ("value", "required"))
    if value is None or required is None:
        return ""
    asked = number_words(finding["required"], finding["unit"])
    told: Text = text(" ({value}; asked for: {required})", value=value, required=asked)
    return translate(told)
