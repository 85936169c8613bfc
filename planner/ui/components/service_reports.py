"""Reports received and settled on the page: only as they may be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.checks.each.child_reports.published import COUNTED, Shown, share_settled
from planner.model.city import City
from planner.model.kinds import Level
from planner.texts import Percent, Text, text, translate
from planner.ui.components.markup import Content, Html, bullets, element, table
from planner.ui.lookup import region_names

_SHOWN: dict[str, Text] = {
    Shown.SMALL: text("<5"),
    Shown.HIDDEN: text("hidden"),
    Shown.NOT_GIVEN: text("not given"),
}

COUNTED_LABELS: dict[str, Text] = {"received": text("Received"), "settled": text("Settled")}


def report_periods(published: pd.DataFrame) -> list[str]:
    """Return the years and months that are given, the newest first, a year before its months."""
    periods = sorted(published["period"].unique(), reverse=True)
    years = [period for period in periods if len(period) == 4]
    return years + [period for period in periods if len(period) > 4]


def report_rows(city: City, published: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return the rows of one period: code, name, what is shown of each count, and the share settled."""
    names = region_names(city) | {city.code: city.name}
    own = published[published["period"] == period]
    shown = own.assign(told=[_told(*pair) for pair in zip(own["shown"], own["value"], strict=True)])
    wide = shown.pivot(index=["level", "code"], columns="counted", values="told")[list(COUNTED)].reset_index()
    shares = share_settled(own).set_index("code")["share"] if len(own) else pd.Series(dtype="float64")
    # The whole city comes first.
    wide = wide.sort_values(
        ["level", "code"], key=lambda column: column.replace({Level.CITY: "", Level.KECAMATAN: "k"})
    )
    return wide.assign(name=wide["code"].map(names), share=wide["code"].map(shares)).reset_index(drop=True)


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


def _told(shown: str, value: object) -> str:
    return translate(_SHOWN[shown] if shown in _SHOWN else text("{number}", number=value))
