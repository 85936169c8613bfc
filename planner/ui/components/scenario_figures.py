"""Before and after, and scenarios side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from planner.model.assessment import Assessment
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level, Status
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.reports.facts import capitalised
from planner.reports.scenario_files import ComparisonName, comparison_file
from planner.scenarios.comparing import Comparison, Named, compare
from planner.texts import Percent, Text, current_language, text, translate
from planner.ui import scenario_work, state
from planner.ui.components.choices import kind_choice, tier_choice
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.views import attempt, status_tag
from planner.ui.engine import current_assessment, scenario_assessment
from planner.ui.lookup import reached_in_city
from planner.ui.scenario_work import Work

MOST_COMPARED = 4

_FILES: dict[ComparisonName, tuple[Text, str]] = {
    ComparisonName.WORKBOOK: (
        text("Comparison as a workbook (Excel)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ComparisonName.DOCUMENT: (text("Comparison as figures (JSON)"), "application/json"),
}


def effect(present: Assessment, after: Assessment) -> None:
    """Say in one line what a scenario does in the whole city."""
    chosen = state.chosen("kind")
    kind = chosen if chosen in after.kinds_reached else CHILD_FRIENDLY_PARK
    now, then = (reached_in_city(one, kind, ALL_CHILDREN) for one in (present, after))
    if then is None:
        return
    before, share = (now.children_within, now.share) if now is not None else (0, 0.0)
    sentence = text(
        "All children within {minutes} minutes on foot of: {kind}. {now} → {then}.",
        minutes=present.options.threshold_min,
        kind=KIND_LABELS[kind],
        now=_share(share),
        then=_share(then.share),
    )
    show(
        element(
            "div",
            element("p", element("strong", _children(then.children_within - before)), Html(" "), sentence),
            css="inset",
            role="status",
        )
    )


def before_and_after(present: Assessment, after: Assessment, name: str) -> None:
    """Show the figures of the city as it is beside those of a scenario: every kecamatan and age tier."""
    comparison = compare([Named(translate(text("Now")), present), Named(name, after)])
    show(element("h2", text("Before and after")))
    kind = kind_choice(after)
    show(
        element(
            "p",
            text(
                "Children within {minutes} minutes on foot of: {kind}. In each cell: now, then, and the difference.",
                minutes=present.options.threshold_min,
                kind=KIND_LABELS[kind],
            ),
        )
    )
    sides = {tier: _sides(comparison, kind, tier) for tier in TIER_LABELS}
    heads: dict[str, Content] = {"region": text("Region"), **dict(TIER_LABELS)}
    codes = next(iter(sides.values())).index
    rows: list[dict[str, Content]] = [
        {"region": region, **{tier: _cell(own.loc[(code, region)], comparison.names) for tier, own in sides.items()}}
        for code, region in codes
    ]
    caption = text("Within reach now and in the scenario, by kecamatan and age")
    show(table(caption, heads, rows, prose=True), _programme(comparison))


def _sides(comparison: Comparison, kind: str, tier: str) -> pd.DataFrame:
    """Return the figures of the city and of each kecamatan, one row each."""
    levels = [comparison.side_by_side(level, kind, tier) for level in (Level.CITY, Level.KECAMATAN)]
    return pd.concat(levels)


def _cell(row: pd.Series, names: Sequence[str]) -> Html:
    """Return what is now, what would be, and the difference."""
    first, last = row[names[0]], row[names[-1]]
    shares = text("{now} → {then}", now=_share(first["share"]), then=_share(last["share"]))
    return joined([element("span", shares), element("span", _difference(last), css="beside")])


def _share(share: float) -> Text:
    return text("not known") if pd.isna(share) else text("{share}", share=Percent(float(share), decimals=1))


def _difference(figures: pd.Series) -> Text:
    return _children(int(figures["change_children_within"]))


def _children(children: int) -> Text:
    """Say how many children more or fewer reach a place: with a sign, and in words where none do."""
    if children > 0:
        return text("▲ +{children} children", children=children)
    if children < 0:
        return text("▼ −{children} children", children=-children)
    return text("= no change")


def _programme(comparison: Comparison) -> Html:
    """Name each finding that would be another, with the reason."""
    changed = comparison.changed_findings()
    if changed.empty:
        return element("p", text("No finding of a rule would be another."), css="note")
    rules, language = comparison.named[0].assessment.rules, current_language()
    columns = ["rule", "unit_name", "status_before", "status", "reason_text"]
    rows = changed[columns].itertuples(index=False, name=None)
    listed = (
        element(
            "li",
            element("span", name, css="name"),
            element("span", _before(before), Html(" → "), status_tag(Status(status))),
            element("span", reason, element("span", rules[rule].titles[language], css="beside"), css="reason"),
        )
        for rule, name, before, status, reason in rows
    )
    return joined([element("h3", text("What the rules would find")), element("ul", *listed, css="units")])


def _before(status: str | float | None) -> Content:
    """Return the status that a finding had; in words where there was none, as of places that only a scenario has."""
    return text("not judged before") if pd.isna(status) else status_tag(Status(str(status)))


def comparison_of(work: Work | None) -> None:
    """Let the reader choose scenarios, and show them beside the city as it is."""
    names = scenario_work.names()
    if not names:
        return
    show(element("h2", text("Compare scenarios")))
    own = [] if work is None else [work.scenario.name]
    chosen = st.multiselect(
        translate(text("Scenarios to compare with the city as it is (at most {most})", most=MOST_COMPARED)),
        names,
        default=own,
        max_selections=MOST_COMPARED,
        placeholder=translate(text("None")),
        key=f"scenario_compared_{'_'.join(own)}",
    )
    works = [found for name in chosen if (found := scenario_work.work_of(name)) is not None]
    comparison = attempt(lambda: _compared(works)) if works else None
    if comparison is None:
        return
    if len(works) > 1:
        _side_by_side(comparison)
    _downloads(comparison)


def _compared(works: Sequence[Work]) -> Comparison:
    named = [Named(own.scenario.name, scenario_assessment(own.scenario)) for own in works]
    return compare([Named(translate(text("Now")), current_assessment()), *named])


def _side_by_side(comparison: Comparison) -> None:
    left, right = st.columns(2)
    with left:
        tier = tier_choice()
    with right:
        labels = {kind: capitalised(translate(KIND_LABELS[kind])) for kind in _kinds(comparison)}
        kind = st.selectbox(
            translate(text("Reached")), list(labels), format_func=labels.__getitem__, key="scenario_compared_kind"
        )
    sides = _sides(comparison, kind or CHILD_FRIENDLY_PARK, tier)
    heads: dict[str, Content] = {"region": text("Region")}
    heads |= {str(number): name for number, name in enumerate(comparison.names)}
    rows: list[dict[str, Content]] = [
        {
            "region": region,
            **{
                str(place): _compared_cell(sides.loc[(code, region), name], place)
                for place, name in enumerate(comparison.names)
            },
        }
        for code, region in sides.index
    ]
    caption = text("Share within reach; children more or fewer than now")
    show(table(caption, heads, rows, prose=True), _plans(comparison))
    if comparison.notices:
        show(bullets(comparison.notices))


def _plans(comparison: Comparison) -> Html:
    """Return what the best plan would add to each scenario."""
    heads: dict[str, Content] = {
        "scenario": text("Scenario"),
        "sites": text("Sites proposed then"),
        "newly": text("Children newly reached by them"),
        "within": text("Children within reach with them"),
        "gap": text("Proven gap to the best plan"),
    }
    columns = ["scenario", "sites", "children_newly_within", "children_within_with_plan", "gap"]
    rows: list[dict[str, Content]] = [
        {
            "scenario": name,
            "sites": int(sites),
            "newly": round(newly),
            "within": text("not known") if pd.isna(within) else int(within),
            "gap": text("no plan") if pd.isna(gap) else Percent(float(gap), decimals=1),
        }
        for name, sites, newly, within, gap in comparison.plans[columns].itertuples(index=False, name=None)
    ]
    caption = text("What would be proposed in each")
    return table(caption, heads, rows, numbers=["sites", "newly", "within", "gap"], prose=True)


def _kinds(comparison: Comparison) -> list[str]:
    return list(dict.fromkeys(comparison.access["kind"]))


def _compared_cell(figures: pd.Series, place: int) -> Html:
    beside = None if place == 0 else element("span", _difference(figures), css="beside")
    return joined([element("span", _share(figures["share"])), beside])


def _downloads(comparison: Comparison) -> None:
    with st.container(horizontal=True):
        for name, (label, mime) in _FILES.items():
            st.download_button(
                translate(label),
                on_demand(partial(comparison_file, comparison, name)),
                file_name=name,
                mime=mime,
                on_click="ignore",
                key=f"scenario_{name.name.lower()}",
            )
