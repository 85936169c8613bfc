"""What of an assessment is kept."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from drawn_assessment import drawn_assessment

import planner
from planner.history.taking import snapshot_of
from planner.model.details import MEASURES, PLACE_RESULTS, Details
from planner.model.history import KeptFinding, KeptOptions, KeptReach
from planner.model.kinds import Level, Status
from planner.model.options import Options

NOON = dt.datetime(2026, 3, 31, 20, 0, 0, 123, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def test_findings_are_kept_without_their_sentences() -> None:
    kept = snapshot_of(drawn_assessment(), NOON)
    assert kept.findings == (
        KeptFinding("STSK_COVERAGE", Level.KECAMATAN, "90.01.01", "Barat", Status.MET, "child_friendly_park", 1.0, 1.0),
        KeptFinding(
            "STSK_COVERAGE", Level.KECAMATAN, "90.01.02", "Timur", Status.UNMET, "park_could_be_upgraded", 0.0, 1.0
        ),
    )
    assert kept.rules == ("STSK_COVERAGE",)


def test_what_it_stands_on_is_kept() -> None:
    kept = snapshot_of(drawn_assessment(options=Options(threshold_min=15, as_of=dt.date(2026, 3, 31))), NOON)
    assert (kept.day, kept.city_code, kept.fingerprint) == (dt.date(2026, 3, 31), "90.01", "0123456789abcdef")
    assert kept.kept_at == dt.datetime(2026, 3, 31, 12, 0, tzinfo=dt.UTC)
    assert kept.version == planner.__version__
    assert kept.options == KeptOptions(15.0, barrier=True, slope=True)


def test_reach_is_kept_of_the_city_and_its_kecamatan_but_not_of_kelurahan() -> None:
    assert snapshot_of(drawn_assessment(), NOON).reach == (
        KeptReach(Level.CITY, "90.01", "child_friendly_park", 160, 40, 0.25),
        KeptReach(Level.KECAMATAN, "90.01.01", "child_friendly_park", 100, 40, 0.4),
        KeptReach(Level.KECAMATAN, "90.01.02", "child_friendly_park", 60, 0, 0.0),
    )


def test_numbers_of_kelurahan_are_not_kept() -> None:
    rows = [
        ("R", "city", "90.01", "", "there", 2.0, "count"),
        ("R", "kecamatan", "90.01.01", "", "there", 1.0, "count"),
        ("R", "kelurahan", "90.01.01.1001", "", "there", 1.0, "count"),
    ]
    measures = MEASURES.validate(pd.DataFrame(rows, columns=list(MEASURES.columns)))
    places = PLACE_RESULTS.validate(pd.DataFrame(columns=list(PLACE_RESULTS.columns)))
    kept = snapshot_of(drawn_assessment(look_closer=lambda: Details(measures, places)), NOON)
    assert kept.measures["level"].tolist() == ["city", "kecamatan"]
