"""Reports received and settled on the page: only as they may be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.checks.each.child_reports.published import COUNTED
from planner.reports.page_tables.child_reports import COUNTED_LABELS
from planner.texts import Percent, text
from planner.ui.components.markup import Content, Html, bullets, element, table


def report_periods(published: pd.DataFrame) -> list[str]:
    """Return the years and months that are given, the newest first, a year before its months."""
    periods = sorted(published["period"].unique(), reverse=True)
    years = [period for period in periods if len(period) == 4]
    return years + [period for period in periods if len(period) > 4]


def report_table(rows: pd.DataFrame, period: str) -> Html:
    """Return the table of one period."""
    heads: dict[str, Content] = {"name": text("Region"), **COUNTED_LABELS, "share": text("Settled of received")}
    cells: list[dict[str, Content]] = [
        {"name": name, "received": received, "settled": settled, "share": None if np.isnan(share) else Percent(share)}
        for name, received, settled, share in zip(
            rows["name"], rows["received"], rows["settled"], rows["share"].astype("float64").tolist(), strict=True
        )
    ]
    caption = text("Reports of violence against children, {period}", period=period)
    return table(caption, heads, cells, numbers=[*COUNTED, "share"])


def report_explanation() -> Html:
    """Say what is hidden, and why."""
    return element(
        "details",
        element("summary", text("What is hidden, and why")),
        bullets(
            [
                text("Counts of 1 to 4 are shown as “<5”, so that nobody can be recognised by them. 0 is shown."),
                text(
                    "A sum is hidden where a count of 1 to 4 could be worked out from it. Of a year both sums are "
                    "shown or neither: where all reports are settled, one tells the other."
                ),
                text(
                    "Sums of a year stand only where the year is over: from two editions of a running sum what came "
                    "between them could be told. Several years are never put together."
                ),
                text(
                    "More may be settled in a month than were received, since reports of earlier months are settled "
                    "too. The share stands only where both counts are shown."
                ),
                text("No file that the planner writes holds these counts in any other form."),
            ]
        ),
    )
