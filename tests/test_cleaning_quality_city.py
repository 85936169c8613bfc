"""The quality of what a city already has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from planner.cleaning.quality.city import quality_of
from planner.ingest import load_city


def test_the_built_in_city_is_reported_source_by_source(balikpapan_folder: Path) -> None:
    city = load_city(balikpapan_folder)
    reports = {report.source: report for report in quality_of(city, today=dt.date(2026, 1, 1))}
    assert sum(report.rows_read for report in reports.values()) == len(city.facilities)
    # What was noted of a facility when the city was read stands in its source's report.
    for code in ("facility_outside_city", "facility_in_other_kecamatan", "facility_without_position"):
        noted = sum(notice.code == code for notice in city.notices)
        assert sum(report.counts.get(code, 0) for report in reports.values()) == noted
    # Many positions of the BPJS list have 3 decimals.
    assert reports["bpjs"].counts["position_rounded"] > 30
    assert all(report.rows_set_aside == 0 for report in reports.values())
