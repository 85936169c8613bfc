"""Kept assessments of a drawn city, for tests: what is in them is written down here, none of it of a real place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd

from planner.model.details import MEASURES
from planner.model.history import KeptFinding, KeptOptions, KeptReach, Snapshot
from planner.model.kinds import Level, Status

WEST, EAST = "90.01.01", "90.01.02"


def kept_finding(rule: str, code: str, status: Status, value: float | None = 0.0, **other: object) -> KeptFinding:
    """Return a finding of a kecamatan."""
    name = {WEST: "Barat", EAST: "Timur"}[code]
    return replace(
        KeptFinding(rule, Level.KECAMATAN, code, name, status, f"reason_{status}", value, 1.0),
        **other,  # type: ignore[arg-type]
    )


def kept_measures(*rows: tuple[str, str, float | None]) -> pd.DataFrame:
    """Return numbers of kecamatan: what was counted, the region's code, and how many."""
    return MEASURES.validate(
        pd.DataFrame(
            [("PARKS", "kecamatan", code, subject, "there", value, "count") for subject, code, value in rows],
            columns=list(MEASURES.columns),
        )
    )


def kept(day: str = "2026-03-31", **changes: object) -> Snapshot:
    """Return an assessment of two kecamatan under one rule, kept at noon of its day, with whatever is to differ."""
    date = dt.date.fromisoformat(day)
    usual = Snapshot(
        day=date,
        kept_at=dt.datetime(date.year, date.month, date.day, 12, tzinfo=dt.UTC),
        city_code="90.01",
        city_name="Kota Contoh & Co",
        fingerprint="0123456789abcdef",
        version="0.1.0",
        options=KeptOptions(10.0, barrier=True, slope=True),
        findings=(kept_finding("PARKS", WEST, Status.MET, 1.0), kept_finding("PARKS", EAST, Status.UNKNOWN)),
        measures=kept_measures(("park", WEST, 3.0), ("park", EAST, None)),
        reach=(
            KeptReach(Level.CITY, "90.01", "park", 160, 40, 0.25),
            KeptReach(Level.KECAMATAN, EAST, "park", 0, 0, None),
        ),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]
