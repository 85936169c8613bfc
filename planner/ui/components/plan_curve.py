"""What fewer and more sites, or rupiah, can do, and what is built in which year."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from planner.model.assessment import Assessment
from planner.model.planning import ReachPoint, YearPlan
from planner.texts import Language, Percent, Text, current_language, text, translate
from planner.ui.chosen_plan import MILLION
from planner.ui.components.markup import Content, bullets, element, joined, show, table
from planner.ui.components.plan_table import rupiah
from planner.ui.components.steps import site_name

_INK, _ACCENT, _BAND = "#16202a", "#0b5394", "#9dbbd9"
_HEIGHT_PIXELS = 320


def show_curve(assessment: Assessment, curve: Sequence[ReachPoint]) -> None:
    """Show the curve of a plan as a chart and as a table.

    Parameters
    ----------
    assessment
        The assessment with the plan.
    curve
        The points of the curve, at least two.
    """
    by_money = curve[0].budget_idr is not None
    heading = text("How much more money would do") if by_money else text("How many sites are enough")
    show(element("h2", heading), element("p", _meaning(assessment)))
    points = pd.DataFrame(
        {
            "amount": [(point.budget_idr or 0) / MILLION if by_money else point.sites for point in curve],
            "children": [point.children for point in curve],
            "bound": [point.bound for point in curve],
        }
    )
    st.altair_chart(_chart(points, _amount_here(assessment, by_money), by_money), width="stretch")
    heads: dict[str, Content] = {
        "amount": text("Millions of rupiah") if by_money else text("Sites"),
        "children": text("Children newly reached"),
        "more": text("More than one step before"),
        "bound": text("At most possible"),
    }
    before = [0.0, *points["children"][:-1]]
    rows: list[dict[str, Content]] = [
        {"amount": float(amount), "children": round(children), "more": round(children - former), "bound": round(bound)}
        for (amount, children, bound), former in zip(points.itertuples(index=False, name=None), before, strict=True)
    ]
    listed = table(text("Children newly reached, by size of the plan"), heads, rows, numbers=list(heads))
    show(element("details", element("summary", text("The curve as a table")), listed))


def _meaning(assessment: Assessment) -> Text:
    if assessment.options.siting.equity:
        return text(
            "The line is the best plan found, the band above it what no plan can exceed. Children of badly served "
            "regions count more here."
        )
    return text("The line is the best plan found, the band above it what no plan can exceed.")


def _amount_here(assessment: Assessment, by_money: bool) -> float:
    """Return where the plan that is shown stands on the curve."""
    if not by_money:
        return float(len(assessment.plan.proposals))
    siting = assessment.options.siting
    return sum(siting.year_budgets_idr or (siting.budget_idr or 0,)) / MILLION


def _chart(points: pd.DataFrame, here: float, by_money: bool) -> alt.LayerChart | alt.FacetChart:
    across = translate(text("Millions of rupiah") if by_money else text("Sites"))
    up = translate(text("Children newly reached"))
    # Vega writes numbers as English does.
    grouped = "format(datum.value, ',')"
    numbers = f"replace({grouped}, /,/g, '.')" if current_language() is Language.INDONESIAN else grouped
    axis = alt.Axis(labelColor=_INK, titleColor=_INK, labelExpr=numbers)
    steps = alt.Axis(labelColor=_INK, titleColor=_INK, labelExpr=numbers, tickMinStep=1, grid=False)
    x = alt.X("amount:Q", title=across, axis=steps)
    y = alt.Y("children:Q", title=up, axis=axis, scale=alt.Scale(zero=True))
    tips = [alt.Tooltip("amount:Q", title=across), alt.Tooltip("children:Q", title=up, format=",.0f")]
    base = alt.Chart(points)
    band = base.mark_area(color=_BAND, opacity=0.6).encode(x=x, y=y, y2="bound:Q")
    line = base.mark_line(color=_ACCENT, strokeWidth=2.5).encode(x=x, y=y)
    dots = base.mark_point(color=_ACCENT, filled=True, size=45, opacity=1).encode(x=x, y=y, tooltip=tips)
    chosen = alt.Chart(pd.DataFrame({"amount": [here], "label": [translate(text("this plan"))]}))
    rule = chosen.mark_rule(color=_INK, strokeDash=[5, 4]).encode(x="amount:Q")
    name = chosen.mark_text(color=_INK, align="left", dx=5, y=10).encode(x="amount:Q", text="label:N")
    said = translate(text("{up} against {across}; the same numbers stand in the table below.", up=up, across=across))
    return alt.layer(band, line, dots, rule, name).properties(height=_HEIGHT_PIXELS, description=said)


def show_years(years: Sequence[YearPlan], obstacle: Text | None) -> None:
    """Show what is built in which year; each year's sites are good on their own."""
    show(
        element("h2", text("What to build in which year")),
        element(
            "p",
            text(
                "A plan of its own: each year's sites are chosen so that they do as much as they can by the end of "
                "that year, so they need not be those of the plan for all years together below."
            ),
        ),
    )
    if obstacle is not None:
        show(obstacle_box(obstacle))
    heads: dict[str, Content] = {
        "year": text("Year"),
        "given": text("Given"),
        "spent": text("Spent"),
        "sites": text("Sites"),
        "children": text("Children reached by then"),
        "gap": text("At most better for this year alone"),
    }
    rows = [_year_row(year) for year in years]
    caption = text("Sites by year; what is not spent is kept for the next years")
    show(table(caption, heads, rows, numbers=["given", "spent", "children", "gap"], prose=True))


def _year_row(year: YearPlan) -> dict[str, Content]:
    sites = [
        text("{site}: {children} children", site=site_name(proposal), children=proposal.children_newly_within)
        for proposal in year.proposals
    ]
    return {
        "year": str(year.year),
        "given": rupiah(year.budget_idr),
        "spent": rupiah(year.spent_idr),
        "sites": bullets(sites) if sites else text("none"),
        "children": round(year.children),
        "gap": Percent(year.gap, decimals=1),
    }


def obstacle_box(obstacle: Text) -> Content:
    """Return the box that says what can't be met, and why."""
    return element(
        "div", element("h2", text("What can't be met, and why")), joined([element("p", obstacle)]), css="obstacle",
        role="status",
    )  # fmt: skip
