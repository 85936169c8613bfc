"""Before and after, and scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level, Status
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.reports.facts import capitalised
from planner.reports.scenario_files import ComparisonName, comparison_file
from planner.scenarios.comparing import Comparison, Named, Reach, check_comparable, compare
from planner.texts import Percent, Text, current_language, text, translate
from planner.ui import scenario_work, state
from planner.ui.components.choices import kind_choice, tier_choice
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.scenario_tried import Tried, try_out
from planner.ui.components.views import attempt, status_tag
from planner.ui.engine import current_assessment
from planner.ui.lookup import reached_in_city
from planner.ui.scenario_work import Work

MOST_COMPARED = 4

_LEVELS = (Level.CITY, Level.KECAMATAN)

_FILES: dict[ComparisonName, tuple[Text, str]] = {
    ComparisonName.WORKBOOK: (
        text("Comparison as a workbook (Excel)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ComparisonName.DOCUMENT: (text("Comparison as figures (JSON)"), "application/json"),
}


def effect(tried: Tried) -> None:
    """Say in one line what a scenario does in the whole city."""
    kind = state.chosen("kind")
    effected = tried.remembered("effect", kind, make=lambda: _effect(tried, kind))
    if effected.markup:
        show(effected)


def _effect(tried: Tried, chosen: str) -> Html:
    present, after = tried.present, tried.after
    kind = chosen if chosen in after.kinds_reached else CHILD_FRIENDLY_PARK
    now, then = (reached_in_city(one, kind, ALL_CHILDREN) for one in (present, after))
    if then is None:
        return Html("")
    before, share = (now.children_within, now.share) if now is not None else (0, 0.0)
    sentence = text(
        "All children within {minutes} minutes on foot of: {kind}. {now} → {then}.",
        minutes=present.options.threshold_min,
        kind=KIND_LABELS[kind],
        now=_share(share),
        then=_share(then.share),
    )
    gained = element("strong", _children(then.children_within - before))
    return element("div", element("p", gained, Html(" "), sentence), css="inset", role="status")


def before_and_after(tried: Tried) -> None:
    """Show the figures of the city as it is beside those of a scenario: every kecamatan and age tier."""
    named = tried.named
    check_comparable(named)
    show(element("h2", text("Before and after")))
    kind = kind_choice(tried.after)
    show(
        element(
            "p",
            text(
                "Children within {minutes} minutes on foot of: {kind}. In each cell: now, then, and the difference.",
                minutes=tried.present.options.threshold_min,
                kind=KIND_LABELS[kind],
            ),
        )
    )
    show(tried.remembered("before and after", kind, make=lambda: _before_and_after(compare(named), kind)))


def _before_and_after(comparison: Comparison, kind: str) -> Html:
    heads: dict[str, Content] = {"region": text("Region"), **dict(TIER_LABELS)}
    rows: list[dict[str, Content]] = [
        {"region": region, **{tier: _cell(reach, tier, comparison.names) for tier in TIER_LABELS}}
        for (_, region), reach in comparison.reach_of(kind, _LEVELS).items()
    ]
    caption = text("Within reach now and in the scenario, by kecamatan and age")
    return joined([table(caption, heads, rows, prose=True), _programme(comparison)])


def _cell(reach: Mapping[tuple[str, str], Reach], tier: str, names: Sequence[str]) -> Html:
    """Return what is now, what would be, and the difference."""
    first, last = reach[tier, names[0]], reach[tier, names[-1]]
    shares = text("{now} → {then}", now=_share(first.share), then=_share(last.share))
    return joined([element("span", shares), element("span", _children(last.change_children_within), css="beside")])


def _share(share: float) -> Text:
    return text("not known") if pd.isna(share) else text("{share}", share=Percent(float(share), decimals=1))


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


def comparison_of(work: Work | None, tried: Tried | None) -> None:
    """Let the reader choose scenarios, and show them beside the city as it is.

    Parameters
    ----------
    work
        The scenario that is worked on.
    tried
        What this page found for it.
    """
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
    named = attempt(lambda: _compared(works, tried)) if works else None
    if named is None:
        return
    if len(named) > 2:
        _side_by_side(compare(named))
    _downloads(named)


def _compared(works: Sequence[Work], known: Tried | None) -> tuple[Named, ...]:
    present = current_assessment() if known is None else known.present
    tried = [
        known if known is not None and known.scenario == own.scenario else try_out(present, own.scenario)
        for own in works
    ]
    named = (tried[0].named[0], *(one.named[1] for one in tried))
    check_comparable(named)
    return named


def _side_by_side(comparison: Comparison) -> None:
    left, right = st.columns(2)
    with left:
        tier = tier_choice()
    with right:
        labels = {kind: capitalised(translate(KIND_LABELS[kind])) for kind in _kinds(comparison)}
        kind = st.selectbox(
            translate(text("Reached")), list(labels), format_func=labels.__getitem__, key="scenario_compared_kind"
        )
    heads: dict[str, Content] = {"region": text("Region")}
    heads |= {str(number): name for number, name in enumerate(comparison.names)}
    rows: list[dict[str, Content]] = [
        {
            "region": region,
            **{str(place): _compared_cell(reach[tier, name], place) for place, name in enumerate(comparison.names)},
        }
        for (_, region), reach in comparison.reach_of(kind or CHILD_FRIENDLY_PARK, _LEVELS).items()
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


def _compared_cell(reach: Reach, place: int) -> Html:
    beside = None if place == 0 else element("span", _children(reach.change_children_within), css="beside")
    return joined([element("span", _share(reach.share)), beside])


def _downloads(named: Sequence[Named]) -> None:
    with st.container(horizontal=True):
        for name, (label, mime) in _FILES.items():
            st.download_button(
                translate(label),
                on_demand(partial(_file, named, name)),
                file_name=name,
                mime=mime,
                on_click="ignore",
                key=f"scenario_{name.name.lower()}",
            )


def _file(named: Sequence[Named], name: ComparisonName) -> bytes:
    return comparison_file(compare(named), name)
