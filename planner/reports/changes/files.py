"""The history of a working city as files: who by role and office, when, what, from and to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from planner.reports.changes.entries import Entry
from planner.reports.changes.told import Names, subject_told, version_told
from planner.reports.json_text import json_text
from planner.reports.spreadsheet import as_csv
from planner.texts import Text, text, translate

SCHEMA = 1

COLUMNS: Mapping[str, Text] = {
    "change": text("Change number"),
    "at": text("When (UTC)"),
    "role": text("Role"),
    "office": text("Office"),
    "deed": text("Why"),
    "undoes": text("Takes back change"),
    "collection": text("Kind of entry"),
    "subject": text("Entry"),
    "told": text("What"),
    "from": text("From"),
    "to": text("To"),
}


def changes_csv(entries: Iterable[Entry], names: Names) -> bytes:
    """Return entries as a table for a spreadsheet, in the spoken language.

    Parameters
    ----------
    entries
        The entries, in the order in which they are to stand there.
    names
        What places and records are called.
    """
    rows = [_row(entry, names) for entry in entries]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"undoes": "Int64"})
    return as_csv(table, COLUMNS)


def changes_json(entries: Iterable[Entry], names: Names) -> bytes:
    """Return entries as JSON for another program: ``from`` and ``to`` are whole rows, ``null`` for none.

    Parameters
    ----------
    entries, names
        As in :func:`changes_csv`.
    """
    rows = [
        _row(entry, names)
        | {
            "from": None if entry.before is None else dict(entry.before),
            "to": None if entry.after is None else dict(entry.after),
            "told_from": translate(version_told(entry.collection, entry.subject, entry.before)),
            "told_to": translate(version_told(entry.collection, entry.subject, entry.after)),
        }
        for entry in entries
    ]
    return json_text({"schema": SCHEMA, "changes": rows}).encode("utf-8")


def _row(entry: Entry, names: Names) -> dict[str, Any]:
    revision = entry.revision
    return {
        "change": revision.number,
        "at": revision.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "role": str(revision.by.role),
        "office": revision.by.office,
        "deed": str(revision.deed),
        "undoes": revision.undoes,
        "collection": str(entry.collection),
        "subject": entry.subject,
        "told": translate(subject_told(entry.collection, entry.subject, entry.told_by, names)),
        "from": translate(version_told(entry.collection, entry.subject, entry.before)),
        "to": translate(version_told(entry.collection, entry.subject, entry.after)),
    }
