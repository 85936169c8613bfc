"""Evidence for KLA: what the data prove of each indicator that has a place on the map, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from planner.kla.evidence import KlaEvidence, kla_evidence
from planner.kla.indicators import load_indicators
from planner.model.assessment import Assessment
from planner.model.history import Snapshot
from planner.reports.kla import words
from planner.reports.kla.files import KlaName, kla_file, kla_metadata
from planner.sources.history.store import load_snapshots
from planner.texts import Text, plural, text, translate
from planner.ui.components.downloads import on_demand
from planner.ui.components.kla_card import indicator_card
from planner.ui.components.kla_tables import bands_table, elsewhere_table, fields_table
from planner.ui.components.markup import bullets, element, show
from planner.ui.components.table_download import table_download
from planner.ui.components.views import title
from planner.ui.engine import city_folder, current_assessment


def show_kla() -> None:
    """Show the page of evidence for KLA."""
    assessment = current_assessment()
    kept = load_snapshots(city_folder(), assessment.city.code)
    evidence = _evidence(
        assessment.city.fingerprint, repr(assessment.options), tuple(one.kept_at for one in kept), assessment, kept
    )
    title(words.TITLE, over=assessment.city.name, lead=_lead(evidence))
    show(element("p", words.NO_SCORE), element("p", words.trend_note(evidence), css="note"))
    _downloads(evidence, kept)
    for _, group in groupby(evidence.on_map, key=lambda one: one.indicator.group):
        cards = list(group)
        show(element("h2", words.group_title(evidence, cards[0].indicator)))
        for one in cards:
            show(indicator_card(evidence, one))
    show(element("h2", words.ELSEWHERE_TITLE), element("p", words.ELSEWHERE), elsewhere_table(evidence))
    show(element("h2", words.FIELDS_TITLE), element("p", words.FIELDS_APART), fields_table(evidence))
    show(element("h2", words.BANDS_TITLE), element("p", words.NO_SCORE), bands_table(evidence))
    show(element("p", words.PUBLISHED if len(evidence.published) else words.NO_PUBLISHED, css="note"))
    show(bullets(words.published_lines(evidence)))


@st.cache_resource(show_spinner=False, max_entries=8)
def _evidence(
    fingerprint: str,
    options: str,
    kept_at: tuple[dt.datetime, ...],
    _assessment: Assessment,
    _kept: tuple[Snapshot, ...],
) -> KlaEvidence:
    return kla_evidence(_assessment, load_indicators(), _kept)


def _lead(evidence: KlaEvidence) -> Text:
    missing = sum(len(one.missing) for one in evidence.on_map)
    return text(
        "{some} of {all} indicators have a place on the map. {missing}",
        some=len(evidence.on_map),
        all=len(evidence.indicators.indicators),
        missing=plural("{n} thing is still missing.", "{n} things are still missing.", missing),
    )


def _downloads(evidence: KlaEvidence, kept: Sequence[Snapshot]) -> None:
    with st.container(horizontal=True):
        st.download_button(
            translate(text("Document to print (HTML)")),
            on_demand(partial(kla_file, evidence, kept, KlaName.DOCUMENT)),
            file_name=KlaName.DOCUMENT,
            mime="text/html",
            on_click="ignore",
        )
        table_download(
            text("Table (CSV)"),
            partial(kla_file, evidence, kept, KlaName.TABLE),
            KlaName.TABLE,
            partial(kla_metadata, evidence, kept),
        )
