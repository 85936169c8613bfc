"""The figures of a country as tables in words, for the workbook and the page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from planner.model.kinds import Level, Status
from planner.model.labels import LEVEL_LABELS, STATUS_LABELS
from planner.reports.national_summary.figures import Summary, kabupaten_table, ranking, rule_table
from planner.reports.national_summary.words import (
    DATA_FROM_LABELS,
    FAILED_HEADS,
    KABUPATEN_HEADS,
    KECAMATAN_HEADS,
    RANKING_HEADS,
    RULE_HEADS,
)
from planner.texts import Text, current_language, text, translate

Shown = tuple[Text, Mapping[str, Text], pd.DataFrame]
"""Title, columns as they are called, and rows."""


def shown_tables(summary: Summary) -> tuple[Shown, ...]:
    """Return the tables in the order of the sheets, in the language that is spoken."""
    return (
        (text("Ranking"), RANKING_HEADS, ranking(summary)),
        (text("Kabupaten and kota"), KABUPATEN_HEADS, _in_words(kabupaten_table(summary))),
        (text("Rules"), RULE_HEADS, rules_shown(summary)),
        (text("Kecamatan"), KECAMATAN_HEADS, _kecamatan(summary)),
        (text("Not assessed"), FAILED_HEADS, failed_table(summary)),
    )


def rules_shown(summary: Summary) -> pd.DataFrame:
    """Return the rules with their titles and citations."""
    table = rule_table(summary)
    rules = [summary.rules[rule] for rule in table["rule"]]
    return table.assign(
        title=[rule.titles[str(current_language())] for rule in rules],
        citation=[rule.citation for rule in rules],
        level=[translate(LEVEL_LABELS[Level(level)]) for level in table["level"]],
    )


def failed_table(summary: Summary) -> pd.DataFrame:
    """Return the cities that could not be assessed, with their reasons."""
    rows = [(code, summary.names.get(code, ""), problem) for code, problem in summary.failed.items()]
    return pd.DataFrame(rows, columns=list(FAILED_HEADS), dtype="str")


def _kecamatan(summary: Summary) -> pd.DataFrame:
    rows = pd.DataFrame(summary.kecamatan.drop(columns="geometry"))
    words = {str(status): translate(label) for status, label in STATUS_LABELS.items()}
    rows["status"] = rows["puskesmas_status"].map(words)
    return _in_words(rows.rename(columns={"land_share_sd": "share_land_sd"}))


def _in_words(table: pd.DataFrame) -> pd.DataFrame:
    words = {str(word): translate(label) for word, label in DATA_FROM_LABELS.items()}
    return table.assign(data_from=table["data_from"].map(words))


def counts_of(summary: Summary) -> Mapping[Status, int]:
    """Return how many kecamatan are met, not met and not known by the rule of puskesmas."""
    found = summary.kecamatan["puskesmas_status"].value_counts()
    return {status: int(found.get(str(status), 0)) for status in Status}
