"""One finding looked at closely: why, what would change it, and the places it rests on."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from planner.checks.registry import all_checks
from planner.model.assessment import Assessment, Finding
from planner.model.kinds import Status
from planner.model.labels import LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.scoreboard.closer import EvidenceFile, evidence_file, evidence_metadata
from planner.reports.scoreboard.evidence import EVIDENCE_COLUMNS, evidence_of
from planner.reports.scoreboard.words import number_words
from planner.texts import current_language, plural, text, translate
from planner.ui.components.choices import one_choice
from planner.ui.components.markup import Content, Html, element, facts, joined, show, table
from planner.ui.components.table_download import table_download
from planner.ui.components.views import inset, status_tag

MOST_PLACES = 15
"""How many places are listed; the file has all."""


def show_finding(assessment: Assessment, chosen: pd.DataFrame) -> None:
    """Let the reader choose a rule and a place, and show what was found there.

    Parameters
    ----------
    assessment
        The assessment.
    chosen
        The findings to choose from: rows of the table of all, with its index.
    """
    titles = dict(zip(chosen["rule"], chosen["title"], strict=True))
    left, right = st.columns(2)
    with left:
        rule = one_choice("rule", text("Rule"), titles)
    own = chosen[chosen["rule"] == rule]
    names = {
        str(code): _unit_name(*row)
        for code, *row in own[["code", "name", "level", "kecamatan"]].itertuples(index=False)
    }
    with right:
        unit = one_choice("unit", text("Where"), names)
    place = int(own.index[own["code"] == unit][0])
    finding, row = assessment.findings[place], chosen.loc[[place]].iloc[0]
    show(_said(finding, row), _cited(row))
    _show_evidence(assessment, finding)


def _unit_name(name: str, level: str, kecamatan: str) -> str:
    return name if kecamatan in ("", name) else f"{name}, {kecamatan}"


def _said(finding: Finding, row: pd.Series) -> Html:
    """Return what was found, and what would change it."""
    numbers = [
        (text("Found"), number_words(finding.value)),
        (text("Asked for"), number_words(finding.required, str(row["unit"]))),
    ]
    parts: list[Content] = [
        element("h3", finding.unit_name, Html(" "), status_tag(finding.status)),
        element("p", finding.reason_text),
        facts([(name, number) for name, number in numbers if number is not None]),
    ]
    if finding.remedy is not None:
        parts.append(
            inset(element("p", element("strong", text("What would change this"))), element("p", finding.remedy))
        )
    return joined(parts)


def _cited(row: pd.Series) -> Html:
    """Return how the rule is applied, and where it stands."""
    level = capitalised(translate(LEVEL_LABELS[row["level"]]))
    told: list[tuple[Content, Content]] = [
        (text("How it is judged"), all_checks()[str(row["rule"])].definition),
        (text("Judged by"), level),
        (text("Where the rule stands"), _with_address(str(row["citation"]), str(row["source"]))),
        (text("How sure the rule is"), str(row["certainty"])),
    ]
    return element("details", element("summary", text("The rule")), facts(told))


def _with_address(citation: str, address: str) -> Html:
    if not address.startswith(("https://", "http://")):
        return joined([citation])
    link = element("a", address, href=address, target="_blank", rel="noopener noreferrer")
    return joined([citation, element("br"), link])


def _show_evidence(assessment: Assessment, finding: Finding) -> None:
    evidence = evidence_of(assessment.city, assessment.details, finding)
    if evidence.empty:
        show(element("p", text("No single place stands behind this finding."), css="note"))
        return
    on_map = frozenset(assessment.city.facilities["id"])
    heads: dict[str, Content] = {
        name: EVIDENCE_COLUMNS[name]
        for name in ("place", "kind", "region", "status", "reason_text", "seen", "source")
        if (evidence[name] != "").any()
    }
    rows: list[dict[str, Content]] = [
        {
            **{name: row[name] for name in heads},
            "place": _linked(str(row["place"]), str(row["place_id"]), on_map),
            "status": _tag(str(row["status"])),
        }
        for row in evidence.head(MOST_PLACES).to_dict("records")
    ]
    caption = plural("{n} place behind this finding", "{n} places behind this finding", len(evidence))
    more = len(evidence) - len(rows)
    note = plural("{n} more place is in the file.", "{n} more places are in the file.", more) if more else None
    show(table(caption, heads, rows, prose=True), element("p", note, css="note") if note else None)
    asked = EvidenceFile(finding.rule, finding.unit_level, finding.unit_code)
    with st.container(horizontal=True):
        table_download(
            text("Download these places (CSV)"),
            partial(evidence_file, assessment, asked),
            asked.file_name,
            partial(evidence_metadata, assessment, asked),
        )


def _linked(name: str, place_id: str, on_map: frozenset[str]) -> Html | str:
    """Return the name of a place, leading to the page of the map where the city has the place."""
    if place_id not in on_map:
        return name
    address = urlencode({"place": place_id, "language": str(current_language())})
    return element("a", name, href=f"map?{address}", target="_self")


def _tag(status: str) -> Html | None:
    return status_tag(Status(status)) if status else None
