"""Which findings of the scoreboard are shown."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.model.city import City
from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Level, Status
from planner.model.labels import LEVEL_LABELS
from planner.reports.scoreboard.files import ScoreboardFile
from planner.reports.scoreboard.table import chosen_rows
from planner.reports.scoreboard.words import status_words
from planner.texts import text
from planner.ui.components.choices import kecamatan_choice, one_choice


def chosen_findings(city: City, table: pd.DataFrame) -> tuple[pd.DataFrame, ScoreboardFile]:
    """Let the reader choose findings, and return their rows with the index of the whole table, and what was chosen."""
    about, where, how_far, how = st.columns(4)
    with about:
        known = [domain for domain in Domain if domain in set(table["domain"])]
        domain = one_choice(
            "domain", text("About"), {"": text("everything"), **{of: DOMAIN_LABELS[of] for of in known}}
        )
    with where:
        kecamatan = kecamatan_choice(city)
    with how_far:
        levels = [level for level in Level if level in set(table["level"])]
        level = one_choice(
            "unit_level", text("Level"), {"": text("every level"), **{of: LEVEL_LABELS[of] for of in levels}}
        )
    with how:
        statuses = {str(status): status_words(status) for status in Status}
        status = one_choice("status", text("Status"), {"": text("every status"), **statuses})
    chosen = chosen_rows(table, domain=domain, kecamatan_code=kecamatan, level=level, status=status)
    return chosen, ScoreboardFile(domain=domain, level=level, kecamatan_code=kecamatan, status=status, details=True)
