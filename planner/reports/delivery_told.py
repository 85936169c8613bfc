"""A delivered layer in sentences: what it looks like, how it is read, and what became of its rows."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from planner.cleaning.quality.report import OUTCOME_LABELS, REMARK_COLUMNS, Freshness, Outcome, QualityReport
from planner.model.labels import KIND_LABELS
from planner.sources.delivery.fields import FIELD_LABELS
from planner.sources.delivery.mapping import ColumnMapping
from planner.sources.delivery.preview import Preview
from planner.texts import Text, plural, text

_MOST_REMARKS = 20
_COLUMNS_APART = " | "
NO_FACILITY = text("no facility, leave it out")


def view_lines(view: Preview) -> Iterator[Text]:
    """Yield how large a layer is and where its header stands."""
    yield plural(
        "{file}: {n} row, {columns} columns.",
        "{file}: {n} rows, {columns} columns.",
        len(view.cells),
        file=view.file,
        columns=len(view.columns),
    )
    if view.header_row is not None:
        yield text("The names of the columns stand in row {row} of the sheet.", row=view.header_row)


def row_lines(view: Preview, most: int) -> Iterator[str]:
    """Yield the header and the first rows as they are written."""
    yield _COLUMNS_APART.join(view.cells.columns)
    for row in view.cells.head(most).itertuples(index=False):
        yield _COLUMNS_APART.join("" if pd.isna(cell) else " ".join(str(cell).split())[:40] for cell in row)


def mapping_lines(mapping: ColumnMapping) -> Iterator[Text]:
    """Yield which column holds what and why, which kinds are meant, and what is not clear yet."""
    for guess in mapping.guesses:
        yield text(
            "{field}: “{column}”. {reason}", field=FIELD_LABELS[guess.field], column=guess.column, reason=guess.reason
        )
    if mapping.kind is not None:
        yield text("Every row is of the kind: {kind}.", kind=KIND_LABELS[mapping.kind])
    for value, kind in mapping.kinds.items():
        yield text("“{value}” means: {kind}.", value=value, kind=KIND_LABELS.get(kind, NO_FACILITY))
    for value in mapping.unknown_kinds:
        yield text("What kind “{value}” means is not known: its rows are set aside until you say it.", value=value)
    yield from mapping.notices


def count_line(report: QualityReport) -> Text:
    """Return how many rows were read, accepted, repaired and set aside."""
    return plural(
        "{n} row read: {accepted} accepted, {repaired} of them repaired; {aside} set aside.",
        "{n} rows read: {accepted} accepted, {repaired} of them repaired; {aside} set aside.",
        report.rows_read,
        accepted=report.rows_accepted,
        repaired=report.rows_repaired,
        aside=report.rows_set_aside,
    )


def freshness_line(freshness: Freshness) -> Text:
    """Return of when the rows are."""
    if not freshness.newest:
        return text("No row says of when it is.")
    if freshness.undated:
        return text(
            "Records from {oldest} to {newest}; {undated} without a date of their own.",
            oldest=freshness.oldest,
            newest=freshness.newest,
            undated=freshness.undated,
        )
    if freshness.oldest == freshness.newest:
        return text("All records are of {date}.", date=freshness.newest)
    return text("Records from {oldest} to {newest}.", oldest=freshness.oldest, newest=freshness.newest)


def remark_lines(remarks: pd.DataFrame) -> Iterator[Text]:
    """Yield the first remarks, those on rows that were set aside before the others."""
    order = remarks["outcome"].map({str(outcome): place for place, outcome in enumerate(Outcome)})
    ordered = remarks.assign(order=order).sort_values("order", kind="stable") if len(remarks) else remarks
    for row, _, _, value, outcome, _, reason in ordered.head(_MOST_REMARKS)[REMARK_COLUMNS].itertuples(index=False):
        told = text("Row {row}, {outcome}: {reason}", row=row, outcome=OUTCOME_LABELS[Outcome(outcome)], reason=reason)
        yield told if pd.isna(value) else text("{remark} “{value}”", remark=told, value=value)
    if len(remarks) > _MOST_REMARKS:
        yield plural("And {n} more remark.", "And {n} more remarks.", len(remarks) - _MOST_REMARKS)


def change_lines(report: QualityReport) -> Iterator[Text]:
    """Yield where counts are others than at the last delivery."""
    for change in report.changes:
        if change.before != change.after:
            yield text(
                "{kind}, {kecamatan}: {before} at the last delivery, {after} now.",
                kind=KIND_LABELS[change.kind],
                kecamatan=change.kecamatan or text("in no kecamatan"),
                before=change.before,
                after=change.after,
            )


def report_lines(report: QualityReport) -> Iterator[Text]:
    """Yield what became of a layer's rows, what is to be known of it, and what has changed."""
    yield count_line(report)
    yield freshness_line(report.freshness)
    yield from report.notices
    yield from remark_lines(report.remarks)
    yield from change_lines(report)
