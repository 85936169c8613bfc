"""The zones around schools and play places on the page: what lies inside, and what a proposed park would add."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from planner.model.assessment import Assessment
from planner.model.labels import STATUS_LABELS
from planner.reports.facts import capitalised
from planner.reports.webmap.plan import proposal_title
from planner.reports.work_list.zones import POINT_LABELS, TOPICS, ZONE_LABELS, candidate_layer, radius_of
from planner.rules.citing import citation_text
from planner.siting.zones import added_zones
from planner.texts import Percent, Text, plural, text, translate
from planner.ui.components.markup import Content, bullets, element, show, table
from planner.ui.components.views import inset

_HECTARE_M2 = 10_000

MOST_ROWS = 200
"""How many candidates are listed on the page; the GeoPackage has all."""


def zones_section(assessment: Assessment) -> None:
    """Say how large the zones are, and list what lies in them."""
    show(
        element("h2", text("Zones around schools and play places")),
        bullets(_zone_sentence(assessment, topic.rule) for topic in TOPICS),
        inset(
            element(
                "p",
                text(
                    "Shops and billboards inside are candidates to look at, never accusations: whether tobacco is sold "
                    "or advertised there is known only from an inspection."
                ),
            )
        ),
    )
    missing = [topic.no_layer for topic in TOPICS if topic.points(assessment.city) is None]
    if missing:
        show(bullets(missing))
    _candidates(assessment)
    _added(assessment)


def _zone_sentence(assessment: Assessment, rule: str) -> Text:
    of_city = partial(assessment.details.value, rule, code=assessment.city.code)
    share, origins, lost = (of_city(name) for name in ("zone_share", "origins", "origins_without_position"))
    zone = text(
        "{what} within {metres} m of {places} ({citation}): {share} of the city's area.",
        what=capitalised(translate(ZONE_LABELS[rule])),
        metres=radius_of(assessment, rule),
        places=plural("{n} school or play place", "{n} schools and play places", round(origins)),
        citation=citation_text(assessment.rules[rule]),
        share=Percent(share),
    )
    if not lost:
        return zone
    return text(
        "{zone} {more}",
        zone=zone,
        more=plural(
            "The zone of {n} more is not drawn: its position is not known.",
            "The zones of {n} more are not drawn: their positions are not known.",
            round(lost),
        ),
    )


def _candidates(assessment: Assessment) -> None:
    candidates = candidate_layer(assessment)
    if candidates.empty:
        return
    names = assessment.city.region_names
    regions = candidates["kelurahan_code"].fillna(candidates["kecamatan_code"]).map(names)
    heads: dict[str, Content] = {
        "name": text("Name"),
        "kind": text("Kind"),
        "region": text("Region"),
        "told": text("What is known"),
        "status": text("Rule"),
    }
    columns = ["place_name", "rule", "reason_text", "status"]
    ordered = candidates.assign(region=regions).sort_values(["rule", "region", "place_name", "place_id"])
    rows: list[dict[str, Content]] = [
        {
            "name": name,
            "kind": capitalised(translate(POINT_LABELS[rule])),
            "region": region,
            "told": told,
            "status": STATUS_LABELS[status],
        }
        for name, rule, told, status, region in ordered[[*columns, "region"]]
        .head(MOST_ROWS)
        .itertuples(index=False, name=None)
    ]
    caption = plural(
        "{n} place that lies in a zone, or may: to be looked at",
        "{n} places that lie in a zone, or may: to be looked at",
        len(candidates),
    )
    show(element("details", element("summary", caption), table(caption, heads, rows, prose=True)))


@st.cache_resource(show_spinner=False, max_entries=8)
def _added_zones(fingerprint: str, options: str, _assessment: Assessment) -> pd.DataFrame:
    return added_zones(_assessment.city, _assessment.rules, _assessment.plan.proposals, as_of=_assessment.options.as_of)


def _added(assessment: Assessment) -> None:
    """Say which zones the proposed parks would add: a new play place brings new zones with it."""
    plan = assessment.plan
    added = _added_zones(assessment.city.fingerprint, repr(assessment.options), assessment)
    if added.empty:
        return
    titles = {proposal.rank: proposal_title(proposal) for proposal in plan.proposals}
    heads: dict[str, Content] = {
        "site": text("Proposed site"),
        "what": text("Zone"),
        "area": text("Ground newly in a zone"),
        "points": text("Newly inside, to be looked at"),
    }
    columns = ["rank", "rule", "new_m2", "points", "point_names"]
    rows: list[dict[str, Content]] = [
        {
            "site": titles[rank],
            "what": text("{metres} m: {what}", metres=radius_of(assessment, rule), what=ZONE_LABELS[rule]),
            "area": text("{area} ha", area=round(new_m2 / _HECTARE_M2, 1)),
            "points": _points_told(rule, None if pd.isna(points) else int(points), names),
        }
        for rank, rule, new_m2, points, names in added.sort_values(["rank", "radius_m"])[columns].itertuples(
            index=False, name=None
        )
    ]
    show(
        element("h3", text("What the proposed parks would add")),
        table(text("Zones that the sites of the plan would bring with them"), heads, rows, prose=True),
    )


def _points_told(rule: str, points: int | None, names: tuple[str, ...]) -> Text:
    """Return what would come to lie in a zone."""
    if points is None:
        return text("not known: the city has no such layer")
    if not points:
        return text("none that is listed")
    return text("{kind} ({n}): {names}", kind=POINT_LABELS[rule], n=points, names=", ".join(names))
