"""Tables of KSTR signs: by kind, by region, and the signs that are bad."""

from __future__ import annotations

from functools import partial

import pandas as pd

from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN
from planner.model.assessment import Assessment
from planner.model.kinds import Level, Status
from planner.model.labels import KIND_LABELS, LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.page_tables.sign_counts import (
    SignCountsFile,
    sign_count_heads,
    sign_count_rows,
    sign_counts_file,
)
from planner.reports.work_list.signs import COUNTS
from planner.rounds.stops import SIGN_TASKS, TASK_LABELS, task_of
from planner.texts import Text, plural, text, translate
from planner.ui.components.markup import Content, Html, element, show, table
from planner.ui.components.table_download import page_table

MOST_ROWS = 200
"""How many bad signs are listed on the page; the file has all."""
MOST_OPEN = 20
"""A longer table scrolls in its own frame."""


def kind_table(assessment: Assessment) -> None:
    """Show how many signs are good by kind of place, for the whole city."""
    _counts(assessment, text("Signs by kind of place"), Level.CITY)


def region_table(assessment: Assessment, level: Level) -> None:
    """Show how many signs are good by region, those with the most bad ones first."""
    _counts(assessment, text("Signs by {level}, most to do first", level=LEVEL_LABELS[level]), level)


def _counts(assessment: Assessment, caption: Text, level: Level) -> None:
    rows = sign_count_rows(assessment, level)
    if rows.empty:
        return
    heads: dict[str, Content] = {**sign_count_heads(level)}
    records: list[dict[str, Content]] = rows[["name", *COUNTS]].astype(object).to_dict("records")  # type: ignore[assignment]
    _framed(caption, table(caption, heads, records, numbers=COUNTS), len(records))
    asked = SignCountsFile(level)
    make = partial(sign_counts_file, assessment, asked)
    page_table(text("Download this table (CSV)"), assessment.city, assessment.options, asked, make)


def _framed(caption: Text, written: Html, rows: int) -> None:
    """Show a table; a long one can be folded away."""
    show(element("details", element("summary", caption), written, open="open") if rows > MOST_OPEN else written)


def bad_signs(assessment: Assessment) -> None:
    """List the places where a sign has to be put up, replaced or made visible."""
    places = assessment.details.places_of(KSTR_SIGN)
    places = places[places["status"] == Status.UNMET]
    show(element("h2", text("Signs to put up, replace or make visible")))
    if places.empty:
        show(element("p", text("No sign is known to be bad or missing.")))
        return
    names = assessment.city.region_names
    tasks = [task_of(status, reason) for status, reason in zip(places["status"], places["reason"], strict=True)]
    places = places.assign(
        task=[SIGN_TASKS.index(task) for task in tasks],
        region=places["kelurahan_code"].fillna(places["kecamatan_code"]).map(names),
    ).sort_values(["task", "region", "place_name", "place_id"])
    heads: dict[str, Content] = {
        "name": text("Name"),
        "to_do": text("To do"),
        "why": text("Why"),
        "kind": text("Kind"),
        "region": text("Region"),
    }
    columns = ["place_name", "task", "reason_text", "kind", "region"]
    rows: list[dict[str, Content]] = [
        {
            "name": name,
            "to_do": capitalised(translate(TASK_LABELS[SIGN_TASKS[task]])),
            "why": why,
            "kind": capitalised(translate(KIND_LABELS[kind])),
            "region": None if pd.isna(region) else region,
        }
        for name, task, why, kind, region in places[columns].head(MOST_ROWS).itertuples(index=False, name=None)
    ]
    caption = plural("{n} place", "{n} places", len(places))
    _framed(caption, table(caption, heads, rows, prose=True), len(rows))
    if len(places) > MOST_ROWS:
        show(element("p", text("These are the first {shown}; the work list has all.", shown=MOST_ROWS), css="note"))
